"""The export of the request form: the questions as headers, people's own words, and columns that staff add."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from rorf_data.sample.events import Request, chance_for
from rorf_data.sample.files import Fault, SampleFile, csv_bytes, month_first, span
from rorf_data.sample.places import Place, Written

HEADER = (
    "ID",
    "Start time",
    "Completion time",
    "Email",
    "Name",
    "Last modified time",
    "Which town should the kits be brought to?\nPlease write the town or village, such as Lakeville.",
    "What is the ZIP code there, if you know it?",
    "How many kits do you ask for, counting one kit as two doses?",
    "Are these your first kits, or a refill?",
    "How can we reach you, by phone or e-mail?\nThis is used for the drop-off only.",
    "Where should we leave the kits? Street address, and anything the driver should know",
    "How did you hear about the kits, and what else should we know?",
    "Delivered on",
    "Closed on",
    "Status",
)
HEARD = ("From a friend, thank you", "At the library; please knock", "A poster,\nnext to the pharmacy", "", "")


def form_export(seed: int, months: Sequence[date], requests: Sequence[Request]) -> SampleFile:
    """Every request as one row; a few say only "Canaan", which could be either of two towns."""
    chance = chance_for(seed, "form")
    places = without_some_zips([_place_written(chance, request.place) for request in requests])
    rows = [
        _row(chance, number, request, place)
        for number, (request, place) in enumerate(zip(requests, places, strict=True), start=1)
    ]
    return SampleFile(
        f"sample-request-form-{span(months[0], months[-1])}.csv",
        "request-form",
        csv_bytes(HEADER, rows, encoding="utf-8-sig", line_end="\r\n"),
        len(rows),
        "Requests as a form service exports them, saved from a spreadsheet (UTF-8 with a byte-order mark): whole "
        "questions with commas and line breaks as headers. E-mail, name, contact, address and free words are left out.",
        bare_canaans(places),
    )


def without_some_zips(places: Sequence[Written]) -> list[Written]:
    """The same places, but of those called just Canaan every sixth loses the ZIP code that would decide."""
    kept, seen = [], 0
    for place in places:
        is_bare = place.name.lower() == "canaan"
        seen += is_bare
        kept.append(Written(place.name) if is_bare and seen % 6 == 3 else place)
    return kept


def bare_canaans(places: Sequence[Written]) -> tuple[Fault, ...]:
    """The rows that say Canaan and nothing else."""
    return tuple(
        Fault(number, "only Canaan, no ZIP code: Canaan or North Canaan", "held")
        for number, place in enumerate(places, start=2)
        if place.name.lower() == "canaan" and not place.zip_code
    )


def _place_written(chance: random.Random, place: Place | None) -> Written:
    return chance.choice(place.spoken) if place else Written("")


def _row(chance: random.Random, number: int, request: Request, place: Written) -> tuple[object, ...]:
    started = request.at - timedelta(minutes=3)
    is_named = chance.random() < 0.3
    return (
        number,
        _moment(started),
        _moment(request.at),
        f"person{number:03d}@example.org" if is_named else "anonymous",
        "",
        "",
        place.name,
        place.zip_code,
        request.kits,
        chance.choice(("First kits;", "Refill;")),
        f"860-555-01{number % 100:02d}" if is_named else "",
        f"{number} Example Street, side door" if is_named else "",
        chance.choice(HEARD),
        month_first(request.delivered) if request.delivered else "",
        month_first(request.closed) if request.closed else "",
        _status(request),
    )


def _moment(at: datetime) -> str:
    return f"{month_first(at)} {at.hour}:{at.minute:02d}"


def _status(request: Request) -> str:
    if request.delivered:
        return "Delivered"
    return "Closed" if request.closed else "Waiting"
