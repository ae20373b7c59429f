"""None to report and nothing on record stay two things, from the answer to the chart, the map and the files."""

import csv
import io
import json
from datetime import date
from typing import Any

import openpyxl
import pandas as pd
import pytest

from rorf_data.answers import calls, deaths, month, requests, tables, towns, trends
from rorf_data.answers.reader import Reader
from rorf_data.charts import (
    calls_by_month_bars,
    calls_by_town_bars,
    kits_by_town_bars,
    requests_by_month_bars,
    town_by_month_bars,
    trend_lines,
)
from rorf_data.disclosure.release import EMPTY_CELLS
from rorf_data.exports import to_csv, to_xlsx
from rorf_data.exports.plain import to_plain_csv, to_plain_json
from rorf_data.maps import towns_map
from rorf_data.model import Audience, Feed, Filters, Grain, Period
from rorf_data.store.ledger import declare_nothing
from rorf_data.towns import gazetteer

KENT, SHARON = (gazetteer.code_of(name) for name in ("Kent", "Sharon"))
SPRING = Period(date(2026, 1, 1), date(2026, 4, 30))
CHOSEN = Filters(SPRING, (KENT, SHARON))
NO_RECORD = "No record"

KITS = "date,agency,town,kits\n2026-01-05,Agency A,Kent,2\n2026-03-03,Agency A,Kent,1\n"
CALLS = "date,city,outcome,agency\n2026-01-05,Kent,nonfatal,A\n2026-03-03,Kent,fatal,A\n"
REQUESTS = "received,town,kits,delivered on\n2026-01-02,Kent,1,2026-01-09\n2026-03-02,Kent,1,\n"

ANSWERS = {
    "kits by month": (
        lambda r: trends.trend(r, CHOSEN, "kits", Grain.MONTH, by_town=False, rolling=False),
        "total_kits",
    ),
    "kits by month and town": (
        lambda r: trends.trend(r, Filters(SPRING, (KENT,)), "kits", Grain.MONTH, by_town=True, rolling=False),
        "total_kits",
    ),
    "requests by month": (
        lambda r: trends.trend(r, CHOSEN, "requests", Grain.MONTH, by_town=False, rolling=False),
        "total_requests",
    ),
    "calls by month": (
        lambda r: trends.trend(r, CHOSEN, "calls", Grain.MONTH, by_town=False, rolling=False),
        "total_calls",
    ),
    "months of a town": (lambda r: towns.town_by_month(r, KENT, Period.of_month(date(2026, 4, 1))), "total_kits"),
    "months of requests": (lambda r: requests.requests_by_month(r, CHOSEN), "total_requests"),
    "months of deliveries": (lambda r: requests.requests_by_month(r, CHOSEN), "total_delivered"),
    "months of calls": (lambda r: calls.calls_by_month(r, CHOSEN), "total_calls"),
    "kits beside the calls": (lambda r: calls.calls_by_month(r, CHOSEN), "total_kits"),
    "calls of unknown outcome": (lambda r: calls.calls_by_month(r, CHOSEN), "unknown_outcome_calls"),
    "a table of kits": (
        lambda r: tables.table(r, "kits", by=["month"], first=SPRING.first, last=SPRING.last, towns=[KENT]),
        "total_kits",
    ),
    "a table of doses": (
        lambda r: tables.table(r, "kits", by=["month"], first=SPRING.first, last=SPRING.last, towns=[KENT]),
        "total_doses",
    ),
    "a table of turnaround": (
        lambda r: tables.table(r, "turnaround", by=["month"], first=SPRING.first, last=SPRING.last, towns=[KENT]),
        "total_delivered",
    ),
}


@pytest.fixture
def reader(workplace, load):
    """Everything is on record for January to March 2026, without any event in February; April never came."""
    load(KITS, name="kits.csv")
    load(CALLS, name="calls.csv", source="calls")
    load(REQUESTS, name="requests.csv", source="request-form")
    return Reader(workplace.engine, workplace.settings, date(2026, 5, 20), Audience.INTERNAL, is_sample=False)


