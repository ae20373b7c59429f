"""The steps of the cascade where kits and calls are linked by incident, and what is said where they are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from rorf_data.analysis import Analysis
from rorf_data.answers.reader import Reader
from rorf_data.answers.said import UNSTABLE
from rorf_data.answers.watched import memberships
from rorf_data.measures.cascade import (
    NOT_ON_RECORD,
    STEPS,
    Bar,
    Counts,
    Part,
    calls_with_a_kit_left,
    cascade,
    eligible_calls_with_a_kit_left,
    is_linked,
)
from rorf_data.measures.intervals import Reliability
from rorf_data.measures.person_time import memberships_within
from rorf_data.model import Feed, Period
from rorf_data.store.queries import load_reported_months
from rorf_data.store.queries_cascade import load_cascade, load_cascade_sums

Told = dict[str, int | None]
"""The counts of a cascade as they may be told: None where nothing is on record, or where it can't be told."""

REST, ELIGIBLE_REST = NOT_ON_RECORD
TOLD: Final = {
    "total_calls": ("offered_calls", "kit_left_calls", "kit_refused_calls", REST),
    "eligible_calls": (
        "eligible_offered_calls",
        "eligible_kit_left_calls",
        "eligible_kit_refused_calls",
        ELIGIBLE_REST,
    ),
}
"""What may be told of the calls, and of those eligible, only where kits and calls are linked."""

LINKABLE: Final = {"total_calls": "linkable_calls", "eligible_calls": "eligible_linkable_calls"}
UNKNOWN: Final = {"total_calls": "unknown_kit_calls", "eligible_calls": "eligible_unknown_kit_calls"}
SHARES: Final = {
    "kit_left_share": ("kit_left_calls", "total_calls", calls_with_a_kit_left),
    "eligible_kit_left_share": ("eligible_kit_left_calls", "eligible_calls", eligible_calls_with_a_kit_left),
}
"""The two shares, each with its numerator, its denominator and the measure that divides them."""

NO_CALLS: Final[Counts] = dict.fromkeys((*STEPS.values(), *NOT_ON_RECORD), 0)
NO_RECORD: Final[Told] = dict.fromkeys((*NO_CALLS, *UNKNOWN.values()))
NOT_LINKED = "Kits and calls are not linked by incident"
"""How the sentence begins that says why there are no shares of calls."""


def steps_counted(
    connection: sa.Connection, areas: Sequence[str], period: Period, by: Sequence[str] = ()
) -> dict[tuple[Any, ...], Counts]:
    """The cascade of the calls in these areas and this period, both ends included, by any of area, month and agency
    ("-" where none is recorded), as :func:`rorf_data.measures.cascade.cascade` gives it.
    """
    ask = load_cascade if "month" in by else load_cascade_sums
    found = ask(connection, period, by_agency="agency" in by)
    return cascade(found[found["area"].isin(areas)], by)


def months_counted(
    reader: Reader, connection: sa.Connection, towns: Sequence[str], period: Period
) -> dict[date, Counts | None]:
    """The cascade of these towns together in each month that the period touches; None in a month that no file of calls
    covers, and in one without calls in which none of the towns was a member: nobody had looked then.
    """
    found = {month: counts for (month,), counts in steps_counted(connection, towns, period, ["month"]).items()}
    reported = set(load_reported_months(connection, Feed.CALLS))
    times = [time for town in towns for time in memberships(reader, town)]
    looked_at = {month for month in reported if memberships_within(Period.of_month(month), times)}
    return {
        month: found.get(month, NO_CALLS) if month in looked_at or (month in reported and month in found) else None
        for month in period.months()
    }


def bar_of(analysis: Analysis) -> Bar:
    """What a share must rest on, from the settings."""
    return Bar(analysis.confidence, analysis.fewest_for_a_rate, analysis.fewest_for_a_stable_rate)


def only_where_linked(counts: Counts, analysis: Analysis) -> Told:
    """The cascade without what can't be told: where too few calls are linked, whether a kit was left, refused or not
    recorded is missing, of all calls and of those eligible each for themselves.

    ``unknown_kit_calls`` and ``eligible_unknown_kit_calls`` hold the calls where that is so, and else 0.
    """
    shown: Told = dict(counts)
    for calls, steps in TOLD.items():
        is_told = not counts[calls] or is_linked(
            counts[LINKABLE[calls]], counts[calls], fewest_linked_share=analysis.fewest_linked_share
        )
        shown |= {UNKNOWN[calls]: 0 if is_told else counts[calls]}
        shown |= {} if is_told else dict.fromkeys(steps)
    return shown


def shares_of(shown: Told, analysis: Analysis) -> dict[str, Any]:
    """Both shares with their limits, None where they can't be said; and each in words, under its name and ``_said``."""
    columns: dict[str, Any] = {}
    for name, (_, below, _) in SHARES.items():
        part = part_of(name, shown, analysis)
        columns |= {f"{name}_said": share_said(part, shown[below], analysis)} | part_columns(name, part)
    return columns


def part_columns(name: str, part: Part | None) -> dict[str, float | None]:
    """The value of a part and its limits as ``_low`` and ``_high``; None where there is none."""
    limits = part.limits if part else None
    return {
        name: part.value if part else None,
        f"{name}_low": limits.low if limits else None,
        f"{name}_high": limits.high if limits else None,
    }


def part_of(name: str, shown: Mapping[str, int | None], analysis: Analysis) -> Part | None:
    """One of the two shares; None where one of its counts is missing."""
    above, below, measure = SHARES[name]
    left, calls = shown[above], shown[below]
    return None if left is None or calls is None else measure(left, calls, bar_of(analysis))


def share_said(part: Part | None, calls: int | None, analysis: Analysis) -> str:
    """``48 % (39 to 57 %)``, marked where it is unstable; in place of a share that can't be said, why."""
    if part is None:
        return "no record" if calls is None else "not linked"
    if not part.denominator:
        return "no call"
    if part.value is None or part.limits is None:
        return f"fewer than {analysis.fewest_for_a_rate} calls"
    said = f"{100 * part.value:.0f} % ({100 * part.limits.low:.0f} to {100 * part.limits.high:.0f} %)"
    return f"{said}, {UNSTABLE}" if part.reliability is Reliability.UNSTABLE else said


def notes_on_linking(counts: Counts, analysis: Analysis) -> list[str]:
    """Why there are no shares of these calls, or of the eligible among them; and of how many it can't be told whether a
    kit was left.
    """
    calls, linkable = counts["total_calls"], counts["linkable_calls"]
    if not calls:
        return []
    if not is_linked(linkable, calls, fewest_linked_share=analysis.fewest_linked_share):
        return [
            f"{NOT_LINKED} here: only for {linkable:,} of {calls:,} overdose calls can it be told whether a kit was "
            f"left, and {100 * analysis.fewest_linked_share:.0f} % are needed. A share would count kits that nobody "
            "linked to a call as not left, so only kits per overdose call is given."
        ]
    untold = f"For {calls - linkable:,} of the calls it can't be told; they stand under “no kit recorded”."
    return [*([untold] if linkable < calls else []), *_on_eligible(counts, analysis)]


def _on_eligible(counts: Counts, analysis: Analysis) -> list[str]:
    eligible, linkable = counts["eligible_calls"], counts["eligible_linkable_calls"]
    if eligible and not is_linked(linkable, eligible, fewest_linked_share=analysis.fewest_linked_share):
        return [f"Only for {linkable:,} of {eligible:,} eligible calls can it be told whether a kit was left."]
    return []
