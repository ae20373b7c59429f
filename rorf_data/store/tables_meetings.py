"""The tables of the monthly meetings: what was frozen for each, and what was decided there."""

from __future__ import annotations

import sqlalchemy as sa

from rorf_data.store.versions import METADATA

metadata = METADATA

meetings = sa.Table(
    "meetings",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("held_on", sa.Date, nullable=False),
    sa.Column("month", sa.Date, nullable=False, comment="first day of the month that the meeting was about"),
    sa.Column("taken_at", sa.DateTime, nullable=False, comment="UTC; figures are as of this moment"),
    sa.Column("taken_by", sa.Text, nullable=False),
    sa.Column("data_version", sa.Integer, nullable=False, comment="the newest load that the figures know of"),
    sa.Column("settings", sa.Text, nullable=False, comment="the settings in force then, as JSON"),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("withdrawn_at", sa.DateTime, nullable=True, comment="UTC; a withdrawn one stays on record"),
    sa.Column("withdrawn_by", sa.Text, nullable=True),
    comment="the snapshot of each meeting, which is never changed",
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("decision_id", sa.Integer, primary_key=True),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("meeting", sa.ForeignKey("meetings.number"), nullable=False),
    sa.Column("measure", sa.Text, nullable=False, comment="what it is to be seen by"),
    sa.Column("towns", sa.Text, nullable=False, comment="codes with commas between; empty for all member towns"),
    sa.Column("owner_role", sa.Text, nullable=False, comment="a role, never a person's name"),
    sa.Column("due_on", sa.Date, nullable=True),
    sa.Column("decided_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("decided_by", sa.Text, nullable=False),
    comment="what was decided at a meeting",
)

decision_changes = sa.Table(
    "decision_changes",
    metadata,
    sa.Column("change_id", sa.Integer, primary_key=True),
    sa.Column("decision_id", sa.ForeignKey("decisions.decision_id"), nullable=False),
    sa.Column("status", sa.Text, nullable=False, comment="open, done or dropped"),
    sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("changed_by", sa.Text, nullable=False),
    comment="how each decision stood from when on; without an entry it is open",
)

earlier_expectations = sa.Table(
    "earlier_expectations",
    metadata,
    sa.Column("earlier_id", sa.Integer, primary_key=True),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("every_months", sa.Integer, nullable=False),
    sa.Column("due_days", sa.Integer, nullable=False),
    sa.Column("first_month", sa.Date, nullable=False),
    sa.Column("last_month", sa.Date, nullable=True),
    sa.Column("set_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("set_by", sa.Text, nullable=False),
    sa.Column("replaced_at", sa.DateTime, nullable=False, comment="UTC"),
    comment="what was expected of a reporter until something else was set",
)
