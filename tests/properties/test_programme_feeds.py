"""Stock, settlement and places for help, whatever is sent: every row accounted for, every moment to be had again."""

from __future__ import annotations

import csv
import io
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rorf_data.errors import StoreRefused
from rorf_data.intake.read import open_bytes
from rorf_data.model import Outcome
from rorf_data.store.as_of import as_of
from rorf_data.store.database import token_key
from rorf_data.store.load import load_file
from rorf_data.store.queries_programme import load_help_places, load_settlement, load_stock_moves
from rorf_data.store.undo import undo_load
from rorf_data.workplace import Workplace
from tests.properties.test_as_of import workplace
from tests.unit.intake.reading import take_in

BEGIN = datetime(2026, 3, 2, 15, 0)  # noqa: DTZ001  # the store keeps UTC without a mark
TODAY = date(2026, 11, 22)
HEADS = {
    "stock": "Line #,Date,Movement,Storage location,To or from,Kits,Lot,Expiration",
    "settlement": "Line #,Date,Type,Fund,Town,Category,Purpose,Amount",
    "help-places": "Name,Services,Address,City,ZIP,Latitude,Longitude,Hours",
}
Lines = list[tuple[str, ...]]

numbers = st.sampled_from(["", "1", "2", "3"])
days = st.one_of(st.dates(date(2025, 10, 1), date(2026, 2, 28)).map(str), st.sampled_from(["", "soon", "3/4/2027"]))
names = st.sampled_from(["Kent Town Hall", "kent town hall", "Sharon Firehouse", "Jane Doe", ""])
kits = st.one_of(st.integers(0, 60).map(str), st.sampled_from(["", "-3", "four", "1.5", "=1+1", "9999"]))
amounts = st.one_of(
    st.integers(-99_999, 99_999).map(lambda cents: f"{cents / 100:.2f}"),
    st.sampled_from(["$1,234.50", "(200)", "1234", "", "two", "1.234", "$ -", "=A1", "9" * 12]),
)
towns = st.sampled_from(["Kent", "Canaan", "Sharon", "Hartford", "", "x" * 101])
moves = st.sampled_from(["Received", "Issued", "Out", "Returned", "expired", "Lost", "Counted", ""])
ROWS = {
    "stock": st.tuples(
        numbers, days, moves, names, names, kits, st.sampled_from(["EX1", "Lot ex2", "my lot", "8605550137", ""]),
        st.sampled_from(["2027-03", "Mar 2027", "03/27", "2207-01", "soon", ""]),
    ),
    "settlement": st.tuples(
        numbers, days, st.sampled_from(["Received", "Spent", "Transfer", ""]), names, towns,
        st.sampled_from(["Harm Reduction", "treatment", "other things", ""]),
        st.sampled_from(["kits", "training", "training on kits", ""]), amounts,
    ),
    "help-places": st.tuples(
        names, st.sampled_from(["Naloxone", "Sharps; Treatment", "Pizza", ""]),
        st.sampled_from(["9 Example Street", "Jane Doe", "c/o J. Doe, 9 Main St", ""]), towns,
        st.sampled_from(["06757", "", "x"]), st.sampled_from(["41.725", "41.31", "north", ""]),
        st.sampled_from(["-73.477", "-72.92", ""]), st.sampled_from(["24 hours", "ask Jane", ""]),
    ),
}  # fmt: skip
files = st.one_of(*(st.tuples(st.just(source), st.lists(rows, max_size=8)) for source, rows in ROWS.items()))
steps = st.lists(st.one_of(files, st.tuples(st.just("undo"), st.integers(1, 8))), min_size=2, max_size=7)

