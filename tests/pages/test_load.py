"""Load data: what is seen before anything is stored, what is stored, and what the pages show then."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages._shared.mapping import examples_by_heading, source_name
from pages._shared.uploads import likely_rows
from rorf_data.intake.read import open_bytes
from rorf_data.intake.sources import read_source
from tests.pages.visiting import KIT_LOG, notices, table, visit

LOAD = "pages/manage/load.py"
PAPER = b"""When,Village,How many
2026-08-03,Kent,2
2026-08-09,Lakeville,1
"""
COUNTS = ["Rows read", "New", "Corrected", "Already on record", "Waiting for a person", "Refused"]


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """The Load page with these files chosen."""
    visit(app, LOAD)
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    return app.run()


def counts(app: AppTest) -> dict[str, str]:
    """The counts of the first report on the page."""
    return {metric.label: metric.value for metric in app.metric[: len(COUNTS)]}


def test_a_chosen_file_is_shown_before_it_is_loaded(app: AppTest, data_folder: Path) -> None:
    """Four rows: two to be new, one that waits for a person and one refused, each with its row and reason."""
    upload(app, ("log.csv", KIT_LOG))

    assert dict(zip(COUNTS, ["4", "2", "0", "0", "1", "1"], strict=True)) == counts(app)
    issues = table(app, "2 notes on rows of log.csv")
    assert issues["Row in the file"] == [4, 5]
    assert issues["What became of it"] == ["waits for a person", "refused"]
    assert "invented" in notices(app)


def test_a_load_replaces_the_sample_by_the_programmes_own_figures(app: AppTest) -> None:
    """After the button the banner is gone, the report accounts for every row, and the towns show the kits."""
    upload(app, ("log.csv", KIT_LOG))
    app.button(key="load").click().run()

    assert "invented" not in notices(app)
    assert any("log.csv is loaded" in box.value for box in app.success)
    assert any("4 read = 2 new + 0 corrected + 0 already on record + 1 waiting" in text.value for text in app.caption)

    app.switch_page("pages/see/towns.py").run()
    towns = table(app, "Kits, requests")
    kits = dict(zip(towns["town"], towns["total_kits"], strict=True))
    assert (kits["Kent"], kits["Warren"], kits["Canaan"], kits["Sharon"]) == (2, 3, 0, 0)
    assert "invented" not in notices(app)


def test_the_same_file_again_changes_nothing(app: AppTest) -> None:
    """A file that was loaded is seen to bring nothing new."""
    upload(app, ("log.csv", KIT_LOG))
    app.button(key="load").click().run()
    app.file_uploader[0].set_value([("again.csv", KIT_LOG, "text/csv")])
    app.run()

    assert dict(zip(COUNTS, ["4", "0", "0", "2", "1", "1"], strict=True)) == counts(app)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", "is empty"),
        ("notes.csv", b"%PDF-1.7 ...", "is a PDF document"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n0000", "is a picture"),
    ],
)
def test_a_file_that_cant_be_read_is_refused_in_words(app: AppTest, name: str, content: bytes, told: str) -> None:
    """One sentence that names the file, no way to load it, and no broken page."""
    upload(app, (name, content))

    assert name in app.error[0].value
    assert told in app.error[0].value
    assert not app.exception
    assert [] == [button for button in app.button if button.key == "load"]


def test_one_bad_file_does_not_hold_up_a_good_one(app: AppTest) -> None:
    """The good file can be loaded, and the page says that the other can't."""
    upload(app, ("empty.csv", b""), ("log.csv", KIT_LOG))

    assert "1 of 2 files can't be loaded" in notices(app)
    assert app.button(key="load").label == "Load 1 file (4 rows)"


def test_an_unknown_file_can_be_called_by_a_known_source(app: AppTest) -> None:
    """A file whose headings tell too little offers the known sources; one that can't fit says what is missing."""
    upload(app, ("paper.csv", PAPER))
    assert "fits no known source" in app.error[0].value

    choice = next(box for box in app.selectbox if box.label == "What kind of file is this?")
    choice.select("kit-log").run()

    assert "can't be read as" in app.error[0].value
    assert not app.exception


def test_columns_mapped_by_hand_become_a_source_of_the_programme(app: AppTest, data_folder: Path) -> None:
    """What a person says of the columns is kept as a file that the next upload is recognised by."""
    upload(app, ("paper.csv", PAPER))
    for label, heading in [
        ("Date left (needed)", "When"),
        ("Number of kits (needed)", "How many"),
        ("Place", "Village"),
    ]:
        next(box for box in app.selectbox if box.label == label).select(heading)
    app.run()
    next(box for box in app.text_input if box.label.startswith("The agency")).input("Trial Rescue")
    next(box for box in app.text_input if box.label.startswith("What to call")).input("Trial paper log")
    next(button for button in app.button if button.label == "Keep this source").click().run()

    kept = read_source(data_folder / "sources" / "trial-paper-log.toml")
    assert kept.columns["left_date"] == ("When",)
    assert kept.fixed == {"agency": "Trial Rescue"}
    assert dict(zip(COUNTS, ["2", "2", "0", "0", "0", "0"], strict=True)) == counts(app)


def test_a_mapping_that_lacks_something_says_what(app: AppTest, data_folder: Path) -> None:
    """Nothing is kept of a mapping without a date, and the sentence names the field."""
    upload(app, ("paper.csv", PAPER))
    next(box for box in app.text_input if box.label.startswith("What to call")).input("Half a log")
    next(button for button in app.button if button.label == "Keep this source").click().run()

    assert "can't be kept yet" in notices(app)
    assert "left_date" in notices(app)
    assert not (data_folder / "sources").exists()


def test_examples_stand_beside_each_heading() -> None:
    """Up to three different values from under a heading, cut where they are long."""
    content = b"town,note\nKent,a\nKent," + b"b" * 80 + b"\nSharon,\nWarren,\nMorris,\n"
    examples = examples_by_heading(open_bytes(content, "log.csv").sheets()[0], 1)

    assert examples["town"] == "Kent, Sharon, Warren"
    assert examples["note"] == "a, " + "b" * 29 + "…"


@pytest.mark.parametrize(
    ("title", "name"),
    [("Kent ambulance log", "kent-ambulance-log"), ("  Log #2 (2026) ", "log-2-2026"), ("…", ""), ("x" * 60, "x" * 40)],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    """Small letters, digits and hyphens, at most forty of them."""
    assert name == source_name(title)


def test_rows_are_guessed_for_the_progress_bar() -> None:
    """A text has about as many rows as lines; a workbook's rows are guessed from its size."""
    assert likely_rows(b"a,b\n1,2\n3,4\n") == 3
    assert likely_rows(b"PK\x03\x04" + b"0" * 4000) == 100
