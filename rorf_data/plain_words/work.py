"""Requests, need, and the results card in plain words."""

from __future__ import annotations

from rorf_data.disclosure.release import Released
from rorf_data.plain_words.phrases import (
    CALLS,
    KITS,
    REQUESTS,
    among,
    amount,
    capital,
    days,
    during,
    has,
    none_or,
    not_shown,
    still_to_come,
    value_of,
    were,
)
from rorf_data.plain_words.region import most_of
from rorf_data.wording import NO_RECORD, Cell, plain_cell, rows_of

RECEIVED, DELIVERED, CLOSED = "Requests received", "Requests delivered", "Closed without delivery"
WAITING, LONGEST = "Still waiting", "Longest wait of those still waiting, days"
MEDIAN, NINE_IN_TEN = "Median days to delivery", "90th percentile of days to delivery"

CARD_KITS, CARD_VISITS = "Kits left", "Visits at which kits were left"
CARD_TOWNS, CARD_DELIVERED = "Towns in which a kit was left", "Requests delivered"
CARD_MEDIAN, CARD_WAITING = "Median days from request to delivery", "Requests still waiting"
CARD_REPORTS = "Reports that came in time"


def requests_in_words(summary: Released) -> tuple[str, ...]:
    """Requests received, delivered, closed and waiting, and how long the delivered ones took.

    ``summary``: measure and value.
    """
    if not has(summary, "value"):
        return still_to_come(summary)
    received = value_of(summary, RECEIVED)
    said = f"of requests received there is {NO_RECORD}"
    if isinstance(received, str):
        said = not_shown(f"requests received {among(summary)}")
    elif received is not None:
        said = f"{amount(received, REQUESTS)} {were(received)} received {among(summary)}"
    done = [
        _so_many(value_of(summary, name), words)
        for name, words in ((DELIVERED, "delivered"), (CLOSED, "closed without delivery"))
    ]
    return (
        f"{during(summary)}, {said}; {done[0]}, and {done[1]}.",
        _open(value_of(summary, WAITING), value_of(summary, LONGEST)),
        *_turnaround(value_of(summary, MEDIAN), value_of(summary, NINE_IN_TEN)),
        *still_to_come(summary),
    )


def need_in_words(need: Released) -> tuple[str, ...]:
    """Where most kits were left and most calls were, and what the figures can't be judged against.

    ``need``: one row for each town with total_kits, total_calls and planning_kits.
    """
    rows = rows_of(need)
    kits = most_of(rows, "total_kits", KITS, "left") if has(need, "total_kits") else ""
    calls = most_of(rows, "total_calls", CALLS, "on record") if has(need, "total_calls") else ""
    return (
        *((f"{during(need)}, {kits}.",) if kits else ()),
        *((f"{capital(calls) if kits else f'{during(need)}, {calls}'}.",) if calls else ()),
        "The state's planning figure is for all channels together, so it can't tell whether these kits are enough; "
        "in towns this small many differences are chance.",
        *still_to_come(need),
    )


def results_in_words(card: Released) -> tuple[str, ...]:
    """How much, how well, and that nobody knows whether anyone is better off.

    ``card``: measure, value and out_of.
    """
    if not has(card, "value", "out_of"):
        return still_to_come(card)
    waiting, median = value_of(card, CARD_WAITING), value_of(card, CARD_MEDIAN)
    took = "" if median is None or isinstance(median, str) else f"; median time to delivery: {days(median)}"
    return (
        f"{during(card)}, {_kits_at_visits(card)}.",
        f"{capital(_so_many(value_of(card, CARD_DELIVERED), 'delivered', REQUESTS))}{took}. {_open(waiting, None)}"
        f"{_reports(card)}",
        "Whether anyone is better off isn't known.",
        *still_to_come(card),
    )


def _kits_at_visits(card: Released) -> str:
    kits, visits = value_of(card, CARD_KITS), value_of(card, CARD_VISITS)
    if kits is None:
        return f"of kits left there is {NO_RECORD}"
    said = not_shown("kits left") if isinstance(kits, str) else f"{amount(kits, KITS)} {were(kits)} left"
    if isinstance(kits, str):
        return said
    if visits and not isinstance(visits, str):
        said += f" at {amount(visits, ('visit', 'visits'))}"
    towns, out_of = value_of(card, CARD_TOWNS), _out_of(card, CARD_TOWNS)
    return (
        said
        if towns is None or out_of is None or out_of == 1 or isinstance(towns, str) or isinstance(out_of, str)
        else f"{said}, in {towns:,} of {amount(out_of, ('town', 'towns'))}"
    )


def _reports(card: Released) -> str:
    in_time, due = value_of(card, CARD_REPORTS), _out_of(card, CARD_REPORTS)
    if isinstance(in_time, str) or isinstance(due, str):
        return ""
    if in_time is None or due is None:
        return f" Of reports that came in time there is {NO_RECORD}."
    return f" Of {amount(due, ('report', 'reports'))} due, {none_or(in_time)} came in time."


def _out_of(card: Released, measure: str) -> Cell:
    return next((plain_cell(row["out_of"]) for row in rows_of(card) if row["measure"] == measure), None)


def _so_many(value: Cell, done: str, nouns: tuple[str, str] | None = None) -> str:
    if isinstance(value, str):
        return not_shown(f"requests {done}")
    if value is None:
        return f"of requests {done} there is {NO_RECORD}"
    counted = amount(value, nouns) if nouns else none_or(value)
    return f"{counted} {were(value)} {done}"


def _open(waiting: Cell, longest: Cell) -> str:
    if isinstance(waiting, str):
        return capital(not_shown("requests still waiting at the end")) + "."
    if waiting is None:
        return f"Of requests waiting at the end there is {NO_RECORD}."
    if waiting == 0:
        return "No request was still waiting at the end."
    wait = (
        ""
        if longest is None or isinstance(longest, str)
        else f", {'' if waiting == 1 else 'the longest '}for {days(longest)}"
    )
    return f"{amount(waiting, REQUESTS)} {were(waiting)} still waiting at the end{wait}."


def _turnaround(median: Cell, nine_in_ten: Cell) -> tuple[str, ...]:
    if median is None or isinstance(median, str):
        return ()
    more = (
        ""
        if nine_in_ten is None or isinstance(nine_in_ten, str)
        else f", and about nine in ten {days(nine_in_ten)} or less"
    )
    return (f"About half of those delivered took {days(median)} or less{more}; those still waiting aren't in that.",)
