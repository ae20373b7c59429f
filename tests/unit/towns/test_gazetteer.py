"""The 21 towns as the census and the region know them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from rorf_data.model import NOT_RECORDED, OUTSIDE
from rorf_data.towns import gazetteer
from rorf_data.towns.gazetteer import DATA_FOLDER, Population, elsewhere, place_names, states, towns, zip_shares
from rorf_data.towns.words import NO_PLACE, STREET_WORDS, plain

PLACES = Path(__file__).parents[3].parent / "shared" / "data" / "places"
needs_places = pytest.mark.skipif(not PLACES.exists(), reason="the tables of places to compare with are not here")

# 2020 Census, table P1, as the facts of the region list them; they add up to 112,503.
RESIDENTS = {
    "Barkhamsted": 3_647, "Burlington": 9_519, "Canaan": 1_080, "Colebrook": 1_361, "Cornwall": 1_567, "Goshen": 3_150,
    "Hartland": 1_901, "Harwinton": 5_484, "Kent": 3_019, "Litchfield": 8_192, "Morris": 2_256, "New Hartford": 6_658,
    "Norfolk": 1_588, "North Canaan": 3_211, "Roxbury": 2_260, "Salisbury": 4_194, "Sharon": 2_680,
    "Torrington": 35_515, "Warren": 1_351, "Washington": 3_646, "Winchester": 10_224,
}  # fmt: skip


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table to compare with, every cell as text."""
    with (PLACES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_region_has_21_towns_in_the_order_of_the_alphabet() -> None:
    """The towns stand A to Z under their official names."""
    assert [town.name for town in towns()] == sorted(RESIDENTS)


def test_people_are_those_of_the_2020_census() -> None:
    """Every town has its count of 1 April 2020, and together they are 112,503 people."""
    counted = {town.name: gazetteer.population(town.code, date(2026, 11, 1)) for town in towns()}
    assert {name: count.residents for name, count in counted.items()} == RESIDENTS
    assert sum(count.residents for count in counted.values()) == 112_503
    assert {(count.source, count.as_of) for count in counted.values()} == {
        ("2020 Census (U.S. Census Bureau)", date(2020, 4, 1))
    }


def test_a_day_before_the_first_count_gets_the_first_count() -> None:
    """A rate for 2012 divides by the oldest count there is, and says so."""
    assert gazetteer.population("43370", date(2012, 1, 1)).as_of == date(2020, 4, 1)


def test_the_newest_count_not_after_the_day_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later count holds from its own day on, not from the day before."""
    old, new = Population(8_000, "first", date(2020, 4, 1)), Population(9_000, "second", date(2030, 4, 1))
    monkeypatch.setattr(gazetteer, "_populations", lambda: {"43370": [old, new]})
    days = [date(2030, 3, 31), date(2030, 4, 1), date(2030, 4, 2)]
    assert [gazetteer.population("43370", day).residents for day in days] == [8_000, 9_000, 9_000]


@pytest.mark.parametrize(
    ("name", "code", "geoid_2020", "geoid_2022", "county"),
    [
        ("Litchfield", "43370", "0900543370", "0916043370", "Litchfield County"),
        ("Burlington", "10100", "0900310100", "0916010100", "Hartford County"),
        ("Hartland", "37140", "0900337140", "0916037140", "Hartford County"),
        ("Barkhamsted", "02760", "0900502760", "0916002760", "Litchfield County"),
        ("Torrington", "76570", "0900576570", "0916076570", "Litchfield County"),
    ],
)
def test_codes_are_the_census_bureaus(name: str, code: str, geoid_2020: str, geoid_2022: str, county: str) -> None:
    """Burlington and Hartland were Hartford County's; Torrington has its town's code, not its city's."""
    town = gazetteer.town(code)
    assert (town.name, gazetteer.code_of(name)) == (name, code)
    assert (town.geoid_2020, town.geoid_2022, town.county) == (geoid_2020, geoid_2022, county)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Roxbury", {"Washington"}),
        ("Litchfield", {"Morris", "Harwinton", "Goshen", "Warren", "Torrington", "Washington"}),
        ("Cornwall", {"Sharon", "Goshen", "Canaan", "Warren", "Kent"}),
        ("Barkhamsted", {"Hartland", "New Hartford", "Winchester", "Colebrook"}),
    ],
)
def test_neighbours_share_a_border_and_not_only_a_corner(name: str, expected: set[str]) -> None:
    """Cornwall and Salisbury, and Barkhamsted and Torrington, meet at a corner: they are no neighbours."""
    found = gazetteer.neighbours(gazetteer.code_of(name))
    assert {gazetteer.town(code).name for code in found} == expected


def test_neighbours_are_neighbours_both_ways() -> None:
    """A town adjoins its neighbours' neighbour, and never itself."""
    pairs = {(town.code, code) for town in towns() for code in gazetteer.neighbours(town.code)}
    assert {(b, a) for a, b in pairs} == pairs
    assert all(a != b for a, b in pairs)


def test_areas_have_labels() -> None:
    """A code is shown as its town, and the two areas that are no town in words."""
    shown = [gazetteer.area_label(area) for area in ("43370", OUTSIDE, NOT_RECORDED)]
    assert shown == ["Litchfield", "Outside the area", "Place not recorded"]


