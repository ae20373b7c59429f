"""Taking a time, and putting times into one table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was timed, and each value in words with its unit."""

    what: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that share their columns."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def seconds_of(act: Callable[[], object]) -> float:
    """How long one call takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def median_seconds(act: Callable[[], object], *, times: int) -> float:
    """The median of so many calls, after one that is not counted."""
    act()
    return statistics.median(seconds_of(act) for _ in range(times))


def in_ms(seconds: float) -> str:
    """Milliseconds, with a digit after the point below ten."""
    return f"{seconds * 1000:.1f} ms" if seconds < 0.01 else f"{seconds * 1000:,.0f} ms"


def in_s(seconds: float) -> str:
    """Seconds with two digits."""
    return f"{seconds:.2f} s"


def ratio(one: float, other: float) -> str:
    """How many times ``other`` goes into ``one``."""
    return f"{one / other:.1f} x"


def as_text(sections: Sequence[Section]) -> str:
    """The sections one under the other, their columns in line, as Markdown reads it too."""
    return "\n\n".join(_section_as_text(section) for section in sections)


def _section_as_text(section: Section) -> str:
    head = [section.title, *section.columns]
    rows = [[line.what, *line.values] for line in section.lines]
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    rule = ["-" * width for width in widths]
    return "\n".join(_row(cells, widths) for cells in [head, rule, *rows])


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"
