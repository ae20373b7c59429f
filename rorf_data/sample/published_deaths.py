"""Published deaths, in the shape of the state's file of accidental drug related deaths, edition 2012-2022.

Whole calendar years, as the state publishes them: the three before the year that the sample ends in. No age, sex or
cause is invented; the words in their place say that the row is.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from rorf_data.sample.events import any_moment, chance_for
from rorf_data.sample.files import SampleFile, csv_bytes, month_first
from rorf_data.sample.places import MEMBERS, OTHERS, Place, Written, any_place
from rorf_data.sample.request_form import bare_canaans

HEADER = (
    "Date",
    "Date Type",
    "Age",
    "Sex",
    "Race",
    "Ethnicity",
    "Residence City",
    "Residence County",
    "Residence State",
    "Injury City",
    "Injury County",
    "Injury State",
    "Injury Place",
    "Description of Injury",
    "Death City",
    "Death County",
    "Death State",
    "Location",
    "Location if Other",
    "Cause of Death",
    "Manner of Death",
    "Other Significant Conditions ",
    "Heroin",
    "Heroin death certificate (DC)",
    "Cocaine",
    "Fentanyl",
    "Fentanyl Analogue",
    "Oxycodone",
    "Oxymorphone",
    "Ethanol",
    "Hydrocodone",
    "Benzodiazepine",
    "Methadone",
    "Meth/Amphetamine",
    "Amphet",
    "Tramad",
    "Hydromorphone",
    "Morphine (Not Heroin)",
    "Xylazine",
    "Gabapentin",
    "Opiate NOS",
    "Heroin/Morph/Codeine",
    "Other Opioid",
    "Any Opioid",
    "Other",
    "ResidenceCityGeo",
    "InjuryCityGeo",
    "DeathCityGeo",
)
# Where the state's file knows no place it gives the middle of the state.
STATE_CENTRE = "CT\n(41.575155, -72.738288)"
# Fewest and most deaths of a year, before some lose their place.
HERE_A_YEAR, AWAY_A_YEAR = (5, 8), (10, 16)
HOSPITALS = (Written("TORRINGTON"), Written("SHARON"))


@dataclass(frozen=True, slots=True)
class Death:
    """One published death; the place of injury is blank where the file has none."""

    day: date
    place: Place
    injury: Written
    is_opioid: bool
    is_day_reported: bool


def deaths_file(seed: int, last_month: date) -> SampleFile:
    """The deaths in order of date, about a third of them without a place of injury."""
    chance = chance_for(seed, "deaths")
    first, last = last_month.year - 3, last_month.year - 1
    deaths = _invented(chance, last_month)
    return SampleFile(
        f"sample-published-deaths-{first}-to-{last}.csv",
        "ct-deaths",
        csv_bytes(HEADER, [_row(chance, death) for death in deaths]),
        len(deaths),
        "Published deaths in the columns of the state's file: place of injury, residence and death, two-line cells, "
        "some blank. Deaths are counted where the injury was, never at the hospital.",
        bare_canaans([death.injury for death in deaths]),
    )


def deaths_of(seed: int, last_month: date) -> list[Death]:
    """The deaths that the file tells, in order of date."""
    return _invented(chance_for(seed, "deaths"), last_month)


def _invented(chance: random.Random, last_month: date) -> list[Death]:
    years = range(last_month.year - 3, last_month.year)
    return sorted((death for year in years for death in _deaths(chance, year)), key=lambda death: death.day)


def _deaths(chance: random.Random, year: int) -> list[Death]:
    here = [_death(chance, year, any_place(chance, MEMBERS)) for _ in range(chance.randint(*HERE_A_YEAR))]
    away = [_death(chance, year, any_place(chance, OTHERS)) for _ in range(chance.randint(*AWAY_A_YEAR))]
    return here + away


def _death(chance: random.Random, year: int, place: Place) -> Death:
    month = date(year, chance.randint(1, 12), 1)
    written = chance.choice(place.post)
    return Death(
        day=any_moment(chance, month).date(),
        place=place,
        injury=Written("") if chance.random() < 0.3 else Written(written.name),
        is_opioid=chance.random() < 0.85,
        is_day_reported=chance.random() < 0.4,
    )


def _row(chance: random.Random, death: Death) -> tuple[object, ...]:
    hospital = chance.choice(HOSPITALS).name
    opioid = "Y" if death.is_opioid else ""
    cells = {
        "Date": month_first(death.day),
        "Date Type": "Date reported" if death.is_day_reported else "Date of death",
        "Sex": "Unknown",
        "Residence City": death.place.post[0].name,
        "Residence State": death.place.state,
        "Injury City": death.injury.name,
        "Injury State": death.place.state if death.injury.name and chance.random() < 0.7 else "",
        "Injury Place": "Residence",
        "Description of Injury": "Invented",
        "Death City": hospital,
        "Death State": "CT",
        "Location": "Hospital",
        "Cause of Death": "Invented sample row",
        "Manner of Death": "Accident",
        "Fentanyl": opioid,
        "Any Opioid": opioid,
        "ResidenceCityGeo": _geo(death.place, death.place.post[0].name),
        "InjuryCityGeo": _geo(death.place, death.injury.name),
        "DeathCityGeo": STATE_CENTRE,
    }
    return tuple(cells.get(column, "") for column in HEADER)


def _geo(place: Place, name: str) -> str:
    """The two-line cell: the name, then the town's rounded centre."""
    if not name or not place.centre[0]:
        return STATE_CENTRE
    latitude, longitude = place.centre
    return f"{name}, {place.state}\n({latitude}, {longitude})"
