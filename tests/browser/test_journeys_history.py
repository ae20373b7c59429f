"""History: a load is opened from the table, undone after a question, and found again in a file."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, Position, expect

from rorf_data.intake.read import open_bytes
from rorf_data.workplace import Workplace, open_workplace
from tests.browser.conftest import NewPage
from tests.browser.serving import Server
from tests.browser.visiting import download, expect_page, open_page, read_table
from tests.browser.watching import accessibility_findings, wait_until_drawn

FIRST = b"log_id,date,agency,town,kits\n1,2026-08-03,Trial Rescue,Kent,2\n2,2026-08-04,Trial Rescue,Canaan,1\n"
SECOND = b"log_id,date,agency,town,kits\n1,2026-08-03,Trial Rescue,Kent,5\n3,2026-08-05,Trial Rescue,Sharon,4\n"
FIRST_ROW: Position = {"x": 16, "y": 52}
"""Where the box of the first row is, inside the table."""


@pytest.fixture
def own(tmp_path: Path) -> Workplace:
    """The data folder of the server of this test alone, with two files in it."""
    opened = open_workplace({"RORF_DATA_DIR": str(tmp_path)}, tmp_path)
    for name, content in (("first.csv", FIRST), ("second.csv", SECOND)):
        file = open_bytes(content, name)
        opened.load(file, opened.recognise(file, source="kit-log"), loaded_by="Anna")
    opened.engine.dispose()
    return opened


def kits(page: Page, server: Server) -> dict[str, str]:
    """Kits by town as the Towns page shows them."""
    open_page(page, server, "towns?period=any-dates&from=2026-08-01&to=2026-08-31")
    return {row["Town"]: row["Kits left"] for row in read_table(page, "towns_table")}


def test_a_load_is_opened_and_undone_and_every_page_follows(own: Workplace, fresh_server: Server, page: Page) -> None:
    """A click on its row opens it; the question says what would happen; then the towns show the figures before."""
    assert kits(page, fresh_server)["Kent"] == "5"
    open_page(page, fresh_server, "history")
    page.locator(".st-key-history_loads_block .dvn-scroller").click(position=FIRST_ROW)
    expect(page.get_by_role("heading", name="Load 2: File, second.csv")).to_be_visible()
    wait_until_drawn(page)
    expect(page).to_have_url(re.compile("opened=2"))

    page.get_by_role("button", name="Undo this load").click()
    expect(page.get_by_text("2 records would be taken away and 1 brought back")).to_be_visible()
    wait_until_drawn(page)
    page.get_by_role("button", name="Undo load 2").click()
    expect(page.get_by_text("This load is undone by load 3")).to_be_visible()
    wait_until_drawn(page)

    # What a grid tells those who can't see it comes a moment after it is drawn.
    expect(page.locator(".st-key-history_loads_block canvas tbody tr")).to_have_count(3)
    loads = read_table(page, "history_loads_block")
    assert [row["Standing"] for row in loads] == ["undoes load 2", "undone by load 3", "in force"]
    assert (kits(page, fresh_server)["Kent"], kits(page, fresh_server)["Sharon"]) == ("2", "0")


def test_the_history_can_be_taken_away_whole(own: Workplace, fresh_server: Server, page: Page) -> None:
    """The file holds every load with the whole hash of each file, however few the table shows."""
    open_page(page, fresh_server, "history?history_words=second")
    assert [row["File"] for row in read_table(page, "history_loads_block")] == ["second.csv"]

    text = download(page, "history_loads", "Data (CSV)", is_internal=True).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO("".join(line for line in text.splitlines(True) if line[0] != "#"))))
    assert [row["File"] for row in rows] == ["second.csv", "first.csv"]
    assert {len(row["SHA-256 of the file"]) for row in rows} == {64}


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_an_opened_load_puts_no_barrier_in_anybodys_way(
    own: Workplace, fresh_server: Server, new_page: NewPage, width: int, scheme: Literal["light", "dark"]
) -> None:
    """The particulars, the question before an undoing and a past day beside today, on a desk and on a phone."""
    page = new_page(width=width, scheme=scheme)
    open_page(page, fresh_server, f"history?opened=2&as_of={own.today()}")
    expect_page(page, "History")
    page.get_by_role("button", name="Undo this load").click()
    expect(page.get_by_role("button", name="Leave it as it is")).to_be_visible()
    wait_until_drawn(page)

    assert accessibility_findings(page) == []
