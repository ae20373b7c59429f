"""What is left of a slide whose charts and maps would show nothing but noughts, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rorf_data.charts import Chart
from rorf_data.exports.document import Slide
from rorf_data.exports.plain_chart import plain_charts
from rorf_data.maps import TownMap
from rorf_data.wording import some_of


def without_empty_pictures(slide: Slide) -> Slide:
    """The slide without pictures on which nothing stands; a sentence in their place where no other picture is left."""
    pictures = tuple(picture for picture in slide.pictures if is_anything_drawn(picture))
    if len(pictures) == len(slide.pictures):
        return slide
    gone = tuple(picture for picture in slide.pictures if picture not in pictures)
    said = () if pictures or slide.tables else (_why_not_drawn(gone),)
    told = (*slide.told, *(picture.released for picture in gone))
    return replace(slide, sentences=(*slide.sentences, *said), pictures=pictures, told=told)


def is_anything_drawn(picture: Chart | TownMap) -> bool:
    """Whether a picture has a mark that can be seen: a number other than 0, or the hatching of a hidden one. A map
    without counts shows where things are, and so is always drawn.
    """
    if isinstance(picture, TownMap):
        released, counts = picture.released, picture.symbols
        return not counts or bool(any(released.is_hidden(counts)) or any(_numbers(picture)))
    hidden = (any(series.hidden) for plain in plain_charts(picture) for series in plain.series)
    return any(hidden) or any(_numbers(picture))


def _why_not_drawn(gone: Sequence[Chart | TownMap]) -> str:
    titles = list(dict.fromkeys(f"“{picture.title}”" for picture in gone))
    are, them = ("is", "it") if len(titles) == 1 else ("are", "them")
    is_on_record = any(list(_numbers(picture)) for picture in gone)
    why = f"every number on record for {them} is 0" if is_on_record else f"no number is on record for {them}"
    return f"{some_of(titles)} {are} not drawn: {why}."


def _numbers(picture: Chart | TownMap) -> Iterator[float]:
    """The numbers that a picture shows, without those that are hidden or not on record."""
    if isinstance(picture, TownMap):
        yield from picture.released.frame[picture.symbols].dropna() if picture.symbols else ()
        return
    for plain in plain_charts(picture):
        for series in plain.series:
            yield from (value for value in series.values if value is not None)
