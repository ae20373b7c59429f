"""A document as one web page in one file: it loads nothing, runs nothing, and reads on a phone, aloud and on paper.

Every picture is drawn twice, since one that is drawn for a wide window has letters of 5 points on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rorf_data.disclosure.release import Released
from rorf_data.exports.document import Document, Slide
from rorf_data.exports.drawn import drawn_svg
from rorf_data.exports.metadata import CHECK_CODE, facts_for_file
from rorf_data.exports.printed import Printed, PrintedPicture, PrintedTable, Section, printed
from rorf_data.exports.web_style import style_sheet
from rorf_data.exports.written import Cell, WrittenTable, written_table
from rorf_data.maps import TownMap

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_ABOUT = "Where these numbers come from"
_SIZES = {
    ("chart", "wide"): (8.4, 4.1),
    ("map", "wide"): (8.4, 5.3),
    ("chart", "narrow"): (3.6, 3.9),
    ("map", "narrow"): (3.6, 4.0),
}
"""Inches by inches; a window shows them at about their size, the wide ones a little larger."""


def to_html(document: Document) -> bytes:
    """The document as HTML in UTF-8, always the same bytes of the same document.

    Raises :class:`rorf_data.errors.ExportRefused` for what may not leave the screen.
    """
    page = printed(document)
    shown = document.slides[-len(page.sections) :]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en-US">',
            *_head(page),
            "<body>",
            '<a class="skip" href="#main">Skip to the figures</a>',
            *_opening(page),
            *_contents(page),
            '<main id="main" tabindex="-1">',
            *(line for number, slide in enumerate(shown) for line in _section(page, slide, number)),
            *_about(page, document),
            "</main>",
            *_foot(page),
            "</body>",
            "</html>",
            "",
        ]
    ).encode()


def _head(page: Printed) -> Iterator[str]:
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta name="description" content="{escape(f"{page.programme}. {page.covers}. {page.foot}.")}">'
    yield f'<meta name="keywords" content="{escape(", ".join(page.codes))}">'
    yield f"<title>{escape(' '.join([page.title, *page.marks]))}</title>"
    yield f"<style>{style_sheet(head=' '.join(page.marks), foot=page.foot)}</style>"
    yield "</head>"


def _opening(page: Printed) -> Iterator[str]:
    yield "<header>"
    yield f"<h1>{escape(page.heading)}</h1>"
    yield f"<p>{'<br>'.join(escape(said) for said in (*page.opening, page.foot))}</p>"
    yield from _marks(page)
    if page.protection:
        yield f'<p class="quiet">{escape(page.protection)}</p>'
    yield "</header>"


def _marks(page: Printed) -> Iterator[str]:
    yield from (f'<p class="mark">{escape(mark)}</p>' for mark in page.marks)


def _contents(page: Printed) -> Iterator[str]:
    """Where each section stands; a page of one section needs none."""
    if len(page.sections) < 2:
        return
    yield '<nav aria-labelledby="contents">'
    yield '<h2 id="contents">Contents</h2>'
    yield "<ol>"
    for number, section in enumerate(page.sections, start=1):
        yield f'<li><a href="#part-{number}">{escape(section.title)}</a></li>'
    yield f'<li><a href="#about">{_ABOUT}</a></li>'
    yield "</ol>"
    yield "</nav>"


def _section(page: Printed, slide: Slide, number: int) -> Iterator[str]:
    section, name = page.sections[number], f"part-{number + 1}"
    yield f'<section id="{name}">'
    yield from _marks(page)
    yield f"<h2>{escape(section.title)}</h2>"
    yield from _sentences(section)
    for place, picture in enumerate(section.pictures):
        yield from _picture(picture, section, prefix=f"{name}-{place}-")
        if not _is_told(slide.pictures[place].released, slide, place):
            yield from _numbers(picture, slide.pictures[place].released, section)
    for table, released in zip(section.tables, slide.tables, strict=True):
        yield from _table(table, table.title or section.title, released.about.protection)
    if section.spoken:
        yield from ["<details>", "<summary>Speaker notes</summary>"]
        yield from (f"<p>{escape(said)}</p>" for said in section.spoken)
        yield "</details>"
    yield "</section>"


def _sentences(section: Section) -> Iterator[str]:
    if len(section.sentences) == 1:
        yield f"<p>{escape(section.sentences[0])}</p>"
    elif section.sentences:
        tag = "ol" if section.is_counted else "ul"
        yield f'<{tag} class="said">'
        yield from (f"<li>{escape(sentence)}</li>" for sentence in section.sentences)
        yield f"</{tag}>"


def _picture(picture: PrintedPicture, section: Section, *, prefix: str) -> Iterator[str]:
    """The picture in both widths; its words stand for either, so neither is read aloud by itself."""
    kind = "map" if isinstance(picture.picture, TownMap) else "chart"
    yield "<figure>"
    yield f'<div class="card" role="img" aria-label="{escape(picture.alt or picture.title or section.title)}">'
    for look in ("wide", "narrow"):
        width, height = _SIZES[kind, look]
        drawn = drawn_svg(picture.picture, width_in=width, height_in=height, prefix=f"{prefix}{look}-")
        yield f'<div class="{look}" aria-hidden="true">{drawn}</div>'
    yield "</div>"
    yield "<figcaption>"
    if picture.title:
        yield f'<p class="title">{escape(picture.title)}</p>'
    if picture.caption:
        yield f'<p class="source">{escape(picture.caption)}</p>'
    yield "</figcaption>"
    yield "</figure>"


def _is_told(released: Released, slide: Slide, place: int) -> bool:
    """Whether the numbers of a picture stand in a table of the same section, or under the picture before it."""
    earlier = [picture.released for picture in slide.pictures[:place]]
    return any(other is released for other in (*slide.tables, *earlier))


def _numbers(picture: PrintedPicture, released: Released, section: Section) -> Iterator[str]:
    """What the picture shows as a table, for those who can't see it and those who want to look a number up."""
    table = PrintedTable(written_table(released), released.about.title, "", picture.code)
    yield from ["<details>", f"<summary>The numbers of “{escape(picture.title or section.title)}” as a table</summary>"]
    yield from _table(table, table.title, released.about.protection)
    yield "</details>"


