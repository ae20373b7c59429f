"""Every page on the sample data: it opens, its main choice changes what it shows, and an empty answer says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rorf_data.intake.read import open_file
from rorf_data.workplace import open_workplace
from tests.pages.visiting import PAGES, ROOT, figures, headings, notices, table, visit

INVENTED = "invented sample data"


@pytest.mark.parametrize(("page", "title"), PAGES.items())
def test_a_page_opens_with_its_title_on_the_sample_data(app: AppTest, page: str, title: str) -> None:
    """Each page of the menu opens in the frame with its title, says that the figures are invented, and is whole."""
    visit(app, page)

    assert [title] == [heading.value for heading in app.title]
    assert INVENTED in notices(app)
    assert not app.exception
    assert not app.error


def test_the_header_names_the_placeholders(app: AppTest) -> None:
    """Until somebody confirms the list of towns, every page says so and names the towns that no source names."""
    app.run()

    assert any("Town list not confirmed" in text.value for text in app.markdown)
    named = next(text.value for text in app.caption if "Placeholders" in text.value)
    assert "Canaan" in named
    assert "Litchfield" not in named


def test_this_month_stands_on_the_newest_full_month(app: AppTest) -> None:
    """The sample ends with October 2026, so that is the month, and four headline figures are there."""
    app.run()

    assert "The region in October 2026" in headings(app)
    assert ["Kits left", "Overdose calls", "Requests received", "Requests waiting"] == [m.label for m in app.metric]


def test_the_region_is_the_sum_of_its_towns(app: AppTest) -> None:
    """What stands in the headline is what the table of towns adds up to."""
    app.run()
    towns = table(app, "The towns in")

    assert str(sum(towns["total_kits"])) == app.metric[0].value
    assert str(sum(towns["total_calls"])) == app.metric[1].value


def test_choosing_a_town_turns_the_page_to_it(app: AppTest) -> None:
    """The town's own figures and its months come where the comparison of all towns was."""
    visit(app, "pages/see/towns.py")
    assert "The last 24 months" not in headings(app)

    app.selectbox(key="town").select("Kent").run()

    assert "Kent" in headings(app)
    assert "The last 24 months" in headings(app)
    assert len(table(app, "Kent: kits")["month"]) == 24


def test_the_map_and_the_table_show_the_same_numbers(app: AppTest) -> None:
    """What stands in the table's row of a town is what is written over that town on the map."""
    visit(app, "pages/see/towns.py")
    towns = table(app, "Kits, requests and overdose calls by town")
    drawn = app.get("deck_gl_json_chart")[0].proto.json

    for name, kits in zip(towns["town"], towns["total_kits"], strict=True):
        assert f"{name}\\n{kits}" in drawn or f"{name}</b><br>{kits} " in drawn


def test_the_measure_changes_figure_and_table_of_the_trend(app: AppTest) -> None:
    """Overdose calls in place of kits: another axis, another column, other numbers."""
    visit(app, "pages/see/trends.py")
    before = table(app, "Kits left by month")
    assert figures(app)[0]["layout"]["yaxis"]["title"]["text"] == "Kits left"

    app.segmented_control(key="measure").set_value("Overdose calls").run()

    after = table(app, "Overdose calls by month")
    assert figures(app)[0]["layout"]["yaxis"]["title"]["text"] == "Overdose calls"
    assert before["total_kits"] != after["total_calls"]


def test_each_town_is_first_shown_over_rolling_twelve_months(app: AppTest) -> None:
    """A single month of a small town says little, so towns start with twelve months at a time; the region does not."""
    visit(app, "pages/see/trends.py")
    assert app.selectbox(key="span").value == "Months"

    app.segmented_control(key="show").set_value("Each town").run()

    assert app.selectbox(key="town_span").value == "Rolling 12 months"
    assert len(set(table(app, "Kits left in the 12 months")["town"])) == 11


def test_towns_that_are_chosen_are_the_only_ones_shown(app: AppTest) -> None:
    """The filter bar decides which towns the tables of every page hold."""
    app.run()
    app.multiselect(key="towns").set_value(["Kent", "Norfolk"])

    for page, words in [
        ("towns", "Kits, requests"),
        ("requests", "Requests by town"),
        ("calls", "Overdose calls and kits left by town"),
    ]:
        app.switch_page(f"pages/see/{page}.py").run()
        assert table(app, words)["town"] == ["Kent", "Norfolk"]


