"""Days and months as they are typed, the same in every command."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from rorf_data.errors import DayRefused
from rorf_data.model import Period

if TYPE_CHECKING:
    from rorf_data.answers.reader import Reader


def as_day(written: str) -> date:
    """The day of ``2026-11-12``."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written} is no day; write it as 2026-11-12") from None


def as_month(written: str) -> Period:
    """The month of ``2026-10``."""
    try:
        return Period.of_month(date.fromisoformat(f"{written}-01"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written} is no month; write it as 2026-10") from None


def month_to_show(reader: Reader, asked: Period | None) -> Period:
    """The month that was asked for, else the newest whole one; :class:`DayRefused` of one that has not begun."""
    month = asked or reader.newest_full_month()
    if month.first > reader.today:
        raise DayRefused(f"{month} has not begun yet, so nothing of it can be shown.")
    return month
