"""A picture laid out for print: title above, legend and facts below, each with room of its own."""

from __future__ import annotations

import html
import math
import textwrap
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
    legend = _legend_height(figure)
    below = _bottom_of_plot(figure) + legend + foot.height + _EDGE
    plot_height = _plot_height(figure)
    left = figure.layout.margin.l
    figure.update_layout(
        template=_template(),
        width=WIDTH,
        height=math.ceil(above + plot_height + below),
        margin={"t": above + figure.layout.margin.t, "b": below, "l": left, "r": max(_EDGE, figure.layout.margin.r), "autoexpand": False},
        legend={"y": (foot.height + _EDGE - 4) / (above + plot_height + below), "x": _EDGE / WIDTH, "xref": "container"},
    )
    figure.update_yaxes(automargin=False)
    top = above + figure.layout.margin.t - above
    _write(figure, head, y=1, shift=top + above - _EDGE, left=left)
    _write(figure, subhead, y=1, shift=top + above - _EDGE - head.height - 2, left=left)
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
    margin = figure.layout.margin
    return float(figure.layout.height - margin.t - margin.b) + margin.t


def _bottom_of_plot(figure: go.Figure) -> float:
    return _EDGE if figure.layout.xaxis.visible is False else _AXIS


def _legend_height(figure: go.Figure) -> float:
    """Room for the legend's rows, from the length of its entries."""
    names = [trace.name for trace in figure.data if trace.showlegend is not False and trace.name]
    if figure.layout.showlegend is False or not names:
        return 0
    rows, used = 1, 0.0
    for name in names:
        width = _LEGEND_SWATCH + _LETTER * len(name)
        if used and used + width > WIDTH - 2 * _EDGE:
            rows, used = rows + 1, 0.0
        used += width
    return rows * _LEGEND_ROW + 10


def _write(figure: go.Figure, text: _Text, *, y: float, shift: float, left: float) -> None:
    entry: dict[str, Any] = {
        "text": text.written, "x": 0, "xref": "paper", "xanchor": "left", "xshift": _EDGE - left, "y": y, "yref": "paper",
        "yanchor": "top", "yshift": shift, "align": "left", "showarrow": False, "borderpad": 0,
        "font": {"size": text.size, "color": text.colour},
    }  # fmt: skip
    figure.add_annotation(entry)
