"""Excel workbooks: sound, broken, hostile and old."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from rorf_data.errors import FileRefused
from rorf_data.intake import archive as subject
from rorf_data.intake.cell_text import Cell, text_of
from rorf_data.intake.read import open_bytes
from tests.unit.intake.reading import old_workbook, workbook

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
    """Excel 97's own format, with its numbers for days."""
    (sheet,) = open_bytes(old_workbook([["Date", "Kits"], [46085.0, 3.0]]), "a.xls").sheets()

    assert [["Date", "Kits"], ["46085", "3"]] == list(sheet.read())


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


def _archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
