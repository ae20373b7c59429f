"""Pictures drawn without a browser: every chart and the map, with their words as text, the same each time."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from rorf_data import charts, palette
from rorf_data.charts.marks import PROVISIONAL_NAME
from rorf_data.exports.drawn import draw_chart, drawn_svg
from rorf_data.exports.drawn_map import draw_towns
from rorf_data.exports.plain_chart import plain_charts
from rorf_data.wording import HIDDEN as THE_WORD
from tests.unit.exports.every_chart import HIDDEN, LITTLE, a_map, without
from tests.unit.picture_frames import by_town, trend

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


def laid_out(chart, size=SLIDE):
    """The figure that is drawn, with everything in its final place."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=size)
    FigureCanvasSVG(figure)
    draw_chart(figure, plain_charts(chart))
    figure.draw_without_rendering()
    return figure


def laid_out_map(released, size):
    """The figure of a map of kits, with everything in its final place."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=size)
    FigureCanvasSVG(figure)
    draw_towns(figure, a_map(released))
    figure.draw_without_rendering()
    return figure


def areas_of(things):
    """The places of drawn things, in pixels from the lower left."""
    return [one.get_window_extent() for one in things]


@pytest.mark.parametrize(
    "name", ["calls_by_month_bars", "leave_behind_lines", "reports_by_agency", "trend_lines of towns"]
)
@pytest.mark.parametrize("size", [SLIDE, PHONE])
def test_the_key_lies_whole_below_the_plot(name, size):
    """Nothing of it is cut, over the axes with their words, or over the lines that explain events."""
    figure = laid_out(LITTLE[name](), size)
    legends = areas_of(figure.legends)

    assert legends
    assert all(key.x0 >= 0 and key.y0 >= 0 and key.x1 <= figure.bbox.width for key in legends)
    assert all(axes.get_tightbbox().y0 >= max(key.y1 for key in legends) - 1 for axes in figure.axes)
    upwards = sorted(legends, key=lambda key: key.y0)
    assert all(lower.y1 <= upper.y0 + 0.5 for lower, upper in pairwise(upwards))


@pytest.mark.parametrize("name", ["calls_by_month_bars", "trend_lines", "trend_lines of towns"])
def test_events_are_explained_below_the_chart(name):
    """Each letter with its day and its words; panels have no letters, but the words all the same."""
    said = words_of(drawn(LITTLE[name](), PHONE))

    assert "10Feb2026:kitsreachallambulances" in said
    assert ("A:10Feb2026" in said) == (name != "trend_lines of towns")


def test_a_level_line_is_explained_below_and_not_over_the_points():
    """Its words are long; on the plot they hid what they stood on."""
    figure = laid_out(LITTLE["leave_behind_lines"]())

    assert not figure.axes[0].texts
    assert "Howard County" in " ".join(text.get_text() for legend in figure.legends for text in legend.get_texts())


def test_no_name_stands_over_another_or_over_a_point():
    """However close the towns are to each other."""
    near = by_town(
        population=[3000, 3010, 3020, 3005], total_kits=[18, 18, 19, 18], total_calls=[3, 3, 3, 3],
        planning_kits=[38, 38, 38, 38],
    )  # fmt: skip
    figure = laid_out(charts.kits_beside(near, against="population"), PHONE)
    names = areas_of(figure.axes[0].texts)

    assert len(names) > 1
    assert not any(one.overlaps(other) for one in names for other in names if one is not other)


def test_the_grid_of_reports_says_its_words_in_its_cells():
    """How many days late, for one, so that the kind is told without colour."""
    figure = laid_out(LITTLE["reports_by_agency"]())

    assert [text.get_text() for text in figure.axes[0].texts] == ["3", "7", "0", "…", "–"]


def test_a_provisional_month_has_a_hollow_point_and_is_explained():
    """As on the screen."""
    figure = laid_out(LITTLE["trend_lines"]())
    hollow = [line for line in figure.axes[0].lines if line.get_markerfacecolor() == palette.LIGHT.background]

    assert [list(line.get_xdata()) for line in hollow] == [[1]]
    assert PROVISIONAL_NAME in [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def test_a_provisional_month_has_a_paler_bar():
    """Beside the full bars of months that are complete."""
    figure = laid_out(LITTLE["requests_by_month_bars"]())
    shades = [[bar.get_facecolor()[:3] for bar in bars] for bars in figure.axes[0].containers]

    assert all(len(set(colours)) == 2 for colours in shades)


def test_hidden_parts_of_a_bar_look_hidden():
    """Dark lines on white; a part that is merely not recorded has white lines on grey."""
    figure = laid_out(HIDDEN["parts"]())
    looks = {bar.get_facecolor() for bars in figure.axes[0].containers for bar in bars if bar.get_hatch()}

    assert (1.0, 1.0, 1.0, 1) in looks
    assert len(looks) > 1


def test_a_bar_without_a_record_says_so():
    """Nothing at all would look like nothing spent."""
    assert "norecord" in words_of(drawn(LITTLE["spending_bars"]()))


@pytest.mark.parametrize("width", [3.4, 8.0])
def test_no_town_name_stands_over_another(width):
    """At the width of half a page and of a phone too; towns with a number are all named, others where there is room."""
    figure = laid_out_map(by_town(total_kits=[87, 41, 12, 30], kits_per_1000=[1.3, 0.1, 9.0, 2.0]), (width, 4.0))
    texts = figure.axes[0].texts
    names = areas_of(texts)

    assert {"Kent\n87", "Litchfield\n41", "Warren\n12", "Goshen\n30"} <= {text.get_text() for text in texts}
    assert not any(one.shrunk(0.9, 0.9).overlaps(other) for one in names for other in names if one is not other)


def test_a_narrow_map_has_larger_towns():
    """It leaves out most of what lies around them."""
    kits = by_town(total_kits=[4, 1, 0, None], kits_per_1000=[1.3, 0.1, 0.0, None])
    shown = [laid_out_map(kits, (width, 4.0)).axes[0].get_xlim() for width in (3.4, 8.0)]

    assert shown[0][1] - shown[0][0] < shown[1][1] - shown[1][0]


@pytest.mark.parametrize("size", [SLIDE, PHONE])
def test_panels_say_their_months_and_numbers_once(size):
    """Below the lowest and left of the first, never one word over another, with what they count written beside them."""
    many = trend({f"Town {number}": [2 * number, 0, 8] for number in range(8)})
    figure = laid_out(charts.trend_lines(many, value="total_kits"), size)
    told = [axes for axes in figure.axes if any(tick.label1.get_visible() for tick in axes.yaxis.get_major_ticks())]

    assert len(told) == 3
    for axes in figure.axes:
        names = [area for area in areas_of(axes.get_xticklabels()) if area.width]
        assert all(one.x1 <= other.x0 for one, other in pairwise(names))
    assert "Kitsleft" in words_of(drawn(charts.trend_lines(many, value="total_kits"), size))


def test_a_chart_of_nothing_is_one_sentence_without_a_key():
    """Whether it is one chart or many panels: no axes, no key to what is not drawn."""
    empty = trend({"Kent": [None, None], "Goshen": [None, None], "Warren": [None, None]})
    figure = laid_out(charts.trend_lines(empty, value="total_kits"))

    assert [len(axes.texts) for axes in figure.axes] == [1]
    assert not figure.legends


def test_words_in_place_of_a_bar_are_not_said_again_below():
    """They stand where the bar would."""
    figure = laid_out(LITTLE["cascade_steps_bars"]())
    below = [text.get_text() for legend in figure.legends for text in legend.get_texts()]

    assert "not linked" in [text.get_text() for text in figure.axes[0].texts]
    assert not any("not linked" in words for words in below)


@pytest.mark.parametrize("most", [2, 4, 5, 23, 87])
def test_numbers_beside_an_axis_are_those_of_their_places(most):
    """Never one that is rounded from another."""
    for towns in ({"Kent": [most, 0, 1]}, {"Kent": [most, 0, 1], "Goshen": [0, 1, 1]}):
        axes = laid_out(charts.trend_lines(trend(towns), value="total_kits")).axes[0]
        ticks = axes.yaxis.get_major_ticks()

        told = [float(tick.label1.get_text().replace("−", "-")) for tick in ticks]
        assert told == [tick.get_loc() for tick in ticks]
