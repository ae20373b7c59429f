"""Figures as of a past moment are those that were printed then, whatever was loaded, corrected and undone since."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rorf_data.answers.reader import Reader
from rorf_data.answers.tables import table
from rorf_data.errors import StoreRefused
from rorf_data.exports.plain import as_records
from rorf_data.intake.read import open_bytes
from rorf_data.model import Audience
from rorf_data.settings import find_places, read_settings
from rorf_data.store import tables
from rorf_data.store.as_of import as_of
from rorf_data.store.database import open_store, token_key
from rorf_data.store.load import load_file
from rorf_data.store.totals import MEASURES, totals_as_of
from rorf_data.store.undo import undo_load
from rorf_data.workplace import Workplace

BEGIN = datetime(2026, 3, 2, 15, 0)  # noqa: DTZ001  # the store keeps UTC without a mark
TODAY = date(2026, 11, 22)
TOTALS = (
    *(tables.daily_totals, tables.monthly_totals, tables.request_ends, tables.turnaround_totals),
    *(tables.request_waits, tables.request_waits_monthly),
)
HEADS = {"kit-log": "log_id,date,agency,town,kits", "request-form": "request_id,received,town,kits,delivered on"}
TABLES = ("kits", "requests", "turnaround")

Lines = list[tuple[str, ...]]
Step = tuple[str, Lines | int, int]

numbers = st.sampled_from(["1", "2", "3", "4", ""])
places = st.sampled_from(["Kent", "Sharon", "Falls Village", "Canaan", "Albany, NY", ""])
days = st.dates(date(2025, 10, 1), date(2026, 2, 28)).map(date.isoformat)
kits = st.integers(0, 4).map(str)
gaps = st.integers(0, 2)
logs = st.tuples(
    st.just("kit-log"), st.lists(st.tuples(numbers, days, st.sampled_from("AB"), places, kits), max_size=6), gaps
)
asked = st.tuples(
    st.just("request-form"), st.lists(st.tuples(numbers, days, places, kits, st.one_of(st.just(""), days)), max_size=6),
    gaps,
)  # fmt: skip
undoings = st.tuples(st.just("undo"), st.integers(1, 9), gaps)
steps = st.lists(st.one_of(logs, asked, undoings, undoings), min_size=2, max_size=8)

KENT = ("1", "2026-01-05", "A", "Kent", "2")
WAITS = ("2", "2026-01-06", "A", "Canaan", "4")
SETTLED = ("2", "2026-02-06", "A", "Sharon", "4")
EXAMPLE: list[Step] = [
    ("kit-log", [KENT, WAITS], 0),
    ("request-form", [("1", "2026-01-02", "Kent", "1", ""), ("2", "2026-01-03", "Kent", "1", "2026-01-09")], 1),
    ("kit-log", [(*KENT[:4], "3"), SETTLED], 1),
    ("undo", 3, 1),
    ("request-form", [("1", "2026-01-02", "Kent", "1", "2026-02-20")], 0),
    ("undo", 4, 1),
    ("undo", 1, 2),
]
"""A correction, its undoing, the undoing of that, and the first file undone under them."""


@cache
def empty_database() -> bytes:
    """A database without rows; copying it is quicker than making one for every example."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite"
        engine = open_store(f"sqlite:///{path}")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return path.read_bytes()


@contextmanager
def workplace(url: str = "") -> Iterator[Workplace]:
    """An empty installation for one example, in a file of its own unless an address is given."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rorf.sqlite"
        path.write_bytes(empty_database())
        address = url or f"sqlite:///{path}"
        places_of_files = find_places({"RORF_DATABASE_URL": address, "RORF_DATA_DIR": folder}, Path(folder))
        opened = Workplace(read_settings(), places_of_files, open_store(address))
        try:
            yield opened
        finally:
            opened.engine.dispose()


def take(opened: Workplace, step: Step, number: int, now: datetime) -> None:
    """One step: a file with these lines, or the undoing of a load; one that can't be undone leaves all as it is."""
    kind, what, _ = step
    if isinstance(what, int):
        with suppress(StoreRefused):
            undo_load(opened.engine, what, now=now, by="a test")
        return
    lines = [HEADS[kind], *(",".join(f'"{cell}"' for cell in line) for line in what)]
    file = open_bytes("\n".join(lines).encode(), f"{number}.csv")
    load_file(
        opened.engine, file, opened.recognise(file, source=kind), settings=opened.settings,
        token_key=token_key(opened.engine, opened.places), today=TODAY, now=now, loaded_by="a test",
    )  # fmt: skip


def printed(reader: Reader) -> dict[str, object]:
    """Every table by month, as the command line prints it."""
    return {name: as_records(table(reader, name, by=["month"], first=None, last=None, towns=())) for name in TABLES}


def kept(connection: sa.Connection) -> dict[str, list[tuple[str, ...]]]:
    """All kept sums but zeros."""
    return {
        kind.name: sorted(tuple(map(str, row)) for row in connection.execute(sa.select(kind)) if row.total)
        for kind in TOTALS
    }


def check(series: list[Step], opened: Workplace) -> None:
    """Take the steps one by one, keep what is said after each, and ask for it again at the end."""
    reader = Reader(opened.engine, opened.settings, TODAY, Audience.INTERNAL, is_sample=False)
    now, said = BEGIN, {}
    for number, step in enumerate(series):
        now += timedelta(hours=step[2])
        take(opened, step, number, now)
        with opened.engine.connect() as connection:
            said[now] = (printed(reader), kept(connection))
    for moment, (tables_then, sums_then) in said.items():
        # The day on which somebody asks is no part of what was on record.
        looking_back = Reader(opened.engine, opened.settings, TODAY, Audience.INTERNAL, False, moment)
        assert printed(looking_back) == tables_then
        with as_of(opened.engine, moment) as connection:
            assert kept(connection) == sums_then
        assert_sums_of_the_rows(opened, moment, sums_then["daily_totals"])


def assert_sums_of_the_rows(opened: Workplace, moment: datetime, daily: list[tuple[str, ...]]) -> None:
    """The sums of that moment are those of the rows that were current then."""
    with opened.engine.connect() as connection:
        computed = [
            (measure.name, str(day), area, str(total))
            for measure in MEASURES
            for (day, area), total in totals_as_of(connection, measure.name, moment).items()
        ]
    assert sorted(computed) == daily


@settings(max_examples=8)
@given(series=steps)
@example(series=EXAMPLE)
def test_the_tables_of_a_past_moment_are_those_printed_then(series: list[Step]) -> None:
    """After any series of files, corrections and undoings, every earlier state can be had again, number by number."""
    with workplace() as opened:
        check(series, opened)


@pytest.mark.postgres
def test_they_are_on_postgresql_as_well(postgres_url: str) -> None:
    """One series with all kinds of steps."""
    with workplace(postgres_url) as opened:
        check(EXAMPLE, opened)
