"""The forms in which days, times of day and months are written, without regard to what a column makes of them.

Ours rather than a guessing parser's: ``dateutil`` turns 13/4/2026 round in silence beside 3/4/2026, and takes from
today what a text leaves out of a date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

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
# Many of them, one on each line, without a zone.
PLAIN_CLOCKS = re.compile(
    r"^(?:(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?(?:\n|\Z))*+\Z"
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

# So many cells show whether most of a column's are the same as others.
SAMPLE = 10_000
# No date and no time of day is longer; what is, isn't kept in mind.
LONGEST = 60
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


def latest_year(today: date) -> int:
    """The last year that a two-digit year may mean."""
    return today.year + YEARS_AHEAD


def without_times(cells: Sequence[str]) -> Sequence[str]:
    """The cells as they are, but of a date with a time of day and no zone, which says nothing further, the date alone.

    Where most cells are the same as others they are left as they are: this only makes those alike that differ by their
    times, so that each day is read once.
    """
    sample = cells[:SAMPLE]
    if len(set(sample)) * 2 <= len(sample):
        return cells
    sign = "T" if cells[0][10:11] == "T" else " "
    ends = [cell.find(sign) for cell in cells]
    heads = [cell[:end] for cell, end in zip(cells, ends, strict=True)]
    tails = [cell[end + 1 :] for cell, end in zip(cells, ends, strict=True)]
    dates = set(filter(days_of, set(heads)))
    if dates.issuperset(heads) and _are_plain_clocks(tails):
        return heads
    times = set(filter(_is_without_zone, set(tails)))
    return [
        head if tail in times and head in dates else cell for head, tail, cell in zip(heads, tails, cells, strict=True)
    ]


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


def days_of(head: str, latest_year: int = LATEST_YEAR) -> Days | None:
    """The day or days that a tidy text without a time of day could be; None where it isn't a date at all."""
    return _days_of(head, latest_year) if len(head) <= LONGEST else None


def clock_of(tail: str) -> Clock | None:
    """The time of day that a text says, with the zone that is written with it; None where it says none."""
    return _clock_of(tail) if len(tail) <= LONGEST else None


def month_of(text: str, latest_year: int = LATEST_YEAR) -> date | None:
    """The first day of the month that a tidy text names without a day; None where it names none or no year."""
    return _month_of(text, latest_year) if len(text) <= LONGEST else None


def could_be(days: Days, head: str) -> str:
    """The days that a date could be, in words: ``3/4/2026 could be 4 March or 3 April``."""
    is_same_year = len({day.year for day in days.possible}) == 1
    named = (
        f"{day.day} {MONTHS[day.month - 1].capitalize()}" + ("" if is_same_year else f" {day.year}")
        for day in days.possible
    )
    return f"{head} could be {' or '.join(named)}"


@lru_cache(maxsize=KEPT_IN_MIND)
def _days_of(head: str, latest_year: int) -> Days | None:
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
def _clock_of(tail: str) -> Clock | None:
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
def _month_of(text: str, latest_year: int) -> date | None:
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


def _are_plain_clocks(tails: Sequence[str]) -> bool:
    lines = "\n".join(tails)
    return lines.count("\n") == len(tails) - 1 and bool(PLAIN_CLOCKS.match(lines))


def _is_without_zone(tail: str) -> bool:
    clock = clock_of(tail)
    return clock is not None and clock is not NO_CLOCK and not clock.is_marked


def _offset(mark: str) -> int | None:
    if mark[:1] not in ("+", "-"):
        return ZONES.get(mark)
    minutes = int(mark[1:3]) * HOUR + int(mark[3:].lstrip(":") or 0)
    return (-minutes if mark[0] == "-" else minutes) if minutes <= FARTHEST_ZONE else None
