"""The ledger as a picture: each kind of month has a form of its own, and the words say what is missing."""

import re
from datetime import date

from rorf_data.charts import reports_by_agency
from tests.unit.picture_frames import emptied, released

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
LEDGER = released(
    {
        "month_start": [FEBRUARY] * 3 + [JANUARY] * 3,
        "month": ["Feb 2026"] * 3 + ["Jan 2026"] * 3,
        "agency": ["Kent <i>Ambulance", "Sharon Fire", "calls"] * 2,
        "feed": ["Kit logs", "Kit logs", "Overdose call records"] * 2,
        "report": ["missing", "not yet due", "not expected", "received", "nothing to report", "received"],
        "days_late": [7, 0, None, 3, 0, 0],
    }
)


def cells():
    """The traces of the cells, without what is written in them."""
    return [trace for trace in reports_by_agency(LEDGER).figure.data if trace.type == "bar"]


def kinds():
    """The cells of each kind: the number of the row and of the month."""
    return {
        trace.name: [(row, round(base + 0.45)) for row, base in zip(trace.y, trace.base, strict=True)]
        for trace in cells()
    }


def written():
    """What is written in which cell, without markup."""
    [trace] = [trace for trace in reports_by_agency(LEDGER).figure.data if trace.type == "scatter"]
    plain = [re.sub("<.*?>", "", text) for text in trace.text]
    return dict(zip(zip(trace.y, trace.x, strict=True), plain, strict=True))


def test_every_kind_of_month_is_drawn_for_itself():
    """Months run from left to right; days late stand in the cell, and 0 in a month with nothing to report."""
    assert kinds() == {
        "Received": [(2, 0)],
        "Received late (days)": [(0, 0)],
        "Nothing to report": [(1, 0)],
        "Missing (days late)": [(0, 1)],
        "Not yet due": [(1, 1)],
        "– Not expected": [(2, 1)],
    }
    assert written() == {(0, 0): "3", (1, 0): "0", (0, 1): "7", (1, 1): "…", (2, 1): "–"}


def test_what_is_missing_is_hatched_as_everywhere():
    """The hatch of what has no record, and no other cell has it; nothing to report is open and received is full."""
    markers = {trace.name: trace.marker for trace in cells()}

    assert [name for name, marker in markers.items() if marker.pattern.shape] == ["Missing (days late)"]
    assert markers["Nothing to report"].color == "rgba(0,0,0,0)"
    assert markers["Received"].color.startswith("#")


def test_the_words_say_what_is_missing():
    """The alt text counts the months on record and names those that are missing; hovers say each cell in full."""
    chart = reports_by_agency(LEDGER)
    hovers = [text for trace in cells() for text in trace.customdata]

    assert "On record: 3 of 5 months of 3 senders." in chart.alt
    assert "Missing of Kent <i>Ambulance (kit logs): February 2026." in chart.alt
    assert "Sharon Fire (kit logs), January 2026: nothing to report" in hovers
    assert "Kent &lt;i&gt;Ambulance (kit logs), February 2026: missing, 7 days late" in hovers


def test_a_name_is_never_taken_for_markup():
    """Whoever is called like a piece of HTML is written as they are called."""
    texts = [note.text for note in reports_by_agency(LEDGER).figure.layout.annotations]

    assert texts[0] == "<b>Kent &lt;i&gt;Ambulance (kit logs)</b>"


def test_an_empty_ledger_is_said_in_words():
    """No agency, no axes."""
    figure = reports_by_agency(emptied(LEDGER)).figure

    assert [note.text for note in figure.layout.annotations] == ["Nothing is on record for this choice."]