@pytest.fixture(params=ANSWERS)
def answer(request, reader):
    """Each answer by month, with one of its counts."""
    ask, column = ANSWERS[request.param]
    return ask(reader), column


def february_and_april(cells):
    """The cells of the last four months but for January and March."""
    return cells[-3], cells[-1]


def test_a_quiet_month_is_0_and_one_that_never_came_is_missing(answer):
    """February lies between two rows of each file; no file reaches April."""
    released, column = answer

    february, april = february_and_april(released.frame[column].tolist())

    assert february == 0
    assert pd.isna(april)


def test_a_file_writes_0_for_none_and_leaves_no_record_empty(answer):
    """In CSV for people, CSV and JSON for programs and XLSX alike, and the file says what its empty cells mean."""
    released, column = answer
    label = released.about.labels[column]
    text = to_csv(released).decode("utf-8-sig")
    plain = to_plain_csv(released)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(released)))
    place = list(released.frame.columns).index(column) + 1

    assert february_and_april([row[label] for row in cells_of(text)]) == ("0", "")
    assert february_and_april([row[column] for row in cells_of(plain)]) == ("0", "")
    assert february_and_april([row[column] for row in json.loads(to_plain_json(released))]) == (0, None)
    assert february_and_april([cell.value for cell in list(book["Table"].columns)[place - 1]]) == (0, None)
    assert f"# Empty cells: {EMPTY_CELLS}" in text
    assert f"# Empty cells: {EMPTY_CELLS}" in plain


def test_a_file_without_an_empty_cell_explains_none(reader):
    """Nobody has to read about what is not there."""
    march = Filters(Period.of_month(date(2026, 3, 1)), (KENT,))
    released = trends.trend(reader, march, "kits", Grain.MONTH, by_town=False, rolling=False)

    assert "Empty cells" not in released.facts()


CHARTS = {
    "trend": lambda r: trend_lines(
        trends.trend(r, CHOSEN, "kits", Grain.MONTH, by_town=False, rolling=False), value="total_kits", is_rolling=False
    ),
    "requests": lambda r: requests_by_month_bars(requests.requests_by_month(r, CHOSEN)),
    "calls": lambda r: calls_by_month_bars(calls.calls_by_month(r, CHOSEN)),
}


@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
def test_a_chart_hatches_only_what_has_no_record(reader, draw):
    """The hatch stands over April alone, with its words; February is drawn at 0 and called so in words."""
    chart = draw(reader)

    [hatched] = [trace for trace in chart.figure.data if trace.name == NO_RECORD]
    assert list(hatched.x) == ["2026-04-01"]
    assert hatched.marker.pattern.shape == "/"
    assert list(hatched.customdata) == ["April 2026: no record"]
    assert "No record: April 2026." in chart.alt
    told = [text for trace in chart.figure.data if trace.customdata is not None for text in trace.customdata]
    assert any(text.startswith("February 2026: 0 ") for text in told)


def test_a_towns_own_chart_does_the_same(reader):
    """Of 24 months January to March 2026 are on record; the hatch stands over the 21 others."""
    chart = town_by_month_bars(towns.town_by_month(reader, KENT, Period.of_month(date(2026, 4, 1))))

    [hatched] = [trace for trace in chart.figure.data if trace.name == NO_RECORD]
    assert len(hatched.x) == 21
    assert not {"2026-01-01", "2026-02-01", "2026-03-01"} & set(hatched.x)


