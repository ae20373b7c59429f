"""Place names: what waits, deciding it, taking that back, and names confirmed to be agencies'."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rorf_data.intake.read import open_bytes
from rorf_data.workplace import Workplace, open_workplace
from tests.pages.visiting import headings, notices, table, visit

PLACES = "pages/manage/places.py"
NORTH_CANAAN = "54030"
LOG = b"""date,agency,town,zip,kits
2026-03-04,Kent VFD,Canaan,,2
2026-04-05,Kent VFD,canaan,,1
2026-04-06,Kent VFD,,06754,4
2026-04-07,Kent VFD,4 Elm Street,,4
2026-04-08,Harbour Light,Kent,,1
2199-04-09,Kent VFD,Kent,,1
"""


@pytest.fixture
def own(data_folder: Path) -> Iterator[Workplace]:
    """An installation where places wait: two rows of Canaan, a ZIP code, a street; and two rows for other reasons."""
    own = open_workplace({"RORF_DATA_DIR": str(data_folder)}, data_folder)
    load(own)
    yield own
    own.engine.dispose()


def load(own: Workplace) -> None:
    """Load the log."""
    file = open_bytes(LOG, "log.csv")
    own.load(file, own.recognise(file, source="kit-log"), loaded_by="a test")


def choose(app: AppTest, key: str, value: object) -> AppTest:
    """Choose in a radio or a selectbox whose key begins so."""
    widget = next(w for w in (*app.radio, *app.selectbox) if (w.key or "").startswith(key))
    widget.set_value(value)
    return app.run()


def press(app: AppTest, key: str) -> AppTest:
    """Press the button with this key."""
    app.button(key=key).click()
    return app.run()


def waiting(app: AppTest) -> list[object]:
    """What waits for a decision, as written."""
    return table(app, "Places that wait")["written"]


def test_the_samples_queue_can_be_looked_at_and_not_decided(app: AppTest) -> None:
    """What is invented stays as it is."""
    visit(app, PLACES)

    assert "to look at" in notices(app)
    assert "Canaan" in waiting(app)
    assert [] == app.button
    assert not any((one.key or "").startswith("area_") for one in app.radio)


def test_every_place_that_waits_says_why_what_it_could_be_and_how_many_rows_hang_on_it(
    app: AppTest, own: Workplace
) -> None:
    """Two rows written alike are one entry; a street is not kept."""
    visit(app, PLACES)
    queue = table(app, "Places that wait")

    assert ["Canaan", "(not kept)", "(not kept)"] == queue["written"]
    assert [2, 1, 1] == queue["rows"]
    assert ["Canaan, North Canaan", "Warren, Cornwall, Kent, Sharon", ""] == queue["candidates"]
    assert ["Mar 2026 to Apr 2026", "Apr 2026", "Apr 2026"] == queue["months"]
    assert [2, 3] == table(app, "Where it is written")["row"]
    assert "Elm" not in repr(app)


def test_a_decision_for_the_source_places_its_rows_and_is_on_record(app: AppTest, own: Workplace) -> None:
    """Who decided it stands beside it, and what it changed."""
    visit(app, PLACES)
    choose(app, "area_", NORTH_CANAAN)
    app.text_input(key="initials_written").set_value("AB")
    app.run()
    press(app, "decide")

    assert "“Canaan” is decided to be North Canaan. 2 rows are placed" in plainly(app.success[0].value)
    assert ["(not kept)", "(not kept)"] == waiting(app)
    made = table(app, "Decisions made")
    assert (["AB"], ["Canaan"], ["North Canaan"], ["the whole source"], [2], ["in force"]) == (
        made["decided_by"], made["written"], made["town"], made["scope"], made["rows"], made["standing"],
    )  # fmt: skip


def test_a_decision_for_one_row_leaves_the_other_waiting(app: AppTest, own: Workplace) -> None:
    """The rows are told apart by file, row and day."""
    visit(app, PLACES)
    choose(app, "area_", "outside")
    choose(app, "scope_", "row")
    assert "Row 3 of log.csv, 5 April 2026" in next(w for w in app.selectbox if w.label == "Which row?").options
    choose(app, "row_", 1)
    press(app, "decide")

    assert [1, 1, 1] == table(app, "Places that wait")["rows"]
    assert ["one row"] == table(app, "Decisions made")["scope"]


def test_any_other_of_the_21_towns_can_be_chosen(app: AppTest, own: Workplace) -> None:
    """The street turned out to be in Norfolk."""
    visit(app, PLACES)
    choose(app, "place_chosen", 4)
    choose(app, "area_", "another town")
    choose(app, "town_", "53470")
    press(app, "decide")

    assert ["Norfolk"] == table(app, "Decisions made")["town"]


def test_a_decision_taken_back_lets_its_rows_wait_again(app: AppTest, own: Workplace) -> None:
    """And stays on record as taken back."""
    visit(app, PLACES)
    choose(app, "area_", NORTH_CANAAN)
    press(app, "decide")
    choose(app, "decision_", 1)
    press(app, "undo_decision")

    assert "its rows wait again" in app.success[0].value
    assert "Canaan" in waiting(app)
    assert ["taken back"] == table(app, "Decisions made")["standing"]


def test_what_somebody_else_has_decided_meanwhile_stays(app: AppTest, own: Workplace) -> None:
    """Two people may look at the same place."""
    visit(app, PLACES)
    choose(app, "area_", NORTH_CANAAN)
    own.decide_place(1, "10940", scope="source", by="somebody else")
    press(app, "decide")

    assert "Canaan" not in waiting(app)
    assert ["somebody else"] == table(app, "Decisions made")["decided_by"]


def test_rows_that_wait_for_another_reason_say_what_to_do(app: AppTest, own: Workplace) -> None:
    """A future date, and an agency that may be a person, whose name is nowhere."""
    visit(app, PLACES)
    others = table(app, "Rows that wait for another reason")

    assert [6, 7] == others["row"]
    assert "Confirm the name" in others["how_to_mend"][0]
    assert "mended" in others["how_to_mend"][1]
    assert "Harbour" not in repr(app)


def test_a_confirmed_agency_is_taken_when_its_file_comes_again(app: AppTest, own: Workplace) -> None:
    """The name is then kept as it was written."""
    visit(app, PLACES)
    app.text_input(key="agency_name_0").set_value("harbour light")
    app.run()
    press(app, "agency_keep")
    load(own)
    visit(app, PLACES)

    assert ["harbour light"] == table(app, "Names confirmed")["agency"]
    assert [7] == table(app, "Rows that wait for another reason")["row"]


def test_a_phone_number_is_no_agency(app: AppTest, own: Workplace) -> None:
    """It is refused in a sentence."""
    visit(app, PLACES)
    app.text_input(key="agency_name_0").set_value("Kent VFD 860-555-0100")
    app.run()
    press(app, "agency_keep")

    assert "may not be kept" in plainly(notices(app))


def test_decisions_are_taken_in_from_a_file(app: AppTest, own: Workplace, tmp_path: Path) -> None:
    """As another installation wrote it, and what can't be taken in is named with the reason."""
    other = open_workplace({"RORF_DATA_DIR": str(tmp_path / "other")}, tmp_path)
    load(other)
    for held_id, area in ((1, NORTH_CANAAN), (4, "outside")):
        other.decide_place(held_id, area, scope="source", by="CD")
    visit(app, PLACES)
    app.file_uploader[0].set_value(("decisions.toml", other.decisions_file().encode(), "application/toml"))
    app.run()
    press(app, "take_in")

    told = [plainly(box.value) for box in app.success]
    assert "Decisions: 1 taken in, 1 not taken." in told[0]
    assert "made under another key" in told[1]
    assert ["CD"] == table(app, "Decisions made")["decided_by"]
    other.engine.dispose()


def test_an_empty_installation_shows_the_sample(app: AppTest) -> None:
    """Nothing can be carried away from it."""
    visit(app, PLACES)

    assert "Confirm an agency's name" not in headings(app)
    assert [] == app.file_uploader


def plainly(text: str) -> str:
    """A text without the marks that keep signs from meaning anything in Markdown."""
    return text.replace("\\", "")
