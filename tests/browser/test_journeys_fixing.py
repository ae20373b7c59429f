"""A file with rows to mend: the list is taken away, mended, given back, and nothing waits any more."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.serving import Server
from tests.browser.test_journeys_load import KIT_LOG, NEW, counts, give, load
from tests.browser.visiting import open_page
from tests.browser.watching import accessibility_findings, wait_until_drawn

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SECTION = "Fix lists and letters to the agencies"


def mended(path: Path) -> bytes:
    """The list as the agency sends it back: the town is spelled out, the number is a number."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book["Rows to mend"]
    columns = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value in ("town", "kits")}
    first = columns["town"].row + 1
    assert [sheet.cell(first, columns["town"].column).value, sheet.cell(first + 1, columns["kits"].column).value] == [
        "Canaan",
        "minus one",
    ]
    sheet.cell(first, columns["town"].column).value = "North Canaan"
    sheet.cell(first + 1, columns["kits"].column).value = 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_list_goes_out_and_comes_back_mended(fresh_server: Server, page: Page) -> None:
    """The file is loaded, its list downloaded, mended and loaded like any file: both rows are new, none waits."""
    open_page(page, fresh_server, "load")
    give(page, ("log.csv", KIT_LOG))
    load(page, "Load 1 file (3 rows)")
    page.get_by_text(SECTION).click()
    expect(page.get_by_text("Subject: Your file “log.csv”")).to_be_visible()
    wait_until_drawn(page)
    assert accessibility_findings(page) == []

    with page.expect_download(timeout=90_000) as arriving:
        page.get_by_role("button", name="Fix list (XLSX)").click()
    assert arriving.value.suggested_filename == "log_trial-rescue_fix-list.xlsx"

    back = FilePayload(name="log_trial-rescue_fix-list.xlsx", mimeType=XLSX, buffer=mended(Path(arriving.value.path())))
    page.locator("input[type=file]").set_input_files([back])
    expect(page.get_by_role("button", name="Load 1 file (2 rows)")).to_be_visible()
    load(page, "Load 1 file (2 rows)")

    assert counts(page, "result_0") == {NEW: 2}
