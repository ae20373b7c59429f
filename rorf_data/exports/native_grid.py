"""A grid of months as a native table: a row for each sender, each cell filled by its kind."""

from __future__ import annotations

from typing import Any

from rorf_data import palette
from rorf_data.exports.native_shapes import (
    PATTERNS,
    QUIET,
    TEXT,
    Box,
    Swatch,
    add_key,
    fill,
    key_rows,
    placed,
    told,
    write_in,
)
from rorf_data.exports.plain_values import KindLook, PlainChart

_NAMES_SHARE = 0.26
_ROW = 0.24
_TALLEST, _LOWEST = 0.42, 0.2


def add_grid(slide: Any, plain: PlainChart, box: Box) -> Any:
    """The grid as a table that can be edited, with the key to its kinds below; the shape that holds the table."""
    swatches = [_swatch(one) for one in plain.looks]
    key = key_rows(swatches, box.width) * _ROW + 0.1
    rows, columns = len(plain.series) + 1, len(plain.categories) + 1
    height = max(_LOWEST, min(_TALLEST, (box.height - key) / rows))
    shape = slide.shapes.add_table(rows, columns, *placed(box._replace(height=height * rows)))
    told(shape, plain.title, plain.alt)
    table = shape.table
    _measure(table, plain, box, height)
    _fill_cells(table, plain)
    below = box.top + height * rows + 0.12
    add_key(slide.shapes, swatches, Box(box.left, below, box.width, key))
    return shape


def _swatch(kind: KindLook) -> Swatch:
    colour = kind.fill or (palette.NO_RECORD if kind.hatch else "#FFFFFF")
    return Swatch(kind.name, colour, PATTERNS.get(kind.hatch, ""), kind.edge or palette.LIGHT.grid)


def _measure(table: Any, plain: PlainChart, box: Box, height: float) -> None:
    from pptx.util import Inches

    names = box.width * _NAMES_SHARE
    table.columns[0].width = Inches(names)
    for place in range(len(plain.categories)):
        table.columns[place + 1].width = Inches((box.width - names) / len(plain.categories))
    for row in table.rows:
        row.height = Inches(height)
    table.horz_banding = False


def _fill_cells(table: Any, plain: PlainChart) -> None:
    is_dense = len(plain.categories) > 12
    looks = {one.name: one for one in plain.looks}
    _head(table.cell(0, 0), "", align="left", size=10)
    for column, name in enumerate(plain.categories, start=1):
        is_told = not is_dense or (column - 1) % 3 == 0
        _head(table.cell(0, column), name if is_told else "", align="center", size=8 if is_dense else 9)
        if is_dense and is_told:
            last = min(column + 2, len(plain.categories))
            table.cell(0, column).merge(table.cell(0, last))
    for row, series in enumerate(plain.series, start=1):
        _head(table.cell(row, 0), series.name, align="left", size=10)
        for column, (kind, words) in enumerate(zip(series.kinds, series.labels, strict=True), start=1):
            _kind_cell(table.cell(row, column), looks.get(kind), words)


def _head(cell: Any, words: str, *, align: str, size: float) -> None:
    cell.fill.background()
    write_in(
        cell.text_frame, [words], size=size, colour=TEXT if align == "left" else QUIET, bold=align == "left",
        align=align, anchor="middle", wrap=True,
    )  # fmt: skip


def _kind_cell(cell: Any, kind: KindLook | None, words: str) -> None:
    is_full = bool(kind and kind.fill)
    if kind and kind.fill:
        fill(cell.fill, kind.fill)
    elif kind and kind.hatch:
        fill(cell.fill, palette.NO_RECORD, PATTERNS[kind.hatch])
    else:
        fill(cell.fill, "#FFFFFF")
    write_in(
        cell.text_frame, [words], size=9, colour="#FFFFFF" if is_full else TEXT, bold=True, align="center",
        anchor="middle", wrap=False,
    )  # fmt: skip
