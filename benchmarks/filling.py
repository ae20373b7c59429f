"""Fills a store with any number of invented events by SQL alone, and lets the store make its own totals of them.

Events are spread evenly over three years, the 21 towns, outside and not recorded. Half are distributions, a quarter
requests (each delivered within four weeks, so those of the last weeks wait), a quarter calls. Every second call has a
distribution of its incident. The same number gives the same events.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import sqlalchemy as sa

from rorf_data.model import NOT_RECORDED, OUTSIDE, Feed, Period
from rorf_data.store import tables
from rorf_data.store.coverage import add_reported_months
from rorf_data.store.database import open_store, writing
from rorf_data.store.totals import update_totals
from rorf_data.towns import gazetteer

PERIOD = Period(date(2023, 11, 1), date(2026, 10, 31))
DAYS = (PERIOD.last - PERIOD.first).days + 1
LOADED_AT = datetime(2026, 11, 2, 14, 0, tzinfo=UTC).replace(tzinfo=None)
SHARES = {Feed.DISTRIBUTIONS: 0.5, Feed.REQUESTS: 0.25, Feed.CALLS: 0.25}
AGENCIES = 12

# A prime step scatters neighbours over days and towns without a random number that the two databases would draw apart.
_SPREAD = "(n * 7919)"

_NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)",
    "postgresql": "WITH numbers(n) AS (SELECT n::bigint FROM generate_series(1, :count) AS n)",
}
_KEY = {"sqlite": "printf('%032x', n)", "postgresql": "lpad(to_hex(n), 32, '0')"}
_DAY = {
    "sqlite": "date('{first}', '+' || ({days}) || ' days')",
    "postgresql": "(DATE '{first}' + CAST({days} AS integer))",
}


def filled_store(url: str, events: int) -> sa.Engine:
    """An engine on a new store at ``url`` that holds this many events and their totals."""
    engine = open_store(url)
    with writing(engine) as connection:
        for feed, share in SHARES.items():
            _fill(connection, feed, round(events * share))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return engine


def _fill(connection: sa.Connection, feed: Feed, count: int) -> None:
    load_id = _note_load(connection, feed, count)
    table = tables.VERSIONS[feed]
    with _without_indexes(connection, table):
        connection.execute(sa.text(_insertion(connection.dialect.name, feed, load_id)), {"count": count})
    agencies = [""] if feed is Feed.REQUESTS else [f"Agency {number}" for number in range(AGENCIES)]
    add_reported_months(connection, feed, "invented", load_id, list(PERIOD.months()), agencies)
    update_totals(connection, feed, load_id)


def _note_load(connection: sa.Connection, feed: Feed, count: int) -> int:
    values: dict[str, object] = dict.fromkeys(("changed", "unchanged", "held", "refused"), 0)
    values |= {
        "file": "invented.csv",
        "sha256": "0" * 64,
        "source": "invented",
        "feed": feed.value,
        "loaded_at": LOADED_AT,
        "loaded_by": "benchmark",
        "first_date": PERIOD.first,
        "last_date": PERIOD.last,
        "read": count,
        "new": count,
        "left_out_columns": [],
    }
    key = connection.execute(tables.loads.insert().values(values)).inserted_primary_key
    assert key is not None, "a load has a number of its own"
    return int(key[0])


@contextmanager
def _without_indexes(connection: sa.Connection, table: sa.Table) -> Iterator[None]:
    """Indexes are quicker to make at the end than to keep up row by row."""
    for index in table.indexes:
        index.drop(connection)
    yield
    for index in table.indexes:
        index.create(connection)


def _insertion(dialect: str, feed: Feed, load_id: int) -> str:
    columns = _columns(dialect, feed, load_id)
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(columns.values())
    return f"INSERT INTO {feed.value} ({names}) {_NUMBERS[dialect]} SELECT {values} FROM numbers"


def _columns(dialect: str, feed: Feed, load_id: int) -> dict[str, str]:
    """The columns of one feed's table, each with the SQL that makes its value from ``n``."""
    shared = {
        "source": "'invented'",
        "record_key": _KEY[dialect],
        "occurrence": "1",
        "content": _KEY[dialect],
        "load_id": str(load_id),
        "row": "n + 1",
        "area": _one_of([*(town.code for town in gazetteer.towns()), OUTSIDE, NOT_RECORDED], f"{_SPREAD} / 1097"),
    }
    return shared | _own_columns(dialect, feed)


def _own_columns(dialect: str, feed: Feed) -> dict[str, str]:
    day = f"{_SPREAD} % {DAYS}"
    if feed is Feed.DISTRIBUTIONS:
        return {
            "left_date": _date(dialect, day),
            "agency": f"'Agency ' || (n % {AGENCIES})",
            "kits": "1 + n % 3",
            "doses_per_kit": "2",
            "incident": f"CASE WHEN n % 2 = 0 THEN {_KEY[dialect]} END",
            "suspected_overdose": _one_of(["yes", "no", "unknown"], "n"),
        }
    if feed is Feed.REQUESTS:
        return {
            "received_date": _date(dialect, day),
            "delivered_date": f"CASE WHEN {day} + n % 28 < {DAYS} THEN {_date(dialect, f'{day} + n % 28')} END",
            "kits": "1 + n % 5",
        }
    return {
        "call_date": _date(dialect, day),
        "agency": f"'Agency ' || (n % {AGENCIES})",
        "incident": _KEY[dialect],
        "transport": _one_of(["transported", "refused", "none"], "n"),
        "outcome": _one_of(["nonfatal", "nonfatal", "nonfatal", "fatal", "unknown"], "n"),
        "naloxone_given": _one_of(["yes", "no"], "n"),
    }


def _date(dialect: str, days: str) -> str:
    return _DAY[dialect].format(first=PERIOD.first.isoformat(), days=days)


def _one_of(choices: list[str], number: str) -> str:
    """SQL for the choice at ``number`` modulo their count."""
    cases = " ".join(f"WHEN {index} THEN '{choice}'" for index, choice in enumerate(choices))
    return f"CASE ({number}) % {len(choices)} {cases} END"
