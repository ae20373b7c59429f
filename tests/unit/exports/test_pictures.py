"""Pictures for print are really drawn, carry their facts inside, and are refused in plain words where they can't be."""

from __future__ import annotations

import io
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import plotly.graph_objects as go
import plotly.io
import pytest
from PIL import Image

from rorf_data.charts import calls_by_month_bars, calls_by_town_bars, kits_by_town_bars, trend_lines
from rorf_data.errors import ExportRefused
from rorf_data.exports import Picture, to_png, to_svg
from rorf_data.exports.browser import PictureBrowser
from rorf_data.exports.check_code import check_code
from rorf_data.exports.page import MORE_INSIDE, SIZES, Size, lay_out
from rorf_data.maps import towns_map
from rorf_data.model import Audience
from tests.machine import missing
from tests.unit.picture_frames import by_month, by_town, released, trend

SVG = "{http://www.w3.org/2000/svg}"
KITS = kits_by_town_bars(by_town(total_kits=[4, 1, 0, None]))


def map_of_kits() -> Picture:
    """The town map of the same frame as the bars."""
    shown = by_town(total_kits=[4, 1, 0, None], kits_per_1000=[1.3, 0.1, 0.0, None])
    return towns_map(shown, shading="kits_per_1000", symbols="total_kits", look="dark")


def calls() -> Picture:
    """Two months of calls and one without record."""
    return calls_by_month_bars(
        by_month(
            total_calls=[3, 0, None],
            fatal_calls=[1, 0, None],
            nonfatal_calls=[2, 0, None],
            unknown_outcome_calls=[0, 0, None],
        )
    )


PICTURES: list[Callable[[], Picture]] = [
    lambda: KITS,
    map_of_kits,
    calls,
    lambda: trend_lines(trend({f"Town {i}": [i, None] for i in range(11)}), value="total_kits"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[PictureBrowser]:
    """One browser for the pictures of these tests; without Chromium they are skipped, in CI they fail."""
    programs = ("chromium", "chromium-browser", "google-chrome", "chrome")
    if not any(map(shutil.which, programs)) and not os.environ.get("BROWSER_PATH"):
        missing("no Chromium or Chrome is on this machine, so no picture can be drawn")
    kept = PictureBrowser()
    yield kept
    kept.stop()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "pixels"),
    [("page", (1950, None)), ("half", (975, None)), ("slide", (4000, 2250)), ("square", (1800, 1800))],
)
def test_a_png_has_print_size_and_its_facts(name: str, pixels: tuple[int, int | None], browser: PictureBrowser) -> None:
    """300 pixels to each inch of its size; facts and words are in the text fields, read by another program."""
    with Image.open(io.BytesIO(to_png(KITS, SIZES[name], browser=browser))) as image:
        image.load()
        texts = dict(image.text)  # type: ignore[attr-defined]  # Pillow gives text to PNG files only
        size, dots = image.size, image.info["dpi"]

    assert size == (pixels[0], pixels[1] or size[1])
    assert dots == pytest.approx((300, 300), abs=0.1)
    assert texts["Title"] == "Kits left by town"
    assert texts["Source"] == "kit-log"
    assert texts["As of"] == "2026-04-02"
    assert texts["Rows"] == "4"
    assert texts["Check code"] == check_code(KITS.released)
    assert texts["Description"] == KITS.alt


@pytest.mark.browser
@pytest.mark.parametrize("draw", PICTURES)
def test_an_svg_says_in_itself_what_it_shows(draw: Callable[[], Picture], browser: PictureBrowser) -> None:
    """Title, description and facts are in the file, and the title, the source and the date are in the drawing too."""
    picture = draw()
    root = ElementTree.fromstring(to_svg(picture, browser=browser))
    drawn = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))

    assert root.findtext(f"{SVG}title") == picture.title
    assert root.findtext(f"{SVG}desc") == picture.alt
    assert f"Check code: {check_code(picture.released)}" in (root.findtext(f"{SVG}metadata") or "").splitlines()
    assert root.get("width") == "6.5in"
    for words in (picture.title, "January 2026 to March 2026", "Source: kit-log", "As of 2 April 2026"):
        assert words in drawn


