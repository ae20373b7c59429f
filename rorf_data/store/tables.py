"""The tables: loads, one table of versions for each feed, and the totals that are kept up to date with them.

A row of a feed table is one *version* of one record. ``load_id`` is the load that brought it, ``ended_by`` the load
that replaced it; a version without ``ended_by`` is current. ``origin_id`` is the load of the file that the row stood
in, where an undoing or a decision brought it later. Figures as they stood after any load can therefore be rebuilt.
The versions that a load brought have numbers that follow each other, which saves an index on ``load_id``: ask for them
with :mod:`rorf_data.store.brought`.
"""

from __future__ import annotations

import sqlalchemy as sa

from rorf_data.model import Feed
from rorf_data.store.tables_meetings import decision_changes as decision_changes
from rorf_data.store.tables_meetings import decisions as decisions
from rorf_data.store.tables_meetings import earlier_expectations as earlier_expectations
from rorf_data.store.tables_meetings import meetings as meetings
from rorf_data.store.tables_sharing import clearings as clearings
from rorf_data.store.tables_sharing import shared_cells as shared_cells
from rorf_data.store.tables_sharing import shared_releases as shared_releases
from rorf_data.store.tables_sharing import taken_away as taken_away
from rorf_data.store.versions import METADATA, day, versions_of, words

metadata = METADATA

