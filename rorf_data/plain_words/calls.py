"""Overdose calls, and what is on record of kits at them, in plain words."""

from __future__ import annotations

from rorf_data.disclosure.release import Released
from rorf_data.plain_words.phrases import CALLS, Row, among, amount, during, joined, names_where, rows_of, still_to_come
from rorf_data.plain_words.region import OVERDOSE_CALLS, of_period
from rorf_data.wording import NO_RECORD, plain_number

OFFERED, LEFT, REFUSED, NOT_RECORDED = "Kit offered", "Kit left", "Kit refused", "No kit recorded"
KITS_PER_CALL, HERE = "Kits per overdose call", "Here"
_MOST_MONTHS = 3


def calls_in_words(compared: Released, by_month: Released) -> tuple[str, ...]:
    """The calls of the period with what they say against the time before, and the most in one month.

    ``compared``: a row for overdose calls with count_said, count_before and change; ``by_month``: month, total_calls.
    """
    row = next(row for row in rows_of(compared) if row["measure"] == OVERDOSE_CALLS)
    return (
        f"{during(compared)}, {among(compared)}: {of_period(row, CALLS)}.",
        *_busiest(by_month),
        *still_to_come(by_month, compared),
    )


def cascade_in_words(steps: Released, rates: Released) -> tuple[str, ...]:
    """The calls, and at how many a kit is on record as offered, left, refused or not recorded; then kits per call.

    ``steps``: step, total_calls, eligible_calls; ``rates``: measure, place, counts, value_said.
    """
    found = {str(row["step"]): row for row in rows_of(steps)}
    calls = plain_number(found[OVERDOSE_CALLS]["total_calls"])
    if calls is None:
        return (f"{during(steps)} there is {NO_RECORD} of overdose calls.", *still_to_come(steps))
    there = f"there {'was' if calls == 1 else 'were'} {amount(calls, CALLS)} {among(steps)}."
    return (
        f"{during(steps)} {there}",
        *(_of_all(found) if calls else ()),
        *_kits_per_call(rates),
        *still_to_come(steps, rates),
    )


def _busiest(by_month: Released) -> tuple[str, ...]:
    rows = rows_of(by_month)
    values = [value for row in rows if (value := plain_number(row["total_calls"])) is not None]
    if len(values) < 2 or max(values) == 0:
        return ()
    months = names_where(rows, "total_calls", max(values), name="month")
    named = joined(months) if len(months) <= _MOST_MONTHS else "several months"
    return (f"The most in one month: {max(values):,}, in {named}.",)


def _of_all(found: dict[str, Row]) -> tuple[str, ...]:
    counts = {step: plain_number(found[step]["total_calls"]) for step in (OFFERED, LEFT, REFUSED, NOT_RECORDED)}
    if any(count is None for count in counts.values()):
        return ("Kits and calls are not linked here, so at how many a kit was left can't be told.",)
    said = {step: "none" if count == 0 else f"{count:,}" for step, count in counts.items()}
    return (
        f"On record, a kit was offered at {said[OFFERED]} of them, left at {said[LEFT]} and refused at "
        f"{said[REFUSED]}; calls with no kit recorded: {said[NOT_RECORDED]}."
        f"{_of_eligible(found)}",
    )


def _of_eligible(found: dict[str, Row]) -> str:
    calls, left = (plain_number(found[step]["eligible_calls"]) for step in (OVERDOSE_CALLS, LEFT))
    if not calls or left is None:
        return ""
    eligible = amount(calls, ("eligible call", "eligible calls"))
    return f" Of {eligible}, {'none' if left == 0 else f'{left:,}'} had a kit left."


def _kits_per_call(rates: Released) -> tuple[str, ...]:
    own = [row for row in rows_of(rates) if row["measure"] == KITS_PER_CALL and row["place"] == HERE]
    if not own or plain_number(own[0]["value"]) is None:
        return ()
    said = f"Kits per overdose call: {own[0]['value_said']} ({own[0]['counts']})"
    return (f"{said}; it counts all kits left and is no share of calls.",)
