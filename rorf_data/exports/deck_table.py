"""A released frame as a native table on a slide, in letters that fit, and cut where it is longer than the slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rorf_data import palette
from rorf_data.disclosure.release import Released
from rorf_data.exports.deck_ground import emus
from rorf_data.exports.fitting import (
    LINE_HEIGHT,
    POINTS_TO_THE_INCH,
    lines_of,
    width_of,
    widths_of_least_height,
)
from rorf_data.exports.native_shapes import QUIET, Box, placed, rgb, write
from rorf_data.exports.written import Cell, WrittenTable, written_table

SIZES = (16, 14, 12, 11)
"""The letters of a table, the largest that fit; smaller ones nobody reads from the back of a hall."""

_BESIDE, _ABOVE = 0.09, 0.045
_MORE_HEIGHT = 0.34
_HEADING_LINES = 2
_ROWS_TRIED = 30
"""A slide has no room for more, so the widths are chosen by these."""
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_HEAD_FILL, _HIDDEN_FILL = "#E9EEF3", "#EEEFF1"


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a table lies in its box: its letters, the widths of its columns and the heights of its rows, in inches.

    The first of the heights is that of the headings; rows that have none don't fit.
    """

    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def shown(self) -> int:
        """How many rows fit, the headings left aside."""
        return len(self.heights) - 1


def more_rows(count: int) -> str:
    """What stands under a table that was cut."""
    return f"… and {count} more {'row' if count == 1 else 'rows'}; the web page holds them all."


def fitted(table: WrittenTable, box: Box) -> Fitted:
    """The largest letters in which the whole table fits into the box, no word broken; in the smallest as many rows."""
    tried = [_tried(table, size, box.width) for size in SIZES if sum(_least(table, size)) <= box.width]
    for one in tried:
        if sum(one.heights) <= box.height:
            return one
    smallest, room = (tried or [_tried(table, SIZES[-1], box.width)])[-1], box.height - _MORE_HEIGHT
    heights = [smallest.heights[0]]
    for height in smallest.heights[1:]:
        if sum(heights) + height > room:
            break
        heights.append(height)
    return Fitted(smallest.size, smallest.widths, tuple(heights))


def width_wanted(released: Released) -> float:
    """How wide the table would like to be, in inches, so that two can share a slide fairly."""
    return sum(_wanted(written_table(released), SIZES[0]))


def add_table(slide: Any, released: Released, box: Box) -> None:
    """The frame as a table with a row of headings and its words for those who can't see it."""
    table = written_table(released)
    lie = fitted(table, box)
    cut = len(table.rows) - lie.shown
    place = slide.shapes.add_table(
        lie.shown + 1,
        len(table.headings),
        *placed(Box(box.left, box.top, sum(lie.widths), sum(lie.heights))),
    )
    place.name = "Table"
    place._element.nvGraphicFramePr.cNvPr.set("descr", words_for(released, table, lie.shown))
    grid = place.table
    _without_style(grid)
    for column, width in zip(grid.columns, lie.widths, strict=True):
        column.width = emus(width)
    for row, height in zip(grid.rows, lie.heights, strict=True):
        row.height = emus(height)
    for column, heading in enumerate(table.headings):
        _write(grid.cell(0, column), Cell(heading, "text"), lie.size, is_number=table.is_number[column], is_head=True)
    for number, row_cells in enumerate(table.rows[: lie.shown], start=1):
        for column, cell in enumerate(row_cells):
            _write(grid.cell(number, column), cell, lie.size, is_number=table.is_number[column], is_head=False)
    if cut:
        below = Box(box.left, box.top + sum(lie.heights) + 0.04, box.width, 0.3)
        write(slide.shapes, below, [more_rows(cut)], size=12, colour=QUIET).name = "More rows"


