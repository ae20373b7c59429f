"""Frames by hand, each in the shape that an answer gives it, for the tests of the plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rorf_data.answers.labels import LABELS
from rorf_data.disclosure.release import Provisional, Released, release
from tests.unit.picture_frames import by_town, released

TOO_FEW = "too few to say: would take 18 or more, or none"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
HEADLINES = ("Kits left", "Overdose calls", "Requests received", "Requests waiting")
STEPS = (
    "Overdose calls",
    "A kit record can be told",
    "Kit offered",
    "Kit left",
    "Kit refused",
    "No kit recorded",
)
REQUESTS = (
    "Requests received",
    "Requests delivered",
    "Closed without delivery",
    "Still waiting",
    "Longest wait of those still waiting, days",
    "Median days to delivery",
    "90th percentile of days to delivery",
)
MONEY = (
    "Contributed, dollars",
    "Spent, dollars",
    "Spent on kits, dollars",
    "Kits left",
    "Cost of a kit left, dollars",
)
CARD = (
    "Kits left",
    "Visits at which kits were left",
    "Towns in which a kit was left",
    "Requests delivered",
    "Median days from request to delivery",
    "Requests still waiting",
    "Reports that came in time",
)
WORDS = LABELS | {
    "count_said": "Count",
    "expiring_90": "Expire within 90 days",
    "expiring_180": "Expire within 180 days",
}
Numbers = Sequence[int | float | None]
Answers = Sequence[str | None]


def spoken(period: str = "October 2026", notes: tuple[str, ...] = (), **columns: Sequence[Any]) -> Released:
    """A frame of these columns for this time."""
    return released(columns, period=period, labels=WORDS, notes=notes)


def month(now: Numbers, before: Numbers, change: Answers, notes: tuple[str, ...] = ()) -> Released:
    """The four headlines of a month, in their order."""
    return spoken(notes=notes, measure=HEADLINES, this_month=now, year_before=before, change=change)


def towns(kits: Numbers, calls: Numbers) -> Released:
    """Kent, Litchfield, Warren and Goshen, as many as there are numbers."""
    return by_town(total_kits=kits, total_calls=calls)


def beside(change: Answers, difference: Answers) -> Released:
    """The same towns compared by their visits."""
    return by_town(change=change, difference=difference)


def compared(counts: Answers, before: Numbers, change: Answers) -> Released:
    """Visits, requests and calls of a time."""
    names = ("Visits at which kits were left", "Requests received", "Overdose calls")
    return spoken(measure=names, count_said=counts, count_before=before, change=change)


def months_of_calls(counts: Numbers) -> Released:
    """Overdose calls from January 2026 on."""
    return spoken(month=[f"{date(2026, 1 + place, 1):%b %Y}" for place in range(len(counts))], total_calls=counts)


def cascade(calls: Numbers, eligible: Numbers) -> Released:
    """The six steps in their order."""
    return spoken(step=STEPS, total_calls=calls, eligible_calls=eligible)


def rates(said: str, counts: str, value: float | None) -> Released:
    """Kits per overdose call, here."""
    return spoken(measure=["Kits per overdose call"], place=["Here"], counts=[counts], value_said=[said], value=[value])


def requests(values: Numbers) -> Released:
    """The figures of the requests at a glance."""
    return spoken(measure=REQUESTS, value=values)


def money(values: Numbers) -> Released:
    """The settlement money at a glance."""
    return spoken(measure=MONEY, value=values)


def spent(dollars: Numbers) -> Released:
    """What was spent by the state's words."""
    words = ["Treatment", "Recovery", "Prevention", "Harm reduction"][: len(dollars)]
    return spoken(category=words, spent_dollars=dollars)


def card(values: Numbers, out_of: Numbers) -> Released:
    """The figures of the results card that can be known."""
    return spoken(measure=CARD, value=values, out_of=out_of)


def stock(on_hand: Numbers, soon: Numbers, later: Numbers, past: Numbers, order: Answers) -> Released:
    """One row for each store, and one for all of them where they are several."""
    count = len(on_hand)
    names = ["Storeroom"] if count == 1 else [*(f"Store {'ABC'[place]}" for place in range(count - 1))]
    stores = names if count == 1 else [*names, "All stores together"]
    return spoken(
        store=stores, kits_on_hand=on_hand, expiring_90=soon, expiring_180=later, kits_past_date=past, is_to_order=order
    )


def places(naloxone: Numbers, treatment: Numbers) -> Released:
    """How many places are on the list by town."""
    return by_town(naloxone_places=naloxone, treatment_places=treatment)


def provisional(full: Released, *months: date) -> Released:
    """The same frame with months that more records are expected for."""
    about = replace(full.about, provisional=tuple(Provisional(one, None) for one in months))
    return release(full.frame, about)


def numbers_in(texts: Iterable[str]) -> list[tuple[str, float, int]]:
    """Every number of these texts: as written, its value, and how many decimals it is written with."""
    written = [found.rstrip(",") for text in texts for found in NUMBER.findall(text)]
    return [(one, float(one.replace(",", "")), len(one.partition(".")[2])) for one in written]


def numbers_of(*frames: Released) -> list[float]:
    """Every number that stands in a cell, in the heading of a column, in the period or in the towns of these frames."""
    texts = [
        str(cell)
        for full in frames
        for cell in (
            *full.frame.to_numpy(dtype=object).ravel(),
            *full.about.labels.values(),
            full.about.period,
            full.about.towns,
        )
    ]
    return [value for _, value, _ in numbers_in(texts)]


def strange_numbers(said: Sequence[str], *frames: Released) -> list[str]:
    """The numbers of the sentences that stand nowhere in the frames, to as many decimals as they are written with."""
    known = numbers_of(*frames)
    return [
        written
        for written, value, decimals in numbers_in(said)
        if not any(abs(one - value) <= 0.501 * 10**-decimals for one in known)
    ]
