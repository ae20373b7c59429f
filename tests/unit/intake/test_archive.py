"""Archives that a workbook can be: what is refused before it is opened, and what is left alone."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from rorf_data.errors import FileRefused
from rorf_data.intake import archive as subject
from rorf_data.intake.read import open_bytes
from tests.unit.intake.reading import workbook

ROWS = [["Date", "Agency", "Town", "Kits"], ["3/4/2026", "A", "Kent", "1"]]
BOOK = {"xl/workbook.xml": b"<workbook/>"}
SHEET = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'


@pytest.mark.parametrize(
    "name",
    [
        "../evil.xml",
        "xl/../../evil.xml",
        "/etc/passwd",
        "C:/evil.xml",
        "c:evil",
        "xl\\evil.xml",
        "xl/..",
        "\\\\host\\x",
    ],
)
def test_a_part_whose_name_points_out_of_the_workbook_is_refused(name: str, tmp_path: Path) -> None:
    """Nothing is ever written to disk, but such an archive wasn't made by a spreadsheet program."""
    with pytest.raises(FileRefused, match="“a.xlsx” holds a part whose name points out of the workbook"):
        open_bytes(archive(BOOK | {name: b"x"}), "a.xlsx")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["xl/a..b.xml", "xl/...", "docProps/app.xml", "[Content_Types].xml"])
def test_other_names_are_no_reason_to_refuse(name: str) -> None:
    """Two dots inside a name lead nowhere."""
    assert "xlsx" == open_bytes(archive(BOOK | {name: b"x"}), "a.xlsx").kind


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", LAUGHS),
        ("xl/sharedStrings.xml", b'<?xml version="1.0"?>\n' + LAUGHS),
        ("xl/_rels/workbook.xml.rels", b"<!doctype x>" + LAUGHS),
        ("[Content_Types].xml", b" " * (3 << 20) + LAUGHS),
        ("xl/worksheets/sheet1.xml", b"<worksheet>" + b"x" * ((1 << 20) - 15) + b"<!ENTITY a 'b'></worksheet>"),
    ],
)
def test_xml_that_declares_entities_is_refused(part: str, content: bytes) -> None:
    """The billion laughs, wherever they stand, also across the blocks that the part is read in."""
    with pytest.raises(FileRefused, match="“a.xlsx” declares entities in its XML"):
        open_bytes(archive(BOOK | {part: content}), "a.xlsx")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_xml_in_an_encoding_that_nobody_knows_is_refused(part: str) -> None:
    """A damaged declaration can name any."""
    parts = BOOK | {"xl/_rels/workbook.xml.rels": b"<Relationships/>"}
    with pytest.raises(FileRefused, match="“a.xlsx” is a broken Excel workbook"):
        open_bytes(archive(parts | {part: b'<?xml version="1.0" encoding="x"?>' + parts[part]}), "a.xlsx")


def test_a_picture_may_declare_what_it_likes() -> None:
    """Drawings saved as SVG do, and nobody reads them."""
    picture = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"><svg/>'

    assert "xlsx" == open_bytes(archive(BOOK | {"xl/media/image1.svg": picture}), "a.xlsx").kind


