"""Pictures drawn without a browser: every chart and the map, with their words as text, the same each time."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from rorf_data import charts
from rorf_data.exports.drawn import drawn_svg
from rorf_data.exports.plain_chart import plain_charts
from rorf_data.wording import HIDDEN as THE_WORD
from tests.unit.exports.every_chart import HIDDEN, LITTLE, a_map, without
from tests.unit.picture_frames import trend

SLIDE, PHONE = (6.5, 3.4), (3.4, 3.0)


def words_of(svg: str) -> str:
    """All text of a drawing, without spaces, since lines are broken to fit."""
    return "".join("".join(ElementTree.fromstring(svg).itertext()).split())


def drawn(picture, size=SLIDE, prefix="a"):
    """The picture at one size."""
    width, height = size
    return drawn_svg(picture, width_in=width, height_in=height, prefix=prefix)


@pytest.mark.parametrize("name", LITTLE)
@pytest.mark.parametrize("size", [SLIDE, PHONE])
def test_every_chart_is_drawn_with_its_words(name, size):
    """It can be parsed, says what its axis counts or why it is empty, and styles nothing but itself."""
    chart = LITTLE[name]()
    svg = drawn(chart, size)
    plain = plain_charts(chart)[0]

    said = plain.says_nothing or plain.up.title or plain.series[0].name
    assert "".join(said.split()) in words_of(svg)
    assert "<style" not in svg
    assert "<metadata" not in svg


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_hidden_is_named_and_not_drawn(name):
    """The legend says so, or the sentence in place of the chart."""
    assert THE_WORD in words_of(drawn(HIDDEN[name]())).lower()


def test_what_is_hidden_in_a_later_panel_is_named_too():
    """The legend speaks for every panel, not for the first alone."""
    towns = without(trend({"Kent": [87, 41, 30], "Goshen": [8, 9, 10]}), total_kits=[3])
    chart = charts.trend_lines(towns, value="total_kits")

    assert not any(plain_charts(chart)[0].hidden)
    assert THE_WORD in words_of(drawn(chart)).lower()


def test_the_same_picture_is_the_same_drawing():
    """Byte for byte; two drawings of one page share no id."""
    chart = LITTLE["kits_by_town_bars"]()

    assert drawn(chart) == drawn(chart)
    assert 'id="a-' in drawn(chart)
    assert 'id="a-' not in drawn(chart, prefix="b")


def test_the_map_is_drawn_with_the_names_of_its_towns():
    """And with its key."""
    assert "Litchfield" in words_of(drawn(a_map()))
