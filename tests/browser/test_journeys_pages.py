"""The menu, the addresses of the pages, and a phone's screen."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.serving import Server
from tests.browser.visiting import MENU, PAGES, address_of, expect_page, link_in_menu, open_page

PHONE = 390

# Streamlit scrolls the page inside its own frame, so the document alone would never be found too wide.
TOO_WIDE = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
    .filter(frame => frame.scrollWidth > Math.min(frame.clientWidth, innerWidth))
    .map(frame => `${frame.tagName}: ${frame.scrollWidth} of ${frame.clientWidth}`)"""


def test_every_page_is_reached_from_the_menu_and_has_an_address_of_its_own(server: Server, page: Page) -> None:
    """Each word in the menu opens a page at an address of its own, and the menu leads nowhere else."""
    open_page(page, server, "towns")
    menu = page.get_by_role("navigation")
    expect(menu.get_by_role("link")).to_have_text(list(MENU[""].values()))

    for group, pages in MENU.items():
        for address, title in pages.items():
            link_in_menu(page, group, title).click()

            expect(page).to_have_url(server.address(address_of(address)))
            expect_page(page, title)


@pytest.mark.parametrize("address", ["trends", "this-month"])
def test_any_page_may_be_the_first_that_a_server_is_asked_for(fresh_server: Server, page: Page, address: str) -> None:
    """A fresh server whose first request is a deep link opens that page, inside the frame and without a notice."""
    open_page(page, fresh_server, address)

    expect_page(page, PAGES[address])
    expect(page.get_by_role("navigation").get_by_role("link")).to_have_text(list(MENU[""].values()))


def test_an_address_that_is_no_page_says_so(server: Server, browser: Browser) -> None:
    """The notice that the other journeys must not meet is there for an address that does not exist."""
    page = browser.new_page()
    open_page(page, server, "no-such-page")

    expect(page.get_by_role("dialog")).to_contain_text("Page not found")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_on_a_phone(
    server: Server, new_page: NewPage, scheme: Literal["light", "dark"]
) -> None:
    """At 390 pixels every page fits the screen from side to side."""
    phone = new_page(width=PHONE, height=844, scheme=scheme)

    for address in PAGES:
        open_page(phone, server, address)
        assert phone.evaluate(TOO_WIDE) == [], address


def test_a_page_that_is_too_wide_would_be_seen(server: Server, new_page: NewPage) -> None:
    """The measure of the phone's journey finds a line that reaches over the edge."""
    phone = new_page(width=PHONE, height=844)
    open_page(phone, server, "about")
    phone.get_by_role("heading", level=1).evaluate("heading => { heading.style.width = '391px' }")

    assert [found.split(":")[0] for found in phone.evaluate(TOO_WIDE)] == ["MAIN"]
