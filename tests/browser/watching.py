"""What a browser test keeps an eye on while it does something else: errors, outside requests, accessibility."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page, Request, WebSocket

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
MAC_BROWSERS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
THIS_MACHINE = {"127.0.0.1", "localhost"}

# On a deep link Streamlit's client looks for its base path first, at two addresses below the page's that are not there.
BASE_PATH_PROBE = re.compile(r"/[^/]+/_stcore/(health|host-config)$")

# What axe finds in Streamlit's own widgets, which a page can't mend.
STREAMLITS_OWN_FINDINGS = {
    "empty-table-header": "the index column of st.dataframe has no heading (minor)",
    "presentation-role-conflict": "the hidden input of st.file_uploader (minor)",
}

# On a phone the menu is a side bar, in whose list Streamlit puts the pages of a group inside an element that is no
# entry (axe: list, listitem; serious). The pages can't mend it; everything else of the page is looked at.
STREAMLITS_OWN_MENU = {"exclude": [["[data-testid='stSidebarNavItems']"]]}

# The script has run to its end, the title stands there, and no chart or map is still an empty box.
DRAWN = """() => {
    const all = (within, selector) => [...within.querySelectorAll(selector)];
    const app = document.querySelector('[data-testid="stApp"]');
    return app?.dataset.testScriptState === "notRunning"
        && document.querySelector("h1") !== null
        && all(document, '[data-testid="stSkeleton"]').length === 0
        && all(document, ".stPlotlyChart").every(chart => chart.querySelector(".main-svg"))
        && all(document, '[data-testid="stDeckGlJsonChart"]').every(map => map.querySelector("canvas"));
}"""


@dataclass
class Watch:
    """Errors in the console and requests to other machines, as they happen on one page."""

    errors: list[str] = field(default_factory=list)
    outside_requests: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Begin to watch a page."""
        page.on("console", self._hear)
        page.on("pageerror", self._catch)
        page.on("request", self._see)
        page.on("websocket", self._see_socket)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not BASE_PATH_PROBE.search(message.location["url"]):
            self.errors.append(f"{message.text} ({message.location['url']})")

    def _catch(self, error: Error) -> None:
        self.errors.append(error.message)

    def _see(self, request: Request) -> None:
        self._note(request.url)

    def _see_socket(self, socket: WebSocket) -> None:
        self._note(socket.url)

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in THIS_MACHINE:
            self.outside_requests.append(url)


def find_browser() -> Path | None:
    """The Chromium, Chrome or Edge of this machine, or None."""
    named = [os.environ.get("BROWSER_PATH"), *map(shutil.which, BROWSERS)]
    found = [Path(path) for path in named if path] + [path for path in MAC_BROWSERS if path.exists()]
    return found[0] if found else None


def wait_until_drawn(page: Page) -> None:
    """Wait until the page has its title, every chart and every map, and the server has nothing left to do.

    A page that broke half-way is no drawn page.
    """
    page.wait_for_function(DRAWN, timeout=60_000)
    assert page.get_by_text("could not be finished").count() == 0, f"{page.url} broke; the server's log says why"


def accessibility_findings(page: Page) -> list[str]:
    """What axe holds against the page as it stands, each as rule, impact and the first element it is about."""
    violations: list[dict[str, Any]] = Axe().run(page, context=STREAMLITS_OWN_MENU).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {violation['nodes'][0]['html'][:200]}"
        for violation in violations
        if violation["id"] not in STREAMLITS_OWN_FINDINGS
    ]
