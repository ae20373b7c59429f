"""History on the command line: what was loaded, how to undo it, and tables of a past day."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from rorf_data.__main__ import main

FIRST = "log_id,date,agency,town,kits,phone\n1,2026-03-04,A,Kent,2,860-555-0100\n2,2026-03-05,A,Canaan,1,\n"
SECOND = "log_id,date,agency,town,kits\n1,2026-03-04,A,Kent,5\n7,2026-04-02,A,Sharon,1\n"

At = Callable[[str], None]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock by which loads are stamped, in UTC."""

    def set_clock(moment: str) -> None:
        monkeypatch.setattr("rorf_data.workplace.utc_now", lambda: datetime.fromisoformat(moment))

    return set_clock


@pytest.fixture
def rorf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command in an empty working folder: its exit code, what it printed and what it complained of."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def loaded(rorf: Run, at: At) -> Run:
    """Two files: one on 10 March, and one on 12 March at 23:30 by the programme's clocks, when UTC has the 13th."""
    Path("first.csv").write_text(FIRST, encoding="utf-8")
    Path("second.csv").write_text(SECOND, encoding="utf-8")
    at("2026-03-10T15:00")
    rorf("load", "first.csv")
    at("2026-03-13T03:30")
    rorf("load", "second.csv")
    return rorf


def kits(printed: str) -> dict[str, str]:
    """Kits by month as printed in CSV."""
    rows = csv.DictReader(line for line in printed.splitlines() if not line.startswith("#"))
    return {row["month"]: row["total_kits"] for row in rows}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-10", {"2026-03": "2"}),
        ("2026-03-11", {"2026-03": "2"}),
        ("2026-03-12", {"2026-03": "5", "2026-04": "1"}),
    ],
)
def test_a_table_of_a_past_day_counts_what_was_loaded_until_its_midnight_here(
    loaded: Run, day: str, expected: dict[str, str]
) -> None:
    """Late in the evening still belongs to the day, whatever day it is in London; and the file says which day."""
    code, printed, _ = loaded("table", "kits", "--by", "month", "--as-of", day)

    assert code == 0
    assert kits(printed) == expected
    assert f"# As of: {day}" in printed
    assert f"Figures as they stood on {int(day[-2:])} March 2026" in printed


@pytest.mark.parametrize("name", ["kits", "requests", "calls", "deaths", "turnaround"])
def test_every_table_can_be_had_as_of_a_past_day(loaded: Run, name: str) -> None:
    """As CSV and as JSON, with the same columns as today's."""
    _, today, _ = loaded("table", name, "--format", "json")
    code, then, _ = loaded("table", name, "--format", "json", "--as-of", "2026-03-11")

    assert code == 0
    assert [list(row) for row in json.loads(then)] == [list(row) for row in json.loads(today)]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-03-09", "Nothing was on record on 9 March 2026; the first file was loaded on 10 March 2026."),
        ("2999-01-01", "1 January 2999 is still to come"),
    ],
)
def test_a_day_without_figures_is_refused_in_a_sentence(loaded: Run, day: str, said: str) -> None:
    """The day before the first load, and one to come: exit code 1, nothing printed."""
    code, printed, complaint = loaded("table", "kits", "--as-of", day)

    assert (code, printed) == (1, "")
    assert complaint.startswith(said)
    assert len(complaint.splitlines()) == 1


def test_an_empty_database_has_no_earlier_figures(rorf: Run) -> None:
    """Before the first load there is nothing to look back to."""
    code, _, complaint = rorf("table", "kits", "--as-of", "2026-03-09")

    assert (code, complaint) == (1, "Nothing has been loaded yet, so there are no earlier figures.\n")


def test_the_history_has_the_newest_load_first_and_by_local_time(loaded: Run) -> None:
    """Who, when, what and the counts, on one line each; no more than asked for."""
    _, whole, _ = loaded("history")
    _, short, _ = loaded("history", "--limit", "1")

    assert [line.split()[0] for line in whole.splitlines()] == ["2", "1"]
    assert "2026-03-12 23:30  File: second.csv (kit-log), 2 read, 1 new, 1 corrected, in force" in whole
    assert "2 read, 1 new, 1 waiting" in whole
    assert "… and 1 earlier ones" in short


def test_one_load_is_told_in_full(loaded: Run) -> None:
    """Its notes, its hash, the columns left out; and of a correction what it changed in months on record."""
    _, first, _ = loaded("history", "1")
    _, second, _ = loaded("history", "2", "--json")

    assert "columns left out: phone" in first
    assert "row 3, town: Canaan could mean" in first
    assert "860-555" not in first
    found = json.loads(second)
    assert found["load"]["months_restated"] == 1
    assert {
        "measure": "Kits left",
        "month": "Mar 2026",
        "town": "Kent",
        "before": 2,
        "after": 5,
        "difference": 3,
    } in found["restatements"]


def test_an_undoing_says_beforehand_what_it_does_and_is_on_record(loaded: Run, at: At) -> None:
    """A dry run stores nothing; the undoing has a number, and figures of days before it stay."""
    at("2026-03-20T15:00")
    _, tried, _ = loaded("undo", "2", "--dry-run")
    _, still, _ = loaded("table", "kits", "--by", "month")
    code, done, _ = loaded("undo", "2")

    assert "would be undone: 2 records taken away, 1 brought back" in tried
    assert "Mar 2026" in tried
    assert kits(still) == {"2026-03": "5", "2026-04": "1"}
    assert code == 0
    assert "The undoing is load 3" in done
    assert kits(loaded("table", "kits", "--by", "month")[1]) == {"2026-03": "2"}
    assert kits(loaded("table", "kits", "--by", "month", "--as-of", "2026-03-19")[1]) == {
        "2026-03": "5",
        "2026-04": "1",
    }
    assert "undone by load 3" in loaded("history", "2")[1]
    assert "1 brought back, 2 taken away, undoes load 2" in loaded("history", "3")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("undo", "9"), "There is no load 9"),
        (("history", "9"), "There is no load 9"),
    ],
)
def test_a_load_that_is_not_there_is_said_in_a_sentence(loaded: Run, arguments: tuple[str, ...], said: str) -> None:
    """Exit code 1 and one line."""
    code, _, complaint = loaded(*arguments)

    assert code == 1
    assert complaint.startswith(said)


def test_nothing_loaded_is_an_empty_history(rorf: Run) -> None:
    """In words and as JSON."""
    assert rorf("history") == (0, "Nothing has been loaded yet.\n", "")
    assert rorf("history", "--json") == (0, "[]\n", "")
