"""Somebody who has every file that was shared and wants to know what was hidden.

It reads the files as anybody could, by their headings and names, and shares nothing with the program that made them but
the names of the towns. What it reads becomes equations over the unknown counts by town and month; integer programming
then gives the smallest and the largest value that each count could have.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, product
from typing import Any

import numpy as np
import openpyxl

from tests.reckoning import Ends, Reckoning

HEADINGS = {
    "Overdose calls": "calls",
    "Fatal calls": "fatal_calls",
    "Requests received": "requests",
    "Kits left at an overdose scene": "kits_at_overdose",
    "Kits left": "kits",
}
"""What a column counts, by its heading."""

TOGETHER = re.compile(r"(?P<what>[A-Z][a-z ]+?) that can be shown together: (?P<said>.+?)\.(?=\s|$)")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
JULY = 7
_MOST = 10_000

Months = tuple[date, ...]


@dataclass(frozen=True)
class Figure:
    """One number that a file shows: what is counted, in which towns (by name) and months."""

    measure: str
    towns: frozenset[str]
    months: Months
    number: int


@dataclass(frozen=True)
class Sought:
    """A sum that is looked for, as it is now or was at the earlier pack, and what it must at least seem able to be."""

    measure: str
    towns: frozenset[str]
    months: Months
    low: int
    high: int
    is_now: bool = True

    def __str__(self) -> str:
        where = "all towns" if len(self.towns) > 1 else min(self.towns)
        when = f"{self.months[0]:%Y-%m} ({len(self.months)} months)"
        return f"{self.measure} {where} {when}{'' if self.is_now else ', then'}"


@dataclass(frozen=True)
class Table:
    """A table of a file as it stands there, with the lines that explain it."""

    facts: Mapping[str, str]
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass
class Attack:
    """Every equation that the figures give, over the counts by measure, town and month.

    ``month_by_month``: the months that there are data for; ``towns``: all of them, by name.
    """

    towns: Sequence[str]
    months: Sequence[date]
    earlier: set[Figure] = field(default_factory=set)
    figures: set[Figure] = field(default_factory=set)

    def read(self, tables: Iterable[Table]) -> None:
        """Take in what these tables show of the counts as they are now."""
        for table in tables:
            self.figures.update(self._figures_of(table))

    def look_back(self, before: Attack) -> None:
        """Take in what an earlier pack showed. Of what came late between the two nothing is known but that it isn't
        below 0.
        """
        self.earlier.update(before.figures)

    def narrowed(
        self, sought: Sequence[Sought], measure: str, *, part: str = "", ceiling: str = ""
    ) -> list[tuple[Sought, Ends]]:
        """Those of the sums of a measure, or of a part of it, that can't be as small or as large as they have to; with
        the smallest and the largest number that they could be.

        ``part``: a measure that is a part of it; ``ceiling``: one that it is a part of and that is shown as it is. The
        unknowns are the part and the rest of the measure as they were earlier, and what came late to each.
        """
        told = [
            (self._line(one, is_part=one.measure == part, is_now=is_now), one.number)
            for is_now, figures in ((False, self.earlier), (True, self.figures))
            for one in figures
            if one.measure in (measure, part)
        ]
        reckoning = Reckoning.of(
            np.array([line for line, _ in told]).reshape(-1, 4 * self._size),
            np.array([number for _, number in told], dtype=float),
            self._most(part, ceiling),
        )
        found = reckoning.narrowed(
            np.array([self._line(one, is_part=one.measure == part, is_now=one.is_now) for one in sought]),
            np.array([one.low for one in sought], dtype=float),
            np.array([one.high for one in sought], dtype=float),
        )
        return [(one, ends) for one, ends in zip(sought, found, strict=True) if ends]

    def is_told_none(self, measures: Collection[str], towns: frozenset[str], months: Months) -> bool:
        """Whether figures say outright, or said earlier, of each of these towns and months that there was none.
        ``measures`` are the one that is asked for and those that it is a part of.
        """
        told = {
            (town, month)
            for one in chain(self.figures, self.earlier)
            if not one.number and one.measure in measures
            for town in one.towns
            for month in one.months
        }
        return told.issuperset(product(towns, months))

    @property
    def _size(self) -> int:
        return len(self.towns) * len(self.months)

    def _line(self, one: Figure | Sought, *, is_part: bool, is_now: bool) -> Any:
        """1 for each unknown that a sum holds: the part and the rest of earlier, and those that came late."""
        cells = self._cells(one.towns, one.months)
        none = np.zeros(self._size)
        both = [cells, none if is_part else cells]
        return np.concatenate([*both, *(both if is_now else [none, none])])

    def _most(self, part: str, ceiling: str) -> Any:
        """What no unknown can exceed. Where the ceiling of then and of now is known, what came late is no more than it
        grew by.
        """
        size = self._size
        most = np.full(4 * size, float(_MOST))
        if ceiling:
            then, now = (_by_town_and_month(figures, ceiling) for figures in (self.earlier, self.figures))
            cells = [(town, month) for town in self.towns for month in self.months]
            most[:size] = [then.get(cell, now.get(cell, _MOST)) for cell in cells]
            grown = [now[cell] - then[cell] if cell in now and cell in then else _MOST for cell in cells]
            most[2 * size : 3 * size] = grown
        if not part:
            most[size : 2 * size] = most[3 * size :] = 0
        if not self.earlier:
            most[2 * size :] = 0
        return most

    def _cells(self, towns: frozenset[str], months: Months) -> Any:
        is_town = np.array([town in towns for town in self.towns], dtype=float)
        is_month = np.array([month in months for month in self.months], dtype=float)
        return np.outer(is_town, is_month).ravel()

    def _figures_of(self, table: Table) -> Iterator[Figure]:
        period = months_between(table.facts["Period"], self.months)
        every = self.towns_of(table.facts["Towns"])
        for row in table.rows:
            named = dict(zip(table.headings, row, strict=True))
            months = period
            for heading, name in named.items():
                if name and re.fullmatch(r"Month|Period|Year|Quarter|Calendar year|Fiscal year \(.+\)", heading):
                    months = tuple(month for month in span(name, year_begins(heading)) if month in period)
            towns = self.towns_of(named["Town"]) if named.get("Town") in self.towns else every
            for heading, measure in HEADINGS.items():
                written = named.get(heading, "")
                if months and towns and re.fullmatch(r"\d+", written):
                    yield Figure(measure, towns, months, int(written))
        yield from self._told_together(table.facts.get("Notes", ""), every, period)

    def _told_together(self, notes: str, every: frozenset[str], period: Months) -> Iterator[Figure]:
        for found in TOGETHER.finditer(notes):
            for one in found["said"].split("; "):
                name, _, number = one.rpartition(": ")
                towns = self.towns_of(name) or every
                months = months_between(name, self.months) if towns == every else period
                if found["what"] in HEADINGS and number.replace(",", "").isdigit() and months:
                    yield Figure(HEADINGS[found["what"]], towns, months, int(number.replace(",", "")))

    def towns_of(self, words: str) -> frozenset[str]:
        if words.startswith("All "):
            return frozenset(self.towns)
        named = frozenset(re.split(r", | and ", words))
        return named if named <= set(self.towns) else frozenset()


def csv_table(file: bytes) -> Table:
    """The table of a CSV file: facts in comment lines, then headings and rows."""
    lines = file.decode("utf-8-sig").splitlines()
    facts = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
    headings, *rows = csv.reader(io.StringIO("\n".join(line for line in lines if not line.startswith("#"))))
    return Table(facts, headings, rows)


def xlsx_table(file: bytes) -> Table:
    """The table of a workbook: its first sheet, with the facts of "About this file"."""
    book = openpyxl.load_workbook(io.BytesIO(file))
    facts = {str(name.value): str(fact.value) for name, fact in book["About this file"].iter_rows(max_col=2)}
    headings, *rows = [[_text(cell.value) for cell in row] for row in book.worksheets[0].iter_rows()]
    return Table(facts, headings, rows)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _by_town_and_month(figures: Iterable[Figure], measure: str) -> dict[tuple[str, date], int]:
    """The counts by town and month of what is shown as it is."""
    return {
        (town, month): figure.number
        for figure in figures
        if figure.measure == measure and len(figure.towns) == len(figure.months) == 1
        for town in figure.towns
        for month in figure.months
    }


def year_begins(words: str) -> int:
    """The number of the month that a fiscal year begins with, if the words name it; else that of July."""
    found = re.search(r"[Ff]iscal year \(([A-Z][a-z]{2})", words)
    return MONTHS.index(found[1]) + 1 if found else JULY


def span(name: str, fiscal_from: int = JULY) -> Months:
    """``Jan 2026``, ``2026-01``, ``2026 Q1``, ``2025`` and ``FY 2025-26`` as months."""
    if found := re.fullmatch(r"([A-Z][a-z]{2}) (\d{4})", name):
        return (date(int(found[2]), MONTHS.index(found[1]) + 1, 1),)
    if found := re.fullmatch(r"(\d{4})-(\d{2})", name):
        return (date(int(found[1]), int(found[2]), 1),)
    if found := re.fullmatch(r"(\d{4}) Q([1-4])", name):
        return tuple(date(int(found[1]), 3 * int(found[2]) - 2 + step, 1) for step in range(3))
    if found := re.fullmatch(r"FY (\d{4})-\d{2}", name):
        first = int(found[1])
        months = range(fiscal_from, fiscal_from + 12)
        return tuple(date(first + (month > 12), (month - 1) % 12 + 1, 1) for month in months)
    if re.fullmatch(r"\d{4}", name):
        return tuple(date(int(name), month, 1) for month in range(1, 13))
    return ()


def months_between(words: str, months: Sequence[date]) -> Months:
    """``July 2025 to June 2026`` as those of the months that lie within."""
    found = [
        date(int(year), MONTHS.index(name[:3]) + 1, 1) for name, year in re.findall(r"([A-Z][a-z]+) (\d{4})", words)
    ]
    if not found:
        return ()
    return tuple(month for month in months if found[0] <= month <= found[-1])
