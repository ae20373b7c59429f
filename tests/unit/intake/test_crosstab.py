"""Summaries with months or towns across."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from rorf_data.errors import SourceNotRecognised
from rorf_data.intake.crosstab import long_sheets, measure_of
from rorf_data.intake.sheet import Record, Sheet
from rorf_data.model import Feed
from tests.unit.intake.reading import take_in, workbook

TITLE = ["Kits left by town"]


def test_each_cell_under_a_month_is_a_row_of_its_own() -> None:
    """With the number of the row that it stands in; a blank cell is nothing, a zero is a zero."""
    rows = _long(
        [TITLE, [], ["Town", "Jan 2026", "2026-02", "3/2026"], ["Kent", "1", "0", ""], ["Sharon", "", "", "4"]]
    )

    assert [
        (4, ["2026-01-01", "Kent", "1"]),
        (4, ["2026-02-01", "Kent", "0"]),
        (5, ["2026-03-01", "Sharon", "4"]),
    ] == rows


def test_each_cell_under_a_town_is_a_row_of_its_own() -> None:
    """Months down; places outside the region are places too, and other columns stay beside each cell."""
    rows = _long([
        ["Overdose calls"], ["Month", "Agency", "Kent", "Falls Village", "Hartford"], ["Jan 2026", "A", "1", "2", "3"],
    ])  # fmt: skip

    assert [
        (3, ["A", "2026-01-01", "Kent", "1"]),
        (3, ["A", "2026-01-01", "Falls Village", "2"]),
        (3, ["A", "2026-01-01", "Hartford", "3"]),
    ] == rows


def test_several_counts_under_each_month() -> None:
    """A heading merged over two columns goes on to the second."""
    (sheet,) = _sheets([
        ["Town", "Jan 2026", "", "Feb 2026", "", "Total"],
        ["", "Kits", "Calls", "Kits", "Calls", "Kits"],
        ["Kent", "1", "2", "", "4", "5"],
    ])  # fmt: skip

    assert ["Month", "Town", "Kits", "Overdose calls"] == sheet.head[0]
    assert [(3, ["2026-01-01", "Kent", "1", "2"]), (3, ["2026-02-01", "Kent", "", "4"])] == list(sheet.rows_below(1))


@pytest.mark.parametrize(
    "heading", ["Jan 2026", "January 2026", "Jan-26", "2026-01", "1/2026", "2026-01-01", "Jan", "JAN."]
)
def test_how_months_are_written(heading: str) -> None:
    """A bare name where the title gives the one year."""
    rows = _long([["Kits left in 2026"], ["Town", heading, "Dec 2026"], ["Kent", "1", "2"]])

    assert (3, ["2026-01-01", "Kent", "1"]) == rows[0]


def test_bare_months_without_a_year_or_with_two_are_not_guessed() -> None:
    """A fiscal year has two."""
    for title in ("Kits left", "Kits left, FY 2025-2026"):
        assert () == _sheets([[title], ["Town", "Jul", "Jan"], ["Kent", "1", "2"]])


def test_totals_are_left_out_and_said_to_be() -> None:
    """In columns and in rows, whatever they are called."""
    (sheet,) = _sheets([
        TITLE, ["Town", "Jan 2026", "Feb 2026", "2026 total"], ["Kent", "1", "2", "3"], ["All (total)", "1", "2", "3"],
    ])  # fmt: skip

    assert [3, 3] == [row for row, _ in sheet.rows_below(1)]
    assert "The column “2026 total” holds totals, so it was left out." in sheet.notes
    assert "Row 4 holds totals, so it was left out." in sheet.notes


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("Kits left", "kits"), ("Naloxone kits by town", "kits"), ("Overdose calls", "calls"), ("Overdoses", "calls"),
        ("Requests", "requests"), ("Kit requests", "requests"), ("Requests for kits", "requests"),
        ("Kits requested", ""), ("Kits left at overdose calls", ""), ("Town", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_the_numbers_count_is_read_and_never_guessed(words: str, measure: str) -> None:
    """Kits requested are neither kits left nor requests."""
    assert measure == measure_of(words)


def test_where_it_may_be_said_what_the_numbers_count() -> None:
    """In the corner, above, by the sheet's name, or by the file's."""
    table = [["Town", "Jan 2026", "Feb 2026"], ["Kent", "1", "2"]]

    assert () == _sheets(table)
    assert _sheets([["Kits", *table[0][1:]], table[1]])
    assert _sheets([["Kits"], *table])
    assert _sheets(table, name="Kits")
    assert _sheets(table, about="kits-2026.csv")


@pytest.mark.parametrize(
    "rows",
    [
        [["Kits"], ["Agency", "Jan 2026", "Feb 2026"], ["Example Ambulance", "1", "2"]],
        [["Kits"], ["Town", "Jan 2026"], ["Kent", "1"]],
        [["Kits"], ["Town", "Kits"], ["Kent", "1"]],
        [["Date", "Agency", "Town", "Kits"], ["2026-01-01", "A", "Kent", "1"]],
        [],
    ],
)
def test_other_tables_are_left_alone(rows: list[Record]) -> None:
    """No towns, a single month, or no months at all."""
    assert () == _sheets(rows)


def test_a_wide_sheet_is_recognised_and_read() -> None:
    """As a summary, with real months of Excel as headings; places are resolved as in rows."""
    file = workbook({"Kits": [["Town", date(2026, 1, 1), date(2026, 2, 1), "Total"], ["Lakeville", 3, 0, 3]]})
    taken = take_in(file, name="sheet.xlsx")

    assert Feed.SUMMARIES is taken.recognised.source.feed
    assert [("66420", date(2026, 1, 1), 3), ("66420", date(2026, 2, 1), 0)] == [
        (row["area"], row["month_date"], row["kits"]) for row in taken.rows
    ]
    assert any("Total" in problem for _, _, problem in taken.noted)


def test_a_wide_sheet_that_says_not_what_it_counts_is_not_recognised() -> None:
    """A person then gives it a title."""
    with pytest.raises(SourceNotRecognised):
        take_in("Town,Jan 2026,Feb 2026\nKent,1,2\n", name="table.csv")


def test_negative_and_fractional_numbers_and_words_are_refused_in_their_own_row() -> None:
    """As elsewhere."""
    taken = take_in("Kits,,\nTown,Jan 2026,Feb 2026\nKent,-1,1.5\nSharon,three,2\n")

    assert [3, 3, 4] == [row for row, _, _ in taken.refused]
    assert [4] == [row["row"] for row in taken.rows]


def _sheets(rows: Sequence[Record], name: str = "", about: str = "") -> tuple[Sheet, ...]:
    return long_sheets(Sheet.of(name, lambda: iter(rows)), about)


def _long(rows: Sequence[Record]) -> list[tuple[int, Record]]:
    (sheet,) = _sheets(rows)
    return list(sheet.rows_below(1))


def test_a_row_of_a_log_is_no_heading_of_towns() -> None:
    """A town and an agency named after one stand in it among other things, and a month stands under its day."""
    rows = [
        ("log_id", "date,town", "zip", "agency", "kits", "recipient"),
        ("", "3/4/2026", "Kent", "", "Kent VFD", "0", "family"),
        ("", "4-Mar-26", "Kent", "", "Kent VFD", "0", "family"),
    ]

    assert long_sheets(Sheet.of("", lambda: iter(list(row) for row in rows))) == ()
