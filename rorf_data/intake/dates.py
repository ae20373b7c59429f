"""Dates as people and programs write them: the day as written, never moved by a time zone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from rorf_data.intake.refusal import Unclean, quote_if_harmless

EXCEL_DAY_ZERO = date(1899, 12, 30)
# Whole numbers are days of Excel only between 1 January 1990 and 31 December 2099; others are no dates.
FIRST_SERIAL, LAST_SERIAL = 32_874, 73_050
# Two-digit years from 90 on are of the last century.
PIVOT = 90

TIME = (
    r"(?:(?:T|,?\s+)(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
    r"\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[A-Z]{3,4}|[+-]\d{2}(?::?\d{2})?)?)?"
)
YEAR_FIRST = re.compile(rf"^(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){TIME}$")
COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
MONTH_FIRST = re.compile(rf"^(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){TIME}$")
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
DAY_NAMED_MONTH = re.compile(rf"^{WEEKDAY}(\d{{1,2}})[-/ ]?([a-z]{{3,9}})\.?[-/, ]*(\d{{4}}|\d{{2}}){TIME}$", re.I)
NAMED_MONTH_DAY = re.compile(rf"^{WEEKDAY}([a-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){TIME}$", re.I)
SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")

MONTHS = ("january", "february", "march", "april", "may", "june",
          "july", "august", "september", "october", "november", "december")  # fmt: skip

HOW_TO = "write it as 2026-03-04 or 3/4/2026 (month first)"


def date_reader(formats: Sequence[str] = ()) -> Callable[[str], date]:
    """A function from a tidy text to its day; it raises :class:`Unclean` with a sentence.

    ``formats`` are the source's own (as for ``strptime``) and come first. A source with a day-first format never has
    its dates read month first.
    """
    has_day_first = is_day_first(formats)

    def read(text: str) -> date:
        for own in formats:
            try:
                return date(*time.strptime(text, own)[:3])
            except ValueError:
                continue
        return _read_known_form(text, is_day_first=has_day_first)

    return read


def is_day_first(formats: Sequence[str]) -> bool:
    """Whether a source's own formats write the day before the month, in digits."""
    return any(own.startswith(("%d/%m", "%d-%m", "%d.%m")) for own in formats)


def _read_known_form(text: str, *, is_day_first: bool) -> date:
    if found := YEAR_FIRST.match(text):
        return _day(text, int(found[1]), int(found[3]), int(found[4]))
    if not is_day_first and (found := MONTH_FIRST.match(text)):
        return _day(text, _year(found[4]), int(found[1]), int(found[3]))
    if found := DAY_NAMED_MONTH.match(text):
        return _day(text, _year(found[3]), _month(found[2]), int(found[1]))
    if found := NAMED_MONTH_DAY.match(text):
        return _day(text, int(found[3]), _month(found[1]), int(found[2]))
    if found := COMPACT.match(text):
        return _day(text, int(found[1]), int(found[2]), int(found[3]))
    if (found := SERIAL.match(text)) and FIRST_SERIAL <= int(found[1]) <= LAST_SERIAL:
        return EXCEL_DAY_ZERO + timedelta(days=int(found[1]))
    raise _no_date()


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unclean(f"{quote_if_harmless(text, 'This')} isn't a day in the calendar; {HOW_TO}.") from None


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= PIVOT else 2000)


def _month(word: str) -> int:
    plain = word.casefold()
    for number, name in enumerate(MONTHS, 1):
        if plain in (name, name[:3]) or (plain == "sept" and number == 9):
            return number
    raise _no_date()


def _no_date() -> Unclean:
    return Unclean(f"This isn't a date that can be read; {HOW_TO}.")
