"""The filter bar: what the periods mean, and what becomes of an address that asks for the impossible."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from pages._shared.filters import PERIODS, find_impossible, period_named
from rorf_data.model import Period
from tests.pages.visiting import notices, table, visit


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Last month", date(2026, 2, 1), date(2026, 2, 28)),
        ("Last 12 months", date(2025, 3, 1), date(2026, 2, 28)),
        ("This fiscal year", date(2025, 7, 1), date(2026, 2, 28)),
        ("Last fiscal year", date(2024, 7, 1), date(2025, 6, 30)),
        ("This calendar year", date(2026, 1, 1), date(2026, 2, 28)),
        ("Last calendar year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_ends_with_the_newest_month(name: str, first: date, last: date) -> None:
    """Seen from February 2026; the fiscal year runs from July to June."""
    assert Period(first, last) == period_named(name, date(2026, 2, 1))


@pytest.mark.parametrize(
    ("newest", "first"), [(date(2026, 6, 1), date(2025, 7, 1)), (date(2026, 7, 1), date(2026, 7, 1))]
)
def test_the_fiscal_year_turns_in_july(newest: date, first: date) -> None:
    """June belongs to the year that began the July before; July begins a new one."""
    assert period_named("This fiscal year", newest).first == first


def test_every_period_but_any_dates_fixes_its_dates() -> None:
    """Each name in the bar has a meaning."""
    for name in PERIODS.values():
        if name != "Any dates":
            assert period_named(name, date(2026, 2, 1)).last <= date(2026, 2, 28)
    with pytest.raises(ValueError, match="fixes no dates"):
        period_named("Any dates", date(2026, 2, 1))


def test_a_link_in_its_own_words_opens_the_period(app: AppTest) -> None:
    """``period=last-month`` means what "Last month" in the bar means."""
    app.query_params["period"] = "last-month"
    app.run()

    assert app.selectbox(key="period").value == "Last month"
    assert not app.exception


def test_a_link_brings_period_and_towns(app: AppTest) -> None:
    """The address alone decides what is shown."""
    app.query_params["period"] = "Any dates"
    app.query_params["from"] = "2026-01-01"
    app.query_params["to"] = "2026-03-31"
    app.query_params["towns"] = ["Kent", "Warren"]
    app.run()
    app.switch_page("pages/see/towns.py").run()

    assert table(app, "Kits, requests")["town"] == ["Kent", "Warren"]
    assert any("January 2026 to March 2026" in text.value for text in app.caption)


@pytest.mark.parametrize(
    ("address", "notice"),
    [
        ({"towns": ["Atlantis", "Kent"]}, "“Atlantis”, which is no member town"),
        ({"period": "always"}, "“always”, which is not one of those here"),
        ({"period": "Any dates", "from": "2026-02-30", "to": "2026-03-31"}, "“2026-02-30”"),
        ({"period": "Any dates", "from": "soon"}, "“soon”"),
        ({"period": "Any dates", "from": "1066-10-14", "to": "2026-03-31"}, "“1066-10-14”"),
        ({"period": "Any dates", "from": "2026-03-31", "to": "2026-01-01"}, "other way round"),
        ({"period": "Any dates"}, "Choose a first and a last day"),
    ],
)
def test_an_impossible_address_gives_a_notice_and_a_view(
    app: AppTest, address: dict[str, str | list[str]], notice: str
) -> None:
    """Whatever a link asks for, the page opens with something sensible and says what it left aside."""
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    told = notices(app)
    app.switch_page("pages/see/trends.py").run()

    assert notice in told + notices(app)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    ("page", "name", "value"),
    [
        ("towns", "town", "Atlantis"),
        ("trends", "measure", "Doses"),
        ("trends", "show", "x"),
        ("trends", "span", "Weeks"),
    ],
)
def test_a_choice_that_a_page_lacks_gives_a_notice(app: AppTest, page: str, name: str, value: str) -> None:
    """The choices of single pages live in the address too, and are as forgiving."""
    visit(app, f"pages/see/{page}.py", **{name: value})

    assert f"“{value}”, which can't be chosen here" in notices(app)
    assert not app.exception


def test_dates_the_wrong_way_round_are_put_in_order(app: AppTest) -> None:
    """From 31 March to 1 January is January to March."""
    visit(app, "pages/see/trends.py", **{"period": "Any dates", "from": "2026-03-31", "to": "2026-01-01"})

    assert any(
        "1 January 2026 to 31 March 2026" in text.value or "January 2026 to March 2026" in text.value
        for text in app.caption
    )


def test_a_possible_address_gives_no_notice() -> None:
    """Nothing is said where nothing is wrong, and long nonsense is cut."""
    possible = {"period": ["last-month"], "towns": ["Kent"], "from": ["2026-01-01"], "to": ["2026-01-31"]}

    assert find_impossible(possible, ("Kent",)) == []
    assert len(find_impossible({"towns": ["x" * 500]}, ("Kent",))[0]) < 120
