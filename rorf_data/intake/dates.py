"""Dates as people and programs write them, and the order in which a column has day and month.

Ours rather than a guessing parser's: ``dateutil`` reads 13/4/2026 and 3/4/2026 of one column each in its own way, takes
what is missing of a date from today, and finds one in most sentences.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rorf_data.intake.refusal import Unclean, Withheld, quote_if_harmless

MONTH_FIRST, DAY_FIRST = "month-first", "day-first"
# In a column of both orders only what can be one day alone is read; in an open one as well, until somebody says.
MIXED, OPEN = "mixed", "open"

EXCEL_DAY_ZERO = date(1899, 12, 30)
# Whole numbers are days of Excel only between 1 January 1990 and 31 December 2099; others are no dates.
FIRST_SERIAL, LAST_SERIAL = 32_874, 73_050
# Two-digit years lie at most so many years ahead of today, else in the century before: a slip of the pen is still seen
# as a day in the future, and no year of a birth or of a form becomes one of a far one.
YEARS_AHEAD = 10
LATEST_YEAR = 2089

MONTHS = ("january", "february", "march", "april", "may", "june",
          "july", "august", "september", "october", "november", "december")  # fmt: skip
MONTH_OF_WORD = {word: number for number, name in enumerate(MONTHS, 1) for word in (name, name[:3])} | {"sept": 9}

DIGITS = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$")
YEAR_FIRST = re.compile(r"^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$")
COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
DAY_NAMED_MONTH = re.compile(rf"^{WEEKDAY}(\d{{1,2}})[-/ ]?([a-z]{{3,9}})\.?[-/, ]*(\d{{4}}|\d{{2}})$", re.I)
NAMED_MONTH_DAY = re.compile(rf"^{WEEKDAY}([a-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})$", re.I)
SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")

CLOCK = re.compile(
    r"^(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?\s*(?:([AaPp])\.?[Mm]\.?)?\s*"
    r"(Z|[A-Z]{3,4}|[+-]\d{2}(?::?[0-5]\d)?)?$"
)
HOUR = 60
# Minutes that the clocks of the zones that American programs name are ahead of UTC.
ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "EST": -5 * HOUR, "EDT": -4 * HOUR, "CST": -6 * HOUR, "CDT": -5 * HOUR,
         "MST": -7 * HOUR, "MDT": -6 * HOUR, "PST": -8 * HOUR, "PDT": -7 * HOUR}  # fmt: skip
FARTHEST_ZONE = 14 * HOUR

MONTH_NUMBERS = re.compile(r"^(?:(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4}))$")
COMPACT_MONTH = re.compile(r"^((?:19|20)\d\d)(0[1-9]|1[0-2])$")
NAMED_MONTH = re.compile(r"^([a-z]{3,9})\.?(?:[-/, ]+'?(\d{4})|[-/ ]?'(\d{2})|[-/](\d{2}))$", re.I)
YEAR_NAMED_MONTH = re.compile(r"^(\d{4})[-/, ]+([a-z]{3,9})\.?$", re.I)

HOW_TO = {
    MONTH_FIRST: "write it as 2026-03-04 or 3/4/2026 (month first)",
    DAY_FIRST: "write it as 2026-03-04 or 4/3/2026 (day first)",
    MIXED: "write it as 2026-03-04",
    OPEN: "write it as 2026-03-04",
}
NOT_IN_CALENDAR = "{} isn't a day in the calendar; {}."
NO_DATE = "This isn't a date that can be read; {}."
ONLY_A_MONTH = "This names a month, not a day; {}."
NO_MONTH = "This isn't a month that can be read; write it as 2026-03 or March 2026."
UNKNOWN_ZONE = "This time is in a time zone that isn't known here; write it as 2026-03-04T23:30-05:00."
BOTH_ORDERS = "This column has dates with the month first and dates with the day first; {}."


# A day has 86,400 seconds, and no log as many days.
KEPT_IN_MIND = 1 << 17


class Days(NamedTuple):
    """The day that a date as written is, month first and day first; None where the calendar holds no such day.

    ``is_in_digits``: whether the text leaves the order open at all. ``year_first``: the day that it would be if its two
    first digits were the year, where it can't have the month first.
    """

    month_first: date | None
    day_first: date | None
    is_in_digits: bool = False
    year_first: date | None = None

    @property
    def possible(self) -> list[date]:
        """The different days that this could be, whatever the column holds."""
        found = (self.month_first, self.day_first, self.year_first)
        return list(dict.fromkeys(day for day in found if day is not None))


class Clock(NamedTuple):
    """A time of day in minutes, and if a zone is written with it the minutes that this is ahead of UTC (or unknown)."""

    minute: int
    offset: int | None = None
    is_marked: bool = False

    def day_in(self, time_zone: ZoneInfo, day: date) -> date:
        """The day that it is in ``time_zone`` at this time of ``day``; raises :class:`OverflowError` at its ends."""
        if self.offset is None:
            return day
        zone = timezone(timedelta(minutes=self.offset))
        moment = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=self.minute)
        return moment.astimezone(time_zone).date()


NO_CLOCK = Clock(0)


def date_reader(
    formats: Sequence[str] = (),
    *,
    order: str = "",
    question: str = "",
    time_marks: str = "as-written",
    time_zone: ZoneInfo | None = None,
    latest_year: int = LATEST_YEAR,
) -> Callable[[str], date]:
    """A function from a tidy text to its day.

    It raises :class:`Unclean` with a sentence for what is no date, and :class:`Withheld` for a date that could be
    several days where ``order`` is mixed or open (then with ``question``). ``order`` is else month-first or day-first;
    empty, it is that of the ``formats``, which are the source's own (as for ``strptime``) and decide besides of all
    that isn't in digits with separators. ``time_marks``: ``as-written`` keeps the day that is written, ``convert``
    takes the day that it was in ``time_zone`` where the text names a zone. "24:00" belongs to the day that it ends.
    Two-digit years lie in the hundred years up to ``latest_year``.
    """
    settled = order or order_of(formats) or MONTH_FIRST
    first, last = _own_formats(formats)
    zone = time_zone if time_marks == "convert" else None
    known: dict[str, date] = {}

    def read(text: str) -> date:
        head, _, tail = parted(text)
        if (day := known.get(head)) is not None and clock_of(tail) is not None:
            return day
        return _strptime(text, first) or read_anew(text)

    def read_anew(text: str) -> date:
        head, tail = split(text)
        days, clock = days_of(head, latest_year), clock_of(tail)
        if days is None or clock is None:
            return _strptime(text, last) or _refuse(text, settled)
        day = _choose(head, days, settled, question)
        if zone is not None:
            return _moved(day, clock, zone, head, settled)
        if not first:
            known[head] = day
        return day

    return read


def month_reader(read: Callable[[str], date], *, latest_year: int = LATEST_YEAR) -> Callable[[str], date]:
    """A function from a tidy text that names a month, or a day in it as ``read`` has it, to the month's first day."""

    def read_month(text: str) -> date:
        if month := month_of(text, latest_year):
            return month
        try:
            return read(text).replace(day=1)
        except Withheld:
            raise
        except Unclean:
            raise Unclean(NO_MONTH) from None

    return read_month


