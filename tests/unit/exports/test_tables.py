"""CSV and XLSX are read back with other programs and say what they show."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from rorf_data.disclosure.release import Released
from rorf_data.exports import to_csv, to_xlsx
from rorf_data.exports.check_code import check_code
from rorf_data.exports.metadata import facts_for_file
from rorf_data.exports.plain import as_records, to_plain_csv
from rorf_data.model import Audience
from tests.unit.picture_frames import by_month, by_town, emptied, released

PLACES = released(
    {
        "town": ["Kent", '=HYPERLINK("x")', "+1", "-2", "@sum", "\tKent", "a, \"b\"", "  =1"],
        "received_date": [date(2026, 1, 5), None, *[date(2026, 2, 28)] * 6],
        "total_requests": [1200, None, 0, 0, 0, 0, 0, 0],
        "median_days": [3.5, None, 0.0, 1 / 3, 0.0, 0.0, 0.0, 0.0],
    },
    notes=("Rows, not counted: 3; =1+1.", "Line\nbreak."),
    is_sample=True,
)  # fmt: skip


def lines(content: bytes) -> tuple[list[str], list[list[str]]]:
    """The comment lines, and the rows that a reader of comma-separated values finds after them."""
    text = content.decode("utf-8-sig")
    every = list(csv.reader(line for line in io.StringIO(text, newline="") if not line.startswith("#")))
    return [line for line in text.splitlines() if line.startswith("#")], every


def test_a_csv_begins_with_its_facts() -> None:
    """The byte-order mark comes first, then a comment line for each fact, then headings with units."""
    content = to_csv(PLACES)
    comments, rows = lines(content)

    assert content.startswith(b"\xef\xbb\xbf# Title: Kits left\r\n")
    assert comments[1:6] == [
        "# Period: January 2026 to March 2026",
        "# Towns: Kent, Litchfield and Warren",
        "# Source: kit-log",
        "# As of: 2026-04-02",
        "# Rows: 8",
    ]
    assert "# Invented: These figures are invented sample data." in comments
    assert rows[0] == ["Town", "Day received", "Requests received", "Median days to delivery"]


def test_csv_cells_are_plain() -> None:
    """Days are ISO, numbers bare, a missing value is an empty cell and a zero is a 0."""
    _, rows = lines(to_csv(PLACES))

    assert rows[1] == ["Kent", "2026-01-05", "1200", "3.5"]
    assert rows[2][1:] == ["", "", ""]
    assert rows[3][2:] == ["0", "0"]
    assert rows[4][3] == "0.3333"
    assert rows[7][0] == 'a, "b"'


def test_no_csv_cell_starts_a_formula() -> None:
    """Text that a spreadsheet would run gets an apostrophe, in cells and in facts that it would cut at a comma."""
    comments, rows = lines(to_csv(PLACES))
    starts = ("=", "+", "-", "@", "\t", "\r")

    assert [row[0] for row in rows[2:7]] == ['\'=HYPERLINK("x")', "'+1", "'-2", "'@sum", "'\tKent"]
    assert rows[8][0] == "'  =1"
    assert not any(cell.lstrip(" ").startswith(starts) for row in rows for cell in row)
    assert "# Notes: Rows, not counted: 3; '=1+1. Line break." in comments


def test_headings_are_made_harmless_too() -> None:
    """A label that begins like a formula is text in the file."""
    shown = released({"town": ["Kent"]}, labels={"town": "=Town"})

    assert lines(to_csv(shown))[1][0] == ["'=Town"]


def test_an_empty_csv_still_explains_itself() -> None:
    """No rows: facts and headings are there, and nothing after them."""
    comments, rows = lines(to_csv(emptied(by_town(total_kits=[1]))))

    assert "# Rows: 0" in comments
    assert rows == [["Town code (county subdivision)", "Town", "Kits left"]]


def test_a_workbook_has_the_table_and_its_facts() -> None:
    """Real dates and numbers, empty cells for what is missing, text as text, a frozen header, the facts beside it."""
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(PLACES)))
    table = book["Table"]

    assert book.sheetnames == ["Table", "About this file"]
    assert table.freeze_panes == "A2"
    assert [cell.value for cell in table[1]] == ["Town", "Day received", "Requests received", "Median days to delivery"]
    assert [cell.value for cell in table[2]] == ["Kent", datetime.fromisoformat("2026-01-05"), 1200, 3.5]
    assert [cell.value for cell in table[3]] == ['=HYPERLINK("x")', None, None, None]
    assert [table["A3"].data_type, table["B2"].is_date, table["C2"].number_format, table["D2"].number_format] == [
        "s",
        True,
        "#,##0",
        "#,##0.0",
    ]
    assert table.column_dimensions["A"].width > 8
    facts = {name.value: fact.value for name, fact in book["About this file"].iter_rows(max_col=2)}
    assert facts == facts_for_file(PLACES)


def test_a_workbook_says_what_it_is_in_its_properties() -> None:
    """Title, subject, comments and the as-of date are the document's own."""
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(PLACES)))

    assert book.properties.title == "Kits left"
    assert book.properties.subject == "January 2026 to March 2026; Kent, Litchfield and Warren"
    assert "Source: kit-log" in book.properties.description
    assert f"Check code: {check_code(PLACES)}" in book.properties.description
    assert book.properties.keywords == check_code(PLACES)
    assert book.properties.created.date() == date(2026, 4, 2)


