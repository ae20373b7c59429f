"""A document as a presentation, read back with python-pptx."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from rorf_data.charts import kits_by_town_bars, trend_lines
from rorf_data.disclosure.release import Released
from rorf_data.errors import ExportRefused
from rorf_data.exports.check_code import check_code
from rorf_data.exports.deck_ground import WORDS_LAYOUT
from rorf_data.exports.deck_pptx import INTERNAL, to_deck_pptx
from rorf_data.exports.document import Document, Slide
from rorf_data.exports.fitting import width_of
from rorf_data.maps import towns_map
from rorf_data.model import Audience
from tests.unit.picture_frames import by_town, released, trend

INCH = 914_400
TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}


def document(*slides: Slide, audience: Audience = Audience.SHARED, is_sample: bool = False) -> Document:
    """An opening and these slides."""
    opening = Slide("Monthly meeting: March 2026", ("The programme", "As of 2 April 2026"))
    return Document(
        title="The programme: March 2026",
        programme="The programme",
        period="March 2026",
        towns="All 11 member towns",
        as_of=date(2026, 4, 2),
        data_version=7,
        audience=audience,
        is_sample=is_sample,
        slides=(opening, *slides),
        facts=(("Meeting", "number 3"),),
    )


def people(count: int) -> Released:
    """A table of many rows."""
    return released(
        {"town": [f"Town {number}" for number in range(count)], "total_kits": [*range(count)]}, title="A long list"
    )


def full_document() -> Document:
    """A slide of each kind."""
    kits, months = by_town(total_kits=[3, 9, 0]), trend({"All chosen towns": [4, None, 8]})
    return document(
        Slide(
            "A line", ("One sentence.",), (trend_lines(months, value="total_kits", is_rolling=False),), (), ("Said.",)
        ),
        Slide(
            "A map and bars",
            (),
            (towns_map(kits, shading=None, symbols="total_kits", look="light"), kits_by_town_bars(kits)),
        ),
        Slide("A picture and a table", ("First.", "Second."), (kits_by_town_bars(kits),), (kits,)),
        Slide("A table that is too long", (), (), (people(40),)),
        Slide("Words alone", tuple(f"Sentence {number} of some length, so that lines break." for number in range(9))),
    )


def opened(content: bytes) -> Any:
    """The presentation as it is read."""
    return Presentation(io.BytesIO(content))


@pytest.fixture(scope="module")
def deck() -> Any:
    """The full document, written and read."""
    return opened(to_deck_pptx(full_document()))


def texts(slide: Any) -> str:
    """Everything that is written on a slide, tables too."""
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    found += [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def boxes(slide: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """Name and left, top, right and lower edge of everything on a slide, in inches."""
    for shape in slide.shapes:
        left, top = shape.left / INCH, shape.top / INCH
        yield shape.name, left, top, left + shape.width / INCH, top + shape.height / INCH


def test_each_slide_has_its_title_in_a_place_for_titles(deck: Any) -> None:
    """No heading is a mere box, and none is empty."""
    wanted = [slide.title for slide in full_document().slides]

    assert [slide.shapes.title.text_frame.text for slide in deck.slides] == wanted
    assert all(slide.shapes.title.placeholder_format.type in TITLES for slide in deck.slides)


def test_no_place_of_a_slide_is_left_empty(deck: Any) -> None:
    """An empty place would ask the speaker to click and add text."""
    for slide in deck.slides:
        assert all(place.text_frame.text.strip() for place in slide.placeholders)


def test_it_is_sixteen_to_nine_with_three_layouts_and_no_hidden_slide(deck: Any) -> None:
    """Nothing is left of the presentation that it was made from."""
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    assert [layout.name for layout in deck.slide_layouts] == ["Title", "Finding with picture", "Finding in words"]
    assert all(slide.element.get("show") is None for slide in deck.slides)


def test_everything_lies_on_its_slide_and_the_words_on_nothing_else(deck: Any) -> None:
    """Title, words, captions, tables, pictures and footer don't overlap."""
    for slide in deck.slides:
        found = list(boxes(slide))
        for _, left, top, right, bottom in found:
            assert left >= 0
            assert top >= 0
            assert right <= 13.34
            assert bottom <= 7.5
        apart = [box for box in found if re.match("Title|Content|Text Pl|What|Table|More|Footer|Slide N", box[0])]
        for place, one in enumerate(apart):
            for other in apart[place + 1 :]:
                is_beside = one[3] <= other[1] + 0.01 or other[3] <= one[1] + 0.01
                assert is_beside or one[4] <= other[2] + 0.01 or other[4] <= one[2] + 0.01, (one, other)


