"""The programme's means: kits on the shelf by expiry date, and settlement money by the state's four words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rorf_data import palette
from rorf_data.charts.canvas import (
    Chart,
    add_across,
    axis_top,
    canvas,
    cells,
    count_axis,
    drawn_of,
    hidden_bar,
    label,
    left_margin,
    measure_axis,
    redrawable,
    say_nothing_is_there,
)
from rorf_data.charts.drawing import Drawing
from rorf_data.disclosure.release import Released
from rorf_data.wording import HIDDEN, Cell, Series, counted, extremes, known_numbers, opening, plain_number

_BAR_HEIGHT, _LOT_HEIGHT, _ABOVE_AND_BELOW = 34, 42, 150
_BETWEEN = " · "
_ROOM = 1.12
PAST, SOON, LATER, NO_DATE = "Past the printed date", "Within {days} days", "Later", "No date on record"
_COLOURS = (palette.FATAL, palette.NONFATAL, palette.KITS, palette.UNKNOWN)


@redrawable
def kits_by_expiry_bars(released: Released, *, soon_days: int) -> Chart:
    """A bar for each lot on hand, those that expire first on top; what is past, soon and later differ in colour."""
    names, kits = _lots(released), cells(released, "kits_on_hand")
    shown = drawn_of(kits)
    # The store stands under the date, or on a phone its name would leave no room for the bars.
    parts = [name.split(_BETWEEN) for name in names]
    lines = [[_BETWEEN.join([expiry, *lot]), store] for expiry, store, *lot in parts]
    figure = canvas(
        height=_LOT_HEIGHT * max(4, len(names)) + _ABOVE_AND_BELOW,
        left=left_margin([line for both in lines for line in both]), hovermode="closest", barmode="overlay",
    )  # fmt: skip
    for title, colour, chosen in _parts(released, soon_days):
        figure.add_bar(
            orientation="h",
            y=[names[i] for i in chosen],
            x=[shown[i] for i in chosen],
            name=title,
            marker_color=colour,
            text=["" if shown[i] is None else f"{shown[i]:,}" for i in chosen],
            textposition="outside",
            cliponaxis=False,
            customdata=[f"{names[i]}: {counted(kits[i], 'kits_on_hand')}" for i in chosen],
            hovertemplate="%{customdata}<extra></extra>",
        )
    _add_hidden(figure, names, kits)
    across = count_axis(label(released, "kits_on_hand"), kits)
    across |= {"range": [min([0, *known_numbers(kits)]), axis_top(kits) * _ROOM], "nticks": 5}
    two_lines = {"tickmode": "array", "tickvals": names, "ticktext": ["<br>".join(both) for both in lines]}
    figure.update_layout(xaxis=across, yaxis=_names_axis(names) | two_lines)
    if not names:
        say_nothing_is_there(figure, "No kit is on hand.")
    series = Series("kits_on_hand", names, kits)
    said = f"{opening(released.about, 'bars by lot', title=released.about.title)} {extremes(series)}"
    return Chart(released.about.title, figure, said, released)


@redrawable
def spending_bars(released: Released) -> Chart:
    """A bar for each of the state's four words, and for spending that is given none."""
    names, dollars = [str(name) for name in released.frame["category"]], cells(released, "spent_dollars")
    figure = canvas(
        height=_BAR_HEIGHT * max(4, len(names)) + _ABOVE_AND_BELOW, left=left_margin(names), hovermode="closest"
    )
    figure.add_bar(
        orientation="h",
        y=names,
        x=drawn_of(dollars),
        name=label(released, "spent_dollars"),
        marker_color=palette.KITS,
        text=["" if amount is None else f"${amount:,.0f}" for amount in drawn_of(dollars)],
        textposition="outside",
        cliponaxis=False,
        customdata=[f"{name}: {_dollars(amount)}" for name, amount in zip(names, dollars, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )
    _add_hidden(figure, names, dollars)
    across = measure_axis(label(released, "spent_dollars"), dollars) | {"range": [0, axis_top(dollars) * 1.2]}
    figure.update_layout(xaxis=across, yaxis=_names_axis(names), showlegend=False)
    if not names:
        say_nothing_is_there(figure)
    said = extremes(Series("spent_dollars", names, dollars))
    return Chart(
        released.about.title,
        figure,
        f"{opening(released.about, 'bars', title=released.about.title)} {said}",
        released,
    )


def _add_hidden(figure: Drawing, names: Sequence[str], values: Sequence[Cell]) -> None:
    hidden = [name for name, value in zip(names, values, strict=True) if isinstance(value, str)]
    add_across(figure, hidden, hidden_bar([f"{name}: {HIDDEN}" for name in hidden]))


def _dollars(amount: Cell) -> str:
    return amount if isinstance(amount, str) else f"${amount or 0:,.2f}"


def _lots(released: Released) -> list[str]:
    """A name for each lot that no other has: date, store and, where there is one, lot."""
    rows = released.frame.to_dict("records")
    parts = ((_expiry(row), _one_part(row["store"]), _lot(row["lot"])) for row in rows)
    return [_BETWEEN.join(part for part in named if part) for named in parts]


def _lot(name: object) -> str:
    return _one_part(name) if isinstance(name, str) else ""


def _one_part(name: object) -> str:
    return str(name).replace(_BETWEEN, " ")


def _expiry(row: Mapping[Any, Any]) -> str:
    day = row["expiry_date"]
    return NO_DATE if pd.isna(day) else f"{pd.Timestamp(day):%b %Y}"


def _parts(released: Released, soon_days: int) -> list[tuple[str, str, list[int]]]:
    """Name, colour and places of the bars that are past, soon, later and without a date; only those that there are."""
    left = [plain_number(days) for days in released.frame["days_left"]]
    which = [3 if days is None else 0 if days < 0 else 1 if days <= soon_days else 2 for days in left]
    names = (PAST, SOON.format(days=soon_days), LATER, NO_DATE)
    parts = [(names[part], _COLOURS[part], [i for i, own in enumerate(which) if own == part]) for part in range(4)]
    return [part for part in parts if part[2]]


def _names_axis(names: Sequence[str]) -> dict[str, object]:
    return {
        "type": "category", "autorange": "reversed", "categoryorder": "array", "categoryarray": list(names),
        "automargin": True, "showgrid": False, "ticklabelstandoff": 6,
    }  # fmt: skip
