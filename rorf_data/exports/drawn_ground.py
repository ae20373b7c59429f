"""What every picture drawn by matplotlib shares: size, letters, hatches, and the way it becomes an SVG.

There is no state of pyplot anywhere, and two pictures never share an id, so several stand in one page.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rorf_data import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONT = "DejaVu Sans"
TEXT_SIZE = 9.0
GROUND = palette.LIGHT

NO_RECORD_HATCH = "////"
HIDDEN_HATCH = "xxxx"
PROVISIONAL_HATCH = "..."
PATTERNS = {
    "/": "////", "\\": "\\\\\\\\", "x": "xxxx", "-": "----", "|": "||||", "+": "++++", ".": "....",
}  # fmt: skip
"""Patterns of plotly's as hatches."""

_FALLBACK = f"'{FONT}', Verdana, sans-serif"
"""Verdana's letters are as wide, on machines without the font."""

_SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.id": None,
    "font.family": [FONT],
    "font.size": TEXT_SIZE,
    "hatch.linewidth": 0.7,
    "axes.unicode_minus": True,
    "text.parse_math": False,
    "text.usetex": False,
    "text.color": GROUND.text,
    "axes.labelcolor": GROUND.text,
    "axes.edgecolor": GROUND.quiet_text,
    "xtick.color": GROUND.quiet_text,
    "ytick.color": GROUND.quiet_text,
}
_ID = re.compile(r'(\bid="|url\(#|href="#)')
_ONE_AT_A_TIME = threading.Lock()
"""matplotlib keeps its settings in one place for the whole process."""


def draw_svg(draw: Callable[[Figure], None], *, width_in: float, height_in: float, prefix: str) -> str:
    """What ``draw`` puts on a figure of this size, as an ``<svg>`` element without any outer declaration.

    Text stays text. ``prefix`` stands before every id. The same drawing always comes out the same.
    """
    import io

    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    written = io.StringIO()
    settings: Any = {**_SETTINGS, "svg.hashsalt": "rorf"}
    with _ONE_AT_A_TIME, mpl.rc_context(settings):
        figure = Figure(figsize=(width_in, height_in), facecolor=GROUND.background)
        FigureCanvasSVG(figure)
        draw(figure)
        figure.savefig(written, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return _tidy(written.getvalue(), prefix)


def _tidy(svg: str, prefix: str) -> str:
    """The element alone, with ids of its own, and letters that look alike where the font is not there."""
    element = svg[svg.index("<svg") :].strip()
    element = re.sub(r"\s*<metadata>.*?</metadata>", "", element, flags=re.DOTALL)
    # Its style would reach every element of a page that the drawing stands in.
    element = re.sub(r"\s*<defs>\s*<style[^>]*>.*?</style>\s*</defs>", "", element, count=1, flags=re.DOTALL)
    element = element.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
    element = element.replace(f"'{FONT}'", _FALLBACK)
    return _ID.sub(rf"\g<1>{prefix}-", element)


def bare_axes(figure: Figure, box: tuple[float, float, float, float]) -> Axes:
    """Axes at left, bottom, width, height (shares of the figure) with no frame and no ticks."""
    axes = figure.add_axes(box)
    axes.set_axis_off()
    return axes
