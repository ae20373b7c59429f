"""Dates with the day first are not counted in another month."""

from __future__ import annotations

from datetime import date

import pytest

from rorf_data.intake.sources import source_from_mapping
from rorf_data.model import Feed
from tests.unit.intake.reading import take_in

LOG = "Date,Agency,Town,Kits\n"


def test_a_date_that_could_be_two_is_held_where_another_shows_that_days_come_first() -> None:
    """25/03/2026 can only be March 25, so 04/03/2026 beside it may well be March 4."""
    taken = take_in(_log("25/03/2026", "04/03/2026 10:15", "03/03/2026", "2026-03-04", "4-Mar-26", "3/25/2026"))

    assert [4, 5, 6, 7] == [row["row"] for row in taken.rows]
    assert [(2, "Date")] == [(row, column) for row, column, _ in taken.refused]
    assert ["Date"] == [row["column"] for row in taken.held]
    assert [
        "This file also has dates with the day first, such as 25/03/2026; 04/03/2026 could be 4 March or 3 April."
    ] == [row["problem"] for row in taken.held]


@pytest.mark.parametrize(
    ("first", "is_held"),
    [("12/11/2025", False), ("13/11/2025", True), ("14/11/2025", True), ("31/10/2025", True), ("32/10/2025", False)],
)
def test_a_first_number_beyond_twelve_shows_that_days_come_first(first: str, is_held: bool) -> None:
    """Up to twelve it may be a month, and beyond 31 it is a slip of the pen."""
    assert is_held == bool(take_in(_log(first, "04/03/2026")).held)


@pytest.mark.parametrize("other", ["13/13/2026", "13/0/2026", "2/30/2026", "3/25/2026", "25 March 2026", "soon"])
def test_what_shows_nothing_about_the_order_holds_no_row(other: str) -> None:
    """A slip of the pen, or a date that is plain."""
    assert [] == take_in(_log(other, "04/03/2026")).held


def test_later_chunks_remember_what_an_earlier_one_has_shown() -> None:
    """A large file is read a part at a time."""
    taken = take_in(_log("04/03/2026", "25/03/2026", "04/03/2026", "05/03/2026"), chunk_rows=2)

    assert [2, 4, 5] == [row["row"] for row in taken.held]


def test_each_column_of_dates_is_judged_by_itself() -> None:
    """A form tool writes its own dates one way and a person in the next column another."""
    text = "Timestamp,Town,Delivered on\n3/4/2026,Kent,25/03/2026\n3/4/2026,Kent,5/6/2026\n3/4/2026,Kent,\n"
    taken = take_in(text)

    assert [(3, "Delivered on")] == [(row["row"], row["column"]) for row in taken.held]
    assert [4] == [row["row"] for row in taken.rows]


def test_a_source_that_says_days_come_first_is_believed() -> None:
    """Then nothing is in doubt."""
    source = source_from_mapping("d", "D", Feed.DEATHS, {"death_date": "day"}, date_formats=["%d/%m/%Y"])
    taken = take_in("day\n25/03/2026\n04/03/2026\n", sources=[source])

    assert [date(2026, 3, 25), date(2026, 3, 4)] == [row["death_date"] for row in taken.rows]


def _log(*days: str) -> str:
    return LOG + "".join(f"{day},Kent VFD,Kent,1\n" for day in days)
