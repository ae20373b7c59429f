"""Kits beside residents and calls, the published model of how many it takes, and a fair share of new ones."""

from __future__ import annotations

from collections.abc import Sequence

from rorf_data import palette
from rorf_data.charts.canvas import (
    Chart,
    axis_top,
    canvas,
    cells,
    count_axis,
    hidden_names,
    label,
    measure_axis,
    numbers,
    redrawable,
    say_if_all_is_hidden,
    say_what_is_not_drawn,
    there,
)
from rorf_data.charts.drawing import Drawing
from rorf_data.charts.towns import stacked_town_bars, towns_in_words
from rorf_data.disclosure.release import Released
from rorf_data.wording import Cell, Number, counted, number_in_words, opening, some_of

_ROOM = 1.18
_MOST_KITS_PER_100000 = 1500
_PLOT_WIDTH, _PLOT_HEIGHT = 460, 250
_LETTER_WIDTH, _LINE_HEIGHT, _GAP = 6.5, 15, 8
_SIDES = {"top center": (0, 1), "bottom center": (0, -1), "middle right": (1, 0), "middle left": (-1, 0)}

Place = tuple[str, float, float]
"""A town with how many residents or calls it has, and its kits."""


@redrawable
def fair_share_bars(released: Released) -> Chart:
    """A fair share: the kits of the last 12 months and the new ones, stacked, one bar for each town."""
    figure = stacked_town_bars(released, ["total_kits", "new_kits"], total="kits_with_new")
    shares = zip(released.frame["town"], cells(released, "new_kits"), strict=True)
    given = [f"{town} {_share_in_words(share)}" for town, share in shares if share]
    said = f"New kits: {', '.join(given)}." if given else "No new kit is shared out."
    first = opening(released.about, "stacked bars by town", title=released.about.title)
    return Chart(released.about.title, figure, f"{first} {said} {towns_in_words(released, 'kits_with_new')}", released)


def _share_in_words(share: Cell) -> str:
    return share if isinstance(share, str) else number_in_words(share or 0, "new_kits")


@redrawable
def kits_beside(released: Released, *, against: str) -> Chart:
    """A point for each town: its residents or overdose calls (the column ``against``) across, its kits left upwards.

    The dotted line is what all towns together come to. Beside residents stands the state's planning figure too.
    """
    places = _places(released, against)
    figure = canvas(hovermode="closest")
    tops = [axis_top([float(place[which]) for place in places]) * _ROOM for which in (1, 2)]
    hidden = hidden_names(released, against, "total_kits")
    if places:
        together = "The towns shown together" if hidden else "All towns together"
        _add_line(figure, together, _together(places), tops, dash="dot")
        if against == "population" and there(released, ["planning_kits"]):
            _add_line(figure, "The state's planning figure, all channels", _planned(released), tops, dash="dash")
    figure.add_scatter(**_points(places, against, tops))
    figure.update_layout(
        xaxis=count_axis(label(released, against), [place[1] for place in places]) | {"range": [0, tops[0]]},
        yaxis=count_axis(label(released, "total_kits"), [place[2] for place in places]) | {"range": [0, tops[1]]},
    )
    say_what_is_not_drawn(figure, hidden, one="town", several="towns")
    say_if_all_is_hidden(figure, shown=len(places), hidden=len(hidden))
    title = f"Kits left beside {'residents' if against == 'population' else 'overdose calls'}"
    words = " ".join(f"{town}: {counted(kits, 'total_kits')}, {counted(size, against)}." for town, size, kits in places)
    words += f" Hidden, so not shown: {some_of(hidden)}." if hidden else ""
    first = opening(released.about, "a point for each town", title=title)
    alt = f"{first} {words.strip() or 'There is no record to show.'}"
    return Chart(title, figure, alt, released)


