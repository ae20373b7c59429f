"""What is invented: overdose calls, kits handed over and requests, three years of each.

Nothing here comes from a real record. The numbers that steer it are the region's residents, the rates of the scale
check in the project's field notes (about 1.3 suspected overdoses per 1,000 residents and year), and round guesses for
a programme that slowly finds its feet.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from rorf_data.model import add_months, last_of_month
from rorf_data.sample.agencies import Agency, agency_at
from rorf_data.sample.places import MEMBERS, OTHERS, Place, any_place

MONTHS = 36
CALLS_PER_1000_A_YEAR = 1.3
FATAL_SHARE = 0.125


@dataclass(frozen=True, slots=True)
class Call:
    """One suspected-overdose call. ``doses`` is none, single, multiple or unknown."""

    at: datetime
    place: Place | None
    agency: Agency
    incident: str
    is_fatal: bool
    doses: str
    transport: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One row of a kit log: kits handed over at once, or offered and not taken (``kits`` 0)."""

    day: date
    place: Place | None
    agency: Agency
    channel: str
    kits: int
    recipient: str = "other"
    call: Call | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One filled-in form; neither delivered nor closed means still waiting when the sample ends."""

    at: datetime
    place: Place | None
    kits: int
    delivered: date | None
    closed: date | None


def sample_months(last_month: date) -> list[date]:
    """First days of the sample's months, the last one included."""
    first = add_months(last_month.replace(day=1), 1 - MONTHS)
    return [add_months(first, count) for count in range(MONTHS)]


def chance_for(seed: int, subject: str) -> random.Random:
    """A stream of chance of its own for each subject, so that a change to one leaves the others as they were."""
    return random.Random(f"{seed} {subject}")


def calls(seed: int, last_month: date) -> list[Call]:
    """Calls in order of time, in member towns by residents, with a few from elsewhere and a few without a place."""
    chance = chance_for(seed, "calls")
    a_month = sum(place.weight for place in MEMBERS) * CALLS_PER_1000_A_YEAR / 1000 / 12
    found: list[Call] = []
    for month in sample_months(last_month):
        found += [_call(chance, month, any_place(chance, MEMBERS)) for _ in range(_count(chance, month, a_month))]
        found += [_call(chance, month, any_place(chance, OTHERS)) for _ in range(_count(chance, month, 0.4))]
        found += [_call(chance, month, None) for _ in range(_count(chance, month, 0.06))]
    return _numbered(sorted(found, key=lambda call: call.at))


def visits(seed: int, last_month: date, answered: Sequence[Call]) -> list[Visit]:
    """Kits handed over at calls and elsewhere, in order of day, as far as their agencies sent in a log."""
    chance = chance_for(seed, "visits")
    months = sample_months(last_month)
    found = [visit for call in answered for visit in _at_call(chance, call, months)]
    found += [_elsewhere(chance, month) for month in months for _ in range(_visits(chance, months.index(month), month))]
    sent = [visit for visit in found if visit.agency.has_sent(months, visit.day)]
    return sorted(sent, key=lambda visit: (visit.day, visit.agency.name))


def requests(seed: int, last_month: date) -> list[Request]:
    """Requests in the order in which they were sent."""
    chance = chance_for(seed, "requests")
    months = sample_months(last_month)
    found = [
        _request(chance, months, month)
        for number, month in enumerate(months)
        for _ in range(_count(chance, month, 5.2 + 3.4 * number / MONTHS))
    ]
    return sorted(found, key=lambda request: request.at)


def any_moment(chance: random.Random, month: date) -> datetime:
    """Some minute of the month."""
    day = chance.randint(1, last_of_month(month).day)
    return datetime.combine(month.replace(day=day), time(chance.randint(0, 23), chance.randint(0, 59)))


