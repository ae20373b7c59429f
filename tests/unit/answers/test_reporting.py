"""Who has reported what: expected and received, late and missing, and what that says of the figures."""

from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest
import sqlalchemy as sa

from rorf_data.answers import calls, month, reporting, requests, tables, towns, trends
from rorf_data.answers.reader import Reader
from rorf_data.model import Audience, Feed, Filters, Grain, Period
from rorf_data.store import tables as stored
from rorf_data.store.database import writing
from rorf_data.store.ledger import Expectation, Reporter, declare_nothing, set_expected
from rorf_data.towns import gazetteer

TODAY = date(2026, 11, 22)
KENT = gazetteer.code_of("Kent")
AUGUST, OCTOBER = Period.of_month(date(2026, 8, 1)), Period.of_month(date(2026, 10, 1))
AUTUMN = Period(AUGUST.first, OCTOBER.last)
A_TO_OCTOBER = "date,agency,town,kits\n2026-08-03,Agency A,Kent,2\n2026-10-04,Agency A,Kent,1\n"
B_TO_AUGUST = "date,agency,town,kits\n2026-08-05,Agency B,Kent,1\n"
REQUESTS = "received,town,kits,delivered on\n2026-08-01,Kent,1,2026-08-03\n2026-10-01,Kent,1,2026-10-03\n"


@pytest.fixture
def reader(workplace, load):
    """Agency A has reported August to October, on 3 November; agency B only August; requests are complete."""
    load(A_TO_OCTOBER, name="a.csv")
    load(B_TO_AUGUST, name="b.csv")
    load(REQUESTS, name="requests.csv", source="request-form")
    came = datetime.fromisoformat("2026-09-02 12:00")
    with writing(workplace.engine) as connection:
        connection.execute(stored.loads.update().values(loaded_at=came))
        late = stored.loads.c.file == "a.csv"
        connection.execute(
            stored.loads.update().where(late).values(loaded_at=datetime.fromisoformat("2026-11-18 12:00"))
        )
    return Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)


def expect(reader, agency, **changes):
    """What is expected of an agency: each month from August 2026 on, 15 days after its end, unless changed."""
    usual = Expectation(Reporter(Feed.DISTRIBUTIONS, "", agency), 1, 15, AUGUST.first)
    now = datetime.fromisoformat("2026-09-01 12:00")
    set_expected(reader.engine, replace(usual, **changes), now=now, by="the coordinator")


def declare(reader, agency, *months):
    """Nothing to report for these months."""
    now = datetime.fromisoformat("2026-11-20 12:00")
    declare_nothing(reader.engine, Feed.DISTRIBUTIONS, "", agency, months, now=now, today=TODAY, by="a test")


def rows(released, key):
    """The rows of a frame by the value of a column."""
    return {row[key]: row for row in released.frame.to_dict("records")}


def test_each_month_of_each_agency_has_its_word(reader):
    """A is known since its first load on 18 November, so nothing of it is late; B owes September and October."""
    grid = rows(reporting.reporting_grid(reader, 3), "agency")

    assert [grid["Agency A"][name] for name in ("2026-10", "2026-09", "2026-08")] == ["received"] * 3
    assert [grid["Agency B"][name] for name in ("2026-10", "2026-09", "2026-08")] == [
        "missing, 7 days late",
        "missing, 38 days late",
        "received",
    ]
    assert grid["request-form"]["2026-10"] == "received"


def test_an_expectation_makes_lateness_known(reader):
    """Once it was said on 1 September that A reports each month, its August came 64 days after 15 September."""
    expect(reader, "Agency A")

    late = rows(reporting.reports(reader, 3), "month")
    grid = rows(reporting.reporting_grid(reader, 3), "agency")

    assert grid["Agency A"]["2026-08"] == "received, 64 days late"
    assert grid["Agency A"]["2026-10"] == "received, 3 days late"
    assert late["Aug 2026"]["due_on"] == pd.Timestamp("2026-09-15")


def test_nothing_to_report_is_in_the_grid(reader):
    """B says on 20 November that there was nothing in September: in, and late as any other report."""
    declare(reader, "Agency B", date(2026, 9, 1))

    assert rows(reporting.reporting_grid(reader, 3), "agency")["Agency B"]["2026-09"] == (
        "nothing to report, 36 days late"
    )


