"""Snapshots of meetings, what was decided there, and what was expected of reporters before it was set anew."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the four tables."""
    _meetings()
    _decisions()
    _expectations()


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="first day of the month that the meeting was about"),
        sa.Column("taken_at", sa.DateTime(), nullable=False, comment="UTC; figures are as of this moment"),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False, comment="the newest load that the figures know of"),
        sa.Column("settings", sa.Text(), nullable=False, comment="the settings in force then, as JSON"),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True, comment="UTC; a withdrawn one stays on record"),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_meetings")),
        comment="the snapshot of each meeting, which is never changed",
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False, comment="what it is to be seen by"),
        sa.Column("towns", sa.Text(), nullable=False, comment="codes with commas between; empty for all member towns"),
        sa.Column("owner_role", sa.Text(), nullable=False, comment="a role, never a person's name"),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.number"], name=op.f("fk_decisions_meeting")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decisions")),
        comment="what was decided at a meeting",
    )
    op.create_table(
        "decision_changes",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False, comment="open, done or dropped"),
        sa.Column("changed_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.decision_id"], name=op.f("fk_decision_changes_decision_id")
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_decision_changes")),
        comment="how each decision stood from when on; without an entry it is open",
    )


def _expectations() -> None:
    op.create_table(
        "earlier_expectations",
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=True),
        sa.Column("set_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("earlier_id", name=op.f("pk_earlier_expectations")),
        comment="what was expected of a reporter until something else was set",
    )