loads = sa.Table(
    "loads",
    metadata,
    sa.Column("load_id", sa.Integer, primary_key=True),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("loaded_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("loaded_by", sa.Text, nullable=False),
    sa.Column("first_date", sa.Date, nullable=True, comment="earliest day among the clean rows"),
    sa.Column("last_date", sa.Date, nullable=True, comment="latest day among the clean rows"),
    sa.Column("read", sa.Integer, nullable=False),
    sa.Column("new", sa.Integer, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("held", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
    sa.Column("left_out_columns", sa.JSON, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, server_default="file", comment="file, undo, decision or nothing"),
    sa.Column("gone", sa.Integer, nullable=False, server_default="0", comment="records that the file withdrew"),
    sa.Column("undoes", sa.Integer, nullable=True, comment="the load that this one undid"),
    sa.Column("undone_by", sa.Integer, nullable=True, comment="the load that undid this one"),
    sa.Column("note", sa.Text, nullable=False, server_default="", comment="what a person did, in words"),
    sa.Column("first_version", sa.BigInteger, nullable=True, comment="no version that the load brought comes before"),
    sa.Column("last_version", sa.BigInteger, nullable=True, comment="none comes after; empty while the load runs"),
)

issues = sa.Table(
    "issues",
    metadata,
    sa.Column("load_id", sa.ForeignKey("loads.load_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("row", sa.Integer, nullable=False),
    sa.Column("column", sa.Text, nullable=False),
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("sheet", sa.Text, nullable=False, server_default=""),
)


distributions = versions_of(
    Feed.DISTRIBUTIONS,
    day("left_date", nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("kits", sa.Integer, nullable=False),
    sa.Column("doses_per_kit", sa.Integer, nullable=False),
    words("agency_type"),
    words("channel"),
    sa.Column("incident", sa.String(32), nullable=True, comment="keyed hash of the incident number"),
    words("suspected_overdose"),
    words("recipient"),
    words("offered"),
    words("accepted"),
    words("not_left_reason"),
    words("transport"),
    words("naloxone_before_arrival"),
)

requests = versions_of(
    Feed.REQUESTS,
    day("received_date", nullable=False),
    day("delivered_date"),
    day("closed_date"),
    sa.Column("kits", sa.Integer, nullable=True),
    words("channel"),
)

calls = versions_of(
    Feed.CALLS,
    day("call_date", nullable=False),
    words("agency"),
    sa.Column("incident", sa.String(32), nullable=True, comment="keyed hash of the incident number"),
    words("outcome"),
    words("naloxone_given"),
    words("transport"),
    words("kit_left"),
)

sa.Index(
    "ix_calls_call_date",
    calls.c.call_date,
    sqlite_where=calls.c.ended_by.is_(None),
    postgresql_where=calls.c.ended_by.is_(None),
)
sa.Index(
    "ix_calls_incident",
    calls.c.incident,
    sqlite_where=sa.and_(calls.c.incident.is_not(None), calls.c.ended_by.is_(None)),
    postgresql_where=sa.and_(calls.c.incident.is_not(None), calls.c.ended_by.is_(None)),
)

deaths = versions_of(
    Feed.DEATHS,
    day("death_date", nullable=False),
    words("date_basis"),
    words("any_opioid"),
)

summaries = versions_of(
    Feed.SUMMARIES,
    day("month_date", nullable=False),
    words("agency"),
    sa.Column("kits", sa.Integer, nullable=True),
    sa.Column("calls", sa.Integer, nullable=True),
    sa.Column("requests", sa.Integer, nullable=True),
)

stock = versions_of(
    Feed.STOCK,
    day("move_date", nullable=False),
    sa.Column("move", sa.Text, nullable=False, comment="received, issued, returned, expired or lost"),
    sa.Column("store", sa.Text, nullable=False, comment="the place where the kits are kept"),
    sa.Column("agency", sa.Text, nullable=True, comment="to whom, or from whom"),
    sa.Column("kits", sa.Integer, nullable=False),
    words("lot"),
    sa.Column("expiry_date", sa.Date, nullable=True, comment="as printed; a month stands for its last day"),
)

settlement = versions_of(
    Feed.SETTLEMENT,
    day("entry_date", nullable=False),
    sa.Column("kind", sa.Text, nullable=False, comment="contribution or spending"),
    words("fund"),
    words("category"),
    words("purpose"),
    sa.Column("cents", sa.BigInteger, nullable=False, comment="negative for money that was paid back"),
)

help_places = versions_of(
    Feed.HELP_PLACES,
    day("listed_date", nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kinds", sa.Text, nullable=True, comment="of naloxone, treatment, disposal, other help; commas between"),
    sa.Column("address", sa.Text, nullable=True, comment="of a public place; no other table has one"),
    sa.Column("latitude", sa.Double, nullable=True),
    sa.Column("longitude", sa.Double, nullable=True),
    words("hours"),
)

VERSIONS = {
    Feed.DISTRIBUTIONS: distributions,
    Feed.REQUESTS: requests,
    Feed.CALLS: calls,
    Feed.DEATHS: deaths,
    Feed.SUMMARIES: summaries,
    Feed.STOCK: stock,
    Feed.SETTLEMENT: settlement,
    Feed.HELP_PLACES: help_places,
}

SHARED_COLUMNS = frozenset.intersection(*(frozenset(table.columns.keys()) for table in VERSIONS.values()))

held_rows = sa.Table(
    "held_rows",
    metadata,
    sa.Column("held_id", sa.Integer, primary_key=True),
    sa.Column("load_id", sa.ForeignKey("loads.load_id"), nullable=False),
    sa.Column("ended_by", sa.ForeignKey("loads.load_id"), nullable=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("record_key", sa.String(32), nullable=False),
    sa.Column("row", sa.Integer, nullable=False),
    sa.Column("column", sa.Text, nullable=False),
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("place_name", sa.Text, nullable=True),
    sa.Column("candidates", sa.JSON, nullable=False),
    sa.Column("values", sa.JSON, nullable=False, comment="the canonical columns that were clean"),
    sa.Column("sheet", sa.Text, nullable=False, server_default=""),
    sa.Column("since_id", sa.Integer, nullable=True, comment="the load that put it in the queue again, if not load_id"),
    sa.Column("is_own_key", sa.Boolean, nullable=True, comment="whether the key is the source's own identifier"),
    sa.Column("written_key", sa.String(32), nullable=True, comment="keyed hash of the place as written, where unsure"),
    sa.Column("written", sa.Text, nullable=True, comment="the place as written, where it is close to a known name"),
    sa.Index("ix_held_rows_source_record_key", "source", "record_key"),
)


def _totals(name: str, time_column: str) -> sa.Table:
    """Sums of one measure by area and day or month; kept inside the transaction of every load."""
    return sa.Table(
        name,
        metadata,
        sa.Column("measure", sa.Text, primary_key=True),
        sa.Column(time_column, sa.Date, primary_key=True),
        sa.Column("area", sa.Text, primary_key=True),
        sa.Column("total", sa.BigInteger, nullable=False),
    )


daily_totals = _totals("daily_totals", "day")
monthly_totals = _totals("monthly_totals", "month")

request_ends = sa.Table(
    "request_ends",
    metadata,
    sa.Column("ending", sa.Text, primary_key=True, comment="delivered or closed"),
    sa.Column("ended_date", sa.Date, primary_key=True),
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("days", sa.Integer, primary_key=True, autoincrement=False, comment="calendar days since received"),
    sa.Column("total", sa.BigInteger, nullable=False),
)

turnaround_totals = sa.Table(
    "turnaround_totals",
    metadata,
    sa.Column("month", sa.Date, primary_key=True, comment="the month of delivery"),
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("days", sa.Integer, primary_key=True, autoincrement=False, comment="from received to delivered"),
    sa.Column("total", sa.BigInteger, nullable=False),
)


def _cascade(name: str, time_column: str) -> sa.Table:
    """Overdose calls that reached each step of the leave-behind cascade; see :mod:`rorf_data.store.cascade_cells`."""
    return sa.Table(
        name,
        metadata,
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False, comment="empty for all together, - where none is recorded"),
        sa.Column(time_column, sa.Date, nullable=False),
        sa.Column("area", sa.Text, nullable=False),
        sa.Column("total", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("agency", time_column, "step", "area"),
    )


daily_cascade = _cascade("daily_cascade", "day")
monthly_cascade = _cascade("monthly_cascade", "month")

linkable_months = sa.Table(
    "linkable_months",
    metadata,
    sa.Column("month", sa.Date, primary_key=True),
    comment="months that a kit log covers which records incident numbers",
)

arrivals = sa.Table(
    "arrivals",
    metadata,
    sa.Column("load_id", sa.ForeignKey("loads.load_id"), primary_key=True, comment="the file that the records came in"),
    sa.Column("since_id", sa.ForeignKey("loads.load_id"), primary_key=True, comment="that load, or a later decision"),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("day", sa.Date, primary_key=True, comment="the day that the records count on"),
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("total", sa.BigInteger, nullable=False),
    sa.Index("ix_arrivals_feed_day", "feed", "day"),
)


def _request_waits(name: str, time_column: str) -> sa.Table:
    """How long requests took or have waited, by when they were received; see :mod:`rorf_data.store.request_waits`."""
    return sa.Table(
        name,
        metadata,
        sa.Column("ending", sa.Text, primary_key=True, comment="delivered, closed or open"),
        sa.Column(time_column, sa.Date, primary_key=True),
        sa.Column("area", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True, comment="empty where none is recorded"),
        sa.Column("days", sa.Integer, primary_key=True, autoincrement=False, comment="from received; 0 while open"),
        sa.Column("total", sa.BigInteger, nullable=False),
    )


request_waits = _request_waits("request_waits", "received_date")
request_waits_monthly = _request_waits("request_waits_monthly", "month")

reported_months = sa.Table(
    "reported_months",
    metadata,
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("agency", sa.Text, primary_key=True, comment="who keeps the log; empty for extracts"),
    sa.Column("month", sa.Date, primary_key=True),
    sa.Column("load_id", sa.ForeignKey("loads.load_id"), primary_key=True, comment="a load that covers it"),
    sa.Column("ended_by", sa.Integer, nullable=True, comment="the load that took the report back"),
    sa.Column("basis", sa.Text, nullable=False, server_default="rows", comment="rows, or nothing to report"),
)

expected_reports = sa.Table(
    "expected_reports",
    metadata,
    sa.Column("expected_id", sa.Integer, primary_key=True),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False, comment="as in reported_months"),
    sa.Column("every_months", sa.Integer, nullable=False, comment="1, 3, 12; 0 when nothing regular is expected"),
    sa.Column("due_days", sa.Integer, nullable=False, comment="days after the end of the span until it is late"),
    sa.Column("first_month", sa.Date, nullable=False),
    sa.Column("last_month", sa.Date, nullable=True, comment="the last month expected; empty while it goes on"),
    sa.Column("set_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("set_by", sa.Text, nullable=False),
    sa.UniqueConstraint("feed", "source", "agency"),
)

place_decisions = sa.Table(
    "place_decisions",
    metadata,
    sa.Column("decision_id", sa.Integer, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("written_key", sa.String(32), nullable=False, comment="keyed hash of the place as written"),
    sa.Column("record_key", sa.String(32), nullable=False, comment="of one row alone; empty for the whole source"),
    sa.Column("written", sa.Text, nullable=True, comment="the place as written, where it is close to a known name"),
    sa.Column("reason", sa.Text, nullable=False, comment="why the resolver was unsure"),
    sa.Column("area", sa.Text, nullable=False, comment="what the person decided: town code, outside or not-recorded"),
    sa.Column("place_name", sa.Text, nullable=True),
    sa.Column("decided_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("load_id", sa.ForeignKey("loads.load_id"), nullable=False, comment="the load that applied it"),
    sa.Column("undone_by", sa.Integer, nullable=True, comment="the load that took it back"),
    sa.Index("ix_place_decisions_source", "source"),
)

restatements = sa.Table(
    "restatements",
    metadata,
    sa.Column("load_id", sa.ForeignKey("loads.load_id"), primary_key=True),
    sa.Column("measure", sa.Text, primary_key=True),
    sa.Column("month", sa.Date, primary_key=True),
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("before", sa.BigInteger, nullable=False),
    sa.Column("after", sa.BigInteger, nullable=False),
    comment="figures of months that were on record already, and that a load changed",
)

agencies = sa.Table(
    "agencies",
    metadata,
    sa.Column("name", sa.Text, primary_key=True, comment="a name that a person confirmed to be an agency's"),
    sa.Column("added_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("added_by", sa.Text, nullable=False),
)

dated_events = sa.Table(
    "dated_events",
    metadata,
    sa.Column("event_id", sa.Integer, primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("added_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("added_by", sa.Text, nullable=False),
    sa.Column("removed_at", sa.DateTime, nullable=True, comment="UTC; a removed event stays on record"),
    sa.Column("removed_by", sa.Text, nullable=True),
)

facts = sa.Table(
    "facts",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
