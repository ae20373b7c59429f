"""What goes over time is drawn with the frame's own numbers, and a gap is no zero."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import pytest

from rorf_data import palette
from rorf_data.charts import (
    Chart,
    calls_by_month_bars,
    requests_by_month_bars,
    town_by_month_bars,
    trend_lines,
    turnaround_lines,
)
from rorf_data.disclosure.release import Released
from tests.unit.picture_frames import by_month, emptied, released, trend

CALLS = by_month(
    total_calls=[3, 0, None, 4],
    fatal_calls=[1, 0, None, 0],
    nonfatal_calls=[2, 0, None, 3],
    unknown_outcome_calls=[0, 0, None, 1],
    total_kits=[6, 2, None, 1],
    kits_per_call=[2.0, None, None, 0.25],
)
REQUESTS = by_month(
    total_requests=[5, 0, None],
    total_delivered=[4, 0, None],
    requests_waiting=[1, 1, None],
    median_days=[3.5, None, None],
    p90_days=[9.0, None, None],
)
EVERY_MONTH_CHART: list[tuple[Callable[[Released], Chart], Released]] = [
    (calls_by_month_bars, CALLS),
    (requests_by_month_bars, REQUESTS),
    (turnaround_lines, REQUESTS),
    (town_by_month_bars, by_month(total_kits=[2, 0, None])),
    (lambda shown: trend_lines(shown, value="total_kits"), trend({"Kent": [2, 0, None]})),
]


def trace(figure: go.Figure, name: str) -> Any:
    """The one trace of this name."""
    (found,) = [drawn for drawn in figure.data if drawn.name == name]
    return found


def test_calls_are_stacked_by_outcome_with_the_frames_numbers() -> None:
    """Each outcome is a set of bars of its own colour, and a missing month has no bar at all."""
    figure = calls_by_month_bars(CALLS).figure

    assert tuple(trace(figure, "Fatal calls").y) == (1, 0, None, 0)
    assert tuple(trace(figure, "Nonfatal calls").y) == (2, 0, None, 3)
    assert tuple(trace(figure, "Calls with outcome not recorded").y) == (0, 0, None, 1)
    assert figure.layout.barmode == "stack"
    assert trace(figure, "Fatal calls").marker.color == palette.FATAL


def test_calls_in_words_are_the_frames_numbers() -> None:
    """Highest, lowest, total, outcomes and the missing month are said as they stand in the frame."""
    alt = calls_by_month_bars(CALLS).alt

    assert alt.startswith("Overdose calls by month, January 2026 to March 2026, Kent, Litchfield and Warren: bars")
    assert "Highest: 4 overdose calls (April 2026). Lowest: 0 overdose calls (February 2026)." in alt
    assert "Total: 7 overdose calls." in alt
    assert "No record: March 2026." in alt
    assert "1 fatal overdose call, 5 nonfatal overdose calls, 1 overdose call with unknown outcome" in alt


@pytest.mark.parametrize(("draw", "shown"), EVERY_MONTH_CHART)
def test_a_month_without_record_is_hatched_and_named(draw: Callable[[Released], Chart], shown: Released) -> None:
    """Only the month that no file covers stands under the hatch, which has an entry of its own in the legend."""
    hatched = trace(draw(shown).figure, "No record")

    assert tuple(hatched.x) == ("2026-03-01",)
    assert tuple(hatched.customdata) == ("March 2026: no record",)
    assert hatched.marker.pattern.shape == "/"
    assert hatched.showlegend is not False


@pytest.mark.parametrize(
    "draw", [town_by_month_bars, lambda shown: trend_lines(shown, value="total_kits")], ids=["bars", "lines"]
)
def test_a_quiet_month_is_a_zero_and_no_gap(draw: Callable[[Released], Chart]) -> None:
    """A month with nothing to report is drawn at 0 and said as 0, without any hatch."""
    shown = by_month(total_kits=[2, 0]) if draw is town_by_month_bars else trend({"Kent": [2, 0]})
    chart = draw(shown)

    assert [drawn.name for drawn in chart.figure.data] == ["Kits left"]
    assert tuple(chart.figure.data[0].y) == (2, 0)
    assert chart.figure.data[0].customdata[1] == "February 2026: 0 kits"
    assert "No record" not in chart.alt


@pytest.mark.parametrize(("draw", "shown"), EVERY_MONTH_CHART)
def test_an_empty_answer_says_so_in_the_picture_and_in_words(
    draw: Callable[[Released], Chart], shown: Released
) -> None:
    """Without any row there are no axes to mislead, but a sentence."""
    chart = draw(emptied(shown))

    assert chart.figure.layout.annotations[-1].text == "Nothing is on record for this choice."
    assert chart.figure.layout.xaxis.visible is False
    assert "There is no record to show." in chart.alt or "In no month were enough delivered" in chart.alt


@pytest.mark.parametrize(("draw", "shown"), EVERY_MONTH_CHART)
def test_every_axis_is_named_and_begins_at_zero(draw: Callable[[Released], Chart], shown: Released) -> None:
    """Both axes have a title; the upright one begins at 0, holds the highest value, and is as high every time."""
    chart = draw(shown)
    layout = chart.figure.layout

    assert layout.xaxis.title.text == "Month"
    assert layout.yaxis.title.text
    assert layout.yaxis.range[0] == 0
    assert layout.yaxis.range[1] >= max(v for drawn in chart.figure.data for v in drawn.y if v is not None)
    assert layout.height == draw(emptied(shown)).figure.layout.height
    assert layout.legend.y == 0
    assert layout.legend.yref == "container"


@pytest.mark.parametrize(("highest", "step"), [(0, 1), (1, 1), (5, 1), (6, 1), (7, 2), (12, 2), (13, 5), (31, 10)])
def test_ticks_of_counts_are_whole_numbers(highest: int, step: int) -> None:
    """There are at most six steps up to the highest count, and none is a part of a kit."""
    axis = town_by_month_bars(by_month(total_kits=[highest, 0])).figure.layout.yaxis

    assert axis.dtick == step
    assert axis.tickformat == ",d"


def test_few_months_carry_their_numbers_and_many_do_not() -> None:
    """13 bars are numbered, zeros too; 14 are not."""
    thirteen = town_by_month_bars(by_month(total_kits=[0, None, *[2] * 11])).figure
    fourteen = town_by_month_bars(by_month(total_kits=[2] * 14)).figure

    assert tuple(trace(thirteen, "Kits left").text) == ("0", "", *["2"] * 11)
    assert trace(fourteen, "Kits left").text is None


def test_a_lone_month_is_a_slim_bar_inside_its_month() -> None:
    """One month's bar has a width (a date axis would give it none) and stands in the middle fifth of January."""
    bar = town_by_month_bars(by_month(total_kits=[2])).figure.data[0]
    january = 31 * 24 * 60 * 60 * 1000

    assert bar.width[0] == pytest.approx(january / 5)
    assert bar.offset[0] + bar.width[0] / 2 == pytest.approx(january / 2)


