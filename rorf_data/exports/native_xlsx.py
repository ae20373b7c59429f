"""A chart as a workbook: its data, and beside them a native chart that can be edited and refers to visible cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlsxwriter

from rorf_data.charts import Chart
from rorf_data.charts.marks import PROVISIONAL_NAME
from rorf_data.exports.metadata import INTERNAL
from rorf_data.exports.plain_chart import plain_charts
from rorf_data.exports.plain_values import PlainChart
from rorf_data.exports.sheet_chart import chart_of, has_time_axis
from rorf_data.exports.sheet_range import Looks, Range, grid_range, panel_ranges, point_ranges, write_range
from rorf_data.exports.tables import workbook_of
from rorf_data.model import Audience

__all__ = ["CHART", "to_chart_xlsx"]

CHART = "Chart"

_WIDTH, _HEIGHT = 960, 460
_PANEL_WIDTH, _PANEL_HEIGHT, _PANEL_COLUMNS = 320, 220, 3
_ROW_PIXELS = 20


def to_chart_xlsx(chart: Chart) -> bytes:
    """A workbook of three sheets: the table and the facts as every workbook has them, and the chart.

    The chart's series refer to the cells below it. A cell is empty where nothing is on record, and empty and hatched
    where a number is hidden; words say which. Same chart, same bytes. Raises
    :class:`rorf_data.errors.ExportRefused` for what may not leave.
    """
    return workbook_of(chart.released, title=chart.title, alt=chart.alt, draw=lambda workbook: _draw(workbook, chart))


def _draw(workbook: xlsxwriter.Workbook, chart: Chart) -> None:
    sheet = workbook.add_worksheet(CHART)
    plains = plain_charts(chart)
    looks = Looks.of(workbook)
    row = _write_head(sheet, chart, plains, looks)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.activate()
    sheet.set_first_sheet()
    if plains[0].kind == "grid":
        grid_range(workbook, sheet, plains[0], row, looks)
    elif all(plain.says_nothing for plain in plains):
        sheet.write_string(row, 0, plains[0].says_nothing, looks.quiet)
    else:
        _write_charts(workbook, sheet, chart, plains, row, looks)


def _write_head(sheet: Any, chart: Chart, plains: Sequence[PlainChart], looks: Looks) -> int:
    """Title, marks and words above the chart; the first row that is left."""
    about = chart.released.about
    sheet.write_string(0, 0, chart.title, looks.title)
    marks = [f"{INTERNAL}."] if chart.released.audience is Audience.INTERNAL else []
    marks += ["These figures are invented sample data."] if about.is_sample else []
    words = [f"{about.period} · {about.towns}", *_said(plains), *([about.protection] if about.protection else [])]
    for row, mark in enumerate(marks, start=1):
        sheet.write_string(row, 0, mark, looks.mark)
    for row, one in enumerate(words, start=1 + len(marks)):
        sheet.write_string(row, 0, one, looks.quiet)
    return 2 + len(marks) + len(words)


def _said(plains: Sequence[PlainChart]) -> list[str]:
    """What is missing, hidden or provisional, by name, and the notes of the chart."""
    said = []
    for name in ("No record", "Hidden", PROVISIONAL_NAME):
        places = {plain.panel: _named(plain, name) for plain in plains}
        is_same = len(set(places.values())) == 1
        for panel, found in list(places.items())[: 1 if is_same else None]:
            where = f"{panel}. " if panel and not is_same else ""
            said += [f"{where}{name}: {', '.join(found)}."] if found else []
    return [*said, *plains[0].notes]


def _named(plain: PlainChart, ground: str) -> tuple[str, ...]:
    if ground == PROVISIONAL_NAME:
        return tuple(name for name, is_so in zip(plain.categories, plain.provisional, strict=False) if is_so)
    return plain.named_hidden if ground == "Hidden" else plain.named_no_record


def _write_charts(
    workbook: xlsxwriter.Workbook, sheet: Any, chart: Chart, plains: Sequence[PlainChart], row: int, looks: Looks
) -> None:
    columns = min(_PANEL_COLUMNS, len(plains))
    width, height = (_WIDTH, _HEIGHT) if len(plains) == 1 else (_PANEL_WIDTH, _PANEL_HEIGHT)
    start = row + -(-len(plains) // columns) * height // _ROW_PIXELS + 2
    ranges = _ranges(sheet, plains, start, looks)
    for place, (plain, own) in enumerate(zip(plains, ranges, strict=True)):
        drawn = chart_of(workbook, plain, own)
        drawn.set_size({"width": width, "height": height})
        options = {
            "x_offset": (place % columns) * width,
            "y_offset": (place // columns) * height,
            "description": chart.alt if place == 0 else f"{plain.panel}: one panel of {plain.title}.",
            "object_position": 3,
        }
        sheet.insert_chart(row, 0, drawn, options)


def _ranges(sheet: Any, plains: Sequence[PlainChart], row: int, looks: Looks) -> list[list[Range]]:
    """Where the numbers of each series of each chart stand."""
    first = plains[0]
    if len(plains) > 1:
        return panel_ranges(sheet, plains, row, looks, as_days=has_time_axis(first))
    if first.kind == "points":
        return [point_ranges(sheet, first, row, looks)]
    return [write_range(sheet, first, row, looks, as_days=has_time_axis(first))]
