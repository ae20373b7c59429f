"""Workbooks of other formats than .xlsx, and web pages, read in a process of their own.

The old format has no checksums: one damaged byte can say that a cell lies four billion cells away, and making room for
those ends the process that tries; .xlsb and .ods can ask for as much. That must not be the one that serves the
dashboard. Which rows and columns are hidden in these formats, and which cells are computed, can't be known from here.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from rorf_data.intake.cell_text import text_of
from rorf_data.intake.sheet import Merged, Record, Sheet
from rorf_data.intake.web_page import tables_of

ROOT = Path(__file__).parents[2]
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); import rorf_data.intake.apart as it; sys.exit(it.main(sys.argv[2]))"
)

LONGEST_SECONDS = 120
MOST_MEMORY = 2_000_000_000
PROTECTED = 3
WORKBOOK = "workbook"


class Unreadable(Exception):
    """The file can't be read."""


class Protected(Unreadable):
    """The file can't be read without its password."""


class _Read(NamedTuple):
    """What the other process writes of one sheet."""

    name: str
    is_hidden: bool
    merged: list[Merged]
    records: list[Record]


def read_apart(content: bytes, *, encoding: str = WORKBOOK) -> tuple[Sheet, ...]:
    """The sheets of a workbook, or the tables of a web page in this encoding, that hold anything.

    Raises :class:`Unreadable` when it can't be read, or not within two minutes and two gigabytes.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", START, str(ROOT), encoding],
            input=content,
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise Unreadable from None
    if done.returncode:
        raise Protected if done.returncode == PROTECTED else Unreadable
    return tuple(_sheet(_Read(*read)) for read in json.loads(done.stdout) if read[-1])


def main(encoding: str) -> int:
    """Write the sheets of the file on standard input as JSON; how it went is the exit code."""
    _limit_memory()
    content = sys.stdin.buffer.read()
    try:
        found = _sheets(content) if encoding == WORKBOOK else _tables(content.decode(encoding, errors="replace"))
    except PasswordError:
        return PROTECTED
    sys.stdout.write(json.dumps(found))
    return 0


def merged_of(sheet: CalamineSheet) -> list[Merged]:
    """The cells of a sheet that are merged over several rows, by the column that their text stands in."""
    ranges = sheet.merged_cell_ranges or []
    return [Merged(left, top + 1, bottom + 1) for (top, left), (bottom, _) in ranges if bottom > top]


def _sheets(content: bytes) -> list[_Read]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [(about, book.get_sheet_by_name(about.name)) for about in book.sheets_metadata]
    return [
        _Read(about.name, about.visible != SheetVisibleEnum.Visible, merged_of(sheet), _records(sheet))
        for about, sheet in sheets
    ]


def _records(sheet: CalamineSheet) -> list[Record]:
    return [[text_of(cell) for cell in cells] for cells in sheet.iter_rows()]


def _tables(page: str) -> list[_Read]:
    tables = tables_of(page)
    names = [""] if len(tables) == 1 else [f"Table {number}" for number in range(1, len(tables) + 1)]
    return [_Read(name, False, merged, list(rows)) for name, (rows, merged) in zip(names, tables, strict=True)]


def _sheet(read: _Read) -> Sheet:
    merged = tuple(Merged(*one) for one in read.merged)
    return Sheet.of(read.name, lambda: iter(read.records), is_hidden=read.is_hidden, merged=merged)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; room that isn't there is refused there as well.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
