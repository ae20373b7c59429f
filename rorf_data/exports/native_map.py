"""The town map as native shapes: a freeform for each town, circles for counts, and the key below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from rorf_data import palette
from rorf_data.exports.native_shapes import (
    HIDDEN_LOOK,
    NO_RECORD_LOOK,
    QUIET,
    TEXT,
    Box,
    Swatch,
    add_key,
    fill,
    flat,
    key_rows,
    line,
    placed,
    told,
    width_of,
    write,
)
from rorf_data.exports.plain_layout import without_markup
from rorf_data.maps import TownMap

Point = tuple[float, float]
_ROW = 0.24
_NAME_SIZE = 9.0
_PIXELS = 800.0
"""Width of the map's own drawing, which the sizes of its circles are given in."""


class _Sheet(NamedTuple):
    """The window of the map, in degrees, and where it lies on the slide, in inches."""

    west: float
    south: float
    east: float
    north: float
    box: Box

    def at(self, point: Sequence[float]) -> Point:
        """Where a place lies on the slide."""
        across = (point[0] - self.west) / (self.east - self.west)
        up = (point[1] - self.south) / (self.north - self.south)
        return self.box.left + across * self.box.width, self.box.top + (1 - up) * self.box.height

    def cut(self, ring: Sequence[Point]) -> list[Point]:
        """The part of a ring that lies in the window, side after side (Sutherland and Hodgman 1974)."""
        for axis, limit, sign in ((0, self.west, 1), (0, self.east, -1), (1, self.south, 1), (1, self.north, -1)):
            ring = _cut_at(ring, axis, limit, sign)
        return list(ring)


def add_town_map(slide: Any, town_map: TownMap, box: Box) -> Any:
    """The map as a group of native shapes with its words, and the key below it; the group.

    Each town is a freeform under its own name that says its numbers. What has no record or is hidden is hatched.
    """
    figure = town_map.figure
    swatches = _swatches(figure)
    title = figure.layout.legend.title.text or ""
    key = (key_rows(swatches, box.width) + (1 if title.strip() else 0)) * _ROW + 0.08
    sheet = _sheet(figure, Box(box.left, box.top + 0.1, box.width, box.height - key - 0.1))
    group = slide.shapes.add_group_shape()
    for trace in figure.data:
        if trace.type == "scatter" and trace.fill == "toself":
            _add_town(group.shapes, trace, sheet)
    for trace in figure.data:
        if _is_circles(trace):
            _add_circles(group.shapes, trace, sheet)
    for one in figure.layout.annotations:
        _add_name(group.shapes, one, sheet)
    told(group, town_map.title, town_map.alt)
    top = box.top + box.height - key + 0.04
    if title.strip():
        write(slide.shapes, Box(box.left, top, box.width, _ROW), [without_markup(title)], size=10, bold=True)
        top += _ROW
    add_key(slide.shapes, swatches, Box(box.left, top, box.width, key))
    return group


def _sheet(figure: go.Figure, box: Box) -> _Sheet:
    """The window in true proportion in the middle of the box."""
    (west, east), (south, north) = figure.layout.xaxis.range, figure.layout.yaxis.range
    shape = (east - west) / ((north - south) * figure.layout.yaxis.scaleratio)
    width = min(box.width, box.height * shape)
    height = width / shape
    left, top = box.left + (box.width - width) / 2, box.top + (box.height - height) / 2
    return _Sheet(west, south, east, north, Box(left, top, width, height))


def _cut_at(ring: Sequence[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        is_in, was_in = ((one[axis] - limit) * sign >= 0 for one in (point, before))
        if is_in != was_in:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if is_in:
            kept.append(point)
    return kept


def _rings(trace: Any) -> list[list[Point]]:
    rings: list[list[Point]] = [[]]
    for x, y in zip(trace.x, trace.y, strict=True):
        if x is None:
            rings.append([])
        else:
            rings[-1].append((float(x), float(y)))
    return rings


def _add_town(shapes: Any, trace: Any, sheet: _Sheet) -> None:
    rings = [cut for ring in _rings(trace) if len(cut := sheet.cut(ring)) > 2]
    if not rings:
        return
    corners = [[_exact(sheet.at(point)) for point in ring] for ring in rings]
    builder = shapes.build_freeform(*corners[0][0])
    for place, ring in enumerate(corners):
        if place:
            builder.move_to(*ring[0])
        builder.add_line_segments(ring[1:], close=True)
    shape = builder.convert_to_shape()
    flat(shape)
    fill(shape.fill, *_filling(trace))
    line(shape.line, trace.line.color, max(0.75, trace.line.width * 0.75))
    told(shape, without_markup(trace.name), without_markup(trace.text))


def _exact(point: Point) -> tuple[int, int]:
    """Inches in the units of slides: a freeform knows whole numbers only."""
    return round(point[0] * 914_400), round(point[1] * 914_400)


def _filling(trace: Any) -> tuple[str, str]:
    return _pattern(trace.fillpattern) or (trace.fillcolor or palette.LIGHT.none, "")


def _pattern(pattern: Any) -> tuple[str, str] | None:
    """The look of what is hatched: that of no record, or for every other hatch that of what is hidden."""
    if not pattern or not pattern.shape:
        return None
    return NO_RECORD_LOOK if pattern.shape == "/" else HIDDEN_LOOK


def _add_circles(shapes: Any, trace: Any, sheet: _Sheet) -> None:
    from pptx.enum.shapes import MSO_SHAPE

    scale = sheet.box.width / _PIXELS
    for x, y, pixels, count in zip(trace.x, trace.y, trace.marker.size, trace.customdata, strict=True):
        (across, down), size = sheet.at((x, y)), pixels * scale * 1.1
        box = Box(across - size / 2, down - size / 2, size, size)
        shape = shapes.add_shape(MSO_SHAPE.OVAL, *placed(box))
        flat(shape)
        fill(shape.fill, trace.marker.color)
        line(shape.line, TEXT, 1)
        told(shape, "Count", f"{count:,}")


def _add_name(shapes: Any, one: Any, sheet: _Sheet) -> None:
    """The name with its number, below its circle where it has one."""
    lines = [without_markup(part) for part in str(one.text).split("<br>")]
    across, down = sheet.at((one.x, one.y))
    width = max(width_of(part, _NAME_SIZE) for part in lines) + 0.1
    height = 0.15 * len(lines)
    down += -height / 2 if one.yanchor == "middle" else -(one.yshift or 0) * sheet.box.width / _PIXELS * 1.1
    left = min(max(across - width / 2, sheet.box.left), sheet.box.left + sheet.box.width - width)
    is_shown = one.font.color == palette.LIGHT.text
    shape = write(
        shapes, Box(left, down, width, height), lines, size=_NAME_SIZE, colour=TEXT if is_shown else QUIET,
        align="center", wrap=False,
    )  # fmt: skip
    if len(lines) > 1:
        shape.text_frame.paragraphs[-1].runs[0].font.bold = True
    if one.bgcolor:
        fill(shape.fill, "#FFFFFF")


def _is_circles(trace: Any) -> bool:
    return bool(trace.type == "scatter" and trace.mode == "markers")


def _swatches(figure: go.Figure) -> list[Swatch]:
    """The entries of the key: empty bars in the map's own drawing."""
    found = [
        Swatch(trace.name, *(_pattern(trace.marker.pattern) or (trace.marker.color, "")))
        for trace in figure.data
        if trace.type == "bar"
    ]
    circles = [Swatch(trace.name, trace.marker.color) for trace in figure.data if _is_circles(trace)]
    return [*found, *circles]
