"""The tables of what leaves the programme: what was decided, what was cleared, what was taken away."""

from __future__ import annotations

import sqlalchemy as sa

from rorf_data.store.versions import METADATA

metadata = METADATA

shared_releases = sa.Table(
    "shared_releases",
    metadata,
    sa.Column("release_id", sa.Integer, primary_key=True),
    sa.Column("family", sa.Text, nullable=False, comment="the measures that were decided on together"),
    sa.Column("policy", sa.Text, nullable=False, comment="its name, its smallest count, whether zeros are shown"),
    sa.Column("data_version", sa.Integer, nullable=False, comment="the newest load that the figures know of"),
    sa.Column("last_month", sa.Date, nullable=False, comment="the newest that was over and on record"),
    sa.Column("members", sa.Text, nullable=False, comment="the codes of the towns together, in order"),
    sa.Column("groups", sa.JSON, nullable=False, comment="names of towns shown together, with their codes"),
    sa.Column("on_record", sa.JSON, nullable=False, comment="first days of the months on record"),
    sa.UniqueConstraint("family", "policy", "data_version", "last_month", "members"),
    comment="what may be shown outside the programme, decided once for each state of the data",
)

shared_cells = sa.Table(
    "shared_cells",
    metadata,
    sa.Column("release_id", sa.ForeignKey("shared_releases.release_id"), primary_key=True),
    sa.Column("measure", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, primary_key=True, comment="town code, or the name of a group"),
    sa.Column("first", sa.Date, primary_key=True),
    sa.Column("last", sa.Date, primary_key=True),
    sa.Column("total", sa.BigInteger, nullable=True, comment="empty where it is hidden"),
)

clearings = sa.Table(
    "clearings",
    metadata,
    sa.Column("clearing_id", sa.Integer, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("cleared_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("cleared_by", sa.Text, nullable=False),
    sa.Column("withdrawn_at", sa.DateTime, nullable=True, comment="UTC"),
    sa.Column("withdrawn_by", sa.Text, nullable=True),
    comment="sources that may not leave the programme until somebody says so",
)

taken_away = sa.Table(
    "taken_away",
    metadata,
    sa.Column("taken_id", sa.Integer, primary_key=True),
    sa.Column("taken_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("taken_by", sa.Text, nullable=False),
    sa.Column("audience", sa.Text, nullable=False, comment="internal or shared"),
    sa.Column("form", sa.Text, nullable=False, comment="csv, xlsx, png, svg, pptx, pdf, html, zip"),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("asked", sa.Text, nullable=False, comment="the question as JSON; empty where it can't be asked again"),
    sa.Column("filters", sa.Text, nullable=False, comment="period and towns in words"),
    sa.Column("policy", sa.Text, nullable=False, comment="empty for an internal file"),
    sa.Column("data_version", sa.Integer, nullable=False),
    sa.Column("content_sha256", sa.String(64), nullable=False, comment="of the figures"),
    sa.Column("file_sha256", sa.String(64), nullable=False),
    sa.Column("check_code", sa.Text, nullable=False),
    sa.Index("ix_taken_away_check_code", "check_code"),
    comment="every file that was made for somebody",
)