def test_an_agency_that_stopped_is_not_expected(reader):
    """B's last month was August: it owes nothing since, and is no longer among those who have not reported."""
    expect(reader, "Agency B", last_month=AUGUST.first)

    grid = rows(reporting.reporting_grid(reader, 3), "agency")
    assert grid["Agency B"]["2026-10"] == "not expected"
    assert set(month.who_has_reported(reader, OCTOBER).frame["agency"]) == {"Agency A", "request-form"}
    assert "Agency B" not in rows(reporting.reporting_grid(reader, 2), "agency")


def test_an_agency_that_never_sent_anything_is_missing(reader):
    """C is expected from September on."""
    expect(reader, "Agency C", first_month=date(2026, 9, 1))

    reported = rows(month.who_has_reported(reader, OCTOBER), "agency")

    assert reported["Agency C"]["has_reported"] == "not yet"
    assert reported["Agency C"]["report"] == "missing, 7 days late"
    assert pd.isna(reported["Agency C"]["last_month"])
    assert rows(reporting.reporting_grid(reader, 3), "agency")["Agency C"]["2026-08"] == "not expected"


def test_who_has_reported_says_how(reader):
    """Those that have not come first; nothing to report is a report."""
    declare(reader, "Agency B", date(2026, 10, 1))
    expect(reader, "Agency C")

    reported = month.who_has_reported(reader, OCTOBER).frame

    assert reported["agency"].tolist()[0] == "Agency C"
    found = dict(zip(reported["agency"], zip(reported["has_reported"], reported["report"], strict=True), strict=True))
    assert found["Agency B"] == ("yes", "nothing to report, 5 days late")


def test_reports_are_counted_by_month(reader):
    """October: three expected, two in, one missing after its day; August: all in."""
    expect(reader, "Agency A")
    by_month = rows(reporting.reports_by_month(reader, 3), "month")

    october, august = by_month["October 2026"], by_month["August 2026"]
    assert [october[f"reports_{name}"] for name in ("expected", "in", "late", "missing", "not_yet_due")] == [
        3,
        2,
        1,
        1,
        0,
    ]
    assert october["in_words"] == "2 of 3 expected reports are in; 1 is 7 days late."
    assert august["in_words"] == "3 of 3 expected reports are in."


def test_what_is_assumed_is_said_to_be(reader):
    """B is assumed to report each month from August on; A was set by the coordinator, until September."""
    expect(reader, "Agency A", every_months=3, last_month=date(2026, 9, 1))

    found = rows(reporting.expectations(reader), "agency")

    assert (found["Agency B"]["set_by"], found["Agency B"]["every"], found["Agency B"]["until"]) == (
        "assumed",
        "every month",
        "goes on",
    )
    assert pd.isna(found["Agency B"]["set_on"])
    assert (found["Agency A"]["set_by"], found["Agency A"]["every"], found["Agency A"]["until"]) == (
        "the coordinator",
        "every quarter",
        "September 2026",
    )
    assert found["Agency A"]["set_on"] == pd.Timestamp("2026-09-01")


def test_a_figure_that_may_still_rise_says_so(reader):
    """Agency B has not reported October: each answer on the kits of October says so; calls and requests don't."""
    told = "1 of 2 agencies that are expected has not reported October 2026; kits left may rise."
    chosen = Filters(OCTOBER, (KENT,))

    for released in (
        month.month_summary(reader, OCTOBER, [KENT]),
        month.month_by_town(reader, OCTOBER, [KENT]),
        towns.towns_table(reader, chosen),
        trends.trend(reader, chosen, "kits", Grain.MONTH, by_town=False, rolling=False),
        calls.calls_by_month(reader, chosen),
        tables.table(reader, "kits", by=["month"], first=OCTOBER.first, last=OCTOBER.last, towns=[KENT]),
    ):
        assert told in released.about.notes, released.about.title
    assert told not in requests.requests_by_month(reader, chosen).about.notes


def test_over_a_longer_time_the_months_are_named(reader):
    """Of three months two lack B's log."""
    released = towns.towns_table(reader, Filters(AUTUMN, (KENT,)))

    assert (
        "Some kit logs that are expected are missing in 2 of these 3 months (September 2026, October 2026); "
        "kits left may rise." in released.about.notes
    )


