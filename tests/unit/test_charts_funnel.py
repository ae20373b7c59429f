"""The funnel plot draws each town against the region, and names those outside the limits of chance."""

from __future__ import annotations

from typing import Any

import pytest

from rorf_data.charts import Chart, towns_funnel
from rorf_data.charts.drawing import Drawing
from rorf_data.disclosure.release import Released
from rorf_data.measures.funnel import WARNING, control_limits
from tests.unit.picture_frames import by_town, emptied

TOWNS = by_town(total_calls=[14, 5, 0, None], expected_count=[5.0, 9.0, 5.0, None])
"""Kent far above, Litchfield within, Warren below, Goshen without a record."""


def drawn(shown: Released = TOWNS) -> Chart:
    """The funnel of these towns."""
    return towns_funnel(shown, value="total_calls")


def trace(drawing: Drawing, name: str) -> dict[str, Any]:
    """The first trace of this name."""
    return dict(next(one for one in drawing.traces if one.get("name") == name))


def test_every_town_with_a_record_is_a_point() -> None:
    """Across what is expected, upwards what there was; those outside the limits are diamonds."""
    points = trace(drawn().drawing, "Towns")

    assert list(zip(points["x"], points["y"], strict=True)) == [(5.0, 14), (9.0, 5), (5.0, 0)]
    assert points["marker"]["symbol"] == ["diamond", "circle", "diamond"]
    assert points["customdata"] == [
        "Kent: 14 overdose calls, 5.0 expected; above the 99.8 % limit",
        "Litchfield: 5 overdose calls, 9.0 expected; within the limits",
        "Warren: 0 overdose calls, 5.0 expected; below the 95 % limit",
    ]


def test_the_lines_lie_between_the_last_count_within_and_the_first_outside() -> None:
    """Where five are expected 1 to 10 are no surprise: the lines run at 0.5 and 10.5."""
    lines = [one for one in drawn().drawing.traces if one.get("name") == "95 % by chance"]
    place = min(range(len(lines[0]["x"])), key=lambda i: abs(lines[0]["x"][i] - 5))

    assert (lines[0]["y"][place], lines[1]["y"][place]) == (10.5, 0.5)
    low, high = control_limits(lines[0]["x"], WARNING)
    assert [y is None for y in lines[1]["y"]] == [count == 0 for count in low]
    assert lines[0]["y"] == [count + 0.5 for count in high]


def test_the_funnel_in_words() -> None:
    """Those outside with their counts, and how many chance would put there."""
    alt = drawn().alt

    assert alt.startswith("Overdose calls: each town against the region, January 2026 to March 2026")
    assert "Outside the 95 % limits: Kent (14) and Warren (0)." in alt
    assert "By chance alone 0.1 of 3 would." in alt


@pytest.mark.parametrize("shown", [emptied(TOWNS), by_town(total_calls=[None] * 3, expected_count=[None] * 3)])
def test_without_a_record_it_says_so(shown: Released) -> None:
    """No towns, or none of which anything is known."""
    chart = drawn(shown)

    assert "There is no record to show." in chart.alt
    assert "Towns" not in [one.get("name") for one in chart.drawing.traces]


def test_nobody_outside_is_said_too() -> None:
    """Four towns as expected."""
    alt = drawn(by_town(total_calls=[5, 9, 5], expected_count=[5.0, 9.0, 5.0])).alt

    assert "No town lies outside the 95 % limits." in alt


def test_the_figure_is_one_that_plotly_knows() -> None:
    """Every property is checked where the figure is made in full."""
    import plotly.graph_objects as go

    go.Figure(drawn().figure.to_dict())
