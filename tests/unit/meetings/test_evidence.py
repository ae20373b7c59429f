"""The evidence pack, read back with other programs than those that wrote it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from PIL import Image
from pptx import Presentation

from rorf_data.answers.reader import Reader
from rorf_data.disclosure.release import Released
from rorf_data.errors import DisclosureRefused
from rorf_data.exports.browser import PictureBrowser
from rorf_data.exports.check_code import check_code
from rorf_data.meetings import evidence
from rorf_data.meetings.evidence import CHART_KINDS, ChartKind, EvidencePack, chart_names, evidence_chart, evidence_pack
from rorf_data.meetings.presets import Preset
from rorf_data.model import Audience, Filters, Period
from rorf_data.store.kept import Memory
from rorf_data.workplace import Workplace, open_workplace
from tests.conftest import copy_sample

FEDERAL = Preset("Federal", "page", 4000, "October", "doses")
LOCAL = Preset("Local", "half", 1500, "July", "kits")
YEAR = Filters(Period(date(2025, 10, 1), date(2026, 9, 30)))


@pytest.fixture(scope="module")
def reader(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The invented sample, copied once for this module."""
    folder = tmp_path_factory.mktemp("evidence")
    copy_sample(sample_folder, folder)
    opened = open_workplace({"RORF_DATABASE_URL": f"sqlite:///{folder / 'sample.sqlite'}"}, folder)
    yield replace(opened.reader(), is_sample=True, today=date(2026, 11, 22), memory=Memory())
    opened.engine.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[PictureBrowser]:
    """One browser for all packs of this module."""
    drawn = PictureBrowser()
    yield drawn
    drawn.stop()


@pytest.fixture(scope="module")
def federal(reader: Reader, browser: PictureBrowser) -> EvidencePack:
    """Doses by town, for a funder whose year begins in October."""
    return evidence_pack(reader, YEAR, FEDERAL, "towns", browser=browser)