@pytest.mark.browser
@pytest.mark.parametrize("draw", PICTURES)
def test_the_same_picture_is_the_same_file(draw: Callable[[], Picture], browser: PictureBrowser) -> None:
    """The browser draws lots for the names inside an SVG; none of that, and nothing of the clock, gets into a file."""
    first, second = (to_svg(draw(), browser=browser) for _ in range(2))

    assert first == second
    assert to_png(draw(), browser=browser) == to_png(draw(), browser=browser)


@pytest.mark.browser
@pytest.mark.parametrize("draw", PICTURES)
def test_nothing_outside_is_named_in_a_picture(draw: Callable[[], Picture], browser: PictureBrowser) -> None:
    """An SVG opened years later asks no host for anything: every address in it is the name of a format."""
    addresses = set(re.findall(rb"https?://[^\"' >]+", to_svg(draw(), browser=browser)))

    assert {address.split(b"/")[2] for address in addresses} <= {b"www.w3.org"}


@pytest.mark.browser
def test_colours_are_ours_whatever_the_process_has_set(browser: PictureBrowser) -> None:
    """A template of placeholder colours, as Streamlit sets one, doesn't reach the file: the ground is white."""
    before = plotly.io.templates.default
    plotly.io.templates["placeholders"] = go.layout.Template(
        layout={"paper_bgcolor": "#000001", "font": {"color": "#000002"}}
    )
    plotly.io.templates.default = "placeholders"
    try:
        picture = kits_by_town_bars(by_town(total_kits=[4, 1, 0]))
        with Image.open(io.BytesIO(to_png(picture, browser=browser))) as image:
            corner, shades = image.convert("RGB").getpixel((5, 5)), image.convert("RGB").getcolors(2**24)
    finally:
        plotly.io.templates.default = before

    assert corner == (255, 255, 255)
    assert (0x00, 0x72, 0xB2) in [colour for _, colour in shades or []]


@pytest.mark.browser
def test_several_people_may_ask_at_once(browser: PictureBrowser) -> None:
    """Four threads get four whole pictures from one browser."""
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(to_svg(KITS, browser=browser))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert all(ElementTree.fromstring(one).findtext(f"{SVG}title") == KITS.title for one in found)


@pytest.mark.browser
def test_a_stopped_browser_starts_again(browser: PictureBrowser) -> None:
    """After a stop the next picture starts a new browser."""
    browser.stop()

    assert to_svg(KITS, browser=browser).startswith(b"<?xml")


def test_without_a_browser_a_picture_is_refused_in_plain_words(tmp_path: Path) -> None:
    """The sentence says what is needed and what can be had instead; nothing hangs."""
    with pytest.raises(ExportRefused, match="CSV or XLSX") as refused:
        to_png(KITS, browser=PictureBrowser(path=str(tmp_path / "no-such-browser")))

    assert "Traceback" not in str(refused.value)


def test_a_browser_that_fails_is_no_end_of_the_program(tmp_path: Path) -> None:
    """A program that is no browser is given up on, in words."""
    broken = tmp_path / "browser"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)

    with pytest.raises(ExportRefused, match="CSV or XLSX"):
        to_png(KITS, browser=PictureBrowser(path=str(broken)))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("draw", PICTURES)
def test_every_part_of_a_page_has_room_of_its_own(draw: Callable[[], Picture], size: Size) -> None:
    """From the top: title, period, plot, legends, facts; each ends before the next begins, inside the page."""
    layout = lay_out(draw(), size).layout
    head, subhead, foot = layout.annotations[-3:]
    bottom_of_plot = layout.height - layout.margin.b
    top_of_foot = bottom_of_plot - foot.yshift
    lines = foot.text.count("<br>") + 1

    assert layout.width >= size.width
    assert size.height_inches is None or layout.height * size.width == pytest.approx(layout.width * size.height)
    assert layout.height - layout.margin.t - layout.margin.b > layout.height / 4
    assert layout.margin.t - head.yshift >= 0
    assert head.yshift - 20 > subhead.yshift
    assert subhead.yshift - 13 * (subhead.text.count("<br>") + 1) > 0
    assert top_of_foot > bottom_of_plot
    assert top_of_foot + lines * foot.font.size * 1.3 <= layout.height
    assert layout.height * (1 - layout.legend.y) <= top_of_foot


