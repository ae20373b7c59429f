"""What a person waits for: a page drawn in a real Chromium, from a cold start to a change of filter.

Drawn means that title, charts and maps stand there and the server has nothing left to do. The pages are served as the
README says, on the invented sample, from this machine to itself: no network is in these times.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.measuring import Line, Section, in_s, seconds_of
from tests.browser.serving import Server, serve
from tests.browser.watching import find_browser, wait_until_drawn
from tests.machine import free_port

PORTS = range(8560, 8600)
TIMES = 3
PAGES = {
    "This month": "this-month",
    "Towns": "towns",
    "Trends": "trends",
    "Requests": "requests",
    "Overdose calls": "calls",
    "About the numbers": "about",
}
FIGURE_WORDS = "() => document.querySelector('.st-key-trend [aria-label]')?.getAttribute('aria-label')"


def time_browser() -> Section | None:
    """One line for each kind of wait, or None when this machine has no Chromium."""
    program = find_browser()
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        lines = [
            Line("start to first page, sample database not built yet", (in_s(_cold_start(browser, Path(folder))), "")),
            Line("start to first page", (in_s(_median(lambda: _cold_start(browser, Path(folder)), times=3)), "")),
        ]
        with serve(Path(folder), port=_port()) as server:
            lines += [_page_line(browser, server, name, path) for name, path in PAGES.items()]
            lines.append(Line("Trends, from a filter change to the new figure", ("", in_s(_change(browser, server)))))
        browser.close()
    return Section("Until it is drawn in the browser", ("empty cache", "warm"), tuple(lines))


def _cold_start(browser: Browser, folder: Path) -> float:
    """Seconds from starting the server to the page for the meeting, in a browser that was never here."""
    begun = time.perf_counter()
    with serve(folder, port=_port()) as server:
        context = browser.new_context()
        _draw(context, server, "")
        seconds = time.perf_counter() - begun
        context.close()
    return seconds


def _page_line(browser: Browser, server: Server, name: str, path: str) -> Line:
    first, again = [], []
    for _ in range(TIMES):
        context = browser.new_context()
        first.append(seconds_of(lambda context=context: _draw(context, server, path)))  # type: ignore[misc]  # mypy can't type a bound loop value
        again.append(seconds_of(lambda context=context: _draw(context, server, path)))  # type: ignore[misc]  # as above
        context.close()
    return Line(name, (in_s(statistics.median(first)), in_s(statistics.median(again))))


def _change(browser: Browser, server: Server) -> float:
    """Median seconds from the click on another period to the figure that shows it."""
    context = browser.new_context()
    page = _draw(context, server, "trends")
    taken = [_choose_period(page, period) for period in ("Last fiscal year", "Last 12 months") * TIMES]
    context.close()
    return statistics.median(taken)


def _choose_period(page: Page, period: str) -> float:
    before = page.evaluate(FIGURE_WORDS)
    page.locator(".st-key-period [role=combobox]").first.click()
    option = page.get_by_role("option", name=period, exact=True)
    option.wait_for()
    begun = time.perf_counter()
    option.click()
    page.wait_for_function(f"before => ({FIGURE_WORDS})() !== before", arg=before)
    return time.perf_counter() - begun


def _draw(context: BrowserContext, server: Server, path: str) -> Page:
    page = context.new_page()
    page.goto(server.address(path))
    wait_until_drawn(page)
    return page


def _median(measure: Callable[[], float], *, times: int) -> float:
    return statistics.median(measure() for _ in range(times))


def _port() -> int:
    return free_port(PORTS, worker="gw7")
