"""Late data told as late: usual delay by source, expected completeness, and provisional months of every answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pandas as pd
import pytest

from rorf_data.answers import calls, dated, lateness, requests, tables, towns, trends
from rorf_data.answers.reader import Reader
from rorf_data.answers.received import provisional_months
from rorf_data.disclosure.release import Released
from rorf_data.model import Audience, Feed, Filters, Grain, Period, add_months, last_of_month
from rorf_data.store import tables as stored
from rorf_data.store.database import writing
from rorf_data.store.dated_events import add_event, remove_event
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace
from tests.unit.conftest import Load

TODAY = date(2026, 11, 22)
FIRST, SECOND = (datetime.fromisoformat(f"2026-11-{day} 12:00") for day in ("01", "20"))
KENT = gazetteer.code_of("Kent")
YEAR = Filters(Period(date(2025, 11, 1), date(2026, 10, 31)), (KENT,))
HEADER = "id,date,agency,town,kits\n"


EARLY, LATE = (1, 5, 9, 13, 17, 21), (23, 24, 25, 26)
"""Days of a month with a kit each: those that come in the next month, and those that come in the one after it."""


def rows(*days: date) -> str:
    """A log of one kit on each of these days."""
    return HEADER + "".join(f"{day:%Y%m%d},{day},Agency A,Kent,1\n" for day in days)


def file_of(month: date) -> tuple[date, list[date]]:
    """The file that comes 10 days after a month's end, and its days: early ones of the month, late ones of the last."""
    before = add_months(month, -1)
    late = [before.replace(day=day) for day in LATE] if before >= date(2026, 1, 1) else []
    return last_of_month(month) + timedelta(days=10), [*late, *(month.replace(day=day) for day in EARLY)]


def received(workplace: Workplace, name: str, day: date) -> None:
    """Let the file of this name have come on this day, at noon."""
    moment = datetime.combine(day, time(17))
    with writing(workplace.engine) as connection:
        connection.execute(stored.loads.update().where(stored.loads.c.file == name).values(loaded_at=moment))


@pytest.fixture
def reader(workplace: Workplace, load: Load) -> Reader:
    """Agency A's log of 2026: of each month 6 records came 10 days after its end, and 4 more a month later.

    Its first file, with days of all 2025, came on 1 January 2026. Of October only the first 6 can be in.
    """
    load(rows(*(date(2025, month, day) for month in range(1, 13) for day in (2, 12, 22))), name="old.csv")
    received(workplace, "old.csv", date(2026, 1, 1))
    for number in range(10):
        came, days = file_of(date(2026, number + 1, 1))
        load(rows(*days), name=f"{number}.csv")
        received(workplace, f"{number}.csv", came)
    return Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)


def provisional(released: Released) -> dict[date, float | None]:
    """The provisional months of an answer and what is usually in."""
    return {one.month: one.expected_share for one in released.about.provisional}


def test_the_usual_delay_of_a_source_in_days_and_words(reader: Reader) -> None:
    """The first file is left out; of the rest the delay is counted from each day to the day its file came."""
    (row,) = lateness.usual_delays(reader).frame.to_dict("records")

    assert (row["feed"], row["source"], row["total_records"]) == ("Kit logs", "kit-log", 6 * 10 + 4 * 9)
    assert row["first_file_date"] == pd.Timestamp("2026-01-01")
    files = [file_of(date(2026, number, 1)) for number in range(1, 11)]
    delays = pd.Series([(came - day).days for came, days in files for day in days])
    assert row["median_delay_days"] == pytest.approx(delays.quantile(0.5), abs=0.05)
    assert row["p90_delay_days"] == pytest.approx(delays.quantile(0.9), abs=0.05)
    assert row["delay"].startswith("half within ")


def test_how_much_of_a_month_is_usually_in(reader: Reader) -> None:
    """Six of ten from the 10th day on, all from the 41st; of feeds without files nothing is known."""
    found = lateness.usual_completeness(reader).frame.to_dict("records")
    kits, overdose_calls = found[0], found[2]

    assert list(kits.values()) == ["Kit logs", "under 5 %", "about 60 %", "about 60 %", "all", "all"]
    assert set(overdose_calls.values()) == {"Overdose call records", "not known yet"}


def test_a_month_that_is_not_complete_yet_is_provisional(reader: Reader) -> None:
    """Twenty-two days after its end six of ten records of October are usually in; earlier months are complete."""
    found = trends.trend(reader, YEAR, "kits", Grain.MONTH, by_town=False, rolling=False)

    assert provisional(found) == {date(2026, 10, 1): pytest.approx(0.6)}
    assert found.facts()["Provisional"] == "kits left of October 2026 (about 60 % of records are usually in by now)"


def test_the_month_under_way_is_provisional_and_months_to_come_are_not(reader: Reader) -> None:
    """Whatever is usual, a month that isn't over is not complete; of the future nothing is said."""
    months = Period(date(2026, 10, 1), date(2027, 2, 28))
    found = trends.trend(reader, Filters(months, (KENT,)), "kits", Grain.MONTH, by_town=False, rolling=False)

    assert provisional(found) == {date(2026, 10, 1): pytest.approx(0.6), date(2026, 11, 1): pytest.approx(0)}