def _count(chance: random.Random, month: date, mean: float) -> int:
    """A count with a mild season: 12 % above the mean in July, 12 % below in January."""
    return _poisson(chance, mean * (1 - 0.12 * math.cos(2 * math.pi * (month.month - 1) / 12)))


def _poisson(chance: random.Random, mean: float) -> int:
    """A Poisson count (Knuth's product of uniform draws; good for the small means of this sample)."""
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def _call(chance: random.Random, month: date, place: Place | None) -> Call:
    is_fatal = chance.random() < FATAL_SHARE
    (doses,) = chance.choices(("single", "multiple", "none", "unknown"), (56, 26, 12, 6))
    (transport,) = chance.choices(("transported", "refused", "none"), (64, 28, 8))
    return Call(
        at=any_moment(chance, month),
        place=place,
        agency=agency_at(chance, place),
        incident="",
        is_fatal=is_fatal,
        doses=doses,
        transport="deceased" if is_fatal else transport,
    )


def _numbered(found: Sequence[Call]) -> list[Call]:
    """The calls with incident numbers that run through each year and say what they are."""
    counts: dict[int, int] = {}
    numbered = []
    for call in found:
        counts[call.at.year] = counts.get(call.at.year, 0) + 1
        numbered.append(replace(call, incident=f"SAMPLE-{call.at.year}-{counts[call.at.year]:04d}"))
    return numbered


def _at_call(chance: random.Random, call: Call, months: Sequence[date]) -> Iterator[Visit]:
    """The row that a crew writes after a call: kits left at 42 % of calls at first and 58 % at last, or an offer."""
    share = 0.42 + 0.16 * months.index(call.at.date().replace(day=1)) / MONTHS
    draw = chance.random()
    (recipient,) = chance.choices(("family", "friend", "bystander", "unknown"), (50, 30, 12, 8))
    if not call.is_fatal and call.transport != "transported":
        recipient = "patient"
    (kits,) = chance.choices((1, 2, 3), (60, 34, 6))
    if draw < share:
        yield Visit(call.at.date(), call.place, call.agency, "scene", kits, recipient, call)
    elif draw < share + 0.12:
        yield Visit(call.at.date(), call.place, call.agency, "scene", 0, recipient, call)


def _visits(chance: random.Random, number: int, month: date) -> int:
    return _count(chance, month, 5.6 + 2.4 * number / MONTHS)


def _elsewhere(chance: random.Random, month: date) -> Visit:
    """Kits handed over at a station, at an event, into a public box, or in place of a kit that was used."""
    place: Place | None = any_place(chance, MEMBERS)
    draw = chance.random()
    if draw < 0.05:
        place = any_place(chance, OTHERS)
    elif draw < 0.07:
        place = None
    (channel,) = chance.choices(("station", "event", "public box", "replacement", "web request"), (34, 22, 20, 10, 14))
    (kits,) = chance.choices((1, 2, 3, 4), (42, 34, 10, 14))
    return Visit(any_moment(chance, month).date(), place, agency_at(chance, place), channel, kits)


def _request(chance: random.Random, months: Sequence[date], month: date) -> Request:
    at = any_moment(chance, month)
    (kits,) = chance.choices((1, 2, 3, 4), (46, 34, 8, 12))
    days = min(75, round(chance.lognormvariate(math.log(5), 0.85)))
    ended = at.date() + timedelta(days=days)
    draw, is_late = chance.random(), month >= months[-4]
    is_waiting = ended > last_of_month(months[-1]) or (is_late and draw > 0.95)
    is_closed = not is_waiting and draw < 0.03
    return Request(
        at=at,
        place=_asked_for(chance),
        kits=kits,
        delivered=None if is_waiting or is_closed else ended,
        closed=ended if is_closed else None,
    )


def _asked_for(chance: random.Random) -> Place | None:
    draw = chance.random()
    if draw < 0.07:
        return any_place(chance, OTHERS)
    return None if draw < 0.085 else any_place(chance, MEMBERS)