def words_for(released: Released, table: WrittenTable, shown: int) -> str:
    """What the table is, in words: title, period, towns, its columns and its rows."""
    about = released.about
    rows = f"{len(table.rows)} {'row' if len(table.rows) == 1 else 'rows'}"
    if shown < len(table.rows):
        rows += f", of which the first {shown} are shown"
    return f"{about.title}, {about.period}, {about.towns}: table of {rows}. Columns: {'; '.join(table.headings)}."


def _columns(table: WrittenTable) -> list[list[str]]:
    """The texts of each column, its heading first."""
    return [[heading, *(row[place].text for row in table.rows)] for place, heading in enumerate(table.headings)]


def _wanted(table: WrittenTable, size: float) -> list[float]:
    """The width of each column in which no cell is broken and its heading stands on a few lines."""
    wanted = ((width_of(texts[0], size, is_bold=True) / _HEADING_LINES, *_widths(texts[1:], size))
              for texts in _columns(table))  # fmt: skip
    return [max(least, max(own) + 2 * _BESIDE) for least, own in zip(_least(table, size), wanted, strict=True)]


def _widths(texts: Sequence[str], size: float) -> list[float]:
    return [width_of(text, size) for text in texts]


def _least(table: WrittenTable, size: float) -> list[float]:
    """The width of each column in which no word is broken."""
    words = ([word for text in texts for word in text.split()] for texts in _columns(table))
    return [max((width_of(word, size, is_bold=True) for word in own), default=0.0) + 2 * _BESIDE for own in words]


def _tried(table: WrittenTable, size: float, room: float) -> Fitted:
    columns, rows = _columns(table), len(table.rows) + 1
    widths = widths_of_least_height(
        _wanted(table, size),
        _least(table, size),
        room,
        lambda tried: sum(_lines(columns, tried, size, min(rows, _ROWS_TRIED))),
    )
    lines = _lines(columns, widths, size, rows)
    heights = tuple(count * size * LINE_HEIGHT / POINTS_TO_THE_INCH + 2 * _ABOVE for count in lines)
    return Fitted(size, tuple(widths), heights)


def _lines(columns: Sequence[Sequence[str]], widths: Sequence[float], size: float, rows: int) -> list[int]:
    """How many lines each of the first rows fills, the headings first."""
    return [
        max(
            lines_of(texts[row], size, width - 2 * _BESIDE, is_bold=row == 0)
            for texts, width in zip(columns, widths, strict=True)
        )
        for row in range(rows)
    ]


def _write(place: Any, cell: Cell, size: float, *, is_number: bool, is_head: bool) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    place.margin_left = place.margin_right = emus(_BESIDE)
    place.margin_top = place.margin_bottom = emus(_ABOVE)
    place.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.TOP
    frame = place.text_frame
    frame.text = cell.text
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
    for run in paragraph.runs:
        is_quiet = cell.kind in ("hidden", "empty")
        run.font.size, run.font.bold, run.font.italic = Pt(size), is_head, cell.kind == "hidden"
        ink = palette.LIGHT.quiet_text if is_quiet else palette.LIGHT.text
        run.font.color.rgb = rgb(ink)
    _line_below(place, is_head=is_head)
    if is_head or cell.kind == "hidden":
        place.fill.solid()
        place.fill.fore_color.rgb = rgb(_HEAD_FILL if is_head else _HIDDEN_FILL)


def _line_below(place: Any, *, is_head: bool) -> None:
    from lxml import etree  # type: ignore[import-untyped]  # comes with python-pptx
    from pptx.oxml.ns import qn

    properties = place._tc.get_or_add_tcPr()
    line = etree.SubElement(properties, qn("a:lnB"), w="12700" if is_head else "6350")
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=(palette.LIGHT.quiet_text if is_head else palette.LIGHT.grid)[1:])


def _without_style(grid: Any) -> None:
    """No look but our own; the first row is told to be one of headings."""
    properties = grid._tbl.tblPr
    grid.first_row, grid.horz_banding = True, False
    for child in list(properties):
        if child.tag.endswith("tableStyleId"):
            child.text = _NO_STYLE
