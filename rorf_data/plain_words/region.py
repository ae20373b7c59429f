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
    cells_of,
    during,
    has,
    is_hidden,
    joined,
    names_where,
    none_or,
    not_shown,
    still_to_come,
    were,
)
from rorf_data.wording import HIDDEN, NO_RECORD, Cell, known_numbers, plain_cell, rows_of

KITS_LEFT, OVERDOSE_CALLS, RECEIVED, WAITING = "Kits left", "Overdose calls", "Requests received", "Requests waiting"
ON_RECORD = "on record"
VISITS_LEFT = "Visits at which kits were left"
A_YEAR_BEFORE, THE_TIME_BEFORE = "the same month a year before", "the time before"
_NOUNS_OF = {VISITS_LEFT: VISITS, RECEIVED: ("request received", "requests received"), OVERDOSE_CALLS: CALLS}


def month_in_words(summary: Released) -> tuple[str, ...]:
    """Kits left, overdose calls and requests of a month, each with what it says against the same month a year before.

    ``summary``: one row for each of the headlines, with this_month, year_before and change.
    """
    if not has(summary, "this_month"):
        return still_to_come(summary)
    rows = {str(row["measure"]): row for row in rows_of(summary)}
    opening = f"{during(summary)}, "
    place = f" {among(summary)}"
    return (
        _of_month(rows[KITS_LEFT], KITS, f"left{place}", opening=opening, judged_by="visits"),
        _of_month(rows[OVERDOSE_CALLS], CALLS, ON_RECORD),
        _of_month(rows[RECEIVED], REQUESTS, "received").removesuffix(".") + _waiting(rows[RECEIVED], rows[WAITING]),
        *still_to_come(summary),
    )


def towns_in_words(totals: Released, beside: Released | None) -> tuple[str, ...]:
    """Where most kits were left and most calls were, and what the towns say against the time before and the others.

    ``totals``: one row for each town with total_kits and total_calls; ``beside``: the same towns with change and
    difference, as judged by visits, or None where it stays inside.
    """
    return (
        *_kits_and_calls(totals),
        *_answers(beside, "change", "Visits at which kits were left, against the time before"),
        *_answers(beside, "difference", "The same visits, by residents, against the other member towns"),
        *still_to_come(totals, beside),
    )


def trends_in_words(compared: Released | None, trend: Released) -> tuple[str, ...]:
    """Visits, requests and calls of the period, each with what it says against the time before.

    ``compared``: one row for each, with count_said, count_before and change, or None where it stays inside; ``trend``
    only tells what is provisional.
    """
    if not has(compared, "count_said"):
        return still_to_come(trend)
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
    if isinstance(count, str):
        return not_shown(nouns[1])
    if count is None:
        return f"{nouns[1]}: {NO_RECORD}"
    return f"{amount(count, nouns)}{_against(row, 'count_before', time=THE_TIME_BEFORE)}"


def counted(cell: object) -> Cell:
    """The count of ``1,234 (1,170 to 1,300)``; None where there is none, or that it is hidden."""
    if is_hidden(cell):
        return HIDDEN
    count = str(cell).partition(" (")[0].replace(",", "")
    return int(count) if count.isdigit() else None


def most_of(rows: Sequence[Row], column: str, nouns: Nouns, verb: str) -> str:
    """``the most kits were left in Litchfield: 51; none in Canaan``; of one town its own number."""
    cells = cells_of(rows, column)
    values, hides = known_numbers(cells), HIDDEN in cells
    if not values and hides:
        return not_shown(f"{nouns[1]} {verb} in {_named([str(row['town']) for row in rows])}")
    if not values:
        return f"{NO_RECORD} of {nouns[1]}"
    most = max(values)
    if hides:
        return _most_shown(rows, column, nouns, verb)
    if len(rows) == 1 or most == 0:
        places = joined([str(row["town"]) for row in rows]) if len(rows) == 1 else "any of the towns on record"
        return f"{amount(most, nouns)} {were(most)} {verb} in {places}"
    said = f"the most {nouns[1]} were {verb} in {_named(names_where(rows, column, most))}: {most:,}"
    if names := names_where(rows, column, 0):
        said += f"; none in {_named(names)}"
    if names := names_where(rows, column, None):
        said += f"; {NO_RECORD} for {_named(names)}"
    return said


def _most_shown(rows: Sequence[Row], column: str, nouns: Nouns, verb: str) -> str:
    """The same where some towns' numbers are hidden; nothing is said of where those stand."""
    most = max(known_numbers(cells_of(rows, column)))
    shown = f"in {_named(names_where(rows, column, most))}: {none_or(most)}"
    said = f"of what can be shown, the most {nouns[1]} were {verb} {shown}"
    return f"{said}; {HIDDEN} for {_named(names_where(rows, column, HIDDEN))}"


def _kits_and_calls(totals: Released) -> tuple[str, ...]:
    rows = rows_of(totals)
    said = [
        most_of(rows, column, nouns, verb)
        for column, nouns, verb in (("total_kits", KITS, "left"), ("total_calls", CALLS, ON_RECORD))
        if has(totals, column)
    ]
    if not said:
        return ()
    said[0] = f"{during(totals)}, {said[0]}"
    return (" ".join(f"{capital(one)}." for one in said),)


def _answers(beside: Released | None, column: str, about: str) -> tuple[str, ...]:
    if not has(beside, column):
        return ()
    return (f"{about}: {answers_by_name(rows_of(beside), name='town', column=column)}.",)


def _against(row: Row, column: str, *, time: str, judged_by: str = "") -> str:
    if column not in row:
        return ""
    return against(plain_cell(row[column]), row.get("change", HIDDEN), time=time, judged_by=judged_by)


def _named(names: Sequence[str]) -> str:
    return joined(names) if len(names) <= 5 else "several towns"


def _of_month(row: Row, nouns: Nouns, verb: str, *, opening: str = "", judged_by: str = "") -> str:
    now = plain_cell(row["this_month"])
    if isinstance(now, str):
        return capital(f"{opening}{not_shown(f'{nouns[1]} {verb}')}.")
    if now is None:
        return capital(f"{opening}there is {NO_RECORD} of {nouns[1]} {verb}".removesuffix(f" {ON_RECORD}") + ".")
    other = _against(row, "year_before", time=A_YEAR_BEFORE, judged_by=judged_by)
    return capital(f"{opening}{amount(now, nouns)} {were(now)} {verb}{other}.")


def _waiting(received: Row, row: Row) -> str:
    """Those waiting at the end of the month, after a semicolon; only a stop where nothing was on record anyway."""
    waiting = plain_cell(row["this_month"])
    if plain_cell(received["this_month"]) is None and (waiting is None or isinstance(waiting, str)):
        return "."
    if isinstance(waiting, str):
        return f"; {not_shown('those waiting at the end of the month')}."
    if waiting is None:
        return f"; of those waiting at the end of the month there is {NO_RECORD}."
    return f"; {'none' if waiting == 0 else f'{waiting:,}'} {were(waiting)} waiting at the end of the month."
