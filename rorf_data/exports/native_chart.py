"""Charts as PowerPoint's own: editable, with their workbook inside, and the ground of what is missing behind them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from rorf_data import palette
from rorf_data.exports.native_grid import add_grid
from rorf_data.exports.native_ground import add_events, add_ground, key_of
from rorf_data.exports.native_series import (
    add_series,
    chart_data,
    dress,
    has_time_axis,
    keep_in_legend,
    legend_names,
    point_data,
)
from rorf_data.exports.native_shapes import (
    QUIET,
    Box,
    add_key,
    key_rows,
    look,
    placed,
    rgb,
    told,
    width_of,
    write,
)
from rorf_data.exports.plain_values import PlainChart

__all__ = ["add_chart", "add_charts"]

_TEXT_SIZE, _SMALL_SIZE = 12.0, 9.0
_ROW = 0.24
_GAP = 0.1
_WIDEST_NAMES = 0.36
_STEPS = (1, 2, 3, 4, 6, 12, 24, 60)
_MOST_DAYS = 62


class _Room(NamedTuple):
    """What stands around the plot, in inches: left and right of it, above, below, and the legend's share of below."""

    left: float
    right: float
    above: float
    below: float
    legend: float


def add_chart(slide: Any, plain: PlainChart, box: Box, *, small: bool = False) -> Any:
    """The chart as a native one in this box of the slide, and the shape that holds it.

    What has no record, is hidden or is provisional lies on a hatched ground behind it, which the key below explains;
    dated events are dotted lines. A grid becomes a native table, and a chart of nothing its sentence.
    """
    if plain.says_nothing:
        return _sentence(slide, plain, box)
    if plain.kind == "grid":
        return add_grid(slide, plain, box)
    swatches = key_of(plain) if not small else []
    key = key_rows(swatches, box.width) * _ROW
    own = Box(box.left, box.top, box.width, box.height - key)
    size = _SMALL_SIZE if small else _TEXT_SIZE
    room = _room(plain, own, size)
    add_ground(slide, plain, _plot(own, room))
    shape = _add_frame(slide, plain, own, room, size)
    told(shape, plain.panel or plain.title, plain.alt if not small else f"{plain.panel}: one panel of {plain.title}.")
    add_events(slide, plain, _plot(own, room))
    add_key(slide.shapes, swatches, Box(box.left + 0.1, box.top + box.height - key, box.width - 0.2, key))
    return shape


def add_charts(slide: Any, plains: Sequence[PlainChart], box: Box) -> list[Any]:
    """One chart in the whole box, or the panels of several beside and below each other on one scale."""
    if len(plains) == 1:
        return [add_chart(slide, plains[0], box)]
    columns = min(4 if len(plains) > 9 else 3, len(plains))
    rows = math.ceil(len(plains) / columns)
    swatches = list(dict.fromkeys(swatch for plain in plains for swatch in key_of(plain)))
    key = key_rows(swatches, box.width) * _ROW
    width, height = box.width / columns, (box.height - key - _ROW) / rows
    write(slide.shapes, box._replace(height=_ROW), [plains[0].up.title], size=10, colour=QUIET)
    shapes = []
    for place, plain in enumerate(plains):
        row, column = divmod(place, columns)
        own = Box(box.left + column * width, box.top + _ROW + row * height, width - _GAP, height - _GAP / 2)
        shapes.append(add_chart(slide, plain, own, small=True))
    told(shapes[0], plains[0].panel, plains[0].alt)
    add_key(slide.shapes, swatches, Box(box.left + 0.1, box.top + box.height - key, box.width - 0.2, key))
    return shapes


def _sentence(slide: Any, plain: PlainChart, box: Box) -> Any:
    words, size = plain.says_nothing, 16.0
    if plain.panel:
        words, size = f"{plain.panel}: {words[0].lower()}{words[1:]}", 10.0
    shape = write(slide.shapes, box, [words], size=size, colour=QUIET, align="center", anchor="middle")
    told(shape, plain.panel or plain.title, plain.alt)
    return shape


def _room(plain: PlainChart, box: Box, size: float) -> _Room:
    is_panel = bool(plain.panel)
    names = 0.0
    if plain.is_horizontal:
        longest = max(width_of(name, size) for name in plain.categories)
        names = min(box.width * _WIDEST_NAMES, longest) + 0.15
    left = names or 0.22 + width_of(f"{plain.up.high or 0:,.0f}", size) + 0.1
    has_title = bool(plain.category_title if plain.is_horizontal else plain.up.title) and not is_panel
    legend = 0.0 if is_panel else _legend_rows(plain, box.width) * _ROW
    below = 0.3 + (0.0 if is_panel else 0.32 + _wrapped(plain, box.width - left, size)) + legend + 0.06
    above = 0.36 if is_panel else 0.3 if any(event.letter for event in plain.events) else 0.14
    return _Room(left + (0.32 if has_title else 0.0), 0.2, above, below, legend)


def _wrapped(plain: PlainChart, width: float, size: float) -> float:
    """Room for a second line of names across, where the longest has no room on one."""
    if plain.is_horizontal or plain.kind == "points" or has_time_axis(plain):
        return 0.0
    longest = max(width_of(name, size) for name in plain.categories)
    return 0.2 if longest > width / len(plain.categories) * 0.95 else 0.0


