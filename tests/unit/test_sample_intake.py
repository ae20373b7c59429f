"""The sample files are taken in as their README says: recognised, held and refused row by row."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from rorf_data.intake.batches import Batch, read_batches
from rorf_data.intake.read import open_file
from rorf_data.intake.recognise import Recognised, recognise
from rorf_data.intake.sources import read_sources
from rorf_data.model import NOT_RECORDED, OUTSIDE, Issue, Outcome
from rorf_data.sample import load_order
from rorf_data.settings import read_settings
from rorf_data.towns.gazetteer import code_of
from tests.unit.sample_reading import SAMPLE, TOWN_OF, calls

TODAY = date(2026, 11, 22)
FILES = [pytest.param(path, id=path.name) for path in load_order(SAMPLE)]


@pytest.mark.parametrize("path", FILES)
def test_each_file_is_recognised_as_its_readme_says(path: Path) -> None:
    """Without being told which source it is."""
    assert _recognised(path).source.name == _table("The files")[path.name][0][0]


@pytest.mark.parametrize("path", FILES)
def test_every_row_is_accounted_for_and_those_set_aside_are_the_ones_in_the_readme(path: Path) -> None:
    """Held and refused, by row as in the file; everything else is taken in."""
    read, taken, issues = _taken_in(path)
    held = {issue.row for issue in issues if issue.outcome is Outcome.HELD}
    refused = {issue.row for issue in issues if issue.outcome is Outcome.REFUSED}

    assert _rows_in_readme(path, "held") == held
    assert _rows_in_readme(path, "refused") == refused
    assert int(_table("The files")[path.name][0][1]) == read
    assert read == taken + len(held) + len(refused)


def test_what_could_tell_a_person_is_left_out_of_the_form() -> None:
    """E-mail, name, contact, address and free words; the questions that count are taken."""
    left_out = _recognised(next(SAMPLE.glob("*request-form*"))).left_out_columns

    assert {"Email", "Name"} <= set(left_out)
    for beginning in ("How can we reach you", "Where should we leave the kits?", "How did you hear"):
        assert [heading for heading in left_out if heading.startswith(beginning)]
    for beginning in ("Which town", "How many kits", "What is the ZIP code"):
        assert not [heading for heading in left_out if heading.startswith(beginning)]


def test_intake_puts_the_calls_where_whoever_reads_the_file_would() -> None:
    """Member town by member town, from the names and ZIP codes; the rows that could be either of two are held."""
    read_by_eye = Counter(call.town for call in calls(SAMPLE) if call.town in TOWN_OF.values())
    areas = [area for path in sorted(SAMPLE.glob("sample-calls-*")) for area in _areas(path)]

    assert read_by_eye == Counter({town: areas.count(code_of(town)) for town in set(TOWN_OF.values())})
    assert areas.count(OUTSIDE) > 0
    assert areas.count(NOT_RECORDED) > 0


def _recognised(path: Path) -> Recognised:
    return recognise(open_file(path), read_sources())


def _batches(path: Path) -> list[Batch]:
    key = b"a key for this test"
    return list(read_batches(open_file(path), _recognised(path), settings=read_settings(), today=TODAY, token_key=key))


def _areas(path: Path) -> list[str]:
    return [area for batch in _batches(path) for area in batch.rows["area"]]


def _taken_in(path: Path) -> tuple[int, int, list[Issue]]:
    """Rows read, rows taken, and every issue."""
    batches = _batches(path)
    issues = [issue for batch in batches for issue in batch.issues]
    return sum(batch.read for batch in batches), sum(len(batch.rows) for batch in batches), issues


def _rows_in_readme(path: Path, outcome: str) -> set[int]:
    return {int(row) for row, _, becomes in _table("What is wrong on purpose").get(path.name, []) if becomes == outcome}


def _table(title: str) -> dict[str, list[list[str]]]:
    """The table under the heading that begins with ``title``: the other cells of its rows, by file name."""
    text = (SAMPLE / "README.md").read_text(encoding="utf-8")
    section = text.partition(f"## {title}")[2].partition("\n## ")[0]
    rows: dict[str, list[list[str]]] = {}
    for name, cells in re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, flags=re.MULTILINE):
        rows.setdefault(name, []).append(cells.split(" | "))
    return rows
