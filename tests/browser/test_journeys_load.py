"""Load data: files go in through the page, every row is accounted for, and the figures are there afterwards."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.serving import ROOT, Server
from tests.browser.visiting import INVENTED, choose, expect_page, link_in_menu, open_page, read_table
from tests.browser.watching import accessibility_findings, wait_until_drawn

KIT_LOG = b"""date,agency,town,kits
2026-08-03,Trial Rescue,Kent,2
2026-08-09,Trial Rescue,Canaan,1
2026-08-21,Trial Rescue,Warren,minus one
"""
"""Row 2 is good, row 3 could be either of two towns, row 4 has no number."""

SHARED = ROOT.parent / "shared" / "data"
DEATHS = SHARED / "deaths" / "Accidental_Drug_Related_Deaths_2012-2022.csv"
CALLS = SHARED / "incidents" / "tempe_az_opioid_ems_calls_2017_2024.csv"
REQUESTS = SHARED / "requests" / "getusppe_all_matches.csv"

NEW, KNOWN, HELD, REFUSED = "new", "already on record", "waiting for a person", "refused"
COUNT = re.compile(r"([\d,]+) (new|corrected|already on record|waiting for a person|refused)")


def give(page: Page, *files: tuple[str, bytes]) -> None:
    """Choose files on the Load page."""
    chosen = [FilePayload(name=name, mimeType="text/csv", buffer=content) for name, content in files]
    page.locator("input[type=file]").set_input_files(chosen)


def counts(page: Page, key: str) -> Counter[str]:
    """What became, or would become, of the rows of a file; they add up to the rows read, as the page says."""
    sentence = page.locator(f".st-key-{key}").get_by_text("Every row is accounted for")
    expect(sentence).to_have_count(1)
    wait_until_drawn(page)
    words = sentence.inner_text()
    found = Counter({what: int(count.replace(",", "")) for count, what in COUNT.findall(words)})
    assert f"{found.total():,} read =" in words
    return +found


def load(page: Page, button: str) -> None:
    """Press the button that loads, and wait for the report."""
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("is loaded; every page now shows").first).to_be_visible()
    wait_until_drawn(page)


def test_a_file_is_seen_before_it_is_loaded_and_on_every_page_afterwards(fresh_server: Server, page: Page) -> None:
    """The preview names rows, columns and reasons; after the load the invented figures are gone for the real one."""
    open_page(page, fresh_server, "load")
    give(page, ("trial log.csv", KIT_LOG))

    assert counts(page, "file_0") == Counter({NEW: 1, HELD: 1, REFUSED: 1})
    expect(page.get_by_role("heading", name="trial log.csv")).to_be_visible()
    held, refused = read_table(page, "file_0")
    assert (held["Row in the file"], held["Column"], held["What became of it"]) == ("3", "town", "waits for a person")
    assert "Canaan" in held["What is the matter"]
    assert "North Canaan" in held["What is the matter"]
    assert (refused["Row in the file"], refused["Column"], refused["What became of it"]) == ("4", "kits", "refused")
    assert "whole number" in refused["What is the matter"]
    expect(page.get_by_role("alert").filter(has_text=INVENTED)).to_have_count(1)

    load(page, "Load 1 file (3 rows)")
    assert counts(page, "result_0") == Counter({NEW: 1, HELD: 1, REFUSED: 1})
    page.get_by_role("link", name="Towns").click()
    expect_page(page, "Towns")
    assert {row["Town"]: row["Kits left"] for row in read_table(page, "towns_table") if row["Kits left"] != "0"} == {
        "Kent": "2"
    }
    expect(page.get_by_text(INVENTED)).to_have_count(0)

    link_in_menu(page, "Manage", "Load data").click()
    expect_page(page, "Load data")
    give(page, ("the same again.csv", KIT_LOG))
    expect(page.get_by_role("heading", name="the same again.csv")).to_be_visible()
    assert counts(page, "file_0") == Counter({KNOWN: 1, HELD: 1, REFUSED: 1})


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("nothing.csv", b"", "is empty"),
        ("broken.xlsx", b"PK\x03\x04 and then nothing that a workbook holds", "broken.xlsx"),
    ],
)
def test_a_file_that_cant_be_read_gets_a_sentence(
    server: Server, page: Page, name: str, content: bytes, told: str
) -> None:
    """One sentence names the file; there is nothing to load, no trace of a program, and the invented figures stay."""
    open_page(page, server, "load")
    give(page, (name, content))

    refusal = page.locator(".st-key-file_0").get_by_role("alert")
    expect(refusal).to_contain_text(name)
    expect(refusal).to_contain_text(told)
    wait_until_drawn(page)
    expect(page.get_by_role("button", name=re.compile("^Load [0-9]"))).to_have_count(0)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    expect(page.get_by_role("alert").filter(has_text=INVENTED)).to_have_count(1)
    assert "Traceback" not in server.log.read_text(errors="replace")


class Clicks:
    """A person's hand: every file chosen and every button pressed is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def choose_file(self, name: str, content: bytes) -> None:
        """Choose one file."""
        give(self.page, (name, content))
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()
        wait_until_drawn(self.page)
        self.count += 1

    def press(self, button: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=button).click()
        self.count += 1


