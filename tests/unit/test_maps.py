"""The town map says the frame's numbers in shade, symbol, words and legend, and asks nothing of the network."""

from __future__ import annotations

import json
import math
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from rorf_data import palette
from rorf_data.maps import SmoothedMap, TownMap, smoothed_map, towns_map
from rorf_data.maps.deck import SMALLEST_BOX
from rorf_data.maps.shading import classes_of
from rorf_data.towns import outlines
from tests.unit.picture_frames import GOSHEN, KENT, LITCHFIELD, WARREN, by_town, emptied, released

TOWNS = by_town(total_kits=[4, 1, 0, None], total_calls=[1, 2, 0, None], kits_per_1000=[1.3, 0.1, 0.0, None])


def drawn(look: palette.Look = "light", chosen_town: str | None = None) -> TownMap:
    """The map of the four towns with kits as symbols and their rate as shading."""
    return towns_map(TOWNS, shading="kits_per_1000", symbols="total_kits", look=look, chosen_town=chosen_town)


def layer(town_map: TownMap, name: str) -> dict[str, Any]:
    """One layer of the deck as the browser gets it."""
    (found,) = [one for one in json.loads(town_map.deck.to_json())["layers"] if one["id"] == name]
    return dict(found)


def properties(town_map: TownMap, name: str) -> dict[str, dict[str, Any]]:
    """What the features of a layer carry, by town code."""
    return {one["properties"]["code"]: one["properties"] for one in layer(town_map, name)["data"]["features"]}


def rgb(colour: str) -> list[int]:
    """A colour as three numbers."""
    return list(bytes.fromhex(colour.removeprefix("#")))


def test_no_base_map_is_asked_for() -> None:
    """No provider of a base map is named and the deck holds no address, so that the browser has nothing to fetch."""
    assert json.loads(drawn().deck.to_json()).get("mapProvider") is None
    assert not re.search(r"https?:|carto|mapbox", drawn().deck.to_json())


def test_only_the_towns_shown_can_be_clicked() -> None:
    """A click finds the code of a town of the frame; the other 17 are context, and nothing lies in a click's way."""
    towns = properties(drawn(), "towns")

    assert set(towns) == {KENT, LITCHFIELD, WARREN, GOSHEN}
    assert len(properties(drawn(), "context")) == 21 - 4
    layers = json.loads(drawn().deck.to_json())["layers"]
    assert [one["id"] for one in layers if one["pickable"]] == ["towns"]


def test_the_words_over_a_town_are_its_numbers() -> None:
    """What was asked for comes first, a zero is a number, and a missing number is said to be missing."""
    towns = properties(drawn(), "towns")

    assert towns[KENT]["town"] == "Kent"
    assert towns[KENT]["told"].split("\n") == ["4 kits", "1.3 kits per 1,000 residents", "1 overdose call"]
    assert towns[WARREN]["told"].split("\n") == ["0 kits", "0.0 kits per 1,000 residents", "0 overdose calls"]
    assert towns[GOSHEN]["told"].split("\n")[0] == "no record of kits"


@pytest.mark.parametrize("look", ["light", "dark"])
def test_shades_follow_the_stated_classes(look: palette.Look) -> None:
    """1.3 is the third of four classes up to 2, 0.1 the first, 0 is unshaded, and no record has a grey of its own."""
    ground, towns = palette.GROUNDS[look], properties(drawn(look), "towns")

    assert towns[KENT]["fill"] == rgb(ground.ramp[2])
    assert towns[LITCHFIELD]["fill"] == rgb(ground.ramp[0])
    assert towns[WARREN]["fill"] == rgb(ground.none)
    assert towns[GOSHEN]["fill"] == rgb(ground.no_record)


@pytest.mark.parametrize(
    ("highest", "limits"),
    [
        (0.4, (0, 0.1, 0.2, 0.3, 0.4)),
        (0.41, (0, 0.2, 0.4, 0.6, 0.8)),
        (4, (0, 1, 2, 3, 4)),
        (4.01, (0, 2, 4, 6, 8)),
        (10, (0, 2.5, 5, 7.5, 10)),
        (12.7, (0, 5, 10, 15, 20)),
    ],
)
def test_classes_have_round_limits_that_hold_the_highest(highest: float, limits: tuple[float, ...]) -> None:
    """Four equal classes begin at 0 and end at or above the highest rate."""
    assert classes_of([0, None, highest]).limits == pytest.approx(limits)


@pytest.mark.parametrize(("value", "place"), [(0.99, 0), (1, 0), (1.01, 1), (2, 1), (3, 2), (3.01, 3), (4, 3)])
def test_a_limit_belongs_to_the_lower_class(value: float, place: int) -> None:
    """A rate equal to a limit is in the class that ends there, as the legend says ("over 1 to 2")."""
    classes = classes_of([4])

    assert classes.shade(value, palette.LIGHT) == palette.LIGHT.ramp[place]
    assert classes.names() == ["none", "up to 1", "over 1 to 2", "over 2 to 3", "over 3 to 4"]


