"""A sheet: records of text cells, numbered as in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

HEAD_RECORDS = 40

Record = list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file; ``head`` is its first records, enough to find the header in.

    ``read`` opens the sheet anew and yields every record from the first line on, so record ``n`` is row ``n``.
    """

    name: str
    head: tuple[Record, ...] = field(repr=False)
    read: Callable[[], Iterator[Record]] = field(repr=False, compare=False)

    @classmethod
    def of(cls, name: str, read: Callable[[], Iterator[Record]]) -> Sheet:
        """The sheet that ``read`` yields the records of."""
        return cls(name, tuple(islice(read(), HEAD_RECORDS)), read)

    def rows_below(self, header_row: int) -> Iterator[tuple[int, Record]]:
        """Row number and cells of every record under the header that isn't wholly blank."""
        for row, cells in islice(enumerate(self.read(), 1), header_row, None):
            if any(map(str.strip, cells)):
                yield row, cells
