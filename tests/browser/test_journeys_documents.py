"""The one-file document of a meeting, opened from a folder by somebody who has no network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from rorf_data.exports.web import to_html
from rorf_data.model import Audience
from tests.browser.watching import accessibility_findings
from tests.unit.exports.test_web import full_document

LOOKS: list[tuple[int, Literal["light", "dark"]]] = [(1440, "light"), (390, "dark")]

# What of the page reaches beyond the window without a box of its own to scroll in.
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
    .filter(one => !one.closest(".scroll > *, svg, .skip"))
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(params=LOOKS, ids=["wide and light", "phone and dark"])
def offline(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, list[str]]]:
    """The file in a window without network, and all that the window has asked for since."""
    width, scheme = request.param
    file = tmp_path / "deck.html"
    file.write_bytes(to_html(full_document(Audience.INTERNAL, is_sample=True)))
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    page, heard = context.new_page(), list[str]()
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(error.message))
    page.on("request", lambda asked: heard.append(asked.url))
    page.goto(file.as_uri())
    assert heard.pop(0) == file.as_uri()
    yield page, heard
    context.close()


def test_the_document_opens_without_a_network(offline: tuple[Page, list[str]]) -> None:
    """The file asks for nothing but itself, and the browser has nothing to complain about."""
    page, heard = offline

    assert page.get_by_role("heading", level=1).inner_text() == "Opening"
    assert heard == []


def test_one_drawing_of_each_picture_is_seen(offline: tuple[Page, list[str]]) -> None:
    """The wide one in a wide window, the narrow one on a phone."""
    page, _ = offline
    shown = "wide" if page.viewport_size and page.viewport_size["width"] > 640 else "narrow"

    for look in ("wide", "narrow"):
        seen = [one.is_visible() for one in page.locator(f".{look} svg").all()]
        assert seen == [look == shown] * 3
    assert page.get_by_role("img").count() == 3


def test_the_document_is_read_by_everyone(offline: tuple[Page, list[str]]) -> None:
    """Axe finds nothing, also with all that can be opened open."""
    page, _ = offline

    assert accessibility_findings(page) == []
    page.locator("summary").evaluate_all("all => all.forEach(one => one.parentElement.open = true)")
    assert accessibility_findings(page) == []


def test_only_a_table_scrolls_sideways(offline: tuple[Page, list[str]]) -> None:
    """The page is as wide as its window, also with all that can be opened open."""
    page, _ = offline
    page.locator("summary").evaluate_all("all => all.forEach(one => one.parentElement.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(TOO_WIDE) == []


def test_the_keyboard_skips_the_contents(offline: tuple[Page, list[str]]) -> None:
    """The first stop of the Tab key leads past the contents to the figures."""
    page, _ = offline
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the figures"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
