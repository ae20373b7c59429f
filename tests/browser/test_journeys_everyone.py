"""The dashboard for everybody: nothing in the way of those who use other tools, a keyboard, or no internet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.serving import Server
from tests.browser.visiting import MENU, PAGES, address_of, expect_page, open_page
from tests.browser.watching import Watch, accessibility_findings

MOST_STOPS = 60


def stops(page: Page) -> Iterator[str]:
    """Press Tab until the keyboard leaves the page at its end; the words of each place it stops at."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        words: str = page.evaluate(
            "() => document.activeElement === document.body ? '' : "
            "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent || 'nameless'"
        )
        if not words:
            return
        yield words
    raise AssertionError(f"after {MOST_STOPS} times Tab the keyboard is still inside the page: {page.url}")


def go_by_tab(page: Page, target: Locator) -> None:
    """Press Tab until the keyboard rests on this."""
    expect(target).to_have_count(1)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("target => target === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached by keyboard")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_puts_a_barrier_in_anybodys_way(
    server: Server, new_page: NewPage, scheme: Literal["light", "dark"]
) -> None:
    """A link to any page opens it, without a "Page not found", and axe finds nothing there by day or by night, except
    what is named as Streamlit's own.
    """
    page = new_page(scheme=scheme)

    for address, title in PAGES.items():
        open_page(page, server, address)

        expect_page(page, title)
        expect(page).to_have_url(server.address(address_of(address)))
        assert accessibility_findings(page) == [], address


def test_a_barrier_would_be_found(page: Page) -> None:
    """Axe does look: a picture without words is held against a page."""
    page.set_content('<html lang="en"><title>Kits</title><main><h1>Kits</h1><img src="data:,"></main></html>')

    assert [finding.split()[0] for finding in accessibility_findings(page)] == ["image-alt"]


def test_a_request_to_another_host_would_be_noticed(browser: Browser) -> None:
    """The watch over every journey sees a page that asks another host for something, and the error it causes."""
    watch = Watch()
    context = browser.new_context()
    page = context.new_page()
    watch.over(page)
    page.route("**/*", lambda route: route.abort())

    page.set_content('<img src="http://host.invalid/pixel.png">')
    context.close()

    assert watch.outside_requests == ["http://host.invalid/pixel.png"]
    assert len(watch.errors) == 1


def test_the_whole_way_can_be_gone_by_keyboard(server: Server, page: Page) -> None:
    """With Tab, arrows and Enter alone: to another page, to another period, to the data as a file and as a table."""
    open_page(page, server, "about")

    go_by_tab(page, page.get_by_role("link", name="Trends"))
    page.keyboard.press("Enter")
    expect_page(page, "Trends")

    go_by_tab(page, page.get_by_role("combobox", name="Period"))
    page.keyboard.type("Last fiscal")
    expect(page.get_by_role("option")).to_have_text(["Last fiscal year"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(server.address("trends?period=Last+fiscal+year"))
    expect(page.locator(".st-key-trend_heading")).to_contain_text("July 2025 to June 2026")

    go_by_tab(page, page.locator(".st-key-trend_downloads").get_by_role("button"))
    page.keyboard.press("Enter")
    go_by_tab(page, page.get_by_role("button", name="Data (CSV)"))
    with page.expect_download() as arriving:
        page.keyboard.press("Enter")
    assert "July 2025 to June 2026" in arriving.value.path().read_text(encoding="utf-8-sig")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Data (CSV)")).to_have_count(0)

    twin = page.locator("summary", has_text="The same numbers as a table")
    expect(page.locator(".st-key-trend_block canvas table")).to_have_count(0)
    go_by_tab(page, twin)
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-trend_block canvas table[role=grid]")).to_have_count(1)


def test_tab_leaves_the_map_and_the_table_again(server: Server, page: Page) -> None:
    """The keyboard is caught nowhere: it passes menu, filters, map, downloads and table, and leaves at the end."""
    open_page(page, server, "towns")

    words = list(stops(page))

    for expected in ("Skip to main content", *MENU[""].values(), "Programme", "Manage", "Period", "Towns", "Town"):
        assert expected in words
    assert sum(stop.startswith("download") for stop in words) == 5
    assert page.get_by_role("dialog").count() == 0
