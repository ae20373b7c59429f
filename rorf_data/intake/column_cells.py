"""The cells of a few columns of a sheet, for whoever has to look at all of them before the rows are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import BinaryIO

from rorf_data.intake.sheet import Record, Sheet

# So few that what was read is still near at hand when it is taken apart, which is several times as fast.
CHARACTERS_AT_A_TIME = 1 << 16
ROWS_AT_A_TIME = 50_000

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
    for columns in _together(sheet.read_columns(positions)):
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
                if '"' in "".join(some):
                    yield _columns_of(_quoted(some, lines, delimiter), positions)
                else:
                    yield _parted(some, delimiter, positions)
        except (UnicodeDecodeError, csv.Error):
            return


def _together(read: Iterator[Cells]) -> Iterator[Cells]:
    """The same cells, so many at a time that each text has to be looked at but seldom."""
    for columns in read:
        while len(columns[0]) < ROWS_AT_A_TIME and (more := next(read, None)):
            for cells, others in zip(columns, more, strict=True):
                cells += others
        yield columns


def _parted(lines: Sequence[str], delimiter: str, positions: Sequence[int]) -> Cells:
    last = max(positions)
    records = [line.split(delimiter, last + 1) for line in lines]
    if min(map(len, records)) <= last + 1:
        records = [line.rstrip("\r\n").split(delimiter, last + 1) for line in lines]
        return _columns_of(records, positions)
    return [list(map(itemgetter(p), records)) for p in positions]


def _quoted(some: Sequence[str], more: Iterator[str], delimiter: str) -> list[Record]:
    """The records that begin in these lines; the last of them may go on in the lines after them."""
    records = csv.reader(chain(some, more), delimiter=delimiter)
    found: list[Record] = []
    while records.line_num < len(some):
        found.append(next(records))
    return found


def _columns_of(records: Sequence[Record], positions: Sequence[int]) -> Cells:
    return [[cells[p] if p < len(cells) else "" for cells in records] for p in positions]
