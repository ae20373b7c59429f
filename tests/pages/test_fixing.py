"""Fix lists and letters on the Load page: one of each for every agency, before a load and after it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.visiting import KIT_LOG, visit

LOAD = "pages/manage/load.py"
TWO_AGENCIES = KIT_LOG + b"2026-09-22,Other Rescue,Kent,1\n"
FINE = b"date,agency,town,kits\n2026-08-03,Trial Rescue,Kent,2\n"


def opened(app: AppTest, content: bytes, *, key: str = "file_0") -> AppTest:
    """The Load page with this file chosen and the section of its fix lists open."""
    visit(app, LOAD)
    app.file_uploader[0].set_value([("log.csv", content, "text/csv")])
    app.run()
    return open_section(app, key)


def open_section(app: AppTest, key: str) -> AppTest:
    """The page with the section of this file open, as a click on it leaves it."""
    app.session_state[f"{key}_fixing"] = True
    return app.run()


def downloads(app: AppTest) -> list[str]:
    """The labels of the downloads in the section."""
    return [button.proto.label for button in app.get("download_button") if "fixing" in button.proto.id]


def test_a_file_that_was_looked_at_has_its_list_and_its_letter(app: AppTest) -> None:
    """The letter can be read on the page, and says what is to be mended and nothing of counting yet."""
    opened(app, KIT_LOG)

    assert downloads(app) == ["Fix list (XLSX)", "Letter (text)"]
    letter = app.code[0].value
    assert "thank you, and 2 rows to look at" in letter
    assert "2 rows are in order." in letter
    assert "Row 4" in letter


def test_nothing_is_made_before_the_section_is_open(app: AppTest) -> None:
    """A closed section costs nothing."""
    visit(app, LOAD)
    app.file_uploader[0].set_value([("log.csv", KIT_LOG, "text/csv")])
    app.run()

    assert downloads(app) == []
    assert len(app.code) == 0


def test_of_several_agencies_one_is_chosen_and_all_can_be_taken(app: AppTest) -> None:
    """The agency with nothing to mend has a letter of thanks and no list."""
    opened(app, TWO_AGENCIES)
    box = app.selectbox(key="file_0_fixing_agency")
    assert box.options == ["Other Rescue: all in order", "Trial Rescue: 2 rows to mend"]
    assert downloads(app) == ["Letter (text)", "All 2 letters, with the fix lists (ZIP)"]
    assert "thank you, all is in order" in app.code[0].value

    box.set_value(1).run()

    assert downloads(app)[:2] == ["Fix list (XLSX)", "Letter (text)"]


def test_after_the_load_the_list_is_there_still(app: AppTest) -> None:
    """The rows are named by the load then, and those that are in order are counted."""
    opened(app, KIT_LOG)
    app.button(key="load").click().run()
    open_section(app, "result_0")

    assert downloads(app) == ["Fix list (XLSX)", "Letter (text)"]
    assert "2 rows are in order and counted." in " ".join(app.code[0].value.split())


def test_a_file_that_is_all_fine_has_a_letter_of_thanks(app: AppTest) -> None:
    """Nothing to mend, and it says so."""
    opened(app, FINE)

    assert downloads(app) == ["Letter (text)"]
    assert any("Nothing is to be mended" in text.value for text in app.caption)
