"""A picture of a frame with hidden cells is the same whatever they held, and holds none of their numbers."""

from __future__ import annotations

import json
import re

import pytest

from rorf_data import charts
from rorf_data.charts import Chart
from rorf_data.charts.canvas import HIDDEN_NAME, NO_RECORD_NAME, PARTS_HIDDEN_NAME
from rorf_data.disclosure.release import release
from rorf_data.errors import DisclosureRefused
from rorf_data.maps import TownMap
from rorf_data.model import Audience
from tests.unit.hidden_frames import DRAWN, MAPPED, NAMES, OUTCOMES, REQUESTS, choices, hide, twin, without, written
from tests.unit.picture_frames import by_month, by_town, released, trend

TIMES = 4


def everything_in(picture: Chart | TownMap) -> str:
    """The figure and the words of a picture, and of a map its deck and its legend."""
    parts = [picture.title, picture.figure.to_json(), picture.alt]
    if isinstance(picture, TownMap):
        parts += [json.dumps(json.loads(picture.deck.to_json()), sort_keys=True), picture.legend]
    return "\n".join(parts)


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_holds_no_hidden_number(name):
    """Whichever cells are hidden it is drawn, and neither its figure nor its words have a number of theirs."""
    one = DRAWN[name]
    for cells in choices(one.frame, seed=len(name), times=TIMES):
        told = everything_in(one.draw(hide(one.frame, cells)))
        numbers = set(re.findall(r"\d[\d.,]*\d", told))

        assert not {text for row, column in cells for text in written(one.frame.frame.loc[row, column])} & numbers


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_the_same_whatever_the_hidden_numbers_were(name):
    """Two frames that differ in their hidden cells alone give one picture."""
    one = DRAWN[name]
    for cells in choices(one.frame, seed=len(name) + 1, times=TIMES):
        drawn = everything_in(one.draw(hide(one.frame, cells)))

        assert everything_in(one.draw(hide(twin(one.frame, cells), cells))) == drawn


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_drawn_again_of_the_frame_that_may_be_shared(name):
    """As it would have been drawn of that frame at once, with the same arguments."""
    one = DRAWN[name]
    exact = release(one.frame.frame, one.frame.about)
    for cells in choices(one.frame, seed=len(name) + 2, times=3):
        protected = hide(one.frame, cells)
        again = one.draw(exact).redrawn(protected)

        assert everything_in(again) == everything_in(one.draw(protected))
        assert again.released.audience is Audience.SHARED
        assert everything_in(again.redrawn(exact)) == everything_in(one.draw(exact))


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_lacks_the_series_that_stay_inside(name):
    """Where a column is left out, so is what it draws; where it is what the picture is about, a sentence says so."""
    one = DRAWN[name]
    picture = one.draw(release(one.frame.frame, one.frame.about))
    for column in one.frame.frame.columns:
        told = drawn_or_refused(picture, without(one.frame, column))
        if column in NAMES:
            continue
        assert not {text for value in one.frame.frame[column].dropna() for text in written(value)} & set(
            re.findall(r"\d[\d.,]*\d", told)
        ), column


def drawn_or_refused(picture, protected):
    """What the picture is of this frame, or the sentence that says why there is none."""
    try:
        return everything_in(picture.redrawn(protected))
    except DisclosureRefused as refused:
        return str(refused)


def test_every_chart_and_map_is_looked_at():
    """A new chart function has to say here what it draws of hidden cells."""
    functions = {name for name in charts.__all__ if name != "Chart"}

    assert functions <= {name.split(" ")[0] for name in DRAWN}


def traces(picture, name):
    """The traces of a picture with this name."""
    return [trace for trace in picture.figure.data if trace.name == name]


def test_a_hidden_month_is_hatched_over_the_whole_height_and_not_as_one_without_record():
    """The bar of a hidden number is as high as any other hidden one, beside the hatch of what has no record."""
    shown = hide(by_month(total_kits=[12, 3, None, 40]), frozenset({(1, "total_kits"), (3, "total_kits")}))
    picture = charts.town_by_month_bars(shown)
    [hidden], [missing] = traces(picture, HIDDEN_NAME), traces(picture, NO_RECORD_NAME)

    assert (list(hidden.x), list(hidden.y), hidden.yaxis) == (["2026-02-01", "2026-04-01"], [1, 1], "y2")
    assert list(missing.x) == ["2026-03-01"]
    assert hidden.marker.pattern.shape != missing.marker.pattern.shape
    assert list(hidden.customdata) == ["February 2026: hidden", "April 2026: hidden"]


def test_words_of_a_month_with_hidden_ones_name_the_most_shown_and_no_total():
    """The highest of what is shown is no claim on what is hidden."""
    shown = hide(by_month(total_kits=[12, 3, None, 14]), frozenset({(1, "total_kits")}))

    assert charts.town_by_month_bars(shown).alt.endswith(
        "Hidden in 1 of 4: February 2026. Highest shown: 14 kits (April 2026). Lowest shown: 12 kits (January 2026). "
        "No record: March 2026."
    )


