"""A short way for tests to take a file in, and to make the files that people send."""

from __future__ import annotations

import io
import struct
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl

from rorf_data.intake.batches import read_batches
from rorf_data.intake.date_order import find_date_orders
from rorf_data.intake.decisions import NO_DECISIONS, Decisions
from rorf_data.intake.read import open_bytes
from rorf_data.intake.recognise import Recognised, recognise
from rorf_data.intake.sources import Source, read_sources
from rorf_data.model import Issue, Outcome
from rorf_data.settings import read_settings

TODAY = date(2026, 11, 22)
KEY = b"a key that only the tests know"
SETTINGS = read_settings()
SHIPPED = read_sources()


@dataclass(frozen=True)
class Taken:
    """What became of a file: plain records instead of frames."""

    recognised: Recognised
    read: int
    rows: list[dict[Hashable, Any]]
    held: list[dict[Hashable, Any]]
    issues: list[Issue]

    def decided(self, outcome: Outcome) -> list[tuple[int, str, str]]:
        """Row, column and sentence of the issues of this outcome."""
        return [(issue.row, issue.column, issue.problem) for issue in self.issues if issue.outcome is outcome]

    @property
    def refused(self) -> list[tuple[int, str, str]]:
        """Row, column and sentence of every row refused."""
        return self.decided(Outcome.REFUSED)

    @property
    def noted(self) -> list[tuple[int, str, str]]:
        """Row, column and sentence of every note."""
        return self.decided(Outcome.NOTED)


def take_in(
    content: str | bytes,
    *,
    name: str = "log.csv",
    sources: Sequence[Source] = SHIPPED,
    source: str | None = None,
    chunk_rows: int = 50_000,
    today: date = TODAY,
    key: bytes = KEY,
    decisions: Decisions = NO_DECISIONS,
    date_order: str = "",
) -> Taken:
    """Open, recognise and read a file in memory; ``date_order`` is what a person said of its dates."""
    file = open_bytes(content.encode() if isinstance(content, str) else content, name)
    recognised = recognise(file, sources, name=source)
    batches = list(
        read_batches(
            file,
            recognised,
            settings=SETTINGS,
            today=today,
            token_key=key,
            decisions=decisions,
            date_orders=find_date_orders(recognised, settings=SETTINGS, today=today, told=date_order),
            chunk_rows=chunk_rows,
        )
    )
    return Taken(
        recognised=recognised,
        read=sum(batch.read for batch in batches),
        rows=[row for batch in batches for row in batch.rows.to_dict("records")],
        held=[row for batch in batches for row in batch.held.to_dict("records")],
        issues=[issue for batch in batches for issue in batch.issues],
    )


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    merged: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
) -> bytes:
    """An .xlsx with these sheets; ``merged`` are cell ranges of the first one, ``states`` say which are hidden."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.sheet_state = (states or {}).get(title, "visible")
        for row in rows:
            sheet.append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """An OLE container, as old Excel files and password-protected new ones are."""
    sector, end, free, fat_mark = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    table, body, entries = [fat_mark, end], b"", [_entry("Root Entry", 5, end, 0, child=1 if streams else free)]
    for number, (name, content) in enumerate(streams.items(), 1):
        padded = content.ljust(max(4096, -(-len(content) // sector) * sector), b"\x00")
        first, count = len(table), len(padded) // sector
        table += [*range(first + 1, first + count), end]
        entries.append(_entry(name, 2, first, len(padded), right=number + 1 if number < len(streams) else free))
        body += padded
    assert len(table) <= sector // 4
    assert len(entries) <= sector // 128
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, 1, 0, 4096, end, 0, end, 0, 0,
    )  # fmt: skip
    fat = struct.pack(f"<{sector // 4}I", *(table + [free] * (sector // 4 - len(table))))
    return header + struct.pack("<I", free) * 108 + fat + b"".join(entries).ljust(sector, b"\x00") + body


def old_workbook(rows: Sequence[Sequence[str | float]]) -> bytes:
    """An .xls of Excel 97 with one sheet of texts and numbers."""
    start = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    title = b"Log"
    sheet = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if isinstance(cell, str):
                text = cell.encode("utf-16-le")
                sheet += _biff(0x0204, struct.pack("<HHHHB", y, x, 0, len(cell), 1) + text)
            else:
                sheet += _biff(0x0203, struct.pack("<HHHd", y, x, 0, cell))
    sheet += _biff(0x000A, b"")
    bound = struct.pack("<IBBBB", 0, 0, 0, len(title), 0) + title
    globals_length = 4 * 3 + len(start) + len(bound)
    bound = struct.pack("<IBBBB", globals_length, 0, 0, len(title), 0) + title
    return compound_file({"Workbook": _biff(0x0809, start) + _biff(0x0085, bound) + _biff(0x000A, b"") + sheet})


def _biff(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _entry(name: str, kind: int, first: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\x00").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ", text, len(text), kind, 1, 0xFFFFFFFF, right, child, b"", 0, 0, 0, first, size
    )
