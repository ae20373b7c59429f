"""The towns of a map: where each lies and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rorf_data.disclosure.release import Released
from rorf_data.wording import (
    HIDDEN,
    NO_RECORD,
    Cell,
    Number,
    counted,
    known_numbers,
    number_in_words,
    plain_cell,
    rows_of,
    several,
)

Ring = Sequence[Sequence[float]]

LARGEST_RADIUS = 17
"""Radius in pixels of the symbol of the highest count, or of 10 where no count reaches 10."""

HIDDEN_NAME = "Hidden (too small to show, or protecting one)"
TOO_FEW = "too few for a rate"
RESTS_ON = {"kits_per_1000": "total_kits", "kits_per_call": "total_calls"}
"""The count without which a rate has no record; where it is there and the rate is not, it was too few for one."""

_LEAST_REFERENCE = 10
_MEASURES_TOLD = (
    "total_kits",
    "total_calls",
    "total_requests",
    "requests_waiting",
    "total_deaths",
    "kits_per_1000",
    "kits_per_call",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One town on the map. ``is_shown`` is false for a town of the region that the frame doesn't hold.

    ``rate`` and ``count`` are what shading and symbol stand for (None: no record, or nothing asked for); ``has_record``
    is false where one that was asked for is missing, but for a rate that ``is_too_few``: its count bears none;
    ``is_hidden``: its shade is hidden, or its symbol where nothing is shaded; ``hides`` anything that was asked for.
    ``figure`` is the number written under the name; ``radius`` is in pixels and its square grows as the count does.
    """

    code: str
    name: str
    rings: Sequence[Ring]
    point: tuple[float, float]
    is_shown: bool
    has_record: bool = True
    is_too_few: bool = False
    is_hidden: bool = False
    hides: bool = False
    rate: Number = None
    count: Number = None
    radius: float = 0.0
    figure: str = ""
    told: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """``Kent: 4 kits, 1 overdose call``."""
        return f"{self.name}: {', '.join(self.told)}"


def places_of(
    released: Released,
    *,
    shading: str | None,
    symbols: str | None,
    names: Mapping[str, str],
    outlines: Mapping[str, Sequence[Ring]],
    points: Mapping[str, tuple[float, float]],
) -> list[Place]:
    """Every town that has an outline, those of the frame with their numbers, in the order of the outlines."""
    rows = {str(row["town_code"]): row for row in rows_of(released)}
    counts = [plain_cell(row[symbols]) for code, row in rows.items() if symbols and code in outlines]
    reference = max([_LEAST_REFERENCE, *known_numbers(counts)])
    places = [Place(code, names[code], rings, points[code], is_shown=code in rows) for code, rings in outlines.items()]
    return [
        _with_numbers(place, rows[place.code], shading=shading, symbols=symbols, reference=reference)
        if place.is_shown
        else place
        for place in places
    ]


def _with_numbers(
    place: Place, row: Mapping[str, object], *, shading: str | None, symbols: str | None, reference: float
) -> Place:
    asked_for = {column: plain_cell(row[column]) for column in (symbols, shading) if column}
    shown = {column: None if isinstance(value, str) else value for column, value in asked_for.items()}
    count = shown[symbols] if symbols else None
    bare = [column for column in asked_for if _is_too_few(row, column)]
    return replace(
        place,
        has_record=all(value is not None or column in bare for column, value in asked_for.items()),
        is_too_few=bool(bare),
        is_hidden=asked_for.get(shading or symbols or "") == HIDDEN,
        hides=HIDDEN in asked_for.values(),
        rate=shown[shading] if shading else None,
        count=count,
        radius=LARGEST_RADIUS * ((count or 0) / reference) ** 0.5,
        figure=_figure(asked_for),
        told=_told(row, first=list(asked_for)),
    )


def with_rates(places: Sequence[Place], rates: Mapping[str, Number], column: str) -> list[Place]:
    """The same places shaded by other rates of the same towns (``column``), which stand first in what is told."""
    return [
        replace(
            place,
            rate=rates[place.code],
            has_record=rates[place.code] is not None,
            is_too_few=False,
            is_hidden=False,
            told=(_told_of(rates[place.code], column), *place.told),
        )
        if place.is_shown
        else place
        for place in places
    ]


def _is_too_few(row: Mapping[str, object], column: str) -> bool:
    count = RESTS_ON.get(column, "")
    return count in row and plain_cell(row[column]) is None and plain_cell(row[count]) is not None


def extent(places: Sequence[Place]) -> tuple[float, float, float, float]:
    """West, south, east and north of the towns shown, or of all towns where none is; in degrees."""
    shown = [place for place in places if place.is_shown] or list(places)
    corners = [corner for place in shown for ring in place.rings for corner in ring]
    longitudes, latitudes = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _figure(asked_for: Mapping[str, Cell]) -> str:
    """What is written under the name: the symbol's count, or the shading's rate where there are no symbols."""
    for column, value in asked_for.items():
        return value or NO_RECORD if value is None or isinstance(value, str) else number_in_words(value, column)
    return ""


def _told(row: Mapping[str, object], *, first: Sequence[str]) -> tuple[str, ...]:
    columns = dict.fromkeys([*first, *_MEASURES_TOLD])
    told = [(column, plain_cell(row[column])) for column in columns if column in row]
    return tuple(
        TOO_FEW if _is_too_few(row, column) else _told_of(value, column)
        for column, value in told
        if value is not None or column in first or column.startswith("total_")
    )


def _told_of(value: Cell, column: str) -> str:
    if value is None:
        return f"{NO_RECORD} of {several(column)}"
    return f"{several(column)}: {HIDDEN}" if isinstance(value, str) else counted(value, column)
