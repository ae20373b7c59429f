"""The cells of a chunk by column, and the rows whose cells can't be told apart by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rorf_data.intake.cells import Column, Flags, Objects
from rorf_data.intake.check import Verdicts
from rorf_data.intake.columns import Fit, Headings
from rorf_data.intake.headings import joined, shown
from rorf_data.intake.sheet import Record
from rorf_data.intake.texts import tidy
from rorf_data.model import Outcome

TOO_LONG = "This row has more cells than the header, so its columns can't be told apart."
TORN = "This seems to be several rows run together; a quotation mark is missing or one too many."
HEADER_AGAIN = "This row repeats the header."


@dataclass(frozen=True, slots=True)
class Table:
    """Raw texts by column, as wide as the header; ``is_too_long`` and ``is_torn`` mark misshapen rows."""

    columns: list[tuple[str, ...]]
    is_too_long: Flags
    is_torn: Flags

    @classmethod
    def of(cls, records: Sequence[Record], *, width: int, delimiter: str = "") -> Table:
        """Rows that end early are filled with blank cells; blank cells beyond the header's width are dropped.

        ``delimiter`` is the file's own, empty for a workbook, whose cells can't run together.
        """
        if all(len(cells) == width for cells in records):
            columns = list(zip(*records, strict=True)) or [()] * width
            return cls(columns, np.zeros(len(records), dtype=np.bool_), _torn(columns, len(records), delimiter))
        filled = [cells[:width] + [""] * (width - len(cells)) for cells in records]
        return cls(
            columns=list(zip(*filled, strict=True)),
            is_too_long=np.array([any(map(str.strip, cells[width:])) for cells in records], dtype=np.bool_),
            is_torn=np.array([len(cells) < width and _has_line_break(cells) for cells in records], dtype=np.bool_)
            | _torn(list(zip(*filled, strict=True)), len(records), delimiter),
        )

    def column(self, position: int) -> Objects:
        """The raw texts of one column."""
        return np.array(self.columns[position], dtype=object)

    def texts(self, found: Fit) -> dict[str, Objects]:
        """The raw texts of every field that has a column or a fixed value; identifiers are left to :meth:`column`."""
        places = {field: positions[0] for field, positions in found.positions.items() if field != "record_id"}
        texts = {field: self.column(position) for field, position in places.items()}
        rows = len(self.is_too_long)
        return texts | {field: np.full(rows, value, dtype=object) for field, value in found.source.fixed.items()}


def refuse_misshapen(verdicts: Verdicts, table: Table, days: Column, found: Fit) -> None:
    """Refuse rows with too many cells or a torn cell, the header repeated, and rows that the source says to refuse.

    ``days`` is the column that every row counts on; only where it holds no day can a row be the header again.
    """
    verdicts.decide(table.is_too_long, Outcome.REFUSED, "", TOO_LONG)
    verdicts.decide(table.is_torn, Outcome.REFUSED, "", TORN)
    verdicts.decide(_repeats_header(table, days, found), Outcome.REFUSED, "", HEADER_AGAIN)
    for rule in found.source.refuse_when:
        position = Headings(found.headings).under(rule.column)[0]
        values = {tidy(value).casefold() for value in rule.values}
        cells = table.columns[position]
        is_named = {text: tidy(text).casefold() in values for text in set(cells)}
        where = np.array([is_named[text] for text in cells], dtype=np.bool_)
        verdicts.decide(where, Outcome.REFUSED, shown(found.headings[position]), f"This row {rule.reason}.")


def _repeats_header(table: Table, days: Column, found: Fit) -> Flags:
    used = [places[0] for places in found.positions.values()]
    repeats = days.has_problem.copy()
    for row in np.flatnonzero(repeats):
        repeats[row] = all(joined(table.columns[p][row]) == joined(found.headings[p]) for p in used)
    return repeats


def _torn(columns: Sequence[tuple[str, ...]], rows: int, delimiter: str) -> Flags:
    """Rows of full width one of whose cells has swallowed the end of its own row and the beginning of another.

    Between two stray quotation marks in the same column, the first line of the cell then holds as many delimiters as
    there are columns after it, the last one as many as there are before it, and any line between them all of a row's.
    """
    torn, width = np.zeros(rows, dtype=np.bool_), len(columns)
    for position, cells in enumerate(columns if delimiter else ()):
        if "\n" not in "".join(cells):
            continue
        for row, cell in enumerate(cells):
            counts = [line.count(delimiter) for line in cell.split("\n")]
            whole = [width - 1 - position, *[width - 1] * (len(counts) - 2), position]
            torn[row] |= len(counts) > 1 and width > 1 and counts == whole
    return torn


def _has_line_break(cells: Record) -> bool:
    return any("\n" in cell for cell in cells)
