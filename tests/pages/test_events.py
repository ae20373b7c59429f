"""Dated events: added and removed on their page, and drawn on the charts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rorf_data.intake.read import open_bytes
from rorf_data.workplace import Workplace, open_workplace
from tests.pages.visiting import KIT_LOG, figures, notices, table, visit

EVENTS, TRENDS = "pages/manage/events.py", "pages/see/trends.py"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 22 November 2026."""
    monkeypatch.setattr(Workplace, "today", lambda workplace: date(2026, 11, 22))


@pytest.fixture
def own_app(app: AppTest, data_folder: Path) -> AppTest:
    """The dashboard after a log of August and September 2026 was loaded."""
    own = open_workplace({"RORF_DATA_DIR": str(data_folder)}, data_folder)
    file = open_bytes(KIT_LOG, "log.csv")
    own.load(file, own.recognise(file, source="kit-log"), loaded_by="a test")
    own.engine.dispose()
    return visit(app, EVENTS)


def add(app: AppTest, day: date, words: str) -> None:
    """Fill the form and press its button."""
    turn = app.session_state["events_turn"]
    app.date_input(key=f"event_day_{turn}").set_value(day)
    app.text_input(key=f"event_words_{turn}").set_value(words).run()
    app.button(key="event_keep").click().run()


def test_the_events_of_the_sample_can_be_looked_at_and_not_changed(app: AppTest) -> None:
    """They are said to be the sample's, and there is no form."""
    visit(app, EVENTS)

    assert all(words.startswith("sample: ") for words in table(app, "Dated events")["event"])
    assert "belong to the invented sample" in notices(app)
    assert not [button for button in app.button if button.key in ("event_keep", "event_remove")]


def test_an_event_is_added_drawn_and_removed(own_app: AppTest) -> None:
    """It stands in the table and in the words of the trend, and after its removal in neither."""
    assert "No event is kept yet." in notices(own_app)
    add(own_app, date(2026, 9, 1), "state mandate begins")

    assert "“state mandate begins” of 1 September 2026 is kept" in own_app.success[0].value
    assert table(own_app, "Dated events")["event"] == ["state mandate begins"]
    visit(own_app, TRENDS)
    assert "1 Sep 2026: state mandate begins" in str(figures(own_app)[0]["layout"]["annotations"])

    visit(own_app, EVENTS)
    own_app.selectbox(key="event_gone").set_value("1 September 2026: state mandate begins").run()
    own_app.button(key="event_remove").click().run()
    assert "“state mandate begins” of 1 September 2026 is removed." in own_app.success[0].value
    assert "No event is kept yet." in notices(own_app)
    visit(own_app, TRENDS)
    assert "state mandate begins" not in str(figures(own_app))


def test_words_that_cannot_be_kept_are_refused_in_a_sentence(own_app: AppTest) -> None:
    """The page says why, and what was typed stays to be mended."""
    add(own_app, date(2026, 9, 1), "call 860-555-0123 to get kits")

    assert [warning.value for warning in own_app.warning] == [
        "These words can't be kept. This holds an e-mail address or a phone number, which may not be kept."
    ]
    assert own_app.text_input(key="event_words_0").value == "call 860-555-0123 to get kits"
    assert "No event is kept yet." in notices(own_app)
