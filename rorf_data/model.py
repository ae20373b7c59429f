"""The frozen values that every room shares and that are not tables."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, Self

OUTSIDE = "outside"
NOT_RECORDED = "not-recorded"
AREA_LABELS = {OUTSIDE: "Outside the area", NOT_RECORDED: "Place not recorded"}

FISCAL_YEAR_FIRST_MONTH = 7


class Feed(StrEnum):
    """What the rows of a file are."""

    DISTRIBUTIONS = "distributions"
    REQUESTS = "requests"
    CALLS = "calls"
    DEATHS = "deaths"
    SUMMARIES = "summaries"
    STOCK = "stock"
    SETTLEMENT = "settlement"
    HELP_PLACES = "help_places"


class Audience(StrEnum):
    """Who a figure or file is for: ``internal`` stays with staff, ``shared`` may leave the programme."""

    INTERNAL = "internal"
    SHARED = "shared"


class Grain(StrEnum):
    """The length of time that one point of a series stands for."""

    MONTH = "month"
    QUARTER = "quarter"
    FISCAL_YEAR = "fiscal_year"
    YEAR = "year"


class Outcome(StrEnum):
    """What became of a row that is not simply taken, or what was left out of a row that is."""

    HELD = "held"
    REFUSED = "refused"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Town:
    """One of the region's 21 towns; ``code`` is the five-digit county-subdivision code, stable since 2020."""

    code: str
    name: str
    geoid_2020: str
    geoid_2022: str
    county: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Issue:
    """Why a row (or one cell of it) was held, refused or trimmed.

    ``row`` is the row as in the file, counting from 1 with the header as row 1 where the header comes first.
    ``problem`` is a sentence that never quotes the whole record. ``sheet`` is empty unless several sheets were read.
    """

    row: int
    column: str
    problem: str
    outcome: Outcome
    sheet: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a period can't end ({self.last}) before it begins ({self.first})")

    @classmethod
    def of_month(cls, day: date) -> Self:
        """The calendar month that ``day`` lies in."""
        return cls(day.replace(day=1), last_of_month(day))

    @classmethod
    def of_months(cls, last_day: date, count: int) -> Self:
        """The ``count`` whole months that end with the month of ``last_day``."""
        return cls(add_months(last_day.replace(day=1), 1 - count), last_of_month(last_day))

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins with the first day of a month and ends with the last of one."""
        return self.first.day == 1 and self.last == last_of_month(self.last)

    def months(self) -> Iterator[date]:
        """The first day of every month that the period touches."""
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = add_months(month, 1)

    def __str__(self) -> str:
        if self == Period.of_month(self.first):
            return f"{self.first:%B %Y}"
        if self.is_whole_months:
            return f"{self.first:%B %Y} to {self.last:%B %Y}"
        if self.first == self.last:
            return in_words(self.first)
        return f"{in_words(self.first)} to {in_words(self.last)}"


class MonthlyTotal(NamedTuple):
    """The sum of one measure in one month (its first day) and area, as the store keeps it."""

    measure: str
    month: date
    area: str
    total: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person chose to look at: a period, and town codes (none chosen means all member towns)."""

    period: Period
    towns: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def add_months(day: date, count: int) -> date:
    """The same day ``count`` months on (back when negative), or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=8192)
def last_of_month(day: date) -> date:
    """The last day of the month that ``day`` lies in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def start_of(grain: Grain, day: date, *, fiscal_from: int = FISCAL_YEAR_FIRST_MONTH) -> date:
    """The first day of the month, quarter, fiscal year or calendar year that ``day`` lies in.

    ``fiscal_from`` is the number of the month that a fiscal year begins with; our own begins in July.
    """
    if grain is Grain.MONTH:
        return day.replace(day=1)
    if grain is Grain.QUARTER:
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    if grain is Grain.YEAR:
        return date(day.year, 1, 1)
    return date(day.year - (day.month < fiscal_from), fiscal_from, 1)


def end_of(grain: Grain, start: date) -> date:
    """The last day of the span of this grain that begins on ``start``."""
    length = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12, Grain.FISCAL_YEAR: 12}[grain]
    return last_of_month(add_months(start, length - 1))


def name_of(grain: Grain, start: date, *, fiscal_from: int = FISCAL_YEAR_FIRST_MONTH) -> str:
    """How the span of this grain that begins on ``start`` is called on screen and in files.

    A fiscal year that isn't our own says its months: ``FY 2025-26 (October to September)``.
    """
    if grain is Grain.MONTH:
        return f"{start:%b %Y}"
    if grain is Grain.QUARTER:
        return f"{start.year} Q{(start.month - 1) // 3 + 1}"
    if grain is Grain.YEAR:
        return str(start.year)
    if fiscal_from == 1:
        return str(start.year)
    name = f"FY {start.year}-{(start.year + 1) % 100:02d}"
    return name if fiscal_from == FISCAL_YEAR_FIRST_MONTH else f"{name} ({months_of_year(fiscal_from)})"


def months_of_year(first_month: int) -> str:
    """``October to September`` of the year that begins with this month."""
    return f"{calendar.month_name[first_month]} to {calendar.month_name[(first_month - 2) % 12 + 1]}"


def in_words(day: date) -> str:
    """A day as ``4 March 2026``, the same on every operating system."""
    return f"{day.day} {day:%B %Y}"
