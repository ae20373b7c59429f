"""The page for grants: funder, period, chart and towns change what is said, and a claim that can't be borne is told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rorf_data.answers.protected import protection_of
from rorf_data.store.kept import Memory
from rorf_data.workplace import open_sample, open_workplace
from tests.conftest import ROOT, copy_sample
from tests.pages.visiting import figures, notices, visit

EVIDENCE = "pages/share/evidence.py"


@pytest.fixture(scope="module")
def decided_sample(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample for which it is decided already what may leave: that takes longer than a page is waited for."""
    folder = tmp_path_factory.mktemp("decided")
    copy_sample(sample_folder, folder)
    own = open_workplace({"RORF_DATA_DIR": str(folder)}, folder)
    sample = open_sample(own, ROOT / "sample_data")
    protection_of(replace(sample.reader(), memory=Memory()))
    for opened in (own, sample):
        opened.engine.dispose()
    return folder


@pytest.fixture
def sample_folder_of_page(decided_sample: Path, data_folder: Path) -> None:
    """The data folder of the page with that sample in it."""
    copy_sample(decided_sample, data_folder)


pytestmark = pytest.mark.usefixtures("sample_folder_of_page")


def statement(app: AppTest) -> str:
    """The paragraph, without the marks that keep Markdown from reading it."""
    found = [element.value for element in app.markdown if "of naloxone" in element.value]
    return re.sub(r"\\(.)", r"\1", found[0])


def labels(app: AppTest) -> str:
    """All captions, one below the other."""
    return "\n".join(element.value for element in app.caption)


def test_funder_period_and_towns_change_the_statement_and_a_claim_is_told(app: AppTest) -> None:
    """A visit as a grant writer makes it: kits first, then doses of the federal year, then one town, then a claim."""
    visit(app, EVIDENCE)
    assert not app.exception
    assert re.match(r"In FY \d{4}-\d\d \(July \d{4} to June \d{4}\), \d+ kits of naloxone were left", statement(app))
    assert "of at most 1,500 characters" in labels(app)
    assert len(figures(app)) == 1

    app.selectbox(key="funder").set_value("Federal grant").run()
    assert not app.exception
    assert re.match(r"In FY \d{4}-\d\d \(October \d{4} to September \d{4}\), \d+ doses of naloxone", statement(app))
    assert "of at most 4,000 characters" in labels(app)
    (chart,) = app.get("plotly_chart")
    assert "Doses in the kits left by town" in chart.proto.alt

    app.text_area(key="claim").set_value("The kits saved lives. Every overdose is answered.").run()
    assert "saved lives" in notices(app)
    assert "every overdose" in notices(app)
    assert "What can be said: These records count what was left" in re.sub(r"\\(.)", r"\1", notices(app))

    app.text_area(key="claim").set_value("The fund meets each month.").run()
    assert "saved lives" not in notices(app)
    assert "None of the words" in "\n".join(box.value for box in app.success)


def test_the_link_carries_funder_period_chart_and_towns(app: AppTest) -> None:
    """A colleague sees what was chosen."""
    visit(
        app, EVIDENCE, funder="Foundation", grant_calendar="Last 12 months", evidence_chart="By month", towns=["Kent"]
    )

    assert not app.exception
    assert "kits of naloxone were left" in statement(app)
    assert "in Kent" in statement(app)
    assert "of at most 1,000 characters" in labels(app)
    (chart,) = app.get("plotly_chart")
    assert "Kits left by month" in chart.proto.alt


@pytest.mark.parametrize("address", [{"funder": "Nobody"}, {"grant_july": "1066"}, {"evidence_chart": "By moon"}])
def test_an_impossible_link_breaks_nothing_and_says_so(app: AppTest, address: dict[str, str]) -> None:
    """The page opens with the usual choice."""
    visit(app, EVIDENCE, **address)

    assert not app.exception
    assert "which can't be chosen here" in notices(app)
    assert "1,500 characters" in labels(app)
