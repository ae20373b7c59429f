"""Rows of a delimited text by column, many at a time, as long as every line is one row of the same number of cells.

Most lines of a log hold no quotation mark. pandas' reader parts them all at once, which takes half the time that the
csv module takes, and keeps one text for all cells of a column that say the same; lines with quotation marks are read as
ever and put back into their places.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

ROWS_AT_ONCE = 50_000

Texts = npt.NDArray[np.object_]
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
        self._pieces: list[list[Texts]] = []

    def __len__(self) -> int:
        return sum(len(columns[0]) for columns in self._pieces)

    def takes(self, columns: list[Texts]) -> bool:
        """Take in more rows, if they are as wide as those that are there."""
        if self._pieces and len(columns) != len(self._pieces[0]):
            return False
        self._pieces.append(columns)
        return True

    def block(self, last: int) -> Block:
        """All rows, the number of the last of them being ``last``; nothing is left here."""
        numbers = np.arange(last - len(self) + 1, last + 1)
        columns: list[Texts] = [np.concatenate(parts) for parts in zip(*self._pieces, strict=True)]
        self._pieces = []
        return _without_blank_rows(Block(numbers, columns))


def columns_of(lines: Sequence[str], *, delimiter: str, quote: str, read: ReadLines) -> list[Texts] | None:
    """The cells of these lines by column; None where a line isn't just one row, or rows are not equally wide.

    ``read`` reads the lines that hold a quotation mark.
    """
    is_plain = [quote not in line for line in lines]
    plain = [line for line, is_one in zip(lines, is_plain, strict=True) if is_one]
    counts = {line.count(delimiter) for line in plain}
    if len(counts) != 1 or 0 in counts:
        return None
    columns = _parted("".join(plain), delimiter, counts.pop() + 1)
    return columns if len(plain) == len(lines) else _with_quoted(columns, lines, np.array(is_plain), read)


def _parted(text: str, delimiter: str, width: int) -> list[Texts]:
    """The cells of a text whose every line has so many, by column."""
    frame = pd.read_csv(
        io.StringIO(text, newline=""),
        sep=delimiter,
        header=None,
        names=range(width),
        index_col=False,
        dtype=object,
        na_filter=False,
        quoting=csv.QUOTE_NONE,
        skip_blank_lines=False,
        low_memory=False,
        engine="c",
    )
    return [frame[at].to_numpy() for at in range(width)]


def _with_quoted(
    columns: list[Texts], lines: Sequence[str], is_plain: npt.NDArray[np.bool_], read: ReadLines
) -> list[Texts] | None:
    """The columns with the rows of the lines with quotation marks in their places."""
    places = np.flatnonzero(~is_plain).tolist()
    rows = list(read([lines[place] for place in places]))
    if len(rows) != len(places) or any(len(row) != len(columns) for row in rows):
        return None
    whole = []
    for cells, more in zip(columns, zip(*rows, strict=True), strict=True):
        texts: Texts = np.empty(len(lines), dtype=object)
        texts[is_plain], texts[places] = cells, more
        whole.append(texts)
    return whole


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