def test_received_and_delivered_stand_beside_each_other() -> None:
    """The bars of a month touch and don't overlap; what waits is a line, because it is a state and no event."""
    figure = requests_by_month_bars(REQUESTS).figure
    received, delivered = trace(figure, "Requests received"), trace(figure, "Requests delivered")

    assert received.offset[0] + received.width[0] == pytest.approx(delivered.offset[0])
    assert tuple(trace(figure, "Requests waiting").y) == (1, 1, None)
    assert trace(figure, "Requests waiting").type == "scatter"


def test_requests_in_words() -> None:
    """Received, delivered and what waited at the end are said apart."""
    alt = requests_by_month_bars(REQUESTS).alt

    assert "Total: 5 requests." in alt
    assert "Delivered: 4 requests. Waiting at the end: 1 request." in alt


def test_a_month_without_delivery_is_a_gap_without_hatch() -> None:
    """Nothing was delivered in February although February is on record; only March has no record."""
    figure = turnaround_lines(REQUESTS).figure
    median = trace(figure, "Median days to delivery")

    assert tuple(median.y) == (3.5, None, None)
    assert median.connectgaps is False
    assert tuple(trace(figure, "No record").x) == ("2026-03-01",)
    assert median.line.dash != trace(figure, "90th percentile of days to delivery").line.dash


def test_a_rolling_line_claims_no_total() -> None:
    """Twelve-month windows overlap, so that their sum means nothing; windows that don't overlap have one."""
    shown = trend({"Kent": [10, 12]})

    assert "Total" not in trend_lines(shown, value="total_kits").alt
    assert "Total: 22 kits." in trend_lines(shown, value="total_kits", is_rolling=False).alt


def test_several_towns_are_panels_on_one_scale() -> None:
    """Each town has a panel with its name and its own numbers; all panels share one upright scale."""
    chart = trend_lines(trend({"Kent": [1, None], "Litchfield": [7, 2], "Warren": [0, 0]}), value="total_kits")
    lines = [drawn for drawn in chart.figure.data if drawn.type == "scatter"]
    axes = [chart.figure.layout[name] for name in ("yaxis", "yaxis2", "yaxis3")]

    assert [tuple(line.y) for line in lines] == [(1, None), (7, 2), (0, 0)]
    assert len({axis.range for axis in axes}) == 1
    assert [note.text for note in chart.figure.layout.annotations][:3] == [
        "<b>Kent</b>",
        "<b>Litchfield</b>",
        "<b>Warren</b>",
    ]
    assert [line.showlegend for line in lines] == [True, False, False]


def test_panels_never_overlap() -> None:
    """With 11 towns no two panels share any part of the picture."""
    layout = trend_lines(trend({f"Town {i}": [i, i] for i in range(11)}), value="total_kits").figure.layout
    panels = [(layout[f"xaxis{n}"].domain, layout[f"yaxis{n}"].domain) for n in ("", *range(2, 12))]

    for index, (across, up) in enumerate(panels):
        assert 0 <= across[0] < across[1] <= 1 + 1e-9
        assert -1e-9 <= up[0] < up[1] <= 1
        for other_across, other_up in panels[index + 1 :]:
            assert across[1] <= other_across[0] or other_across[1] <= across[0] or up[0] >= other_up[1] - 1e-9


def test_years_are_categories_under_their_own_names() -> None:
    """Spans longer than a month are named as the answer names them, not as dates."""
    shown = released(
        {
            "period_start": [by_month(total_kits=[1]).frame["month_start"].iloc[0].date().replace(year=year, month=7)
                             for year in (2024, 2025)],
            "period": ["FY 2024-25", "FY 2025-26"],
            "town": ["All chosen towns"] * 2,
            "total_kits": [30, None],
        }
    )  # fmt: skip
    figure = trend_lines(shown, value="total_kits", is_rolling=False).figure

    assert tuple(figure.data[0].x) == ("FY 2024-25", "FY 2025-26")
    assert figure.layout.xaxis.type == "category"
    assert tuple(trace(figure, "No record").customdata) == ("FY 2025-26: no record",)
