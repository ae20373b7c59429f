"""Rows of a delimited text by column, many at a time, as long as every line is one row of the same number of cells.

Most lines of a log hold no quotation mark. Joined into one text they can be parted all at once, which is far quicker
than line by line; lines with quotation marks are read as ever and put back into their places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ROWS_AT_ONCE = 50_000
MOST_TO_SHARE = 20_000

Texts = npt.NDArray[np.object_]
Cells = list[list[str]]
ReadLines = Callable[[Iterable[str]], Iterator[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a sheet: their numbers, and the cells of each column. None of them is wholly blank."""

    numbers: npt.NDArray[np.int64]
    columns: list[Texts]

    def below(self, row: int) -> Block:
        """Those of the rows that come after this one."""
        if not len(self.numbers) or self.numbers[0] > row:
            return self
        kept = self.numbers > row
        return Block(self.numbers[kept], [column[kept] for column in self.columns])


class Gathered:
    """Rows on their way into a block."""

    def __init__(self) -> None:
        self._columns: Cells = []
        self._known: dict[int, dict[str, str]] | None = None

    def __len__(self) -> int:
        return len(self._columns[0]) if self._columns else 0

    def takes(self, columns: Cells) -> bool:
        """Take in more rows, if they are as wide as those that are there."""
        if self._columns and len(columns) != len(self._columns):
            return False
        self._columns = self._columns or [[] for _ in columns]
        for cells, more in zip(self._columns, self._shared(columns), strict=True):
            cells += more
        return True

    def _shared(self, columns: Cells) -> Cells:
        """The columns with one and the same text for all cells that say the same, where a column says the same often.

        That is little memory to hold, and much less to look at for whoever compares or counts the cells.
        """
        if self._known is None:
            self._known = {at: {} for at, cells in enumerate(columns) if len(set(cells)) * 2 < len(cells)}
        for at, known in self._known.items():
            if at < len(columns) and len(known) < MOST_TO_SHARE:
                columns[at] = list(map(known.setdefault, columns[at], columns[at]))
        return columns

    def block(self, last: int) -> Block:
        """All rows, the number of the last of them being ``last``; nothing is left here."""
        numbers = np.arange(last - len(self) + 1, last + 1)
        columns = [np.fromiter(cells, object, len(cells)) for cells in self._columns]
        self._columns = []
        return _without_blank_rows(Block(numbers, columns))


def columns_of(lines: Sequence[str], *, delimiter: str, quote: str, read: ReadLines) -> Cells | None:
    """The cells of these lines by column; None where a line isn't just one row, or rows are not equally wide.

    ``read`` reads the lines that hold a quotation mark.
    """
    plain = [line.rstrip("\r\n") for line in lines if quote not in line]
    counts = {line.count(delimiter) for line in plain}
    if len(counts) != 1 or delimiter not in plain[0]:
        return None
    width = counts.pop() + 1
    cells = delimiter.join(plain).split(delimiter)
    columns = [cells[at::width] for at in range(width)]
    return columns if len(plain) == len(lines) else _with_quoted(columns, lines, quote, read)


def _with_quoted(columns: Cells, lines: Sequence[str], quote: str, read: ReadLines) -> Cells | None:
    """The columns with the rows of the lines with quotation marks in their places."""
    places = [place for place, line in enumerate(lines) if quote in line]
    rows = list(read([lines[place] for place in places]))
    if len(rows) != len(places) or any(len(row) != len(columns) for row in rows):
        return None
    for cells, more in zip(columns, zip(*rows, strict=True), strict=True):
        for place, cell in zip(places, more, strict=True):
            cells.insert(place, cell)
    return columns


def _without_blank_rows(block: Block) -> Block:
    """The first column decides for most rows; only where its cell is blank the others are looked at."""
    first = block.columns[0]
    if first.all() and not any(map(str.isspace, first)):
        return block
    begins_blank = [at for at, text in enumerate(first) if not text or text.isspace()]
    blank = [at for at in begins_blank if not any(column[at].strip() for column in block.columns)]
    if not blank:
        return block
    kept = np.ones(len(block.numbers), dtype=np.bool_)
    kept[blank] = False
    return Block(block.numbers[kept], [column[kept] for column in block.columns])
