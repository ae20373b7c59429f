"""A chart in plain values, without plotly's words: what any tool that draws, or a person who checks, can read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rorf_data.disclosure.release import Released
from rorf_data.wording import Number

Kind = Literal["bars", "lines", "points", "grid"]
Arrangement = Literal["grouped", "stacked", "overlaid"]
Form = Literal["bar", "line", "step", "points"]
Dash = Literal["solid", "dash", "dot", "none"]

NOTHING = "Nothing is on record for this choice."
ALL_HIDDEN = "Every number of this picture is hidden."


@dataclass(frozen=True, slots=True)
class PlainSeries:
    """One set of values under one name.

    ``values`` has one value for each category of the chart (or for each of ``places``, the numbers across, in a chart
    of points); None is missing, and ``hidden`` says of each whether it is missing because it is hidden. ``labels`` are
    the words written at the values, empty where none are; ``sides`` says in a chart of points on which side each
    stands. ``lows`` and ``highs`` are the two ends of an interval, empty where the series has none. ``hatch`` is "" for
    a plain fill, else the shape of the hatch: a slash, an x, or a backslash where grey alone would not tell bars apart.
    ``provisional`` says for which values more records are expected.
    """

    name: str
    values: tuple[Number, ...]
    form: Form
    colour: str
    places: tuple[float, ...] = ()
    hidden: tuple[bool, ...] = ()
    labels: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    lows: tuple[Number, ...] = ()
    highs: tuple[Number, ...] = ()
    interval_name: str = ""
    dash: Dash = "solid"
    width: float = 2.0
    marker: str = ""
    markers: tuple[str, ...] = ()
    hatch: str = ""
    provisional: tuple[bool, ...] = ()
    is_in_legend: bool = True
    kinds: tuple[str, ...] = ()
    """In a grid: the kind of each cell, such as "Received"; the cell's words are its label."""

    @property
    def has_values(self) -> bool:
        """Whether anything of it can be drawn."""
        return any(value is not None for value in self.values)

    @property
    def has_interval(self) -> bool:
        """Whether it has the two ends of an interval anywhere."""
        return any(low is not None for low in self.lows)


@dataclass(frozen=True, slots=True)
class PlainAxis:
    """An axis of numbers: its title, its two ends, the step between ticks (None: any) and a spreadsheet's format."""

    title: str = ""
    low: float = 0.0
    high: float | None = None
    step: float | None = None
    number_format: str = "#,##0"


@dataclass(frozen=True, slots=True)
class Reference:
    """A level line over the whole width: its value and what is said at it."""

    value: float
    words: str
    colour: str


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event on an axis of time: where it lies, in categories from the left edge, and its letter."""

    at: float
    letter: str


@dataclass(frozen=True, slots=True)
class KindLook:
    """How a kind of cell of a grid looks: its fill ("" where open), its hatch ("" or "/"), its edge ("" where none)."""

    name: str
    fill: str
    hatch: str
    edge: str
    edge_width: float


@dataclass(frozen=True, slots=True)
class PlainChart:
    """One chart, or one panel of several.

    ``categories`` are the words across (or down, where it ``is_horizontal``; the first is on top), empty in a chart of
    points, whose ``across`` axis has numbers; ``days`` are the same on an axis of time, a month as its first day.
    ``up`` is the axis of the values. ``no_record``, ``hidden`` and ``provisional`` say of each category whether nothing
    is on record there, whether something there is hidden, and whether more records are expected. ``totals`` are words
    at the ends of stacked bars, ``total_values`` their numbers. ``notes`` explain events and whatever else is written
    beside the plot. ``nothing`` is the sentence that stands in place of an empty chart. A grid has a row for each
    series and a column for each category; ``looks`` are the kinds of its cells.
    """

    kind: Kind
    title: str
    alt: str
    released: Released
    series: tuple[PlainSeries, ...] = ()
    categories: tuple[str, ...] = ()
    category_title: str = ""
    days: tuple[date, ...] = ()
    panel: str = ""
    arrangement: Arrangement = "grouped"
    is_horizontal: bool = False
    across: PlainAxis = field(default_factory=PlainAxis)
    up: PlainAxis = field(default_factory=PlainAxis)
    no_record: tuple[bool, ...] = ()
    hidden: tuple[bool, ...] = ()
    provisional: tuple[bool, ...] = ()
    totals: tuple[str, ...] = ()
    total_values: tuple[Number, ...] = ()
    references: tuple[Reference, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[str, ...] = ()
    nothing: str = ""
    shows_legend: bool = True
    looks: tuple[KindLook, ...] = ()

    @property
    def says_nothing(self) -> str:
        """The sentence in place of a chart without any value, which tells what is hidden from what there isn't."""
        if any(series.has_values or series.kinds for series in self.series):
            return self.nothing
        if any(self.hidden):
            return ALL_HIDDEN
        return self.nothing or NOTHING

    @property
    def is_daily(self) -> bool:
        """Whether its time runs by days and not by months."""
        return any(day.day != 1 for day in self.days)

    @property
    def named_no_record(self) -> tuple[str, ...]:
        """The categories that nothing is on record of."""
        return tuple(name for name, gap in zip(self.categories, self.no_record, strict=False) if gap)

    @property
    def named_hidden(self) -> tuple[str, ...]:
        """The categories of which a value is hidden."""
        return tuple(name for name, gap in zip(self.categories, self.hidden, strict=False) if gap)
