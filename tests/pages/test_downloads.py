"""The downloads of a figure: made of what may leave, unless an internal file is asked for; nothing before a click."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages._shared import downloads
from rorf_data.exports.pictures import SIZES
from tests.pages.visiting import visit

TRENDS, HISTORY = "pages/see/trends.py", "pages/manage/history.py"


def opened(app: AppTest, page: str, key: str, **chosen: object) -> AppTest:
    """A page on which the downloads of one figure are open, with what is chosen in them."""
    app.session_state[f"{key}_downloads"] = True
    for name, value in chosen.items():
        app.session_state[f"{key}_{name}"] = value
    return visit(app, page)


def offers(app: AppTest) -> list[str]:
    """The labels of the downloads that are offered."""
    return [button.proto.label for button in app.get("download_button")]


def told(app: AppTest) -> str:
    """Everything in small print."""
    return "\n".join(caption.value for caption in app.caption)


def test_a_closed_popover_offers_and_works_out_nothing(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with many figures is as quick as without downloads."""
    monkeypatch.setattr(downloads, "why_inside", lambda released: 1 / 0)

    assert offers(visit(app, TRENDS)) == []
    assert not app.exception


def test_files_may_be_passed_on_unless_somebody_wants_otherwise(app: AppTest) -> None:
    """All forms are offered as files to share; that they are, and that they are written down, is said beside them."""
    page = opened(app, TRENDS, "trend")

    assert offers(page) == [*(downloads.LABELS[form] for form in ("png", "svg", "pptx", "csv")), downloads.WITH_CHART]
    assert downloads.SHARED in told(page)
    assert downloads.WRITTEN_DOWN in told(page)
    assert [box.options for box in page.selectbox if box.key == "trend_size"] == [
        [size.words for size in SIZES.values()]
    ]


def test_an_internal_file_is_a_deliberate_choice(app: AppTest) -> None:
    """A switch that is off until somebody turns it; then it is said what these files hold."""
    page = opened(app, TRENDS, "trend", internal=True)

    assert downloads.INSIDE in told(page)
    assert downloads.SHARED not in told(page)
    assert len(offers(page)) == 5
    assert [field.key for field in page.text_input if "initials" in str(field.key)] == ["trend_initials"]


def test_what_may_not_be_shared_is_offered_to_staff_alone(app: AppTest) -> None:
    """The sentence says so, and nothing is offered before an internal file is asked for."""
    page = opened(app, HISTORY, "history_loads")

    assert "stays inside the programme" in told(page)
    assert offers(page) == []
    page.session_state["history_loads_internal"] = True
    assert offers(page.run()) == [downloads.LABELS["csv"], downloads.LABELS["xlsx"]]


def test_without_a_browser_the_page_says_how_else_a_picture_can_be_had(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beforehand, because a download that fails can't say why."""
    monkeypatch.setattr(downloads, "has_browser", lambda: False)
    page = opened(app, TRENDS, "trend")

    assert downloads.NO_BROWSER in told(page)
    assert offers(page) == [downloads.LABELS["pptx"], downloads.LABELS["csv"], downloads.WITH_CHART]
