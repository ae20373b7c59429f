"""A picture laid out for print: title above, legend and facts below, each with room of its own."""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import plotly.graph_objects as go

from rorf_data import palette
from rorf_data.disclosure.release import Released
from rorf_data.model import Audience, in_words

WIDTH = 800
"""Width of the page in layout pixels: 8 inches, so 100 of them to the inch."""

_GROUND = palette.LIGHT
_FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
_EDGE = 24
_AXIS = 64
_LEGEND_ROW = 24
_LEGEND_SWATCH = 46
_LETTER = 6.6


class Picture(Protocol):
    """What can be laid out: a chart or a town map."""

    @property
    def title(self) -> str:
        """What is drawn."""

    @property
    def figure(self) -> go.Figure:
        """The drawing."""

    @property
    def alt(self) -> str:
        """The drawing in words."""

    @property
    def released(self) -> Released:
        """The numbers it was made from."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A block of text: its lines, the size of its letters and the height of a line, in layout pixels."""

    lines: list[str]
    size: float
    line_height: float
    colour: str

    @property
    def height(self) -> float:
        return len(self.lines) * self.line_height

    @property
    def written(self) -> str:
        return "<br>".join(self.lines)


def lay_out(picture: Picture) -> go.Figure:
    """A copy of the figure as one page on white, with title, period and towns above it and its facts below.

    The screen's template is replaced by our own: Streamlit's holds placeholder colours that come out black.
    """
    figure = go.Figure(picture.figure.to_dict())
    head, subhead, foot = _head(picture), _subhead(picture), _foot(picture)
    above = _EDGE + head.height + subhead.height + 14
    legends = sum(_legend_rows(figure).values()) * _LEGEND_ROW
    below = _bottom_of_plot(figure) + legends + 12 + foot.height + _EDGE
    height = math.ceil(above + _plot_height(figure) + below)
    left, top = figure.layout.margin.l, figure.layout.margin.t
    figure.update_layout(
        template=_template(),
        width=WIDTH,
        height=height,
        margin={"t": above + top, "b": below, "l": left, "r": max(_EDGE, figure.layout.margin.r), "autoexpand": False},
    )
    _place_legends(figure, above_foot=foot.height + _EDGE + 8)
    figure.update_yaxes(automargin=False)
    _write(figure, head, y=1, shift=above + top - _EDGE, left=left)
    _write(figure, subhead, y=1, shift=above + top - _EDGE - head.height - 2, left=left)
    _write(figure, foot, y=0, shift=-(below - foot.height - _EDGE + 8), left=left)
    return figure


def _template() -> go.layout.Template:
    axis = {
        "gridcolor": _GROUND.grid, "linecolor": _GROUND.quiet_text, "zerolinecolor": _GROUND.quiet_text,
        "tickcolor": _GROUND.quiet_text, "tickfont": {"color": _GROUND.quiet_text},
    }  # fmt: skip
    return go.layout.Template(
        layout={
            "font": {"family": _FONT, "size": 12, "color": _GROUND.text},
            "paper_bgcolor": _GROUND.background,
            "plot_bgcolor": _GROUND.background,
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def _head(picture: Picture) -> _Text:
    return _Text(_wrapped(picture.title, 62, bold=True), 20, 26, _GROUND.text)


def _subhead(picture: Picture) -> _Text:
    about = picture.released.about
    return _Text(_wrapped(f"{about.period} · {about.towns}", 104), 13, 19, _GROUND.quiet_text)


def _foot(picture: Picture) -> _Text:
    released, about = picture.released, picture.released.about
    sentences = [f"Source: {about.source}. As of {in_words(about.as_of)}. Rows: {len(released.frame)}."]
    if about.population:
        sentences.append(f"Residents: {about.population}.")
    sentences += [f"{name}: {line}." for name, line in about.said_of_time().items()]
    sentences += about.notes
    lines = [line for sentence in sentences for line in _wrapped(sentence.replace("..", "."), 132)]
    if released.audience is Audience.INTERNAL:
        lines = ["<b>INTERNAL: not to be passed on outside the programme.</b>", *lines]
    if about.is_sample:
        lines = ["<b>These figures are invented sample data.</b>", *lines]
    return _Text(lines, 10.5, 14.5, _GROUND.quiet_text)


def _wrapped(text: str, width: int, *, bold: bool = False) -> list[str]:
    lines = [html.escape(line, quote=False) for line in textwrap.wrap(text, width)]
    return [f"<b>{line}</b>" for line in lines] if bold else lines


def _plot_height(figure: go.Figure) -> float:
    """The height of the plot itself with the margin above it, as on screen."""
    return float(figure.layout.height - figure.layout.margin.b)


def _bottom_of_plot(figure: go.Figure) -> float:
    return _EDGE if figure.layout.xaxis.visible is False else _AXIS


def _legend_rows(figure: go.Figure) -> dict[str, int]:
    """For each legend that has entries, how many rows they fill.

    Entries that don't fit one row are set by plotly in columns as wide as the widest of them.
    """
    if figure.layout.showlegend is False:
        return {}
    widths: dict[str, list[float]] = {}
    for trace in figure.data:
        if trace.showlegend is not False and trace.name:
            widths.setdefault(trace.legend or "legend", []).append(_LEGEND_SWATCH + _LETTER * len(trace.name))
    return {name: _rows_of(found, figure.layout[name].title.text or "") for name, found in sorted(widths.items())}


def _rows_of(widths: Sequence[float], title: str) -> int:
    room = WIDTH - 2 * _EDGE - _LETTER * len(title)
    return 1 if sum(widths) <= room else math.ceil(len(widths) / max(1, room // max(widths)))


def _place_legends(figure: go.Figure, *, above_foot: float) -> None:
    """Each legend at the left edge, the last one next to the facts."""
    raised = above_foot
    for name, rows in reversed(_legend_rows(figure).items()):
        figure.layout[name].update(x=_EDGE / WIDTH, xref="container", y=raised / figure.layout.height)
        raised += rows * _LEGEND_ROW


def _write(figure: go.Figure, text: _Text, *, y: float, shift: float, left: float) -> None:
    entry: dict[str, Any] = {
        "text": text.written, "x": 0, "xref": "paper", "xanchor": "left", "xshift": _EDGE - left, "y": y,
        "yref": "paper", "yanchor": "top", "yshift": shift, "align": "left", "showarrow": False, "borderpad": 0,
        "font": {"size": text.size, "color": text.colour},
    }  # fmt: skip
    figure.add_annotation(entry)
