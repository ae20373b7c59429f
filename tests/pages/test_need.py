"""The page on need: kits beside residents and calls, and a share of new kits that follows the number asked for."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.visiting import figures, notices, table, visit

NEED = "pages/see/need.py"


def shares(app: AppTest) -> dict[str, list[Any]]:
    """The table of shares."""
    return table(app, "A fair share of")


def test_the_kits_asked_for_are_shared_out_among_all_towns(app: AppTest) -> None:
    """Another number in the box is another share that adds up to it."""
    visit(app, NEED)
    assert sum(shares(app)["new_kits"]) == 20

    app.number_input(key="kits").set_value(33).run()

    assert not app.exception
    assert sum(shares(app)["new_kits"]) == 33
    assert len(figures(app)) == 4


def test_the_link_carries_number_basis_and_towns(app: AppTest) -> None:
    """By calls, for two towns alone, seven kits."""
    visit(app, NEED, kits="7", even_by="Overdose calls", towns=["Kent", "Salisbury"])

    assert shares(app)["town"] == ["Kent", "Salisbury"]
    assert "total_calls" in shares(app)
    assert sum(shares(app)["new_kits"]) == 7


@pytest.mark.parametrize("kits", ["many", "-3", "999999", "2.5"])
def test_an_impossible_number_in_the_link_breaks_nothing(app: AppTest, kits: str) -> None:
    """The page opens with a number that can be shared."""
    visit(app, NEED, kits=kits)

    assert not app.exception
    assert 0 <= sum(shares(app)["new_kits"]) <= 5000


def test_the_page_says_what_the_planning_figure_is_not_for(app: AppTest) -> None:
    """The reference stands there with its plain note."""
    visit(app, NEED)

    words = " ".join(element.value for element in app.caption)
    assert "never be judged against it" in words
    assert "naloxoneneededtosave.org" not in notices(app)
