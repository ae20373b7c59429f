"""From a text to its day, as the column that it stands in has day and month."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from rorf_data.intake.refusal import Unclean, Withheld, quote_if_harmless
from rorf_data.intake.written_dates import LATEST_YEAR, Clock, Days, clock_of, could_be, days_of, month_of, split
from rorf_data.model import last_of_month

MONTH_FIRST, DAY_FIRST = "month-first", "day-first"
# In a column of both orders only what can be one day alone is read; in an open one as well, until somebody says.
MIXED, OPEN = "mixed", "open"

# What is printed before the date, and a month with a year of two digits, which no day can be.
PRINTED_BEFORE = re.compile(r"^(?:exp(?:iry|ires|iration)?|use by)\b\.?(?: date)?\s*:?\s*", re.IGNORECASE)
SHORT_YEAR = re.compile(r"^(0?[1-9]|1[0-2])[-/](\d{2})$")

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

    def read(text: str) -> date:
        if own := _strptime(text, first):
            return own
        head, tail = split(text)
        days, clock = days_of(head, latest_year), clock_of(tail)
        if days is None or clock is None:
            return _strptime(text, last) or _refuse(text, settled)
        day = _choose(head, days, settled, question)
        return day if zone is None else _moved(day, clock, zone, head, settled)

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


def last_day_reader(read: Callable[[str], date], *, latest_year: int = LATEST_YEAR) -> Callable[[str], date]:
    """A function from a printed date to its day: of a month alone, such as "03/27" or "EXP Mar 2027", the last one.

    That is what a month printed on a package means. A whole day is that day, as ``read`` has it.
    """

    def read_printed(text: str) -> date:
        plain = PRINTED_BEFORE.sub("", text)
        month = month_of(plain, latest_year) or month_of(SHORT_YEAR.sub(r"\1-20\2", plain), latest_year)
        return last_of_month(month) if month else read(plain)

    return read_printed


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
