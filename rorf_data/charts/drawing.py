"""A figure while it is being drawn: plain lists and dictionaries, in the words of plotly's figures."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import plotly.graph_objects as go

_WHOLE_NAMES = frozenset({"error_x", "error_y"})
"""Properties whose own name has an underscore; in all others it leads from one to a part of it."""


class Drawing:
    """Collects traces, annotations and layout with the methods that a plotly figure has for them.

    A figure looks through itself at every change: a chart of a dozen changes took 16 ms to draw, and takes 2 when it is
    made in one piece. Whether every property is one that plotly knows is what exporting it checks, and a test.
    """

    def __init__(self, layout: Mapping[str, Any]) -> None:
        """An empty drawing with this layout."""
        self._traces: list[dict[str, Any]] = []
        self._layout: dict[str, Any] = {"annotations": [], "shapes": []}
        self.update_layout(**layout)

    def add_bar(self, **trace: Any) -> None:
        """Add bars."""
        self._traces.append({"type": "bar", **_unfolded(trace)})

    def add_scatter(self, **trace: Any) -> None:
        """Add points or a line."""
        self._traces.append({"type": "scatter", **_unfolded(trace)})

    def add_annotation(self, **annotation: Any) -> None:
        """Add a text, with or without an arrow."""
        self._layout["annotations"].append(_unfolded(annotation))

    def add_shape(self, **shape: Any) -> None:
        """Add a line or a rectangle."""
        self._layout["shapes"].append(_unfolded(shape))

    def update_layout(self, layout: Mapping[str, Any] | None = None, **more: Any) -> None:
        """Set parts of the layout; parts of parts that are not named stay as they are."""
        _merge(self._layout, _unfolded({**(layout or {}), **more}))

    def update_trace(self, place: int, **changes: Any) -> None:
        """Set parts of the trace that was drawn as number ``place``, counted from 0."""
        _merge(self._traces[place], _unfolded(changes))

    @property
    def layout(self) -> Mapping[str, Any]:
        """The layout so far."""
        return self._layout

    @property
    def traces(self) -> tuple[Mapping[str, Any], ...]:
        """What has been drawn so far, in order."""
        return tuple(self._traces)

    def figure(self) -> go.Figure:
        """The finished figure; what is drawn later is not in it."""
        return go.Figure(deepcopy({"data": self._traces, "layout": self._layout}), _validate=False)


def _unfolded(properties: Mapping[str, Any]) -> dict[str, Any]:
    """``marker_color=...`` as ``marker={"color": ...}``."""
    unfolded: dict[str, Any] = {}
    for name, value in properties.items():
        first, _, rest = (name, "", "") if name in _WHOLE_NAMES else name.partition("_")
        _merge(unfolded, {first: _unfolded({rest: value}) if rest else value})
    return unfolded


def _merge(kept: dict[str, Any], new: Mapping[str, Any]) -> None:
    for name, value in new.items():
        if isinstance(value, Mapping):
            own = kept.setdefault(name, {})
            _merge(own, value) if isinstance(own, dict) else kept.update({name: dict(value)})
        else:
            kept[name] = value
