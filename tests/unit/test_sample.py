"""What the sample promises: the same bytes from the same seed, and honesty about what it is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from rorf_data.sample import SEED, load_order, make_sample
from rorf_data.settings import read_settings
from tests.unit.sample_reading import SAMPLE, TOWN_OF, any_rows, calls, request_rows, workbook_rows


def test_the_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    """Two runs from one seed differ in no byte, workbook included."""
    first, second = make_sample(tmp_path / "first", seed=7), make_sample(tmp_path / "second", seed=7)

    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert (tmp_path / "first/README.md").read_bytes() == (tmp_path / "second/README.md").read_bytes()


def test_another_seed_makes_other_files(tmp_path: Path) -> None:
    """The seed decides what is invented: no file but the two fixed ones is alike under another seed."""
    first, second = make_sample(tmp_path / "first", seed=7), make_sample(tmp_path / "second", seed=8)
    alike = {path.name for path in first if path.read_bytes() in {other.read_bytes() for other in second}}

    assert alike == {"sample-with-mistakes.csv", "sample-kit-log-d-2026-03-nothing-to-report.csv"}


def test_the_committed_files_are_what_the_shipped_seed_makes(tmp_path: Path) -> None:
    """Whoever changes the generator commits its files too; the workbook is compared by cell, as zip may pack anew."""
    make_sample(tmp_path)
    made = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")}

    assert made == {str(path.relative_to(SAMPLE)) for path in SAMPLE.rglob("*.*") if not path.name.startswith(".")}
    for name in made:
        if name.endswith(".xlsx"):
            assert workbook_rows(tmp_path / name) == workbook_rows(SAMPLE / name)
        else:
            assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), name


def test_every_file_says_that_it_is_invented() -> None:
    """By its name, and in the README beside them that names the seed and every file."""
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")

    assert "Every row in these files is invented" in readme
    assert str(SEED) in readme
    for path in load_order(SAMPLE):
        assert path.name.startswith("sample-")
        assert f"`{path.name}`" in readme


def test_the_whole_folder_stays_small() -> None:
    """The committed sample is under 400 KB."""
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*.*")) < 400_000


def test_the_month_that_was_sent_again_is_loaded_last() -> None:
    """A correction can only correct what is there already."""
    order = load_order(SAMPLE)

    assert [path for path in order if "corrected" in path.name] == order[-1:]
    assert set(order) == {path for path in SAMPLE.iterdir() if path.suffix in {".csv", ".xlsx"}}


def test_the_loading_order_is_the_one_that_making_returns(tmp_path: Path) -> None:
    """Files that lie in the folder for other reasons are not loaded."""
    made = make_sample(tmp_path)
    (tmp_path / "notes.csv").write_text("not a sample")

    assert load_order(tmp_path) == made


@pytest.mark.parametrize("last_month", [date(2025, 2, 14), date(2026, 12, 31)])
def test_the_sample_ends_with_the_month_asked_for(tmp_path: Path, last_month: date) -> None:
    """Any day of the last month will do; 36 months end with it and no overdose call lies outside them."""
    make_sample(tmp_path, last_month=last_month)
    days = [call.day for call in calls(tmp_path)]

    assert max(days).replace(day=1) <= last_month.replace(day=1)
    assert min(days) >= date(last_month.year - 3 + last_month.month // 12, last_month.month % 12 + 1, 1)


def test_the_sample_knows_the_member_towns_as_shipped() -> None:
    """A change of the shipped member list asks for a new sample: each member has calls, and nobody else."""
    assert set(TOWN_OF.values()) == set(read_settings().member_towns())
    assert {call.town for call in calls(SAMPLE)} - {"elsewhere", "either"} == set(TOWN_OF.values())


def test_nobody_can_be_reached_by_what_is_invented() -> None:
    """E-mail addresses end in example.org, telephone numbers are 555-01xx, and nobody has a name."""
    for path in load_order(SAMPLE):
        text = "\n".join(",".join(str(cell) for cell in row) for row in any_rows(path))
        assert set(re.findall(r"@[\w.]+", text)) <= {"@example.org"}, path.name
        assert set(re.findall(r"\b\d{3}-(\d{3}-\d{2})\d{2}\b", text)) <= {"555-01"}, path.name
        assert set(re.findall(r"\w+ (?:Street|ST|Road|Rd)\b", text)) <= {"Example Street", "EXAMPLE ST"}, path.name
    assert {row["Name"] for row in request_rows(SAMPLE)} == {""}
    assert sum("@example.org" in row["Email"] for row in request_rows(SAMPLE)) > 10