def test_a_wrong_code_or_name_is_a_wrong_call() -> None:
    """Only the five-digit codes and the exact official names are known."""
    with pytest.raises(ValueError, match="99999"):
        gazetteer.town("99999")
    with pytest.raises(ValueError, match="litchfield"):
        gazetteer.code_of("litchfield")
    with pytest.raises(ValueError, match="code"):
        gazetteer.neighbours("Litchfield")
    with pytest.raises(ValueError, match="code"):
        gazetteer.population("outside", date(2024, 1, 1))


def test_no_name_is_both_ours_and_elsewhere() -> None:
    """A name leads to the 21 towns or away from them, never both; and none reads as a street or as no place."""
    ours, theirs = {plain(name.name) for name in place_names()}, {plain(name) for name in elsewhere()}
    assert ours.isdisjoint(theirs)
    assert {name.replace(" ", "") for name in ours}.isdisjoint(name.replace(" ", "") for name in theirs)
    assert (ours | theirs).isdisjoint(NO_PLACE)
    assert {name.split()[-1] for name in ours | theirs}.isdisjoint(STREET_WORDS)


def test_the_other_148_towns_are_known() -> None:
    """Connecticut has 169 towns."""
    other_towns = {town for name, town in elsewhere().items() if name == town}
    assert len(other_towns) == 169 - 21
    assert {"Hartford", "West Hartford", "New Canaan", "New Milford", "Thomaston"} <= other_towns


def test_a_village_lies_in_one_town() -> None:
    """Only a name in doubt has more than one town, and every code is one of the 21."""
    codes = {town.code for town in towns()}
    for name in place_names():
        assert set(name.codes) <= codes
        assert len(name.codes) == 1 or name.kind in {"two-towns", "region"}


def test_zip_shares_are_shares_of_the_zips_people() -> None:
    """The shares of a ZIP area, the largest first, add up to one within the rounding of four decimals."""
    for zip_code, shares in zip_shares().items():
        parts = [share.share for share in shares if share.share is not None]
        assert parts == sorted(parts, reverse=True)
        assert not parts or sum(parts) == pytest.approx(1.0, abs=0.0007), zip_code


@pytest.mark.parametrize(
    ("zip_code", "percent"),
    [
        ("06754", [("Warren", 63), ("Cornwall", 30), ("Kent", 5), ("Sharon", 2)]),
        ("06065", [("Hartland", 68), ("Barkhamsted", 32)]),
        ("06777", [("Washington", 79), ("Warren", 21)]),
        ("06031", [("Canaan", 79), ("Salisbury", 17), ("Cornwall", 4)]),
        ("06796", [("Cornwall", 82), ("Sharon", 18)]),
        ("06018", [("North Canaan", 100)]),
    ],
)
def test_shared_zips_are_split_as_the_census_counted(zip_code: str, percent: list[tuple[str, int]]) -> None:
    """Who lives in the ZIP areas that towns share, in whole percent."""
    assert [(share.town, round(100 * (share.share or 0))) for share in zip_shares()[zip_code]] == percent


def test_states_have_their_postal_and_census_codes() -> None:
    """Fifty states, the capital and three territories, each code once."""
    assert len({state.code for state in states()}) == len({state.fips for state in states()}) == 54
    found = {state.code: (state.name, state.fips) for state in states()}
    assert (found["CT"], found["NY"]) == (("Connecticut", "09"), ("New York", "36"))


def test_every_table_names_its_source() -> None:
    """A table says in its first lines what it is and where its facts are from."""
    for table in sorted(DATA_FOLDER.glob("*.csv")):
        text = table.read_text(encoding="utf-8")
        assert text.startswith("# "), table.name
        assert "source" in text.lower() or "census" in text.lower(), table.name


@needs_places
def test_towns_agree_with_the_table_of_towns() -> None:
    """Codes, county, centre, neighbours and people of every town are those of the table that others made."""
    for row in rows_of("nhcog_towns.csv"):
        town = gazetteer.town(row["cousub_fips"])
        assert (town.name, town.geoid_2020, town.geoid_2022) == (row["town"], row["geoid_2020"], row["geoid_2022"])
        assert row["county_2020"].endswith(town.county)
        assert (town.latitude, town.longitude) == (float(row["centroid_lat"]), float(row["centroid_lon"]))
        near = {gazetteer.town(code).name for code in gazetteer.neighbours(town.code)}
        assert near == set(row["adjoins_nhcog"].split(";"))
        assert gazetteer.population(town.code, date(2024, 1, 1)).residents == int(row["pop_2020_census"])


@needs_places
def test_zips_agree_with_the_census_table() -> None:
    """Every share of every ZIP area is that of the table that others made."""
    found = {(zip_code, share.town): share.share for zip_code, shares in zip_shares().items() for share in shares}
    for row in rows_of("cwi_zip2town.csv"):
        expected = float(row["pct_of_zip_pop"])
        assert found.get((row["zip"], row["town"]), 0.0) == pytest.approx(expected, abs=0.00000001)