def test_the_area_of_a_symbol_grows_as_the_count() -> None:
    """Four kits have four times the area of one, no kits and no record have no symbol, and size is in pixels."""
    symbols = layer(drawn(), "symbols")
    points = {code: list(outlines.label_points()[code]) for code in (KENT, LITCHFIELD)}
    radius = {code: one["radius"] for one in symbols["data"] for code in points if one["point"] == points[code]}

    assert len(symbols["data"]) == 2
    assert radius[KENT] ** 2 / radius[LITCHFIELD] ** 2 == pytest.approx(4, rel=0.01)
    assert symbols["radiusUnits"] == "pixels"
    assert symbols["getFillColor"] == rgb(palette.KITS)


def test_names_carry_the_number_or_its_absence() -> None:
    """Every town shown is named on the map with its count; no record is written, not left out."""
    texts = [one["properties"]["text"] for one in layer(drawn(), "names")["data"]["features"]]

    assert sorted(texts) == ["Goshen\nno record", "Kent\n4", "Litchfield\n1", "Warren\n0"]


@pytest.mark.parametrize("box", [SMALLEST_BOX, (1000, 560)])
def test_every_town_shown_is_in_the_first_view(box: tuple[int, int]) -> None:
    """In the smallest box and in a wide one no outline of a town shown reaches over the edge (web Mercator)."""
    view = json.loads(drawn().deck.to_json())["initialViewState"]
    world = 512 * 2 ** view["zoom"]

    def northing(latitude: float) -> float:
        return float(math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi) * world)

    for code in (KENT, LITCHFIELD, WARREN, GOSHEN):
        for longitude, latitude in (point for ring in outlines.outlines()[code] for point in ring):
            assert abs(longitude - view["longitude"]) / 360 * world < box[0] / 2
            assert abs(northing(latitude) - northing(view["latitude"])) < box[1] / 2


def test_the_wheel_is_left_to_the_page() -> None:
    """Scrolling over the map scrolls the page; the map doesn't turn."""
    (view,) = json.loads(drawn().deck.to_json())["views"]

    assert view["controller"]["scrollZoom"] is False
    assert view["controller"]["dragRotate"] is False


def test_the_chosen_town_is_outlined() -> None:
    """The town that the page is about has a heavy line in deck and file; without a choice nothing has."""
    assert list(properties(drawn(chosen_town=KENT), "chosen")) == [KENT]
    assert properties(drawn(), "chosen") == {}
    widths = {
        one.name: one.line.width for one in drawn(chosen_town=KENT).figure.data if one.type == "scatter" and one.fill
    }
    assert max(widths, key=lambda name: widths[name]) == "Kent"


def test_the_figure_for_files_says_the_same_as_the_deck() -> None:
    """Outlines of all 21 towns, the same shades and numbers, a hatch where there is no record, true proportions."""
    figure = drawn().figure
    fills = {one.name: one for one in figure.data if one.type == "scatter" and one.fill}
    symbols = [one for one in figure.data if one.type == "scatter" and one.mode == "markers"][0]

    assert len(fills) == 21
    assert fills["Kent"].fillcolor == palette.LIGHT.ramp[2]
    assert fills["Goshen"].fillpattern.shape == "/"
    assert fills["Kent"].text == "Kent: 4 kits, 1.3 kits per 1,000 residents, 1 overdose call"
    assert sorted(symbols.customdata) == [1, 4]
    assert figure.layout.yaxis.scaleratio == pytest.approx(1 / math.cos(math.radians(41.8)), abs=0.01)
    names = [one.name for one in figure.data if one.legend]
    assert ["none", "up to 0.5", "over 0.5 to 1"] == names[:3]
    assert "No record" in names


def test_the_map_in_words() -> None:
    """Counts with their sum, rates without one, the missing town and the pale ones."""
    alt = drawn().alt

    assert alt.startswith("Kits left and kits per 1,000 residents by town, January 2026 to March 2026")
    assert "Kits left. Highest: 4 kits (Kent). Lowest: 0 kits (Warren). Total: 5 kits. No record: Goshen." in alt
    assert "Highest: 1.3 kits per 1,000 residents (Kent)." in alt
    assert "Drawn pale, because not among the towns chosen: Barkhamsted, Burlington and 15 more." in alt


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_legend_stands_by_itself(look: palette.Look) -> None:
    """It is well-formed, names every class and size in the look's colours, and holds no drawing that is taken out."""
    legend = drawn(look).legend
    words = list(ElementTree.fromstring(legend).itertext())

    assert words[:6] == [
        "Kits per 1,000 residents",
        "none",
        "up to 0.5",
        "over 0.5 to 1",
        "over 1 to 1.5",
        "over 1.5 to 2",
    ]
    assert words[6:] == ["Kits left", "1", "4", "no record", "town not chosen"]
    assert all(shade in legend for shade in palette.GROUNDS[look].ramp)
    assert "<svg" not in legend


