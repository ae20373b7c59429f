"""What a person takes away arrives, opens in other programs, says what it shows, and holds the figures of the page."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.serving import Server
from tests.browser.visiting import download, open_page, read_table, take_away

PNG, SVG, CSV, XLSX = "(PNG)", "(SVG)", "(CSV)", "(XLSX)"
PERIOD = "November 2025 to October 2026"
TOWNS = "All 11 member towns"
FACTS = ["Title", "Period", "Towns", "Source", "As of", "Rows", "Audience", "Check code", "Question"]
PAGE_WIDTH = 1950
"""Pixels: 6.5 inches with 300 to each."""


def read_csv(path: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The facts in the comment lines of a CSV file, and its rows under their headings."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    facts = dict(line.removeprefix("# ").split(": ", 1) for line in lines if line.startswith("#"))
    return facts, list(csv.DictReader(line for line in lines if not line.startswith("#")))


def read_workbook(path: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The facts of a workbook's last sheet, and the rows of its first, all as words; a chart may lie between them."""
    table, *_, about = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets
    headings, *rows = [["" if cell is None else str(cell) for cell in row] for row in table.iter_rows(values_only=True)]
    return dict(about.values), [dict(zip(headings, row, strict=True)) for row in rows]


def as_on_the_page(rows: list[dict[str, str]], page_rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The columns of a file that the page shows too, with decimals as the page writes them."""
    return [{name: _in_short(row[name]) for name in page_rows[0]} for row in rows]


def _in_short(value: str) -> str:
    return f"{float(value):.1f}".removesuffix(".0") if "." in value else value


def expect_facts(facts: dict[str, str], *, rows: int) -> None:
    """All that a file must say of itself is there, and it is what the page shows."""
    assert set(FACTS) <= facts.keys()
    assert (facts["Period"], facts["Towns"], facts["Rows"]) == (PERIOD, TOWNS, str(rows))
    assert "Kit logs" in facts["Source"]
    assert "invented" in facts["Invented"]
    assert facts["Audience"] == "may be passed on"


def test_a_chart_can_be_taken_away_in_four_forms(server: Server, page: Page) -> None:
    """Each form of a chart names title, period, towns, source, day and rows; the figures are those of the page."""
    open_page(page, server, "trends")
    page.get_by_text("The same numbers as a table").click()
    shown = read_table(page, "trend")
    assert len(shown) == 12

    facts, rows = read_csv(download(page, "trend", CSV))
    expect_facts(facts, rows=12)
    assert as_on_the_page(rows, shown) == shown

    facts_again, rows_again = read_workbook(download(page, "trend", XLSX))
    assert as_on_the_page(rows_again, shown) == shown
    of_the_picture = {"Title", "Description"}
    assert {name: str(fact) for name, fact in facts_again.items() if name not in of_the_picture} == {
        name: fact for name, fact in facts.items() if name not in of_the_picture
    }

    with Image.open(io.BytesIO(download(page, "trend", PNG).read_bytes())) as picture:
        assert picture.size[0] == PAGE_WIDTH
        assert len(picture.convert("RGB").getcolors(maxcolors=1 << 24) or []) > 50
        written = picture.text  # type: ignore[attr-defined]  # Pillow has it for PNG files alone
    expect_facts(written, rows=12)
    assert f"Total: {sum(int(row['Kits left']) for row in shown)} kits" in written["Description"]

    drawing = ElementTree.fromstring(download(page, "trend", SVG).read_bytes())
    words = "\n".join(drawing.itertext())
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    for fact in (facts["Title"].split(",")[0], PERIOD, TOWNS, facts["Source"], "Rows: 12"):
        assert fact in words
    assert drawing.findall(".//{http://www.w3.org/2000/svg}image") == []
    expect(page.get_by_text("Failed to generate")).to_have_count(0)


def test_a_map_can_be_taken_away_with_the_figures_beside_it(server: Server, page: Page) -> None:
    """The picture of the map is drawn at print size, and its data are those of the table on the page."""
    open_page(page, server, "towns")
    shown = read_table(page, "towns_table")
    assert len(shown) == 11

    facts, rows = read_csv(download(page, "towns_map", CSV))
    expect_facts(facts, rows=11)
    told = as_on_the_page(rows, shown)
    hidden = [(row, name) for row, cells in enumerate(told) for name, cell in cells.items() if cell == "hidden"]
    assert hidden
    assert [cells | {name: "hidden" for at, name in hidden if at == row} for row, cells in enumerate(shown)] == told
    assert "“hidden” stands for a number" in facts["Protection"]
    assert "2020 Census" in " ".join(facts.values())

    with Image.open(io.BytesIO(download(page, "towns_map", PNG).read_bytes())) as picture:
        assert picture.size[0] == PAGE_WIDTH
        written = picture.text  # type: ignore[attr-defined]  # Pillow has it for PNG files alone
        colours = sorted(picture.convert("RGB").getcolors(maxcolors=1 << 24) or [], reverse=True)
    expect_facts(written, rows=11)
    # The page, the towns beside the members, and the shade of those that have visits enough for a rate.
    assert len([count for count, _ in colours if count * 100 > picture.size[0] * picture.size[1]]) >= 3
    expect(page.get_by_text("Failed to generate")).to_have_count(0)


def test_exact_numbers_are_taken_away_deliberately(server: Server, page: Page) -> None:
    """Behind a switch; the file says INTERNAL in its name and in itself, and holds the page's own figures."""
    open_page(page, server, "towns")
    shown = read_table(page, "towns_table")
    taken = take_away(page, "towns_map", CSV, is_internal=True)
    facts, rows = read_csv(Path(taken.path()))

    assert taken.suggested_filename.endswith("_INTERNAL.csv")
    assert facts["Audience"].startswith("INTERNAL")
    assert as_on_the_page(rows, shown) == shown
