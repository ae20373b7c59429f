"""Maps and charts are really drawn, and a click on the map is as good as a choice in the list."""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.conftest import NewPage
from tests.browser.serving import Server
from tests.browser.visiting import choose, expect_page, open_page, read_table

MAP = '.st-key-towns_map_block [data-testid="stDeckGlJsonChart"]'
TOOLTIP = ".deck-tooltip"
IN_THE_MIDDLE = "Cornwall"
"""The town that lies in the middle of the eleven."""
CLICKS = 3

# Marks of plotly that cover some of the screen: bars, lines and points, each with something to show.
MARKS = """chart => [...chart.querySelectorAll(".bars .point path, .scatterlayer .js-line, .scatterlayer .point")]
    .filter(mark => { const box = mark.getBoundingClientRect(); return box.width + box.height > 3; }).length"""


def fills(picture: bytes) -> Counter[tuple[int, int, int]]:
    """The colours that fill at least one percent of a picture each, with their pixels."""
    with Image.open(io.BytesIO(picture)) as image:
        values = iter(image.convert("RGB").tobytes())
        pixels = Counter(zip(values, values, values))
    return Counter({colour: count for colour, count in pixels.items() if count * 100 > pixels.total()})


def point_at(page: Page, where: tuple[float, float]) -> Locator:
    """Rest the pointer on the map, at a share of its width and height; the tooltip, once the map has answered."""
    town_map = page.locator(MAP)
    town_map.scroll_into_view_if_needed()
    box = town_map.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.move(box["x"] + box["width"] * where[0], box["y"] + box["height"] * where[1], steps=5)
    return page.locator(TOOLTIP)


def click_middle(page: Page) -> None:
    """Click the town in the middle of the map, as soon as the map says that it is there.

    The map takes a press of more than a quarter of a second for a drag, which on a busy machine a click can become; so
    whoever sees nothing happen clicks again.
    """
    chosen = page.get_by_role("heading", name=IN_THE_MIDDLE, exact=True)
    for _ in range(CLICKS):
        expect(point_at(page, (0.5, 0.5))).to_contain_text(IN_THE_MIDDLE)
        page.mouse.down()
        page.mouse.up()
        with contextlib.suppress(TimeoutError):
            chosen.wait_for(timeout=10_000)
            return


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_shows_towns_in_several_shades(
    server: Server, new_page: NewPage, scheme: Literal["light", "dark"]
) -> None:
    """The map is no empty box: beside the ground at least three shades of towns fill it, other ones by night."""
    page = new_page(scheme=scheme)
    open_page(page, server, "towns")
    expect(point_at(page, (0.5, 0.5))).to_contain_text(IN_THE_MIDDLE)

    found = fills(page.locator(MAP).screenshot())

    ground = max(found, key=lambda colour: found[colour])
    assert (min(ground) > 200) == (scheme == "light")
    assert len(found) >= 4


def test_an_empty_box_would_be_seen(page: Page) -> None:
    """A canvas on which nothing was drawn has one colour, and a drawing without marks has none."""
    page.set_content("<canvas width=300 height=300></canvas><svg class=main-svg width=9 height=9></svg>")

    assert len(fills(page.locator("canvas").screenshot())) == 1
    assert page.locator("svg").evaluate(MARKS) == 0


def test_every_chart_has_marks_and_words(server: Server, page: Page) -> None:
    """Bars or lines are there to be seen in each chart of a page, and each says in words what it shows."""
    for address in ("towns?town=Kent", "trends", "requests", "calls"):
        open_page(page, server, address)
        charts = page.locator(".stPlotlyChart")
        assert charts.count() >= 1, address

        for chart in charts.all():
            figure = chart.locator("xpath=ancestor-or-self::*[@role='figure'][1] | .//*[@role='figure']").first
            assert chart.evaluate(MARKS) >= 3, address
            assert len(figure.get_attribute("aria-label") or "") > 40, address


def test_a_click_on_the_map_turns_the_page_to_that_town(server: Server, page: Page, new_page: NewPage) -> None:
    """Clicking a town and choosing it in the list show the same town, with the same figures and address."""
    open_page(page, server, "towns")
    expect(page.get_by_role("heading", name="Kits left in each town")).to_be_visible()
    click_middle(page)
    expect(page.get_by_role("heading", name=IN_THE_MIDDLE, exact=True)).to_be_visible()

    other = new_page()
    open_page(other, server, "towns")
    choose(other, "Town", IN_THE_MIDDLE)
    expect(other.get_by_role("heading", name=IN_THE_MIDDLE, exact=True)).to_be_visible()

    for each in (page, other):
        expect(each).to_have_url(server.address(f"towns?town={IN_THE_MIDDLE}"))
        expect(each.get_by_role("combobox", name="Town", exact=True)).to_have_value(IN_THE_MIDDLE)
        expect_page(each, "Towns")
    [row] = [row for row in read_table(page, "towns_table") if row["Town"] == IN_THE_MIDDLE]
    for number in (row["Kits left"], row["Requests received"], row["Overdose calls"]):
        for each in (page, other):
            expect(each.locator(".st-key-town_row_block").get_by_text(number, exact=True).first).to_be_visible()


def test_a_click_beside_all_towns_turns_to_none(server: Server, page: Page) -> None:
    """The ground of the map is no town: the page stays as it was."""
    open_page(page, server, "towns")
    expect(point_at(page, (0.5, 0.5))).to_contain_text(IN_THE_MIDDLE)

    expect(point_at(page, (0.02, 0.5))).to_be_hidden()
    page.mouse.down()
    page.mouse.up()

    expect_page(page, "Towns")
    expect(page.get_by_role("heading", name="Kits left in each town")).to_be_visible()
    expect(page).to_have_url(server.address("towns"))
