"""The plain counts: what each of them counts, on which day and where, and what it leaves out.

Every one is a *grid* (see :mod:`rorf_data.measures.counts`) made from the store's sums by month and area: 0 in a month
on record without any, missing in a month that no file covers. A month that the period cuts holds only the days inside
it, both ends included.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Final

import pandas as pd

from rorf_data.measures.counts import monthly_grid
from rorf_data.model import MonthlyTotal

Counted = Callable[[Iterable[MonthlyTotal], Sequence[str], Sequence[date], Collection[date]], pd.DataFrame]


def kits_left(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Leave-behind kits that were handed to people, on the day they were left, in the town where they were left.

    Numerator: the kits in every row of a kit log. Kits given to an agency to carry are stock, never kits left.
    Denominator: none; it is a count.
    Source: the kit logs that agencies send.
    Limits: it leaves out rows that were refused or that wait for a person, and kits that nobody wrote down.
    """
    return monthly_grid(monthly, "kits", areas, months, reported)


def doses_left(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Doses of naloxone in the kits left. Kits and doses are never added together.

    Numerator: for every row of a kit log its kits times the doses in each, two unless the log says otherwise.
    Denominator: none; it is a count.
    Source: the kit logs that agencies send.
    Limits: as kits left.
    """
    return monthly_grid(monthly, "doses", areas, months, reported)


def visits(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Hand-overs at which at least one kit was left.

    Numerator: rows of a kit log with one kit or more.
    Denominator: none; it is a count.
    Source: the kit logs that agencies send.
    Limits: one visit can leave several kits, so chance is judged on visits and not on kits.
    """
    return monthly_grid(monthly, "distributions", areas, months, reported)


def kits_at_overdoses(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Kits left at the scene of a suspected overdose.

    Numerator: the kits in rows of a kit log that say that an overdose was suspected.
    Denominator: none; it is a count.
    Source: the kit logs that agencies send.
    Limits: where a log doesn't say, the kits are not counted here; they are never guessed to have been at an overdose.
    """
    return monthly_grid(monthly, "kits_at_overdose", areas, months, reported)


def requests_received(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Requests for kits, on the day they came in.

    Numerator: requests of the request form and of the request log, each once.
    Denominator: none; it is a count.
    Source: the exports of the request form and the request log.
    Limits: a request made by telephone and written nowhere is not there; nor are tests that the file marks as such.
    """
    return monthly_grid(monthly, "requests", areas, months, reported)


def requests_delivered(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Requests whose kits were dropped off, on the day of delivery.

    Numerator: requests with a day of delivery.
    Denominator: none; it is a count.
    Source: the request log.
    Limits: a request can be received in one month and delivered in the next, so the two are not to be divided by month.
    """
    return monthly_grid(monthly, "delivered", areas, months, reported)


def overdose_calls(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Emergency calls that the crew or the dispatcher suspected to be an overdose, on the day of the call.

    Numerator: calls, each counted once however many units went.
    Denominator: none; it is a count.
    Source: records of ambulance services and of dispatch; the rule that decides is written in each source.
    Limits: they are suspected, not confirmed, and one call can concern more than one person.
    """
    return monthly_grid(monthly, "calls", areas, months, reported)


def fatal_calls(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Overdose calls at which the person had died or died that day, as recorded.

    Numerator: overdose calls whose outcome is recorded as fatal.
    Denominator: none; it is a count.
    Source: as overdose calls.
    Limits: an outcome that was not recorded is shown as that; a death later in hospital is not in these records.
    """
    return monthly_grid(monthly, "fatal_calls", areas, months, reported)


def nonfatal_calls(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Overdose calls that the person survived that day, as recorded.

    Numerator: overdose calls whose outcome is recorded as nonfatal.
    Denominator: none; it is a count.
    Source: as overdose calls.
    Limits: as fatal calls.
    """
    return monthly_grid(monthly, "nonfatal_calls", areas, months, reported)


def naloxone_calls(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Overdose calls at which naloxone was given by anyone, before or during the call.

    Numerator: overdose calls that record it.
    Denominator: none; it is a count.
    Source: as overdose calls.
    Limits: naloxone given is not the same as an overdose, and what nobody wrote down is not counted.
    """
    return monthly_grid(monthly, "naloxone_calls", areas, months, reported)


def published_deaths(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Accidental drug deaths as the state's medical examiner publishes them, by the place of injury.

    Numerator: rows of the published file.
    Denominator: none; it is a count.
    Source: Connecticut's open data set of accidental drug related deaths.
    Limits: they come once a year and late; a third have no place of injury; part of the dates are those of the report.
    They are never counted by place of death, since hospital towns would stand for their neighbours, and never added to
    overdose calls.
    """
    return monthly_grid(monthly, "deaths", areas, months, reported)


def opioid_deaths(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """Published deaths in which the medical examiner found an opioid.

    Numerator: rows of the published file that are marked with any opioid.
    Denominator: none; it is a count.
    Source: as published deaths.
    Limits: the mark is blank rather than "no" where none was found, so a death without it is not counted here.
    """
    return monthly_grid(monthly, "opioid_deaths", areas, months, reported)


COUNTED: Final[dict[str, Counted]] = {
    "kits": kits_left,
    "doses": doses_left,
    "distributions": visits,
    "kits_at_overdose": kits_at_overdoses,
    "requests": requests_received,
    "delivered": requests_delivered,
    "calls": overdose_calls,
    "fatal_calls": fatal_calls,
    "nonfatal_calls": nonfatal_calls,
    "naloxone_calls": naloxone_calls,
    "deaths": published_deaths,
    "opioid_deaths": opioid_deaths,
}
"""The counts by the name that the store keeps their sums under."""
