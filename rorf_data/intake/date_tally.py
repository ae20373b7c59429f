"""What the dates of one column show of their order, gathered while a file is looked through once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rorf_data.intake.dates import DAY_FIRST, MONTH_FIRST
from rorf_data.intake.texts import tidy
from rorf_data.intake.written_dates import Clock, Days, clock_of, days_of, split, without_times

# What one date shows of its column: one of the orders, or one of these.
EITHER, SAME, YEAR_PERHAPS, NOTHING = "either", "same", "year-perhaps", ""


class Seen(NamedTuple):
    """A date in digits as it stands in a file, and where; ``sheet`` only where several are read."""

    text: str
    row: int
    sheet: str

    @property
    def where(self) -> str:
        """Where it stands, in words."""
        return f"row {self.row}" + (f" of the sheet “{self.sheet}”" if self.sheet else "")


@dataclass(slots=True)
class Marked:
    """Rows whose time has a zone written with it, and how many of them fall on another day in the programme's own."""

    rows: int = 0
    moved: int = 0
    is_all_midnight: bool = True


@dataclass(slots=True)
class Tally:
    """The dates of one column: rows by what is written (``written``) or by day where that needs no order (``told``).

    ``known``: the day of a text that needs no order, such as one in a format of the source's own; else None.
    """

    heading: str
    latest_year: int
    time_zone: ZoneInfo
    known: Callable[[str], date | None] | None = None
    written: Counter[str] = field(default_factory=Counter)
    told: Counter[date] = field(default_factory=Counter)
    first: dict[str, Seen] = field(default_factory=dict)
    either: dict[str, None] = field(default_factory=dict)
    marked: Marked = field(default_factory=Marked)

    def add(self, rows: Sequence[int], cells: Sequence[str], sheet: str) -> None:
        """Take in some rows of the column."""
        dates: Counter[str] = Counter()
        for text, count in Counter(cells if self.known else without_times(cells)).items():
            if self.known and (day := self.known(tidy(text))):
                self.told[day] += count
                continue
            head, tail = split(text)
            clock = clock_of(tail) or clock_of(tidy(tail))
            if clock is not None:
                dates[head] += count
                self._add_clock(head, clock, count)
        for head, count in dates.items():
            self._add_date(head, count, rows, cells, sheet)

    def rows(self, *shown: str) -> int:
        """Rows whose date shows one of these."""
        return sum(count for head, count in self.written.items() if self._shown(head) in shown)

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders that dates of this column show by themselves: none, one or both.

        A date such as 25/03/26 may begin with the year. It shows that the day is first only where another date of the
        column can't begin so.
        """
        begins_with_year = not self.rows(MONTH_FIRST, DAY_FIRST, EITHER, SAME)
        shown = {order: {order} for order in (MONTH_FIRST, DAY_FIRST)}
        shown[DAY_FIRST] |= set() if begins_with_year else {YEAR_PERHAPS}
        return tuple(order for order, ways in shown.items() if ways & self.first.keys())

    def example(self, order: str) -> Seen:
        """The first date that shows this order."""
        return self.first[order] if order in self.first else self.first[YEAR_PERHAPS]

    def others(self, order: str) -> int:
        """Rows that show this order beside the one with the example."""
        return self.rows(order, *([YEAR_PERHAPS] if order == DAY_FIRST else [])) - 1

    @property
    def needs_order(self) -> bool:
        """Whether any date of the column could be several days."""
        return bool(self.either)

    def days(self, order: str) -> Counter[date]:
        """Rows by day; dates that this order leaves open are left out."""
        found = Counter(self.told)
        for head, count in self.written.items():
            day = _day_of(days_of(head, self.latest_year), order)
            if day is not None:
                found[day] += count
        return found

    def _add_date(self, raw: str, count: int, rows: Sequence[int], cells: Sequence[str], sheet: str) -> None:
        head = tidy(raw)
        if days_of(head, self.latest_year) is None:
            return
        self.written[head] += count
        shown = self._shown(head)
        if shown in (EITHER, YEAR_PERHAPS) and len(self.either) < 2:
            self.either[head] = None
        if shown and shown not in self.first:
            at = next(place for place, cell in enumerate(cells) if cell.startswith(raw))
            self.first[shown] = Seen(head, rows[at], sheet)

    def _add_clock(self, raw: str, clock: Clock, count: int) -> None:
        if clock.offset is None:
            return
        days = days_of(tidy(raw), self.latest_year)
        if days is not None and days.possible:
            self.marked.rows += count
            self.marked.moved += count if _is_moved(clock, days.possible[0], self.time_zone) else 0
            self.marked.is_all_midnight &= clock.minute == 0

    def _shown(self, head: str) -> str:
        days = days_of(head, self.latest_year)
        return _shown(days) if days else NOTHING


def _shown(days: Days) -> str:
    if not days.is_in_digits or not days.possible:
        return NOTHING
    if days.month_first and days.day_first:
        return SAME if days.month_first == days.day_first else EITHER
    if days.month_first:
        return MONTH_FIRST
    return YEAR_PERHAPS if days.year_first else DAY_FIRST


def _day_of(days: Days | None, order: str) -> date | None:
    if days is None:
        return None
    if order in (MONTH_FIRST, DAY_FIRST):
        return days.month_first if order == MONTH_FIRST else days.day_first
    return days.possible[0] if len(days.possible) == 1 else None


def _is_moved(clock: Clock, day: date, time_zone: ZoneInfo) -> bool:
    try:
        return clock.day_in(time_zone, day) != day
    except OverflowError:
        return False
