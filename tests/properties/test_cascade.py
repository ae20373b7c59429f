"""The cascade that is kept is the one that a plain count over the rows gives, whatever came in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rorf_data.errors import StoreRefused
from rorf_data.intake.read import open_bytes
from rorf_data.model import Feed, Period
from rorf_data.store import tables
from rorf_data.store.as_of import as_of
from rorf_data.store.database import token_key
from rorf_data.store.desk import decide_place
from rorf_data.store.ledger import declare_nothing
from rorf_data.store.load import Choices, load_file
from rorf_data.store.queries_arrivals import load_arrivals
from rorf_data.store.queries_cascade import load_cascade, load_cascade_sums
from rorf_data.store.undo import undo_load
from rorf_data.workplace import Workplace
from tests.properties.test_as_of import BEGIN, TODAY, workplace

HEADS = {
    "kit-log": "log_id,date,agency,town,kits,incident_ref,offered,accepted,not_left_reason",
    "calls": "call_id,date,agency,town,incident,outcome,transport,kit_left",
}
ALWAYS = Period(date(2025, 1, 1), date(2026, 12, 31))
CUT = Period(date(2026, 1, 31), date(2026, 3, 1))
KENT, SHARON = "40290", "67960"

Step = tuple[str, Any]
Cells = Counter[tuple[str, str, date, str]]

numbers = st.sampled_from(["1", "2", "3", ""])
places = st.sampled_from(["Kent", "Sharon", "Canaan", ""])
days = st.sampled_from(
    [date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 3), date(2026, 3, 1)]
).map(date.isoformat)
outcomes = st.sampled_from(["fatal", "nonfatal", ""])
transports = st.sampled_from(["transported", "refused", "none", ""])
reasons = st.sampled_from(["declined", "nobody there", ""])
incidents = st.sampled_from(["I1", "I2", "I3", ""])
said = st.sampled_from(["yes", "no", ""])
agencies = st.sampled_from("AB")
logs = st.lists(
    st.tuples(numbers, days, agencies, places, st.sampled_from("012"), incidents, said, said, reasons),
    max_size=5,
)  # fmt: skip
called = st.lists(
    st.tuples(numbers, days, st.sampled_from(["A", "B", ""]), places, incidents, outcomes, transports, said),
    max_size=5,
)  # fmt: skip
steps = st.lists(
    st.one_of(
        st.tuples(st.just("kit-log"), logs),
        st.tuples(st.just("calls"), called),
        st.tuples(st.just("calls"), called),
        st.tuples(st.just("undo"), st.integers(1, 8)),
        st.tuples(st.just("decide"), st.sampled_from([KENT, SHARON])),
        st.tuples(st.just("nothing"), agencies),
    ),
    min_size=2,
    max_size=8,
)

CALL = ("1", "2026-01-31", "A", "Kent", "I1", "nonfatal", "refused", "")
EXAMPLE: list[Step] = [
    ("calls", [CALL, ("2", "2026-02-01", "", "Sharon", "I2", "nonfatal", "none", "")]),
    ("kit-log", [("1", "2026-02-01", "A", "Kent", "1", "I1", "yes", "yes", "")]),
    ("kit-log", [("2", "2026-01-31", "B", "Canaan", "0", "I2", "", "no", "")]),
    ("kit-log", [("1", "2026-02-01", "A", "Kent", "0", "I1", "yes", "no", "")]),
    ("decide", SHARON),
    ("nothing", "A"),
    ("calls", [(*CALL[:4], "", *CALL[5:])]),
    ("undo", 2),
    ("undo", 8),
    ("undo", 1),
]
"""A kit written down a day after its call, its correction, a place decided, and the undoing of most of it."""


def take(opened: Workplace, step: Step, number: int, now: datetime) -> None:
    """One step; one that can't be taken leaves all as it is."""
    kind, what = step
    with suppress(StoreRefused):
        if kind == "undo":
            undo_load(opened.engine, what, now=now, by="a test")
        elif kind == "decide":
            decide(opened, what, now)
        elif kind == "nothing":
            month, log = [date(2026, 2, 1)], (Feed.DISTRIBUTIONS, "", what)
            declare_nothing(opened.engine, *log, month, today=TODAY, now=now, by="a test")
        else:
            load(opened, kind, what, f"{number}.csv", now)


def decide(opened: Workplace, area: str, now: datetime) -> None:
    """The first place that waits is in this town, for every row of its source."""
    held = tables.held_rows.c
    query = sa.select(sa.func.min(held.held_id)).where(held.ended_by.is_(None), held.written_key.is_not(None))
    with opened.engine.connect() as connection:
        waiting = connection.scalar(query)
    if waiting is not None:
        decide_place(
            opened.engine, waiting, area, scope="source", sources=opened.sources(),
            token_key=token_key(opened.engine, opened.places), now=now, by="a test",
        )  # fmt: skip


def load(opened: Workplace, source: str, lines: list[tuple[str, ...]], name: str, now: datetime) -> None:
    """A file with these lines."""
    text = "\n".join([HEADS[source], *(",".join(f'"{cell}"' for cell in line) for line in lines)])
    file = open_bytes(text.encode(), name)
    load_file(
        opened.engine, file, opened.recognise(file, source=source), settings=opened.settings,
        token_key=token_key(opened.engine, opened.places), today=TODAY, now=now, loaded_by="a test",
        choices=Choices(is_other_events=True),
    )  # fmt: skip


