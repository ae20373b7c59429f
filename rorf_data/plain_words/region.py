"""The region, its towns and its months in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from rorf_data.disclosure.release import Released
from rorf_data.plain_words.phrases import (
    CALLS,
    KITS,
    REQUESTS,
    VISITS,
    Nouns,
    Row,
    against,
    among,
    amount,
    answers_by_name,
    capital,
    during,
    joined,
    names_where,
    rows_of,
    still_to_come,
    were,
)
from rorf_data.wording import NO_RECORD, Number, plain_number

KITS_LEFT, OVERDOSE_CALLS, RECEIVED, WAITING = "Kits left", "Overdose calls", "Requests received", "Requests waiting"
ON_RECORD = "on record"
VISITS_LEFT = "Visits at which kits were left"
A_YEAR_BEFORE, THE_TIME_BEFORE = "the same month a year before", "the time before"
_NOUNS_OF = {VISITS_LEFT: VISITS, RECEIVED: ("request received", "requests received"), OVERDOSE_CALLS: CALLS}


def month_in_words(summary: Released) -> tuple[str, ...]:
    """Kits left, overdose calls and requests of a month, each with what it says against the same month a year before.

    ``summary``: one row for each of the headlines, with this_month, year_before and change.
    """
    rows = {str(row["measure"]): row for row in rows_of(summary)}
    opening = f"{during(summary)}, "
    place = f" {among(summary)}"
    return (
        _of_month(rows[KITS_LEFT], KITS, f"left{place}", opening=opening, judged_by="visits"),
        _of_month(rows[OVERDOSE_CALLS], CALLS, ON_RECORD),
        _of_month(rows[RECEIVED], REQUESTS, "received").removesuffix(".") + f"; {_waiting(rows[WAITING])}.",
        *still_to_come(summary),
    )


def towns_in_words(totals: Released, beside: Released) -> tuple[str, ...]:
    """Where most kits were left and most calls were, and what the towns say against the time before and the others.

    ``totals``: one row for each town with total_kits and total_calls; ``beside``: the same towns with change and
    difference, as judged by visits.
    """
    rows, compared = rows_of(totals), rows_of(beside)
    kits = most_of(rows, "total_kits", KITS, "left")
    calls = most_of(rows, "total_calls", CALLS, ON_RECORD)
    changes = answers_by_name(compared, name="town", column="change")
    differences = answers_by_name(compared, name="town", column="difference")
    return (
        f"{during(totals)}, {kits}. {capital(calls)}.",
        f"Visits at which kits were left, against the time before: {changes}.",
        f"The same visits, by residents, against the other member towns: {differences}.",
        *still_to_come(totals, beside),
    )


def trends_in_words(compared: Released, trend: Released) -> tuple[str, ...]:
    """Visits, requests and calls of the period, each with what it says against the time before.

    ``compared``: one row for each, with count_said, count_before and change; ``trend`` only tells what is provisional.
    """
    first, *others = [
        of_period(row, _NOUNS_OF[str(row["measure"])]) for row in rows_of(compared) if row["measure"] in _NOUNS_OF
    ]
    return (
        f"{during(compared)}, {among(compared)}: {first}.",
        *(f"{capital(other)}." for other in others),
        *still_to_come(compared, trend),
    )


def of_period(row: Row, nouns: Nouns) -> str:
    """``36 overdose calls; against 39 in the time before, that is no clear change``, without its full stop."""
    count = counted(row["count_said"])
    if count is None:
        return f"{nouns[1]}: {NO_RECORD}"
    before = plain_number(row["count_before"])
    return f"{amount(count, nouns)}{against(before, row['change'], time=THE_TIME_BEFORE)}"


def counted(cell: object) -> Number:
    """The count of ``1,234 (1,170 to 1,300)``; None where there is none."""
    count = str(cell).partition(" (")[0].replace(",", "")
    return int(count) if count.isdigit() else None


def most_of(rows: Sequence[Row], column: str, nouns: Nouns, verb: str) -> str:
    """``the most kits were left in Litchfield: 51; none in Canaan``; of one town its own number."""
    values = [value for row in rows if (value := plain_number(row[column])) is not None]
    if not values:
        return f"{NO_RECORD} of {nouns[1]}"
    most = max(values)
    if len(rows) == 1 or most == 0:
        places = joined([str(row["town"]) for row in rows]) if len(rows) == 1 else "any of the towns on record"
        return f"{amount(most, nouns)} {were(most)} {verb} in {places}"
    said = f"the most {nouns[1]} were {verb} in {_named(names_where(rows, column, most))}: {most:,}"
    if names := names_where(rows, column, 0):
        said += f"; none in {_named(names)}"
    if names := names_where(rows, column, None):
        said += f"; {NO_RECORD} for {_named(names)}"
    return said


def _named(names: Sequence[str]) -> str:
    return joined(names) if len(names) <= 5 else "several towns"


def _of_month(row: Row, nouns: Nouns, verb: str, *, opening: str = "", judged_by: str = "") -> str:
    now = plain_number(row["this_month"])
    if now is None:
        return capital(f"{opening}there is {NO_RECORD} of {nouns[1]} {verb}".removesuffix(f" {ON_RECORD}") + ".")
    other = against(plain_number(row["year_before"]), row["change"], time=A_YEAR_BEFORE, judged_by=judged_by)
    return capital(f"{opening}{amount(now, nouns)} {were(now)} {verb}{other}.")


def _waiting(row: Row) -> str:
    waiting = plain_number(row["this_month"])
    if waiting is None:
        return f"of those waiting at the end of the month there is {NO_RECORD}"
    return f"{'none' if waiting == 0 else f'{waiting:,}'} {were(waiting)} waiting at the end of the month"
