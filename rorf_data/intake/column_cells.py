"""The cells of a few columns of a sheet, for whoever has to look at all of them before the rows are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO

from rorf_data.intake.sheet import Record, Sheet

CHARACTERS_AT_A_TIME = 1 << 20
ROWS_AT_A_TIME = 10_000

Cells = list[list[str]]


def columns_below(sheet: Sheet, header_row: int, positions: Sequence[int]) -> Iterator[tuple[Sequence[int], Cells]]:
    """Some thousand rows at a time, in order: their numbers, then for each column its cells.

    Where a row ends early its cells are blank. Blank rows may be among them.
    """
    if sheet.read_columns is None or sheet.filled:
        rows = sheet.rows_below(header_row)
        while some := list(islice(rows, ROWS_AT_A_TIME)):
            yield [row for row, _ in some], _columns_of([cells for _, cells in some], positions)
        return
    read = 0
    for columns in sheet.read_columns(positions):
        above = max(header_row - read, 0)
        yield range(read + above + 1, read + len(columns[0]) + 1), [cells[above:] for cells in columns]
        read += len(columns[0])


def delimited_columns(stream: BinaryIO, encoding: str, delimiter: str, positions: Sequence[int]) -> Iterator[Cells]:
    """The cells of some columns of a delimited text from its first record on, as the csv module reads them.

    Lines without a quotation mark are only parted, which is far quicker. Where the text breaks off its columns end:
    that is told when its rows are read.
    """
    errors = "replace" if encoding == "cp1252" else "strict"
    with io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="") as lines:
        try:
            while some := lines.readlines(CHARACTERS_AT_A_TIME):
                is_plain = '"' not in "".join(some)
                records = _parted(some, delimiter, max(positions)) if is_plain else _quoted(some, lines, delimiter)
                yield _columns_of(records, positions)
        except (UnicodeDecodeError, csv.Error):
            return


def _parted(lines: Sequence[str], delimiter: str, last: int) -> list[Record]:
    return [line.rstrip("\r\n").split(delimiter, last + 1) for line in lines]


def _quoted(some: Sequence[str], more: Iterator[str], delimiter: str) -> list[Record]:
    """The records that begin in these lines; the last of them may go on in the lines after them."""
    records = csv.reader(chain(some, more), delimiter=delimiter)
    found = []
    while records.line_num < len(some):
        found.append(next(records))
    return found


def _columns_of(records: Sequence[Record], positions: Sequence[int]) -> Cells:
    return [[cells[p] if p < len(cells) else "" for cells in records] for p in positions]