def order_of(formats: Sequence[str]) -> str:
    """The order that the first of a source's own formats tells that has day and month in digits; else empty."""
    orders = (
        DAY_FIRST if own.startswith(("%d/%m", "%d-%m", "%d.%m")) else MONTH_FIRST
        for own in formats
        if _tells_order(own)
    )
    return next(orders, "")


def day_reader_of_own_formats(formats: Sequence[str]) -> Callable[[str], date | None]:
    """A function from a text to its day in one of a source's own formats that no column can contradict, else None."""
    first, _ = _own_formats(formats)
    return lambda text: _strptime(text, first)


def latest_year(today: date) -> int:
    """The last year that a two-digit year may mean."""
    return today.year + YEARS_AHEAD


def parted(text: str) -> tuple[str, str, str]:
    """A text before and after where a time of day most often begins, quickly and without looking whether one does."""
    return text.partition("T" if text[10:11] == "T" else " ")


def split(text: str) -> tuple[str, str]:
    """The day and the time of day of a text as they are written; the time is empty where none is."""
    colon = text.find(":")
    if colon < 0:
        return text, ""
    start = colon - 2 if text[max(colon - 2, 0) : colon].isdigit() and colon > 1 else colon - 1
    head = text[: max(start, 0)]
    if head.endswith("T"):
        return head[:-1], text[start:]
    plain = head.rstrip().rstrip(",").rstrip()
    return (plain, text[start:]) if plain != head else (text, "")


@lru_cache(maxsize=KEPT_IN_MIND)
def days_of(head: str, latest_year: int = LATEST_YEAR) -> Days | None:
    """The day or days that a tidy text without a time of day could be; None where it isn't a date at all."""
    if found := DIGITS.match(head):
        return _in_digits(int(found[1]), int(found[3]), found[4], latest_year)
    if found := YEAR_FIRST.match(head):
        return _settled(int(found[1]), int(found[3]), int(found[4]))
    if found := COMPACT.match(head):
        return _settled(int(found[1]), int(found[2]), int(found[3]))
    if (found := DAY_NAMED_MONTH.match(head)) and (month := _month(found[2])):
        return _settled(_year(found[3], latest_year), month, int(found[1]))
    if (found := NAMED_MONTH_DAY.match(head)) and (month := _month(found[1])):
        return _settled(int(found[3]), month, int(found[2]))
    if (found := SERIAL.match(head)) and FIRST_SERIAL <= int(found[1]) <= LAST_SERIAL:
        day = EXCEL_DAY_ZERO + timedelta(days=int(found[1]))
        return Days(day, day)
    return None


