"""Excel workbooks: sound, broken, hostile and old."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from rorf_data.errors import FileRefused
from rorf_data.intake import archive as subject
from rorf_data.intake.cell_text import Cell, text_of
from rorf_data.intake.read import open_bytes
from rorf_data.intake.recognise import recognise
from rorf_data.intake.sheet import HEAD_RECORDS, Record, Sheet
from tests.unit.intake.books import ods_of, ods_row, xlsb_of, xlsx_of
from tests.unit.intake.reading import SHIPPED, old_workbook, take_in, workbook

ROWS: list[list[Any]] = [["Date", "Kits"], [date(2026, 3, 4), 3]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("3", "3"),
        (3.0, "3"),
        (3.5, "3.5"),
        (3, "3"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 3, 4), "2026-03-04"),
        (datetime.fromisoformat("2026-03-04 00:00:00"), "2026-03-04"),
        (datetime.fromisoformat("2026-03-04 22:15:30"), "2026-03-04 22:15:30"),
        (time(9, 3), "09:03:00"),
        (timedelta(hours=1), "1:00:00"),
        ("", ""),
    ],
)
def test_a_cell_is_what_a_person_reads_in_it(cell: Cell, text: str) -> None:
    """Whole numbers have no decimal point, days at midnight no time."""
    assert text == text_of(cell)


def test_rows_keep_their_numbers_below_blank_ones() -> None:
    """A table that begins in row 3 has its header in row 3."""
    (sheet,) = open_bytes(workbook({"A": [[], [], *ROWS]}), "a.xlsx").sheets()

    assert [(4, ["2026-03-04", "3"])] == list(sheet.rows_below(3))


def test_blank_sheets_are_no_sheets() -> None:
    """Only those that hold something are looked at."""
    sheets = open_bytes(workbook({"A": [], "B": ROWS, "C": []}), "a.xlsx").sheets()

    assert ["B"] == [sheet.name for sheet in sheets]


def test_an_old_workbook_is_read_as_a_new_one() -> None:
    """Excel 97's own format, with its numbers for days; what can't be told of it is said."""
    (sheet,) = open_bytes(old_workbook([["Date", "Kits"], [46085.0, 3.0]]), "a.xls").sheets()

    assert [["Date", "Kits"], ["46085", "3"]] == list(sheet.read())
    assert [note.partition(" can't be told")[2] for note in sheet.notes] == [
        f" whether rows or columns of “{sheet.name}” are hidden, or computed by formulas; all were read. "
        "Save it as .xlsx to be told."
    ]


def test_a_damaged_old_workbook_ends_no_process_but_the_one_that_reads_it() -> None:
    """A cell that claims to lie in the last row and a column that can't be would need more room than there is."""
    whole = old_workbook([["Date", "Kits"], ["far", "away"]])
    place = whole.index(b"\x01\x00\x01\x00\x00\x00\x04\x00")
    damaged = whole[:place] + b"\xff\xff\xff\xff" + whole[place + 4 :]

    with pytest.raises(FileRefused, match="“a.xls” is a broken Excel workbook"):
        open_bytes(damaged, "a.xls").sheets()


@pytest.mark.parametrize("kept", [100, 0.5, 0.9, 0.999])
def test_a_workbook_cut_short_is_broken(kept: float) -> None:
    """However much of it arrived."""
    whole = workbook({"A": ROWS})
    cut = whole[: int(kept if kept > 1 else len(whole) * kept)]

    with pytest.raises(FileRefused, match="“a.xlsx” is a broken Excel workbook"):
        open_bytes(cut, "a.xlsx").sheets()


def test_a_workbook_with_a_flipped_byte_is_broken_or_the_same() -> None:
    """A byte in any part either shows in its checksum or doesn't matter; no other error comes out."""
    whole = workbook({"A": ROWS})
    for place in range(0, len(whole), 37):
        flipped = whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :]
        try:
            open_bytes(flipped, "a.xlsx").sheets()
        except FileRefused:
            continue