def test_over_years_only_the_newest_month_is_named(reader):
    """Four incomplete months would make a long sentence."""
    expect(reader, "Agency C", first_month=date(2026, 1, 1))
    released = towns.towns_table(reader, Filters(Period.of_months(OCTOBER.last, 12), (KENT,)))

    assert (
        "Some kit logs that are expected are missing in 10 of these 12 months (the newest of them October 2026); "
        "kits left may rise." in released.about.notes
    )


def test_when_every_month_lacks_a_log_none_is_named(reader):
    """C has never reported."""
    expect(reader, "Agency C")

    assert (
        "Some kit logs that are expected are missing in each of these 3 months; kits left may rise."
        in towns.towns_table(reader, Filters(AUTUMN, (KENT,))).about.notes
    )


def test_when_everybody_has_reported_nothing_is_said(reader):
    """In August both logs are in."""
    with reader.connect() as connection:
        assert reporting.reports_missing(reader, connection, [Feed.DISTRIBUTIONS, Feed.REQUESTS], AUGUST) == ()


def test_a_month_that_still_runs_is_not_missing(reader):
    """Nobody can have reported November on 22 November."""
    november = Period.of_month(date(2026, 11, 1))
    with reader.connect() as connection:
        assert reporting.reports_missing(reader, connection, [Feed.DISTRIBUTIONS], november) == ()


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        (["Agency A"], "The one agency that is expected has not reported July 2026."),
        (["Agency A", "Agency B"], "None of the 2 agencies that are expected has reported July 2026."),
    ],
)
def test_a_month_that_nobody_reported_has_no_figure_that_could_rise(reader, expected, told):
    """July is on record with nobody: that is no record, not a floor."""
    july = Period.of_month(date(2026, 7, 1))
    for agency in expected:
        expect(reader, agency, first_month=july.first)
    with reader.connect() as connection:
        assert reporting.reports_missing(reader, connection, [Feed.DISTRIBUTIONS], july) == (told,)


def test_kits_by_month_say_how_many_agencies_are_behind_them(reader):
    """In the trend, in a town's months and in the table of the command line; not where months are put together."""
    expect(reader, "Agency C", first_month=date(2026, 10, 1))
    chosen = Filters(AUTUMN, (KENT,))
    counted = ["agencies_reported", "agencies_expected"]

    trend = trends.trend(reader, chosen, "kits", Grain.MONTH, by_town=False, rolling=False)
    table = tables.table(reader, "kits", by=["month"], first=AUTUMN.first, last=AUTUMN.last, towns=[KENT])
    town = towns.town_by_month(reader, KENT, OCTOBER)
    quarters = trends.trend(reader, chosen, "kits", Grain.QUARTER, by_town=False, rolling=False)

    for released in (trend, table, town):
        assert released.frame[counted].tail(3).to_numpy().tolist() == [[2, 2], [1, 2], [1, 3]]
        assert {released.about.labels[name] for name in counted} == {
            "Agencies expected to report",
            "Of these, agencies that have reported",
        }
    assert town.frame[counted].head(1).to_numpy().tolist() == [[0, 0]]
    assert "agencies_reported" not in quarters.frame


def test_undone_loads_no_longer_report(reader):
    """Once B's load is undone nothing is known of B, and nothing is expected of it."""
    with writing(reader.engine) as connection:
        load = connection.scalar(sa.select(stored.loads.c.load_id).where(stored.loads.c.file == "b.csv"))
        assert load is not None
        months = stored.reported_months
        connection.execute(months.update().where(months.c.load_id == load).values(ended_by=load + 1))

    assert "Agency B" not in set(reporting.reporting_grid(reader, 3).frame["agency"])


def test_an_empty_ledger_is_no_error(workplace):
    """Before anything was loaded there is nothing to show, and nothing is claimed."""
    empty = Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)

    assert reporting.reporting_grid(empty).frame.empty
    assert reporting.reports(empty).frame.empty
    assert reporting.expectations(empty).frame.empty
    assert reporting.reports_by_month(empty, 1).frame["in_words"].tolist() == ["No report is expected."]
