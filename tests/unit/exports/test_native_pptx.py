"""A slide with a native chart or map: its numbers are the frame's, in the chart, in its workbook and in its words."""

from __future__ import annotations

import getpass
import io
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from rorf_data.charts import kits_by_town_bars
from rorf_data.charts.canvas import HIDDEN_NAME, PARTS_HIDDEN_NAME
from rorf_data.errors import ExportRefused
from rorf_data.exports.native_pptx import to_pptx
from rorf_data.exports.native_shapes import HIDDEN_LOOK
from rorf_data.exports.plain_chart import plain_charts
from rorf_data.model import Audience
from tests.unit.exports.every_chart import HIDDEN, LITTLE, a_map, for_screen, without
from tests.unit.exports.office import convert, has_colour, pages, pictures, text
from tests.unit.picture_frames import by_town, emptied, released


@cache
def file_of(name: str) -> bytes:
    """The slide of a picture of this name, with little or with something hidden."""
    return to_pptx(a_map() if name == "map" else (LITTLE.get(name) or HIDDEN[name])())


def slide_of(written: bytes) -> Any:
    """The one slide of the file."""
    (slide,) = Presentation(io.BytesIO(written)).slides
    return slide


def charts_of(slide: Any) -> list[Any]:
    """The shapes that hold charts."""
    return [shape for shape in slide.shapes if shape.has_chart]


def words_of(slide: Any) -> str:
    """All that is written on the slide, in groups and tables too."""
    return " ".join(re.findall(r"<a:t>([^<]*)</a:t>", _xml(slide)))


def described(slide: Any) -> dict[str, str]:
    """The names of the shapes with their words for those who can't see them."""
    found = slide.shapes._spTree.xpath(".//p:cNvPr")
    return {one.get("name"): one.get("descr") for one in found if one.get("descr")}


def workbook_values(shape: Any) -> list[Any]:
    """Every cell of the workbook in a chart."""
    blob = shape.chart.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).worksheets[0]
    return [cell.value for row in sheet.iter_rows() for cell in row]


def _xml(slide: Any) -> str:
    """The slide as it is written down."""
    return str(slide.shapes._spTree.xml)


CATEGORIES = [name for name in LITTLE if plain_charts(LITTLE[name]())[0].kind in ("bars", "lines")]


@pytest.mark.parametrize("name", CATEGORIES)
def test_each_series_has_the_numbers_of_the_frame(name: str) -> None:
    """In order, gap for gap, in the chart and in the workbook inside it."""
    chart = LITTLE[name]()
    shapes = charts_of(slide_of(file_of(name)))
    plains = plain_charts(chart)

    assert len(shapes) == len(plains)
    for shape, plain in zip(shapes, plains, strict=True):
        drawn = sorted((s for plot in shape.chart.plots for s in plot.series), key=lambda s: s._element.idx.val)
        assert [(s.name, tuple(s.values)) for s in drawn][: len(plain.series)] == [
            (series.name, series.values) for series in plain.series
        ]
        held = [value for value in workbook_values(shape) if isinstance(value, int | float)]
        assert sorted(held) == pytest.approx(sorted(v for s in drawn for v in s.values if v is not None))


@pytest.mark.parametrize("name", [name for name in LITTLE if name not in CATEGORIES and name != "reports_by_agency"])
def test_each_point_is_there(name: str) -> None:
    """What has numbers across and upwards keeps both."""
    chart = LITTLE[name]()
    (shape,) = charts_of(slide_of(file_of(name)))
    (plain,) = plain_charts(chart)

    drawn = {(s.name, len(tuple(s.values))): tuple(s.values) for s in shape.chart.plots[0].series}
    for series in plain.series:
        if series.form == "points":
            assert drawn[series.name, len(series.values)] == series.values
        assert {v for v in series.values if v is not None} <= {v for values in drawn.values() for v in values}


@pytest.mark.parametrize("name", LITTLE)
def test_the_chart_says_what_it_shows(name: str) -> None:
    """Its alt text is the chart's, its title stands in the title's place, and the facts are in the notes."""
    chart = LITTLE[name]()
    slide = slide_of(file_of(name))

    assert chart.alt in described(slide).values()
    assert slide.shapes.title.text_frame.text == chart.title
    assert "As of: 2026-04-02" in slide.notes_slide.notes_text_frame.text
    assert chart.alt in slide.notes_slide.notes_text_frame.text
    assert "January 2026 to March 2026" in words_of(slide)


