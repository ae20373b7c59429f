"""Rows of a delimited text by column, many at a time, as long as every line is one row of the same number of cells.

Most lines of a log hold no quotation mark. Joined into one text they can be parted all at once, which is far quicker
than line by line; lines with quotation marks are read as ever and put back into their places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

LINES_AT_ONCE = 50_000

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


def block_of(lines: Sequence[str], first: int, *, delimiter: str, quote: str, read: ReadLines) -> Block | None:
    """The rows that these lines are, ``first`` being the number of the first; None where a row isn't just one line.

    ``read`` reads the lines that hold a quotation mark.
    """
    ends_cut = [line.rstrip("\r\n") for line in lines]
    is_quoted = np.fromiter((quote in line for line in ends_cut), np.bool_, len(lines))
    plain = [line for line in ends_cut if quote not in line]
    counts = {line.count(delimiter) for line in plain}
    if len(counts) != 1 or (delimiter not in plain[0]):
        return None
    width = counts.pop() + 1
    quoted = _quoted(lines, is_quoted, width, read)
    if quoted is None:
        return None
    cells = delimiter.join(plain).split(delimiter)
    columns = [_merged(cells[at::width], [row[at] for row in quoted], is_quoted) for at in range(width)]
    return _without_blank_rows(Block(np.arange(first, first + len(lines)), columns))


def lines_at_once(lines: Iterator[str]) -> Iterator[list[str]]:
    """The lines, so many at a time."""
    while some := list(islice(lines, LINES_AT_ONCE)):
        yield some


def _quoted(
    lines: Sequence[str], is_quoted: npt.NDArray[np.bool_], width: int, read: ReadLines
) -> list[Sequence[str]] | None:
    """The cells of the lines with quotation marks, when each of them is a row of its own and as wide as the others."""
    chosen = [lines[at] for at in np.flatnonzero(is_quoted).tolist()]
    rows = list(read(chosen))
    is_one_each = len(rows) == len(chosen) and all(len(row) == width for row in rows)
    return rows if is_one_each else None


def _merged(plain: Sequence[str], quoted: Sequence[str], is_quoted: npt.NDArray[np.bool_]) -> Texts:
    merged = np.empty(len(is_quoted), dtype=object)
    merged[~is_quoted] = plain
    merged[is_quoted] = quoted
    return merged


def _without_blank_rows(block: Block) -> Block:
    """The first column decides for most rows; only where its cell is blank the others are looked at."""
    begins_blank = [at for at, text in enumerate(block.columns[0]) if not text or text.isspace()]
    blank = [at for at in begins_blank if not any(column[at].strip() for column in block.columns)]
    if not blank:
        return block
    kept = np.ones(len(block.numbers), dtype=np.bool_)
    kept[blank] = False
    return Block(block.numbers[kept], [column[kept] for column in block.columns])
