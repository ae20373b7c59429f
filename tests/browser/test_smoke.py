"""The dashboard starts as the README says, keeps to this machine, and opens whatever page is asked for first."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Server
from tests.browser.watching import accessibility_findings, wait_until_drawn

LISTENING = "0A"


def test_the_bare_address_opens_the_page_for_the_meeting(server: Server, page: Page) -> None:
    """This month is the first page; it is drawn without an error, without an outside request, without a barrier."""
    page.goto(server.address())
    wait_until_drawn(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("This month")
    assert accessibility_findings(page) == []


def test_the_very_first_request_may_be_a_deep_link(untouched_server: Server, page: Page) -> None:
    """A server that has shown no page yet opens a linked one through the frame, without a "Page not found" notice."""
    page.goto(untouched_server.address("towns"))
    wait_until_drawn(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Towns")
    expect(page.get_by_role("link", name="Trends")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the list of open ports is read where Linux keeps it")
def test_the_server_listens_on_this_machine_alone(server: Server) -> None:
    """No other machine can reach the dashboard as it is shipped."""
    port = f"{int(server.url.rsplit(':', 1)[1]):04X}"
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()[1:]]
    listening = {
        fields[1].split(":")[0] for fields in lines if fields[1].endswith(f":{port}") and fields[3] == LISTENING
    }

    assert listening == {"0100007F"}
