"""The key of the map on screen, as a piece of HTML that needs no style sheet."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from rorf_data import palette
from rorf_data.maps.places import HIDDEN_NAME, TOO_FEW, Place
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
    note: str = "",
) -> str:
    """Classes of the shading, sizes of the symbols, what has no record or is not chosen, a note; empty parts are left
    out.
    """
    groups = []
    if shading and classes.limits:
        key = classes.key([place.rate for place in places if place.is_shown], ground)
        swatches = [_swatch(shade, ground) + _words(name) for name, shade in key]
        groups.append(_group(labels[shading], swatches))
    if symbols and any(place.radius for place in places):
        groups.append(_group(labels[symbols], _sizes(places, ground, symbols)))
    groups.append(_group("", _others(places, ground)))
    groups.append(_group("", [_words(note)] if note else []))
    style = f"display:flex;flex-wrap:wrap;gap:4px 28px;color:{ground.text};font-size:14px;line-height:1.3"
    return f'<div style="{style}">{"".join(group for group in groups if group)}</div>'


def _group(title: str, entries: Sequence[str]) -> str:
    if not entries:
        return ""
    style = "display:inline-flex;align-items:center;gap:6px"
    head = f'<span style="font-weight:600">{html.escape(title)}</span>' if title else ""
    body = "".join(f'<span style="{style}">{entry}</span>' for entry in entries)
    return f'<div style="display:flex;flex-wrap:wrap;align-items:center;gap:4px 14px">{head}{body}</div>'


def _words(text: str) -> str:
    return f"<span>{html.escape(text)}</span>"


def _shape(style: str) -> str:
    """A piece of colour; plain elements only, because Streamlit takes drawings out of the HTML that it is given."""
    return f'<span style="display:inline-block;box-sizing:border-box;flex:none;{style}"></span>'


def _swatch(colour: str, ground: Ground) -> str:
    return _shape(f"width:{_SWATCH}px;height:{_SWATCH}px;background:{colour};border:1px solid {ground.border}")


def _hatched(ground: Ground) -> str:
    """Crossed lines, as on the map."""
    lines = [f"repeating-linear-gradient({turn}deg,transparent 0 4px,{palette.HIDDEN} 4px 5px)" for turn in (45, -45)]
    return _shape(f"width:{_SWATCH}px;height:{_SWATCH}px;background:{','.join(lines)};border:1px solid {ground.border}")


def _sizes(places: Sequence[Place], ground: Ground, symbols: str) -> list[str]:
    sized = {int(place.count): place.radius for place in places if place.count and place.radius}
    largest = max(sized)
    scale = sized[largest] / largest**0.5
    shown = sorted({1, max(1, round(largest / 4)), largest})
    return [_circle(scale * count**0.5, ground, symbols) + _words(number_in_words(count, symbols)) for count in shown]


def _circle(radius: float, ground: Ground, symbols: str) -> str:
    side = f"{2 * radius + 1.5:.1f}px"
    colour = palette.MEASURES[symbols]
    return _shape(f"width:{side};height:{side};border-radius:50%;background:{colour};border:1.5px solid {ground.text}")


def _others(places: Sequence[Place], ground: Ground) -> list[str]:
    others = []
    if any(place.is_too_few for place in places):
        others.append(_swatch(ground.none, ground) + _words(TOO_FEW))
    if any(place.hides for place in places):
        others.append(_hatched(ground) + _words(HIDDEN_NAME[:1].lower() + HIDDEN_NAME[1:]))
    if any(place.is_shown and not place.has_record for place in places):
        others.append(_swatch(ground.no_record, ground) + _words("no record"))
    if not all(place.is_shown for place in places):
        others.append(_swatch(ground.context, ground) + _words("town not chosen"))
    return others
