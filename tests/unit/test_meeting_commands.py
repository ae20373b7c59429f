"""``rorf meeting``: snapshots, changes and decisions from a terminal, and a sentence for whatever can't be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rorf_data.__main__ import main
from rorf_data.workplace import Workplace

LOG = "date,agency,town,kits\n2026-08-03,Trial Rescue,Kent,2\n2026-09-14,Trial Rescue,Warren,3\n"
LATER = LOG.replace("Kent,2", "Kent,4") + "2026-10-02,Trial Rescue,Kent,5\n"
DECIDED = ["meeting", "decide", "two boxes of kits for the firehouse", "--measure", "kits", "--owner", "fire chief"]
NOT_BEGUN = "January 2027 has not begun yet, so nothing of it can be shown."


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 12 November 2026."""
    monkeypatch.setattr(Workplace, "today", lambda workplace: date(2026, 11, 12))


@pytest.fixture
def loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A log of August and September is on record."""
    return load(tmp_path, LOG, capsys)


def load(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> Path:
    """Load a kit log."""
    (folder / "log.csv").write_text(text)
    assert main(["load", str(folder / "log.csv"), "--source", "kit-log"]) == 0
    capsys.readouterr()
    return folder


def test_a_decision_comes_back_beside_its_measure_after_the_next_load(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The month that moved is told with what it was, and the agency that corrected a row."""
    assert main(["meeting", "take", "--month", "2026-09", "--held", "2026-10-08"]) == 0
    assert "Meeting 1 is kept: September 2026, held on 8 October 2026." in capsys.readouterr().out
    assert main([*DECIDED, "--town", "Kent", "--due", "2026-12-01"]) == 0
    assert "Decision 1 is kept with meeting 1" in capsys.readouterr().out
    load(loaded, LATER, capsys)

    assert main(["meeting", "changes"]) == 0
    assert "Agency or source: Trial Rescue" in capsys.readouterr().out
    assert main(["meeting", "decisions"]) == 0
    said = capsys.readouterr().out
    assert "Decision: two boxes of kits for the firehouse" in said
    assert "Who sees to it: fire chief" in said
    assert main(["meeting", "done", "1"]) == 0
    assert "Decision 1 is done" in capsys.readouterr().out
    assert main(["meeting", "withdraw", "1"]) == 0
    assert "The snapshot of meeting 1 is withdrawn; it stays on record." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["meeting", "take"], "Nothing has been loaded yet"),
        (["meeting", "withdraw", "9"], "There is no meeting 9 on record."),
        (["meeting", "changes", "--since", "9"], "There is no meeting 9 on record."),
        (DECIDED, "No snapshot of a meeting has been taken yet. Take one first: rorf meeting take"),
        (["meeting", "done", "9"], "There is no decision 9"),
    ],
)
def test_with_nothing_on_record_a_sentence_says_so(
    asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is kept."""
    assert main(asked) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["meeting", "take", "--month", "2027-01"], "is about a month that is over"),
        ([*DECIDED, "--town", "Nowhere"], "No town of the region is called"),
        ([*DECIDED, "--meeting", "9"], "There is no meeting 9 on record."),
        ([*DECIDED, "--due", "2020-01-01"], "It is due between"),
        ([*DECIDED[:4], "hope", *DECIDED[5:]], "A decision is seen by one of these: kits"),
        ([*DECIDED[:2], "ask Jane Doe for the log", *DECIDED[3:]], "person"),
        (["deck", "--month", "2027-01"], NOT_BEGUN),
        (["town-pages", "--month", "2027-01"], NOT_BEGUN),
        (["meeting", "questions", "--month", "2027-01"], NOT_BEGUN),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    asked: list[str], said: str, loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever types it is told what is wrong, and never sees where in the program it was found."""
    assert main(["meeting", "take", "--month", "2026-09"]) == 0
    capsys.readouterr()

    assert main(asked) == 1
    told = capsys.readouterr().err
    assert said in told
    assert told.strip()
    assert "Traceback" not in told


@pytest.mark.parametrize("asked", [["meeting", "take", "--month"], ["deck", "--month"], ["town-pages", "--month"]])
def test_a_month_is_written_as_a_month(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever else is typed is quoted back with how it is written."""
    with pytest.raises(SystemExit, match="1"):
        main([*asked, "nothing"])
    assert "nothing is no month; write it as 2026-10" in capsys.readouterr().err
