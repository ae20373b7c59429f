"""How many people were counted among, and for how long: what rates divide by and comparisons weigh with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from rorf_data.model import Period, last_of_month


@dataclass(frozen=True, slots=True)
class Counted:
    """The share of a month that counts (0 to 1), and the first day of it that does (None where none does)."""

    share: float
    first: date | None


NOTHING = Counted(0.0, None)


def months_counted(period: Period, on_record: Collection[date], memberships: Sequence[Period]) -> dict[date, Counted]:
    """What counts of each month that the period touches, by the first day of the month.

    Nothing does of a month that is not in ``on_record`` (first days), nor of a day outside the ``memberships``: before
    a town joined nobody looked, so nothing found there means nothing. Memberships don't overlap each other.
    """
    return {month: _counted(month, period, memberships) if month in on_record else NOTHING for month in period.months()}


def person_months(
    period: Period, on_record: Collection[date], memberships: Sequence[Period], residents_on: Callable[[date], int]
) -> dict[date, float]:
    """Residents times the counted share of each month that the period touches, by the first day of the month.

    A whole month of a town of 1,080 people is 1,080 person-months, the first ten days of a June a third of that; so a
    year is twelve months whether or not it is a leap year. Residents are those in force on the first day counted in the
    month (``residents_on``).
    """
    counted = months_counted(period, on_record, memberships)
    return {month: residents_on(one.first) * one.share if one.first else 0.0 for month, one in counted.items()}


def memberships_within(period: Period, memberships: Sequence[Period]) -> list[Period]:
    """The parts of the period that lie inside any of the memberships, both ends of both included."""
    parts = [(max(period.first, one.first), min(period.last, one.last)) for one in memberships]
    return [Period(first, last) for first, last in parts if first <= last]


def _counted(month: date, period: Period, memberships: Sequence[Period]) -> Counted:
    end = last_of_month(month)
    first, last = max(month, period.first), min(end, period.last)
    parts = [(max(first, one.first), min(last, one.last)) for one in memberships]
    inside = [(start, stop) for start, stop in parts if start <= stop]
    if not inside:
        return NOTHING
    days = sum((stop - start).days + 1 for start, stop in inside)
    return Counted(days / end.day, min(start for start, _ in inside))
