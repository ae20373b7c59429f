"""The committed sample has the true scale of the place, counted from its files."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import date

from tests.unit.sample_reading import (
    SAMPLE,
    TOWN_OF,
    calls,
    clean_log,
    count_by_year,
    day_of,
    kit_rows,
    moment_of,
    question,
    request_rows,
    rows_of,
    sample_year,
)


def test_the_region_has_35_to_55_calls_a_year() -> None:
    """The scale of the place: about 1.3 suspected overdoses per 1,000 residents and year."""
    for total in count_by_year(call.day for call in calls(SAMPLE) if call.town != "elsewhere").values():
        assert 35 <= total <= 55


def test_a_typical_town_has_1_to_5_calls_a_year() -> None:
    """The middle one of the member towns, over the three years."""
    totals = Counter(call.town for call in calls(SAMPLE) if call.town in TOWN_OF.values())

    assert 1 <= statistics.median(totals.values()) / 3 <= 5


def test_a_tenth_to_a_seventh_of_calls_is_fatal_and_most_get_naloxone() -> None:
    """Outcome and naloxone, from either shape of export."""
    answered = calls(SAMPLE)

    assert 1 / 10 <= sum(call.is_fatal for call in answered) / len(answered) <= 1 / 7
    assert sum(call.has_naloxone for call in answered) / len(answered) > 0.7


def test_kits_are_left_at_40_to_60_of_100_calls() -> None:
    """Of the calls of the agency that writes incident numbers into its log, over the three years."""
    left = {row["incident_ref"] for row in clean_log(SAMPLE) if row["incident_ref"] and int(row["kits"])}
    agency = clean_log(SAMPLE)[0]["agency"]
    answered = {call.incident for call in calls(SAMPLE) if call.agency == agency}

    assert left <= answered
    assert 0.4 <= len(left) / len(answered) <= 0.6


def test_120_to_260_kits_are_left_each_year_and_slowly_more() -> None:
    """All logs together, the corrected month in place of its first version; one visit leaves at most four."""
    rows = kit_rows(SAMPLE)
    totals: Counter[int] = Counter()
    for day, _, kits in rows:
        totals[sample_year(day)] += kits

    assert all(120 <= total <= 260 for total in totals.values())
    assert totals[0] < totals[1] < totals[2]
    assert {kits for _, _, kits in rows} == {0, 1, 2, 3, 4}


def test_60_to_110_requests_arrive_each_year() -> None:
    """From the form export; the day is the one on which the form was sent."""
    for total in count_by_year(moment_of(row["Completion time"]).date() for row in request_rows(SAMPLE)).values():
        assert 60 <= total <= 110


def test_a_delivery_takes_some_days_and_sometimes_weeks() -> None:
    """Never before the request, in the middle about five days, and some three weeks and more."""
    days = [
        (day_of(row["Delivered on"]) - moment_of(row["Completion time"]).date()).days
        for row in request_rows(SAMPLE)
        if row["Delivered on"]
    ]

    assert min(days) >= 0
    assert 4 <= statistics.median(days) <= 6
    assert max(days) >= 21


def test_a_few_requests_wait_and_a_few_were_closed() -> None:
    """Status and dates agree, and nothing was delivered or closed after the sample's end."""
    states = Counter(row["Status"] for row in request_rows(SAMPLE))

    assert 2 <= states["Waiting"] <= 10
    assert 2 <= states["Closed"] <= 15
    for row in request_rows(SAMPLE):
        ended = [row[column] for column in ("Delivered on", "Closed on") if row[column]]
        assert len(ended) == (row["Status"] != "Waiting")
        assert all(day_of(day) <= date(2026, 10, 31) for day in ended)


def test_a_handful_of_deaths_a_year_is_published_for_member_towns() -> None:
    """By place of injury, in whole calendar years, with Torrington beside them and a third of the places blank."""
    deaths = rows_of(SAMPLE, "published-deaths")
    here = Counter(day_of(row["Date"]).year for row in deaths if row["Injury City"].lower() in {*TOWN_OF, "canaan"})

    assert set(here) == {2023, 2024, 2025}
    assert all(2 <= total <= 9 for total in here.values())
    assert any(row["Injury City"] == "TORRINGTON" for row in deaths)
    assert 0.2 <= sum(not row["Injury City"] for row in deaths) / len(deaths) <= 0.45
    assert any(row["Injury City"] and not row["Injury State"] for row in deaths)
    assert any(row["Date Type"] == "Date reported" for row in deaths)


def test_some_rows_come_from_elsewhere_or_say_no_place() -> None:
    """Towns of the region that are no members, a town beyond it, another state, and blank places."""
    answered = {call.place for call in calls(SAMPLE)}
    logs = {place.lower() for _, place, _ in kit_rows(SAMPLE)}
    asked = {row[question(row, "Which town")].lower() for row in request_rows(SAMPLE)}

    assert {"torrington", "winsted", "new milford", ""} <= answered
    assert {"torrington", "winsted", "new milford", "sheffield, ma", ""} <= logs
    assert {"torrington", "winsted", "sheffield, ma", ""} <= asked