def test_long_headings_have_room_for_all_their_lines() -> None:
    """Their row is as high as the longest needs; else the first row of numbers stands over them."""
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(by_town(total_kits=[1], kits_per_1000=[1.3]))))["Table"]
    short = openpyxl.load_workbook(io.BytesIO(to_xlsx(released({"town": ["Kent"]}))))["Table"]

    assert sheet.row_dimensions[1].height >= 30
    assert short.row_dimensions[1].height in (None, 15)


def test_a_year_is_no_count() -> None:
    """2026 is written 2026, not 2,026; a town's code stays text with all its digits."""
    years = openpyxl.load_workbook(io.BytesIO(to_xlsx(released({"year": [2026], "total_deaths": [4]}))))["Table"]
    codes = openpyxl.load_workbook(io.BytesIO(to_xlsx(by_town(total_kits=[1]))))["Table"]

    assert (years["A2"].value, years["A2"].number_format) == (2026, "0")
    assert (codes["A2"].value, codes["A2"].data_type) == ("40290", "s")


@pytest.mark.parametrize("write", [to_csv, to_xlsx])
def test_the_same_answer_gives_the_same_file(write: object) -> None:
    """Nothing of the clock or the machine gets into a file."""
    shown = by_month(total_kits=[1, None, 0])

    assert callable(write)
    assert write(shown) == write(shown)


def with_hidden() -> Released:
    """Three towns of which the second has a hidden count, and the third no record."""
    shown = by_town(total_kits=[8, None, None], kits_per_1000=[2.5, None, None])
    hidden = shown.hidden.copy()
    hidden.loc[1, ["total_kits", "kits_per_1000"]] = True
    return replace(shown, hidden=hidden, about=replace(shown.about, protection="“hidden” stands for 1 to 5."))


def test_a_hidden_number_is_a_word_in_a_csv() -> None:
    """Neither 0 nor empty, which is what a missing record is; and the file says what the word stands for."""
    comments, rows = lines(to_csv(with_hidden()))

    assert [row[2:] for row in rows[1:]] == [["8", "2.5"], ["hidden", "hidden"], ["", ""]]
    assert "# Protection: “hidden” stands for 1 to 5." in comments


def test_a_hidden_number_is_a_word_among_numbers_in_a_workbook() -> None:
    """The other cells of its column stay numbers, and the cell looks like no other."""
    table = openpyxl.load_workbook(io.BytesIO(to_xlsx(with_hidden())))["Table"]

    assert [cell.value for cell in table["C"]] == ["Kits left", 8, "hidden", None]
    assert [cell.data_type for cell in table["C"]] == ["s", "n", "s", "n"]
    assert table["C3"].fill.patternType not in (None, "none", "solid")


def test_a_hidden_number_is_a_word_for_programs_too() -> None:
    """On the command line as in files."""
    assert [row["total_kits"] for row in as_records(with_hidden())] == [8, "hidden", None]
    assert "43370,Litchfield,hidden,hidden" in to_plain_csv(with_hidden())


def test_an_internal_table_says_so() -> None:
    """In the first lines of a CSV and on every printed page of a workbook; a shared one says that it may leave."""
    inside = released({"town": ["Kent"], "total_kits": [1]}, audience=Audience.INTERNAL)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(inside)))

    assert any(line.startswith("# Audience: INTERNAL") for line in lines(to_csv(inside))[0])
    assert all("INTERNAL" in sheet.oddHeader.center.text for sheet in book)
    assert "# Audience: may be passed on" in lines(to_csv(PLACES))[0]
    assert not openpyxl.load_workbook(io.BytesIO(to_xlsx(PLACES)))["Table"].oddHeader.center.text
