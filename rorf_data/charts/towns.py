"""A measure by town, as bars from the most to the least."""

from __future__ import annotations

from collections.abc import Sequence

from rorf_data.charts.canvas import (
    Chart,
    add_across,
    all_missing,
    axis_top,
    canvas,
    cells,
    count_axis,
    hidden_bar,
    label,
    left_margin,
    measure_axis,
    no_record_bar,
    part_marker,
    redrawable,
    say_nothing_is_there,
)
from rorf_data.charts.drawing import Drawing
from rorf_data.charts.stacks import stack_of
from rorf_data.disclosure.release import Released
from rorf_data.model import AREA_LABELS
from rorf_data.wording import HIDDEN, NO_RECORD, Cell, Number, Series, counted, extremes, number_in_words, opening

_BAR_HEIGHT = 28
_ABOVE_AND_BELOW = 150
_FRACTIONS = ("kits_per_1000", "kits_per_call", "median_days", "p90_days")


@redrawable
def kits_by_town_bars(released: Released) -> Chart:
    """Kits left in each town over the period."""
    return by_town_bars(released, value="total_kits")


@redrawable
def by_town_bars(released: Released, *, value: str) -> Chart:
    """Any measure of a frame with one row for each town, most first; places that are no town come last."""
    figure = stacked_town_bars(released, [value], total=value)
    title = f"{label(released, value)} by town"
    alt = f"{opening(released.about, 'bars by town', title=title)} {towns_in_words(released, value)}"
    return Chart(title, figure, alt, released)


def stacked_town_bars(released: Released, parts: Sequence[str], *, total: str) -> Drawing:
    """Bars across, one for each town, made of ``parts`` (columns), with the total beside them."""
    towns, totals = list(released.frame["town"]), cells(released, total)
    order = _order(towns, totals)
    names = [towns[i] for i in order]
    figure = canvas(
        height=_BAR_HEIGHT * max(len(towns), 3) + _ABOVE_AND_BELOW,
        left=left_margin(names),
        hovermode="y",
        barmode="stack",
    )
    stack = stack_of(released, parts, total, names=towns).in_order(order)
    for part, values in stack.parts.items():
        _add_part(figure, released, part, names=names, values=values)
    stack.add_rest(figure, {"y": names}, is_across=True)
    figure.add_scatter(**_totals(names, [totals[i] for i in order], total))
    _add_grounds(figure, names, [totals[i] for i in order])
    axis, least = (measure_axis, 1) if total in _FRACTIONS else (count_axis, 4)
    figure.update_layout(
        xaxis=axis(label(released, total), totals) | {"range": [0, axis_top(totals, least=least) * 1.12]},
        yaxis={
            "title": {"text": label(released, "town"), "standoff": 10},
            "autorange": "reversed",
            "type": "category",
            "automargin": True,
            "ticklabelstandoff": 6,
            "showgrid": False,
        },
        showlegend=len(figure.traces) > 2,
    )
    if not towns:
        say_nothing_is_there(figure)
    return figure


def towns_in_words(released: Released, value: str) -> str:
    """The towns' highest, lowest and total, and apart from them what lies in no town."""
    rows = list(zip(released.frame["town"], cells(released, value), strict=True))
    towns = [(name, number) for name, number in rows if name not in AREA_LABELS.values()]
    elsewhere = [f" {name}: {counted(number, value)}." for name, number in rows if name in AREA_LABELS.values()]
    series = Series(value, [t for t, _ in towns], [n for _, n in towns], is_summed=value.startswith("total_"))
    return extremes(series) + "".join(elsewhere)


def _order(towns: Sequence[str], totals: Sequence[Cell]) -> list[int]:
    """The most first, then those whose number is hidden, by name, and those without a record."""

    def rank(index: int) -> tuple[bool, bool, bool, float, str]:
        number = totals[index]
        is_hidden = isinstance(number, str)
        size = 0 if number is None or isinstance(number, str) else -number
        return towns[index] in AREA_LABELS.values(), number is None, is_hidden, size, towns[index]

    return sorted(range(len(towns)), key=rank)


def _add_part(
    figure: Drawing, released: Released, part: str, *, names: Sequence[str], values: Sequence[Number]
) -> None:
    figure.add_bar(
        y=list(names),
        x=list(values),
        orientation="h",
        name=label(released, part),
        marker=part_marker(part),
        customdata=[f"{name}: {counted(value, part)}" for name, value in zip(names, values, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _totals(names: Sequence[str], totals: Sequence[Cell], column: str) -> dict[str, object]:
    """What stands at the end of each bar; "hidden" stands where it would begin."""
    told = [(name, total) for name, total in zip(names, totals, strict=True) if total is not None]
    return {
        "y": [name for name, _ in told],
        "x": [0 if isinstance(total, str) else total for _, total in told],
        "mode": "text",
        "text": [f" {total if isinstance(total, str) else number_in_words(total, column)}" for _, total in told],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
        "name": "Total",
    }


def _add_grounds(figure: Drawing, names: Sequence[str], totals: Sequence[Cell]) -> None:
    """The hatches of the towns without a record, and of those whose number is hidden."""
    missing = [name for name, is_gap in zip(names, all_missing(totals), strict=True) if is_gap]
    hidden = [name for name, total in zip(names, totals, strict=True) if isinstance(total, str)]
    add_across(figure, missing, no_record_bar([f"{name}: {NO_RECORD}" for name in missing]))
    add_across(figure, hidden, hidden_bar([f"{name}: {HIDDEN}" for name in hidden]))
