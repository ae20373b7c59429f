"""The first tables: loads and their issues, the versions of each feed, held rows, totals, reported months."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table and index."""
    op.create_table(
        "daily_totals",
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("measure", "day", "area", name=op.f("pk_daily_totals")),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
    )
    op.create_table(
        "loads",
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("loaded_by", sa.Text(), nullable=False),
        sa.Column("first_date", sa.Date(), nullable=True, comment="earliest day among the clean rows"),
        sa.Column("last_date", sa.Date(), nullable=True, comment="latest day among the clean rows"),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("left_out_columns", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("load_id", name=op.f("pk_loads")),
    )
    op.create_table(
        "monthly_totals",
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("measure", "month", "area", name=op.f("pk_monthly_totals")),
    )
    op.create_table(
        "request_ends",
        sa.Column("ending", sa.Text(), nullable=False, comment="delivered or closed"),
        sa.Column("ended_date", sa.Date(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False, comment="calendar days since received"),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ending", "ended_date", "area", "days", name=op.f("pk_request_ends")),
    )
    op.create_table(
        "turnaround_totals",
        sa.Column("month", sa.Date(), nullable=False, comment="the month of delivery"),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False, comment="from received to delivered"),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", "area", "days", name=op.f("pk_turnaround_totals")),
    )
    op.create_table(
        "calls",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "record_key", sa.String(length=32), nullable=False, comment="keyed hash of what identifies the record"
        ),
        sa.Column("occurrence", sa.Integer(), nullable=False, comment="1 unless rows without an identifier are alike"),
        sa.Column("content", sa.String(length=32), nullable=False, comment="keyed hash of what is stored of the row"),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False, comment="row in the file, header included"),
        sa.Column("area", sa.Text(), nullable=False, comment="town code, outside or not-recorded"),
        sa.Column("place_name", sa.Text(), nullable=True, comment="the place name as resolved; never an address"),
        sa.Column("call_date", sa.Date(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("incident", sa.String(length=32), nullable=True, comment="keyed hash of the incident number"),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("naloxone_given", sa.Text(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["loads.load_id"], name=op.f("fk_calls_ended_by")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_calls_load_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_calls")),
    )
    op.create_index(
        "ix_calls_current",
        "calls",
        ["source", "record_key", "occurrence"],
        unique=True,
        sqlite_where=sa.text("ended_by IS NULL"),
        postgresql_where=sa.text("ended_by IS NULL"),
    )
    op.create_index(
        "ix_calls_ended_by",
        "calls",
        ["ended_by"],
        unique=False,
        sqlite_where=sa.text("ended_by IS NOT NULL"),
        postgresql_where=sa.text("ended_by IS NOT NULL"),
    )
    op.create_index("ix_calls_load_id", "calls", ["load_id"], unique=False)
    op.create_table(
        "deaths",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "record_key", sa.String(length=32), nullable=False, comment="keyed hash of what identifies the record"
        ),
        sa.Column("occurrence", sa.Integer(), nullable=False, comment="1 unless rows without an identifier are alike"),
        sa.Column("content", sa.String(length=32), nullable=False, comment="keyed hash of what is stored of the row"),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False, comment="row in the file, header included"),
        sa.Column("area", sa.Text(), nullable=False, comment="town code, outside or not-recorded"),
        sa.Column("place_name", sa.Text(), nullable=True, comment="the place name as resolved; never an address"),
        sa.Column("death_date", sa.Date(), nullable=False),
        sa.Column("date_basis", sa.Text(), nullable=True),
        sa.Column("any_opioid", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["loads.load_id"], name=op.f("fk_deaths_ended_by")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_deaths_load_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_deaths")),
    )
    op.create_index(
        "ix_deaths_current",
        "deaths",
        ["source", "record_key", "occurrence"],
        unique=True,
        sqlite_where=sa.text("ended_by IS NULL"),
        postgresql_where=sa.text("ended_by IS NULL"),
    )
    op.create_index(
        "ix_deaths_ended_by",
        "deaths",
        ["ended_by"],
        unique=False,
        sqlite_where=sa.text("ended_by IS NOT NULL"),
        postgresql_where=sa.text("ended_by IS NOT NULL"),
    )
    op.create_index("ix_deaths_load_id", "deaths", ["load_id"], unique=False)
    op.create_table(
        "distributions",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "record_key", sa.String(length=32), nullable=False, comment="keyed hash of what identifies the record"
        ),
        sa.Column("occurrence", sa.Integer(), nullable=False, comment="1 unless rows without an identifier are alike"),
        sa.Column("content", sa.String(length=32), nullable=False, comment="keyed hash of what is stored of the row"),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False, comment="row in the file, header included"),
        sa.Column("area", sa.Text(), nullable=False, comment="town code, outside or not-recorded"),
        sa.Column("place_name", sa.Text(), nullable=True, comment="the place name as resolved; never an address"),
        sa.Column("left_date", sa.Date(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("kits", sa.Integer(), nullable=False),
        sa.Column("doses_per_kit", sa.Integer(), nullable=False),
        sa.Column("agency_type", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("incident", sa.String(length=32), nullable=True, comment="keyed hash of the incident number"),
        sa.Column("suspected_overdose", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("offered", sa.Text(), nullable=True),
        sa.Column("accepted", sa.Text(), nullable=True),
        sa.Column("not_left_reason", sa.Text(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("naloxone_before_arrival", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["loads.load_id"], name=op.f("fk_distributions_ended_by")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_distributions_load_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_distributions")),
    )
    op.create_index(
        "ix_distributions_current",
        "distributions",
        ["source", "record_key", "occurrence"],
        unique=True,
        sqlite_where=sa.text("ended_by IS NULL"),
        postgresql_where=sa.text("ended_by IS NULL"),
    )
    op.create_index(
        "ix_distributions_ended_by",
        "distributions",
        ["ended_by"],
        unique=False,
        sqlite_where=sa.text("ended_by IS NOT NULL"),
        postgresql_where=sa.text("ended_by IS NOT NULL"),
    )
    op.create_index("ix_distributions_load_id", "distributions", ["load_id"], unique=False)
    op.create_table(
        "held_rows",
        sa.Column("held_id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("record_key", sa.String(length=32), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("place_name", sa.Text(), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False, comment="the canonical columns that were clean"),
        sa.ForeignKeyConstraint(["ended_by"], ["loads.load_id"], name=op.f("fk_held_rows_ended_by")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_held_rows_load_id")),
        sa.PrimaryKeyConstraint("held_id", name=op.f("pk_held_rows")),
    )
    op.create_index("ix_held_rows_source_record_key", "held_rows", ["source", "record_key"], unique=False)
    op.create_table(
        "issues",
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_issues_load_id")),
        sa.PrimaryKeyConstraint("load_id", "number", name=op.f("pk_issues")),
    )
    op.create_table(
        "reported_months",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False, comment="who keeps the log; empty for extracts"),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the first load that covered it"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_reported_months_load_id")),
        sa.PrimaryKeyConstraint("feed", "source", "agency", "month", name=op.f("pk_reported_months")),
    )
    op.create_table(
        "requests",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "record_key", sa.String(length=32), nullable=False, comment="keyed hash of what identifies the record"
        ),
        sa.Column("occurrence", sa.Integer(), nullable=False, comment="1 unless rows without an identifier are alike"),
        sa.Column("content", sa.String(length=32), nullable=False, comment="keyed hash of what is stored of the row"),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False, comment="row in the file, header included"),
        sa.Column("area", sa.Text(), nullable=False, comment="town code, outside or not-recorded"),
        sa.Column("place_name", sa.Text(), nullable=True, comment="the place name as resolved; never an address"),
        sa.Column("received_date", sa.Date(), nullable=False),
        sa.Column("delivered_date", sa.Date(), nullable=True),
        sa.Column("closed_date", sa.Date(), nullable=True),
        sa.Column("kits", sa.Integer(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["loads.load_id"], name=op.f("fk_requests_ended_by")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_requests_load_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_requests")),
    )
    op.create_index(
        "ix_requests_current",
        "requests",
        ["source", "record_key", "occurrence"],
        unique=True,
        sqlite_where=sa.text("ended_by IS NULL"),
        postgresql_where=sa.text("ended_by IS NULL"),
    )
    op.create_index(
        "ix_requests_ended_by",
        "requests",
        ["ended_by"],
        unique=False,
        sqlite_where=sa.text("ended_by IS NOT NULL"),
        postgresql_where=sa.text("ended_by IS NOT NULL"),
    )
    op.create_index("ix_requests_load_id", "requests", ["load_id"], unique=False)
