"""Ambulance records in the national standard (NEMSIS), flat: one row for each record, that is for each unit."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from rorf_data.sample.events import Call, any_moment, chance_for
from rorf_data.sample.files import SampleFile, csv_bytes
from rorf_data.sample.places import MEMBERS, Place, Written, any_place

HEADER = (
    "eRecord.01 - Patient Care Report Number",
    "eResponse.03 - Incident Number",
    "eTimes.03 - Unit Notified by Dispatch Date/Time",
    "dAgency.03 - EMS Agency Name",
    "ePatient.02 - Last Name",
    "eScene.15 - Incident Street Address",
    "eScene.17 - Incident City",
    "eScene.18 - Incident State",
    "eScene.19 - Incident ZIP Code",
    "eSituation.11 - Provider's Primary Impression",
    "eSituation.12 - Provider's Secondary Impressions",
    "eMedications.03 - Medication Administered",
    "eMedications.07 - Response to Medication",
    "eDisposition.12 - Incident/Patient Disposition",
    "eDisposition.19 - Final Patient Acuity",
    "eDisposition.27 - Unit Disposition",
    "eDisposition.28 - Patient Evaluation/Care",
    "eDisposition.30 - Transport Disposition",
    "eProtocols.01 - Protocols Used",
    "itDisposition.045 - Naloxone Kit Left Behind",
)
# Codes that stand for a town in the standard's own list of places; invented here.
PLACE_CODES = {"Goshen": "2100001", "Litchfield": "2100002", "Morris": "2100003", "Kent": "2100004"}
TRANSPORT = {"transported": "4230001", "refused": "4230009", "none": "4230013", "deceased": "4230013"}
OLD_TRANSPORT = {"transported": "4212033", "refused": "4212025", "none": "4212029", "deceased": "4212019"}
IMPRESSIONS = ("T40.1X1A", "T40.2X1A", "T40.411A", "T40.601A", "F11.129", "Opioid related disorders")
OTHERS = (("R55", "Syncope"), ("I46.9", ""), ("T51.0X1A", ""), ("T39.1X2A", ""))
ASPIRIN, NALOXONE = "1191", "7242"
IMPROVED, UNCHANGED = "9916001", "9916003"


def ambulance_records(seed: int, calls: Sequence[Call]) -> SampleFile:
    """The calls as one or two records each, among records of other kinds, in order of time."""
    chance = chance_for(seed, "ambulance records")
    found = [row for number, call in enumerate(calls, start=1) for row in _records(chance, number, call)]
    found += [_other(chance, number, call) for number, call in enumerate(calls, start=1)]
    rows = [(f"PCR-{number:05d}", *cells) for number, (_, cells) in enumerate(sorted(found), start=1)]
    return SampleFile(
        "formats/ambulance-nemsis.csv",
        "nemsis",
        csv_bytes(HEADER, rows),
        len(rows),
        "A flat extract of ambulance records (NEMSIS 3.5, some with the older eDisposition.12): codes and labels, "
        "several medications in one cell, some towns as place codes. Which records are suspected overdoses, and "
        "where a kit was left, is decided by the rule that the screen shows; the others are refused.",
    )


def _records(chance: random.Random, number: int, call: Call) -> Iterator[tuple[datetime, tuple[object, ...]]]:
    place = chance.choice(call.place.post) if call.place else Written("")
    given = call.doses in ("single", "multiple")
    # Of every fifth call that got naloxone only the response to it tells that it was an overdose.
    is_told_by_response = given and not call.is_fatal and number % 5 == 0
    impression = "R40.20" if is_told_by_response else chance.choice(IMPRESSIONS)
    improved = IMPROVED if is_told_by_response or (given and not call.is_fatal) else UNCHANGED
    medications = (f"{ASPIRIN}; {NALOXONE}", f"{UNCHANGED}; {improved}") if number % 4 == 0 else (NALOXONE, improved)
    is_old = number % 6 == 0
    left = chance.random() < 0.4
    yield _row(
        call,
        call.at,
        _city(call.place, place, number),
        place.zip_code,
        (impression, ""),
        medications if given else ("", ""),
        (OLD_TRANSPORT[call.transport], "") if is_old else ("", TRANSPORT[call.transport]),
        is_fatal=call.is_fatal,
        protocol="Naloxone Leave-Behind" if left and number % 2 else "General - Overdose",
        kit=("Yes" if left else "No") if number % 2 == 0 else "",
    )
    if number % 3 == 0:
        # A second unit of the same agency, which wrote down little.
        later = call.at + timedelta(minutes=4)
        yield _row(call, later, "", "", ("", ""), ("", ""), ("", "4230013"), is_fatal=False, protocol="", kit="")


def _other(chance: random.Random, number: int, call: Call) -> tuple[datetime, tuple[object, ...]]:
    """A record of another kind; of every third one naloxone was given, to no effect."""
    place = any_place(chance, MEMBERS)
    at = any_moment(chance, call.at.date())
    impression = chance.choice(OTHERS)
    medications = (NALOXONE, UNCHANGED) if number % 3 == 0 else (ASPIRIN, IMPROVED)
    other = f"SAMPLE-OTHER-{number:04d}"
    cells = _row(
        call,
        at,
        place.official.name,
        place.official.zip_code,
        impression,
        medications,
        ("", "4230001"),
        is_fatal=False,
        protocol="",
        kit="",
    )[1]
    return at, (other, *cells[1:])


def _row(
    call: Call,
    at: datetime,
    city: str,
    zip_code: str,
    impressions: tuple[str, str],
    medications: tuple[str, str],
    transport: tuple[str, str],
    *,
    is_fatal: bool,
    protocol: str,
    kit: str,
) -> tuple[datetime, tuple[object, ...]]:
    old, new = transport
    return at, (
        call.incident,
        f"{at:%Y-%m-%dT%H:%M:00}-05:00",
        call.agency.name,
        "Sample",
        "100 Example St",
        city,
        "09" if call.place and call.place.state == "CT" else "25" if call.place else "",
        zip_code,
        *impressions,
        *medications,
        old,
        "4219009" if is_fatal and not old else "4219005",
        "4227001",
        "4228001",
        new,
        protocol,
        kit,
    )


def _city(place: Place | None, written: Written, number: int) -> str:
    code = PLACE_CODES.get(place.town) if place and number % 3 == 1 else None
    return code or written.name