@pytest.mark.parametrize(("parts", "is_refused"), [(10, False), (11, True)])
def test_an_archive_of_too_many_parts_is_refused(parts: int, is_refused: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs time to open; the most that there may be is far above any workbook's number."""
    monkeypatch.setattr(subject, "MOST_PARTS", 10)
    content = archive(BOOK | {f"xl/media/{number}": b"" for number in range(parts - 1)})

    if is_refused:
        with pytest.raises(FileRefused, match="has more than 10 parts"):
            open_bytes(content, "a.xlsx")
    else:
        open_bytes(content, "a.xlsx")


def test_entries_that_share_their_bytes_are_refused() -> None:
    """As in the archives of a few kilobytes that unpack to petabytes: every entry points to the same bytes."""
    with pytest.raises(FileRefused, match="is a broken Excel workbook"):
        open_bytes(overlapping(), "a.xlsx")


def test_two_parts_of_one_name_are_refused() -> None:
    """One reader would take the first and another the last."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr("xl/workbook.xml", b"<workbook/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            book.writestr("xl/workbook.xml", b"<workbook/>")

    with pytest.raises(FileRefused, match="is a broken Excel workbook"):
        open_bytes(stream.getvalue(), "a.xlsx")


@pytest.mark.parametrize("said", [10, 5_000_000])
def test_what_an_archive_says_of_a_parts_size_is_not_believed(said: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a part that is longer than it says nor one that is shorter is opened."""
    whole = archive(BOOK | {"xl/media/x": b"\x00" * 1_000_000})
    lying = whole.replace(struct.pack("<I", 1_000_000), struct.pack("<I", said))

    with pytest.raises(FileRefused, match="is a broken Excel workbook"):
        open_bytes(lying, "a.xlsx")
    monkeypatch.setattr(subject, "LARGEST_UNPACKED", 999_999)
    with pytest.raises(FileRefused, match="unpacks to far more than its size"):
        open_bytes(lying, "a.xlsx")


def test_a_way_of_packing_that_needs_much_memory_is_refused() -> None:
    """Spreadsheet programs deflate or store."""
    with pytest.raises(FileRefused, match="is a broken Excel workbook"):
        open_bytes(archive(BOOK, packing=zipfile.ZIP_LZMA), "a.xlsx")


@pytest.mark.parametrize(("cells", "is_refused"), [(20, False), (21, True)])
def test_a_text_shared_by_very_many_cells_counts_for_each_of_them(
    cells: int, is_refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bomb of another kind: one long text, and a row of short references to it."""
    monkeypatch.setattr(subject, "MOST_SHARED_TEXT", 21 * (1000 + len("><t></t></si>")) - 1)
    texts = b"<sst><si><t>short</t></si><si><t>" + b"x" * 1000 + b"</t></si></sst>"
    row = b"".join(b'<c r="A%d" t="s"><v>1</v></c><c r="B%d"><v>1</v></c>' % (n, n) for n in range(1, cells + 1))
    sheet = b"<worksheet><sheetData>" + row + b"</sheetData></worksheet>"
    content = archive(BOOK | {"xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": sheet})

    if is_refused:
        with pytest.raises(FileRefused, match="unpacks to far more than its size"):
            open_bytes(content, "a.xlsx")
    else:
        open_bytes(content, "a.xlsx")


def test_the_cells_of_all_sheets_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty sheets with a far cell each need as much room as one with twenty times as many."""
    far = SHEET.replace(b'r="A1"', b'r="J10"')
    sheets = {f"xl/worksheets/sheet{number}.xml": far for number in range(3)}

    monkeypatch.setattr(subject, "MOST_CELLS", 300)
    open_bytes(archive(BOOK | sheets), "a.xlsx")
    monkeypatch.setattr(subject, "MOST_CELLS", 299)
    with pytest.raises(FileRefused, match="has a cell far away from its table"):
        open_bytes(archive(BOOK | sheets), "a.xlsx")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.dat", "anything"])
@pytest.mark.parametrize("reference", [b"XFD1048576", b"xfd1048576", b"A9999999999", b"XFDXFD1"])
def test_a_far_cell_is_seen_however_it_is_written_and_whatever_its_part_is_called(part: str, reference: bytes) -> None:
    """In small letters, beyond what a sheet can hold, or in a part with another ending."""
    with pytest.raises(FileRefused, match="has a cell far away from its table"):
        open_bytes(archive(BOOK | {part: SHEET.replace(b"A1", reference)}), "a.xlsx")


@pytest.mark.parametrize(
    ("rows", "room"),
    [
        (b"<row><c><v>1</v></c></row>" * 10, 10),
        (b"<row><c/><c/><c/></row>" + b"<row><c/></row>" * 9, 30),
        (b'<row r="90"><c/><c s="1"/></row><row><c/></row>', 182),
        (b'<x:row><x:c t="n"/></x:row><row\ns="1"><c/><c></c></row>', 4),
        (b'<row r="1"><c r="A1"/><c r="B1"/></row>', 2),
    ],
)
def test_cells_that_do_not_say_where_they_are_need_room_as_well(
    rows: bytes, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is the next one, so that a wide row and many short ones make a table that no memory holds."""
    sheet = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    content = archive(BOOK | {"xl/worksheets/sheet1.xml": sheet})

    monkeypatch.setattr(subject, "MOST_CELLS", room)
    open_bytes(content, "a.xlsx")
    monkeypatch.setattr(subject, "MOST_CELLS", room - 1)
    with pytest.raises(FileRefused, match="has a cell far away from its table"):
        open_bytes(content, "a.xlsx")


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (["xl/vbaProject.bin"], "“a.xlsm” holds macros, which were left alone."),
        (["xl/externalLinks/externalLink1.xml"], "“a.xlsm” holds links to other files, which were left alone."),
        (["xl/embeddings/oleObject1.bin"], "“a.xlsm” holds embedded objects, which were left alone."),
        (
            ["xl/vbaProject.bin", "xl/connections.xml", "xl/embeddings/book.xlsx", "xl/activeX/activeX1.bin"],
            "“a.xlsm” holds macros, links to other files and embedded objects, which were left alone.",
        ),
    ],
)
def test_what_could_run_or_fetch_is_left_alone_and_told_of(parts: list[str], sentence: str) -> None:
    """The rows are read as ever."""
    opened = open_bytes(with_parts(workbook({"Log": ROWS}), parts), "a.xlsm")

    assert (sentence,) == opened.notes
    assert [ROWS] == [list(sheet.read()) for sheet in opened.sheets()]


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("word/document.xml", "is a Word document, not a table. Copy its table into Excel"),
        ("ppt/presentation.xml", "is a PowerPoint file"),
        ("Index/Document.iwa", "is a document of Apple's Numbers. Export it from there as Excel or CSV"),
        ("log.csv", "is an archive, not an Excel workbook. Unpack it"),
    ],
)
def test_other_archives_are_named(part: str, what: str) -> None:
    """With what to do about them."""
    with pytest.raises(FileRefused, match=what):
        open_bytes(archive({part: b"x"}), "a.zip")


def archive(parts: Mapping[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return stream.getvalue()


def with_parts(book: bytes, parts: list[str]) -> bytes:
    """A workbook with more parts in it."""
    stream = io.BytesIO(book)
    with zipfile.ZipFile(stream, "a") as archive:
        for part in parts:
            archive.writestr(part, b"x")
    return stream.getvalue()


def overlapping() -> bytes:
    """An archive with two entries of one part's bytes: the directory's first entry stands there twice."""
    whole = archive(BOOK)
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entry = whole[start:end]
    twin = entry.replace(b"xl/workbook.xml", b"xl/workbook.xm2")
    directory = entry + twin
    closing = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), start, 0)
    return whole[:start] + directory + closing