def test_a_month_that_somebody_has_not_reported_is_provisional(reader: Reader, load: Load) -> None:
    """By what is usual all of August should be in; agency B has not reported it, so how much is in is not known."""
    load("id,date,agency,town,kits\n900,2026-07-02,Agency B,Kent,1\n", name="b.csv")
    found = trends.trend(reader, YEAR, "kits", Grain.MONTH, by_town=False, rolling=False)

    assert provisional(found)[date(2026, 8, 1)] is None
    assert date(2026, 7, 1) not in provisional(found)


def test_with_too_little_to_go_by_nothing_is_guessed(workplace: Workplace, load: Load) -> None:
    """After one file nothing is known of delay: its months are not provisional, and the delay is not known yet."""
    load(rows(*(date(2026, 10, day) for day in range(1, 29))))
    received(workplace, "log.csv", date(2026, 11, 3))
    reader = Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)

    assert provisional(trends.trend(reader, YEAR, "kits", Grain.MONTH, by_town=False, rolling=False)) == {}
    assert lateness.usual_delays(reader).frame["delay"].to_list() == ["not known yet"]
    assert set(lateness.usual_completeness(reader).frame.iloc[:, 1:].to_numpy().ravel()) == {"not known yet"}


def test_a_past_moment_knows_what_was_known_then(reader: Reader) -> None:
    """In the middle of July too few months had been over for long enough."""
    then = reader.at_the_end_of(date(2026, 7, 15))

    assert set(lateness.usual_completeness(then).frame.to_dict("records")[0].values()) == {"Kit logs", "not known yet"}
    assert lateness.usual_delays(then).frame["total_records"].to_list() == [6 * 6 + 4 * 5]


@pytest.mark.parametrize("period", [Period(date(2026, 9, 12), date(2026, 11, 9)), Period.of_month(date(2026, 10, 1))])
def test_every_provisional_month_lies_in_the_period(reader: Reader, period: Period) -> None:
    """Also where the period cuts months."""
    feeds = (Feed.DISTRIBUTIONS, Feed.CALLS)
    with reader.connect() as connection:
        found = provisional_months(connection, feeds, period, reader.calendar, complete_share=0.95)

    assert found
    assert {one.month for one in found} <= set(period.months())


def test_the_limit_is_that_of_the_settings(reader: Reader) -> None:
    """A month of which 60 % is in counts as complete where 60 % is enough."""
    analysis = replace(reader.settings.analysis, complete_share=0.59)
    lenient = replace(reader, settings=replace(reader.settings, analysis=analysis))

    assert provisional(trends.trend(lenient, YEAR, "kits", Grain.MONTH, by_town=False, rolling=False)) == {}


def test_every_answer_over_time_tells_events_and_provisional_months(reader: Reader) -> None:
    """Trends, towns, calls, requests and tables carry them; answers by town and the list of events don't."""
    add_event(reader.engine, date(2026, 10, 2), "mandate begins", now=FIRST, today=TODAY, by="a test")
    over_time = [
        trends.trend(reader, YEAR, "kits", Grain.QUARTER, by_town=True, rolling=False),
        towns.town_by_month(reader, KENT, Period.of_month(date(2026, 10, 1))),
        calls.calls_by_month(reader, YEAR),
        requests.requests_by_month(reader, YEAR),
        tables.table(reader, "kits", by=["month"], first=YEAR.period.first, last=YEAR.period.last, towns=[]),
    ]
    others = [
        towns.towns_table(reader, YEAR),
        calls.calls_by_town(reader, YEAR),
        tables.table(reader, "kits", by=["town"], first=YEAR.period.first, last=YEAR.period.last, towns=[]),
        dated.dated_events(reader),
    ]

    assert [found.facts().get("Dated events") for found in over_time] == ["2 October 2026: mandate begins"] * 5
    of_kits = [found for found in over_time if found.about.title != "Requests by month"]
    assert [provisional(found)[date(2026, 10, 1)] for found in of_kits] == [pytest.approx(0.6)] * 4
    assert not any({"Dated events", "Provisional"} & set(found.facts()) for found in others)


def test_events_of_the_period_alone_and_those_on_record_then(reader: Reader) -> None:
    """One outside the period is left out; as of a past moment those stand that stood then."""
    for day in (date(2025, 10, 31), date(2026, 10, 31), date(2026, 11, 1)):
        add_event(reader.engine, day, "mandate begins", now=FIRST, today=TODAY, by="a test")
    gone = add_event(reader.engine, date(2026, 5, 1), "new form", now=FIRST, today=TODAY, by="a test")
    remove_event(reader.engine, gone.event_id, now=SECOND, by="a test")

    def told(asked: Reader) -> list[date]:
        found = trends.trend(asked, YEAR, "kits", Grain.MONTH, by_town=False, rolling=False)
        return [event.day for event in found.about.events]

    assert told(reader) == [date(2026, 10, 31)]
    assert told(reader.at_the_end_of(date(2026, 11, 19))) == [date(2026, 5, 1), date(2026, 10, 31)]
    assert told(reader.at_the_end_of(date(2026, 10, 30))) == []
