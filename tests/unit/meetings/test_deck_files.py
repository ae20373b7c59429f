"""The deck as files, and ``rorf deck``."""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pptx import Presentation

from rorf_data.__main__ import main
from rorf_data.answers.meetings import take_meeting
from rorf_data.answers.reader import Reader
from rorf_data.errors import DisclosureRefused
from rorf_data.exports.check_code import check_code
from rorf_data.meetings.deck import meeting_document
from rorf_data.meetings.deck_files import deck_files
from rorf_data.model import Audience, Period
from rorf_data.store.taken import load_taken
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace, open_workplace, utc_now
from tests.unit.meetings.conftest import KITS, TODAY

OCTOBER = Period.of_months(TODAY.replace(month=10), 1)
NOW = datetime(2026, 11, 22, 15)  # noqa: DTZ001  # the store keeps moments without a mark


def test_each_file_is_written_down_with_every_frame_in_it(region: Reader) -> None:
    """Who, for whom, what and by which signs it is known again."""
    document = meeting_document(region, OCTOBER, audience=Audience.SHARED)
    [file] = deck_files(region, document, month=OCTOBER, forms=["pptx"], by="A. Staff", now=NOW)

    with region.connect() as connection:
        entries = load_taken(connection)
    assert file.name == "meeting-deck_2026-10.pptx"
    assert {entry.file_sha256 for entry in entries} == {hashlib.sha256(file.content).hexdigest()}
    assert {entry.check_code for entry in entries} == {
        check_code(one) for slide in document.slides for one in slide.traced
    }
    assert {(entry.taken_by, entry.audience, entry.form) for entry in entries} == {("A. Staff", "shared", "pptx")}


def test_an_internal_file_says_so_in_its_name(region: Reader) -> None:
    """And the towns that it is of."""
    kent = [gazetteer.code_of("Kent")]
    document = meeting_document(region, OCTOBER, audience=Audience.INTERNAL, towns=kent)
    [file] = deck_files(region, document, month=OCTOBER, forms=["pptx"], by="A. Staff", now=NOW)

    assert file.name == "meeting-deck_kent_2026-10_INTERNAL.pptx"


def test_a_number_that_may_not_leave_is_never_written(region: Reader) -> None:
    """Somebody puts October's two calls back into a shared frame: the deck is refused and nothing is written down."""
    document = meeting_document(region, OCTOBER, audience=Audience.SHARED)
    glance = document.slides[1]
    [summary] = glance.tables
    frame, hidden = summary.frame.copy(), summary.hidden.copy()
    frame.loc[1, "this_month"], hidden.loc[1, "this_month"] = 2, False
    forged = replace(glance, tables=(replace(summary, frame=frame, hidden=hidden),))

    with pytest.raises(DisclosureRefused, match="holds a number that may not leave"):
        deck_files(
            region, replace(document, slides=(document.slides[0], forged)), month=OCTOBER, by="A. Staff", now=NOW
        )
    with region.connect() as connection:
        assert not load_taken(connection)


def test_an_unknown_form_is_a_wrong_call(region: Reader) -> None:
    """Nothing is made."""
    document = meeting_document(region, OCTOBER, audience=Audience.SHARED)
    with pytest.raises(ValueError, match="no deck of the form doc"):
        deck_files(region, document, month=OCTOBER, forms=["doc"], by="A. Staff", now=NOW)


def test_the_command_makes_a_deck_and_says_what_it_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A shared one, and an internal one when asked."""
    (tmp_path / "log.csv").write_text(KITS)
    assert main(["load", str(tmp_path / "log.csv"), "--source", "kit-log"]) == 0
    capsys.readouterr()

    assert main(["deck", "--month", "2026-10", "--out", str(tmp_path / "out"), "--form", "pptx"]) == 0
    assert main(["deck", "--month", "2026-10", "--out", str(tmp_path / "out"), "--form", "pptx", "--internal"]) == 0

    said = capsys.readouterr().out
    assert "October 2026: kits left by month" in said
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [
        "meeting-deck_2026-10.pptx", "meeting-deck_2026-10_INTERNAL.pptx",
    ]  # fmt: skip
    made = Presentation(io.BytesIO((tmp_path / "out" / "meeting-deck_2026-10.pptx").read_bytes()))
    assert made.slides[0].shapes.title.text_frame.text == "Monthly meeting: October 2026"


def test_the_command_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    """A month, a town, a form; each said in words."""
    with pytest.raises(SystemExit, match="1"):
        main(["deck", "--month", "October"])
    assert "October is no month; write it as 2026-10" in capsys.readouterr().err
    assert main(["deck", "--town", "Nowhere"]) == 1
    assert "Nowhere" in capsys.readouterr().err
    assert main(["deck", "--form", "doc"]) == 1
    assert "--form doc: there are pptx" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_text("")

    assert main(["deck", "--month", "2026-10", "--out", str(tmp_path / "taken"), "--form", "pptx"]) == 1
    assert "Nothing can be put into the folder “taken”" in capsys.readouterr().err


def test_the_deck_of_a_past_meeting_is_the_same_after_more_was_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, and it names its snapshot."""
    monkeypatch.setattr(Workplace, "today", lambda workplace: TODAY)
    (tmp_path / "log.csv").write_text(KITS)
    (tmp_path / "late.csv").write_text("date,agency,town,kits,suspected_overdose\n2026-10-02,Agency B,Kent,9,no\n")
    assert main(["load", str(tmp_path / "log.csv"), "--source", "kit-log"]) == 0
    opened = open_workplace(os.environ, tmp_path)
    take_meeting(opened.reader(), month=OCTOBER, held_on=TODAY, note="", now=utc_now(), by="a test")
    opened.engine.dispose()

    made = []
    for place in ("before", "after"):
        assert main(["deck", "--meeting", "1", "--form", "pptx", "--internal", "--out", str(tmp_path / place)]) == 0
        made.append((tmp_path / place / "meeting-deck_2026-10_INTERNAL.pptx").read_bytes())
        assert main(["load", str(tmp_path / "late.csv"), "--source", "kit-log"]) == 0
    assert made[0] == made[1]
    last = Presentation(io.BytesIO(made[0])).slides[-1]
    assert "Snapshot: meeting 1" in last.placeholders[1].text_frame.text
    assert main(["deck", "--meeting", "7"]) == 1
    assert "7" in capsys.readouterr().err
