"""What befalls a workbook: its cells, the parts of its archive, and the XML in these."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell

from tests.mutations.on_bytes import Draw, OnBytes, cut, delete, flip

LAST_SECOND = datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001 - a cell has no time zone
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2.5, 1e300, 1e-300, 10**15, 2958466, 0.99999, -0.5, time(23, 59), date(1900, 1, 1)),
    *(LAST_SECOND, date(2027, 1, 1), "=1+1", "=NOW()", "#REF!", "#N/A", "03/04/2026", "x" * 32_000),
)
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
XML_VALUE = re.compile(rb'(?<= )(\w+)="[^"<>]*"|(?<=<)(v|t)>[^<]*<')
ODD_IN_XML = {
    b"r": ("A0", "AB12", "XFE9", "XFD40", "A4294967296", "A99999999999999999999", "0", "-1", "5", "rId99", ""),
    b"t": ("s", "e", "d", "b", "n", "str", "inlineStr", "x", "shared", ""),
    b"v": ("99999", "-1", "1e999", "nan", "", "TRUE", "2958466", "#REF!", "2026-03-04", "0x1", "&#55296;", "&lt;"),
    b"ref": ("A9:A1", "A:A", "1:1", "A1", "A1:XFD1048576", "B2:B4294967296", ""),
    b"": ("", "0", "-1", "1", "999", "99999999999999999999", "true", "x"),
}


def saved(book: Any) -> bytes:
    """The bytes of a workbook, which are the same whenever it is saved."""
    stream = io.BytesIO()
    book.save(stream)
    parts = _unpacked(stream.getvalue())
    return _packed(parts | {"docProps/core.xml": MOMENT.sub(b"2026-11-22T12:00:00Z", parts["docProps/core.xml"])})


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _replace_values(draw: Draw, content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    share = draw.choice((0.01, 0.1, 0.5))
    for row in book.worksheets[0].iter_rows(min_row=draw.choice((1, 2, 5))):
        for cell in row:
            if draw.random() < share and not isinstance(cell, MergedCell):
                cell.value = draw.choice(ODD_VALUES)
    return saved(book)


def _reshape(draw: Draw, content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for _ in range(draw.randint(1, 4)):
        change = draw.choice((sheet.delete_rows, sheet.delete_cols, sheet.insert_rows, sheet.insert_cols))
        change(draw.randint(1, 12), draw.randint(1, 3))
    return saved(book)


def _merge_and_hide(draw: Draw, content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for _ in range(draw.randint(1, 4)):
        row, column = draw.randint(1, 40), draw.randint(1, 8)
        sheet.merge_cells(
            start_row=row, start_column=column, end_row=row + draw.randint(0, 5), end_column=column + draw.randint(0, 2)
        )
    sheet.row_dimensions[draw.randint(1, 40)].hidden = True
    copy = book.copy_worksheet(sheet) if draw.random() < 0.5 else book.create_sheet("More")
    copy.sheet_state = draw.choice(("visible", "hidden", "veryHidden"))
    copy.append([draw.choice(ODD_VALUES) for _ in range(8)])
    return saved(book)


def _on_a_part(change: Callable[[Draw, bytes], bytes | None]) -> OnBytes:
    """One part of the archive is changed, or missing for None, and all is packed anew without a fault."""

    def changed(draw: Draw, content: bytes) -> bytes:
        parts = _unpacked(content)
        sheets = [name for name in parts if "/worksheets/" in name or "haredStrings" in name]
        name = draw.choice(sheets if sheets and draw.random() < 0.6 else list(parts))
        new = change(draw, parts.pop(name))
        return _packed(parts if new is None else parts | {name: new})

    return changed


def _change_xml(draw: Draw, content: bytes) -> bytes:
    """Some references, types and values in the XML are exchanged for odd ones, or for others of their kind."""
    share, known = draw.choice((0.002, 0.02, 0.2)), [found[0] for found in XML_VALUE.finditer(content)]

    def changed(found: re.Match[bytes]) -> bytes:
        if draw.random() > share:
            return found[0]
        name = found[1] or found[2]
        begin, end = (name + b'="', b'"') if found[1] else (name + b">", b"<")
        others = [other for other in draw.choices(known, k=20) if other.startswith(begin)]
        odd = draw.choice(ODD_IN_XML.get(name, ODD_IN_XML[b""])).encode()
        return draw.choice([begin + odd + end, *others[:2]])

    return XML_VALUE.sub(changed, content)


ON_WORKBOOKS: dict[str, OnBytes] = {
    "values replaced": _replace_values,
    "rows and columns put in or taken out": _reshape,
    "cells merged and hidden": _merge_and_hide,
    "a part missing": _on_a_part(lambda _draw, _content: None),
    "a part cut": _on_a_part(cut),
    "a part flipped": _on_a_part(flip),
    "references and values exchanged": _on_a_part(_change_xml),
    "bytes of the archive flipped": flip,
    "bytes of the archive deleted": delete,
}