def unpacked(pack: EvidencePack) -> dict[str, bytes]:
    """The files of a pack by name."""
    with zipfile.ZipFile(io.BytesIO(pack.content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def one_of(files: dict[str, bytes], ending: str) -> bytes:
    """The chart's file with this ending."""
    found = [content for name, content in files.items() if name.endswith(ending) and name != "figures.csv"]
    assert len(found) == 1, ending
    return found[0]


def test_the_pack_holds_the_chart_in_every_form_and_all_that_explains_it(federal: EvidencePack) -> None:
    """Each file is named in README.txt with what it is."""
    files = unpacked(federal)

    endings = {name.rpartition(".")[2] for name in files}
    assert endings == {"txt", "png", "svg", "pptx", "xlsx", "csv"}
    assert {"README.txt", "caption.txt", "alt.txt", "citation.txt", "need-statement.txt", "figures.csv"} <= set(files)
    readme = files["README.txt"].decode()
    assert all(f"- {name}: " in readme for name in files if name != "README.txt")
    assert check_code(federal.frames[0]) in readme
    assert "invented sample data" in readme


def test_the_picture_has_the_width_that_the_funder_takes(
    reader: Reader, browser: PictureBrowser, federal: EvidencePack
) -> None:
    """6.5 and 3.25 inches at 300 dots to the inch."""
    half = evidence_pack(reader, YEAR, LOCAL, "towns", browser=browser)
    for pack, inches in ((federal, 6.5), (half, 3.25)):
        with Image.open(io.BytesIO(one_of(unpacked(pack), ".png"))) as picture:
            assert abs(picture.width - 300 * inches) <= 2
            assert check_code(pack.frames[0]) in "".join(str(text) for text in picture.info.values())
        assert ElementTree.fromstring(one_of(unpacked(pack), ".svg")).get("width") == f"{inches:g}in"


def test_the_slide_and_the_workbook_hold_a_native_chart_of_the_same_numbers(federal: EvidencePack) -> None:
    """Read with python-pptx, openpyxl and csv, the doses of each town agree."""
    files, frame = unpacked(federal), federal.frames[0].frame
    by_town = dict(zip(frame["town"], (int(number) for number in frame["total_doses"]), strict=True))

    (slide,) = Presentation(io.BytesIO(one_of(files, ".pptx"))).slides
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    drawn = dict(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True))
    assert {name: int(number) for name, number in drawn.items()} == by_town

    workbook = openpyxl.load_workbook(io.BytesIO(one_of(files, ".xlsx")))
    assert any(sheet._charts for sheet in workbook.worksheets)
    table = [list(row) for row in workbook["Table"].iter_rows(values_only=True)]
    town, doses = table[0].index("Town"), table[0].index("Doses in the kits left")
    assert {row[town]: row[doses] for row in table[1:]} == by_town

    text = one_of(files, ".csv").decode("utf-8-sig")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    assert {row["Town"]: int(row["Doses in the kits left"]) for row in rows} == by_town


@pytest.mark.parametrize(("preset", "other"), [(FEDERAL, r"\d kits?\b"), (LOCAL, r"\bdoses?\b")])
def test_kits_or_doses_follow_the_funder_through_every_file(reader: Reader, preset: Preset, other: str) -> None:
    """No file of a pack in doses tells a number of kits, in no label, caption, alt text or name; nor the other way."""
    pack = evidence_pack(reader, YEAR, preset, "years", browser=PictureBrowser("/nowhere"))
    files = unpacked(pack)
    written = ["alt.txt", "caption.txt", "citation.txt", "need-statement.txt", "figures.csv"]
    texts = [files[name].decode() for name in written] + [one_of(files, ".csv").decode(), *files]
    paragraphs = [text.partition("\nLimits\n")[0] for text in texts]

    assert [text for text in paragraphs if re.search(other, text.casefold())] == []
    assert all(preset.counted_in in name for name in files if name.startswith("sample_"))
    assert f"total_{preset.counted_in}" in pack.frames[0].frame.columns


def test_the_funders_year_groups_and_names_the_points(reader: Reader) -> None:
    """October to September, July to June and the calendar year have points and numbers of their own."""
    found = {}
    for year in ("July", "October", "calendar"):
        preset = replace(LOCAL, fiscal_year=year)
        chart = evidence_chart(reader, YEAR, preset, "years")
        found[year] = dict(zip(chart.released.frame["period"], chart.released.frame["total_kits"], strict=True))
        assert chart.title == chart_names(preset)["years"]
    assert "(October to September)" in evidence_chart(reader, YEAR, FEDERAL, "years").alt
    assert set(found["calendar"]) >= {"2024", "2025"}
    assert found["July"]["FY 2024-25"] != found["October"]["FY 2024-25"]


@pytest.mark.parametrize("kind", CHART_KINDS)
def test_the_same_question_has_the_same_bytes(reader: Reader, kind: ChartKind) -> None:
    """Without a browser's pictures the whole zip is the same, byte by byte; all its days are the day of the data."""
    first, second = (evidence_pack(reader, YEAR, FEDERAL, kind, browser=PictureBrowser("/nowhere")) for _ in range(2))

    assert first.content == second.content
    with zipfile.ZipFile(io.BytesIO(first.content)) as packed:
        day = first.frames[0].about.as_of
        assert {entry.date_time for entry in packed.infolist()} == {(day.year, day.month, day.day, 0, 0, 0)}


def test_the_drawings_are_the_same_each_time(reader: Reader, browser: PictureBrowser, federal: EvidencePack) -> None:
    """The browser draws lots for the names of parts, and they are put right."""
    again = evidence_pack(reader, YEAR, FEDERAL, "towns", browser=browser)

    assert one_of(unpacked(again), ".svg") == one_of(unpacked(federal), ".svg")


def test_without_a_browser_the_pack_says_so_and_has_all_the_rest(reader: Reader) -> None:
    """Neither PNG nor SVG is there, and README.txt says why."""
    files = unpacked(evidence_pack(reader, YEAR, FEDERAL, "towns", browser=PictureBrowser("/nowhere")))

    assert {name.rpartition(".")[2] for name in files} == {"txt", "pptx", "xlsx", "csv"}
    assert "Not in this pack: the chart as PNG and SVG." in files["README.txt"].decode()
    assert ".png" not in files["README.txt"].decode().replace("PNG", "")


def test_everything_in_it_is_shared_and_the_check_sees_all_of_it(reader: Reader) -> None:
    """The frames of the chart and of every sentence go to the check before anything is written."""
    seen: list[Released] = []
    pack = evidence_pack(
        reader, YEAR, FEDERAL, "calls", browser=PictureBrowser("/nowhere"), check=lambda _, frames: seen.extend(frames)
    )

    assert tuple(seen) == pack.frames
    assert {one.audience for one in seen} == {Audience.SHARED}
    assert "INTERNAL" not in pack.name + "".join(unpacked(pack))


def test_an_unsafe_pack_is_refused(reader: Reader) -> None:
    """What the check refuses is not written."""

    def refuse(_reader: Reader, _frames: object) -> None:
        raise DisclosureRefused("a hidden number could be worked out")

    with pytest.raises(DisclosureRefused, match="could be worked out"):
        evidence_pack(reader, YEAR, FEDERAL, "calls", check=refuse, browser=PictureBrowser("/nowhere"))


def test_what_is_hidden_is_hidden_in_every_text(reader: Reader) -> None:
    """A year of calls that may not be told reads hidden in the data, and the caption says what that means."""
    pack = evidence_pack(reader, YEAR, FEDERAL, "calls", browser=PictureBrowser("/nowhere"))
    files, released = unpacked(pack), pack.frames[0]
    hidden = [
        name for name, is_one in zip(released.frame["period"], released.is_hidden("total_calls"), strict=True) if is_one
    ]

    assert hidden
    rows = one_of(files, ".csv").decode("utf-8-sig").splitlines()
    assert all(any(name in row and row.endswith(",hidden") for row in rows) for name in hidden)
    assert "hidden" in files["caption.txt"].decode()
    assert "Hidden" in files["alt.txt"].decode()


def test_no_cell_of_a_table_can_start_a_formula_and_no_file_names_a_machine(federal: EvidencePack) -> None:
    """Neither a path nor a user's name stands anywhere."""
    files = unpacked(federal)
    for row in csv.reader(io.StringIO(files["figures.csv"].decode("utf-8-sig"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    for name, content in files.items():
        assert not re.search(rb"/(?:root|home|work|tmp)/", content), name


def test_with_nothing_on_record_the_pack_is_still_whole(workplace: Workplace) -> None:
    """Every chart has its sentence in place of bars, and the texts say that nothing is on record."""
    reader = replace(workplace.reader(), today=date(2026, 11, 22))
    for kind in CHART_KINDS:
        files = unpacked(evidence_pack(reader, YEAR, LOCAL, kind, browser=PictureBrowser("/nowhere")))
        assert "nothing is on record" in files["need-statement.txt"].decode()
    assert evidence.chart_names(LOCAL)["calls"] == "Overdose calls by fiscal year (July to June)"
