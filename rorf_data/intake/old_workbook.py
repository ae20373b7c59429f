"""Workbooks of Excel 97 to 2003, read in a process of their own.

The old format has no checksums: one damaged byte can say that a cell lies four billion cells away, and making room for
those ends the process that tries. That must not be the one that serves the dashboard.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

from python_calamine import CalamineWorkbook, PasswordError

from rorf_data.intake.cell_text import text_of
from rorf_data.intake.sheet import Record

ROOT = Path(__file__).parents[2]
START = "import sys; sys.path.insert(0, sys.argv[1]); from rorf_data.intake.old_workbook import main; sys.exit(main())"

LONGEST_SECONDS = 120
MOST_MEMORY = 2_000_000_000
PROTECTED = 3


class Unreadable(Exception):
    """The workbook can't be read."""


class Protected(Unreadable):
    """The workbook can't be read without its password."""


def read_apart(content: bytes) -> list[tuple[str, list[Record]]]:
    """Name and records of every sheet, read by another process; raises :class:`Unreadable`."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", START, str(ROOT)],
            input=content,
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise Unreadable from None
    if done.returncode:
        raise Protected if done.returncode == PROTECTED else Unreadable
    return [(name, records) for name, records in json.loads(done.stdout)]


def main() -> int:
    """Write the sheets of the workbook on standard input as JSON; how it went is the exit code."""
    _limit_memory()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        found = [(name, [[text_of(cell) for cell in cells] for cells in sheet.iter_rows()]) for name, sheet in sheets]
    except PasswordError:
        return PROTECTED
    sys.stdout.write(json.dumps(found))
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; room that isn't there is refused there as well.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
