"""A document as one web page, read back with the parser of the standard library."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from rorf_data.charts import kits_by_town_bars, trend_lines
from rorf_data.disclosure.release import Released
from rorf_data.errors import ExportRefused
from rorf_data.exports.check_code import check_code
from rorf_data.exports.document import Document, Slide
from rorf_data.exports.found_in_files import find_in_file
from rorf_data.exports.web import to_html
from rorf_data.exports.web_style import style_sheet
from rorf_data.exports.written import written_table
from rorf_data.maps import towns_map
from rorf_data.model import Audience
from tests.unit.exports.web_reading import Element, Read, read
from tests.unit.picture_frames import by_town, released, trend

MARKUP = "<script src=\"http://example.org/a.js\"></script> & “more” 'than' one </style>"
PROTECTION = "Small numbers are hidden."


def document(
    *slides: Slide, audience: Audience = Audience.SHARED, is_sample: bool = False, title: str = ""
) -> Document:
    """These slides of a programme."""
    return Document(
        title=title or "The programme: March 2026",
        programme="The programme",
        period="March 2026",
        towns="All 11 member towns",
        as_of=date(2026, 4, 2),
        data_version=7,
        audience=audience,
        is_sample=is_sample,
        slides=slides,
        facts=(("Meeting", "number 3"),),
    )


def with_hidden() -> Released:
    """A table of three towns, in which the second number is hidden and the third is missing."""
    own = released({"town": ["Kent", "Litchfield", "Warren"], "total_kits": [12, None, None]}, title="Kits by town")
    hidden = own.frame.isna() & False
    hidden.loc[1, "total_kits"] = True
    return replace(own, hidden=hidden, about=replace(own.about, protection=PROTECTION))


def full_document(audience: Audience = Audience.SHARED, *, is_sample: bool = False) -> Document:
    """A slide of each kind."""
    kits, months = by_town(total_kits=[3, 9, 0]), trend({"All chosen towns": [4, None, 8]})
    return document(
        Slide("Opening", ("The programme", "As of 2 April 2026")),
        Slide(
            "A line", ("One sentence.",), (trend_lines(months, value="total_kits", is_rolling=False),), (), ("Said.",)
        ),
        Slide(
            "A map and bars",
            (),
            (towns_map(kits, shading=None, symbols="total_kits", look="light"), kits_by_town_bars(kits)),
        ),
        Slide("A table", ("First.", "Second."), (), (with_hidden(),)),
        audience=audience,
        is_sample=is_sample,
    )


@pytest.fixture(scope="module")
def whole() -> bytes:
    """The page of the full document."""
    return to_html(full_document())


@pytest.fixture(scope="module")
def page(whole: bytes) -> Read:
    """The same, read."""
    return read(whole)


def test_headings_stand_in_order_and_the_contents_lead_to_each(page: Read) -> None:
    """The first slide is the title; then the contents, and each other slide; every entry leads to a place."""
    sections = ["A line", "A map and bars", "A table", "Where these numbers come from"]

    headings = [(element.tag, element.words) for element in page.all("h1", "h2", "h3", "h4")]
    assert headings == [("h1", "Opening"), ("h2", "Contents"), *(("h2", one) for one in sections)]
    entries = [element for element in page.all("a") if "nav" in element.within]
    assert [entry.words for entry in entries] == sections
    places = [element.facts["id"] for element in page.all("section", "main")]
    assert {element.facts["href"].removeprefix("#") for element in page.all("a")} == {*places}


def test_every_sentence_and_every_spoken_word_is_there(page: Read) -> None:
    """Sentences stand openly; what is spoken opens at a click."""
    said = page.words_of("p", "li")
    assert {"One sentence.", "First.", "Second."} <= {*said}
    assert any("The programme" in one and "As of 2 April 2026" in one for one in said)

    spoken = [element for element in page.all("p") if element.words == "Said."]
    assert ["details" in element.within for element in spoken] == [True]


def test_every_cell_is_there_with_its_headings(page: Read) -> None:
    """A hidden number reads “hidden”, one that is missing a dash; column and row are headings of their cells."""
    table = written_table(with_hidden())

    assert "Kits by town" in page.words_of("caption")
    cells = [element for element in page.all("th", "td") if not {"details"} & {*element.within}]
    assert [cell.words for cell in cells] == [*table.headings, *(cell.text for row in table.rows for cell in row)]
    assert [cell.facts.get("scope") for cell in cells] == ["col", "col", *("row", None) * 3]
    assert [cell.words for cell in cells if "hidden" in cell.facts.get("class", "")] == ["hidden"]
    assert [one.words for one in page.all("p") if one.within[-1] == "section"].count(PROTECTION) == 1
    assert [cell.words for cell in cells if "empty" in cell.facts.get("class", "")] == ["–"]


def test_every_picture_has_words_and_its_numbers(page: Read) -> None:
    """The words of a picture are its label; either drawing is silent; its numbers stand in a table that opens."""
    slides = full_document().slides
    alts = [picture.alt for slide in slides for picture in slide.pictures]

    assert all(alts)
    assert [one.facts["aria-label"] for one in page.all("div") if one.facts.get("role") == "img"] == alts
    drawings = [one.facts for one in page.all("div") if one.facts.get("class") in ("wide", "narrow")]
    assert [one["aria-hidden"] for one in drawings] == ["true"] * 2 * len(alts)
    outer = [one for one in page.all("svg") if one.within[-1] == "div"]
    assert len(outer) == 2 * len(alts)
    opened = [one.words for one in page.all("summary") if one.words.startswith("The numbers of")]
    assert len(opened) == 2, "map and bars are of one frame, whose table stands there once"


def test_no_name_stands_twice(page: Read) -> None:
    """Each drawing names its parts by itself, so that none borrows another's pattern."""
    names = [element.facts["id"] for element in page.elements if "id" in element.facts]
    assert len(names) == len({*names})


