"""What is drawn and what is written adds up to what the frame holds: no kit is lost or invented on the way."""

from __future__ import annotations

import csv
import io
from typing import Any

import plotly.graph_objects as go
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.charts import calls_by_month_bars, kits_by_town_bars, town_by_month_bars, trend_lines, waiting_ages_bars
from rorf_data.exports import to_csv
from rorf_data.maps import towns_map
from rorf_data.maps.shading import classes_of
from tests.unit.picture_frames import FIRST_MONTH, by_month, by_town, released, trend

COUNTS = st.one_of(st.none(), st.integers(0, 40))
"""What a month or town can hold: no record, none, or some."""


def drawn_sum(figure: go.Figure, axis: str, *, names: tuple[str, ...]) -> int:
    """The sum of everything that these traces draw along an axis."""
    return sum(value for one in figure.data if one.name in names for value in one[axis] if value is not None)


def total(values: list[int | None]) -> int:
    """The sum of what has a record."""
    return sum(value for value in values if value is not None)


@given(st.lists(COUNTS, min_size=1, max_size=30))
def test_bars_by_month_hold_every_kit(values: list[int | None]) -> None:
    """Bars sum to the frame, and exactly the missing months are hatched."""
    figure = town_by_month_bars(by_month(total_kits=values)).figure
    hatched = [month for one in figure.data if one.name == "No record" for month in one.x]

    assert drawn_sum(figure, "y", names=("Kits left",)) == total(values)
    assert len(hatched) == values.count(None)


@given(st.lists(st.one_of(st.none(), st.tuples(*[st.integers(0, 9)] * 3)), min_size=1, max_size=20))
def test_outcomes_stack_to_all_calls(rows: list[tuple[int, int, int] | None]) -> None:
    """Fatal, nonfatal and unknown as drawn sum to the calls of the frame; numbers above bars are no calls."""
    parts: list[list[Any]] = [[row and row[index] for row in rows] for index in range(3)]
    shown = by_month(
        total_calls=[None if row is None else sum(row) for row in rows],
        fatal_calls=parts[0],
        nonfatal_calls=parts[1],
        unknown_outcome_calls=parts[2],
    )
    names = ("Fatal calls", "Nonfatal calls", "Calls with outcome not recorded")

    assert drawn_sum(calls_by_month_bars(shown).figure, "y", names=names) == sum(sum(row) for row in rows if row)


@given(st.integers(1, 6), st.integers(1, 14), st.data())
def test_panels_hold_every_kit(towns: int, spans: int, data: st.DataObject) -> None:
    """However many towns and months, the lines together sum to the frame."""
    series = st.lists(COUNTS, min_size=spans, max_size=spans)
    values = {f"Town {index}": data.draw(series) for index in range(towns)}
    figure = trend_lines(trend(values), value="total_kits").figure

    assert drawn_sum(figure, "y", names=("Kits left",)) == sum(total(one) for one in values.values())


@given(st.lists(COUNTS, min_size=1, max_size=4))
def test_towns_hold_every_kit_in_bars_and_on_the_map(values: list[int | None]) -> None:
    """Bars and symbols of the same frame sum to the same number."""
    shown = by_town(total_kits=values)
    symbols = towns_map(shown, shading=None, symbols="total_kits", look="light").figure.data
    counted = [count for one in symbols if one.type == "scatter" and one.mode == "markers" for count in one.customdata]

    assert drawn_sum(kits_by_town_bars(shown).figure, "x", names=("Kits left",)) == total(values)
    assert sum(counted) == total(values)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 5)), min_size=1, max_size=20))
def test_no_waiting_request_falls_between_two_ages(rows: list[tuple[int, int]]) -> None:
    """The classes of ages together hold every waiting request."""
    shown = released(
        {
            "town": ["Kent"] * len(rows),
            "received_date": [FIRST_MONTH] * len(rows),
            "days_waiting": [age for age, _ in rows],
            "total_requests": [count for _, count in rows],
        }
    )

    assert sum(waiting_ages_bars(shown).figure.data[0].y) == sum(count for _, count in rows)


@given(st.lists(st.floats(0.001, 5000), min_size=1, max_size=11))
def test_every_rate_lies_in_one_class(rates: list[float]) -> None:
    """The highest limit holds the highest rate, and classes are of one width."""
    limits = classes_of(rates).limits

    assert limits[0] == 0
    assert limits[-1] >= max(rates) * (1 - 1e-6)
    assert max(rates) > limits[-1] / 4 * 1.5


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12), min_size=1, max_size=8)
)
def test_no_text_becomes_a_formula_in_a_csv(texts: list[str]) -> None:
    """Whatever stands in a cell, no cell of the file begins like a formula, and the text is still in it."""
    written = to_csv(released({"town": texts})).decode("utf-8-sig")
    body = written[written.index("Town\r\n") :]
    cells = [row[0] if row else "" for row in csv.reader(io.StringIO(body, newline=""))][1:]

    assert [cell.removeprefix("'") for cell in cells] == [text.removeprefix("'") for text in texts]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)
