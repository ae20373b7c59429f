"""A released frame as people read it on paper: the columns that are for reading, every cell as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pandas as pd

from rorf_data.disclosure.release import Released
from rorf_data.exports.leaving import check_may_leave
from rorf_data.model import in_words
from rorf_data.wording import decimals_of, number_in_words, plain_number

HIDDEN_CELL = "hidden"
EMPTY_CELL = "–"
EMPTY_IN_WORDS = f"{EMPTY_CELL} stands where there is no record, or nothing to measure; it is not 0."

_FOR_MACHINES = (
    *("month_start", "period_start", "town_code", "median_delay_days", "p90_delay_days"),
    *("expected_count", "per_1000", "per_1000_low", "per_1000_high"),
    *("chance_share", "latitude", "longitude"),
    *("wait_half_low_days", "wait_half_high_days", "wait_nine_low_days", "wait_nine_high_days"),
)
"""Columns that are for charts and data files; people read the name or the words beside them."""

Kind = Literal["text", "number", "hidden", "empty"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text, and what it is."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """Headings and rows; ``is_number`` says of each column whether its cells are set to the right."""

    headings: tuple[str, ...]
    is_number: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def has(self, kind: Kind) -> bool:
        """Whether any cell is of this kind."""
        return any(cell.kind == kind for row in self.rows for cell in row)


def written_table(released: Released) -> WrittenTable:
    """The frame as it is printed: a hidden cell reads “hidden”, one without a value a dash, 0 is 0.

    Raises :class:`rorf_data.errors.ExportRefused` for what may not leave the screen.
    """
    check_may_leave(released)
    columns = _for_reading([str(name) for name in released.frame.columns])
    cells = [
        [
            _cell(column, value, is_hidden=is_hidden)
            for value, is_hidden in zip(released.frame[column], released.is_hidden(column), strict=True)
        ]
        for column in columns
    ]
    return WrittenTable(
        headings=tuple(released.about.labels[column] for column in columns),
        is_number=tuple(_is_number(own) for own in cells),
        rows=tuple(zip(*cells, strict=True)),
    )


def _for_reading(columns: Sequence[str]) -> list[str]:
    """The columns that people read; what stands there in words, with its interval, isn't told twice."""
    return [column for column in columns if column not in _FOR_MACHINES and not _is_told(column, columns)]


def _is_told(column: str, columns: Sequence[str]) -> bool:
    return f"{column.removesuffix('_low').removesuffix('_high')}_said" in columns


def _is_number(cells: Sequence[Cell]) -> bool:
    """Whether a column holds numbers; of one that is all hidden nobody can tell, and words stand to the left."""
    kinds = {cell.kind for cell in cells}
    return "number" in kinds and "text" not in kinds


def _cell(column: str, value: object, *, is_hidden: bool) -> Cell:
    if is_hidden:
        return Cell(HIDDEN_CELL, "hidden")
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return Cell(EMPTY_CELL, "empty")
    if isinstance(value, datetime | date):
        return Cell(_day(column, value), "text")
    if isinstance(value, str):
        return Cell(value, "text")
    number = plain_number(value)
    assert number is not None, "what is missing was told above"
    return Cell(_number(column, number), "number")


def _day(column: str, day: date) -> str:
    return f"{day:%B %Y}" if column.endswith("_month") else in_words(day)


def _number(column: str, number: int | float) -> str:
    """As many decimals as the column bears; where several measures share a column, one at most."""
    if column == "year":
        return f"{number:.0f}"
    if "dollars" in column:
        return f"${number:,.2f}"
    if decimals_of(column):
        return number_in_words(number, column)
    return f"{number:,.1f}".removesuffix(".0")
