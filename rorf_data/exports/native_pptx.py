"""One picture as a slide that can be edited: native chart or native shapes, and everything that explains it."""

from __future__ import annotations

import io
import textwrap
from datetime import datetime
from typing import Any

from rorf_data import palette
from rorf_data.charts import Chart
from rorf_data.disclosure.release import Released
from rorf_data.exports.metadata import CHECK_CODE, INTERNAL, facts_for_file
from rorf_data.exports.native_chart import add_chart, add_charts
from rorf_data.exports.native_map import add_town_map
from rorf_data.exports.native_shapes import QUIET, Box, look, placed, write
from rorf_data.exports.plain_chart import plain_charts
from rorf_data.exports.steady import steady_zip
from rorf_data.maps import TownMap
from rorf_data.model import Audience, in_words

__all__ = ["HEIGHT", "WIDTH", "Box", "add_chart", "add_charts", "add_picture", "add_town_map", "to_pptx"]

WIDTH, HEIGHT = 13.333, 7.5
"""A wide slide, in inches."""

_EDGE = 0.5
_INNER = WIDTH - 2 * _EDGE
_TITLE_ONLY = 5
_FOOT_SIZE, _FOOT_LINE, _FOOT_LETTERS = 9, 0.155, 172
_MOST_FOOT = 6
_MORE = " … All notes stand in the notes to this slide."


def to_pptx(picture: Chart | TownMap) -> bytes:
    """One wide slide with the picture as native, editable chart or shapes, its facts in the notes and the properties.

    The same picture gives the same bytes. Raises :class:`rorf_data.errors.ExportRefused` for what may not leave.
    """
    from pptx import Presentation
    from pptx.util import Inches

    facts = facts_for_file(picture.released, title=picture.title, alt=picture.alt)
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
    slide = presentation.slides.add_slide(presentation.slide_layouts[_TITLE_ONLY])
    top = _head(slide, picture)
    foot = foot_lines(picture)
    below = len(foot) * _FOOT_LINE + 0.25
    add_picture(slide, picture, Box(_EDGE, top, _INNER, HEIGHT - top - below - 0.1))
    write(slide.shapes, Box(_EDGE, HEIGHT - below, _INNER, below - 0.2), foot, size=_FOOT_SIZE, colour=QUIET)
    slide.notes_slide.notes_text_frame.text = "\n".join(f"{name}: {fact}" for name, fact in facts.items())
    _describe(presentation, picture.released, facts)
    stream = io.BytesIO()
    presentation.save(stream)
    return steady_zip(stream.getvalue(), picture.released.about.as_of)


def add_picture(slide: Any, picture: Chart | TownMap, box: Box) -> None:
    """A chart, its panels or a map in this box of a slide."""
    if isinstance(picture, TownMap):
        add_town_map(slide, picture, box)
    else:
        add_charts(slide, plain_charts(picture), box)


def foot_lines(picture: Chart | TownMap) -> list[str]:
    """What stands below a picture: its source and day, what is hidden, its notes, and the key of its events.

    At most six lines; what has no room stands with all the rest in the notes to the slide.
    """
    released, about = picture.released, picture.released.about
    sentences = [f"Source: {about.source}. As of {in_words(about.as_of)}. Rows: {len(released.frame)}."]
    if about.population:
        sentences.append(f"Residents: {about.population}.")
    sentences += [about.protection] if about.protection else []
    said = _said_of(picture) if isinstance(picture, Chart) else []
    sentences += said
    sentences += [f"{name}: {line}." for name, line in about.said_of_time().items() if not (said and "events" in name)]
    lines = textwrap.wrap(" ".join([*sentences, *about.notes]).replace("..", "."), _FOOT_LETTERS)
    if len(lines) <= _MOST_FOOT:
        return lines
    return [
        *lines[: _MOST_FOOT - 1],
        f"{lines[_MOST_FOOT - 1][: _FOOT_LETTERS - len(_MORE)].rpartition(' ')[0]}{_MORE}",
    ]


def _said_of(chart: Chart) -> list[str]:
    """The letters of events, and what is written on level lines."""
    first = plain_charts(chart)[0]
    lettered = "; ".join(note for note in first.notes if not note.startswith("┊"))
    return [*([f"{lettered}."] if lettered else []), *(f"{one.words}." for one in first.references)]


def _head(slide: Any, picture: Chart | TownMap) -> float:
    """Title, period and towns, and the marks of what must stay or is invented; where the picture may begin."""
    about = picture.released.about
    lines = textwrap.wrap(picture.title, 74)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = placed(Box(_EDGE, 0.3, _INNER, 0.42 * len(lines)))
    frame = title.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = picture.title
    _left(frame)
    look(frame.paragraphs[0].runs[0].font, 24, bold=True)
    top = 0.34 + 0.42 * len(lines)
    for mark in _marks(picture.released):
        write(slide.shapes, Box(_EDGE, top, _INNER, 0.26), [mark], size=13, colour=palette.FATAL, bold=True)
        top += 0.28
    said = textwrap.wrap(f"{about.period} · {about.towns}", 150)
    write(slide.shapes, Box(_EDGE, top, _INNER, 0.24 * len(said)), said, size=13, colour=QUIET)
    return top + 0.24 * len(said) + 0.12


def _left(frame: Any) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    frame.vertical_anchor = MSO_ANCHOR.TOP


def _marks(released: Released) -> list[str]:
    marks = [f"{INTERNAL}."] if released.audience is Audience.INTERNAL else []
    return [*marks, "These figures are invented sample data."] if released.about.is_sample else marks


def _describe(presentation: Any, released: Released, facts: dict[str, str]) -> None:
    """Who and when is nobody and the day of the data: no name of a machine or a person gets into the file."""
    about, properties = released.about, presentation.core_properties
    moment = datetime(about.as_of.year, about.as_of.month, about.as_of.day)  # noqa: DTZ001  # properties have no time zone
    properties.title, properties.subject = facts["Title"], f"{about.period}; {about.towns}"
    # The library takes 255 letters and no more, though the file format and its readers have no such limit.
    properties.comments = ""
    properties._element.description.text = "\n".join(f"{name}: {fact}" for name, fact in facts.items())
    properties.keywords = facts[CHECK_CODE]
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = moment
    properties.revision = 1
