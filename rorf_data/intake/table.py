"""The cells of a chunk by column, and the rows whose cells can't be told apart by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rorf_data.intake.cells import Column, Flags, Objects
from rorf_data.intake.check import Verdicts
from rorf_data.intake.columns import Fit, position_of
from rorf_data.intake.headings import joined, shown
from rorf_data.intake.sheet import Record
from rorf_data.intake.texts import tidy
from rorf_data.model import Outcome

TOO_LONG = "This row has more cells than the header, so its columns can't be told apart."
BROKEN = "This row has fewer cells than the header and a line break in one of them; a quotation mark may be missing."
HEADER_AGAIN = "This row repeats the header."


@dataclass(frozen=True, slots=True)
class Table:
    """Raw texts by column, as wide as the header; ``is_too_long`` and ``is_broken`` mark misshapen rows."""

    columns: list[tuple[str, ...]]
    is_too_long: Flags
    is_broken: Flags

    @classmethod
    def of(cls, records: Sequence[Record], *, width: int) -> Table:
        """Rows that end early are filled with blank cells; blank cells beyond the header's width are dropped."""
        none = np.zeros(len(records), dtype=np.bool_)
        if all(len(cells) == width for cells in records):
            return cls(list(zip(*records, strict=True)) or [()] * width, none, none)
        filled = [cells[:width] + [""] * (width - len(cells)) for cells in records]
        return cls(
            columns=list(zip(*filled, strict=True)),
            is_too_long=np.array([any(map(str.strip, cells[width:])) for cells in records], dtype=np.bool_),
            is_broken=np.array([len(cells) < width and _has_line_break(cells) for cells in records], dtype=np.bool_),
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
    verdicts.decide(table.is_broken, Outcome.REFUSED, "", BROKEN)
    verdicts.decide(_repeats_header(table, days, found), Outcome.REFUSED, "", HEADER_AGAIN)
    for rule in found.source.refuse_when:
        position = position_of(found.headings, rule.column)
        assert position is not None, "a source whose rule has no column doesn't fit"
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


def _has_line_break(cells: Record) -> bool:
    return any("\n" in cell or "\r" in cell for cell in cells)
