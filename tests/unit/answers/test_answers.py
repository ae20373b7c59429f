"""The answers on a few records drawn by hand, each expected figure one that a reader can count."""

from datetime import date

import pandas as pd
import pytest

from rorf_data.answers import calls, deaths, month, requests, sources, towns, trends
from rorf_data.answers.reader import Reader
from rorf_data.model import Audience, Filters, Grain, Period
from rorf_data.towns import gazetteer

KENT, SHARON, TORRINGTON = (gazetteer.code_of(name) for name in ("Kent", "Sharon", "Torrington"))
OCTOBER = Period.of_month(date(2026, 10, 1))
YEAR = Period.of_months(OCTOBER.last, 12)

KITS = """date,agency,town,kits,suspected_overdose
2025-10-05,Agency A,Kent,4,yes
2025-11-02,Agency A,Kent,1,yes
2026-03-04,Agency A,Sharon,2,no
2026-10-01,Agency A,Kent,3,yes
2026-10-31,Agency B,Torrington,5,no
2026-10-31,Agency B,,1,no
2026-10-12,Agency B,"New Milford, CT",2,yes
"""
CALLS = """date,city,outcome,naloxone given,agency
2025-10-05,Kent,nonfatal,yes,Agency A
2026-03-03,Sharon,fatal,no,Agency A
2026-10-01,Kent,nonfatal,yes,Agency A
2026-10-02,Kent,unknown,unknown,Agency A
2026-10-30,Torrington,nonfatal,yes,Agency A
"""
REQUESTS = """received,town,kits,delivered on,closed on
2026-08-01,Kent,1,2026-08-03,
2026-09-20,Kent,1,2026-10-02,
2026-09-25,Sharon,2,,
2026-10-05,Kent,1,2026-11-04,
2026-10-06,Kent,1,,2026-10-20
2026-10-31,Sharon,1,,
"""


@pytest.fixture
def reader(workplace, load):
    """The three files loaded, on the day of 22 November 2026."""
    load(KITS, name="kits.csv")
    load(CALLS, name="calls.csv", source="calls")
    load(REQUESTS, name="requests.csv", source="request-form")
    return Reader(workplace.engine, workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False)


def rows(released, key):
    """The rows of a frame by the value of their key column."""
    return {row[key]: row for row in released.frame.to_dict("records")}


def is_missing(value):
    """Whether a figure is missing rather than zero."""
    return pd.isna(value)


def test_the_newest_full_month_is_the_newest_one_on_record(reader):
    """November is not over, and October has records."""
    assert reader.newest_full_month() == OCTOBER


def test_this_month_stands_beside_the_same_month_a_year_before(reader):
    """Kent and Sharon in October 2026, in October 2025, and in the twelve months up to October 2026."""
    summary = rows(month.month_summary(reader, OCTOBER, [KENT, SHARON]), "measure")

    assert (summary["Kits left"]["this_month"], summary["Kits left"]["year_before"]) == (3, 4)
    assert summary["Kits left"]["last_12_months"] == 1 + 2 + 3
    assert (summary["Overdose calls"]["this_month"], summary["Overdose calls"]["last_12_months"]) == (2, 3)
    assert summary["Requests received"]["this_month"] == 3
    assert summary["Requests waiting"]["this_month"] == 3


def test_a_month_before_any_record_is_missing_and_not_zero(reader):
    """Requests are on record from August 2026 only; a year before there is nothing to compare with."""
    summary = rows(month.month_summary(reader, OCTOBER, [KENT, SHARON]), "measure")

    assert is_missing(summary["Requests received"]["year_before"])
    assert is_missing(summary["Requests received"]["last_12_months"])


def test_the_towns_add_up_to_the_region(reader):
    """What the region's headline says is the sum of the rows under it."""
    by_town = month.month_by_town(reader, OCTOBER, [KENT, SHARON]).frame
    summary = rows(month.month_summary(reader, OCTOBER, [KENT, SHARON]), "measure")

    assert by_town["total_kits"].tolist() == [3, 0]
    assert by_town["total_calls"].sum() == summary["Overdose calls"]["this_month"]
    assert by_town["requests_waiting"].sum() == summary["Requests waiting"]["this_month"]
    assert by_town["kits_12_months"].sum() == summary["Kits left"]["last_12_months"]


