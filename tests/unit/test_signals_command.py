"""``rorf signals``: the same sentences and figures as on the page."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from rorf_data.__main__ import main

FIRST = date(2024, 1, 1)
DAYS = [*(FIRST + timedelta(9 * step) for step in range(64)), date(2025, 7, 31), date(2025, 7, 31)]


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Calls every nine days and two on the last day, loaded into an installation of its own."""
    monkeypatch.setenv("RORF_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "calls.csv"
    rows = [f"{number},{day.isoformat()},Kent" for number, day in enumerate(DAYS)]
    path.write_text("\n".join(["Incident Number,Call Date,City", *rows, ""]), encoding="utf-8")
    assert main(["load", str(path), "--source", "calls"]) == 0
    capsys.readouterr()
    return path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command prints that goes well."""
    assert main(list(words)) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("calls")
def test_the_sentences_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Both windows, the county's rule, the town with three calls, and how far the records reach."""
    printed = said(capsys, "signals")

    assert "2 calls in the 7 days to 31 July 2025; usual is 0.8; by chance about once in 4 weeks." in printed
    assert "calls in the 28 days to 31 July 2025; usual is 3.1" in printed
    assert "Litchfield County Opiate Task Force" in printed
    assert "Kent: 4 calls in the 28 days to 31 July 2025." in printed
    assert "The newest call on record is of 31 July 2025" in printed


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize(("form", "part"), [("csv", "\nsignal,window_first,window_last,signal_calls,"), ("json", "{")])
def test_the_figures_are_printed(form: str, part: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As a table for other programs, with what it covers."""
    printed = said(capsys, "signals", "--format", form)

    assert part in printed
    assert "More than usual in 28 days" in printed


@pytest.mark.usefixtures("calls")
def test_a_day_before_the_first_load_has_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing was on record then, and it says so."""
    assert main(["signals", "--as-of", "2025-07-31"]) == 1
    assert "Nothing was on record on 31 July 2025" in capsys.readouterr().err


def test_without_calls_there_is_nothing_to_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An installation in which nothing was loaded."""
    monkeypatch.setenv("RORF_DATA_DIR", str(tmp_path / "data"))

    assert said(capsys, "signals") == "No overdose calls are on record, so there is nothing to compare.\n"