def _legend_rows(plain: PlainChart, width: float) -> int:
    names = legend_names(plain)
    if len(names) < 2 and plain.kind != "points":
        return 0
    across = [width_of(name, 10) + 0.6 for name in names]
    return math.ceil(sum(across) / (width * 0.9)) if names else 0


def _add_frame(slide: Any, plain: PlainChart, box: Box, room: _Room, size: float) -> Any:
    from pptx.enum.chart import XL_CHART_TYPE

    if plain.kind == "points":
        shape = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *placed(box), point_data(plain))
    else:
        kind = {
            ("bars", False): XL_CHART_TYPE.COLUMN_CLUSTERED,
            ("bars", True): XL_CHART_TYPE.BAR_CLUSTERED,
            ("lines", False): XL_CHART_TYPE.LINE_MARKERS,
        }[plain.kind, plain.is_horizontal]
        shape = slide.shapes.add_chart(kind, *placed(box), chart_data(plain))
    chart = shape.chart
    look(chart.font, size)
    chart.has_title = bool(plain.panel)
    if plain.panel:
        _head(chart, plain.panel)
    dress(chart, plain, size)
    add_series(chart, plain)
    _axes(chart, plain, box.width - room.left - room.right, size)
    chart.has_legend = room.legend > 0
    if room.legend:
        keep_in_legend(chart, plain, share=room.legend / box.height)
    _fix_plot(chart, box, room)
    return shape


def _head(chart: Any, words: str) -> None:
    chart.chart_title.text_frame.text = words
    chart.chart_title.include_in_layout = True
    look(chart.chart_title.text_frame.paragraphs[0].runs[0].font, 10, bold=True)


def _axes(chart: Any, plain: PlainChart, width: float, size: float) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    along, up = chart.category_axis, chart.value_axis
    for axis in (along, up):
        axis.major_tick_mark = XL_TICK_MARK.NONE
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        look(axis.tick_labels.font, size, colour=QUIET)
        _line_of(axis, palette.LIGHT.quiet_text)
    along.has_major_gridlines = False
    up.has_major_gridlines = True
    _line_of(up.major_gridlines, palette.LIGHT.grid)
    _scale(up, plain.up)
    if plain.kind == "points":
        _scale(along, plain.across)
    elif plain.is_horizontal:
        along.reverse_order = True
        up._element.find(f"{_C}crosses").set("val", "max")
        up.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    elif has_time_axis(plain):
        _time(along, plain, width, size)
    if not plain.panel:
        _name(along, plain.across.title if plain.kind == "points" else plain.category_title, size)
        _name(up, plain.up.title, size)


_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def _line_of(part: Any, colour: str) -> None:
    from pptx.util import Pt

    part.format.line.color.rgb = rgb(colour)
    part.format.line.width = Pt(0.75)


def _scale(axis: Any, plain: Any) -> None:
    # A little room below 0 is for points that lie on the axis; natively they lie across it.
    axis.minimum_scale = 0 if -0.1 * (plain.high or 0) < plain.low < 0 else plain.low
    if plain.high is not None:
        axis.maximum_scale = plain.high
    if plain.step:
        axis.major_unit = plain.step
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = plain.number_format, False


def _time(axis: Any, plain: PlainChart, width: float, size: float) -> None:
    """Name only so many months, or days where they are few, that their names stand level and whole."""
    from pptx.oxml import parse_xml

    are_days = plain.is_daily and len(plain.days) <= _MOST_DAYS
    spans = len(plain.days) / 30.4 if plain.is_daily and not are_days else len(plain.days)
    fitting = width / (width_of("May 2026 ", size) + 0.12)
    step = next((one for one in _STEPS if spans / one <= fitting), _STEPS[-1])
    written = "d mmm" if are_days else "mmm yyyy"
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = written, False
    unit = axis._element.find(f"{_C}baseTimeUnit")
    unit.set("val", "days" if plain.is_daily else "months")
    for tag, value in (("majorTimeUnit", "days" if are_days else "months"), ("majorUnit", step)):
        unit.addnext(parse_xml(f'<c:{tag} xmlns:c="{_C[1:-1]}" val="{value}"/>'))


def _name(axis: Any, title: str, size: float) -> None:
    axis.has_title = bool(title)
    if title:
        axis.axis_title.text_frame.text = title
        look(axis.axis_title.text_frame.paragraphs[0].runs[0].font, size, colour=QUIET)


def _fix_plot(chart: Any, box: Box, room: _Room) -> None:
    """Hold the plot itself in its place, so that the ground behind it fits."""
    from pptx.oxml import parse_xml

    area = chart._chartSpace.chart.plotArea
    for old in area.findall(f"{_C}layout"):
        area.remove(old)
    shares = {
        "x": room.left / box.width,
        "y": room.above / box.height,
        "w": (box.width - room.left - room.right) / box.width,
        "h": (box.height - room.above - room.below) / box.height,
    }
    parts = "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in shares.items())
    layout = (
        f'<c:layout xmlns:c="{_C[1:-1]}"><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{parts}</c:manualLayout></c:layout>'
    )
    area.insert(0, parse_xml(layout))


def _plot(box: Box, room: _Room) -> Box:
    return Box(
        box.left + room.left,
        box.top + room.above,
        box.width - room.left - room.right,
        box.height - room.above - room.below,
    )