def test_a_chart_can_be_edited_and_holds_the_numbers_of_its_frame(deck: Any) -> None:
    """The series' values are the frame's, and what has no record is empty, not 0."""
    chart = next(shape.chart for shape in deck.slides[1].shapes if shape.has_chart)

    assert [list(series.values) for series in chart.plots[0].series][0] == [4, None, 8]
    assert list(chart.plots[0].categories)[0].startswith("Jan")


def test_a_map_has_a_shape_for_each_town(deck: Any) -> None:
    """The towns are native shapes in one group that says what it is."""
    group = next(shape for shape in deck.slides[2].shapes if shape.shape_type == 6)

    assert "map of 3 towns" in group._element.nvGrpSpPr.cNvPr.get("descr")
    assert {"Kent", "Litchfield", "Warren"} <= {shape.name.partition(":")[0] for shape in group.shapes}


def test_a_table_has_headings_rows_and_words_for_those_who_cannot_see_it(deck: Any) -> None:
    """The first row is one of headings."""
    frame = next(shape for shape in deck.slides[3].shapes if shape.has_table)

    assert frame.table.first_row
    assert [cell.text for cell in frame.table.rows[0].cells] == ["Town", "Kits left"]
    assert [[cell.text for cell in row.cells] for row in list(frame.table.rows)[1:]] == [
        ["Kent", "3"], ["Litchfield", "9"], ["Warren", "0"],
    ]  # fmt: skip
    assert "table of 3 rows" in frame._element.nvGraphicFramePr.cNvPr.get("descr")


def test_a_long_table_is_cut_and_says_so(deck: Any) -> None:
    """What is left out is counted."""
    frame = next(shape for shape in deck.slides[4].shapes if shape.has_table)
    shown = len(frame.table.rows) - 1

    assert 10 < shown < 40
    assert f"… and {40 - shown} more rows; the web page holds them all." in texts(deck.slides[4])
    assert f"of which the first {shown} are shown" in frame._element.nvGraphicFramePr.cNvPr.get("descr")


def test_two_tables_share_a_slide_and_no_word_is_broken() -> None:
    """The one with more columns gets more room; its letters are as small as its longest words need."""
    kits = by_town(total_kits=[3, 9, 0])
    many = by_town(**{name: [1, 2, 3] for name in ("total_kits", "total_calls", "total_requests", "requests_waiting")})
    slide = opened(to_deck_pptx(document(Slide("Two tables", tables=(kits, many))))).slides[1]

    narrow, wide = (shape for shape in slide.shapes if shape.has_table)
    assert narrow.width < wide.width
    for shape in (narrow, wide):
        for column, place in zip(shape.table.columns, range(99), strict=False):
            for row in shape.table.rows:
                letters = row.cells[place].text_frame.paragraphs[0].runs[0].font
                for word in row.cells[place].text.split():
                    room = (column.width - row.cells[place].margin_left - row.cells[place].margin_right) / INCH
                    assert width_of(word, letters.size.pt, is_bold=letters.bold) <= room + 0.001


def test_a_hidden_cell_reads_hidden() -> None:
    """Neither 0 nor empty."""
    full = by_town(total_kits=[3, 9, 0])
    frame, hidden = full.frame.copy(), full.hidden.copy()
    frame.loc[0, "total_kits"], hidden.loc[0, "total_kits"] = None, True
    own = replace(full, frame=frame, hidden=hidden, about=replace(full.about, protection="Small numbers are hidden."))

    slide = opened(to_deck_pptx(document(Slide("A table", tables=(own,))))).slides[1]

    table = next(shape for shape in slide.shapes if shape.has_table).table
    assert [row.cells[1].text for row in table.rows] == ["Kits left", "hidden", "9", "0"]
    assert "Small numbers are hidden." in texts(slide)
    assert "Small numbers are hidden." in slide.notes_slide.notes_text_frame.text


