"""A document as a presentation whose charts, maps and tables can be edited, for PowerPoint and LibreOffice alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rorf_data.charts import Chart
from rorf_data.disclosure.release import Released
from rorf_data.exports.deck_ground import (
    CONTENT_BOTTOM,
    OPENING_TITLE,
    OPENING_WORDS,
    PICTURE_LAYOUT,
    TITLE,
    TITLE_LAYOUT,
    WORDS,
    WORDS_ALONE,
    WORDS_LAYOUT,
    add_foot,
    empty_deck,
    finished,
    layout_named,
)
from rorf_data.exports.deck_notes import facts_of, notes_for
from rorf_data.exports.deck_table import add_table, width_wanted
from rorf_data.exports.document import Document, Slide
from rorf_data.exports.fitting import height_of, size_that_fits
from rorf_data.exports.metadata import CHECK_CODE
from rorf_data.exports.native_pptx import add_picture
from rorf_data.exports.native_shapes import QUIET, Box, placed, write
from rorf_data.exports.plain_chart import plain_charts
from rorf_data.maps import TownMap
from rorf_data.model import Audience, in_words

INTERNAL = "INTERNAL: not to be passed on outside the programme."
INVENTED = "Invented sample data."

_TITLE_SIZES, _OPENING_SIZES = (28, 26, 24, 22, 20), (40, 36, 32, 28)
_WORDS_SIZES, _ALONE_SIZES = (18, 16, 15, 14), (24, 22, 20, 18, 16, 14, 12)
_APART = {PICTURE_LAYOUT: 4.0, WORDS_LAYOUT: 12.0, TITLE_LAYOUT: 8.0}
_MOST_FOR_WORDS = 1.7
_BETWEEN = 0.35
_CAPTION_SIZE = 12
_PICTURE_SHARE, _MOST_OF_TWO = 0.56, 0.7

Item = Chart | TownMap | Released


def to_deck_pptx(document: Document) -> bytes:
    """The document as PPTX: a first slide without any figure is its title, each other has one, words and their subject.

    Speaker notes hold what is said and the facts of every frame with its check code. The same document gives the same
    bytes. Raises :class:`rorf_data.errors.ExportRefused` for what may not leave the screen.
    """
    deck = empty_deck()
    for place, own in enumerate(document.slides):
        _add(deck, document, own, is_opening=place == 0 and not own.frames)
    codes = list(dict.fromkeys(facts_of(one)[CHECK_CODE] for one in _released(document)))
    return finished(
        deck,
        title=document.title,
        subject=f"{document.period}; {document.towns}",
        comments="\n".join(f"{name}: {fact}" for name, fact in told_of(document)),
        keywords=", ".join(codes),
        day=document.as_of,
    )


def told_of(document: Document) -> Iterator[tuple[str, str]]:
    """What is said of the whole document, in its properties."""
    yield "Programme", document.programme
    yield "Period", document.period
    yield "Towns", document.towns
    yield "As of", document.as_of.isoformat()
    yield "Data version", str(document.data_version)
    yield "Audience", INTERNAL if document.audience is Audience.INTERNAL else "may be passed on"
    if document.is_sample:
        yield "Invented", "These figures are invented sample data."
    yield from document.facts


def foot_of(document: Document, slide: Slide) -> str:
    """What stands at the foot of a slide: for whom it is, as of which day, and what is hidden on it."""
    marks = [INTERNAL] if document.audience is Audience.INTERNAL else []
    marks += [INVENTED] if document.is_sample else []
    return " ".join([*marks, f"As of {in_words(document.as_of)}.", *slide.protections])


def _add(deck: Any, document: Document, own: Slide, *, is_opening: bool) -> None:
    items: tuple[Item, ...] = (*own.pictures, *own.tables)
    name = TITLE_LAYOUT if is_opening else PICTURE_LAYOUT if items else WORDS_LAYOUT
    slide = deck.slides.add_slide(layout_named(deck, name))
    _write_title(
        slide, own.title, OPENING_TITLE if is_opening else TITLE, _OPENING_SIZES if is_opening else _TITLE_SIZES
    )
    top = _write_words(slide, _counted(own), name)
    for item, box in zip(items, _places(items, top), strict=True):
        _add_item(slide, item, box)
    add_foot(slide, foot_of(document, own), is_bold=document.audience is Audience.INTERNAL)
    slide.notes_slide.notes_text_frame.text = notes_for(document, own)


def _counted(own: Slide) -> Sequence[str]:
    """Its sentences, with their numbers where they are counted."""
    if not own.is_counted:
        return own.sentences
    return [f"{place}. {sentence}" for place, sentence in enumerate(own.sentences, start=1)]


def _write_title(slide: Any, title: str, box: Box, sizes: Sequence[float]) -> None:
    from pptx.util import Pt

    frame = slide.shapes.title.text_frame
    frame.text = title
    size = size_that_fits([title], sizes, width=box.width, height=box.height, is_bold=True)
    frame.paragraphs[0].runs[0].font.size = Pt(size)


def _write_words(slide: Any, sentences: Sequence[str], layout: str) -> float:
    """The sentences in their place, as large as they fit; the lower edge of it in inches."""
    from pptx.util import Pt

    place = slide.placeholders[1]
    if not sentences:
        place.element.getparent().remove(place.element)
        return WORDS.top
    box = {PICTURE_LAYOUT: WORDS, WORDS_LAYOUT: WORDS_ALONE, TITLE_LAYOUT: OPENING_WORDS}[layout]
    sizes = _WORDS_SIZES if layout == PICTURE_LAYOUT else _ALONE_SIZES
    room = _MOST_FOR_WORDS if layout == PICTURE_LAYOUT else box.height
    size = size_that_fits(sentences, sizes, width=box.width, height=room, apart=_APART[layout])
    frame = place.text_frame
    frame.text = "\n".join(sentences)
    for paragraph in frame.paragraphs:
        paragraph.space_after = Pt(_APART[layout])
        for run in paragraph.runs:
            run.font.size = Pt(size)
    if layout == PICTURE_LAYOUT:
        height = height_of(sentences, size, box.width, apart=_APART[layout]) + 0.05
        place.left, place.top, place.width, place.height = placed(Box(box.left, box.top, box.width, height))
        return box.top + height
    return box.top + box.height


def _places(items: Sequence[Item], top: float) -> list[Box]:
    """The whole width for one, and two side by side."""
    if not items:
        return []
    across, room = WORDS.width, Box(WORDS.left, top + 0.12, WORDS.width, CONTENT_BOTTOM - top - 0.12)
    if len(items) == 1:
        return [room]
    first = (across - _BETWEEN) * _share(*items)
    return [
        Box(room.left, room.top, first, room.height),
        Box(room.left + first + _BETWEEN, room.top, across - _BETWEEN - first, room.height),
    ]


def _share(first: Item, second: Item) -> float:
    """Which share of the width the first of two gets; two tables share it by what they want."""
    if isinstance(first, Released) and isinstance(second, Released):
        wanted = width_wanted(first)
        return min(_MOST_OF_TWO, max(1 - _MOST_OF_TWO, wanted / (wanted + width_wanted(second))))
    return _PICTURE_SHARE if isinstance(second, Released) else 0.5


def _add_item(slide: Any, item: Item, box: Box) -> None:
    """What it shows, in small letters above it, then the picture or the table itself."""
    lines = [caption_of(item), *(_key_of(item) if isinstance(item, Chart) else ())]
    height = height_of(lines, _CAPTION_SIZE, box.width) + 0.06
    above = Box(box.left, box.top, box.width, height)
    write(slide.shapes, above, lines, size=_CAPTION_SIZE, colour=QUIET).name = "What is shown"
    room = Box(box.left, box.top + height, box.width, box.height - height)
    if isinstance(item, Released):
        add_table(slide, item, room)
    else:
        add_picture(slide, item, room)


def _key_of(chart: Chart) -> list[str]:
    """What the letters of dated events stand for, and what level lines are."""
    first = plain_charts(chart)[0]
    lettered = [note.strip() for note in first.notes if not note.startswith("┊")]
    return [*(["; ".join(lettered) + "."] if lettered else []), *(f"{one.words}." for one in first.references)]


def caption_of(item: Item) -> str:
    """What a picture or table shows: its title, and its period and towns where the title doesn't name them."""
    about = item.about if isinstance(item, Released) else item.released.about
    title = about.title if isinstance(item, Released) else item.title
    return " · ".join([title, *(part for part in (about.period, about.towns) if part not in title)])


def _released(document: Document) -> Iterator[Released]:
    for slide in document.slides:
        yield from slide.traced
