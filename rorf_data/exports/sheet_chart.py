"""Native charts of workbooks, whose every series refers to cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlsxwriter

from rorf_data import palette
from rorf_data.exports.native_series import has_time_axis
from rorf_data.exports.plain_values import PlainAxis, PlainChart, PlainSeries
from rorf_data.exports.sheet_range import Range

__all__ = ["chart_of", "has_time_axis"]

_SHEET = "Chart"
_FEW = 14
_FONT = {"name": "Arial", "size": 10, "color": palette.LIGHT.quiet_text}
_PATTERNS = {"/": "wide_upward_diagonal", "x": "large_grid", "\\": "dark_downward_diagonal"}
_HIDDEN_PATTERN = "outlined_diamond"
_MARKERS = {"circle": "circle", "square": "square", "diamond": "diamond", "ring": "triangle"}
_DASHES = {"solid": "solid", "dash": "dash", "dot": "round_dot"}


def chart_of(workbook: xlsxwriter.Workbook, plain: PlainChart, ranges: Sequence[Range]) -> Any:
    """The chart of these ranges: series first, then level lines, then the totals of stacked bars."""
    drawn = workbook.add_chart(_kind(plain))
    lines = None
    for series, own in zip(plain.series, ranges, strict=False):
        options = _options(plain, series, own)
        if plain.kind == "bars" and series.form != "bar":
            lines = lines or workbook.add_chart({"type": "line"})
            lines.add_series(options)
        else:
            drawn.add_series(options)
    if lines:
        drawn.combine(lines)
    for reference, own in zip(plain.references, ranges[len(plain.series) :], strict=False):
        line = {"color": reference.colour, "width": 1.5, "dash_type": "dash"}
        drawn.add_series(_places(own) | {"line": line, "marker": {"type": "none"}})
    _add_total(drawn, plain, ranges)
    _dress(drawn, plain, has_lines=lines is not None)
    return drawn


def _kind(plain: PlainChart) -> dict[str, str]:
    if plain.kind == "points":
        return {"type": "scatter", "subtype": "straight_with_markers"}
    if plain.kind == "lines":
        return {"type": "line"}
    kind = {"type": "bar" if plain.is_horizontal else "column"}
    return kind | ({"subtype": "stacked"} if _is_stacked(plain) else {})


def _is_stacked(plain: PlainChart) -> bool:
    return plain.arrangement == "stacked" and len(plain.series) > 1


def _places(own: Range) -> dict[str, Any]:
    return {
        "name": [_SHEET, *own.name],
        "categories": [_SHEET, own.first, own.categories, own.last, own.categories],
        "values": [_SHEET, own.first, own.values, own.last, own.values],
    }


def _options(plain: PlainChart, series: PlainSeries, own: Range) -> dict[str, Any]:
    options = _places(own) | (_bar(plain, series) if series.form == "bar" else _line(series))
    if own.up >= 0:
        options["y_error_bars"] = {
            "type": "custom",
            "plus_values": _cells(own, own.up),
            "minus_values": _cells(own, own.down),
            "line": {"color": series.colour, "width": 1},
        }
    return options


def _cells(own: Range, column: int) -> str:
    name = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
    return f"={_SHEET}!{name}${own.first + 1}:{name}${own.last + 1}"


def _bar(plain: PlainChart, series: PlainSeries) -> dict[str, Any]:
    look: dict[str, Any] = {"gap": 50, "overlap": 0 if plain.arrangement == "grouped" else 100}
    if series.hatch:
        hatch = _HIDDEN_PATTERN if series.colour == palette.HIDDEN else _PATTERNS[series.hatch]
        pattern = {"pattern": hatch, "fg_color": series.colour, "bg_color": "#FFFFFF"}
        look |= {"pattern": pattern, "border": {"color": series.colour}}
    else:
        look |= {"fill": {"color": series.colour}, "border": {"none": True}}
    words = series.labels or (plain.totals if len(plain.series) == 1 else ())
    if any(words) and len(plain.categories) <= _FEW:
        inside = plain.arrangement == "overlaid" and series is not plain.series[0] and plain.kind == "bars"
        at = "inside_base" if inside and not plain.is_horizontal else "outside_end"
        colour = "#FFFFFF" if at == "inside_base" else palette.LIGHT.text
        look["data_labels"] = {"value": True, "position": at, "font": _FONT | {"color": colour}}
    return look


def _line(series: PlainSeries) -> dict[str, Any]:
    line: dict[str, Any] = {"none": True}
    if series.dash != "none":
        line = {"color": series.colour, "width": series.width, "dash_type": _DASHES[series.dash]}
    marker: dict[str, Any] = {"type": "none"}
    if series.marker:
        fill = {"color": series.colour}
        marker = {"type": _MARKERS.get(series.marker, "circle"), "size": 6, "fill": fill, "border": fill}
    look: dict[str, Any] = {"line": line, "marker": marker}
    known = [place for place, value in enumerate(series.values) if value is not None]
    if series.places and any(series.labels):
        look["data_labels"] = {"value": True, "position": "right", "custom": [_name(series, place) for place in known]}
    return look


def _name(series: PlainSeries, place: int) -> dict[str, Any]:
    words = series.labels[place]
    return {"value": words} if words else {"delete": True}


def _add_total(drawn: Any, plain: PlainChart, ranges: Sequence[Range]) -> None:
    """A clear bar on top of upright stacks, of which only the number is seen; lying ones have theirs in the cells."""
    used = len(plain.series) + len(plain.references)
    if len(ranges) == used or plain.is_horizontal or len(plain.categories) > _FEW:
        return
    label = {"value": True, "position": "inside_base", "font": _FONT | {"color": palette.LIGHT.text}}
    clear = {"fill": {"none": True}, "border": {"none": True}, "data_labels": label}
    drawn.add_series(_places(ranges[used]) | clear)


def _dress(drawn: Any, plain: PlainChart, *, has_lines: bool) -> None:
    along, up = _along(plain), _up(plain.up, is_panel=bool(plain.panel))
    if plain.is_horizontal:
        drawn.set_x_axis(up)
        drawn.set_y_axis(along | {"reverse": True, "crossing": "max"})
    else:
        drawn.set_x_axis(along)
        drawn.set_y_axis(up)
    drawn.set_title({"name": plain.panel, "name_font": _FONT | {"bold": True}} if plain.panel else {"none": True})
    drawn.show_blanks_as("gap")
    _legend(drawn, plain, has_lines=has_lines)


def _along(plain: PlainChart) -> dict[str, Any]:
    if plain.kind == "points":
        return _up(plain.across, is_panel=False) | {"major_gridlines": {"visible": False}}
    axis: dict[str, Any] = {
        "num_font": _FONT, "line": {"color": palette.LIGHT.quiet_text}, "label_position": "low",
        "major_tick_mark": "none",
    }  # fmt: skip
    if plain.category_title and not plain.panel:
        axis |= {"name": plain.category_title, "name_font": _FONT}
    if has_time_axis(plain):
        months = len(plain.days) / (30.4 if plain.is_daily else 1)
        step = max(1, round(months / (3 if plain.panel else 12) + 0.49))
        axis |= {"date_axis": True, "num_format": "mmm yyyy", "major_unit": step, "major_unit_type": "months"}
    return axis


def _up(axis: PlainAxis, *, is_panel: bool) -> dict[str, Any]:
    look: dict[str, Any] = {
        "min": 0 if -0.1 * (axis.high or 0) < axis.low < 0 else axis.low,
        "num_font": _FONT, "num_format": axis.number_format, "line": {"color": palette.LIGHT.quiet_text},
        "major_gridlines": {"visible": True, "line": {"color": palette.LIGHT.grid}}, "major_tick_mark": "none",
    }  # fmt: skip
    look |= {"max": axis.high} if axis.high is not None else {}
    look |= {"major_unit": axis.step} if axis.step else {}
    return look | ({"name": axis.title, "name_font": _FONT} if axis.title and not is_panel else {})


def _legend(drawn: Any, plain: PlainChart, *, has_lines: bool) -> None:
    """The names below; of what needs none, and of the totals, none."""
    if plain.panel or not plain.shows_legend or (len(plain.series) + len(plain.references) < 2):
        drawn.set_legend({"none": True})
        return
    away = [place for place, one in enumerate(plain.series) if not (one.is_in_legend and one.has_values)]
    count = len(plain.series) + len(plain.references)
    if any(value is not None for value in plain.total_values) and not plain.is_horizontal and not has_lines:
        away.append(count)
    drawn.set_legend({"position": "bottom", "font": _FONT, "delete_series": away})
