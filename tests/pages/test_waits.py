"""The page of requests: how long they wait, told apart as somebody asks, and the curve of the group that is chosen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.visiting import figures, notices, table, visit

REQUESTS = "pages/see/requests.py"


@pytest.mark.parametrize(
    ("asked", "heading", "group"), [("Town", "town", "Kent"), ("Channel", "channel", "Not recorded")]
)
def test_the_waits_are_told_by_what_the_link_asks_for(app: AppTest, asked: str, heading: str, group: str) -> None:
    """All together come first, and each group adds to them."""
    visit(app, REQUESTS, waits_by=asked)
    found = table(app, f"How long requests wait, by {heading}")

    assert found["group"][0] == "All together"
    assert group in found["group"]
    assert sum(found["total_requests"][1:]) == found["total_requests"][0]


def test_the_curve_is_that_of_the_chosen_month(app: AppTest) -> None:
    """The choice goes into the title of the curve."""
    visit(app, REQUESTS, waits_by="Month received")
    month = app.selectbox(key="month_waited").options[1]
    app.selectbox(key="month_waited").set_value(month).run()

    assert not app.exception
    assert f"Requests delivered by day: {month}" in [header.value for header in app.header]
    assert len(figures(app)) == 4


def test_a_group_that_is_not_there_is_told(app: AppTest) -> None:
    """A link that asks for a town that was never one shows all together and says why."""
    visit(app, REQUESTS, town_waited="Atlantis")

    assert not app.exception
    assert "“Atlantis”, which can't be chosen here" in notices(app)
    assert "Requests delivered by day" in [header.value for header in app.header]
