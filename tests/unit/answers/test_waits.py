"""How long requests wait, on records drawn by hand: open ones count in, and few are listed instead of summed up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from rorf_data.answers import requests, waits
from rorf_data.answers.reader import Reader
from rorf_data.model import Audience, Filters, Period
from rorf_data.towns import gazetteer

KENT, SHARON, WARREN = (gazetteer.code_of(name) for name in ("Kent", "Sharon", "Warren"))
TODAY = date(2026, 11, 22)
SPRING = Period(date(2026, 3, 1), date(2026, 5, 31))
CHOSEN = Filters(SPRING, (KENT, SHARON, WARREN))

HEAD = "request_id,received,town,kits,delivered on,closed on,channel"
KENT_DAYS = [1, 1, 2, 2, 3, 3, 4, 5, 8, 30]


def lines():
    """Ten of Kent, received on 2 March online and delivered after so many days; of Sharon one in April delivered after
    six days, one closed after 20 and one open, by telephone, which is no channel; one of Torrington.
    """
    first = pd.Timestamp("2026-03-02")
    kent = [
        f"{number},2026-03-02,Kent,1,{(first + pd.Timedelta(days=days)):%Y-%m-%d},,online"
        for number, days in enumerate(KENT_DAYS, start=1)
    ]
    others = [
        "20,2026-04-01,Sharon,1,2026-04-07,,walk in",
        "21,2026-04-01,Sharon,1,,2026-04-21,",
        "22,2026-04-30,Sharon,1,,,",
        "23,2026-05-01,Torrington,1,2026-05-02,,online",
        "24,2026-06-01,Kent,1,2026-06-02,,online",
    ]
    return "\n".join([HEAD, *kent, *others]) + "\n"


@pytest.fixture
def reader(workplace, load):
    """The requests loaded."""
    load(lines(), name="requests.csv", source="request-form")
    return Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)


def by_group(released):
    """The rows by the name of the group."""
    return {row["group"]: row for row in released.frame.to_dict("records")}


def test_all_requests_received_in_the_period_are_there_once(reader):
    """Thirteen of the three towns: together, and over the towns, the channels and the months."""
    for by in ("town", "channel", "month"):
        frame = waits.waits_by_group(reader, CHOSEN, by).frame
        together, each = frame.iloc[0], frame.iloc[1:]

        assert together["group"] == waits.ALL
        for count in waits.COUNTS:
            assert each[count].sum() == together[count], (by, count)
        assert [together[count] for count in waits.COUNTS] == [13, 11, 1, 1]
        assert (frame["total_requests"] == frame[waits.COUNTS[1:]].sum(axis=1)).all()


def test_received_is_the_number_that_the_rest_of_the_page_has(reader):
    """The table by town, the headline and the waits count the same requests."""
    by_town = requests.requests_by_town(reader, CHOSEN).frame.set_index("town")["total_requests"]
    found = by_group(waits.waits_by_group(reader, CHOSEN, "town"))

    assert {town: found[town]["total_requests"] for town in by_town.index} == by_town.to_dict()


def test_a_town_with_enough_deliveries_has_its_days_and_one_with_few_has_them_listed(reader):
    """Kent's ten are as many as percentiles take; Sharon's are told one by one; Warren had none."""
    found = by_group(waits.waits_by_group(reader, CHOSEN, "town"))

    assert found["Kent"]["wait_half_days"] == sorted(KENT_DAYS)[4]
    assert found["Kent"]["wait_nine_days"] == sorted(KENT_DAYS)[8]
    assert found["Kent"]["in_words"].startswith("Half within 3 days (")
    assert pd.isna(found["Sharon"]["wait_half_days"])
    assert found["Sharon"]["in_words"] == (
        "Delivered after 6 days. Closed without delivery after 20 days. Still open, for 206 days so far."
    )
    assert (found["Warren"]["total_requests"], found["Warren"]["in_words"]) == (0, waits.NO_REQUEST)


def test_channels_and_months_have_names_that_people_read(reader):
    """What names no channel stands last; a month on record without a request would be there with 0."""
    channels = list(by_group(waits.waits_by_group(reader, CHOSEN, "channel")))
    months = list(by_group(waits.waits_by_group(reader, CHOSEN, "month")))

    assert channels == [waits.ALL, "Station", "Web request", waits.NOT_RECORDED]
    assert months[0] == waits.ALL
    assert months[1:3] == ["Mar 2026", "Apr 2026"]


def test_the_curve_is_the_share_of_all_with_open_ones_in_it(reader):
    """Of 13 two came after a day; when the sixth day begins, those that came sooner are out; the last still waits."""
    frame = waits.share_delivered_by_day(reader, CHOSEN).frame.set_index("wait_days")

    assert (frame.loc[1, "requests_at_risk"], frame.loc[1, "total_delivered"]) == (13, 2)
    assert frame.loc[1, "delivered_percent"] == pytest.approx(100 * 2 / 13, abs=0.05)
    assert frame.loc[6, "requests_at_risk"] == 13 - sum(days < 6 for days in KENT_DAYS)
    assert frame["total_delivered"].sum() == 11
    assert frame["delivered_percent"].is_monotonic_increasing
    assert frame.index.max() == 206


def test_the_curve_of_one_group_is_its_own(reader):
    """Kent alone reaches 100 in 100 after 30 days; a group with few deliveries has no curve, and its days are told."""
    kent = waits.share_delivered_by_day(reader, CHOSEN, "town", "Kent")
    sharon = waits.share_delivered_by_day(reader, CHOSEN, "town", "Sharon")

    assert kent.frame["delivered_percent"].iloc[-1] == 100
    assert kent.about.title == "Requests delivered by day: Kent"
    assert sharon.frame.empty
    assert any("Delivered after 6 days." in note for note in sharon.about.inside_notes)


def test_with_nothing_on_record_counts_are_missing_and_not_zero(reader):
    """A year before the first request there is nothing to say."""
    before = Filters(Period(date(2020, 1, 1), date(2020, 12, 31)), (KENT,))
    frame = waits.waits_by_group(reader, before, "town").frame

    assert frame[waits.COUNTS].isna().all(axis=None)
    assert frame["in_words"].isna().all()
    assert waits.share_delivered_by_day(reader, before).frame.empty


def test_a_request_that_is_open_waits_up_to_the_day_of_the_newest_file(workplace, load):
    """Read half a year later without a new file, the records still tell no more than they did."""
    load(lines(), name="requests.csv", source="request-form")
    later = workplace.today() + timedelta(days=180)
    reader = Reader(workplace.engine, workplace.settings, later, Audience.INTERNAL, is_sample=False)
    with reader.connect() as connection:
        until = waits.records_until(reader, connection)

    assert until == workplace.today()


@pytest.mark.parametrize(("fewest", "has_percentiles"), [(10, True), (11, False)])
def test_the_limit_of_percentiles_is_the_setting(workplace, load, fewest, has_percentiles):
    """At the limit there are percentiles, one below it the days are listed, wherever they stand."""
    load(lines(), name="requests.csv", source="request-form")
    analysis = replace(workplace.settings.analysis, fewest_for_percentiles=fewest)
    settings = replace(workplace.settings, analysis=analysis)
    reader = Reader(workplace.engine, settings, TODAY, Audience.INTERNAL, is_sample=False)
    kent = Filters(Period(date(2026, 3, 1), date(2026, 4, 30)), (KENT,))

    town = requests.requests_by_town(reader, kent).frame.iloc[0]
    assert pd.notna(town["median_days"]) == has_percentiles
    assert pd.isna(town["delivered_days"]) == has_percentiles
    assert has_percentiles or town["delivered_days"] == "1, 1, 2, 2, 3, 3, 4, 5, 8 and 30"
    assert pd.notna(by_group(waits.waits_by_group(reader, kent, "town"))["Kent"]["wait_half_days"]) == has_percentiles
    assert waits.share_delivered_by_day(reader, kent).frame.empty != has_percentiles