def test_a_long_title_and_many_notes_are_wrapped_not_cut() -> None:
    """Every word of a long title and of long notes is on the page, in lines that fit its width."""
    notes = tuple(
        f"Note {number} explains at some length what was counted and what was left out." for number in range(6)
    )
    shown = released({"town_code": ["40290"], "town": ["Kent"], "total_kits": [1]}, notes=notes)
    chart = kits_by_town_bars(shown)
    head, _, foot = lay_out(chart).layout.annotations[-3:]

    assert all(note in foot.text.replace("<br>", " ") for note in notes)
    assert max(len(line) for line in foot.text.split("<br>")) <= 116
    assert head.text == "<b>Kits left by town</b>"


@pytest.mark.parametrize("name", ["half", "slide", "square"])
def test_notes_without_room_are_told_inside_the_file(name: str) -> None:
    """What must be said below the plot is said there in every size; the rest is said to be in the file's properties."""
    notes = tuple(f"Note {number} explains at some length what was counted and left out." for number in range(60))
    shown = released({"town_code": ["40290"], "town": ["Kent"], "total_kits": [1]}, notes=notes, is_sample=True)
    chart = kits_by_town_bars(shown)
    foot = lay_out(chart, SIZES[name]).layout.annotations[-1].text.replace("<br>", " ")

    assert MORE_INSIDE in foot
    assert "Note 1 " not in foot
    assert f"Check code: {check_code(shown)}." in foot
    assert "invented sample data" in foot


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("draw", PICTURES)
def test_text_is_large_enough_in_every_size(draw: Callable[[], Picture], size: Size) -> None:
    """No letter of the facts or of a name on a map is set in less than 6 points of print."""
    layout = lay_out(draw(), size).layout
    points = size.width_inches * 72 / layout.width
    sizes = [note.font.size for note in layout.annotations if note.font.size]

    assert min([layout.template.layout.font.size, *sizes]) * points >= 6


def test_a_narrow_map_names_the_chosen_towns_alone() -> None:
    """The others' names would lie over each other; the map comes closer to those that are shown."""
    wide, narrow = (lay_out(map_of_kits(), SIZES[name]) for name in ("page", "half"))
    names = [note.text.partition("<br>")[0] for note in narrow.layout.annotations[:-3]]

    assert sorted(names) == ["Goshen", "Kent", "Litchfield", "Warren"]
    assert len(wide.layout.annotations) > len(narrow.layout.annotations)
    assert wide.layout.xaxis.range[1] > narrow.layout.xaxis.range[1]


def test_the_foot_says_for_whom_and_whether_invented() -> None:
    """A picture of invented data, or one that must stay with staff, says so inside the picture."""
    shown = released(
        {"town_code": ["40290"], "town": ["Kent"], "total_kits": [1]}, audience=Audience.INTERNAL, is_sample=True
    )
    foot = lay_out(kits_by_town_bars(shown)).layout.annotations[-1].text

    assert "invented sample data" in foot
    assert "INTERNAL" in foot
    assert "2020 Census" in foot


def test_the_figure_on_screen_is_left_alone() -> None:
    """Laying out a page for print changes nothing of the figure that the screen shows."""
    chart = calls_by_town_bars(
        by_town(total_calls=[1, 2], fatal_calls=[0, 1], nonfatal_calls=[1, 1], unknown_outcome_calls=[0, 0])
    )
    before = chart.figure.to_json()
    lay_out(chart)

    assert chart.figure.to_json() == before


def test_text_is_not_taken_for_markup() -> None:
    """A note with angle brackets is shown as it is written."""
    shown = released(
        {"town_code": ["40290"], "town": ["Kent"], "total_kits": [1]}, notes=("Fewer than <b>3</b> & more.",)
    )

    assert (
        "Fewer than &lt;b&gt;3&lt;/b&gt; &amp; more." in lay_out(kits_by_town_bars(shown)).layout.annotations[-1].text
    )