def test_an_archive_of_other_files_is_no_workbook() -> None:
    """It says to unpack it."""
    with pytest.raises(FileRefused, match="is an archive, not an Excel workbook"):
        open_bytes(_archive({"log.csv": b"Date,Kits"}), "a.zip")


def test_a_workbook_may_unpack_to_the_bound_and_not_beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is really unpacked is counted, not what the archive says of itself."""
    parts = {"xl/workbook.xml": b"<workbook/>", "xl/media/x": b"\x00" * 5000}
    content, unpacked = _archive(parts), sum(map(len, parts.values()))

    monkeypatch.setattr(subject, "LARGEST_UNPACKED", unpacked)
    open_bytes(content, "a.xlsx")
    monkeypatch.setattr(subject, "LARGEST_UNPACKED", unpacked - 1)
    with pytest.raises(FileRefused, match="unpacks to far more than its size"):
        open_bytes(content, "a.xlsx")


@pytest.mark.parametrize(("reference", "is_refused"), [("T1000000", False), ("U1000000", True), ("XFD1048576", True)])
def test_a_cell_far_from_the_table_is_refused_before_room_is_made_for_it(reference: str, is_refused: bool) -> None:
    """20 columns of a million rows are 20 million cells, the most there may be."""
    sheet = f"""<sheetData><row r="1"><c r="A1"/></row><c s="1" r = '{reference}'/></sheetData>""".encode()
    content = _archive({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet})

    if is_refused:
        with pytest.raises(FileRefused, match="has a cell far away from its table"):
            open_bytes(content, "a.xlsx")
    else:
        open_bytes(content, "a.xlsx")


@pytest.mark.parametrize(
    ("sheet", "notes"),
    [
        ("", ()),
        ('<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>', ("1 hidden row of “Log” was read as well.",)),
        ("<row r='1' hidden = 'true'><c r='A1'><v>1</v></c></row>", ("1 hidden row of “Log” was read as well.",)),
        ('<row r="1" hidden="1"><c r="A1" s="1"/></row><row r="2" hidden="1"/>', ()),
        ('<row r="1" hidden="0"><c r="A1"><v>1</v></c></row>', ()),
        (
            '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>',
            ("Of 1 formula in “Log” the last computed result was read.",),
        ),
        (
            '<row r="1"><c r="A1"><f>1+1</f><v></v></c><c r="B1"><f>1</f></c><c r="C1"><f>1</f><v/></c></row>',
            (
                "3 formulas in “Log” without a computed result counted as blank. "
                "Open the file in Excel, save it and load it again.",
            ),
        ),
        (
            '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>',
            ("1 cell of “Log” with an error such as #REF! counted as blank.",),
        ),
        (
            "<x:row r='1' hidden='1'><x:c r='A1'><x:v>1</x:v></x:c></x:row>",
            ("1 hidden row of “Log” was read as well.",),
        ),
    ],
)
def test_what_a_person_who_looks_at_the_sheet_does_not_see_is_told(sheet: str, notes: tuple[str, ...]) -> None:
    """Hidden rows that hold nothing are nothing to speak of; a formula without a result is no zero."""
    content = xlsx_of('<sheetData><row r="9"><c r="D9"><v>1</v></c></row>' + sheet + "</sheetData>")

    assert [notes] == [read.notes for read in open_bytes(content, "a.xlsx").sheets()]


@pytest.mark.parametrize(
    ("columns", "count"),
    [
        ('<col min="2" max="2" hidden="1"/>', "1 hidden column of “Log” was"),
        (
            '<col min="2" max="3" width="0" hidden="1"/><col min="4" max="4" hidden="0"/>',
            "2 hidden columns of “Log” were",
        ),
        ('<col hidden="1" max="16384" min="4"/>', "1 hidden column of “Log” was"),
        ('<col min="5" max="16384" hidden="1"/>', ""),
    ],
)
def test_hidden_columns_are_counted_up_to_the_last_that_holds_something(columns: str, count: str) -> None:
    """One entry may hide a whole range, also all that lies beyond the table."""
    content = xlsx_of(f'<cols>{columns}</cols><sheetData><row r="1"><c r="D1"><v>1</v></c></row></sheetData>')

    (sheet,) = open_bytes(content, "a.xlsx").sheets()

    assert ((f"{count} read as well.",) if count else ()) == sheet.notes


def test_hidden_rows_and_columns_are_told_in_one_sentence_when_the_file_is_read() -> None:
    """As Excel itself hides them, by hand or by a filter; every row of them is read."""
    book = openpyxl.Workbook()
    log = book.active
    log.title = "March"
    for row in (
        ["Date", "Agency", "Town", "Kits"],
        *[[date(2026, 3, day), "Kent VFD", "Kent", 1] for day in (4, 5, 6, 7)],
    ):
        log.append(row)
    for row in (3, 4, 5):
        log.row_dimensions[row].hidden = True
    log.column_dimensions["B"].hidden = True
    taken = take_in(_saved(book), name="log.xlsx")

    assert [(1, "", "3 hidden rows and 1 hidden column of “March” were read as well.")] == taken.noted
    assert 4 == len(taken.rows)


def test_a_formula_is_read_as_its_last_result_and_never_as_its_text() -> None:
    """One that nobody computed is blank, so that its row is refused and not guessed."""
    head = "".join(f'<c r="{c}1" t="str"><v>{t}</v></c>' for c, t in zip("ABCD", ("Date", "Agency", "Town", "Kits")))
    row = '<row r="{0}"><c r="A{0}" t="str"><v>2026-03-04</v></c><c r="B{0}" t="str"><v>Kent VFD</v></c>{1}</row>'
    town = '<c r="C{}" t="str"><v>Kent</v></c>'
    rows = row.format(2, town.format(2) + '<c r="D2"><f>1+1</f><v>2</v></c>')
    rows += row.format(3, town.format(3) + '<c r="D3"><f>[1]Other!A1</f></c>')
    taken = take_in(xlsx_of(f'<sheetData><row r="1">{head}</row>{rows}</sheetData>'), name="log.xlsx")

    assert [2] == [row["kits"] for row in taken.rows]
    assert [(3, "Kits", "The number of kits is missing.")] == taken.refused


def test_a_town_merged_over_several_rows_is_the_town_of_each() -> None:
    """A number is not: it may be the number of all of them together. Titles and headings may be merged as ever."""
    content = workbook(
        {
            "Log": [
                ["Kits left in March", None, None, None],
                ["Date", "Agency", "Town", "Kits"],
                [None, None, None, None],
                [date(2026, 3, 4), "Kent VFD", "Kent", 3],
                [date(2026, 3, 5), "Kent VFD", None, None],
                [None, None, None, None],
                [date(2026, 3, 6), "Kent VFD", None, 1],
                [date(2026, 3, 7), "Kent VFD", "Sharon", 1],
            ]
        },
        merged=["A1:D1", "A2:A3", "C2:C3", "C4:C7", "D4:D5"],
    )
    taken = take_in(content, name="log.xlsx")

    assert [(4, "Kent", 3), (7, "Kent", 1), (8, "Sharon", 1)] == [
        (row["row"], row["place_name"], row["kits"]) for row in taken.rows
    ]
    assert [(5, "Kits", "The number of kits is missing.")] == taken.refused
    assert [
        (2, "", "In “Log” 1 merged cell was read for every row that it covers."),
        (
            2,
            "",
            "In “Log” 1 merged number was read for the first row only; write the number of each row into its own cell.",
        ),
    ] == taken.noted


@pytest.mark.parametrize("is_1904", [False, True])
def test_excels_days_are_the_days_that_it_shows(is_1904: bool) -> None:
    """Under both of its ways to number them; of bare numbers under the rarer one a person is told."""
    book = openpyxl.Workbook()
    if is_1904:
        book.epoch = CALENDAR_MAC_1904
    log = book.active
    for row in (["Date", "Agency", "Town", "Kits"], [date(2026, 3, 4), "Kent VFD", "Kent", 1]):
        log.append(row)
    log.append([datetime.fromisoformat("2026-12-31 23:59:59"), "Kent VFD", "Kent", 1])
    opened = open_bytes(_saved(book), "log.xlsx")

    (sheet,) = opened.sheets()

    assert ["2026-03-04", "2026-12-31 23:59:59"] == [cells[0] for _, cells in sheet.rows_below(1)]
    assert is_1904 == any("counts its days from 1904" in note for note in opened.notes)


LOG: list[list[str | float]] = [["Date", "Agency", "Town", "Kits"], ["2026-03-04", "Kent VFD", "Kent", 3.0]]


@pytest.mark.parametrize(
    ("content", "kind"), [(ods_of("".join(map(ods_row, LOG))), "ods"), (xlsb_of(LOG), "xlsb")], ids=["ods", "xlsb"]
)
def test_other_workbooks_are_read_alike_under_any_name(content: bytes, kind: str) -> None:
    """LibreOffice's own format and Excel's binary one."""
    opened = open_bytes(content, "log.xls")
    (sheet,) = opened.sheets()

    assert (kind, "Log") == (opened.kind, sheet.name)
    assert [["Date", "Agency", "Town", "Kits"], ["2026-03-04", "Kent VFD", "Kent", "3"]] == list(sheet.read())
    assert [3] == [row["kits"] for row in take_in(content).rows]
    assert ["Save it as .xlsx to be told"] == [note.split(". ")[-1].rstrip(".") for note in sheet.notes]


def test_a_document_that_asks_for_more_cells_than_there_is_room_for_ends_no_process_but_the_one_that_reads_it() -> None:
    """Ten bytes can repeat a row a million times."""
    bomb = ods_row(["x" * 1000] * 100, more='table:number-rows-repeated="1048576"')

    with pytest.raises(FileRefused, match="is a broken Excel workbook"):
        open_bytes(ods_of(bomb), "a.ods").sheets()


def test_the_process_that_reads_one_workbook_carries_no_more_than_it_needs() -> None:
    """It starts for each file, and what it imports counts against its memory."""
    program = "import sys, rorf_data.intake.apart; assert not {'pandas', 'numpy'} & set(sys.modules)"

    assert 0 == subprocess.run([sys.executable, "-c", program], check=False).returncode


def test_charts_on_sheets_of_their_own_are_no_sheets() -> None:
    """They hold no cells."""
    book = openpyxl.Workbook()
    book.active.append(["Date"])
    book.create_chartsheet("Chart")

    assert ["Sheet"] == [sheet.name for sheet in open_bytes(_saved(book), "a.xlsx").sheets()]


def test_recognising_a_workbook_looks_at_no_more_than_the_beginning_of_its_only_sheet() -> None:
    """The rows further down are read when they are taken in."""
    (sheet,) = open_bytes(workbook({"Log": [["Date", "Agency", "Town", "Kits"], *[["x"]] * 100]}), "a.xlsx").sheets()
    read: list[int] = []

    def counted() -> Iterator[Record]:
        for row, cells in enumerate(sheet.read(), 1):
            read.append(row)
            yield cells

    recognise(_Opened(Sheet.of("Log", counted)), SHIPPED)  # type: ignore[arg-type]  # stands in for a file

    assert max(read) <= HEAD_RECORDS


class _Opened:
    """A file of one sheet."""

    name = "a.xlsx"
    notes: tuple[str, ...] = ()

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def sheets(self) -> tuple[Sheet, ...]:
        """The sheet."""
        return (self._sheet,)


def _saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