def test_a_line_has_a_gap_where_a_number_is_hidden():
    """Not a 0, and no line through it."""
    picture = charts.trend_lines(hide(trend({"Kent": [4, 9, 2]}), frozenset({(1, "total_kits")})), value="total_kits")
    [line], [hidden] = traces(picture, "Kits left"), traces(picture, HIDDEN_NAME)

    assert (list(line.y), line.connectgaps) == ([4, None, 2], False)
    assert list(hidden.x) == ["2026-02-01"]


def test_two_hidden_parts_are_drawn_together_up_to_the_total():
    """What two hidden outcomes come to is the total less the one that is shown; neither is told apart."""
    cells = frozenset({(0, "fatal_calls"), (0, "unknown_outcome_calls")})
    picture = charts.calls_by_month_bars(hide(by_month(**OUTCOMES), cells))
    [rest] = traces(picture, PARTS_HIDDEN_NAME)

    assert rest.y[0] == OUTCOMES["total_calls"][0] - OUTCOMES["nonfatal_calls"][0]
    assert rest.y[1] is None
    assert rest.customdata[0].endswith("hidden: Fatal calls, Calls with outcome not recorded")


def test_a_single_hidden_part_is_not_given_away_by_the_others():
    """The bar is drawn as one of its total, without the parts that are shown."""
    picture = charts.calls_by_month_bars(hide(by_month(**OUTCOMES), frozenset({(0, "fatal_calls")})))
    [rest] = traces(picture, PARTS_HIDDEN_NAME)

    assert rest.y[0] == OUTCOMES["total_calls"][0]
    assert [
        trace.y[0] for name in ("Nonfatal calls", "Calls with outcome not recorded") for trace in traces(picture, name)
    ] == [None, None]


def test_hidden_towns_stand_by_name_between_those_shown_and_those_without_record():
    """An order by size would tell sizes."""
    exact = by_town(total_kits=[5, 90, 1, None])
    picture = charts.kits_by_town_bars(hide(exact, frozenset({(2, "total_kits"), (0, "total_kits")})))

    assert list(picture.figure.data[0].y) == ["Litchfield", "Kent", "Warren", "Goshen"]
    assert [text.strip() for text in traces(picture, "Total")[0].text] == ["90", "hidden", "hidden"]


def test_towns_with_something_hidden_are_left_out_of_the_funnel_and_counted():
    """Where a point stood would tell its number."""
    picture = DRAWN["towns_funnel"].draw(
        hide(DRAWN["towns_funnel"].frame, frozenset({(0, "total_calls"), (1, "total_calls")}))
    )

    assert len(traces(picture, "Towns")[0].x) == 2
    assert len(traces(picture, "Hidden: 2 towns not shown")) == 1
    assert "Hidden, so not shown: Kent and Litchfield." in picture.alt


def test_turnaround_that_stays_inside_is_refused_in_a_sentence():
    """A chart of nothing is no chart."""
    protected = without(REQUESTS, "median_days")

    with pytest.raises(DisclosureRefused, match="“Median days.*” stays inside the programme"):
        charts.turnaround_lines(REQUESTS).redrawn(protected)


def test_a_hidden_town_of_a_map_is_hatched_and_says_so():
    """In the figure for files, in the deck for the screen, over the town and in the legend; it has no symbol."""
    protected = hide(MAPPED, frozenset({(0, "kits_per_call"), (0, "total_calls")}))
    picture = DRAWN["map of calls"].draw(protected)
    assert isinstance(picture, TownMap)
    [kent] = traces(picture, "Kent")
    layers = {layer["id"]: layer for layer in json.loads(picture.deck.to_json())["layers"]}
    [told] = [
        one["properties"]["told"] for one in layers["towns"]["data"]["features"] if one["properties"]["town"] == "Kent"
    ]

    assert kent.fillpattern.shape == "x"
    assert "overdose calls: hidden" in kent.text
    assert "overdose calls: hidden" in told
    assert layers["hidden"]["data"]["features"]
    assert "hidden (too small to show" in picture.legend
    assert len(layers["symbols"]["data"]) == 3
    assert "Hidden in 1 of 4: Kent." in picture.alt


def test_a_town_with_a_hidden_count_keeps_the_shade_of_a_rate_that_is_shown():
    """The rate stands on other numbers; only the symbol's place says that its number is hidden."""
    picture = DRAWN["map"].draw(hide(MAPPED, frozenset({(0, "total_kits")})))
    [kent] = traces(picture, "Kent")

    assert kent.fillpattern.shape is None
    assert any(note.text == "Kent<br><b>hidden</b>" for note in picture.figure.layout.annotations)


def test_a_picture_made_by_hand_can_not_be_drawn_again():
    """Only chart functions know how they drew."""
    chart = charts.kits_by_town_bars(by_town(total_kits=[1]))

    with pytest.raises(ValueError, match="was not drawn by one of the chart functions"):
        Chart(chart.title, chart.drawing, chart.alt, released({"town": ["Kent"]})).redrawn(chart.released)