@pytest.mark.parametrize("name", [*LITTLE, "map"])
def test_the_same_picture_is_the_same_file(name: str) -> None:
    """Byte for byte, with the day of the data as the only date."""
    first, second = file_of(name), to_pptx(a_map() if name == "map" else LITTLE[name]())

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(2026, 4, 2, 0, 0, 0)}
    properties = Presentation(io.BytesIO(first)).core_properties
    assert f"{properties.created:%Y-%m-%d} {properties.modified:%Y-%m-%d}" == "2026-04-02 2026-04-02"
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert "Check code: " in properties.comments


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_hidden_is_nowhere_in_the_file(name: str) -> None:
    """Not in the chart, its workbook, the words or the notes; it isn't 0; its place is hatched and explained."""
    chart = HIDDEN[name]()
    slide = slide_of(file_of(name))

    for shape, plain in zip(charts_of(slide), plain_charts(chart), strict=True):
        drawn = sorted((s for plot in shape.chart.plots for s in plot.series), key=lambda s: s._element.idx.val)
        for one, series in zip(drawn, plain.series, strict=False):
            assert all(one.values[place] is None for place, is_away in enumerate(series.hidden) if is_away)
        assert 41 not in workbook_values(shape)
    assert not re.search(r"\b41\b", words_of(slide) + slide.notes_slide.notes_text_frame.text)
    assert "Counts of 1 to 5 are hidden" in words_of(slide)
    names = [str(s.name) for shape in charts_of(slide) for plot in shape.chart.plots for s in plot.series]
    assert {HIDDEN_NAME, PARTS_HIDDEN_NAME} & {*names, *re.findall(r"<a:t>([^<]*)</a:t>", _xml(slide))}


def test_hidden_and_without_record_lie_on_grounds_of_their_own() -> None:
    """Two hatches, each over its own place, each in the key."""
    slide = slide_of(to_pptx(HIDDEN["towns"]()))
    grounds = {shape.name: shape for shape in slide.shapes if shape.name.endswith(": ground")}

    assert set(grounds) == {"Hidden: ground", "No record: ground"}
    patterns = {name: re.findall(r'prst="(\w+)"', str(_fill(shape))) for name, shape in grounds.items()}
    assert patterns["Hidden: ground"] != patterns["No record: ground"]


def test_a_provisional_month_lies_on_a_ground_that_reads_in_grey() -> None:
    """A tint without lines, since lines stand for what is hidden or has no record; dark enough for a grey print."""
    slide = slide_of(to_pptx(LITTLE["calls_by_month_bars"]()))
    (ground,) = [shape for shape in slide.shapes if shape.name == "Provisional: ground"]
    red, green, blue = ground.fill.fore_color.rgb

    assert "pattFill" not in ground._element.xml
    assert 0.299 * red + 0.587 * green + 0.114 * blue < 230


def test_hidden_parts_of_a_bar_look_otherwise_than_parts_not_recorded() -> None:
    """And just as the ground of what is hidden does."""
    (shape,) = charts_of(slide_of(file_of("parts")))
    patterns = {
        str(one.name): re.findall(r'prst="(\w+)"', one._element.spPr.xml)[0]
        for plot in shape.chart.plots
        for one in plot.series
        if "pattFill" in one._element.spPr.xml
    }

    assert patterns[PARTS_HIDDEN_NAME] == HIDDEN_LOOK[1]
    assert len(set(patterns.values())) == len(patterns) > 1


def _fill(shape: Any) -> str:
    """The pattern that a shape is filled with."""
    (pattern,) = re.findall(r"<a:pattFill.*?</a:pattFill>", shape._element.xml, re.DOTALL)
    return str(pattern)


def test_a_file_for_staff_says_so_and_a_sample_too() -> None:
    """On the slide, in red, under the title."""
    shown = released({"town_code": ["40290"], "town": ["Kent"], "total_kits": [3]}, audience=Audience.INTERNAL,
                     is_sample=True)  # fmt: skip
    words = words_of(slide_of(to_pptx(kits_by_town_bars(shown))))

    assert "INTERNAL: not to be passed on outside the programme." in words
    assert "These figures are invented sample data." in words
    assert "INTERNAL" not in words_of(slide_of(to_pptx(LITTLE["kits_by_town_bars"]())))