def test_an_agency_that_has_not_sent_its_log_is_named(reader, load):
    """Agency C's own file ends in August."""
    load("date,agency,town,kits\n2026-07-01,Agency C,Kent,1\n2026-08-01,Agency C,Kent,1\n", name="c.csv")

    reported = month.who_has_reported(reader, OCTOBER).frame

    assert reported.loc[reported["has_reported"] == "not yet", "agency"].tolist() == ["Agency C"]
    assert set(reported["agency"]) >= {"Agency A", "Agency B"}


def test_kits_of_other_places_are_told_and_not_counted(reader):
    """Five kits in Torrington, two in New Milford and one without a place stand in the note of the table."""
    table = towns.towns_table(reader, Filters(YEAR, (KENT, SHARON)))

    assert table.frame["total_kits"].tolist() == [4, 2]
    assert (
        "Kits left not counted here: 5 in other towns of the region, 2 outside the region, 1 with no place"
        in " ".join(table.about.notes)
    )


def test_a_rate_names_its_population(reader, load):
    """14 kits at 12 visits for the 3,019 people of Kent (2020 Census) are 4.6 per 1,000, and the file says which census
    and that so few visits make it unstable.
    """
    more = "".join(f"2026-09-{day:02d},Agency A,Kent,1\n" for day in range(1, 11))
    load(f"date,agency,town,kits\n{more}", name="more.csv")

    table = towns.towns_table(reader, Filters(YEAR, (KENT,)))

    assert table.frame["population"].tolist() == [3019]
    assert table.frame["kits_per_1000"].tolist() == [4.6]
    assert "2020" in table.about.population
    assert "Unstable, resting on 10 to 19 visits: Kent." in table.about.notes


@pytest.mark.parametrize(("visits", "has_rate"), [(9, False), (10, True), (11, True)])
def test_a_town_with_too_few_visits_has_no_rate(workplace, load, visits, has_rate):
    """Nine visits are a count and no rate, however many kits were left at them; ten are a rate."""
    log = "".join(f"2026-09-{day:02d},Agency A,Kent,3\n" for day in range(1, visits + 1))
    load(f"date,agency,town,kits\n{log}", name="kits.csv")
    reader = Reader(workplace.engine, workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False)

    table = towns.towns_table(reader, Filters(YEAR, (KENT,))).frame

    assert table["total_kits"].tolist() == [3 * visits]
    assert table["kits_per_1000"].notna().tolist() == [has_rate]


def test_without_a_choice_all_member_towns_are_shown(reader):
    """Eleven towns as shipped, A to Z, and a note that nobody has confirmed the list."""
    table = towns.towns_table(reader, Filters(YEAR))

    assert table.frame["town"].tolist() == sorted(reader.settings.member_towns())
    assert table.about.towns == "All 11 member towns"
    assert any("not confirmed" in note for note in table.about.notes)


def test_a_town_has_a_row_for_each_of_24_months(reader):
    """The rolling year of October 2026 holds November's kit and October's three."""
    kent = towns.town_by_month(reader, KENT, OCTOBER).frame

    assert len(kent) == 24
    assert kent["month"].iloc[-1] == "Oct 2026"
    assert kent["kits_12_months"].iloc[-1] == 4
    assert is_missing(kent["total_kits"].iloc[0])


@pytest.mark.parametrize("grain", list(Grain))
def test_the_trend_adds_up_whatever_the_grain(reader, grain):
    """Six kits in Kent and Sharon in the twelve months, however the months are put together."""
    trend = trends.trend(reader, Filters(YEAR, (KENT, SHARON)), "kits", grain, by_town=False, rolling=False)

    assert trend.frame["total_kits"].sum() == 6


