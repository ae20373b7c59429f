"""What lies behind and over native charts: the ground of what is missing, the lines of events, and the key to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rorf_data import palette
from rorf_data.charts.canvas import HIDDEN_NAME, NO_RECORD_NAME
from rorf_data.charts.marks import PROVISIONAL_NAME
from rorf_data.exports.native_series import has_hand_key, is_told
from rorf_data.exports.native_shapes import (
    HIDDEN_LOOK,
    NO_RECORD_LOOK,
    PROVISIONAL_LOOK,
    TEXT,
    Box,
    Swatch,
    block,
    pattern_of,
    stroke,
    told,
    write,
)
from rorf_data.exports.plain_values import PlainChart


def key_of(plain: PlainChart) -> list[Swatch]:
    """The key of what the chart's own legend doesn't name: its intervals and its grounds."""
    found = [
        (plain.no_record, Swatch(NO_RECORD_NAME, *NO_RECORD_LOOK)),
        (plain.hidden, Swatch(HIDDEN_NAME, *HIDDEN_LOOK)),
        (plain.provisional, Swatch(PROVISIONAL_NAME, *PROVISIONAL_LOOK)),
    ]
    grounds = [swatch for flags, swatch in found if any(flags)]
    intervals = [Swatch(f"{one.interval_name} (upright bars)", one.colour) for one in plain.series if one.has_interval]
    return [*_hand_key(plain), *intervals, *grounds]


def _hand_key(plain: PlainChart) -> list[Swatch]:
    if not has_hand_key(plain):
        return []
    return [Swatch(one.name, one.colour, pattern_of(one.colour, one.hatch)) for one in plain.series if is_told(one)]


def add_ground(slide: Any, plain: PlainChart, plot: Box) -> None:
    """Hatched rectangles over the categories that have no record, are hidden or are provisional."""
    grounds = (
        ("Provisional", plain.provisional, PROVISIONAL_LOOK),
        ("No record", plain.no_record, NO_RECORD_LOOK),
        ("Hidden", plain.hidden, HIDDEN_LOOK),
    )
    for name, flags, (colour, pattern) in grounds:
        for first, last in _stretches(flags):
            block(slide.shapes, _over(plain, plot, first, last), colour, pattern, name=f"{name}: ground")


def _over(plain: PlainChart, plot: Box, first: int, last: int) -> Box:
    count = len(plain.categories)
    start, length = first / count, (last - first + 1) / count
    if plain.is_horizontal:
        return Box(plot.left, plot.top + start * plot.height, plot.width, length * plot.height)
    return Box(plot.left + start * plot.width, plot.top, length * plot.width, plot.height)


def _stretches(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """The first and the last place of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for place, flag in enumerate(flags):
        if flag and runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        elif flag:
            runs.append((place, place))
    return runs


def add_events(slide: Any, plain: PlainChart, plot: Box) -> None:
    """Dated events as dotted lines over the plot, each with its letter above where it has one."""
    for event in plain.events:
        across = plot.left + plot.width * event.at / len(plain.categories)
        shape = stroke(slide.shapes, (across, plot.top), (across, plot.top + plot.height), palette.EVENT, 1.25)
        told(shape, f"Event {event.letter}".strip(), "A dated event; the notes below say which.")
        if event.letter:
            at = Box(across - 0.3, plot.top - 0.2, 0.6, 0.18)
            write(slide.shapes, at, [event.letter], size=10, colour=TEXT, bold=True, align="center", anchor="bottom")
