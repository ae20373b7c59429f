"""Overdose calls as two systems export them: one combined text for what happened, or a column for each part."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from rorf_data.sample.events import Call, chance_for
from rorf_data.sample.files import SampleFile, csv_bytes, month_first, span
from rorf_data.sample.places import Place, Written
from rorf_data.sample.request_form import bare_canaans, without_some_zips

COMBINED_HEADER = (
    "Incident Number",
    "Incident Date",
    "Overdose Type",
    "Transport",
    "Agency",
    "Address",
    "City",
    "State",
    "Zip",
    "Latitude",
    "Longitude",
)
SEPARATE_HEADER = (
    "Incident Number",
    "Call Date",
    "Agency",
    "City",
    "State",
    "Zip",
    "Outcome",
    "Naloxone Given",
    "Transport",
    "Age",
    "Latitude",
    "Longitude",
)
NALOXONE_TEXT = {
    "none": "No Naloxone",
    "single": "Single Dose Naloxone",
    "multiple": "Multiple Doses Naloxone",
    "unknown": "Naloxone Unknown",
}
NALOXONE_WORD = {"none": "No", "single": "Yes", "multiple": "Yes", "unknown": "Unknown"}


def call_files(seed: int, months: Sequence[date], calls: Sequence[Call]) -> list[SampleFile]:
    """The first two years with one combined text, the last year, from another system, with separate columns."""
    chance = chance_for(seed, "call places")
    places = without_some_zips([_city(chance, call.place) for call in calls])
    turn = next(number for number, call in enumerate(calls) if call.at.date() >= months[-12])
    return [
        _combined(months[:-12], calls[:turn], places[:turn]),
        _separate(months[-12:], calls[turn:], places[turn:]),
    ]


def _combined(months: Sequence[date], calls: Sequence[Call], places: Sequence[Written]) -> SampleFile:
    rows = [_combined_row(call, place) for call, place in zip(calls, places, strict=True)]
    return SampleFile(
        f"sample-calls-{span(months[0], months[-1])}.csv",
        "calls",
        csv_bytes(COMBINED_HEADER, rows),
        len(rows),
        "Overdose calls with outcome and naloxone in one text. Address and the coordinates (town centres, rounded) "
        "are not kept.",
        bare_canaans(places),
    )


def _separate(months: Sequence[date], calls: Sequence[Call], places: Sequence[Written]) -> SampleFile:
    rows = [_separate_row(call, place) for call, place in zip(calls, places, strict=True)]
    return SampleFile(
        f"sample-calls-{span(months[0], months[-1])}.csv",
        "calls",
        csv_bytes(SEPARATE_HEADER, rows, line_end="\r\n"),
        len(rows),
        "Overdose calls from another system: a column for each thing, month/day/year. Age and coordinates are not "
        "kept.",
        bare_canaans(places),
    )


def _city(chance: random.Random, place: Place | None) -> Written:
    return chance.choice(place.post) if place else Written("")


def _combined_row(call: Call, place: Written) -> tuple[object, ...]:
    return (
        call.incident,
        f"{call.at:%Y-%m-%d %H:%M}",
        f"{_outcome(call)} - {NALOXONE_TEXT[call.doses]}",
        call.transport.capitalize(),
        call.agency.name,
        "100 BLK EXAMPLE ST" if place.name else "",
        place.name,
        call.place.state if call.place else "",
        place.zip_code,
        *_centre(call, place),
    )


def _separate_row(call: Call, place: Written) -> tuple[object, ...]:
    return (
        call.incident,
        month_first(call.at),
        call.agency.name,
        place.name,
        call.place.state if call.place else "",
        place.zip_code,
        _outcome(call),
        NALOXONE_WORD[call.doses],
        call.transport.capitalize(),
        "",
        *_centre(call, place),
    )


def _outcome(call: Call) -> str:
    return "Fatal" if call.is_fatal else "Nonfatal"


def _centre(call: Call, place: Written) -> tuple[str, str]:
    """The town's rounded centre; none where the ZIP code is missing too, or the row would be placed after all."""
    return call.place.centre if call.place and place.zip_code else ("", "")