def test_a_trend_by_town_has_a_row_for_each_town_and_span(reader):
    """Two towns and two fiscal years, of which the second is cut by the period and says so."""
    trend = trends.trend(reader, Filters(YEAR, (KENT, SHARON)), "kits", Grain.FISCAL_YEAR, by_town=True, rolling=False)

    assert trend.frame[["period", "town", "total_kits"]].to_records(index=False).tolist() == [
        ("FY 2025-26", "Kent", 1),
        ("FY 2025-26", "Sharon", 2),
        ("FY 2026-27", "Kent", 3),
        ("FY 2026-27", "Sharon", 0),
    ]
    assert any("Not a whole fiscal year: FY 2025-26, FY 2026-27" in note for note in trend.about.notes)


def test_a_rolling_trend_looks_twelve_months_back(reader):
    """Up to September: four kits, one and two; up to October: one, two and three, as October 2025 has fallen out."""
    trend = trends.trend(reader, Filters(YEAR, (KENT, SHARON)), "kits", Grain.MONTH, by_town=False, rolling=True)

    assert len(trend.frame) == 12
    assert trend.frame["total_kits"].tolist()[-2:] == [4 + 1 + 2, 1 + 2 + 3]


def test_requests_are_received_delivered_or_still_waiting(reader):
    """In September and October: five received, one delivered after 12 days, one closed, three waiting on 31 October."""
    summary = rows(requests.requests_summary(reader, Filters(Period(date(2026, 9, 1), OCTOBER.last))), "measure")

    assert summary["Requests received"]["value"] == 5
    assert summary["Requests delivered"]["value"] == 1
    assert summary["Closed without delivery"]["value"] == 1
    assert summary["Still waiting"]["value"] == 3
    assert "Median days to delivery" not in summary
    assert summary["Longest wait of those still waiting, days"]["value"] == 36


def test_a_request_delivered_after_the_period_was_waiting_at_its_end(reader):
    """The one of 5 October came on 4 November: on 31 October it had waited 26 days."""
    waiting = requests.requests_waiting(reader, Filters(OCTOBER)).frame

    assert waiting[["town", "days_waiting"]].to_records(index=False).tolist() == [
        ("Sharon", 36),
        ("Kent", 26),
        ("Sharon", 0),
    ]


def test_requests_waiting_are_the_same_by_month_by_town_and_one_by_one(reader):
    """Three answers count the same requests."""
    chosen = Filters(OCTOBER)

    by_month = requests.requests_by_month(reader, chosen).frame["requests_waiting"].iloc[-1]
    by_town = requests.requests_by_town(reader, chosen).frame["requests_waiting"].sum()
    one_by_one = requests.requests_waiting(reader, chosen).frame["total_requests"].sum()

    assert by_month == by_town == one_by_one == 3


def test_days_of_a_period_that_cuts_a_month(reader):
    """From 3 October nothing was delivered; up to the 2nd one was, in the month that the period cuts."""
    until = requests.requests_summary(reader, Filters(Period(date(2026, 10, 1), date(2026, 10, 2))))
    later = requests.requests_summary(reader, Filters(Period(date(2026, 10, 3), date(2026, 10, 31))))

    assert rows(until, "measure")["Requests delivered"]["value"] == 1
    assert "Fewer than 10 were delivered, after 12 days, so no percentile is given." in until.about.inside_notes
    assert rows(later, "measure")["Requests delivered"]["value"] == 0
    assert not any("percentile" in note for note in later.about.inside_notes)


def test_calls_are_told_by_outcome_and_beside_the_kits(reader):
    """Kent in the year: two calls, one of unknown outcome; so few calls bear no ratio of kits to them."""
    kent = rows(calls.calls_by_town(reader, Filters(YEAR, (KENT, SHARON))), "town")["Kent"]

    assert (kent["total_calls"], kent["nonfatal_calls"], kent["fatal_calls"]) == (2, 1, 0)
    assert kent["unknown_outcome_calls"] == 1
    assert kent["naloxone_calls"] == 1
    assert is_missing(kent["kits_per_call"])