def kept(connection: sa.Connection) -> tuple[Cells, Cells]:
    """What is kept by day and by month."""
    found = []
    for table, moment in ((tables.daily_cascade, "day"), (tables.monthly_cascade, "month")):
        rows = connection.execute(sa.select(table)).mappings()
        found.append(Counter({(r["step"], r["agency"], r[moment], r["area"]): r["total"] for r in rows}))
    return found[0], found[1]


def counted(connection: sa.Connection) -> Cells:
    """The same by day, counted in plain Python over the rows that are current."""
    calls, kits = current(connection, tables.calls), current(connection, tables.distributions)
    months = linkable(connection, kits)
    cells: Cells = Counter()
    for call in calls:
        for step in steps_of(call, kits, months):
            for agency in ("", call["agency"] or "-"):
                cells[step, agency, call["call_date"], call["area"]] += 1
    return cells


def current(connection: sa.Connection, table: sa.Table) -> list[Any]:
    """The rows of a feed that no load has ended."""
    return [row for row in connection.execute(sa.select(table)).mappings() if row["ended_by"] is None]


def linkable(connection: sa.Connection, kits: list[Any]) -> set[date]:
    """Months covered by a log that has a row with an incident number in them or before."""
    first: dict[tuple[str, str], date] = {}
    for row in kits:
        if row["incident"]:
            log = row["source"], row["agency"]
            first[log] = min(first.get(log, date.max), row["left_date"].replace(day=1))
    reports = current(connection, tables.reported_months)
    return {
        row["month"] for row in reports
        if row["feed"] == "distributions" and row["month"] >= first.get((row["source"], row["agency"]), date.max)
    }  # fmt: skip


def steps_of(call: Any, kits: list[Any], months: set[date]) -> Iterator[str]:
    """Every step that one call reached."""
    rows = [row for row in kits if belongs(row, call)]
    is_covered = bool(call["incident"]) and call["call_date"].replace(day=1) in months
    left = call["kit_left"] == "yes" or any(row["kits"] > 0 for row in rows)
    refused = not left and any(declined(row) for row in rows)
    reached = {
        "linkable": bool(rows) or call["kit_left"] in ("yes", "no") or is_covered,
        "offered": left or refused or any(row["offered"] == "yes" for row in rows),
        "left": left,
        "refused": refused,
    }
    is_eligible = call["transport"] in ("refused", "none") and call["outcome"] != "fatal"
    yield "calls"
    yield from (step for step, is_so in reached.items() if is_so)
    if is_eligible:
        yield "eligible"
        yield from (f"eligible_{step}" for step, is_so in reached.items() if is_so)


def belongs(row: Any, call: Any) -> bool:
    """Whether a row of a kit log is of the call's incident, written down at most a day before or after."""
    is_near = abs((row["left_date"] - call["call_date"]).days) <= 1
    return bool(call["incident"]) and row["incident"] == call["incident"] and is_near


def declined(row: Any) -> bool:
    """Whether a row says that a kit was declined, and not that none was offered."""
    said_so = row["accepted"] == "no" or (row["not_left_reason"] == "declined" and row["accepted"] != "yes")
    return bool(row["offered"] != "no" and said_so)


def by_month(cells: Cells) -> Cells:
    """The days of each month together."""
    months: Cells = Counter()
    for (step, agency, day, area), total in cells.items():
        months[step, agency, day.replace(day=1), area] += total
    return months


def assert_queries_agree(connection: sa.Connection, cells: Cells) -> None:
    """The frames that the screens get say the same, in whole months and in cut ones, for all and by agency."""
    inside = Counter({key: total for key, total in cells.items() if CUT.first <= key[2] <= CUT.last})
    for is_by_agency in (False, True):
        wanted = Counter({key: n for key, n in by_month(inside).items() if bool(key[1]) is is_by_agency})
        frame = load_cascade(connection, CUT, by_agency=is_by_agency)
        assert Counter({tuple(row[:4]): row[4] for row in frame.itertuples(index=False)}) == wanted
        sums = load_cascade_sums(connection, CUT, by_agency=is_by_agency)
        assert sums["total"].sum() == wanted.total()


def arrived(connection: sa.Connection) -> list[tuple[Any, ...]]:
    """What the frames say of arrivals."""
    frames = [load_arrivals(connection, feed, ALWAYS) for feed in (Feed.CALLS, Feed.DISTRIBUTIONS)]
    return [tuple(row) for frame in frames for row in frame.itertuples(index=False)]


def check(series: list[Step], opened: Workplace) -> None:
    """Take the steps one by one, count after each, and ask for every earlier state again at the end."""
    now, then = BEGIN, {}
    for number, step in enumerate(series):
        now += timedelta(hours=1)
        take(opened, step, number, now)
        with opened.engine.connect() as connection:
            cells = counted(connection)
            assert kept(connection) == (cells, by_month(cells))
            assert_queries_agree(connection, cells)
            then[now] = (cells, arrived(connection))
    for moment, (cells, came) in then.items():
        with as_of(opened.engine, moment) as connection:
            assert kept(connection) == (cells, by_month(cells))
            assert_queries_agree(connection, cells)
            assert arrived(connection) == came


@settings(max_examples=25)
@given(series=steps)
@example(series=EXAMPLE)
def test_the_kept_cascade_is_that_of_the_rows(series: list[Step]) -> None:
    """After any series of files, corrections, decisions and undoings, now and as of every earlier moment."""
    with workplace() as opened:
        check(series, opened)


@pytest.mark.postgres
def test_it_is_on_postgresql_as_well(postgres_url: str) -> None:
    """One series with all kinds of steps."""
    with workplace(postgres_url) as opened:
        check(EXAMPLE, opened)
