"""The cells that a native chart in a workbook refers to: tidy, visible, and empty where nothing may be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, NamedTuple

import xlsxwriter

from rorf_data import palette
from rorf_data.exports.native_series import points_of
from rorf_data.exports.plain_values import PlainChart, PlainSeries
from rorf_data.wording import HIDDEN, NO_RECORD, Number

_HATCHES = {"/": 14, "x": 16}
_WIDEST = 44
_HEADING_HEIGHT = 48


class Range(NamedTuple):
    """Where one series stands: rows from ``first`` to ``last``, and the columns of its parts (-1: it has none)."""

    name: tuple[int, int]
    first: int
    last: int
    categories: int
    values: int
    up: int = -1
    down: int = -1


class Looks(NamedTuple):
    """How cells of the sheet look."""

    title: Any
    mark: Any
    quiet: Any
    heading: Any
    words: Any
    day: Any
    number: Any
    hidden: Any

    @classmethod
    def of(cls, workbook: xlsxwriter.Workbook) -> Looks:
        """The looks, made for this workbook."""
        return cls(
            workbook.add_format({"bold": True, "font_size": 16}),
            workbook.add_format({"bold": True, "font_color": palette.FATAL}),
            workbook.add_format({"font_color": palette.LIGHT.quiet_text}),
            workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            workbook.add_format({"valign": "top"}),
            workbook.add_format({"num_format": "d mmm yyyy", "align": "left"}),
            workbook.add_format({"num_format": "#,##0.####"}),
            workbook.add_format({"pattern": 14, "fg_color": "#B9B9B9"}),
        )


def write_range(sheet: Any, plain: PlainChart, row: int, looks: Looks, *, as_days: bool) -> list[Range]:
    """A row for each category and a column for each series, from this row on; where each series stands.

    The last column says in words what is missing or hidden.
    """
    sheet.set_row(row, _HEADING_HEIGHT)
    last = row + len(plain.categories)
    _write_categories(sheet, plain, row, looks, as_days=as_days)
    found, column = [], 1
    for series in plain.series:
        _write_series(sheet, row, column, series.name, series.values, looks, hidden=series.hidden)
        place = Range((row, column), row + 1, last, 0, column)
        if series.has_interval:
            _write_interval(sheet, series, row, column + 1, looks)
            place = place._replace(up=column + 1, down=column + 2)
        column += 3 if series.has_interval else 1
        found.append(place)
    for reference in plain.references:
        name, values = reference.words.split(":")[0], [reference.value] * len(plain.categories)
        _write_series(sheet, row, column, name, values, looks)
        found.append(Range((row, column), row + 1, last, 0, column))
        column += 1
    if any(value is not None for value in plain.total_values) and len(plain.series) > 1:
        _write_series(sheet, row, column, "Total", plain.total_values, looks, hidden=plain.hidden)
        found.append(Range((row, column), row + 1, last, 0, column))
        column += 1
    _write_missing(sheet, plain, row, column, looks)
    return found


def panel_ranges(
    sheet: Any, plains: Sequence[PlainChart], row: int, looks: Looks, *, as_days: bool
) -> list[list[Range]]:
    """One column of categories for all panels, and a column under its name for the one series of each."""
    sheet.set_row(row, _HEADING_HEIGHT)
    _write_categories(sheet, plains[0], row, looks, as_days=as_days)
    last = row + len(plains[0].categories)
    for column, plain in enumerate(plains, start=1):
        one = plain.series[0]
        _write_series(sheet, row, column, plain.panel, one.values, looks, hidden=one.hidden)
    return [[Range((row, column), row + 1, last, 0, column)] for column in range(1, len(plains) + 1)]


def point_ranges(sheet: Any, plain: PlainChart, row: int, looks: Looks) -> list[Range]:
    """Two columns for each series, across and up, and a third for the names of its points where they have any."""
    sheet.set_row(row, _HEADING_HEIGHT)
    found, column = [], 0
    for series in plain.series:
        points = points_of(series)
        sheet.set_column(column, column + 2, 16)
        sheet.write_string(row, column, plain.across.title, looks.heading)
        sheet.write_string(row, column + 1, series.name, looks.heading)
        for place, (across, value) in enumerate(points, start=row + 1):
            sheet.write_number(place, column, across, looks.number)
            sheet.write_number(place, column + 1, value, looks.number)
        one = Range((row, column + 1), row + 1, row + len(points), column, column + 1)
        column += 2
        if series.has_interval and series.form != "step":
            _write_interval(sheet, series, row, column, looks)
            one = one._replace(up=column, down=column + 1)
            column += 2
        if any(series.labels):
            _write_words(sheet, row, column, "Name", _labels_of_known(series), looks)
            column += 1
        found.append(one)
    return found


def grid_range(workbook: xlsxwriter.Workbook, sheet: Any, plain: PlainChart, row: int, looks: Looks) -> None:
    """The grid itself as cells: a row for each sender, a column for each month, filled by kind; the key below."""
    fills = {one.name: workbook.add_format(_fill(one.fill, one.hatch, one.edge)) for one in plain.looks}
    sheet.set_column(0, 0, _WIDEST)
    sheet.set_column(1, len(plain.categories), 9)
    _write_words_across(sheet, row, ["", *plain.categories], looks.heading)
    for line, series in enumerate(plain.series, start=row + 1):
        sheet.write_string(line, 0, series.name, looks.words)
        for column, (kind, words) in enumerate(zip(series.kinds, series.labels, strict=True), start=1):
            look = fills.get(kind, looks.words)
            if words.isdigit():
                sheet.write_number(line, column, int(words), look)
            else:
                sheet.write_string(line, column, words, look)
    for line, one in enumerate(plain.looks, start=row + len(plain.series) + 2):
        sheet.write_string(line, 0, one.name, looks.words)
        sheet.write_blank(line, 1, None, fills[one.name])


def _fill(fill: str, hatch: str, edge: str) -> dict[str, Any]:
    look: dict[str, Any] = {"align": "center", "font_size": 9}
    if fill:
        look |= {"pattern": 1, "fg_color": fill, "font_color": "#FFFFFF"}
    elif hatch:
        look |= {"pattern": _HATCHES[hatch], "fg_color": palette.NO_RECORD, "bold": True}
    return look | ({"border": 1, "border_color": edge} if edge else {})


def _write_categories(sheet: Any, plain: PlainChart, row: int, looks: Looks, *, as_days: bool) -> None:
    _write_words(sheet, row, 0, plain.category_title, () if as_days else plain.categories, looks)
    for place, day in enumerate(plain.days if as_days else (), start=row + 1):
        sheet.write_datetime(place, 0, datetime.combine(day, time()), looks.day)
    widest = max((len(name) for name in plain.categories), default=10) + 2
    sheet.set_column(0, 0, min(_WIDEST, max(14, widest)))


def _write_series(
    sheet: Any,
    row: int,
    column: int,
    name: str,
    values: Sequence[Number],
    looks: Looks,
    *,
    hidden: Sequence[bool] = (),
) -> None:
    """Text in the place of a number would be drawn as 0, so a hidden cell is empty and hatched."""
    sheet.write_string(row, column, name, looks.heading)
    sheet.set_column(column, column, 14)
    for place, value in enumerate(values):
        if value is not None:
            sheet.write_number(row + 1 + place, column, value, looks.number)
        elif hidden and hidden[place]:
            sheet.write_blank(row + 1 + place, column, None, looks.hidden)


def _write_interval(sheet: Any, series: PlainSeries, row: int, column: int, looks: Looks) -> None:
    up = [_apart(high, value) for high, value in zip(series.highs, series.values, strict=True)]
    down = [_apart(value, low) for value, low in zip(series.values, series.lows, strict=True)]
    _write_series(sheet, row, column, f"{series.interval_name}: above it", up, looks)
    _write_series(sheet, row, column + 1, f"{series.interval_name}: below it", down, looks)


def _apart(upper: Number, lower: Number) -> Number:
    return None if upper is None or lower is None else round(upper - lower, 10)


def _write_missing(sheet: Any, plain: PlainChart, row: int, column: int, looks: Looks) -> None:
    words = [
        HIDDEN if is_hidden else NO_RECORD if has_none else ""
        for is_hidden, has_none in zip(plain.hidden, plain.no_record, strict=True)
    ]
    if any(words):
        _write_words(sheet, row, column, "Missing", words, looks)


def _write_words(sheet: Any, row: int, column: int, heading: str, words: Sequence[str], looks: Looks) -> None:
    sheet.write_string(row, column, heading, looks.heading)
    for place, word in enumerate(words, start=row + 1):
        if word:
            sheet.write_string(place, column, word, looks.words)


def _write_words_across(sheet: Any, row: int, words: Sequence[str], look: Any) -> None:
    for column, word in enumerate(words):
        sheet.write_string(row, column, word, look)


def _labels_of_known(series: PlainSeries) -> list[str]:
    return [label for label, value in zip(series.labels, series.values, strict=True) if value is not None]
