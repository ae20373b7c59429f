"""The deck and the town pages of the emptiest and of the busiest region: nothing is empty, cut or oddly said."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import pytest
from pptx import Presentation

from rorf_data.answers.reader import Reader
from rorf_data.charts import kits_by_town_bars, trend_lines
from rorf_data.exports.deck_pptx import to_deck_pptx
from rorf_data.exports.document import Document, Slide
from rorf_data.intake.read import open_bytes
from rorf_data.maps import towns_map
from rorf_data.meetings.deck import MOST_LOTS, MOST_SLIDES
from rorf_data.meetings.empty import is_anything_drawn, without_empty_pictures
from rorf_data.meetings.town_pages import town_page
from rorf_data.meetings.whole_deck import whole_deck
from rorf_data.model import Audience, Period
from rorf_data.store.kept import Memory
from rorf_data.towns import gazetteer
from rorf_data.workplace import open_workplace
from tests.unit.meetings.conftest import TODAY, reader_of
from tests.unit.picture_frames import by_town, trend

OCTOBER: Final = Period.of_months(TODAY.replace(month=10), 1)
LONG: Final = "Northwest Corner Regional Volunteer Ambulance and Rescue Association Squad"
TOWNS: Final = ("Norfolk", "Cornwall", "Goshen", "Kent", "Litchfield", "North Canaan", "Salisbury", "Sharon", "Warren")
KITS: Final = "date,agency,town,kits,suspected_overdose"
CALLS: Final = "date,city,outcome,naloxone given,agency"
REQUESTS: Final = "received,town,kits,delivered on,closed on"
STOCK: Final = "Date,Movement,Storage location,To or from,Kits,Lot,Expiration,Signed by"
MONTHS: Final = [f"{2024 + month // 12}-{month % 12 + 1:02d}" for month in range(10, 34)]
Files = Mapping[str, list[str]]

REGIONS: Final[Mapping[str, Files]] = {
    "nothing at all": {},
    "kits and no call": {KITS: [f"{month}-03,Agency A,{town},1,no" for month in MONTHS for town in TOWNS[3:6]]},
    "one call alone": {CALLS: ["2026-10-09,Kent,nonfatal,yes,Agency A"]},
    "one kit at one call": {
        KITS: ["2026-10-05,Agency A,Kent,1,yes"], CALLS: ["2026-10-05,Kent,nonfatal,yes,Agency A"],
    },
    "requests alone": {REQUESTS: ["2026-09-01,Kent,1,2026-09-02,", "2026-10-05,Kent,1,,"]},
}  # fmt: skip
BUSIEST: Final[Files] = {
    KITS: [
        f"{month}-{2 + turn:02d},{LONG} of {town},{town},{turn + 1},yes"
        for month in MONTHS for town in TOWNS for turn in range(3)
    ],
    CALLS: [
        f"{month}-{2 + turn:02d},{town},{'fatal' if turn == 3 else 'nonfatal'},yes,{LONG}"
        for month in MONTHS for town in TOWNS for turn in range(4)
    ],
    REQUESTS: [f"{month}-{2 + turn:02d},{town},1,," for month in MONTHS[-5:] for town in TOWNS for turn in range(4)],
    STOCK: [
        f"2026-{month:02d}-05,received,Storeroom {store} of the {LONG},State,40,LOT{month}{store},2028-{month:02d},x"
        for month in range(1, 10) for store in range(6)
    ],
}  # fmt: skip
_SOURCES: Final = {KITS: "kit-log", CALLS: "calls", REQUESTS: "request-form", STOCK: "stock"}
_ODD: Final = re.compile(
    r"\b1 (kits|requests|calls|overdose calls|months|days|decisions)\b|\b0 (kit|request|overdose|a year)|\bnan\b|None"
    r"|<NA>|  |\.\.|\b(no|[02-9]|\d\d+) \w+s (was|is)\b"
)


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Reader]]:
    """Who asks in each of the regions."""
    opened, found = [], {}
    for name, files in {**REGIONS, "the busiest": BUSIEST}.items():
        folder = tmp_path_factory.mktemp("region")
        work = open_workplace({"RORF_DATA_DIR": str(folder)}, folder)
        opened.append(work)
        for heading, rows in files.items():
            file = open_bytes("\n".join([heading, *rows, ""]).encode(), f"{_SOURCES[heading]}.csv")
            report = work.load(file, work.recognise(file, source=_SOURCES[heading]), loaded_by="a test")
            assert report.new == len(rows)
        found[name] = replace(reader_of(work), memory=Memory())
    yield found
    for work in opened:
        work.engine.dispose()


@pytest.fixture(scope="module")
def decks(readers: dict[str, Reader]) -> dict[str, Document]:
    """The shared deck of each region that is nearly empty, and the internal one of the busiest."""
    return {
        name: whole_deck(reader, OCTOBER, audience=Audience.INTERNAL if name == "the busiest" else Audience.SHARED)
        for name, reader in readers.items()
    }


@pytest.fixture(scope="module")
def pages(readers: dict[str, Reader]) -> dict[str, list[Document]]:
    """The shared pages of Kent and of Warren, in which hardly anything happened, of each region but the busiest."""
    codes = [gazetteer.code_of(town) for town in ("Kent", "Warren")]
    return {name: [town_page(readers[name], code, OCTOBER) for code in codes] for name in REGIONS}


@pytest.fixture(scope="module")
def slides(decks: dict[str, Document], pages: dict[str, list[Document]]) -> list[tuple[str, Slide]]:
    """Every slide and every page with the name of its region."""
    every = list(decks.items())
    every += [(name, page) for name, own in pages.items() for page in own]
    return [(name, slide) for name, document in every for slide in document.slides]


def test_a_deck_has_eight_to_twelve_slides(decks: dict[str, Document]) -> None:
    """Whatever is on record."""
    assert {name: 8 <= len(deck.slides) <= MOST_SLIDES for name, deck in decks.items()} == dict.fromkeys(decks, True)


def test_no_heading_stands_alone_and_nothing_is_said_twice(slides: list[tuple[str, Slide]]) -> None:
    """Below each title stand words, a picture or a table; beside it stands what is spoken."""
    for name, slide in slides:
        assert slide.sentences or slide.pictures or slide.tables, (name, slide.title)
        assert slide.spoken, (name, slide.title)
        said = [slide.title, *slide.sentences]
        assert len(said) == len({*said}), (name, slide.title)


def test_no_picture_and_no_table_is_empty(slides: list[tuple[str, Slide]]) -> None:
    """A chart of noughts alone counts as empty."""
    for name, slide in slides:
        assert all(is_anything_drawn(picture) for picture in slide.pictures), (name, slide.title)
        assert not any(table.frame.empty for table in slide.tables), (name, slide.title)


def test_none_and_one_read_like_english(slides: list[tuple[str, Slide]]) -> None:
    """No “1 kits”, no “0 a year before”, no “no kits was”, and nothing of the machine."""
    for name, slide in slides:
        for said in (slide.title, *slide.sentences, *slide.spoken):
            assert not _ODD.search(said), (name, said)


def test_each_shared_town_page_says_what_is_hidden(pages: dict[str, list[Document]]) -> None:
    """Also where nothing is, since nobody may read a page otherwise for that."""
    assert all(len(page.protections) == 1 for own in pages.values() for page in own)


def test_each_slide_and_page_can_be_traced(slides: list[tuple[str, Slide]]) -> None:
    """Also those in words alone; only the opening and the limits have no figure of their own."""
    bare = {slide.title for _, slide in slides if not slide.traced}

    assert bare == {"Monthly meeting: October 2026", "About these numbers"}


def test_where_nothing_happened_the_two_towns_read_alike(pages: dict[str, list[Document]]) -> None:
    """One call in Kent and none in Warren: the two pages don't say where it was."""
    kent, warren = (page.slides[0].sentences for page in pages["one call alone"])

    assert [said.replace("Kent", "Warren") for said in kent] == [*warren]