def test_towns_are_native_shapes_under_their_names() -> None:
    """Each says its numbers; what is hidden is hatched otherwise than what has no record."""
    shown = without(by_town(total_kits=[4, 1, 0, None], kits_per_1000=[1.3, 0.1, 0.0, None]), total_kits=[1],
                    kits_per_1000=[1])  # fmt: skip
    town_map = a_map(shown)
    slide = slide_of(to_pptx(town_map))
    (group,) = [shape for shape in slide.shapes if shape.shape_type == 6]
    towns = {shape.name: shape for shape in group.shapes if shape._element.xpath(".//a:custGeom")}

    assert {"Kent", "Litchfield", "Warren", "Goshen"} <= set(towns)
    assert described(slide)[town_map.title] == town_map.alt
    assert described(slide)["Kent"].startswith("Kent: 4 kits")
    assert _fill(towns["Goshen"]) != _fill(towns["Litchfield"])
    assert "hidden" in described(slide)["Litchfield"]
    assert not re.search(r"\b0\.1\b", words_of(slide))


def test_a_name_is_never_a_formula() -> None:
    """Names come from files; in the workbook inside the chart they stay text."""
    shown = released({"town_code": ["1", "2"], "town": ["=1+1", "@SUM(A1)"], "total_kits": [3, 4]})
    (shape,) = charts_of(slide_of(to_pptx(kits_by_town_bars(shown))))

    assert not [value for value in workbook_values(shape) if str(value).startswith(("=", "@", "+", "-"))]


def test_no_path_and_no_name_of_a_person_is_in_the_file() -> None:
    """Neither in the slide nor in anything packed with it; and no macro."""
    with zipfile.ZipFile(io.BytesIO(to_pptx(LITTLE["kits_by_town_bars"]()))) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist() if name.endswith((".xml", ".rels")))
        assert not [name for name in parts.namelist() if "vba" in name.lower()]
    for word in (b"/work/", b"/tmp/", b"/home/", f">{getpass.getuser()}<".encode(), b"Canny"):
        assert word not in everything


@pytest.mark.parametrize("name", LITTLE)
def test_nothing_to_draw_is_a_sentence_and_no_empty_chart(name: str) -> None:
    """The slide says what the page says, whatever the chart."""
    chart = LITTLE[name]()
    slide = slide_of(to_pptx(chart.redrawn(emptied(chart.released))))

    assert charts_of(slide) == []
    assert re.search("Nothing is on record|No kit is on hand|enough on record|Too few|No request", words_of(slide))


def test_all_hidden_is_not_nothing_on_record() -> None:
    """Where every number is hidden, the sentence says that and doesn't speak of records."""
    every = without(by_town(total_kits=[4, 1, 2]), total_kits=[0, 1, 2])
    slide = slide_of(to_pptx(kits_by_town_bars(every)))

    assert charts_of(slide) == []
    assert "Every number of this picture is hidden." in words_of(slide)
    assert "on record" not in words_of(slide)


def test_what_is_for_the_screen_only_is_refused() -> None:
    """As with every other file."""
    with pytest.raises(ExportRefused, match="on the screen only"):
        to_pptx(kits_by_town_bars(for_screen(by_town(total_kits=[4, 1]))))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every slide as LibreOffice prints it."""
    folder = tmp_path_factory.mktemp("slides")
    drawn = {f"{name.replace(' ', '_')}.pptx": file_of(name) for name in LITTLE}
    hidden = {f"hidden_{name}.pptx": file_of(name) for name in HIDDEN}
    return convert({**drawn, **hidden, "map.pptx": file_of("map")}, folder)


@pytest.mark.slow
@pytest.mark.xdist_group("office")
def test_libreoffice_opens_every_slide(opened: dict[str, Path]) -> None:
    """Each is one page with its title, its categories and its colours, and nothing that is hidden."""
    for name, make in LITTLE.items():
        pdf, chart = opened[f"{name.replace(' ', '_')}.pptx"], make()
        assert pages(pdf) == 1
        assert chart.title in text(pdf)
        (picture,) = pictures(pdf)
        for plain in plain_charts(chart):
            few = plain.categories if len(plain.categories) < 6 else ()
            assert not [word for one in few for word in one.split() if word not in text(pdf)]
            bars = [series for series in plain.series if series.form == "bar" and any(series.values)]
            seen = [has_colour(picture, series.colour) for series in bars if not series.hatch and not series.kinds]
            assert all(seen), name
    for name in HIDDEN:
        assert not re.search(r"\b41\b", text(opened[f"hidden_{name}.pptx"]))


@pytest.mark.slow
@pytest.mark.xdist_group("office")
def test_libreoffice_draws_the_map(opened: dict[str, Path]) -> None:
    """Towns, their numbers and the shades of the key."""
    pdf = opened["map.pptx"]

    assert pages(pdf) == 1
    assert all(word in text(pdf) for word in ("Kent", "Litchfield", "Goshen", "no record", "Kits per 1,000 residents"))
    assert has_colour(pictures(pdf)[0], "#93C0DD")
