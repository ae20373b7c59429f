"""Published deaths under the column names of the state's three editions; the same deaths in each.

The oldest edition names no town of injury and no kind of date, as it was published. No age, sex or cause is invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rorf_data.sample.files import Fault, SampleFile, csv_bytes, month_first
from rorf_data.sample.published_deaths import HEADER, Death, deaths_of
from rorf_data.sample.request_form import bare_canaans

OLDEST = (
    "CaseNumber", "Date", "Sex", "Race", "Age", "Residence City", "Residence State", "Residence County",
    "Death City", "Death State", "Death County", "Location", "DescriptionofInjury", "InjuryPlace",
    "ImmediateCauseA", "Heroin", "Cocaine", "Fentanyl", "Oxycodone", "Oxymorphone", "EtOH",
    "Hydro-codeine", "Benzodiazepine", "Methadone", "Amphet", "Tramad", "Morphine (not heroin)", "Other", "Any Opioid",
    "MannerofDeath", "AmendedMannerofDeath", "DeathLoc",
)  # fmt: skip
SQUEEZED = (
    "ID", "Date", "DateType", "Age", "Sex", "Race", "ResidenceCity", "ResidenceCounty", "ResidenceState", "DeathCity",
    "DeathCounty", "Location", "LocationifOther", "DescriptionofInjury", "InjuryPlace", "InjuryCity", "InjuryCounty",
    "InjuryState", "COD", "OtherSignifican", "Heroin", "Cocaine", "Fentanyl", "FentanylAnalogue", "Oxycodone",
    "Oxymorphone", "Ethanol", "Hydrocodone", "Benzodiazepine", "Methadone", "Amphet", "Tramad", "Morphine_NotHeroin",
    "Hydromorphone", "Other", "OpiateNOS", "AnyOpioid", "MannerofDeath", "DeathCityGeo", "ResidenceCityGeo",
    "InjuryCityGeo",
)  # fmt: skip
SAME_DEATHS = "The same deaths as in the current edition, so a second one of the two changes nothing."


def death_editions(seed: int, last_month: date) -> list[SampleFile]:
    """The sample's deaths once more, in order of date, in each edition."""
    deaths = deaths_of(seed, last_month)
    faults = bare_canaans([death.injury for death in deaths])
    squeezed = [_squeezed(number, death) for number, death in enumerate(deaths, start=1)]
    current = [_current(death) for death in deaths]
    return [
        _edition(
            "2012-2017",
            "ct-deaths-2012-2017",
            OLDEST,
            [_oldest(number, death) for number, death in enumerate(deaths, start=1)],
            "It names no town of injury, so its deaths count as “place not recorded”; beside another edition it would "
            "count each of them twice and is refused.",
        ),
        _edition("2012-2018", "ct-deaths", SQUEEZED, squeezed, SAME_DEATHS, faults),
        _edition("current", "ct-deaths", HEADER, current, SAME_DEATHS, faults),
    ]


def _edition(
    name: str,
    source: str,
    header: Sequence[str],
    rows: Sequence[Mapping[str, object]],
    further: str,
    faults: tuple[Fault, ...] = (),
) -> SampleFile:
    purpose = f"The state's death file under the column names of its edition {name}. {further}"
    content = csv_bytes(header, [[row.get(column, "") for column in header] for row in rows])
    return SampleFile(f"formats/published-deaths-{name}.csv", source, content, len(rows), purpose, faults)


def _oldest(number: int, death: Death) -> Mapping[str, object]:
    opioid = "Y" if death.is_opioid else ""
    return {
        "CaseNumber": f"{death.day:%y}-{number:05d}",
        "Date": f"{death.day:%m/%d/%Y}",
        "Death City": "TORRINGTON",
        "Location": "Hospital",
        "InjuryPlace": "Residence",
        "ImmediateCauseA": "Invented sample row",
        "Fentanyl": opioid,
        "Any Opioid": opioid,
        "MannerofDeath": "Accident",
    }


def _squeezed(number: int, death: Death) -> Mapping[str, object]:
    opioid = "Y" if death.is_opioid else ""
    return {
        "ID": f"{death.day:%y}-{number:04d}",
        "Date": f"{death.day:%m/%d/%Y} 12:00:00 AM",
        "DateType": "DateReported" if death.is_day_reported else "DateofDeath",
        "DescriptionofInjury": "Invented",
        "InjuryPlace": "Residence",
        "InjuryCity": death.injury.name.title(),
        "InjuryState": death.place.state if death.injury.name else "",
        "COD": "Invented sample row",
        "Fentanyl": opioid,
        "AnyOpioid": opioid,
        "MannerofDeath": "Accident",
    }


def _current(death: Death) -> Mapping[str, object]:
    opioid = "Y" if death.is_opioid else ""
    return {
        "Date": month_first(death.day),
        "Date Type": "Date reported" if death.is_day_reported else "Date of death",
        "Injury City": death.injury.name,
        "Injury State": death.place.state if death.injury.name else "",
        "Injury Place": "Residence",
        "Description of Injury": "Invented",
        "Cause of Death": "Invented sample row",
        "Manner of Death": "Accident",
        "Fentanyl": opioid,
        "Any Opioid": opioid,
    }
