"""History and corrections: what each load was and undid, decisions on places, expected reports, monthly summaries.

Reports are kept for each load that made them, so that taking one back leaves those of others standing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the new tables and add the new columns; nothing that is on record is touched."""
    # Contents are numbered in another way from here on; those on record are numbered anew when they are compared.
    op.execute("INSERT INTO facts (name, value) SELECT 'contents_of_0001', 'yes' FROM loads LIMIT 1")
    _keep_reports_by_load()
    op.create_table(
        "agencies",
        sa.Column("name", sa.Text(), nullable=False, comment="a name that a person confirmed to be an agency's"),
        sa.Column("added_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_agencies")),
    )
    op.create_table(
        "expected_reports",
        sa.Column("expected_id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False, comment="as in reported_months"),
        sa.Column("every_months", sa.Integer(), nullable=False, comment="1, 3, 12; 0 when nothing regular is expected"),
        sa.Column("due_days", sa.Integer(), nullable=False, comment="days after the end of the span until it is late"),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=True, comment="the last month expected; empty while it goes on"),
        sa.Column("set_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("expected_id", name=op.f("pk_expected_reports")),
        sa.UniqueConstraint("feed", "source", "agency", name=op.f("uq_expected_reports_feed_source_agency")),
    )
    op.create_table(
        "place_decisions",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("written_key", sa.String(length=32), nullable=False, comment="keyed hash of the place as written"),
        sa.Column(
            "record_key", sa.String(length=32), nullable=False, comment="of one row alone; empty for the whole source"
        ),
        sa.Column(
            "written", sa.Text(), nullable=True, comment="the place as written, where it is close to a known name"
        ),
        sa.Column("reason", sa.Text(), nullable=False, comment="why the resolver was unsure"),
        sa.Column(
            "area", sa.Text(), nullable=False, comment="what the person decided: town code, outside or not-recorded"
        ),
        sa.Column("place_name", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the load that applied it"),
        sa.Column("undone_by", sa.Integer(), nullable=True, comment="the load that took it back"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_place_decisions_load_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_place_decisions")),
    )
    op.create_index("ix_place_decisions_source", "place_decisions", ["source"], unique=False)
    op.create_table(
        "restatements",
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_restatements_load_id")),
        sa.PrimaryKeyConstraint("load_id", "measure", "month", "area", name=op.f("pk_restatements")),
        comment="figures of months that were on record already, and that a load changed",
    )
    op.create_table(
        "summaries",
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
        sa.Column("decision_id", sa.Integer(), nullable=True, comment="the person's decision that placed the row"),
        sa.Column("origin_id", sa.Integer(), nullable=True, comment="the load of the file, where load_id is another's"),
        sa.Column("month_date", sa.Date(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("kits", sa.Integer(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=True),
        sa.Column("requests", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["loads.load_id"], name=op.f("fk_summaries_ended_by")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_summaries_load_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_summaries")),
    )
    op.create_index(
        "ix_summaries_current",
        "summaries",
        ["source", "record_key", "occurrence"],
        unique=True,
        sqlite_where=sa.text("ended_by IS NULL"),
        postgresql_where=sa.text("ended_by IS NULL"),
    )
    op.create_index(
        "ix_summaries_ended_by",
        "summaries",
        ["ended_by"],
        unique=False,
        sqlite_where=sa.text("ended_by IS NOT NULL"),
        postgresql_where=sa.text("ended_by IS NOT NULL"),
    )
    op.create_index("ix_summaries_load_id", "summaries", ["load_id"], unique=False)
    op.create_index(
        "ix_summaries_origin_id",
        "summaries",
        ["origin_id"],
        unique=False,
        sqlite_where=sa.text("origin_id IS NOT NULL"),
        postgresql_where=sa.text("origin_id IS NOT NULL"),
    )
    op.add_column(
        "calls",
        sa.Column("decision_id", sa.Integer(), nullable=True, comment="the person's decision that placed the row"),
    )
    op.add_column(
        "calls",
        sa.Column("origin_id", sa.Integer(), nullable=True, comment="the load of the file, where load_id is another's"),
    )
    op.add_column("calls", sa.Column("kit_left", sa.Text(), nullable=True))
    op.create_index(
        "ix_calls_origin_id",
        "calls",
        ["origin_id"],
        unique=False,
        sqlite_where=sa.text("origin_id IS NOT NULL"),
        postgresql_where=sa.text("origin_id IS NOT NULL"),
    )
    op.add_column(
        "deaths",
        sa.Column("decision_id", sa.Integer(), nullable=True, comment="the person's decision that placed the row"),
    )
    op.add_column(
        "deaths",
        sa.Column("origin_id", sa.Integer(), nullable=True, comment="the load of the file, where load_id is another's"),
    )
    op.create_index(
        "ix_deaths_origin_id",
        "deaths",
        ["origin_id"],
        unique=False,
        sqlite_where=sa.text("origin_id IS NOT NULL"),
        postgresql_where=sa.text("origin_id IS NOT NULL"),
    )
    op.add_column(
        "distributions",
        sa.Column("decision_id", sa.Integer(), nullable=True, comment="the person's decision that placed the row"),
    )
    op.add_column(
        "distributions",
        sa.Column("origin_id", sa.Integer(), nullable=True, comment="the load of the file, where load_id is another's"),
    )
    op.create_index(
        "ix_distributions_origin_id",
        "distributions",
        ["origin_id"],
        unique=False,
        sqlite_where=sa.text("origin_id IS NOT NULL"),
        postgresql_where=sa.text("origin_id IS NOT NULL"),
    )
    op.add_column("held_rows", sa.Column("sheet", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "held_rows",
        sa.Column(
            "since_id", sa.Integer(), nullable=True, comment="the load that put it in the queue again, if not load_id"
        ),
    )
    op.add_column(
        "held_rows",
        sa.Column("is_own_key", sa.Boolean(), nullable=True, comment="whether the key is the source's own identifier"),
    )
    op.add_column(
        "held_rows",
        sa.Column(
            "written_key",
            sa.String(length=32),
            nullable=True,
            comment="keyed hash of the place as written, where unsure",
        ),
    )
    op.add_column(
        "held_rows",
        sa.Column(
            "written", sa.Text(), nullable=True, comment="the place as written, where it is close to a known name"
        ),
    )
    op.add_column("issues", sa.Column("sheet", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "loads",
        sa.Column("kind", sa.Text(), server_default="file", nullable=False, comment="file, undo, decision or nothing"),
    )
    op.add_column(
        "loads",
        sa.Column("gone", sa.Integer(), server_default="0", nullable=False, comment="records that the file withdrew"),
    )
    op.add_column("loads", sa.Column("undoes", sa.Integer(), nullable=True, comment="the load that this one undid"))
    op.add_column("loads", sa.Column("undone_by", sa.Integer(), nullable=True, comment="the load that undid this one"))
    op.add_column(
        "loads", sa.Column("note", sa.Text(), server_default="", nullable=False, comment="what a person did, in words")
    )
    op.add_column(
        "requests",
        sa.Column("decision_id", sa.Integer(), nullable=True, comment="the person's decision that placed the row"),
    )
    op.add_column(
        "requests",
        sa.Column("origin_id", sa.Integer(), nullable=True, comment="the load of the file, where load_id is another's"),
    )
    op.create_index(
        "ix_requests_origin_id",
        "requests",
        ["origin_id"],
        unique=False,
        sqlite_where=sa.text("origin_id IS NOT NULL"),
        postgresql_where=sa.text("origin_id IS NOT NULL"),
    )


def _keep_reports_by_load() -> None:
    """The load becomes part of the key, which SQLite can only do to a table made anew."""
    # Freed for the new table: on PostgreSQL the key of a renamed table keeps its name.
    op.rename_table("reported_months", "reported_months_0001")
    if op.get_context().dialect.name == "postgresql":
        for name in ("pk_reported_months", "fk_reported_months_load_id"):
            op.execute(f"ALTER TABLE reported_months_0001 RENAME CONSTRAINT {name} TO {name}_0001")
    op.create_table(
        "reported_months",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False, comment="who keeps the log; empty for extracts"),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="a load that covers it"),
        sa.Column("ended_by", sa.Integer(), nullable=True, comment="the load that took the report back"),
        sa.Column("basis", sa.Text(), server_default="rows", nullable=False, comment="rows, or nothing to report"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_reported_months_load_id")),
        sa.PrimaryKeyConstraint("feed", "source", "agency", "month", "load_id", name=op.f("pk_reported_months")),
    )
    columns = "feed, source, agency, month, load_id"
    op.execute(f"INSERT INTO reported_months ({columns}) SELECT {columns} FROM reported_months_0001")
    op.drop_table("reported_months_0001")
