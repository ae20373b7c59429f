"""The map of the towns: rates as shading, counts as symbols, in a deck for the screen and a figure for files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import plotly.graph_objects as go
import pydeck

from rorf_data import palette
from rorf_data.disclosure.release import Released
from rorf_data.errors import DisclosureRefused
from rorf_data.maps import deck, drawing, legend
from rorf_data.maps.places import TOO_FEW, Place, places_of, with_rates
from rorf_data.maps.shading import classes_of
from rorf_data.model import Audience
from rorf_data.palette import Look
from rorf_data.towns import gazetteer, outlines
from rorf_data.wording import HIDDEN, Cell, Number, Series, extremes, opening, plain_number, some_of


@dataclass(frozen=True)
class TownMap:
    """One map in every form it is needed in.

    ``deck`` is for the screen: a click on a town of its layer ``towns`` returns ``properties.code``. ``legend`` is a
    piece of HTML in the look's colours, complete in itself. ``symbols`` is the column of the counts drawn as circles.
    ``draw`` makes the figure, ``redraw`` the same map of another frame.
    """

    title: str
    deck: pydeck.Deck
    alt: str
    released: Released
    symbols: str | None
    legend: str
    draw: Callable[[], go.Figure] = field(repr=False, compare=False)
    redraw: Callable[[Released], TownMap] = field(repr=False, compare=False)

    @cached_property
    def figure(self) -> go.Figure:
        """The same map for PNG and SVG, always on white; drawn when it is first asked for, since few views are kept."""
        return self.draw()

    def redrawn(self, released: Released) -> TownMap:
        """The same map of another frame, such as the one that may be shared in place of the exact one.

        A shading or symbols whose column that frame lacks are left out; raises :class:`DisclosureRefused` where no
        figure of what was drawn is left.
        """
        return self.redraw(released)


@dataclass(frozen=True)
class SmoothedMap:
    """A map whose shading is smoothed: for the screen only, so that it has no figure and can't be made a file of.

    ``unsmoothed`` is the same map as counted, which goes into files in its place; ``released`` is what that one shows.
    """

    title: str
    deck: pydeck.Deck
    alt: str
    legend: str
    unsmoothed: TownMap

    @property
    def released(self) -> Released:
        """What the map shows but for its shading; the numbers that stand beside it and go into files."""
        return self.unsmoothed.released


@dataclass(frozen=True)
class SmallMap:
    """A map that only points out some towns of the region, as a deck for the screen."""

    deck: pydeck.Deck
    alt: str


def small_map(released: Released, *, look: Look) -> SmallMap:
    """The region with the towns of a frame (``town_code``, ``town``) pointed out and named."""
    places = _places(released, shading=None, symbols=None)
    shown = [place.name for place in places if place.is_shown]
    alt = f"{released.about.title}: a map of the region with {' and '.join(shown)} pointed out."
    return SmallMap(deck.small_deck_of(places, ground=palette.GROUNDS[look]), alt)


def towns_map(
    released: Released, *, shading: str | None, symbols: str | None, look: Look, chosen_town: str | None = None
) -> TownMap:
    """A map of a frame with one row for each town (``town_code``, ``town`` and measures).

    ``shading`` is the column of a rate, ``symbols`` that of a count; ``chosen_town`` is a town code to outline. Towns
    of the region that the frame doesn't hold are drawn pale and can't be clicked; rows that are no town ("outside the
    area") are not on the map. Raises ValueError for a column that the frame lacks; of a shared frame what stayed inside
    is left out, and where nothing is left it raises :class:`DisclosureRefused`.
    """
    shading, symbols = _left_of(released, shading, symbols)
    places = _places(released, shading=shading, symbols=symbols)
    classes = classes_of([place.rate for place in places if place.is_shown])
    ground = palette.GROUNDS[look]
    return TownMap(
        title=_title(released, shading, symbols),
        deck=deck.deck_of(places, classes, ground=ground, symbols=symbols, chosen_town=chosen_town),
        alt=_alt(released, places, shading=shading, symbols=symbols),
        released=released,
        symbols=symbols,
        legend=legend.legend_of(
            places, classes, ground=ground, labels=released.about.labels, shading=shading, symbols=symbols
        ),
        draw=lambda: drawing.figure_of(
            places, classes, labels=released.about.labels, shading=shading, symbols=symbols, chosen_town=chosen_town
        ),
        redraw=lambda other: towns_map(other, shading=shading, symbols=symbols, look=look, chosen_town=chosen_town),
    )


def _left_of(released: Released, *columns: str | None) -> list[str | None]:
    """The columns asked for, without those that stayed inside the programme."""
    if released.audience is not Audience.SHARED:
        return list(columns)
    asked_for = [column for column in columns if column]
    inside = [column for column in asked_for if column not in released.frame and column in released.about.labels]
    if "town_code" not in released.frame or (asked_for and inside == asked_for):
        raise DisclosureRefused(f"The map “{released.about.title}” stays inside the programme with all that it shows.")
    return [None if column in inside else column for column in columns]


def smoothed_map(
    unsmoothed: TownMap, smoothed: Released, *, symbols: str, look: Look, chosen_town: str | None = None
) -> SmoothedMap:
    """The same map shaded by smoothed rates: ``smoothed`` has town_code and smoothed_per_1000, one row for each town.

    It says that it is smoothed in its legend, its words and over each town, and keeps the map as counted for files.
    """
    column, released = "smoothed_per_1000", unsmoothed.released
    codes = smoothed.frame["town_code"]
    rates = {code: plain_number(rate) for code, rate in zip(codes, smoothed.frame[column], strict=True)}
    places = with_rates(_places(released, shading=None, symbols=symbols), rates, column)
    classes, ground = classes_of(list(rates.values())), palette.GROUNDS[look]
    labels = {**released.about.labels, **smoothed.about.labels}
    note = " ".join(note for note in smoothed.about.notes if note.startswith("Smoothed"))
    return SmoothedMap(
        title=smoothed.about.title,
        deck=deck.deck_of(places, classes, ground=ground, symbols=symbols, chosen_town=chosen_town),
        alt=f"{_alt(smoothed, places, shading=column, symbols=None)} {note}",
        legend=legend.legend_of(
            places, classes, ground=ground, labels=labels, shading=column, symbols=symbols, note=note
        ),
        unsmoothed=unsmoothed,
    )


def _places(released: Released, *, shading: str | None, symbols: str | None) -> list[Place]:
    for column in (shading, symbols):
        if column is not None and column not in released.frame:
            raise ValueError(f"the frame has no column {column}")
    return places_of(
        released,
        shading=shading,
        symbols=symbols,
        names={town.code: town.name for town in gazetteer.towns()},
        outlines=outlines.outlines(),
        points=outlines.label_points(),
    )


def _values(released: Released, places: Sequence[Place], column: str | None, values: Sequence[Number]) -> list[Cell]:
    """The values as words use them: those that are hidden are told to be."""
    if column is None or column not in released.frame:
        return list(values)
    codes = [str(code) for code in released.frame["town_code"]]
    hidden = {code for code, is_hidden in zip(codes, released.is_hidden(column), strict=True) if is_hidden}
    return [HIDDEN if place.code in hidden else value for place, value in zip(places, values, strict=True)]


def _title(released: Released, shading: str | None, symbols: str | None) -> str:
    drawn = " and ".join(released.about.labels[column] for column in (symbols, shading) if column)
    return f"{drawn.capitalize()} by town" if drawn else released.about.title


def _alt(released: Released, places: list[Place], *, shading: str | None, symbols: str | None) -> str:
    shown = [place for place in places if place.is_shown]
    rated = [place for place in shown if not place.is_too_few]
    sentences = [opening(released.about, f"map of {len(shown)} towns", title=_title(released, shading, symbols))]
    for column, told, values in (
        (symbols, shown, _values(released, shown, symbols, [place.count for place in shown])),
        (shading, rated, _values(released, rated, shading, [place.rate for place in rated])),
    ):
        if column and (told or not shown):
            series = Series(column, [place.name for place in told], values, is_summed=column.startswith("total_"))
            sentences.append(f"{released.about.labels[column]}. {extremes(series)}")
    if bare := [place.name for place in shown if place.is_too_few]:
        sentences.append(f"{TOO_FEW.capitalize()}: {some_of(bare)}.")
    pale = [place.name for place in places if not place.is_shown]
    if pale:
        sentences.append(f"Drawn pale, because not among the towns chosen: {some_of(pale)}.")
    return " ".join(sentences)
