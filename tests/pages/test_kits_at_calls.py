"""The page on kits at calls: its steps, its three rates, and what it says where kits and calls are not linked."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rorf_data.intake.read import open_bytes
from rorf_data.workplace import open_workplace
from tests.pages.visiting import figures, headings, notices, table, visit

PAGE = "pages/see/kits_at_calls.py"
UNLINKED_CALLS = b"""Incident Number,Call Date,City,State,Outcome,Transport
1,2026-08-02,Kent,CT,Nonfatal,Refused
2,2026-08-09,Warren,CT,Nonfatal,Transported
"""
LOG_WITHOUT_INCIDENTS = b"""date,agency,town,kits
2026-08-03,Trial Rescue,Kent,2
2026-08-20,Trial Rescue,Kent,3
"""
AUGUST = {"period": "Any dates", "from": "2026-08-01", "to": "2026-08-31"}


def test_three_rates_stand_under_three_names_with_their_denominators(app: AppTest) -> None:
    """Each card names its rate, and the line below names what is divided by what."""
    visit(app, PAGE)

    assert [metric.label for metric in app.metric] == [
        "Kits per overdose call",
        "Calls with a kit left",
        "Eligible calls with a kit left",
    ]
    said = "\n".join(caption.value for caption in app.caption)
    assert "kits, 36 overdose calls" in said
    assert "calls with a kit left, 36 overdose calls" in said
    assert "eligible calls with a kit left, 11 eligible calls" in said


def test_published_figures_stand_beside_the_rate_that_they_share(app: AppTest) -> None:
    """Howard County divides kits by calls, Vermont by people at risk; San Francisco divides by kits, as nobody here."""
    visit(app, PAGE)
    rates = table(app, "Three leave-behind rates")
    places = list(zip(rates["measure"], rates["place"], strict=True))

    assert ("Kits per overdose call", "Howard County, Maryland, June 2018 to June 2019") in places
    assert ("Eligible calls with a kit left", "Vermont, first year of the programme") in places
    assert [measure for measure, place in places if place.startswith("San Francisco")] == [rates["measure"][-1]]
    assert "Calls with a kit left" not in {measure for measure, place in places if not place.startswith("Here")}


@pytest.mark.parametrize("view", ["Towns", "Agencies", "Months"])
def test_every_call_has_one_place_in_each_view(app: AppTest, view: str) -> None:
    """Left, refused, nothing recorded and not linked add up to the calls of the row, and the rows to the region."""
    visit(app, PAGE, view=view)
    steps = table(app, "Overdose calls and kits, step by step")
    rows = table(app, "Overdose calls and kits by")

    parts = ("kit_left_calls", "kit_refused_calls", "no_kit_recorded_calls", "unknown_kit_calls")
    for place, calls in enumerate(rows["total_calls"]):
        assert calls == sum(int(rows[part][place]) for part in parts if rows[part][place] == rows[part][place])
    assert sum(rows["total_calls"]) == steps["total_calls"][0] == 36


def test_one_rate_at_a_time_is_followed_through_the_months(app: AppTest) -> None:
    """The axis of the figure has the name of the chosen rate and of no other."""
    visit(app, PAGE, view="One rate through time")
    assert figures(app)[1]["layout"]["yaxis"]["title"]["text"] == "Kits, and visits, for each overdose call"

    app.segmented_control(key="rate").set_value("Eligible calls with a kit left").run()

    assert figures(app)[1]["layout"]["yaxis"]["title"]["text"] == "Eligible calls with a kit left"
    assert "Vermont" in str(figures(app)[1]["layout"]["annotations"])


def test_without_a_link_only_kits_per_call_is_given_and_the_page_says_why(app: AppTest, data_folder: Path) -> None:
    """Two calls whose numbers stand in no kit log: five kits on two calls, no share, and a sentence."""
    own = open_workplace({"RORF_DATA_DIR": str(data_folder)}, data_folder)
    for content, name, source in [(UNLINKED_CALLS, "c.csv", "calls"), (LOG_WITHOUT_INCIDENTS, "k.csv", "kit-log")]:
        file = open_bytes(content, name)
        own.load(file, own.recognise(file, source=source), loaded_by="a test")
    own.engine.dispose()

    visit(app, PAGE, **AUGUST)

    assert "not linked by incident here: only for 0 of 2 overdose calls" in notices(app)
    assert [metric.label for metric in app.metric] == ["Kits per overdose call"]
    measures = table(app, "Three leave-behind rates")["measure"]
    assert {"Calls with a kit left", "Eligible calls with a kit left"}.isdisjoint(measures)


def test_nothing_on_record_is_said_in_words(app: AppTest) -> None:
    """Two months before any call was on record."""
    visit(app, PAGE, **{"period": "Any dates", "from": "2020-01-01", "to": "2020-02-29"})

    assert "No overdose calls are on record for these towns in January 2020 to February 2020." in notices(app)
    assert "Overdose calls and kits, step by step" not in headings(app)
