"""What native charts and maps on slides are put together from: boxes, words, fills and swatches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from rorf_data import palette

FONT = "Arial"
TEXT, QUIET = palette.LIGHT.text, palette.LIGHT.quiet_text
NO_RECORD_LOOK = (palette.NO_RECORD, "wdUpDiag")
HIDDEN_LOOK = (palette.HIDDEN, "openDmnd")
PROVISIONAL_LOOK = ("#D6E2F2", "")
"""Colour and pattern of the ground of what has no record, is hidden, or is provisional."""

PATTERNS = {"/": "wdUpDiag", "\\": "dkDnDiag", "x": "lgGrid", ".": "pct10", "-": "narHorz", "+": "smGrid"}
"""The patterns of plotly's by the names that PowerPoint has for them."""

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_LETTER = 0.0076


class Box(NamedTuple):
    """A place on a slide, in inches from its left and upper edge."""

    left: float
    top: float
    width: float
    height: float


def placed(box: Box) -> tuple[int, int, int, int]:
    """The box in the units of slides."""
    return tuple(round(one * 914_400) for one in box)  # type: ignore[return-value]  # a box has four sides


def width_of(text: str, size: float) -> float:
    """About how wide a line of this size in points is, in inches."""
    return len(text) * size * _LETTER


def rgb(colour: str) -> Any:
    """A colour of six digits as slides want it."""
    from pptx.dml.color import RGBColor

    made: Any = RGBColor
    return made(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))


def fill(shape_fill: Any, colour: str, pattern: str = "") -> None:
    """Fill with a colour, or with a pattern of it on white."""
    if not pattern:
        shape_fill.solid()
        shape_fill.fore_color.rgb = rgb(colour)
        return
    shape_fill.patterned()
    shape_fill.fore_color.rgb = rgb(colour)
    shape_fill.back_color.rgb = rgb("#FFFFFF")
    shape_fill._xPr.find(f"{{{_MAIN}}}pattFill").set("prst", pattern)


def pattern_of(colour: str, hatch: str) -> str:
    """The pattern of a hatch of plotly's; what is hidden has the same as the ground of what is hidden."""
    return HIDDEN_LOOK[1] if hatch and colour == palette.HIDDEN else PATTERNS.get(hatch, "")


def line(shape_line: Any, colour: str, width: float, dash: str = "") -> None:
    """Draw with a line of this width in points; without one where the colour is empty."""
    from pptx.enum.dml import MSO_LINE_DASH_STYLE
    from pptx.util import Pt

    if not colour:
        shape_line.fill.background()
        return
    shape_line.color.rgb = rgb(colour)
    shape_line.width = Pt(width)
    if dash in ("dash", "dot"):
        shape_line.dash_style = MSO_LINE_DASH_STYLE.DASH if dash == "dash" else MSO_LINE_DASH_STYLE.ROUND_DOT


def look(font: Any, size: float, *, colour: str = TEXT, bold: bool = False) -> None:
    """Set letters."""
    from pptx.util import Pt

    font.name, font.size, font.bold = FONT, Pt(size), bold
    font.color.rgb = rgb(colour)


def write(
    shapes: Any,
    box: Box,
    lines: Sequence[str],
    *,
    size: float,
    colour: str = TEXT,
    bold: bool = False,
    align: str = "left",
    anchor: str = "top",
    wrap: bool = True,
) -> Any:
    """A text box without margins, one paragraph for each line."""
    shape = shapes.add_textbox(*placed(box))
    write_in(shape.text_frame, lines, size=size, colour=colour, bold=bold, align=align, anchor=anchor, wrap=wrap)
    return shape


def write_in(
    frame: Any, lines: Sequence[str], *, size: float, colour: str, bold: bool, align: str, anchor: str, wrap: bool
) -> None:
    """The lines in a frame of text that is there already."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    frame.word_wrap = wrap
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}[anchor]
    for place, one in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}[align]
        run = paragraph.add_run()
        run.text = one
        look(run.font, size, colour=colour, bold=bold)


def block(shapes: Any, box: Box, colour: str, pattern: str = "", *, edge: str = "", name: str = "") -> Any:
    """A rectangle without shadow."""
    from pptx.enum.shapes import MSO_SHAPE

    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *placed(box))
    fill(shape.fill, colour, pattern)
    line(shape.line, edge, 0.75)
    flat(shape)
    if name:
        shape.name = name
    return shape


def flat(shape: Any) -> None:
    """Take the theme's shadow away."""
    for style in shape._element.xpath("./p:style"):
        shape._element.remove(style)


def stroke(shapes: Any, start: tuple[float, float], end: tuple[float, float], colour: str, width: float) -> Any:
    """A dotted straight line between two points."""
    from pptx.enum.shapes import MSO_CONNECTOR

    ends = [round(one * 914_400) for one in (*start, *end)]
    shape = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
    flat(shape)
    line(shape.line, colour, width, "dot")
    return shape


def told(shape: Any, name: str, words: str) -> None:
    """Give a shape its name and its words for those who can't see it."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    properties.set("descr", words)


class Swatch(NamedTuple):
    """An entry of a key that is drawn by hand."""

    name: str
    colour: str
    pattern: str = ""
    edge: str = palette.LIGHT.border


def key_rows(swatches: Sequence[Swatch], width: float, *, size: float = 10) -> int:
    """How many rows the key takes in this width."""
    return len(_rows(swatches, width, size))


def add_key(shapes: Any, swatches: Sequence[Swatch], box: Box, *, size: float = 10) -> None:
    """The swatches with their names, in rows from the upper left."""
    for row, entries in enumerate(_rows(swatches, box.width, size)):
        left, top = box.left, box.top + row * 0.24
        for swatch in entries:
            block(shapes, Box(left, top + 0.03, 0.22, 0.15), swatch.colour, swatch.pattern, edge=swatch.edge)
            width = 1.05 * width_of(swatch.name, size) + 0.1
            write(shapes, Box(left + 0.28, top, width, 0.22), [swatch.name], size=size, anchor="middle")
            left += 0.28 + width + 0.2


def _rows(swatches: Sequence[Swatch], width: float, size: float) -> list[list[Swatch]]:
    rows: list[list[Swatch]] = []
    left = width
    for swatch in swatches:
        own = 0.58 + 1.05 * width_of(swatch.name, size)
        if not rows or left + own > width:
            rows.append([])
            left = 0.0
        rows[-1].append(swatch)
        left += own
    return rows