@redrawable
def naloxone_model_curve(released: Released) -> Chart:
    """The published points with their interval, joined by straight lines, and two figures on the scale of kits."""
    hidden = released.is_hidden("modelled_percent")
    told = [row for row, is_hidden in zip(_rows(released), hidden, strict=True) if not is_hidden]
    rows = [row for row in told if None not in row]
    marks = [(name, kits) for name, kits, percent, *_ in told if percent is None and kits is not None]
    figure = canvas(hovermode="closest")
    _add_band(figure, rows)
    figure.add_scatter(
        x=[row[1] for row in rows],
        y=[row[2] for row in rows],
        name="Published points",
        mode="lines+markers",
        line={"color": palette.KITS, "width": 1, "dash": "solid"},
        marker={"size": 8},
        customdata=[_point_in_words(row) for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
    )
    for name, kits in marks:
        _add_mark(figure, name, kits)
    across = {"range": [0, _MOST_KITS_PER_100000], "dtick": 250, "tickformat": ",d"}
    figure.update_layout(
        xaxis=measure_axis(label(released, "kits_per_100000"), []) | across,
        yaxis=measure_axis("Naloxone used, %", []) | {"range": [0, 104], "dtick": 20},
    )
    first = opening(released.about, "points with an interval", title=released.about.title)
    points = " ".join(f"{_point_in_words(row)}." for row in rows)
    places = " ".join(f"{name}: {number_in_words(kits, 'kits_per_100000')} kits per 100,000." for name, kits in marks)
    return Chart(released.about.title, figure, f"{first} {points} {places}", released)


def _places(released: Released, against: str) -> list[Place]:
    sizes, kits = numbers(released, against), numbers(released, "total_kits")
    rows = zip(released.frame["town"], sizes, kits, strict=True)
    return [(town, size, number) for town, size, number in rows if size is not None and number is not None]


def _together(places: Sequence[Place]) -> float:
    sizes = sum(size for _, size, _ in places)
    return sum(kits for *_, kits in places) / sizes if sizes else 0.0


def _planned(released: Released) -> float:
    planned, residents = numbers(released, "planning_kits"), numbers(released, "population")
    return sum(number or 0 for number in planned) / (sum(number or 0 for number in residents) or 1)


def _add_line(figure: Drawing, name: str, slope: float, tops: Sequence[float], *, dash: str) -> None:
    """The line from nothing up to where it leaves the picture; a slope of 0 has none."""
    if not slope:
        return
    end = min(tops[0], tops[1] / slope)
    figure.add_scatter(
        x=[0, end],
        y=[0, end * slope],
        name=name,
        mode="lines",
        line={"color": palette.REFERENCE, "width": 2, "dash": dash},
        hoverinfo="skip",
    )


def _points(places: Sequence[Place], against: str, tops: Sequence[float]) -> dict[str, object]:
    sides = _sides(places, tops)
    said = [f"{town}: {counted(kits, 'total_kits')}, {counted(size, against)}" for town, size, kits in places]
    return {
        "x": [size for _, size, _ in places],
        "y": [kits for *_, kits in places],
        "text": [town if side else "" for (town, *_), side in zip(places, sides, strict=True)],
        "textposition": [side or "top center" for side in sides],
        "mode": "markers+text",
        "name": "Towns",
        "cliponaxis": False,
        "marker": {"color": palette.KITS, "size": 10},
        "customdata": said,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _sides(places: Sequence[Place], tops: Sequence[float]) -> list[str]:
    """On which side of its point the name of each town stands; empty where it would cover another name or point."""
    dots = [(size / tops[0] * _PLOT_WIDTH, kits / tops[1] * _PLOT_HEIGHT) for _, size, kits in places]
    taken = [(x - _GAP, x + _GAP, y - _GAP, y + _GAP) for x, y in dots]
    sides = [""] * len(places)
    for index in sorted(range(len(places)), key=lambda place: -places[place][2]):
        for side, towards in _SIDES.items():
            box = _box(dots[index], len(places[index][0]) * _LETTER_WIDTH, towards)
            is_free = not any(_cover(box, other) for place, other in enumerate(taken) if place != index)
            if is_free and _is_inside(box):
                sides[index] = side
                taken.append(box)
                break
    return sides


Box = tuple[float, float, float, float]
"""Left, right, low and high end in pixels."""


def _box(dot: tuple[float, float], width: float, towards: tuple[int, int]) -> Box:
    x, y = dot[0] + towards[0] * (width / 2 + _GAP), dot[1] + towards[1] * (_LINE_HEIGHT / 2 + _GAP)
    return (x - width / 2, x + width / 2, y - _LINE_HEIGHT / 2, y + _LINE_HEIGHT / 2)


def _is_inside(box: Box) -> bool:
    return box[0] >= 0 and box[1] <= _PLOT_WIDTH and box[2] >= -_GAP and box[3] <= _PLOT_HEIGHT


def _cover(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


Row = tuple[str, Number, Number, Number, Number]


def _rows(released: Released) -> list[Row]:
    columns = ("kits_per_100000", "modelled_percent", "modelled_low", "modelled_high")
    return list(zip(released.frame["point"], *(numbers(released, column) for column in columns), strict=True))


def _point_in_words(row: Row) -> str:
    _, kits, percent, low, high = row
    return f"{kits:,.0f} kits per 100,000: {percent:g} % ({low:g} to {high:g} %)"


def _add_band(figure: Drawing, rows: Sequence[Row]) -> None:
    figure.add_scatter(
        x=[row[1] for row in rows] + [row[1] for row in reversed(rows)],
        y=[row[4] for row in rows] + [row[3] for row in reversed(rows)],
        name="95 % credible interval",
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=f"rgba({', '.join(str(int(palette.KITS[at : at + 2], 16)) for at in (1, 3, 5))}, 0.16)",
        hoverinfo="skip",
    )


def _add_mark(figure: Drawing, name: str, kits: float) -> None:
    figure.add_scatter(
        x=[kits, kits],
        y=[0, 100],
        name=name,
        mode="lines",
        line={"color": palette.REFERENCE, "width": 2, "dash": "dash"},
        customdata=[f"{name}: {kits:,.0f} kits per 100,000 residents"] * 2,
        hovertemplate="%{customdata}<extra></extra>",
    )
