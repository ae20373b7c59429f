"""A picture laid out for print: title above, legend and facts below, each with room of its own."""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import plotly.graph_objects as go

from rorf_data import palette
from rorf_data.disclosure.release import Released
from rorf_data.exports.check_code import check_code
from rorf_data.exports.fitting_page import PAGE_WIDTH, fit_narrow
from rorf_data.exports.metadata import INTERNAL
from rorf_data.model import Audience, in_words

_GROUND = palette.LIGHT
_FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
_EDGE = 24
_AXIS = 64
_LEGEND_ROW = 24
_LEGEND_SWATCH = 46
_LETTER = 6.6
_IN_BOLD = ("INTERNAL", "These figures are invented")
_ENLARGED, _ENOUGH = (1.15, 1.35), 0.66

MORE_INSIDE = "More is said in the properties of this file."


@dataclass(frozen=True, slots=True)
class Size:
    """How large a picture is in print, and in how many layout pixels it is drawn: the fewer, the larger its text.

    Without ``height_inches`` it is as high as it needs to be.
    """

    words: str
    width_inches: float
    width: int
    height_inches: float | None = None

    @property
    def height(self) -> float | None:
        """The height in layout pixels, where it is given."""
        return None if self.height_inches is None else self.width * self.height_inches / self.width_inches


SIZES = {
    "page": Size("Page width (6.5 inches)", 6.5, PAGE_WIDTH),
    "half": Size("Half page width (3.25 inches)", 3.25, 390),
    "slide": Size("Slide (16:9)", 40 / 3, 960, 7.5),
    "square": Size("Square (6 inches)", 6, 640, 6),
}
"""The sizes of pictures by name. The smallest text, set in 10.5 layout pixels, is 6 points or more in each."""

PAGE = SIZES["page"]


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


def lay_out(picture: Picture, size: Size = PAGE) -> go.Figure:
    """A copy of the figure as one page on white, with title, period and towns above it and its facts below.

    Where the height is given, a picture of much detail is drawn in more layout pixels, and notes that would leave it
    too little room are told inside the file alone. The screen's template is replaced by our own: Streamlit's holds
    placeholder colours that come out black.
    """
    drawn = go.Figure(picture.figure.to_dict())
    figure = _laid_out(picture, drawn, size)
    for factor in _ENLARGED if size.height else ():
        margin = figure.layout.margin
        if figure.layout.height - margin.t - margin.b >= _ENOUGH * _plot_height(drawn):
            break
        figure = _laid_out(picture, drawn, replace(size, width=round(size.width * factor)))
    return figure


def _laid_out(picture: Picture, drawn: go.Figure, size: Size) -> go.Figure:
    figure = go.Figure(drawn)
    fit_narrow(figure, size.width)
    head, subhead = _head(picture, size), _subhead(picture, size)
    above = _EDGE + head.height + subhead.height + 14
    legends = sum(_legend_rows(figure, size).values()) * _LEGEND_ROW
    around = above + _bottom_of_plot(figure) + legends + 12 + _EDGE
    foot = _foot(picture, size, room=size.height and size.height - around - _ENOUGH * _plot_height(drawn))
    below = around - above + foot.height
    height = size.height or math.ceil(above + _plot_height(figure) + below)
    left, top = figure.layout.margin.l, figure.layout.margin.t
    figure.update_layout(
        template=_template(),
        width=size.width,
        height=height,
        margin={"t": above + top, "b": below, "l": left, "r": max(_EDGE, figure.layout.margin.r), "autoexpand": False},
    )
    _place_legends(figure, size, above_foot=foot.height + _EDGE + 8)
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


def _head(picture: Picture, size: Size) -> _Text:
    return _Text(_wrapped(picture.title, int(size.width / 12.9), bold=True), 20, 26, _GROUND.text)


def _subhead(picture: Picture, size: Size) -> _Text:
    about = picture.released.about
    return _Text(_wrapped(f"{about.period} · {about.towns}", int(size.width / 7.7)), 13, 19, _GROUND.quiet_text)


