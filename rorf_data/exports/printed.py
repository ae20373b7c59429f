"""A document as it is printed, whatever it is printed on: sections of sentences, drawings and tables, all as text.

Paper and web page are both set from this, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rorf_data.charts import Chart
from rorf_data.disclosure.release import Released
from rorf_data.exports.check_code import check_code
from rorf_data.exports.document import Document, Slide
from rorf_data.exports.leaving import check_may_leave
from rorf_data.exports.metadata import CHECK_CODE, INTERNAL
from rorf_data.exports.methods import method_of
from rorf_data.exports.written import EMPTY_IN_WORDS, WrittenTable, written_table
from rorf_data.maps import TownMap
from rorf_data.model import Audience, in_words

_ON_EVERY_PAGE = (INTERNAL.partition(":")[0], "As of ")
INVENTED = "These figures are invented sample data."


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """A chart or map, still to be drawn, with its title (empty where the section has the same), words and source.

    ``code`` is the check code of its figures, which the caption tells too.
    """

    picture: Chart | TownMap
    title: str
    alt: str
    caption: str
    code: str


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table with its title (empty where the section has the same), source and the check code of its figures."""

    table: WrittenTable
    title: str
    caption: str
    code: str


@dataclass(frozen=True, slots=True)
class Section:
    """One slide or page of the document; ``spoken`` is empty where the sentences say it all."""

    title: str
    sentences: tuple[str, ...]
    pictures: tuple[PrintedPicture, ...]
    tables: tuple[PrintedTable, ...]
    spoken: tuple[str, ...]
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole document.

    ``marks`` stand on every page (internal, invented data), as do ``foot`` and ``protection``; ``codes`` are the check
    codes of all its figures, each once; ``about`` are names with what is said under them, for the end. ``heading`` and
    ``opening`` stand at the beginning: a first slide of words alone, without what stands on every page anyway.
    """

    title: str
    heading: str
    opening: tuple[str, ...]
    programme: str
    covers: str
    marks: tuple[str, ...]
    foot: str
    protection: str
    sections: tuple[Section, ...]
    codes: tuple[str, ...]
    about: tuple[tuple[str, str], ...]


def printed(document: Document) -> Printed:
    """The document with everything that it says of itself.

    Raises :class:`rorf_data.errors.ExportRefused` for what may not leave the screen.
    """
    for released in _released(document):
        check_may_leave(released)
    covers = f"{document.period} · {document.towns}"
    opening, others = _opening(document)
    return Printed(
        title=document.title,
        heading=opening.title if opening else document.title,
        opening=_not_on_every_page(opening) if opening else (document.programme, covers),
        programme=document.programme,
        covers=covers,
        marks=_marks(document),
        foot=f"As of {in_words(document.as_of)} · data version {document.data_version}",
        protection=" ".join(document.protections),
        sections=tuple(_section(slide) for slide in others),
        codes=tuple(dict.fromkeys(check_code(released) for released in _released(document))),
        about=tuple(_about(document)),
    )


def _opening(document: Document) -> tuple[Slide | None, tuple[Slide, ...]]:
    """The first slide, where it is of words alone and others follow, and all others."""
    first, *others = document.slides
    return (first, tuple(others)) if others and not first.frames else (None, document.slides)


def _not_on_every_page(opening: Slide) -> tuple[str, ...]:
    """The sentences of the first slide without the day and the marks, which every page has."""
    return tuple(said for said in opening.sentences if said != INVENTED and not said.startswith(_ON_EVERY_PAGE))


def _marks(document: Document) -> tuple[str, ...]:
    marks = [f"{INTERNAL}."] if document.audience is Audience.INTERNAL else []
    return (*marks, *([INVENTED] if document.is_sample else []))


def _section(slide: Slide) -> Section:
    return Section(
        title=slide.title,
        sentences=slide.sentences,
        pictures=tuple(
            PrintedPicture(
                picture=picture,
                title=picture.title if picture.title != slide.title else "",
                alt=picture.alt,
                caption=_source(picture.released),
                code=check_code(picture.released),
            )
            for picture in slide.pictures
        ),
        tables=tuple(_table(released, slide) for released in slide.tables),
        spoken=() if set(slide.spoken) <= {*slide.sentences} else slide.spoken,
        is_counted=slide.is_counted,
    )


def _table(released: Released, slide: Slide) -> PrintedTable:
    table = written_table(released)
    empty = f" {EMPTY_IN_WORDS}" if table.has("empty") else ""
    title = released.about.title if released.about.title != slide.title else ""
    return PrintedTable(table, title, _source(released) + empty, check_code(released))


def _source(released: Released) -> str:
    about = released.about
    said = f"{about.period} · {about.towns}. Source: {about.source}. As of {in_words(about.as_of)}."
    return f"{said} {CHECK_CODE}: {check_code(released)}."


def _about(document: Document) -> Iterator[tuple[str, str]]:
    yield "Programme", document.programme
    yield "Period", document.period
    yield "Towns", document.towns
    yield "As of", f"{in_words(document.as_of)}, data version {document.data_version}"
    yield from document.facts
    if document.protections:
        yield "Protection", " ".join(document.protections)
    told = {check_code(released): released for released in _released(document)}
    yield from ((released.about.title.rstrip(".:"), _limits(released, code)) for code, released in told.items())


def _limits(released: Released, code: str) -> str:
    """Where the numbers of one frame come from, how they were counted and what must be known to read them."""
    about = released.about
    sentences = [f"{about.period}, {about.towns}. Source: {about.source}."]
    if about.population:
        sentences.append(f"Residents: {about.population}.")
    sentences += [f"{name}: {line.rstrip('.')}." for name, line in about.said_of_time().items()]
    sentences += [*about.notes, *about.inside_notes, method_of(released), f"{CHECK_CODE}: {code}."]
    return " ".join(sentence for sentence in sentences if sentence)


def _released(document: Document) -> Iterator[Released]:
    for slide in document.slides:
        yield from slide.traced
