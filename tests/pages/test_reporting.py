"""Reporting: what has come and what is missing, and what staff can keep about it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rorf_data.intake.read import open_bytes
from rorf_data.workplace import Workplace, open_workplace
from tests.pages.visiting import KIT_LOG, headings, notices, table, visit

REPORTING = "pages/manage/reporting.py"
TRIAL = "Trial Rescue (kit logs)"
REFUSED = b"date,agency,town,kits\n2026-09-31,Trial Rescue,Kent,2\n"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 22 November 2026."""
    monkeypatch.setattr(Workplace, "today", lambda workplace: date(2026, 11, 22))


def loaded(folder: Path, content: bytes) -> None:
    """The programme's own database with one kit log in it."""
    own = open_workplace({"RORF_DATA_DIR": str(folder)}, folder)
    file = open_bytes(content, "log.csv")
    own.load(file, own.recognise(file, source="kit-log"), loaded_by="a test")
    own.engine.dispose()


@pytest.fixture
def own_app(app: AppTest, data_folder: Path) -> AppTest:
    """The dashboard after a log of August and September 2026 was loaded."""
    loaded(data_folder, KIT_LOG)
    return visit(app, REPORTING)


def word(app: AppTest, agency: str, month: str) -> str:
    """What the table says of an agency in a month, as 2026-10."""
    grid = table(app, "Reports by agency and month")
    return str(grid[month][grid["agency"].index(agency)])


def test_the_sample_can_be_looked_at_and_not_changed(app: AppTest) -> None:
    """The newest month stands on top in a sentence; there is no form, and a note says why."""
    visit(app, REPORTING)

    assert "**October 2026:** 5 of 6 expected reports are in; 1 is 7 days late." in [m.value for m in app.markdown]
    assert word(app, "Model Brook Firemen’s Association", "2026-10") == "missing, 7 days late"
    assert "invented agencies" in notices(app)
    assert "Nothing to report" not in headings(app)
    assert not [button for button in app.button if button.key in ("nothing_keep", "expected_keep")]


def test_more_months_can_be_shown(app: AppTest) -> None:
    """Twelve at first, and 24 from the address or at a click."""
    visit(app, REPORTING)
    assert len(table(app, "Reports by month")["month"]) == 12

    app.segmented_control(key="months").set_value("24 months").run()

    assert len(table(app, "Reports by month")["month"]) == 24


def test_nothing_to_report_is_kept(own_app: AppTest) -> None:
    """October is missing; after the form it is a month with nothing to report, and the page says so."""
    assert word(own_app, "Trial Rescue", "2026-10") == "missing, 7 days late"

    own_app.selectbox(key="nothing_who").select(TRIAL).run()
    months = own_app.multiselect(key=f"nothing_months_{TRIAL}")
    assert months.options[0] == "October 2026"
    assert "September 2026" not in months.options
    months.set_value(["October 2026"]).run()
    own_app.button(key="nothing_keep").click().run()

    assert "“Trial Rescue” has nothing to report for October 2026." in own_app.success[0].value
    assert word(own_app, "Trial Rescue", "2026-10").startswith("nothing to report")
    own_app.run()
    assert not own_app.success


def test_what_is_expected_can_be_set(own_app: AppTest) -> None:
    """The agency stopped with September: October is expected no more, and the list says who set that."""
    own_app.selectbox(key="expected_who").select(TRIAL).run()
    until = next(box for box in own_app.selectbox if box.label == "Until")
    until.set_value(date(2026, 9, 1)).run()
    own_app.button(key="expected_keep").click().run()

    assert "“Trial Rescue” is kept" in own_app.success[0].value
    assert word(own_app, "Trial Rescue", "2026-10") == "not expected"
    expected = table(own_app, "What is expected")
    assert (expected["until"], expected["set_by"]) == (["September 2026"], ["dashboard"])


def test_an_agency_that_never_sent_anything_can_be_added(own_app: AppTest) -> None:
    """Its name is asked for, and it is missing from its first month on."""
    own_app.selectbox(key="expected_who").select("An agency that never sent anything …").run()
    own_app.text_input(key="expected_name").input("Second Rescue").run()
    first = next(box for box in own_app.selectbox if box.label == "From")
    first.set_value(date(2026, 10, 1)).run()
    own_app.button(key="expected_keep").click().run()

    assert word(own_app, "Second Rescue", "2026-10") == "missing, 7 days late"
    assert word(own_app, "Second Rescue", "2026-09") == "not expected"


def test_a_name_that_may_not_be_kept_is_refused_in_words(own_app: AppTest) -> None:
    """A telephone number is no agency; the page stays whole."""
    own_app.selectbox(key="expected_who").select("An agency that never sent anything …").run()
    own_app.text_input(key="expected_name").input("860-555-0100").run()
    own_app.button(key="expected_keep").click().run()

    assert "can't be kept as the name of an agency" in notices(own_app)
    assert not own_app.exception
    assert table(own_app, "What is expected")["agency"] == ["Trial Rescue"]


def test_an_empty_ledger_says_so(app: AppTest, data_folder: Path) -> None:
    """A load of which no row could be taken: nobody has reported, and whoever should can be named."""
    loaded(data_folder, REFUSED)
    visit(app, REPORTING)

    assert "Nobody has reported a month yet" in notices(app)
    assert {"Nothing to report", "What is expected"} <= set(headings(app))
    assert not app.exception
