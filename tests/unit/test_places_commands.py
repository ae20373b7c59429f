"""The place-name desk on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rorf_data.__main__ import main

LOG = "log id,date,agency,town,kits\n1,2026-03-04,Kent VFD,Canaan,2\n2,2026-03-05,Harbour Light,Kent,1\n"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A log with a Canaan and a doubtful agency, loaded into an installation of its own."""
    monkeypatch.setenv("RORF_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "log.csv"
    path.write_text(LOG, encoding="utf-8")
    assert main(["load", str(path)]) == 0
    capsys.readouterr()
    return path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command prints that goes well."""
    assert main(list(words)) == 0
    return capsys.readouterr().out


def test_the_queue_names_places_and_other_rows(log, capsys):
    """With the number to decide by, and what to do about the others."""
    out = said(capsys, "places")

    assert "1: “Canaan” in kit-log (1 row, Mar 2026): Canaan could mean" in out
    assert "Could be Canaan or North Canaan." in out
    assert "log.csv, row 3: This may be the name of a person" in out
    assert "Harbour" not in out


def test_the_queue_as_json(log, capsys):
    """For other programs."""
    found = json.loads(said(capsys, "places", "--json"))

    assert [(place["number"], place["written"]) for place in found["places"]] == [(1, "Canaan")]
    assert [row["row"] for row in found["other_rows"]] == [3]


def test_a_place_is_decided_listed_and_taken_back(log, capsys):
    """The town by its name, however it is typed."""
    assert "Decision 1: 1 row is placed" in said(capsys, "places", "decide", "1", "north canaan")
    assert "No place waits" in said(capsys, "places")
    assert "1: Canaan in kit-log is North Canaan, for the whole source (" in said(capsys, "places", "decisions")
    assert "its rows wait again" in said(capsys, "places", "undo", "1")
    assert "“Canaan”" in said(capsys, "places")
    assert json.loads(said(capsys, "places", "decisions", "--json"))[0]["standing"] == "taken back"


def test_a_decision_for_one_row(log, capsys):
    """And outside is no town."""
    said(capsys, "places", "decide", "1", "outside", "--row")

    assert "is Outside the area, for one row" in said(capsys, "places", "decisions")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("decide", "1", "Springfield"), "one of the 21 towns, outside or not-recorded"),
        (("decide", "99", "Kent"), "waits no longer"),
        (("decide", "2", "Kent"), "another reason"),
        (("undo", "99"), "There is no decision 99"),
    ],
)
def test_what_cannot_be_decided_is_said(log, capsys, words, sentence):
    """Nothing changes then."""
    assert main(["places", *words]) == 1
    assert sentence in capsys.readouterr().err


def test_decisions_travel_in_a_file(log, capsys, tmp_path, monkeypatch):
    """To an installation with another key."""
    said(capsys, "places", "decide", "1", "North Canaan")
    file = tmp_path / "decisions.toml"
    assert "1 decision is in decisions.toml" in said(capsys, "places", "export", str(file))
    monkeypatch.setenv("RORF_DATA_DIR", str(tmp_path / "other"))
    said(capsys, "load", str(log))

    assert "Decisions: 1 taken in. 1 row is placed" in said(capsys, "places", "import", str(file))
    assert "Decisions: 0 taken in, 1 in force already." in said(capsys, "places", "import", str(file))


def test_a_file_that_cannot_be_read_or_written_is_said(log, capsys, tmp_path):
    """In words, with the exit code of a file."""
    assert main(["places", "import", str(tmp_path / "none.toml")]) == 2
    assert "can't be read" in capsys.readouterr().err
    assert main(["places", "export", str(tmp_path)]) == 1
    assert "can't be written" in capsys.readouterr().err


def test_an_agency_is_confirmed(log, capsys):
    """Its rows come in with the file."""
    assert "“Harbour Light” is kept" in said(capsys, "agency", "add", "Harbour Light")
    assert "1 held" in said(capsys, "load", str(log))