def test_a_map_of_counts_alone_and_of_nothing() -> None:
    """Without shading there are no classes; without rows every town is context and the words say so."""
    counts = towns_map(TOWNS, shading=None, symbols="total_calls", look="light")
    nothing = towns_map(emptied(TOWNS), shading="kits_per_1000", symbols="total_kits", look="dark")

    assert "Overdose calls by town" in counts.alt
    assert properties(counts, "towns")[KENT]["fill"] == rgb(palette.LIGHT.none)
    assert properties(counts, "towns")[KENT]["told"].startswith("1 overdose call\n4 kits")
    assert len(properties(nothing, "context")) == 21
    assert "There is no record to show." in nothing.alt


def test_all_zero_draws_no_symbol_and_no_class() -> None:
    """Nothing left anywhere: no shade, no circle, and every name with its 0."""
    zero = towns_map(
        by_town(total_kits=[0, 0], kits_per_1000=[0.0, 0.0]),
        shading="kits_per_1000",
        symbols="total_kits",
        look="light",
    )

    assert layer(zero, "symbols")["data"] == []
    assert {one["fill"] == rgb(palette.LIGHT.none) for one in properties(zero, "towns").values()} == {True}
    assert "up to" not in zero.legend


def test_rows_that_are_no_town_are_not_on_the_map() -> None:
    """What lies outside the area has no outline; it stays in the table beside the map."""
    shown = released({"town_code": [KENT, "outside"], "town": ["Kent", "Outside the area"], "total_kits": [1, 90]})
    kits = towns_map(shown, shading=None, symbols="total_kits", look="light")

    assert set(properties(kits, "towns")) == {KENT}
    assert layer(kits, "symbols")["data"][0]["radius"] > 5


def test_a_column_that_is_not_there_is_a_wrong_call() -> None:
    """Asking for a measure that the frame lacks is refused by name."""
    with pytest.raises(ValueError, match="no column total_deaths"):
        towns_map(TOWNS, shading=None, symbols="total_deaths", look="light")


FEW = by_town(total_kits=[40, 3, 0, None], kits_per_1000=[13.2, None, None, None])


def test_a_town_with_too_few_for_a_rate_is_unshaded_and_says_so() -> None:
    """Three kits or none are on record and bear no rate; that is neither a rate of 0 nor no record."""
    few = towns_map(FEW, shading="kits_per_1000", symbols="total_kits", look="light")
    towns = properties(few, "towns")

    assert towns[LITCHFIELD]["fill"] == towns[WARREN]["fill"] == rgb(palette.LIGHT.none)
    assert towns[GOSHEN]["fill"] == rgb(palette.LIGHT.no_record)
    assert towns[LITCHFIELD]["told"].split("\n") == ["3 kits", "too few for a rate"]
    assert towns[WARREN]["told"].split("\n") == ["0 kits", "too few for a rate"]
    words = list(ElementTree.fromstring(few.legend).itertext())
    assert "too few for a rate" in words
    assert "none" not in words
    assert "Too few for a rate: Litchfield and Warren." in few.alt
    assert {"Too few for a rate", "No record"} <= {one.name for one in few.figure.data}


SMOOTHED = released(
    {"town_code": [KENT, LITCHFIELD, WARREN, GOSHEN], "smoothed_per_1000": [4.44, 3.33, 3.0, None]},
    title="Visits at which kits were left for 1,000 residents, smoothed",
    labels={"town_code": "Town code", "smoothed_per_1000": "Visits per 1,000 residents, smoothed"},
    notes=("Smoothed: for looking at only.",),
)


def smoothed(look: palette.Look = "light") -> SmoothedMap:
    """The same four towns, shaded by smoothed rates."""
    unsmoothed = towns_map(FEW, shading="kits_per_1000", symbols="total_kits", look=look)
    return smoothed_map(unsmoothed, SMOOTHED, symbols="total_kits", look=look, chosen_town=KENT)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_smoothed_map_bears_its_name_wherever_it_is_read(look: palette.Look) -> None:
    """In the legend with its note, in its words, and over each town; the shades are those of the smoothed rates."""
    shown = smoothed(look)
    towns = {
        one["properties"]["code"]: one["properties"]
        for layer in json.loads(shown.deck.to_json())["layers"]
        if layer["id"] == "towns"
        for one in layer["data"]["features"]
    }
    words = list(ElementTree.fromstring(shown.legend).itertext())

    assert words[0] == "Visits per 1,000 residents, smoothed"
    assert "Smoothed: for looking at only." in words
    assert "smoothed" in shown.title
    assert "Visits per 1,000 residents, smoothed" in shown.alt
    assert towns[KENT]["told"].split("\n")[:2] == ["4.4 visits per 1,000 residents, smoothed", "40 kits"]
    assert towns[KENT]["fill"] == rgb(palette.GROUNDS[look].ramp[2])
    assert towns[GOSHEN]["fill"] == rgb(palette.GROUNDS[look].no_record)


def test_nothing_smoothed_can_go_into_a_file() -> None:
    """The map has no figure; the one that files are made of is the map as counted, to the last word."""
    shown = smoothed()

    assert not hasattr(shown, "figure")
    assert "moothed" not in shown.unsmoothed.alt + shown.unsmoothed.title + shown.unsmoothed.figure.to_json()
    assert "smoothed_per_1000" not in shown.released.frame