@lru_cache(maxsize=KEPT_IN_MIND)
def clock_of(tail: str) -> Clock | None:
    """The time of day that a text says, with the zone that is written with it; None where it says none."""
    if not tail:
        return NO_CLOCK
    found = CLOCK.match(tail)
    if not found or int(found[1]) > 24 or (int(found[1]) == 24 and (int(found[2]) or int(found[3] or 0))):
        return None
    hour, mark = int(found[1]), found[5] or ""
    if found[4] and hour <= 12:
        hour = hour % 12 + (12 if found[4] in "Pp" else 0)
    # "24:00" ends the day that it stands with.
    return Clock(min(hour * HOUR + int(found[2]), 24 * HOUR - 1), _offset(mark), bool(mark))


@lru_cache(maxsize=4096)
def month_of(text: str, latest_year: int = LATEST_YEAR) -> date | None:
    """The first day of the month that a tidy text names without a day; None where it names none or no year."""
    if found := MONTH_NUMBERS.match(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
    elif found := COMPACT_MONTH.match(text):
        year, month = found[1], found[2]
    elif found := NAMED_MONTH.match(text):
        year, month = found[2] or found[3] or found[4], str(_month(found[1]))
    elif found := YEAR_NAMED_MONTH.match(text):
        year, month = found[1], str(_month(found[2]))
    else:
        return None
    return _day(_year(year, latest_year), int(month), 1)


def could_be(days: Days, head: str) -> str:
    """The days that a date could be, in words: ``3/4/2026 could be 4 March or 3 April``."""
    is_same_year = len({day.year for day in days.possible}) == 1
    named = (
        f"{day.day} {MONTHS[day.month - 1].capitalize()}" + ("" if is_same_year else f" {day.year}")
        for day in days.possible
    )
    return f"{head} could be {' or '.join(named)}"


def _choose(head: str, days: Days, order: str, question: str) -> date:
    if order in (MONTH_FIRST, DAY_FIRST):
        day = days.month_first if order == MONTH_FIRST else days.day_first
    elif len(days.possible) > 1:
        raise Withheld(question if order == OPEN else BOTH_ORDERS.format(could_be(days, head)), head)
    else:
        day = next(iter(days.possible), None)
    if day is None:
        raise Unclean(NOT_IN_CALENDAR.format(quote_if_harmless(head, "This"), HOW_TO[order]))
    return day


def _moved(day: date, clock: Clock, time_zone: ZoneInfo, head: str, order: str) -> date:
    if clock.is_marked and clock.offset is None:
        raise Unclean(UNKNOWN_ZONE)
    try:
        return clock.day_in(time_zone, day)
    except OverflowError:
        raise Unclean(NOT_IN_CALENDAR.format(quote_if_harmless(head, "This"), HOW_TO[order])) from None


def _refuse(text: str, order: str) -> date:
    raise Unclean((ONLY_A_MONTH if month_of(text) else NO_DATE).format(HOW_TO[order]))


def _strptime(text: str, formats: Sequence[str]) -> date | None:
    for own in formats:
        try:
            return date(*time.strptime(text, own)[:3])
        except ValueError:
            continue
    return None


def _own_formats(formats: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The formats that no column can contradict, and those that tell an order of day and month in digits."""
    return tuple(f for f in formats if not _tells_order(f)), tuple(f for f in formats if _tells_order(f))


def _tells_order(own: str) -> bool:
    return own.startswith(("%d/%m", "%d-%m", "%d.%m", "%m/%d", "%m-%d", "%m.%d"))


def _in_digits(first: int, second: int, year: str, latest_year: int) -> Days:
    whole = _year(year, latest_year)
    month_first, day_first = _day(whole, first, second), _day(whole, second, first)
    begins_with_year = len(year) == 2 and first > 12 and _year(str(first), latest_year) <= latest_year - YEARS_AHEAD
    year_first = _day(_year(str(first), latest_year), second, int(year)) if begins_with_year else None
    return Days(month_first, day_first, is_in_digits=True, year_first=year_first)


def _settled(year: int, month: int, day: int) -> Days:
    found = _day(year, month, day)
    return Days(found, found)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(digits: str, latest_year: int) -> int:
    if len(digits) == 4:
        return int(digits)
    year = latest_year - latest_year % 100 + int(digits)
    return year if year <= latest_year else year - 100


def _month(word: str) -> int:
    """The number of a month by its name; 0, which no calendar has, for any other word."""
    return MONTH_OF_WORD.get(word.casefold(), 0)


def _offset(mark: str) -> int | None:
    if mark[:1] not in ("+", "-"):
        return ZONES.get(mark)
    minutes = int(mark[1:3]) * HOUR + int(mark[3:].lstrip(":") or 0)
    return (-minutes if mark[0] == "-" else minutes) if minutes <= FARTHEST_ZONE else None
