"""The resolver on real files that nobody here wrote: only counts are looked at."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from rorf_data.towns.resolve import locate, resolve

SHARED = Path(__file__).parents[3].parent / "shared" / "data"
DEATHS = SHARED / "deaths" / "Accidental_Drug_Related_Deaths_2012-2022.csv"
TEMPE = SHARED / "incidents" / "tempe_az_opioid_ems_calls_2017_2024.csv"
needs_deaths = pytest.mark.skipif(not DEATHS.exists(), reason="the state's file of deaths is not here")
needs_tempe = pytest.mark.skipif(not TEMPE.exists(), reason="the file of Tempe's ambulance calls is not here")

# Every spelling of a place in the 21 towns that stands in the file's column of the place of injury, and its town.
OURS = {
    "BANTAM": "Litchfield", "BARKHAMSTED": "Barkhamsted", "BURLINGTON": "Burlington", "COLEBROOK": "Colebrook",
    "CORNWALL BRIDGE": "Cornwall", "EAST CANAAN": "North Canaan", "EAST HARTLAND": "Hartland",
    "FALLS VILLAGE": "Canaan", "GOSHEN": "Goshen", "HARWINTON": "Harwinton", "KENT": "Kent", "LAKEVILLE": "Salisbury",
    "LITCHFIELD": "Litchfield", "MORRIS": "Morris", "NEW HARTFORD": "New Hartford", "NEW PRESTON": "Washington",
    "NORFOLK": "Norfolk", "NORTH CANAAN": "North Canaan", "RIVERTON": "Barkhamsted", "ROXBURY": "Roxbury",
    "SALISBURY": "Salisbury", "SHARON": "Sharon", "TORRINGTON": "Torrington", "WARREN": "Warren",
    "WASHINGTON": "Washington", "WEST CORNWALL": "Cornwall", "WINCHESTER": "Winchester",
    "WINCHESTER CENTER": "Winchester", "WINSTED": "Winchester",
}  # fmt: skip
IN_DOUBT = {"CANAAN", "BAKERSVILE", "TORINGTON", "TORRNGTON"}
NO_PLACE = {"", "UNKNOWN", "UK"}


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a file, every cell as text."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def places_of_injury() -> Counter[tuple[str, str]]:
    """How often each place and state stand together; an empty or unknown state is Connecticut, whose file it is."""
    return Counter(
        (row["Injury City"].strip(), "CT" if row["Injury State"] in {"", "UNKNOWN", "UK"} else row["Injury State"])
        for row in rows_of(DEATHS)
    )


@needs_deaths
def test_every_place_of_injury_is_its_town_outside_or_a_question() -> None:
    """Each spelling in the state's file has the answer that a person who knows the towns gives it."""
    for place, state in places_of_injury():
        found = resolve(place, state=state)
        expected = "outside"
        if place in IN_DOUBT or place in NO_PLACE:
            expected = "unsure" if place in IN_DOUBT else "not-recorded"
        assert found.town == OURS.get(place), place
        assert found.status == ("town" if place in OURS else expected), place


@needs_deaths
def test_every_death_is_accounted_for() -> None:
    """The counts of rows by answer, made beforehand by counting spellings in the file, add up to its 10,654 rows."""
    answers = Counter[str]()
    for (place, state), count in places_of_injury().items():
        answers[resolve(place, state=state).status] += count
    assert answers == {"town": 355, "outside": 9_882, "not-recorded": 409, "unsure": 8}
    assert answers.total() == 10_654


@needs_deaths
def test_another_states_places_keep_their_state() -> None:
    """The 24 rows with New York or Massachusetts written are outside, and the state is all that is kept of them."""
    elsewhere = [(place, state) for place, state in places_of_injury() if state in {"NY", "MA"}]
    assert {resolve(place, state=state).status for place, state in elsewhere} == {"outside"}
    assert {resolve(place, state=state).place_name for place, state in elsewhere} == {"New York", "Massachusetts"}


@needs_tempe
def test_calls_in_arizona_are_all_outside() -> None:
    """Not one of Tempe's points lies in Connecticut's northwest."""
    points = [(row["Latitude_Random"], row["Longitude_Random"]) for row in rows_of(TEMPE)]
    given = [(float(latitude), float(longitude)) for latitude, longitude in points if latitude and longitude]
    assert len(given) > 3_000
    assert {locate(latitude, longitude).status for latitude, longitude in given} == {"outside"}
