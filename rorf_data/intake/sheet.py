"""A sheet: records of text cells, numbered as in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    # pandas stands behind it, which a process of its own for one workbook has no need and no room for.
    from rorf_data.intake.blocks import Block

HEAD_RECORDS = 40

Record = Sequence[str]


class Lines(list[str]):
    """A record of a text that goes over several lines of it, ``first`` to ``last``, the first of the file being 1."""

    def __init__(self, cells: Iterable[str], first: int, last: int) -> None:
        super().__init__(cells)
        self.first, self.last = first, last


class Merged(NamedTuple):
    """Cells of one column, counted from 0, that were merged into one; both rows are included."""

    column: int
    first_row: int
    last_row: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file; ``head`` is its first records, enough to find the header in.

    ``read`` opens the sheet anew and yields every record from the first line on, so record ``n`` is row ``n``.
    ``notes``: sentences on what of the sheet isn't plain values, such as formulas. ``merged``: cells merged over
    several rows, whose text stands in the first of them only; of ``filled`` every row below the header gets it.
    ``read_blocks``, where there is a quicker way, yields all rows by column from the first line on; where rows don't
    fit into columns it yields number and cells of some.
    ``read_columns``, where there is a quicker way to a few columns, yields the cells of these alone from the first
    record on, many records at a time and each column a list.
    """

    name: str
    head: tuple[Record, ...] = field(repr=False)
    read: Callable[[], Iterator[Record]] = field(repr=False, compare=False)
    is_hidden: bool = False
    notes: tuple[str, ...] = ()
    merged: tuple[Merged, ...] = field(default=(), repr=False)
    filled: tuple[Merged, ...] = field(default=(), repr=False)
    read_blocks: Callable[[], Iterator[Block | list[tuple[int, Record]]]] | None = field(
        default=None, repr=False, compare=False
    )
    read_columns: Callable[[Sequence[int]], Iterator[list[list[str]]]] | None = field(
        default=None, repr=False, compare=False
    )

    @classmethod
    def of(
        cls,
        name: str,
        read: Callable[[], Iterator[Record]],
        *,
        is_hidden: bool = False,
        notes: tuple[str, ...] = (),
        merged: tuple[Merged, ...] = (),
    ) -> Sheet:
        """The sheet that ``read`` yields the records of."""
        head = tuple(islice(read(), HEAD_RECORDS))
        return cls(name, head, read, is_hidden=is_hidden, notes=notes, merged=merged)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in the head of the sheet."""
        return all(map(_is_blank, self.head))

    def rows_below(self, header_row: int) -> Iterator[tuple[int, Record]]:
        """Row number and cells of every record under the header that isn't wholly blank."""
        rows = islice(enumerate(self.read(), 1), header_row, None)
        return _filled(_not_blank(rows), self.filled) if self.filled else _not_blank(rows)

    def filling(self, merged: Iterable[Merged]) -> Sheet:
        """The sheet with the text of these merged cells in each of their rows."""
        return replace(self, filled=tuple(merged))


def _not_blank(rows: Iterator[tuple[int, Record]]) -> Iterator[tuple[int, Record]]:
    for row in rows:
        cells = row[1]
        # Most rows begin with a cell that holds something; only the others are worth a second look.
        if cells and ((cells[0] and not cells[0].isspace()) or not _is_blank(cells)):
            yield row


def _is_blank(cells: Record) -> bool:
    return not any(map(str.strip, cells))


def _filled(rows: Iterator[tuple[int, Record]], merged: Iterable[Merged]) -> Iterator[tuple[int, Record]]:
    waiting = sorted(merged, key=lambda one: one.first_row, reverse=True)
    written: dict[Merged, str] = {}
    for row, cells in rows:
        while waiting and waiting[-1].first_row <= row:
            begun = waiting.pop()
            if begun.first_row == row and begun.column < len(cells):
                written[begun] = cells[begun.column]
        written = {one: text for one, text in written.items() if row <= one.last_row} if written else written
        yield row, _with(cells, written)


def _with(cells: Record, written: dict[Merged, str]) -> Record:
    if not written:
        return cells
    width = max(len(cells), *(one.column + 1 for one in written))
    filled = [*cells, *[""] * (width - len(cells))]
    for one, text in written.items():
        filled[one.column] = text
    return filled
