"""What the journeys share: the pages of the menu, how to open one, how to read a table and take a file away."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, TimeoutError, expect

from tests.browser.serving import Server
from tests.browser.watching import wait_until_drawn

MENU = {
    "": {
        "this-month": "This month",
        "towns": "Towns",
        "trends": "Trends",
        "calls": "Overdose calls",
        "kits_at_calls": "Kits at calls",
        "requests": "Requests",
        "about": "About the numbers",
    },
    "Programme": {
        "results": "Results card",
        "need": "Need and fair share",
        "stock": "Stock and expiry",
        "help_places": "Places for help",
        "settlement": "Settlement money",
    },
    "Share": {
        "meeting": "Meeting",
        "evidence": "Evidence for grants",
    },
    "Manage": {
        "load": "Load data",
        "places": "Place names",
        "reporting": "Reporting",
        "events": "Dated events",
        "leaving": "What may leave",
        "history": "History",
    },
}
"""The menu by group; the pages of the first, which has no name, stand in it openly."""

PAGES = {address: title for pages in MENU.values() for address, title in pages.items()}
"""The menu: each page's address and its title."""

INVENTED = "These figures are invented sample data."

# A browser draws maps and charts slowly on a machine that runs all other tests at the same time.
expect.set_options(timeout=30_000)

TRIES = 5

READ_GRID = """grid => {
    const words = (row, cells) => [...row.querySelectorAll(cells)].map(cell => cell.textContent);
    const names = words(grid, "thead th");
    return [...grid.querySelectorAll("tbody tr")].map(row =>
        Object.fromEntries(words(row, "td").map((value, place) => [names[place], value])));
}"""


def open_page(page: Page, server: Server, address: str) -> None:
    """Open an address of the dashboard and wait until all of it is drawn."""
    page.goto(server.address(address))
    wait_until_drawn(page)


def expect_page(page: Page, title: str) -> None:
    """The page with this title stands there, whole, and no notice lies over it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    wait_until_drawn(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def link_in_menu(page: Page, group: str, title: str) -> Locator:
    """The link to a page in the menu; a group is opened first, and holds the pages that it should."""
    menu = page.get_by_role("navigation")
    if not group:
        return menu.get_by_role("link", name=title)
    menu.get_by_role("button", name=group).click()
    links = page.get_by_role("menuitem")
    expect(links).to_have_text(list(MENU[group].values()))
    return links.filter(has_text=title)


def read_table(page: Page, key: str) -> list[dict[str, str]]:
    """The rows of the table in the block with this key, as its grid tells them to those who can't see it."""
    grid = page.locator(f":is(.st-key-{key}, .st-key-{key}_block) canvas table[role=grid]")
    expect(grid).to_have_count(1)
    rows: list[dict[str, str]] = grid.evaluate(READ_GRID)
    return rows


def address_of(address: str) -> str:
    """Where a page is served: the first page of the menu answers at the bare address, its own leads there."""
    return "" if address == next(iter(PAGES)) else address


def choose(page: Page, label: str, option: str) -> None:
    """Choose the option that begins with these words in the list with this label, and see that it is chosen.

    A list closes when the page is drawn anew or what is under it moves; then it is opened again.
    """
    box = page.get_by_role("combobox", name=label, exact=True)
    wanted = page.get_by_role("option", name=re.compile(rf"^{re.escape(option)}\b")).first
    for _ in range(TRIES):
        wait_until_drawn(page)
        box.click()
        page.keyboard.press("ArrowDown")
        with suppress(TimeoutError, AssertionError):
            wanted.click(timeout=3_000)
            expect_chosen(page, box, option)
            return
    raise AssertionError(f"“{label}” offers no “{option}”, or does not keep it")


def expect_chosen(page: Page, box: Locator, option: str) -> None:
    """The option stands in the box, or as one of several beside it."""
    several = page.get_by_test_id("stMultiSelect").filter(has=box)
    if several.count():
        expect(several).to_contain_text(option, timeout=3_000)
    else:
        expect(box).to_have_value(re.compile(rf"^{re.escape(option)}\b"), timeout=3_000)


def download(page: Page, key: str, form: str, *, is_internal: bool = False) -> Path:
    """Where the file lies that :func:`take_away` gives."""
    return Path(take_away(page, key, form, is_internal=is_internal).path())


def take_away(page: Page, key: str, form: str, *, is_internal: bool = False) -> Download:
    """What arrives when somebody opens the downloads of a figure and takes it in this form, to be shared or, by the
    switch, with exact numbers.
    """
    page.locator(f".st-key-{key}_downloads").get_by_role("button", name="Download").click()
    if is_internal:
        page.get_by_text("Internal file (exact numbers)").click()
        expect(page.get_by_text("marked INTERNAL")).to_be_visible()
    expect(page.get_by_role("button", name=form)).to_be_visible()
    _wait_for_rerun(page)
    with page.expect_download(timeout=90_000) as arriving:
        page.get_by_role("button", name=form).click()
    arriving.value.path()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=form)).to_have_count(0)
    _wait_for_rerun(page)
    return arriving.value


def _wait_for_rerun(page: Page) -> None:
    """Wait until the page has run again, which it does a moment after the box of downloads is opened or closed.

    Files are offered anew by each run; one that was offered by the run before can't be had any more.
    """
    page.wait_for_timeout(1000)
    wait_until_drawn(page)