def test_nothing_is_loaded_and_nothing_runs(whole: bytes, page: Read) -> None:
    """No script, no address that a browser would follow, and a rule that forbids both."""
    assert b"<script" not in whole.lower()
    assert not re.search(rb"\son\w+\s*=", whole)
    assert [address for address in page.loaded() if not address.startswith("data:")] == []
    assert not re.search(rb"@import|url\(\s*['\"]?(?!#|data:)[^)]", whole)
    [policy] = [one for one in page.all("meta") if "http-equiv" in one.facts]
    assert policy.facts["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_the_page_says_its_language_its_width_and_where_the_figures_begin(page: Read) -> None:
    """What a screen reader, a phone and the keyboard need first."""
    assert page.all("html")[0].facts["lang"] == "en-US"
    assert {"width=device-width, initial-scale=1"} <= {one.facts.get("content", "") for one in page.all("meta")}
    assert [one.facts["href"] for one in page.all("a")][0] == "#main"


def test_the_same_document_makes_the_same_bytes(whole: bytes) -> None:
    """Nothing in the file is drawn by lot or read off a clock."""
    assert to_html(full_document()) == whole


def test_its_check_codes_are_found(whole: bytes) -> None:
    """Verifying reads the code of every frame with the facts by which it can ask again."""
    form, found = find_in_file(whole, "deck.html")

    frames = [one for slide in full_document().slides for one in slide.released]
    assert form == "html"
    assert {one.check_code for one in found} == {check_code(one) for one in frames}
    assert all({"Title", "Period", "Source", "Data version", "Audience"} <= {*one.facts} for one in found)


def test_facts_of_all_figures_stand_at_the_end(page: Read) -> None:
    """What protects the numbers, the day, the version and the meeting are told."""
    told = dict(zip(page.words_of("dt"), page.words_of("dd"), strict=True))

    assert told["Meeting"] == "number 3"
    assert told["As of"] == "2 April 2026, data version 7"
    assert PROTECTION in told["Protection"]
    assert any(PROTECTION in element.words for element in page.all("p") if "header" in element.within)


def test_an_internal_page_says_so_in_every_section() -> None:
    """At the top, in each section, at the foot, in the title of the window, and on every printed page."""
    page = read(to_html(full_document(Audience.INTERNAL)))

    marks = [one.within[-1] for one in page.all("p") if one.facts.get("class") == "mark"]
    assert marks == ["header", *["section"] * len(page.all("section")), "footer"]
    assert "INTERNAL" in page.words_of("title")[0]
    assert "INTERNAL" in page.words_of("style")[0]


def test_a_shared_page_has_no_such_mark(whole: bytes) -> None:
    """Only what is internal says the word."""
    assert b"INTERNAL" not in whole


def test_invented_data_are_marked_in_every_section() -> None:
    """The mark stands wherever a figure could be cut out."""
    page = read(to_html(full_document(is_sample=True)))

    marks = [one for one in page.all("p") if one.facts.get("class") == "mark" and "section" in one.within]
    assert len(marks) == len(page.all("section"))
    assert {one.words for one in marks} == {"These figures are invented sample data."}


def test_markup_in_texts_is_read_as_text() -> None:
    """Whatever somebody wrote, wherever it is shown, stands there sign for sign."""
    table = released({"town": [MARKUP], "total_kits": [5]}, title=MARKUP)
    made = to_html(document(Slide(MARKUP, (MARKUP,), (), (table,), (MARKUP,)), title=MARKUP))
    page = read(made)

    assert b"<script" not in made
    holding: list[Element] = [one for one in page.all("h1", "h2", "p", "caption", "th", "title") if MARKUP in one.words]
    assert {one.tag for one in holding} == {"h1", "h2", "p", "caption", "th", "title"}


def test_no_text_can_end_the_style_sheet() -> None:
    """What stands on every printed page is written so that it stays inside its quotes."""
    made = style_sheet(head='"; } </style>\\', foot="")
    assert "</style" not in made
    assert '@top-center { content: "\\000022\\00003B \\00007D ' in made


def test_what_is_for_the_screen_only_is_refused() -> None:
    """A frame that may not leave does not, and nothing is made of the rest."""
    table = with_hidden()
    screen = replace(table, about=replace(table.about, is_for_screen_only=True))
    with pytest.raises(ExportRefused):
        to_html(document(Slide("A table", (), (), (screen,))))