def squad_log(month: int) -> bytes:
    """Twelve columns that a squad keeps in its own way, three rows of one month."""
    rows = [
        "Entry,Day of visit,Department,Where,ZIP of scene,Boxes,Left with whom?,OD?,Trnsport,Phone,Remarks,Lives in",
        f"1,2026-{month:02d}-03,Trial Rescue,Kent,06757,2,Family,Y,Refused,860-555-0112,door was ajar and so on,Kent",
        f"2,2026-{month:02d}-09,Trial Rescue,Lakeville,06039,1,Patient,N,Transported,860-555-0113,,Sharon",
        f"3,2026-{month:02d}-19,Trial Rescue,Sharon,06069,1,Friend,N,No transport,860-555-0113,,Sharon",
    ]
    return "\n".join(rows).encode()


def test_a_new_layout_takes_three_clicks_and_next_months_file_two(fresh_server: Server, page: Page) -> None:
    """Every column is proposed: choose the file, keep the mapping, load. The next file of its kind is known at once."""
    open_page(page, fresh_server, "load")
    hand = Clicks(page)
    hand.choose_file("Squad log 2026-08.csv", squad_log(8))
    mapping = page.locator(".st-key-file_0")
    expect(mapping).to_contain_text("With this mapping: 3 rows read, 3 would be taken, 0 wait for a person, 0 refused.")
    for private in ("860-555", "ajar"):
        expect(mapping).not_to_contain_text(private)
    hand.press("Keep this source")
    expect(page.get_by_text("Recognised as Squad log")).to_be_visible()
    wait_until_drawn(page)
    hand.press("Load 1 file (3 rows)")
    expect(page.get_by_text("is loaded; every page now shows")).to_be_visible()
    wait_until_drawn(page)
    assert counts(page, "result_0") == Counter({NEW: 3})
    assert hand.count == 3

    hand = Clicks(page)
    hand.choose_file("Squad log 2026-09.csv", squad_log(9))
    hand.press("Load 1 file (3 rows)")
    expect(page.get_by_text("Squad log 2026-09.csv is loaded")).to_be_visible()
    assert hand.count == 2

    page.get_by_role("link", name="Towns").click()
    expect_page(page, "Towns")
    kits = {row["Town"]: row["Kits left"] for row in read_table(page, "towns_table") if row["Kits left"] != "0"}
    assert kits == {"Kent": "4", "Salisbury": "2", "Sharon": "2"}


def test_pasted_cells_go_in_like_a_file(fresh_server: Server, page: Page) -> None:
    """Cells from a spreadsheet, parted by tabs, are read, shown and loaded."""
    open_page(page, fresh_server, "load")
    page.get_by_text("Paste cells instead").click()
    box = page.get_by_role("textbox", name="Cells copied from a spreadsheet")
    box.fill(KIT_LOG.decode().replace(",", "\t"))
    page.get_by_role("button", name="Read these cells").click()

    assert counts(page, "file_0") == Counter({NEW: 1, HELD: 1, REFUSED: 1})
    load(page, "Load 1 file (3 rows)")
    expect(page.get_by_text("Pasted cells is loaded")).to_be_visible()


def test_the_order_of_dates_is_asked_for_once(fresh_server: Server, page: Page) -> None:
    """A kept layout whose dates could be two asks which comes first; the next file is read without asking."""
    first = b"When,Agency name here,Village,How many\n03/08/2026,Trial Rescue,Kent,2\n09/08/2026,Trial Rescue,Kent,1\n"
    open_page(page, fresh_server, "load")
    give(page, ("Van log.csv", first))
    page.get_by_text("the day first").click()
    expect(page.get_by_text("With this mapping: 2 rows read, 2 would be taken")).to_be_visible()
    wait_until_drawn(page)
    page.get_by_role("button", name="Keep this source").click()
    expect(page.get_by_text("Recognised as Van log")).to_be_visible()
    assert counts(page, "file_0") == Counter({NEW: 2})
    load(page, "Load 1 file (2 rows)")

    give(page, ("Van log 2.csv", first.replace(b"/08/", b"/09/")))
    assert counts(page, "file_0") == Counter({NEW: 2})
    expect(page.get_by_text("the day first")).to_be_hidden()