def test_many_lots_are_told_by_store(decks: dict[str, Document], readers: dict[str, Reader]) -> None:
    """Bars for each of 54 lots could not be read; the slide says as of which day."""
    stock = next(slide for slide in decks["the busiest"].slides if "on hand" in slide.title)

    assert len(BUSIEST[STOCK]) > MOST_LOTS
    assert not stock.pictures
    assert [table.about.title for table in stock.tables] == ["Kits on hand"]
    assert "As the stock ledger stood on 22 November 2026." in stock.sentences


def test_the_busiest_deck_lies_on_its_slides_in_letters_that_can_be_read(decks: dict[str, Document]) -> None:
    """Everything within the edges, no letters below 10 points, and INTERNAL on each slide."""
    made: Any = Presentation(io.BytesIO(to_deck_pptx(decks["the busiest"])))

    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0, shape.name
            assert shape.top >= 0, shape.name
            assert shape.left + shape.width <= made.slide_width + 1, shape.name
            assert shape.top + shape.height <= made.slide_height + 1, shape.name
        texts = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
        cells = [cell.text_frame for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()]
        runs = [run for text in (*texts, *cells) for line in text.paragraphs for run in line.runs]
        assert all(run.font.size is None or run.font.size.pt >= 10 for run in runs)
        assert any("INTERNAL" in text.text for text in texts)


def test_a_picture_of_noughts_gives_way_to_a_sentence() -> None:
    """Lines, bars and a map on which every number is 0, or for which there is no record; one kit is enough for each."""
    kits = "“Kits left” and “Kits left by town” are not drawn"
    for numbers, count, said in (
        ([0, 0, None], 0, (f"{kits}: every number on record for them is 0.",)),
        ([None, None, None], 0, (f"{kits}: no number is on record for them.",)),
        ([0, 1, None], 3, ()),
    ):
        months, towns = trend({"All chosen towns": numbers}), by_town(total_kits=numbers)
        full = Slide(
            "Kits",
            pictures=(
                trend_lines(months, value="total_kits", is_rolling=False),
                kits_by_town_bars(towns),
                towns_map(towns, shading=None, symbols="total_kits", look="light"),
            ),
        )
        left = without_empty_pictures(full)
        assert len(left.pictures) == count
        assert left.sentences == said
        assert left.frames == full.frames