def test_ten_calls_bear_a_ratio_of_kits_to_them(reader, load):
    """Four kits beside Kent's two calls of the file and ten more: a third of a kit for each call."""
    more = "".join(f"2026-09-{day:02d},Kent,nonfatal,yes,Agency A\n" for day in range(1, 11))
    load(f"date,city,outcome,naloxone given,agency\n{more}", name="more.csv", source="calls")

    kent = rows(calls.calls_by_town(reader, Filters(YEAR, (KENT, SHARON))), "town")["Kent"]

    assert (kent["total_calls"], kent["kits_per_call"]) == (12, 0.33)


def test_a_month_without_a_call_has_no_kits_per_call(reader):
    """November 2025 has a kit and no call: the ratio is missing, not infinite."""
    november = rows(calls.calls_by_month(reader, Filters(YEAR, (KENT,))), "month")["Nov 2025"]

    assert november["total_kits"] == 1
    assert is_missing(november["kits_per_call"])


def test_nothing_published_is_no_row_of_zeros(reader):
    """No file of deaths was loaded: no year is shown, and towns have no figure."""
    assert deaths.deaths_by_year(reader, Filters(YEAR)).frame.empty
    assert deaths.deaths_by_town(reader, Filters(YEAR)).frame["total_deaths"].isna().all()


def test_a_year_that_names_no_opioid_anywhere_has_no_count_of_them(workplace, load, reader):
    """In 2020 nobody filled the column in; in 2021 it is filled for a death elsewhere, so Kent's one without is a 0."""
    load(
        "Date,Injury City,Injury State,Any Opioid\n1/5/2020,KENT,CT,\n1/5/2021,KENT,CT,\n2/5/2021,HARTFORD,CT,Y\n",
        name="deaths.csv",
        source="ct-deaths",
    )

    by_year = deaths.deaths_by_year(reader, Filters(YEAR, (KENT,))).frame

    assert by_year["year"].tolist() == ["2020", "2021"]
    assert by_year["total_deaths"].tolist() == [1, 1]
    assert is_missing(by_year["opioid_deaths"].iloc[0])
    assert by_year["opioid_deaths"].iloc[1] == 0


def test_before_the_fund_began_all_its_towns_are_shown(reader):
    """In a period before any town was a member, the towns that are members at any time stand there."""
    early = Filters(Period(date(2020, 1, 1), date(2020, 12, 31)))

    assert towns.towns_table(reader, early).frame["town"].tolist() == sorted(reader.settings.member_towns())


def test_the_state_of_each_source_is_known(reader):
    """Seven records of the kit log, from 5 October 2025 to 31 October 2026."""
    states = rows(sources.source_states(reader), "source")

    assert states["kit-log"]["rows_on_record"] == 7
    assert (states["kit-log"]["first_date"].date(), states["kit-log"]["newest_date"].date()) == (
        date(2025, 10, 5),
        date(2026, 10, 31),
    )


def test_an_empty_store_answers_with_missing_figures(workplace):
    """Before the first load every page has its answer, and no answer claims a zero."""
    empty = Reader(workplace.engine, workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False)
    newest = empty.newest_full_month()

    assert newest == OCTOBER
    assert month.month_summary(empty, newest, [KENT]).frame["this_month"].isna().all()
    assert towns.towns_table(empty, Filters(YEAR)).frame["total_kits"].isna().all()
    assert (
        trends.trend(empty, Filters(YEAR), "calls", Grain.YEAR, by_town=True, rolling=False)
        .frame["total_calls"]
        .isna()
        .all()
    )
    assert requests.requests_waiting(empty, Filters(YEAR)).frame.empty
    assert calls.calls_by_month(empty, Filters(YEAR)).frame["kits_per_call"].isna().all()
    assert sources.source_states(empty).frame.empty
    assert month.who_has_reported(empty, newest).frame.empty


def test_months_without_a_record_are_told_beside_a_longer_span(reader):
    """Requests are on record from August to November 2026: three of the twelve months."""
    by_town = requests.requests_by_town(reader, Filters(YEAR))

    assert "Request records are on record for 3 of these 12 months." in by_town.about.notes
