"""A dispatch centre's export: a row for each unit that went, and every other kind of call between the overdoses."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from rorf_data.sample.events import Call, any_moment, chance_for
from rorf_data.sample.files import Fault, SampleFile, csv_bytes, month_first
from rorf_data.sample.places import MEMBERS, Place, Written, any_place

HEADER = (
    "Incident #",
    "Unit",
    "Agency",
    "Dispatched",
    "Cleared",
    "Call Type",
    "Determinant",
    "Final Call Type",
    "Location",
    "Town",
    "State",
    "Zip",
    "Narcan Given",
    "Transported",
)
# What the dispatcher took a call for, the determinant, and what it was closed as.
OVERDOSES = (
    ("OVERDOSE/POISONING", "23-D-1", "OVERDOSE"),
    ("OVERDOSE/POISONING", "23-D-1", "OVERDOSE"),
    ("UNCONSCIOUS/FAINTING", "31-D-2", "Overdose - Opioid"),
    ("OVERDOSE/POISONING", "23-C-7", ""),
)
OTHERS = (
    ("OVERDOSE/POISONING", "23-D-1", "INTOXICATED PERSON"),
    ("SICK PERSON", "26-A-1", "SICK PERSON"),
    ("FALL", "17-B-1", ""),
    ("TRAFFIC CRASH", "29-B-1", "TRAFFIC CRASH"),
)
UNITS = (("AMB", "ambulance"), ("ENG", "engine"), ("PD", "police"))
OTHERS_FOR_EACH = 2

Row = tuple[datetime, tuple[object, ...]]


def dispatch_export(seed: int, calls: Sequence[Call]) -> SampleFile:
    """The calls with one to three units each, among others that are no overdoses, in order of dispatch."""
    chance = chance_for(seed, "dispatch export")
    rows = [row for number, call in enumerate(calls) for row in _overdose(chance, number, call)]
    rows += [row for number, call in enumerate(calls) for row in _others(chance, number, call)]
    rows.sort(key=lambda row: (row[0], row[1]))
    cells = [cells for _, cells in rows]
    without_number = next(row for row, found in enumerate(cells, start=2) if not found[0])
    return SampleFile(
        "formats/dispatch-cad.csv",
        "dispatch",
        csv_bytes(HEADER, cells),
        len(cells),
        "A dispatch centre's export with several units for one incident, some of them sent after midnight, between "
        "calls of other kinds. Each incident counts once, on its first day; other calls are refused by the rule that "
        "the screen shows. Location is not kept.",
        (Fault(without_number, "an overdose without an incident number", "a call of its own"),),
    )


def _overdose(chance: random.Random, number: int, call: Call) -> Iterator[Row]:
    kind = chance.choice(OVERDOSES)
    place = chance.choice(call.place.post) if call.place else Written("")
    # Every sixth call comes shortly before midnight, so that its later units are sent on the next day.
    at = call.at.replace(hour=23, minute=52) if number % 6 == 5 else call.at
    incident = "" if number == 0 else f"26-{number:05d}"
    count = 1 if not incident else chance.choice((1, 2, 2, 3))
    for unit in range(count):
        is_ambulance = unit == 0
        yield _row(
            chance,
            at + timedelta(minutes=unit * 6),
            unit,
            incident,
            call,
            kind,
            place,
            narcan=_narcan(call) if unit == count - 1 else "No",
            transported=("Yes" if call.transport == "transported" else "No") if is_ambulance else "",
        )


def _others(chance: random.Random, number: int, call: Call) -> Iterator[Row]:
    for more in range(OTHERS_FOR_EACH):
        place = any_place(chance, MEMBERS)
        at = any_moment(chance, call.at.date())
        kind = chance.choice(OTHERS)
        incident = f"26-{90000 + number * OTHERS_FOR_EACH + more}"
        yield _row(chance, at, 0, incident, call, kind, place.official, narcan="No", transported="", other=place)


def _row(
    chance: random.Random,
    at: datetime,
    unit: int,
    incident: str,
    call: Call,
    kind: tuple[str, str, str],
    place: Written,
    *,
    narcan: str,
    transported: str,
    other: Place | None = None,
) -> Row:
    letters, _ = UNITS[unit]
    where = other or call.place
    cells = (
        incident,
        f"{letters}{chance.randint(1, 4)}",
        call.agency.name,
        f"{month_first(at)} {at:%H:%M}",
        f"{at + timedelta(minutes=40):%H:%M}",
        *kind,
        "100 BLK EXAMPLE ST",
        place.name,
        where.state if where else "",
        place.zip_code,
        narcan,
        transported,
    )
    return at, cells


def _narcan(call: Call) -> str:
    return {"none": "No", "unknown": "Unknown"}.get(call.doses, "Yes")
