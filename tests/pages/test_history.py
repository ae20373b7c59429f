"""History: what was loaded, undoing it after saying what that does, and the figures of a past day."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rorf_data.intake.read import open_bytes
from rorf_data.workplace import Workplace, open_workplace
from tests.pages.visiting import KIT_LOG, headings, notices, table, visit

HISTORY = "pages/manage/history.py"
CORRECTION = b"""log_id,date,agency,town,kits
1,2026-08-03,Trial Rescue,Kent,5
2,2026-09-03,Trial Rescue,Sharon,1
"""


@pytest.fixture
def own(data_folder: Path) -> Workplace:
    """The programme's own installation, with two files loaded: the second adds a kit in September and 5 in August."""
    opened = open_workplace({"RORF_DATA_DIR": str(data_folder)}, data_folder)
    for name, content in (("log.csv", KIT_LOG), ("later [2].csv", CORRECTION)):
        file = open_bytes(content, name)
        opened.load(file, opened.recognise(file, source="kit-log"), loaded_by="Anna")
    return opened


def told(app: AppTest) -> str:
    """Everything that is said in running words."""
    return "\n".join(text.value for text in (*app.markdown, *app.caption, *app.success))


def test_the_sample_can_be_looked_at_and_not_undone(app: AppTest) -> None:
    """Its loads are listed, and a note says that they are invented; there is no button."""
    visit(app, HISTORY, opened="1")

    assert table(app, "History of loads")["Load"][-1] == 1
    assert "nothing can be undone" in notices(app)
    assert [button.key for button in app.button if str(button.key).startswith("undo")] == []


def test_every_load_is_listed_with_the_newest_first(app: AppTest, own: Workplace) -> None:
    """Number, file, who and what became of the rows; the hash is short."""
    visit(app, HISTORY)

    loads = table(app, "History of loads")
    assert loads["Load"] == [2, 1]
    assert loads["File"] == ["later [2].csv", "log.csv"]
    assert loads["By"] == ["Anna", "Anna"]
    assert loads["Refused"] == [0, 1]
    assert {len(sha256) for sha256 in loads["SHA-256 of the file"]} == {10}


def test_the_filters_leave_the_loads_that_fit(app: AppTest, own: Workplace) -> None:
    """Words of the file name, in any case; none that fits is said."""
    visit(app, HISTORY, history_words="LATER")
    assert table(app, "History of loads")["Load"] == [2]

    app.text_input(key="history_words").set_value("nothing of the kind").run()
    assert "No load fits" in notices(app)


def test_a_link_opens_a_load_by_its_number(app: AppTest, own: Workplace) -> None:
    """Its notes with their rows, and the columns; of a correction, what it changed before and after."""
    visit(app, HISTORY, opened="1")
    assert table(app, "Load 1: notes on the rows")["row"] == [4, 5]
    assert "It changed no month that was on record before it." in told(app)

    app.selectbox(key="opened").select(app.selectbox(key="opened").options[0]).run()
    restated = table(app, "Load 2: earlier months changed")
    kits = zip(restated["measure"], restated["month"], restated["before"], restated["after"], strict=True)
    assert ("Kits left", "Aug 2026", 2, 7) in list(kits)
    assert r"Load 2\: File, later \[2\].csv" in headings(app)


def test_a_link_to_a_load_that_is_not_there_is_said(app: AppTest, own: Workplace) -> None:
    """The list stands there all the same."""
    visit(app, HISTORY, opened="77")

    assert "load “77”, which is not on record" in notices(app)
    assert table(app, "History of loads")["Load"] == [2, 1]


def test_an_undoing_is_said_beforehand_and_then_done(app: AppTest, own: Workplace) -> None:
    """First what would happen, and nothing happens; then the load is undone, and the undoing stands on top."""
    visit(app, HISTORY, opened="2")
    app.button(key="undo_ask").click().run()

    assert "2 records would be taken away and 0 brought back" in told(app)
    assert table(app, "History of loads")["Load"] == [2, 1]

    app.button(key="undo_do").click().run()
    loads = table(app, "History of loads")
    assert loads["Load"] == [3, 2, 1]
    assert loads["Standing"] == ["undoes load 2", "undone by load 3", "in force"]
    assert "Load 2 is undone: 2 records taken away" in told(app)
    assert [button.key for button in app.button if str(button.key).startswith("undo")] == []


def test_an_undoing_can_be_left(app: AppTest, own: Workplace) -> None:
    """The question goes, and the load stays."""
    visit(app, HISTORY, opened="2")
    app.button(key="undo_ask").click().run()
    app.button(key="undo_leave").click().run()

    assert table(app, "History of loads")["Standing"] == ["in force", "in force"]
    assert "undo_ask" in [button.key for button in app.button]


def test_an_undoing_can_be_undone(app: AppTest, own: Workplace) -> None:
    """It is a load as any other."""
    undone = own.undo(2, by="Anna")
    visit(app, HISTORY, opened=str(undone.load_id))
    app.button(key="undo_ask").click().run()
    app.button(key="undo_do").click().run()

    assert table(app, "History of loads")["Standing"][2] == "in force"


def test_two_people_who_undo_the_same_load_undo_it_once(app: AppTest, own: Workplace) -> None:
    """The second reads that it is done; nothing happens twice."""
    visit(app, HISTORY, opened="2")
    app.button(key="undo_ask").click().run()
    own.undo(2, by="Somebody else")
    app.button(key="undo_do").click().run()

    assert "somebody else has undone load 2" in notices(app)
    assert table(app, "History of loads")["Load"] == [3, 2, 1]


def test_a_past_day_shows_what_has_changed_since(app: AppTest, own: Workplace) -> None:
    """Today nothing has changed since; a day before the first load has no figures."""
    today = own.today()
    visit(app, HISTORY, as_of=today.isoformat())

    assert any("as it stood on" in heading for heading in headings(app))
    assert "No figure of any month has changed since" in notices(app)


def test_a_day_before_everything_has_no_figures(app: AppTest, own: Workplace) -> None:
    """A link may ask for it; the page stands all the same."""
    visit(app, HISTORY, as_of="2020-01-31")

    assert table(app, "History of loads")["Load"] == [2, 1]
    assert not app.exception
