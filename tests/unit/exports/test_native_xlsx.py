"""A workbook with a chart: its series refer to visible cells, which hold the frame's numbers and nothing hidden."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from rorf_data.charts import kits_by_town_bars
from rorf_data.errors import ExportRefused
from rorf_data.exports import to_xlsx
from rorf_data.exports.native_xlsx import CHART, to_chart_xlsx
from rorf_data.exports.plain_chart import plain_charts
from tests.unit.exports.every_chart import HIDDEN, LITTLE, for_screen
from tests.unit.exports.office import convert, pages, text
from tests.unit.picture_frames import by_town, emptied, released

DRAWN = [name for name in LITTLE if name != "reports_by_agency"]


@cache
def file_of(name: str) -> bytes:
    """The workbook of a chart of this name, with little or with something hidden."""
    return to_chart_xlsx((LITTLE.get(name) or HIDDEN[name])())


def opened(written: bytes) -> Any:
    """The workbook."""
    return openpyxl.load_workbook(io.BytesIO(written))


def referred(written: bytes) -> list[tuple[str, list[Any]]]:
    """The name and the values of each series of each chart, read from the cells that it refers to."""
    sheet = opened(written)[CHART]
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        names = sorted((n for n in parts.namelist() if "charts/chart" in n), key=lambda n: int(re.sub(r"\D", "", n)))
        drawn = [parts.read(name).decode() for name in names]
    series = [one for xml in drawn for one in re.findall(r"<c:ser>.*?</c:ser>", xml, re.DOTALL)]
    return [(_cells(sheet, one, "tx")[0], _cells(sheet, one, "val|yVal")) for one in series]


def _cells(sheet: Any, series: str, part: str) -> list[Any]:
    found = re.search(rf"<c:(?:{part})>.*?<c:f>{CHART}!([^<]*)</c:f>", series, re.DOTALL)
    assert found
    left, top, right, bottom = range_boundaries(found[1])
    return [sheet.cell(row, column).value for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _rounded(values: Sequence[Any]) -> list[Any]:
    return [None if value is None else round(value, 9) for value in values]


@pytest.mark.parametrize("name", DRAWN)
def test_each_series_refers_to_the_numbers_of_the_frame(name: str) -> None:
    """Gap for gap; a corner of a step is a point more."""
    chart = LITTLE[name]()
    found = referred(file_of(name))

    for plain in plain_charts(chart):
        for series in plain.series:
            own = plain.panel or series.name
            if series.form == "step" and series.places:
                continue
            wanted = _rounded([v for v in series.values if v is not None] if series.places else series.values)
            assert wanted in [_rounded(values) for label, values in found if label == own]


@pytest.mark.parametrize("name", LITTLE)
def test_the_data_and_the_facts_are_those_of_every_workbook(name: str) -> None:
    """Table, chart, facts; nothing hidden; the table is cell for cell that of the data file."""
    chart = LITTLE[name]()
    book, plain = opened(file_of(name)), opened(to_xlsx(chart.released))

    assert book.sheetnames == ["Table", CHART, "About this file"]
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}
    assert [[cell.value for cell in row] for row in book["Table"]] == [
        [cell.value for cell in row] for row in plain["Table"]
    ]
    assert book[CHART]["A1"].value == chart.title
    assert chart.alt in [cell.value for cell in book["About this file"]["B"]]


@pytest.mark.parametrize("name", DRAWN)
def test_the_chart_says_what_it_shows(name: str) -> None:
    """Its words for those who can't see it stand at the chart."""
    chart = LITTLE[name]()
    with zipfile.ZipFile(io.BytesIO(file_of(name))) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()

    said = re.findall(r'descr="([^"]*)"', drawing)
    assert len(said) == len(plain_charts(chart))
    assert said[0].replace("&amp;", "&").replace("&apos;", "'").replace("&quot;", '"') == chart.alt


@pytest.mark.parametrize("name", LITTLE)
def test_the_same_chart_is_the_same_file(name: str) -> None:
    """Byte for byte."""
    assert to_chart_xlsx(LITTLE[name]()) == file_of(name)


@pytest.mark.parametrize("name", HIDDEN)
def test_a_hidden_number_is_an_empty_cell_of_the_chart(name: str) -> None:
    """Neither 0 nor a word there, which would be drawn as 0; a word beside or above says that it is hidden."""
    chart = HIDDEN[name]()
    written = file_of(name)
    found = referred(written)

    for plain in plain_charts(chart):
        for series in plain.series:
            (values,) = [v for n, v in found if n == (plain.panel or series.name)]
            assert all(values[place] is None for place, is_away in enumerate(series.hidden) if is_away)
    told = [str(cell.value) for sheet in opened(written) for row in sheet for cell in row if cell.value is not None]
    assert "41" not in told
    assert not re.search(r"\b41\b", " ".join(told))
    assert "hidden" in " ".join(told).lower()


@pytest.mark.parametrize("name", LITTLE)
def test_an_empty_answer_has_its_sentence(name: str) -> None:
    """In place of a chart without a series, which spreadsheets call damaged."""
    chart = LITTLE[name]()
    written = to_chart_xlsx(chart.redrawn(emptied(chart.released)))

    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        assert not [name for name in parts.namelist() if "charts/chart" in name]
    told = " ".join(str(cell.value) for row in opened(written)[CHART] for cell in row)
    assert re.search("Nothing is on record|No kit is on hand|enough on record|Too few|No request", told)


def test_hidden_parts_of_a_bar_look_otherwise_than_parts_not_recorded() -> None:
    """Each hatched in its own way."""
    with zipfile.ZipFile(io.BytesIO(file_of("parts"))) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode()
    patterns = re.findall(r'<a:pattFill prst="(\w+)"', drawn)

    assert len(set(patterns)) == len(patterns) == 2


def test_no_cell_is_a_formula() -> None:
    """Names come from files; they stay text, in the cells and in the chart."""
    shown = released({"town_code": ["1", "2"], "town": ["=1+1", "@SUM(A1)"], "total_kits": [3, 4]})
    book = opened(to_chart_xlsx(kits_by_town_bars(shown)))

    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "d"}


def test_what_is_for_the_screen_only_is_refused() -> None:
    """As with every other file."""
    with pytest.raises(ExportRefused, match="on the screen only"):
        to_chart_xlsx(kits_by_town_bars(for_screen(by_town(total_kits=[4, 1]))))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every workbook as LibreOffice prints it."""
    folder = tmp_path_factory.mktemp("workbooks")
    drawn = {f"{name.replace(' ', '_')}.xlsx": file_of(name) for name in LITTLE}
    hidden = {f"hidden_{name}.xlsx": file_of(name) for name in HIDDEN}
    return convert({**drawn, **hidden}, folder)


@pytest.mark.slow
@pytest.mark.xdist_group("office")
def test_libreoffice_opens_every_workbook(printed: dict[str, Path]) -> None:
    """Each has its title, the titles of its axes and its facts, and nothing that is hidden."""
    for name, make in LITTLE.items():
        words, (plain, *_) = text(printed[f"{name.replace(' ', '_')}.xlsx"]), plain_charts(make())
        assert pages(printed[f"{name.replace(' ', '_')}.xlsx"]) >= 3
        assert plain.title in words
        assert plain.up.title.split(",")[0] in words
        assert "Check code" in words
    for name in HIDDEN:
        assert not re.search(r"\b41\b", text(printed[f"hidden_{name}.xlsx"]))
