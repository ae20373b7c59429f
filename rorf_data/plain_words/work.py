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
    rows_of,
    still_to_come,
    value_of,
    were,
)
from rorf_data.plain_words.region import most_of
from rorf_data.wording import NO_RECORD, Number, plain_number

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
    received = value_of(summary, RECEIVED)
    said = f"of requests received there is {NO_RECORD}"
    if received is not None:
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
    kits = most_of(rows, "total_kits", KITS, "left")
    calls = most_of(rows, "total_calls", CALLS, "on record")
    return (
        f"{during(need)}, {kits}.",
        f"{capital(calls)}.",
        "The state's planning figure is for all channels together, so it can't tell whether these kits are enough; "
        "in towns this small many differences are chance.",
        *still_to_come(need),
    )


def results_in_words(card: Released) -> tuple[str, ...]:
    """How much, how well, and that nobody knows whether anyone is better off.

    ``card``: measure, value and out_of.
    """
    waiting, median = value_of(card, CARD_WAITING), value_of(card, CARD_MEDIAN)
    took = "" if median is None else f"; median time to delivery: {days(median)}"
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
    said = f"{amount(kits, KITS)} {were(kits)} left"
    if visits:
        said += f" at {amount(visits, ('visit', 'visits'))}"
    towns, out_of = value_of(card, CARD_TOWNS), _out_of(card, CARD_TOWNS)
    return (
        said
        if towns is None or out_of is None or out_of == 1
        else f"{said}, in {towns:,} of {amount(out_of, ('town', 'towns'))}"
    )


def _reports(card: Released) -> str:
    in_time, due = value_of(card, CARD_REPORTS), _out_of(card, CARD_REPORTS)
    if in_time is None or due is None:
        return f" Of reports that came in time there is {NO_RECORD}."
    return f" Of {amount(due, ('report', 'reports'))} due, {'none' if in_time == 0 else f'{in_time:,}'} came in time."


def _out_of(card: Released, measure: str) -> Number:
    return next((plain_number(row["out_of"]) for row in rows_of(card) if row["measure"] == measure), None)


def _so_many(value: Number, done: str, nouns: tuple[str, str] | None = None) -> str:
    if value is None:
        return f"of requests {done} there is {NO_RECORD}"
    counted = amount(value, nouns) if nouns else ("none" if value == 0 else f"{value:,}")
    return f"{counted} {were(value)} {done}"


def _open(waiting: Number, longest: Number) -> str:
    if waiting is None:
        return f"Of requests waiting at the end there is {NO_RECORD}."
    if waiting == 0:
        return "No request was still waiting at the end."
    wait = "" if longest is None else f", {'' if waiting == 1 else 'the longest '}for {days(longest)}"
    return f"{amount(waiting, REQUESTS)} {were(waiting)} still waiting at the end{wait}."


def _turnaround(median: Number, nine_in_ten: Number) -> tuple[str, ...]:
    if median is None:
        return ()
    more = "" if nine_in_ten is None else f", and about nine in ten {days(nine_in_ten)} or less"
    return (f"About half of those delivered took {days(median)} or less{more}; those still waiting aren't in that.",)
