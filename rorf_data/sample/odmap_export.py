"""An export in the manner of ODMAP: the eight types in several spellings, and coordinates beside the town."""

from __future__ import annotations

from collections.abc import Sequence

from rorf_data.sample.events import Call, chance_for
from rorf_data.sample.files import SampleFile, csv_bytes, month_first
from rorf_data.sample.places import Written

HEADER = (
    "ODMAP ID",
    "Case Number",
    "Overdose Date/Time",
    "Suspected Overdose Type",
    "Agency",
    "Latitude",
    "Longitude",
    "Address",
    "City",
    "State",
    "Zip",
    "Victim Count",
    "Age",
    "Primary Suspected Drug",
)
OUTCOMES = {True: ("Fatal", "FATAL", "Suspected Fatal"), False: ("Nonfatal", "Non-Fatal", "SUSPECTED NONFATAL")}
NALOXONE = {
    "none": ("No Naloxone", "NO NARCAN"),
    "single": ("Single Dose Naloxone", "single dose"),
    "multiple": ("Multiple Doses Naloxone", "MULTIPLE DOSES OF NARCAN"),
    "unknown": ("Naloxone Unknown", "Unknown Naloxone"),
}


def odmap_export(seed: int, calls: Sequence[Call]) -> SampleFile:
    """The calls with outcome and naloxone in one text, either half first; a few have coordinates and no town."""
    chance = chance_for(seed, "ODMAP export")
    rows = []
    for number, call in enumerate(calls, start=1):
        halves = [chance.choice(OUTCOMES[call.is_fatal]), chance.choice(NALOXONE[call.doses])]
        chance.shuffle(halves)
        written = chance.choice(call.place.post) if call.place else Written("")
        has_centre = call.place is not None and bool(call.place.centre[0])
        place = Written("") if has_centre and number % 9 == 0 else written
        rows.append(
            (
                8_000_000 + number,
                call.incident,
                f"{month_first(call.at)} {call.at:%I:%M %p}",
                chance.choice((" - ", ": ", " / ")).join(halves),
                call.agency.name,
                *(call.place.centre if call.place else ("", "")),
                "100 BLK EXAMPLE ST",
                place.name,
                call.place.state if call.place else "",
                place.zip_code,
                1,
                "",
                "Unknown",
            )
        )
    return SampleFile(
        "formats/odmap.csv",
        "odmap",
        csv_bytes(HEADER, rows, line_end="\r\n"),
        len(rows),
        "An export in the manner of ODMAP: the eight types in several spellings and either order. Coordinates (town "
        "centres, rounded) only serve to find the town. Its figures stay inside the programme until somebody has "
        "cleared them.",
    )
