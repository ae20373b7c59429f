"""The Meeting page: three clicks to a deck, a snapshot, what changed since it, decisions that come back."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rorf_data.intake.read import open_bytes
from rorf_data.workplace import Workplace, open_workplace
from tests.pages.visiting import KIT_LOG, headings, notices, table, visit

MEETING = "pages/share/meeting.py"
MADE = "meeting_made"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 8 October 2026."""
    monkeypatch.setattr(Workplace, "today", lambda workplace: date(2026, 10, 8))


def load(data_folder: Path, text: bytes, name: str) -> None:
    """Load a kit log into the programme's own database."""
    own = open_workplace({"RORF_DATA_DIR": str(data_folder)}, data_folder)
    file = open_bytes(text, name)
    own.load(file, own.recognise(file, source="kit-log"), loaded_by="a test")
    own.engine.dispose()


@pytest.fixture
def own_app(app: AppTest, data_folder: Path) -> AppTest:
    """The page after a log of August and September 2026 was loaded."""
    load(data_folder, KIT_LOG, "log.csv")
    return visit(app, MEETING)


def test_a_deck_of_the_sample_takes_a_month_and_a_click(app: AppTest) -> None:
    """The slides are a file of their own kind, and its name says that they are invented."""
    visit(app, MEETING)
    app.selectbox(key="meeting_month").set_value("August 2026").run()
    app.button(key="deck_make").click().run()

    assert not app.exception
    _, files = app.session_state[MADE]
    slides = next(file for file in files if file.form == "pptx")
    assert slides.name == "sample_meeting-deck_2026-08.pptx"
    assert zipfile.is_zipfile(io.BytesIO(slides.content))
    assert "belong" not in notices(app)
    assert not [button for button in app.button if button.key in ("snapshot_take", "decision_keep")]


def test_an_internal_deck_is_chosen_on_purpose_and_says_so(own_app: AppTest) -> None:
    """The name of the file holds the word."""
    assert own_app.toggle(key="deck_internal").value is False
    own_app.toggle(key="deck_internal").set_value(True).run()
    own_app.button(key="deck_make").click().run()

    _, files = own_app.session_state[MADE]
    assert all("INTERNAL" in file.name for file in files)


def test_with_nearly_nothing_each_part_says_so(own_app: AppTest) -> None:
    """No snapshot, no question of calls, no decision; the page stands all the same."""
    assert "No snapshot has been taken yet" in notices(own_app)
    assert "No decision is kept yet." in notices(own_app)
    assert headings(own_app)[0] == "What changed since the last meeting"


def test_a_snapshot_is_taken_and_the_next_meeting_opens_on_what_changed(
    own_app: AppTest, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decision of the first meeting comes back beside its measure; the first can still be looked at."""
    own_app.text_input(key="snapshot_initials").set_value("AB").run()
    own_app.button(key="snapshot_take").click().run()
    assert "The snapshot of the meeting about September 2026 is kept." in own_app.success[0].value
    assert table(own_app, "Meetings on record")["taken_by"] == ["AB"]

    turn = own_app.session_state["meeting_turn"]
    own_app.text_input(key=f"decision_words_{turn}").set_value("bring more kits").run()
    own_app.selectbox(key=f"decision_role_{turn}").set_value("task force").run()
    own_app.button(key="decision_keep").click().run()
    assert table(own_app, "Decisions and actions")["decision"] == ["bring more kits"]

    monkeypatch.setattr(Workplace, "today", lambda workplace: date(2026, 11, 12))
    monkeypatch.setattr("rorf_data.workplace.utc_now", lambda: datetime(2026, 11, 10, 12))  # noqa: DTZ001  # as the store keeps it
    later = KIT_LOG.replace(b"Kent,2", b"Kent,4") + b"2026-10-02,Trial Rescue,Kent,5\n"
    load(data_folder, later, "newer.csv")
    visit(own_app, MEETING)

    assert table(own_app, "New since meeting 1")["new_since"] == [5]
    assert table(own_app, "Old months that moved")["now"] == [4]
    told = table(own_app, "Decisions and actions")
    assert (told["then"], told["now"]) == ([3], [5])

    name = next(one for one in own_app.selectbox(key="meeting").options if one.startswith("Meeting 1"))
    own_app.selectbox(key="meeting").set_value(name).run()
    assert "No snapshot has been taken yet" in notices(own_app)
    own_app.button(key="snapshot_withdraw").click().run()
    assert "withdrawn on" in table(own_app, "Meetings on record")["standing"][0]


def test_what_cannot_be_kept_is_refused_in_a_sentence(own_app: AppTest) -> None:
    """The role that looks like a person's name, without quoting it."""
    own_app.button(key="snapshot_take").click().run()
    turn = own_app.session_state["meeting_turn"]
    own_app.text_input(key=f"decision_words_{turn}").set_value("ask Jane Doe for the log").run()
    own_app.selectbox(key=f"decision_role_{turn}").set_value("task force").run()
    own_app.button(key="decision_keep").click().run()

    assert "may be the name of a person" in own_app.warning[-1].value
    assert "Jane" not in own_app.warning[-1].value


def test_the_pages_of_all_towns_take_one_click(app: AppTest) -> None:
    """One zip, marked as invented, that names each town's page."""
    visit(app, MEETING)
    app.selectbox(key="meeting_month").set_value("August 2026").run()
    app.button(key="town_pages_make").click().run()

    assert not app.exception
    _, [packed] = app.session_state["town_pages_made"]
    assert packed.name == "sample_town-pages_2026-08.zip"
    with zipfile.ZipFile(io.BytesIO(packed.content)) as pages:
        assert any(name.startswith("sample_kent_2026-08.") for name in pages.namelist())
