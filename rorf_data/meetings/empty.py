"""What is left of a slide whose charts and maps would show nothing but noughts, or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from rorf_data.charts import Chart
from rorf_data.exports.document import Slide
from rorf_data.exports.plain_chart import plain_charts
from rorf_data.maps import TownMap

ALL_NONE: Final = "No chart is drawn, since every number in it would be 0."


def without_empty_pictures(slide: Slide) -> Slide:
    """The slide without pictures on which nothing stands; a sentence in their place where no other picture is left."""
    pictures = tuple(picture for picture in slide.pictures if is_anything_drawn(picture))
    if len(pictures) == len(slide.pictures):
        return slide
    gone = tuple(picture.released for picture in slide.pictures if picture not in pictures)
    said = () if pictures or slide.tables else (ALL_NONE,)
    return replace(slide, sentences=(*slide.sentences, *said), pictures=pictures, told=(*slide.told, *gone))


def is_anything_drawn(picture: Chart | TownMap) -> bool:
    """Whether a picture has a mark that can be seen: a number other than 0, or the hatching of a hidden one. A map
    without counts shows where things are, and so is always drawn.
    """
    if isinstance(picture, TownMap):
        released, counts = picture.released, picture.symbols
        return not counts or bool(any(released.is_hidden(counts)) or (released.frame[counts].fillna(0) != 0).any())
    every = [series for plain in plain_charts(picture) for series in plain.series]
    return any(any(series.hidden) or any(value for value in series.values if value is not None) for series in every)
