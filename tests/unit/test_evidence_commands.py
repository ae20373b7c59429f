"""``rorf statement`` and ``rorf evidence``: the same text and pack as on the page, and who took them is kept."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest

from rorf_data.__main__ import main

ROWS = "".join(f"2025-{month:02d}-15,Trial Rescue,Kent,2\n" for month in range(1, 13))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Two kits a month in Kent through 2025, loaded into an installation of its own; the working folder is empty."""
    monkeypatch.setenv("RORF_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    path = tmp_path / "kits.csv"
    path.write_text(f"date,agency,town,kits\n{ROWS}", encoding="utf-8")
    assert main(["load", str(path), "--source", "kit-log"]) == 0
    capsys.readouterr()
    return tmp_path


def taken(folder: Path) -> list[tuple[str, ...]]:
    """Form, title and audience of what was taken away."""
    with sqlite3.connect(folder / "data" / "rorf.sqlite") as store:
        return store.execute("SELECT DISTINCT form, title, audience FROM taken_away ORDER BY form").fetchall()


def test_the_statement_is_printed_for_a_funder_named_in_any_letters(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """24 kits of the calendar year, with sources and limits; and it is written down."""
    assert main(["statement", "--funder", "FOUNDATION", "--town", "Kent"]) == 0
    printed = capsys.readouterr().out

    assert "In 2025, 24 kits of naloxone were left with people at 12 visits in Kent [1]." in printed
    assert "of at most 1,000 characters" in printed
    assert "\nSources\n[1] Regional Opioid Response Fund" in printed
    assert taken(folder) == [("txt", "Need statement", "shared")]


def test_a_claim_is_checked_and_nothing_is_taken_away(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What no record bears is named with its reason and an offer; nothing of the sentence is kept."""
    assert main(["statement", "--check", "The kits saved lives."]) == 0
    printed = capsys.readouterr().out

    assert "“saved lives” (lives saved)" in printed
    assert "What can be said: These records count what was left" in printed
    assert main(["statement", "--check", "The fund meets each month."]) == 0
    assert "None of the words" in capsys.readouterr().out
    assert taken(folder) == []


def test_the_pack_is_written_by_its_own_name_or_where_it_is_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One zip in the working folder, one where --out says."""
    assert main(["evidence", "--funder", "Foundation", "--chart", "months"]) == 0
    assert main(["evidence", "--funder", "Foundation", "--out", str(folder / "mine.zip")]) == 0
    printed = capsys.readouterr().out

    (own,) = (folder / "here").iterdir()
    assert own.name == "evidence-kits-left-by-month_2025-01_2025-12.zip"
    assert f"{own.name} is written." in printed
    for path in (own, folder / "mine.zip"):
        with zipfile.ZipFile(path) as packed:
            assert "README.txt" in packed.namelist()
    assert taken(folder) == [("zip", "Evidence pack", "shared")]


@pytest.mark.parametrize(
    "words",
    [
        ["statement", "--funder", "Nobody"],
        ["statement", "--period", "Yesterday"],
        ["evidence", "--town", "Atlantis"],
    ],
)
def test_what_there_is_not_is_said(folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code is 1 and the message names the option."""
    assert main(words) == 1

    assert words[1] in capsys.readouterr().err
    assert taken(folder) == []