def test_records_that_are_gone_wait_for_an_answer(fresh_server: Server, page: Page) -> None:
    """A file that lacks most of its months' records is loaded only after somebody says what it is."""
    open_page(page, fresh_server, "load")
    give(page, ("july.csv", july(*range(1, 9))))
    load(page, "Load 1 file (8 rows)")
    give(page, ("july again.csv", july(1, 2, 9)))

    gone = read_table(page, "file_0_changes")
    assert [row["Day"] for row in gone] == [f"{day} July 2026" for day in range(3, 9)]
    button = page.get_by_role("button", name="Load 1 file (3 rows)")
    expect(button).to_be_disabled()
    ink, paper = (button.evaluate(f"it => getComputedStyle(it).{of}") for of in ("color", "backgroundColor"))
    assert ink != paper, "what a button is for can be read while it waits"
    page.get_by_text("This file is the whole of its months: withdraw the 6 records").click()
    expect(button).to_be_enabled()
    wait_until_drawn(page)
    load(page, "Load 1 file (3 rows)")

    expect(page.get_by_text("are not in it any more and were withdrawn")).to_be_visible()
    page.get_by_role("link", name="Towns").click()
    expect_page(page, "Towns")
    assert {row["Town"]: row["Kits left"] for row in read_table(page, "towns_table")}["Kent"] == "3"


def july(*days: int) -> bytes:
    """A kit log of July with one kit in Kent on each of these days, and no number of its own for the records."""
    return b"date,agency,town,kits\n" + b"".join(b"2026-07-%02d,Trial Rescue,Kent,1\n" % day for day in days)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mapping_can_be_made_by_everybody(
    server: Server, new_page: NewPage, scheme: Literal["light", "dark"]
) -> None:
    """axe finds nothing in a mapping, nor in the check of a known file; on a telephone nothing runs off the side."""
    page = new_page(width=390, scheme=scheme)
    open_page(page, server, "load")
    give(page, ("Squad log.csv", squad_log(8)), ("known.csv", KIT_LOG))
    expect(page.get_by_role("button", name=re.compile("^Load 1 file"))).to_be_visible()
    wait_until_drawn(page)

    assert accessibility_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the real files lie beside the project only on some machines")
def test_three_real_files_go_in_through_the_page(fresh_server: Server, page: Page) -> None:
    """Deaths, calls of another state, and requests mapped by hand: each row counted as the file itself counts it."""
    open_page(page, fresh_server, "load")
    page.locator("input[type=file]").set_input_files([DEATHS, CALLS, REQUESTS])
    expect(page.locator(".st-key-file_2")).to_contain_text("not known yet")
    wait_until_drawn(page)
    map_requests(page)

    load(page, "Load 3 files (21,366 rows)")

    deaths, calls, requests = (counts(page, f"result_{number}") for number in range(3))
    assert (deaths.total(), deaths[REFUSED]) == (len(records(DEATHS)), 0)
    assert 0 < injured_in("CANAAN") <= deaths[HELD] < 11
    assert calls == Counter({NEW: len(records(CALLS))})
    assert requests == expected_of_requests()
    expect(page.get_by_text(INVENTED)).to_have_count(0)
    on_record = {row["Source"]: row["Records kept"] for row in read_table(page, "load_sources")}
    assert sorted(on_record.values()) == sorted(str(each[NEW]) for each in (deaths, calls, requests))

    page.get_by_role("link", name="Overdose calls").click()
    expect_page(page, "Overdose calls")
    deaths_by_town = {row["Town"]: row["Published deaths"] for row in read_table(page, "deaths_towns")}
    assert int(deaths_by_town["Norfolk"]) == injured_in("NORFOLK") > 0


def map_requests(page: Page) -> None:
    """Say which columns number the requests; what the others are is proposed rightly."""
    number = "Columns that number the records (together they differ from one record to the next)"
    choose(page, number, "matchkey")
    choose(page, number, "enumcode")
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="What to call this kind of file").fill("Volunteer network")
    page.keyboard.press("Enter")
    wait_until_drawn(page)
    page.get_by_role("button", name="Keep this source").click()
    expect(page.locator(".st-key-file_2")).to_contain_text("Recognised as Volunteer network")
    wait_until_drawn(page)


def records(path: Path) -> list[dict[str, str]]:
    """The rows of a published file."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def injured_in(place: str) -> int:
    """How many of the deaths name this place as that of the injury."""
    return sum(death["Injury City"].strip().upper() == place for death in records(DEATHS))


def expected_of_requests() -> Counter[str]:
    """What should become of the requests, worked out from the raw texts.

    A quantity below one, or an end before the beginning, is refused; a number of a record that comes again is on record
    already where all else is the same, and otherwise waits for a person.
    """
    found: Counter[str] = Counter()
    seen: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for request in records(REQUESTS):
        began, ended = request["matchCreated"][:10], request["closedOrDelivered"][:10]
        if float(request["qty"]) < 1 or (ended and date.fromisoformat(ended) < date.fromisoformat(began)):
            found[REFUSED] += 1
            continue
        versions = seen.setdefault((request["matchkey"], request["enumcode"]), set())
        content = (began, ended, request["matchstatus"], request["qty"])
        found[NEW if not versions else KNOWN if content in versions else HELD] += 1
        versions.add(content)
    return found
