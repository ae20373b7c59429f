"""The key of the map on screen, as a piece of HTML that needs no style sheet."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from rorf_data import palette
from rorf_data.maps.places import LARGEST_RADIUS, Place
from rorf_data.maps.shading import Classes
from rorf_data.palette import Ground
from rorf_data.wording import number_in_words

_SWATCH = 18


def legend_of(
    places: Sequence[Place],
    classes: Classes,
    *,
    ground: Ground,
    labels: Mapping[str, str],
    shading: str | None,
    symbols: str | None,
) -> str:
    """Classes of the shading, sizes of the symbols, and what has no record or is not chosen; empty parts are left out."""
    groups = []
    if shading and classes.limits:
        swatches = [_swatch(shade, ground) + _words(name) for name, shade in _pairs(classes, ground)]
        groups.append(_group(labels[shading], swatches))
    if symbols and any(place.radius for place in places):
        groups.append(_group(labels[symbols], _sizes(places, ground, symbols)))
    groups.append(_group("", _others(places, ground)))
    style = f"display:flex;flex-wrap:wrap;gap:4px 28px;color:{ground.text};font-size:14px;line-height:1.3"
    return f'<div style="{style}">{"".join(group for group in groups if group)}</div>'


def _pairs(classes: Classes, ground: Ground) -> list[tuple[str, str]]:
    return list(zip(classes.names(), classes.shades(ground), strict=True))


def _group(title: str, entries: Sequence[str]) -> str:
    if not entries:
        return ""
    style = "display:inline-flex;align-items:center;gap:6px"
    head = f'<span style="font-weight:600">{html.escape(title)}</span>' if title else ""
    body = "".join(f'<span style="{style}">{entry}</span>' for entry in entries)
    return f'<div style="display:flex;flex-wrap:wrap;align-items:center;gap:4px 14px">{head}{body}</div>'


def _words(text: str) -> str:
    return f"<span>{html.escape(text)}</span>"


def _svg(width: float, height: float, content: str) -> str:
    return f'<svg width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" aria-hidden="true">{content}</svg>'


def _swatch(colour: str, ground: Ground) -> str:
    side = _SWATCH - 2
    return _svg(
        _SWATCH,
        _SWATCH,
        f'<rect x="1" y="1" width="{side}" height="{side}" fill="{colour}" stroke="{ground.border}"/>',
    )


def _sizes(places: Sequence[Place], ground: Ground, symbols: str) -> list[str]:
    sized = {int(place.count): place.radius for place in places if place.count and place.radius}
    largest = max(sized)
    scale = sized[largest] / largest**0.5
    shown = sorted({1, max(1, round(largest / 4)), largest})
    return [_circle(scale * count**0.5, ground, symbols) + _words(number_in_words(count, symbols)) for count in shown]


def _circle(radius: float, ground: Ground, symbols: str) -> str:
    side = 2 * min(radius, LARGEST_RADIUS) + 3
    middle = side / 2
    colour = palette.MEASURES[symbols]
    circle = f'<circle cx="{middle:.1f}" cy="{middle:.1f}" r="{radius:.1f}" fill="{colour}" stroke="{ground.text}" stroke-width="1.5"/>'
    return _svg(round(side, 1), round(side, 1), circle)


def _others(places: Sequence[Place], ground: Ground) -> list[str]:
    others = []
    if any(place.is_shown and not place.has_record for place in places):
        others.append(_swatch(ground.no_record, ground) + _words("no record"))
    if not all(place.is_shown for place in places):
        others.append(_swatch(ground.context, ground) + _words("town not chosen"))
    return others