PLACE = ("Kent Town Hall", "Naloxone", "9 Example Street", "Kent", "06757", "41.725", "-73.477", "24 hours")
OTHER = ("Sharon Firehouse", "Sharps", "", "Sharon", "", "", "", "")
IN = ("1", "2025-12-04", "Received", "Kent Town Hall", "", "24", "EX1", "2027-03")
EXAMPLE: list[tuple[str, Lines | int]] = [
    ("help-places", [PLACE, OTHER]),
    ("stock", [IN, ("2", "2025-12-09", "Issued", *IN[3:])]),
    ("settlement", [("1", "2025-12-04", "Spent", "", "Kent", "", "kits", "$1,234.50")]),
    ("help-places", [OTHER]),
    ("stock", [(*IN[:5], "48", *IN[6:])]),
    ("undo", 4),
    ("undo", 6),
    ("settlement", [("1", "2025-12-04", "Spent", "", "Sharon", "", "kits", "(200)")]),
    ("undo", 2),
]
"""A list replaced, that undone and the undoing undone, a correction of stock under an undone first file."""


def written(source: str, lines: Lines) -> bytes:
    """The lines under the header of their source."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([HEADS[source].split(","), *lines])
    return text.getvalue().encode()


@given(file=files)
def test_every_row_is_taken_held_or_refused(file: tuple[str, Lines]) -> None:
    """Once each, with one deciding sentence for every row that isn't taken, and no kit and no cent of it elsewhere."""
    source, lines = file
    taken = take_in(written(source, lines), source=source)
    kept, held = [row["row"] for row in taken.rows], [row["row"] for row in taken.held]
    refused = [row for row, _, _ in taken.refused]

    there = [number for number, line in enumerate(lines, start=2) if any(line)]
    assert len(there) == taken.read
    assert Counter(there) == Counter([*kept, *held, *refused])
    assert held == [row for row, _, _ in taken.decided(Outcome.HELD)]
    assert "jane" not in repr((taken.rows, taken.held, taken.issues)).casefold()
    assert "8605550137" not in repr((taken.rows, taken.held, taken.issues))


def told(connection: sa.Connection) -> list[list[tuple[str, ...]]]:
    """Everything that the three frames hold."""
    frames = (load_stock_moves(connection), load_settlement(connection), load_help_places(connection))
    return [sorted(tuple(map(str, row)) for row in frame.itertuples(index=False)) for frame in frames]


def take(opened: Workplace, step: tuple[str, Lines | int], number: int, now: datetime) -> None:
    """One step: a file, or the undoing of a load; one that can't be undone leaves all as it is."""
    kind, what = step
    if isinstance(what, int):
        with suppress(StoreRefused):
            undo_load(opened.engine, what, now=now, by="a test")
        return
    file = open_bytes(written(kind, what), f"{number}.csv")
    report = load_file(
        opened.engine, file, opened.recognise(file, source=kind), settings=opened.settings,
        token_key=token_key(opened.engine, opened.places), today=TODAY, now=now, loaded_by="a test",
    )  # fmt: skip
    assert report.read == report.new + report.changed + report.unchanged + report.held + report.refused


def check(series: list[tuple[str, Lines | int]], opened: Workplace) -> None:
    """Take the steps one by one, keep what is told after each, and ask for it again at the end."""
    now, said = BEGIN, {}
    for number, step in enumerate(series):
        now += timedelta(hours=1)
        take(opened, step, number, now)
        with opened.engine.connect() as connection:
            said[now] = told(connection)
    for moment, then in said.items():
        with as_of(opened.engine, moment) as connection:
            assert then == told(connection)


@settings(max_examples=10)
@given(series=steps)
@example(series=EXAMPLE)
def test_what_was_on_record_at_any_moment_can_be_had_again(series: list[tuple[str, Lines | int]]) -> None:
    """After any series of files, lists that replace each other and undoings."""
    with workplace() as opened:
        check(series, opened)


@pytest.mark.postgres
def test_it_can_on_postgresql_as_well(postgres_url: str) -> None:
    """One series with all kinds of steps."""
    with workplace(postgres_url) as opened:
        check(EXAMPLE, opened)