def _table(printed_table: PrintedTable, title: str, protection: str) -> Iterator[str]:
    """A table that scrolls by itself where it is wider than the window, also with the keys."""
    table = printed_table.table
    yield f'<div class="scroll" role="group" tabindex="0" aria-label="{escape(f"Table: {title}")}">'
    yield "<table>"
    yield f"<caption>{escape(title)}</caption>"
    yield f"<thead><tr>{''.join(_headings(table))}</tr></thead>"
    yield "<tbody>"
    yield from (f"<tr>{''.join(_cells(row, table))}</tr>" for row in table.rows)
    yield "</tbody>"
    yield "</table>"
    yield "</div>"
    said = [printed_table.caption, protection if table.has("hidden") else ""]
    yield from (f'<p class="source">{escape(sentence)}</p>' for sentence in said if sentence)


def _headings(table: WrittenTable) -> Iterator[str]:
    for heading, right in zip(table.headings, table.is_number, strict=True):
        yield f'<th scope="col"{_class("number" if right else "")}>{escape(heading)}</th>'


def _cells(row: tuple[Cell, ...], table: WrittenTable) -> Iterator[str]:
    """The cells of one row, whose first names it."""
    for place, (cell, right) in enumerate(zip(row, table.is_number, strict=True)):
        yield _cell(cell, of_row=place == 0, right=right)


def _cell(cell: Cell, *, of_row: bool, right: bool) -> str:
    kinds = ["number" if right else "", cell.kind if cell.kind in ("hidden", "empty") else ""]
    tag, scope = ("th", ' scope="row"') if of_row else ("td", "")
    return f"<{tag}{scope}{_class(' '.join(kind for kind in kinds if kind))}>{escape(cell.text)}</{tag}>"


def _class(names: str) -> str:
    return f' class="{names}"' if names else ""


def _about(page: Printed, document: Document) -> Iterator[str]:
    yield '<section id="about">'
    yield from _marks(page)
    yield f"<h2>{_ABOUT}</h2>"
    yield "<dl>"
    for name, said in page.about:
        yield f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>"
    yield "</dl>"
    yield from _facts(document)
    yield "</section>"


def _facts(document: Document) -> Iterator[str]:
    """What verifying reads: the facts of every frame in lines of their own, each frame once."""
    every = [facts_for_file(released) for slide in document.slides for released in slide.traced]
    if not every:
        return
    yield from ["<details>", "<summary>The facts of every figure, by which this file is checked</summary>"]
    for facts in {facts[CHECK_CODE]: facts for facts in every}.values():
        yield '<ul class="facts">'
        yield from (f"<li>{escape(name)}: {escape(said)}</li>" for name, said in facts.items())
        yield "</ul>"
    yield "</details>"


def _foot(page: Printed) -> Iterator[str]:
    yield "<footer>"
    yield from _marks(page)
    yield f'<p class="quiet">{escape(page.programme)} · {escape(page.foot)}</p>'
    if page.protection:
        yield f'<p class="quiet">{escape(page.protection)}</p>'
    yield "</footer>"
