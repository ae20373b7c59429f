"""The filter bar and the address: what was chosen stays, and a link brings it back."""

from __future__ import annotations

import csv
from datetime import date, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.serving import ROOT, Server
from tests.browser.visiting import choose, expect_page, open_page, read_table
from tests.browser.watching import wait_until_drawn

# The sample's records end in October 2026, so its last fiscal year is the one that ended on 30 June 2026.
FISCAL_YEAR = (date(2025, 7, 1), date(2026, 6, 30))
IN_WORDS = "July 2025 to June 2026"
VILLAGES = {
    "Litchfield": {"LITCHFIELD", "BANTAM", "NORTHFIELD"},
    "Salisbury": {"SALISBURY", "LAKEVILLE", "TACONIC", "LIME ROCK"},
}


def calls_in_the_files() -> dict[str, int]:
    """The overdose calls of that fiscal year by town, counted in the sample files themselves."""
    places = [
        row["City"].strip().upper()
        for file in sorted((ROOT / "sample_data").glob("sample-calls-*.csv"))
        for row in csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
        if FISCAL_YEAR[0] <= day_of(row) <= FISCAL_YEAR[1]
    ]
    return {town: sum(place in villages for place in places) for town, villages in VILLAGES.items()}


def day_of(row: dict[str, str]) -> date:
    """The day of a call in either of the two ways that the sample's files write it."""
    if "Incident Date" in row:
        return date.fromisoformat(row["Incident Date"][:10])
    return datetime.strptime(row["Call Date"], "%m/%d/%Y").date()  # noqa: DTZ007  # a day without an hour


def calls_on_the_page(page: Page) -> dict[str, int]:
    """The overdose calls by town as the Towns page shows them."""
    return {row["Town"]: int(row["Overdose calls"]) for row in read_table(page, "towns_table")}


def test_a_filter_goes_with_the_visitor_and_a_link_brings_it_back(
    server: Server, page: Page, new_page: NewPage
) -> None:
    """A period and two towns reach the address, stay on other pages and after a reload, and open elsewhere alike."""
    expected = calls_in_the_files()
    assert min(expected.values()) > 0
    link = server.address("towns?period=Last+fiscal+year&towns=Litchfield&towns=Salisbury")
    open_page(page, server, "towns")
    assert calls_on_the_page(page).keys() > expected.keys()

    choose(page, "Period", "Last fiscal year")
    choose(page, "Towns", "Litchfield")
    choose(page, "Towns", "Salisbury")
    page.keyboard.press("Escape")
    expect(page).to_have_url(link)
    expect(page.locator(".st-key-towns_table_heading")).to_contain_text(f"{IN_WORDS} · Litchfield, Salisbury")

    page.get_by_role("link", name="Trends").click()
    expect_page(page, "Trends")
    expect(page).to_have_url(link.replace("/towns", "/trends"))
    expect(page.locator(".st-key-trend_heading")).to_contain_text(f"{IN_WORDS} · Litchfield, Salisbury")
    page.get_by_role("link", name="Towns").click()
    expect_page(page, "Towns")
    assert calls_on_the_page(page) == expected

    page.reload()
    wait_until_drawn(page)
    assert calls_on_the_page(page) == expected

    elsewhere = new_page()
    elsewhere.goto(link)
    wait_until_drawn(elsewhere)
    expect(elsewhere).to_have_url(link)
    assert calls_on_the_page(elsewhere) == expected


def test_one_visitors_filter_is_nobody_elses(server: Server, page: Page, new_page: NewPage) -> None:
    """What one person chooses does not turn up on the screen of another who visits at the same time."""
    other = new_page()
    open_page(other, server, "trends")
    open_page(page, server, "trends")

    choose(page, "Period", "Last month")
    expect(page.locator(".st-key-trend_heading")).to_contain_text("October 2026 ·")
    other.get_by_role("radio", name="Overdose calls").click()

    expect(other.locator(".st-key-trend_heading")).to_contain_text("November 2025 to October 2026 · All 11")
    expect(other).to_have_url(server.address("trends?measure=Overdose+calls"))


@pytest.mark.parametrize(
    ("address", "told", "shown"),
    [
        ("towns=Hartford&towns=Kent", "“Hartford”, which is no member town", "November 2025 to October 2026 · Kent"),
        ("period=for-ever", "the period “for-ever”", "November 2025 to October 2026 · All 11"),
        (
            "period=Any+dates&from=2026-05-01&to=2026-02-01",
            "The first day lies after the last",
            "1 February 2026 to 1 May 2026 · All 11",
        ),
        (
            "period=Any+dates&from=2026-02-31&to=soon",
            "the day “2026-02-31”",
            "November 2025 to October 2026 · All 11",
        ),
        ("measure=Doses", "“Doses”, which can't be chosen here", "November 2025 to October 2026 · All 11"),
    ],
)
def test_a_link_that_asks_for_the_impossible_is_told_so(
    server: Server, page: Page, address: str, told: str, shown: str
) -> None:
    """An impossible value gives a plain notice and the usual view instead; the page does not break."""
    open_page(page, server, f"trends?{address}")

    expect_page(page, "Trends")
    expect(page.get_by_role("alert").filter(has_text=told)).to_have_count(1)
    expect(page.locator(".st-key-trend_heading")).to_contain_text(shown)


def test_a_link_that_asks_for_what_there_is_brings_no_notice(server: Server, page: Page) -> None:
    """The days of a link are taken as they stand, and only the banner of invented figures is told."""
    open_page(page, server, "trends?period=any-dates&from=2026-02-01&to=2026-05-01&towns=Kent")

    expect(page.locator(".st-key-trend_heading")).to_contain_text("1 February 2026 to 1 May 2026 · Kent")
    expect(page.get_by_role("alert")).to_have_count(1)