def _foot(picture: Picture, size: Size, *, room: float | None) -> _Text:
    """The facts under the plot; all of them where there is room, else all but the notes."""
    least, notes = _facts_below(picture)
    full = _Text(_lines([*least, *notes], size), 10.5, 14.5, _GROUND.quiet_text)
    if not notes or (full.height <= room if room is not None else size.width >= PAGE.width):
        return full
    return _Text(_lines([*least, MORE_INSIDE], size), 10.5, 14.5, _GROUND.quiet_text)


def _facts_below(picture: Picture) -> tuple[list[str], list[str]]:
    """What is said under every plot, and what is said there if there is room."""
    released, about = picture.released, picture.released.about
    least = ["These figures are invented sample data."] if about.is_sample else []
    if released.audience is Audience.INTERNAL:
        least.append(f"{INTERNAL}.")
    if about.protection:
        least.append(about.protection)
    least.append(
        f"Source: {about.source}. As of {in_words(about.as_of)}. Rows: {len(released.frame)}. "
        f"Check code: {check_code(released)}."
    )
    if about.population:
        least.append(f"Residents: {about.population}.")
    said = [f"{name}: {line}." for name, line in about.said_of_time().items()]
    return least, [*said, *about.notes, *about.inside_notes]


def _lines(sentences: Sequence[str], size: Size) -> list[str]:
    return [
        line
        for sentence in sentences
        for line in _wrapped(sentence.replace("..", "."), int(size.width / 6.06), bold=sentence.startswith(_IN_BOLD))
    ]


def _wrapped(text: str, width: int, *, bold: bool = False) -> list[str]:
    lines = [html.escape(line, quote=False) for line in textwrap.wrap(text, width, break_on_hyphens=False)]
    return [f"<b>{line}</b>" for line in lines] if bold else lines


def _plot_height(figure: go.Figure) -> float:
    """The height of the plot itself with the margin above it, as on screen."""
    return float(figure.layout.height - figure.layout.margin.b)


def _bottom_of_plot(figure: go.Figure) -> float:
    return _EDGE if figure.layout.xaxis.visible is False else _AXIS


def _legend_rows(figure: go.Figure, size: Size) -> dict[str, int]:
    """For each legend that has entries, how many rows they fill.

    Entries that don't fit one row are set by plotly in columns as wide as the widest of them.
    """
    if figure.layout.showlegend is False:
        return {}
    widths: dict[str, list[float]] = {}
    for trace in figure.data:
        if trace.showlegend is not False and trace.name:
            widths.setdefault(trace.legend or "legend", []).append(_LEGEND_SWATCH + _LETTER * len(trace.name))
    return {name: _rows_of(found, figure.layout[name].title.text or "", size) for name, found in sorted(widths.items())}


def _rows_of(widths: Sequence[float], title: str, size: Size) -> int:
    is_on_top = bool(title) and size.width < PAGE_WIDTH
    room = size.width - 2 * _EDGE - (0 if is_on_top else _LETTER * len(title))
    rows = 1 if sum(widths) <= room else math.ceil(len(widths) / max(1, room // max(widths)))
    return rows + is_on_top


def _place_legends(figure: go.Figure, size: Size, *, above_foot: float) -> None:
    """Each legend at the left edge, the last one next to the facts."""
    raised = above_foot
    for name, rows in reversed(_legend_rows(figure, size).items()):
        figure.layout[name].update(x=_EDGE / size.width, xref="container", y=raised / figure.layout.height)
        raised += rows * _LEGEND_ROW


def _write(figure: go.Figure, text: _Text, *, y: float, shift: float, left: float) -> None:
    entry: dict[str, Any] = {
        "text": text.written, "x": 0, "xref": "paper", "xanchor": "left", "xshift": _EDGE - left, "y": y,
        "yref": "paper", "yanchor": "top", "yshift": shift, "align": "left", "showarrow": False, "borderpad": 0,
        "font": {"size": text.size, "color": text.colour},
    }  # fmt: skip
    figure.add_annotation(entry)