@pytest.mark.parametrize("page", ["towns", "trends", "requests", "calls"])
def test_an_empty_answer_is_said_in_words(app: AppTest, page: str) -> None:
    """Two months before anything was on record: no empty box, but a sentence."""
    visit(app, f"pages/see/{page}.py", **{"period": "Any dates", "from": "2020-01-01", "to": "2020-02-29"})

    assert "on record for these towns in January 2020 to February 2020" in notices(app)
    assert not app.exception


def test_summaries_stand_apart_from_what_is_counted_from_rows(app: AppTest, data_folder: Path) -> None:
    """Five kits in Litchfield by the agency's own summary; the trend of kits from rows has nothing of them."""
    own = open_workplace({"RORF_DATA_DIR": str(data_folder)}, data_folder)
    summary = open_file(ROOT / "sample_data" / "formats" / "monthly-summary-list.csv")
    own.load(summary, own.recognise(summary), loaded_by="a test")
    own.engine.dispose()

    visit(app, "pages/see/trends.py", **{"period": "Any dates", "from": "2026-05-01", "to": "2026-05-31"})

    told = table(app, "Monthly summaries beside what rows come to")
    assert 5 in told["reported_kits"]
    assert "nothing is on record for these towns in May 2026" in notices(app)


def test_published_deaths_stand_apart_from_calls(app: AppTest) -> None:
    """Deaths have a heading, a figure and a table of their own."""
    visit(app, "pages/see/calls.py")

    assert "Published deaths" in headings(app)
    assert "total_deaths" not in table(app, "Overdose calls and kits left by town")
    assert "total_calls" not in table(app, "Published deaths by town")


WORDS = ("up", "down", "no clear change", "too few to say", "nothing to compare with")


def test_every_headline_answers_beside_its_year_before(app: AppTest) -> None:
    """Under each of the four figures stands in words what it says against the same month of a year before."""
    app.run()
    said = [caption.value for caption in app.caption if caption.value.startswith("Against that month: ")]

    assert len(said) == 4
    assert all(words.removeprefix("Against that month: ").startswith(WORDS) for words in said)


@pytest.mark.parametrize(
    ("page", "words"), [("towns", "Visits"), ("trends", "This time"), ("calls", "Overdose calls: the")]
)
def test_where_two_times_stand_side_by_side_there_are_words(app: AppTest, page: str, words: str) -> None:
    """Every row of that table says up, down, no clear change or too few to say; or that there is nothing beside it."""
    visit(app, f"pages/see/{page}.py")

    assert all(change.startswith(WORDS) for change in table(app, words)["change"])


def test_the_towns_are_compared_by_the_measure_that_is_chosen(app: AppTest) -> None:
    """Requests in place of visits: another table, and another axis of the plot of towns against the region."""
    visit(app, "pages/see/towns.py")
    assert figures(app)[-1]["layout"]["yaxis"]["title"]["text"] == "Visits at which kits were left"

    app.segmented_control(key="compare").set_value("Requests received").run()

    compared = table(app, "Requests received: the towns compared")
    assert compared["town"] == table(app, "Kits, requests and overdose calls by town")["town"]
    assert compared["total_requests"] == table(app, "Kits, requests and overdose calls by town")["total_requests"]
    assert figures(app)[-1]["layout"]["yaxis"]["title"]["text"] == "Requests received"


def test_the_smoothed_layer_says_that_it_is_one(app: AppTest) -> None:
    """The map's words and legend name it; the numbers beside it stay those that were counted."""
    visit(app, "pages/see/towns.py")
    before = table(app, "Kits, requests and overdose calls by town")
    assert "smoothed" not in app.get("deck_gl_json_chart")[0].proto.json

    app.segmented_control(key="shading").set_value("Smoothed").run()

    assert "visits per 1,000 residents, smoothed" in app.get("deck_gl_json_chart")[0].proto.json
    assert any("Smoothed: " in html.proto.body for html in app.get("html"))
    assert table(app, "Kits, requests and overdose calls by town") == before
