"""Excel workbooks: what must be refused before they are unpacked, and their sheets as records of text."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from rorf_data.errors import FileRefused
from rorf_data.intake.sheet import Record, Sheet

BLOCK = 1 << 20
LARGEST_UNPACKED = 600_000_000
MOST_CELLS = 20_000_000

SHEET_PART = re.compile(r"^xl/worksheets/[^/]+\.xml$")
CELL_REFERENCE = re.compile(rb'\sr="([A-Z]{0,3})([0-9]{1,7})"')
LONGEST_REFERENCE = 16

# Names of streams inside an OLE container, as they are written in its directory.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def check_zip(name: str, stream: BinaryIO) -> None:
    """Raise :class:`FileRefused` unless the archive is a whole Excel workbook of bearable size.

    Every part is unpacked once, in blocks, and counted: what an archive says about its own sizes isn't believed.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise FileRefused(f"“{name}” is an archive, not an Excel workbook. Unpack it and load the files in it.")
            _check_parts(name, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise _broken(name) from None


def check_ole(name: str, stream: BinaryIO) -> None:
    """Raise :class:`FileRefused` for an OLE container that is no open workbook, such as a password-protected one."""
    content = stream.read()
    if ENCRYPTED in content:
        raise _protected(name)
    if not any(stream_name in content for stream_name in WORKBOOK_STREAMS):
        raise FileRefused(f"“{name}” is no Excel workbook. Save it as .xlsx or as CSV and try again.")


def sheets_of(name: str, stream: BinaryIO) -> tuple[Sheet, ...]:
    """The sheets of a checked workbook that hold anything, in its order."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
        sheets = [book.get_sheet_by_name(title) for title in book.sheet_names]
        return tuple(_sheet(name, sheet) for sheet in sheets if sheet.height)
    except PasswordError:
        raise _protected(name) from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise _broken(name) from None
    except BaseException as problem:
        # A damaged workbook can make the reader give up in a way that isn't an ordinary exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise _broken(name) from None


def text_of(cell: Cell) -> str:
    """A cell as a person reads it: ``3`` for 3.0, ``2026-03-04`` for a date without a time of day."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "seconds")
    return str(cell)


def _sheet(name: str, sheet: CalamineSheet) -> Sheet:
    if sheet.height * sheet.width > MOST_CELLS:
        raise _too_wide(name)

    def records() -> Iterator[Record]:
        for cells in sheet.iter_rows():
            yield [text_of(cell) for cell in cells]

    return Sheet.of(sheet.name, records)


def _check_parts(name: str, archive: zipfile.ZipFile) -> None:
    unpacked = 0
    for part in archive.infolist():
        is_sheet = bool(SHEET_PART.match(part.filename))
        last_row, last_column, tail = 0, 0, b""
        with archive.open(part) as content:
            while block := content.read(BLOCK):
                unpacked += len(block)
                if unpacked > LARGEST_UNPACKED:
                    raise FileRefused(f"“{name}” unpacks to far more than its size; it isn't opened. Save it as CSV.")
                if is_sheet:
                    row, column = _furthest(tail + block)
                    last_row, last_column = max(last_row, row), max(last_column, column)
                    tail = block[-LONGEST_REFERENCE:]
        if last_row * last_column > MOST_CELLS:
            raise _too_wide(name)


def _furthest(xml: bytes) -> tuple[int, int]:
    """The last row and the last column that any cell reference in the text names."""
    references = set(CELL_REFERENCE.findall(xml))
    rows = {int(row) for _, row in references}
    columns = {_column_number(letters) for letters in {letters for letters, _ in references}}
    return max(rows, default=0), max(columns, default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _broken(name: str) -> FileRefused:
    return FileRefused(f"“{name}” is a broken Excel workbook. Open it in Excel, save it anew and try again.")


def _protected(name: str) -> FileRefused:
    return FileRefused(f"“{name}” is protected by a password. Save a copy without the password and load that.")


def _too_wide(name: str) -> FileRefused:
    return FileRefused(
        f"“{name}” has a cell far away from its table. Delete what is outside the table and save it anew."
    )