def test_the_notes_hold_what_is_said_and_where_the_numbers_come_from(deck: Any) -> None:
    """Source, day and check code of every frame of the slide."""
    notes = deck.slides[1].notes_slide.notes_text_frame.text

    assert notes.startswith("Said.")
    assert "Source: kit-log" in notes
    assert "As of: 2026-04-02" in notes
    for slide, own in zip(deck.slides, full_document().slides, strict=True):
        for one in own.released:
            assert check_code(one) in slide.notes_slide.notes_text_frame.text
            assert check_code(one) in deck.core_properties.keywords


def test_an_internal_deck_says_so_on_every_slide() -> None:
    """As does invented data; a shared deck doesn't."""
    kits = by_town(total_kits=[1, 2])
    inside = opened(to_deck_pptx(document(Slide("Kits", tables=(kits,)), audience=Audience.INTERNAL, is_sample=True)))
    outside = opened(to_deck_pptx(document(Slide("Kits", tables=(kits,)))))

    assert all(INTERNAL in texts(slide) and "Invented sample data." in texts(slide) for slide in inside.slides)
    assert INTERNAL in inside.core_properties.comments
    assert not any("INTERNAL" in texts(slide) or "nvented" in texts(slide) for slide in outside.slides)


def test_each_slide_has_its_day_number_and_language(deck: Any) -> None:
    """The number is a field, so that it stays right when slides are moved."""
    for slide in deck.slides:
        assert "As of 2 April 2026." in texts(slide)
        assert slide.element.xpath(".//a:fld[@type='slidenum']")
        places = slide.element.xpath(".//p:sp//a:rPr | .//a:tbl//a:rPr")
        assert places
        assert {place.get("lang") for place in places} == {"en-US"}


def test_no_two_shapes_of_a_slide_have_one_number(deck: Any) -> None:
    """PowerPoint would ask to repair the file."""
    for slide in deck.slides:
        numbers = slide.element.xpath("//p:cNvPr/@id")
        assert len(numbers) == len(set(numbers))


def test_the_same_document_gives_the_same_bytes() -> None:
    """Nothing in the file is of the moment or the machine."""
    first, second = to_deck_pptx(full_document()), to_deck_pptx(full_document())

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        names = archive.namelist()
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 4, 2)}
        written = b"".join(archive.read(name) for name in names if name.endswith((".xml", ".rels")))
    assert not [name for name in names if "thumbnail" in name or "printerSettings" in name]
    assert len(names) == len(set(names))
    for trace in (b"/home/", b"/tmp/", b"/work/", b"Steve", b"python-pptx", b"Macintosh"):
        assert trace not in written


def test_a_long_name_fits_into_the_properties_whole() -> None:
    """A programme's name, many towns and many check codes take more than 255 letters together."""
    long = replace(full_document(), programme="A programme with a long name " * 9, towns="Kent, Sharon and Warren " * 9)

    told = opened(to_deck_pptx(long)).core_properties

    assert long.programme in told.comments
    assert long.towns in told.subject


def test_what_is_for_the_screen_only_is_refused() -> None:
    """As in every file."""
    kits = by_town(total_kits=[1, 2])
    screen = replace(kits, about=replace(kits.about, is_for_screen_only=True))

    with pytest.raises(ExportRefused, match="on the screen only"):
        to_deck_pptx(document(Slide("Kits", tables=(screen,))))


def test_a_first_page_in_words_that_tell_of_figures_is_no_title_page() -> None:
    """A town of which nothing can be drawn has a page like the others, with its foot."""
    kits = by_town(total_kits=[0])
    page = replace(document(), slides=(Slide("Kent: no kits", ("None.",), told=(kits,)),))

    [slide] = opened(to_deck_pptx(page)).slides
    assert slide.slide_layout.name == WORDS_LAYOUT
