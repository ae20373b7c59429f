"""Who has reported, as a coordinator looks it up before a meeting."""

from __future__ import annotations

import csv

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.serving import Server
from tests.browser.visiting import download, expect_page, open_page, read_table
from tests.browser.watching import STREAMLITS_OWN_MENU

MISSING = "Model Brook Firemen’s Association"


def test_the_missing_log_is_found_in_picture_table_and_file(page: Page, server: Server) -> None:
    """The agency that sends nothing since August is named in the sentence's table, the picture's words and the CSV."""
    open_page(page, server, "reporting")
    expect_page(page, "Reporting")

    expect(page.locator(".st-key-reporting_picture")).to_be_visible()
    picture = page.locator(".st-key-reporting_picture [role=img], .st-key-reporting_picture [aria-label]").first
    expect(picture).to_be_attached()
    [row] = [row for row in read_table(page, "reporting_grid") if row["Agency or source"] == MISSING]
    assert row["Oct 2026"].startswith("missing")
    assert row["Aug 2026"] == "received"

    lines = download(page, "reporting_grid", "Data (CSV)").read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert [one["Oct 2026"] for one in rows if one["Agency or source"] == MISSING] == [row["Oct 2026"]]


def test_the_page_can_be_used_by_everybody(new_page: NewPage, server: Server) -> None:
    """On a phone in dark colours nothing is wider than the screen, and axe finds nothing wrong."""
    page = new_page(width=390, height=844, scheme="dark")
    open_page(page, server, "reporting?months=24+months")

    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    found = Axe().run(page, context=STREAMLITS_OWN_MENU).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
