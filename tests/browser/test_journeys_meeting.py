"""From raw files to a meeting and to the next one: a deck in three clicks, a snapshot, a decision that comes back."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import FilePayload, Page, expect
from pptx import Presentation

from rorf_data.model import add_months
from tests.browser.serving import Server
from tests.browser.visiting import choose, expect_page, open_page, read_table
from tests.browser.watching import wait_until_drawn

THIS = date.today().replace(day=1)  # noqa: DTZ011  # the server that is visited goes by the real day
MONTHS = [add_months(THIS, -back) for back in (3, 2)]
"""Two months that are over."""

LAST = add_months(THIS, -1)
FILES = {
    "kits.csv": "date,agency,town,kits\n"
    + "".join(f"{month + timedelta(days=day)},Trial Rescue,Kent,2\n" for month in MONTHS for day in range(9)),
    "calls.csv": "call_id,call_date,town,outcome\n"
    + "".join(f"{day},{MONTHS[1] + timedelta(days=day)},Kent,nonfatal\n" for day in range(7)),
    "requests.csv": "request_id,received,town,kits,delivered on,closed on\n"
    + "".join(f"{day},{MONTHS[1] + timedelta(days=day)},Kent,2,,\n" for day in range(7)),
}
NEXT = {
    "kits.csv": FILES["kits.csv"].replace(f"{MONTHS[1]},Trial Rescue,Kent,2", f"{MONTHS[1]},Trial Rescue,Kent,5")
    + f"{MONTHS[1] + timedelta(days=12)},Trial Rescue,Kent,3\n"
    + f"{LAST},Trial Rescue,Kent,4\n"
}
"""The month after, with one row of an old month corrected and one that comes late."""


def load(page: Page, files: dict[str, str]) -> None:
    """Load files on the Load page."""
    page.locator("input[type=file]").set_input_files(
        [FilePayload(name=name, mimeType="text/csv", buffer=text.encode()) for name, text in files.items()]
    )
    page.get_by_role("button", name=re.compile(r"^Load \d+ file")).click()
    expect(page.get_by_text("is loaded; every page now shows").first).to_be_visible(timeout=30_000)
    wait_until_drawn(page)


def write(page: Page, label: str, words: str) -> None:
    """Type into a field and leave it."""
    field = page.get_by_label(label, exact=True)
    field.fill(words)
    field.press("Tab")
    wait_until_drawn(page)


def test_a_meeting_from_raw_files_to_the_next_one(fresh_server: Server, page: Page) -> None:
    """Three clicks after the load give the deck; the decision of one meeting stands on the page of the next."""
    open_page(page, fresh_server, "load")
    load(page, FILES)

    page.get_by_role("link", name="The next meeting, and its deck").click()
    expect_page(page, "Meeting")
    page.get_by_role("button", name="Make the deck").click()
    expect(page.get_by_text("Making the slides of")).to_be_visible()
    expect(page.get_by_text(re.compile("The deck of .* is ready"))).to_be_visible(timeout=60_000)
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Slides (PPTX)").click()
    assert 8 <= len(Presentation(str(arriving.value.path())).slides) <= 12

    page.get_by_role("button", name="Take the snapshot").click()
    expect(page.get_by_text(re.compile("The snapshot of the meeting about .* is kept"))).to_be_visible(timeout=30_000)
    wait_until_drawn(page)
    write(page, "Decision", "two boxes of kits for the firehouse")
    choose(page, "Who sees to it (a role)", "fire chief")
    page.get_by_role("button", name="Keep this decision").click()
    expect(page.get_by_text("The decision is kept with meeting 1.")).to_be_visible()

    open_page(page, fresh_server, "load")
    load(page, NEXT)
    open_page(page, fresh_server, "meeting")
    assert [row["New since"] for row in read_table(page, "meeting_new") if row["Measure"] == "Kits left"] == ["4"]
    [changed] = read_table(page, "meeting_rows")
    assert (changed["Agency or source"], changed["Late"], changed["Corrected"]) == ("Trial Rescue", "1", "1")
    [decided] = read_table(page, "meeting_decisions")
    assert decided["Decision"] == "two boxes of kits for the firehouse"
    assert (decided["Seen by"], decided["Who sees to it"]) == ("Kits left", "fire chief")
    assert (decided["Standing"], decided["Then"], decided["Now"]) == ("open", "18", "4")
