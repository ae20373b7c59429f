"""Workbooks in formats that no library here writes, made by hand for tests."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

OPEN_DOCUMENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Log">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def xlsx_of(sheet: str, *, workbook_settings: str = "") -> bytes:
    """An .xlsx with one sheet called “Log” of this XML inside <worksheet>."""
    return _zipped(
        {
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns:r="{RELATION}">{workbook_settings}<sheets>'
            '<sheet name="Log" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet>{sheet}</worksheet>",
        }
    )


def ods_of(rows: str) -> bytes:
    """An .ods with one sheet called “Log” of these rows."""
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    content = OPEN_DOCUMENT.format(rows)
    return _zipped({"mimetype": mimetype, "META-INF/manifest.xml": "<manifest/>", "content.xml": content})


def ods_row(cells: Sequence[str | float], more: str = "") -> str:
    """A row of texts and numbers; what is written ISO as a day is a date."""
    return f"<table:table-row {more}>{''.join(map(_ods_cell, cells))}</table:table-row>"


def xlsb_of(rows: Sequence[Sequence[str | float]]) -> bytes:
    """An .xlsb with one sheet called “Log” of texts and numbers."""
    name, relation = _wide("Log"), _wide("rId1")
    book = _record(0x9C, struct.pack("<II", 0, 1) + relation + name)
    sheet = _record(0x94, struct.pack("<IIII", 0, len(rows), 0, max(map(len, rows)))) + _record(0x91, b"")
    for number, row in enumerate(rows):
        sheet += _record(0x00, struct.pack("<IIHBBB", number, 0, 300, 0, 0, 0) + struct.pack("<I", 0))
        for column, cell in enumerate(row):
            head = struct.pack("<II", column, 0)
            sheet += (
                _record(6, head + _wide(cell)) if isinstance(cell, str) else _record(5, head + struct.pack("<d", cell))
            )
    return _zipped(
        {
            "xl/workbook.bin": _record(0x83, b"") + _record(0x8F, b"") + book + _record(0x90, b"") + _record(0x84, b""),
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{RELATION}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
            "xl/worksheets/sheet1.bin": _record(0x81, b"") + sheet + _record(0x92, b"") + _record(0x82, b""),
        }
    )


def _ods_cell(cell: str | float) -> str:
    if isinstance(cell, float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    if cell[:4].isdigit():
        return f'<table:table-cell office:value-type="date" office:date-value="{cell}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'


def _record(kind: int, content: bytes) -> bytes:
    """A record of the binary format: its kind in one or two bytes, its length in seven bits a byte."""
    number = bytes([kind]) if kind < 0x80 else bytes([kind, 1])
    length, size = b"", len(content)
    while size >= 0x80:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return number + length + bytes([size]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _zipped(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
