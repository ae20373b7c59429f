"""Overdose calls, and what is on record of kits at them, in plain words."""

from __future__ import annotations

from rorf_data.disclosure.release import Released
from rorf_data.plain_words.phrases import (
    CALLS,
    Row,
    among,
    amount,
    cells_of,
    during,
    has,
    is_hidden,
    joined,
    names_where,
    none_or,
    not_shown,
    still_to_come,
)
from rorf_data.plain_words.region import OVERDOSE_CALLS, of_period
from rorf_data.wording import HIDDEN, NO_RECORD, known_numbers, plain_cell, rows_of

OFFERED, LEFT, REFUSED, NOT_RECORDED = "Kit offered", "Kit left", "Kit refused", "No kit recorded"
KITS_PER_CALL, HERE = "Kits per overdose call", "Here"
_MOST_MONTHS = 3


def calls_in_words(compared: Released | None, by_month: Released) -> tuple[str, ...]:
    """The calls of the period with what they say against the time before, and the most in one month.

    ``compared``: a row for overdose calls with count_said, count_before and change, or None where it stays inside;
    ``by_month``: month, total_calls.
    """
    return (
        *_compared(compared),
        *_busiest(by_month),
        *still_to_come(by_month, compared),
    )


def cascade_in_words(steps: Released, rates: Released | None) -> tuple[str, ...]:
    """The calls, and at how many a kit is on record as offered, left, refused or not recorded; then kits per call.

    ``steps``: step, total_calls, eligible_calls; ``rates``: measure, place, counts, value_said, or None where they stay
    inside.
    """
    if not has(steps, "total_calls"):
        return (*_kits_per_call(rates), *still_to_come(steps, rates))
    found = {str(row["step"]): row for row in rows_of(steps)}
    calls = plain_cell(found[OVERDOSE_CALLS]["total_calls"])
    if isinstance(calls, str):
        said = f"{during(steps)}, {not_shown(f'overdose calls {among(steps)}')}."
        return (said, *_kits_per_call(rates), *still_to_come(steps, rates))
    if calls is None:
        return (f"{during(steps)} there is {NO_RECORD} of overdose calls.", *still_to_come(steps))
    there = f"there {'was' if calls == 1 else 'were'} {amount(calls, CALLS)} {among(steps)}."
    return (
        f"{during(steps)} {there}",
        *(_of_all(found) if calls else ()),
        *_kits_per_call(rates),
        *still_to_come(steps, rates),
    )


def _compared(compared: Released | None) -> tuple[str, ...]:
    if not has(compared, "count_said"):
        return ()
    row = next(row for row in rows_of(compared) if row["measure"] == OVERDOSE_CALLS)
    return (f"{during(compared)}, {among(compared)}: {of_period(row, CALLS)}.",)


def _busiest(by_month: Released) -> tuple[str, ...]:
    if not has(by_month, "total_calls"):
        return ()
    rows = rows_of(by_month)
    cells = cells_of(rows, "total_calls")
    values, hidden = known_numbers(cells), cells.count(HIDDEN)
    left_out = (f"The numbers of {hidden} of {len(cells)} months can't be shown.",) if hidden else ()
    if len(values) < 2 or max(values) == 0:
        return left_out
    months = names_where(rows, "total_calls", max(values), name="month")
    named = joined(months) if len(months) <= _MOST_MONTHS else "several months"
    most = "The most shown" if hidden else "The most"
    return (f"{most} in one month: {max(values):,}, in {named}.", *left_out)


def _of_all(found: dict[str, Row]) -> tuple[str, ...]:
    counts = {step: plain_cell(found[step]["total_calls"]) for step in (OFFERED, LEFT, REFUSED, NOT_RECORDED)}
    if any(count is None for count in counts.values()):
        return ("Kits and calls are not linked here, so at how many a kit was left can't be told.",)
    said = {step: none_or(count) for step, count in counts.items()}
    return (
        f"On record, a kit was offered at {said[OFFERED]} of them, left at {said[LEFT]} and refused at "
        f"{said[REFUSED]}; calls with no kit recorded: {said[NOT_RECORDED]}."
        f"{_of_eligible(found)}",
    )


def _of_eligible(found: dict[str, Row]) -> str:
    calls, left = (plain_cell(found[step].get("eligible_calls")) for step in (OVERDOSE_CALLS, LEFT))
    if not calls or left is None or isinstance(calls, str) or isinstance(left, str):
        return ""
    eligible = amount(calls, ("eligible call", "eligible calls"))
    return f" Of {eligible}, {'none' if left == 0 else f'{left:,}'} had a kit left."


def _kits_per_call(rates: Released | None) -> tuple[str, ...]:
    if not has(rates, "value", "value_said", "counts"):
        return ()
    own = [row for row in rows_of(rates) if row["measure"] == KITS_PER_CALL and row["place"] == HERE]
    if not own or plain_cell(own[0]["value"]) is None or any(is_hidden(cell) for cell in own[0].values()):
        return ()
    said = f"Kits per overdose call: {own[0]['value_said']} ({own[0]['counts']})"
    return (f"{said}; it counts all kits left and is no share of calls.",)