@pytest.mark.parametrize(
    ("day", "kits", "told", "figure"),
    [(date(2026, 2, 1), 0, "0 kits", "0"), (date(2026, 4, 1), None, "no record of kits", "no record")],
)
def test_a_map_and_the_bars_tell_none_from_no_record(reader, day, kits, told, figure):
    """In February no kit was left in Kent; of April nothing is known. Both are said over the town and in its bar."""
    table = towns.towns_table(reader, Filters(Period.of_month(day), (KENT,)))
    town_map = towns_map(table, shading="kits_per_1000", symbols="total_kits", look="light")
    bars = kits_by_town_bars(table)
    layers = {layer["id"]: layer for layer in json.loads(town_map.deck.to_json())["layers"]}
    [town] = layers["towns"]["data"]["features"]
    [name] = layers["names"]["data"]["features"]

    assert told in town["properties"]["told"]
    assert name["properties"]["text"] == f"Kent\n{figure}"
    assert ("no record" in town_map.legend) is (kits is None)
    assert ("no record" in town_map.alt.lower()) is (kits is None)
    assert (NO_RECORD in [trace.name for trace in bars.figure.data]) is (kits is None)
    assert list(table.frame["total_kits"].isna()) == [kits is None]


@pytest.mark.parametrize(("day", "is_known"), [(date(2026, 2, 1), True), (date(2026, 4, 1), False)])
def test_one_month_of_the_region_and_its_towns(reader, day, is_known):
    """This month, the requests and the calls of February are 0 each; those of April are missing each."""
    one = Filters(Period.of_month(day), (KENT, SHARON))
    frames: dict[str, Any] = {
        "region": month.month_summary(reader, one.period, [KENT, SHARON]).frame.set_index("measure")["this_month"][
            ["Kits left", "Overdose calls", "Requests received"]
        ],
        "towns": month.month_by_town(reader, one.period, [KENT, SHARON]).frame[["total_kits", "total_calls"]],
        "requests": requests.requests_summary(reader, one).frame.set_index("measure")["value"][
            ["Requests received", "Requests delivered"]
        ],
        "requests by town": requests.requests_by_town(reader, one).frame[["total_requests", "total_delivered"]],
        "calls by town": calls.calls_by_town(reader, one).frame[["total_calls", "fatal_calls", "total_kits"]],
    }

    for name, frame in frames.items():
        assert frame.isna().to_numpy().all() != is_known, name
        assert not is_known or (frame.to_numpy() == 0).all(), name


def test_a_town_without_calls_is_0_in_the_bars_by_outcome(reader):
    """Sharon had no call in the four months, of which three are on record: 0, and the note says how much is known."""
    released = calls.calls_by_town(reader, CHOSEN)
    chart = calls_by_town_bars(released)

    assert released.frame.set_index("town")["total_calls"]["Sharon"] == 0
    assert "Overdose call records are on record for 3 of these 4 months." in released.about.notes
    assert NO_RECORD not in [trace.name for trace in chart.figure.data]


def test_the_summary_of_requests_says_how_much_is_on_record(reader):
    """Two requests in the three months on record of four."""
    released = requests.requests_summary(reader, CHOSEN)

    assert released.frame.set_index("measure")["value"]["Requests received"] == 2
    assert "Request records are on record for 3 of these 4 months." in released.about.notes


def test_the_word_that_there_was_nothing_makes_a_0(reader):
    """After the agency says that it left no kit in April, April is 0 everywhere, and nothing is hatched."""
    april = date(2026, 4, 1)
    declare_nothing(
        reader.engine,
        Feed.DISTRIBUTIONS,
        "",
        "Agency A",
        [april],
        now=pd.Timestamp("2026-05-20").to_pydatetime(),
        today=reader.today,
        by="a test",
    )

    chart = CHARTS["trend"](reader)

    assert chart.released.frame["total_kits"].tolist() == [2, 0, 1, 0]
    assert NO_RECORD not in [trace.name for trace in chart.figure.data]
    assert "Empty cells" not in chart.released.facts()


def test_a_year_of_deaths_that_was_never_published_is_not_there(reader):
    """No file of deaths: no row, rather than years of 0."""
    assert deaths.deaths_by_year(reader, CHOSEN).frame.empty
    assert deaths.deaths_by_town(reader, CHOSEN).frame["total_deaths"].isna().all()


def cells_of(text):
    """The rows of a CSV file under its headings, without the comment lines."""
    return list(csv.DictReader(line for line in io.StringIO(text, newline="") if not line.startswith("#")))
