"""Excel workbooks: what must be refused before they are unpacked, and their sheets as records of text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from rorf_data.errors import FileRefused
from rorf_data.intake.cell_text import text_of
from rorf_data.intake.old_workbook import Protected, Unreadable, read_apart
from rorf_data.intake.sheet import Record, Sheet

BLOCK = 1 << 20
LARGEST_UNPACKED = 600_000_000
MOST_CELLS = 20_000_000

# Cells say where they are; so do rows, without a letter.
CELL_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']""")
LONGEST_REFERENCE = 32

# Names of streams inside an OLE container, as they are written in its directory.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


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


def old_sheets_of(name: str, stream: BinaryIO) -> tuple[Sheet, ...]:
    """The sheets of a checked workbook of Excel 97 to 2003 that hold anything, in its order."""
    try:
        sheets = read_apart(stream.read())
    except Protected:
        raise _protected(name) from None
    except Unreadable:
        raise _broken(name) from None
    return tuple(Sheet.of(title, partial(iter, records)) for title, records in sheets if records)


def sheets_of(name: str, stream: BinaryIO) -> tuple[Sheet, ...]:
    """The sheets of a checked .xlsx workbook that hold anything, in its order."""
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
        is_xml = part.filename.endswith(".xml")
        last_row, last_column, tail = 0, 0, b""
        with archive.open(part) as content:
            while block := content.read(BLOCK):
                unpacked += len(block)
                if unpacked > LARGEST_UNPACKED:
                    raise FileRefused(f"“{name}” unpacks to far more than its size; it isn't opened. Save it as CSV.")
                if is_xml:
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
