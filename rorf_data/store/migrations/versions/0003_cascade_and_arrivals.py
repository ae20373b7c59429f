"""The leave-behind cascade, when records arrived, and the numbers of the versions that each load brought."""

import sqlalchemy as sa
from alembic import op

from rorf_data.store.cascade import recount_all

revision = "0003"
down_revision = "0002"

FEEDS = {
    "distributions": "left_date",
    "requests": "received_date",
    "calls": "call_date",
    "deaths": "death_date",
    "summaries": "month_date",
}


def upgrade() -> None:
    """Make the new tables and columns, and fill them from what is on record."""
    _keep_version_numbers()
    _make_indexes_of_calls()
    for name, time_column in (("daily_cascade", "day"), ("monthly_cascade", "month")):
        _make_cascade(name, time_column)
    op.create_table(
        "linkable_months",
        sa.Column("month", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_linkable_months")),
        comment="months that a kit log covers which records incident numbers",
    )
    _make_arrivals()
    _fill_arrivals()
    recount_all(op.get_bind())


def _keep_version_numbers() -> None:
    op.add_column(
        "loads",
        sa.Column(
            "first_version", sa.BigInteger(), nullable=True, comment="no version that the load brought comes before"
        ),
    )
    op.add_column(
        "loads",
        sa.Column(
            "last_version", sa.BigInteger(), nullable=True, comment="none comes after; empty while the load runs"
        ),
    )
    for feed in FEEDS:
        for column, end in (("first_version", "min"), ("last_version", "max")):
            op.execute(
                f"UPDATE loads SET {column} = (SELECT {end}(version_id) FROM {feed} "
                f"WHERE {feed}.load_id = loads.load_id) WHERE feed = '{feed}'"
            )
    for feed in FEEDS:
        op.drop_index(f"ix_{feed}_load_id", feed)


def _make_indexes_of_calls() -> None:
    op.create_index(
        "ix_calls_call_date",
        "calls",
        ["call_date"],
        unique=False,
        sqlite_where=sa.text("ended_by IS NULL"),
        postgresql_where=sa.text("ended_by IS NULL"),
    )
    is_linked = sa.text("incident IS NOT NULL AND ended_by IS NULL")
    op.create_index(
        "ix_calls_incident", "calls", ["incident"], unique=False, sqlite_where=is_linked, postgresql_where=is_linked
    )


def _make_cascade(name: str, time_column: str) -> None:
    op.create_table(
        name,
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False, comment="empty for all together, - where none is recorded"),
        sa.Column(time_column, sa.Date(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency", time_column, "step", "area", name=op.f(f"pk_{name}")),
    )


def _make_arrivals() -> None:
    op.create_table(
        "arrivals",
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the file that the records came in"),
        sa.Column("since_id", sa.Integer(), nullable=False, comment="that load, or a later decision"),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="the day that the records count on"),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_arrivals_load_id")),
        sa.ForeignKeyConstraint(["since_id"], ["loads.load_id"], name=op.f("fk_arrivals_since_id")),
        sa.PrimaryKeyConstraint("load_id", "since_id", "day", "area", name=op.f("pk_arrivals")),
    )
    op.create_index("ix_arrivals_feed_day", "arrivals", ["feed", "day"], unique=False)


def _fill_arrivals() -> None:
    """What files and decisions brought that replaced nothing; rows of a decision came with their file."""
    for feed, day in FEEDS.items():
        op.execute(
            f"""
            INSERT INTO arrivals (load_id, since_id, feed, source, day, area, total)
            SELECT coalesce(v.origin_id, v.load_id), v.load_id, '{feed}', l.source, v.{day}, v.area, count(*)
            FROM {feed} AS v JOIN loads AS l ON l.load_id = v.load_id
            WHERE l.kind IN ('file', 'decision') AND (v.source, v.record_key, v.occurrence, v.load_id) NOT IN (
                SELECT source, record_key, occurrence, ended_by FROM {feed} WHERE ended_by IS NOT NULL
            )
            GROUP BY coalesce(v.origin_id, v.load_id), v.load_id, l.source, v.{day}, v.area
            """
        )
