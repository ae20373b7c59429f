"""What a sample file is before it lies on disk, and the ways in which agencies write theirs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong on purpose. ``row`` is the row as in the file, its first row being 1."""

    row: int
    what: str
    outcome: str


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One file: its name, its bytes, the rows under its header, what it is for and what is wrong in it."""

    name: str
    source: str
    content: bytes
    rows: int
    purpose: str
    faults: tuple[Fault, ...] = ()


def csv_bytes(
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    line_end: str = "\n",
) -> bytes:
    """The rows as comma-separated text, cells with delimiters or line breaks in quotes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def month_first(day: date) -> str:
    """A day as an American office writes it, without leading zeros: 3/5/2026 is the fifth of March."""
    return f"{day.month}/{day.day}/{day.year}"


def span(first: date, last: date) -> str:
    """Two months as file names give them: ``2023-11-to-2024-10``."""
    return f"{first:%Y-%m}-to-{last:%Y-%m}"
