"""What a figure for the screen needs to be read in a narrow picture: fewer months, a closer map, other legends."""

from __future__ import annotations

import math
from datetime import date

import plotly.graph_objects as go

from rorf_data import palette

PAGE_WIDTH = 700
"""Layout pixels from which on a figure has room as on the screen."""

_EDGE = 24
_MONTH_LABEL, _DAYS_IN_MONTH = 34, 30.4
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
_NAME_SIZE, _SYMBOL_SHARE, _AROUND_MAP = 10, 0.7, 0.04


def fit_narrow(figure: go.Figure, width: float) -> None:
    """Change the figure in place where the picture has fewer layout pixels across than a page."""
    if width >= PAGE_WIDTH:
        return
    room = width - figure.layout.margin.l - max(_EDGE, figure.layout.margin.r)
    _fit_months(figure, room)
    for legend in figure.select_legends():
        if legend.title.text:
            legend.title.side = "top"
    if figure.layout.yaxis.scaleanchor and width < PAGE_WIDTH * 2 / 3:
        _come_closer(figure, room)


def _fit_months(figure: go.Figure, room: float) -> None:
    """Fewer months are labelled where not each of them has room."""
    for axis in figure.select_xaxes():
        if axis.type == "date" and axis.range:
            first, last = (date.fromisoformat(str(day)[:10]) for day in axis.range)
            labels = (last - first).days / _DAYS_IN_MONTH * _MONTH_LABEL / (room * _share_of(axis))
            axis.dtick = f"M{next((step for step in _MONTH_STEPS if step >= labels), _MONTH_STEPS[-1])}"


def _share_of(axis: go.layout.XAxis) -> float:
    """The share of the width that an axis has, where several lie side by side."""
    first, last = axis.domain or (0, 1)
    return float(last - first)


def _come_closer(figure: go.Figure, room: float) -> None:
    """A map shows the chosen towns alone, with smaller names and circles, as high as they are."""
    shapes = [trace for trace in figure.data if trace.type == "scatter"]
    outlines = [trace for trace in shapes if trace.fill == "toself" and trace.line.color != palette.LIGHT.grid]
    corners = [corner for trace in outlines for corner in zip(trace.x, trace.y, strict=True) if corner[0] is not None]
    if not corners:
        return
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    pad = (north - south) * _AROUND_MAP
    across, high = east - west + 2 * pad, (north - south + 2 * pad) * figure.layout.yaxis.scaleratio
    figure.layout.xaxis.range = [west - pad, east + pad]
    figure.layout.yaxis.range = [south - pad, north + pad]
    margin = figure.layout.margin
    figure.layout.height = math.ceil(room * min(high / across, 1.3)) + margin.t + margin.b
    figure.layout.annotations = [
        name.update(font={"size": _NAME_SIZE}, yshift=(name.yshift or 0) * _SYMBOL_SHARE)
        for name in figure.layout.annotations
        if name.font.color != palette.LIGHT.quiet_text
    ]
    for trace in shapes:
        if trace.mode == "markers" and trace.marker.sizemode == "diameter":
            trace.marker.size = [size * _SYMBOL_SHARE for size in trace.marker.size]
