"""Wherever two times or places stand side by side, the answer says more, less, no clear change, or too few to say."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from rorf_data.answers import calls, compared, month, smoothed, towns, trends
from rorf_data.answers.reader import Reader
from rorf_data.answers.watched import before, watched, watched_twice, within, without_earlier_zeros
from rorf_data.errors import ExportRefused
from rorf_data.exports import to_csv
from rorf_data.model import Audience, Filters, Grain, Period
from rorf_data.settings import Membership
from rorf_data.towns import gazetteer

KENT, SHARON, LITCHFIELD = (gazetteer.code_of(name) for name in ("Kent", "Sharon", "Litchfield"))
OCTOBER = Period.of_month(date(2026, 10, 1))
YEAR = Period.of_months(OCTOBER.last, 12)


def days(month_start: date, count: int) -> list[date]:
    """The first so many days of a month."""
    return [month_start.replace(day=day) for day in range(1, count + 1)]


def kit_rows(town: str, on: list[date], kits: int = 1) -> str:
    """A visit on each of these days."""
    return "".join(f"{day},Agency A,{town},{kits}\n" for day in on)


def call_rows(town: str, on: list[date]) -> str:
    """A call on each of these days."""
    return "".join(f"{day},{town},nonfatal,yes,Agency A\n" for day in on)


@pytest.fixture
def reader(workplace, load):
    """Two years on record. Kent: 2 visits with 5 kits each, then 20 with one each. Litchfield: 30 calls, then 31.
    Sharon: 3 calls in the first year and 4 in the second.
    """
    kits = kit_rows("Kent", days(date(2025, 3, 1), 2), 5) + kit_rows("Kent", days(date(2026, 3, 1), 20))
    calls_made = call_rows("Litchfield", days(date(2025, 1, 1), 30)) + call_rows(
        "Litchfield", days(date(2026, 1, 1), 31)
    )
    calls_made += call_rows("Sharon", days(date(2025, 2, 1), 3)) + call_rows("Sharon", days(date(2026, 10, 1), 4))
    edges = "2024-11-01,Agency A,Torrington,1\n2026-10-31,Agency A,Torrington,1\n"
    load(f"date,agency,town,kits\n{kits}{edges}", name="kits.csv")
    edges = "2024-11-01,Torrington,nonfatal,yes,Agency A\n2026-10-31,Torrington,nonfatal,yes,Agency A\n"
    load(f"date,city,outcome,naloxone given,agency\n{calls_made}{edges}", name="calls.csv", source="calls")
    return Reader(workplace.engine, workplace.settings, date(2028, 2, 1), Audience.INTERNAL, is_sample=False)


def rows(released, key="town"):
    """The rows of a frame by the value of their key column."""
    return {row[key]: row for row in released.frame.to_dict("records")}


def test_each_town_answers_in_words(reader):
    """Litchfield's 31 calls after 30 are no clear change, and more than the other towns' 4; Sharon's are too few."""
    found = rows(compared.towns_compared(reader, Filters(YEAR), "calls"))

    assert found["Litchfield"]["count_said"] == "31 (21 to 44)"
    assert found["Litchfield"]["rate_said"] == "3.8 (2.6 to 5.4)"
    assert found["Litchfield"]["count_before"] == 30
    assert found["Litchfield"]["change"] == "no clear change"
    assert found["Litchfield"]["difference"] == "higher"
    assert found["Sharon"]["rate_said"] == "fewer than 10 calls"
    assert pd.isna(found["Sharon"]["per_1000"])
    assert found["Sharon"]["change"] == "too few to say: would take 16 or more"
    assert found["Kent"]["count_said"] == "0 (0 to 4)"


def test_kits_are_judged_by_their_visits(reader):
    """Kent had 10 kits and then 20, but 2 visits and then 20, which is up; the table counts visits and says so."""
    released = compared.towns_compared(reader, Filters(YEAR), "kits")
    kent = rows(released)["Kent"]

    assert (kent["total_distributions"], kent["count_before"], kent["change"]) == (20, 2, "up")
    assert kent["difference"] == "higher"
    assert released.about.labels["count_said"] == "Visits (95 % interval)"
    assert compared.VISITS_NOTE in released.about.notes


def test_a_town_has_the_same_answers_alone_and_among_others(reader):
    """All member towns are judged together, whichever are chosen; so are they where the town stands for itself."""
    among, alone = (compared.towns_compared(reader, Filters(YEAR, chosen), "kits") for chosen in ((), (KENT,)))

    assert rows(alone)["Kent"] == rows(among)["Kent"]
    by_time = rows(compared.periods_compared(reader, Filters(YEAR, (SHARON,))), "measure")
    in_table = rows(compared.towns_compared(reader, Filters(YEAR), "calls"))["Sharon"]
    assert by_time["Overdose calls"]["change"] == in_table["change"]
    assert by_time["Overdose calls"]["count_said"] == in_table["count_said"]


def test_the_notes_say_what_chance_would_bring(reader):
    """How many of the eleven chance would name, that they are judged together, and who lies outside the funnel."""
    about = compared.towns_compared(reader, Filters(YEAR), "calls").about
    notes = " ".join((*about.notes, *about.inside_notes))

    assert "The time before is November 2024 to October 2025." in notes
    assert "11 towns are compared at once." in notes
    assert "false-discovery control" in notes
    assert "Annualised: rates are for one year." in notes
    assert "from 10 to 19 it is marked unstable" in notes
    assert "Litchfield" in notes
    assert "outside the 95 % limits of the region" in notes


def test_expected_counts_share_out_what_there_was(reader):
    """35 calls among the eleven towns, by their residents."""
    frame = compared.towns_compared(reader, Filters(YEAR), "calls").frame

    assert frame["expected_count"].sum() == pytest.approx(frame["total_calls"].sum()) == 35


def test_the_towns_together_answer_too(reader):
    """22 visits less than before is up for all, calls are not; of requests nothing is on record."""
    found = rows(compared.periods_compared(reader, Filters(YEAR)), "measure")

    assert found["Visits at which kits were left"]["change"] == "up"
    assert found["Overdose calls"]["change"] == "no clear change"
    assert pd.isna(found["Requests received"]["change"])


def test_a_short_time_is_not_turned_into_a_yearly_rate(reader):
    """31 calls in January among 8,192 people are 3.8 per 1,000 in that month, not 45 a year."""
    january = Period.of_month(date(2026, 1, 1))
    released = compared.towns_compared(reader, Filters(january), "calls")

    assert rows(released)["Litchfield"]["per_1000"] == pytest.approx(1000 * 31 / 8192)
    assert any("not turned into yearly ones" in note for note in released.about.notes)


def test_two_years_are_annualised(reader):
    """61 calls in 24 months among 8,192 people are 3.7 per 1,000 a year."""
    two_years = Period.of_months(OCTOBER.last, 24)

    found = rows(compared.towns_compared(reader, Filters(two_years), "calls"))["Litchfield"]

    assert found["per_1000"] == pytest.approx(1000 * 61 / 2 / 8192)


@pytest.mark.parametrize(
    ("first", "last", "earlier"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), Period(date(2025, 2, 1), date(2025, 2, 28))),
        (date(2025, 2, 1), date(2025, 2, 28), Period(date(2024, 2, 1), date(2024, 2, 29))),
        (date(2024, 2, 1), date(2024, 2, 29), Period(date(2023, 2, 1), date(2023, 2, 28))),
        (date(2025, 7, 1), date(2026, 6, 30), Period(date(2024, 7, 1), date(2025, 6, 30))),
        (date(2025, 1, 1), date(2026, 6, 30), Period(date(2023, 1, 1), date(2024, 6, 30))),
        (date(2026, 3, 5), date(2026, 3, 9), Period(date(2025, 3, 5), date(2025, 3, 9))),
    ],
)
def test_a_time_is_compared_with_the_same_days_of_a_year_before(first, last, earlier):
    """Or of as many years before as keeps the two apart; the last of February stays the last."""
    assert before(Period(first, last)) == earlier


def joined(reader, day):
    """The same reader, had Kent joined on this day."""
    members = tuple(m for m in reader.settings.members if m.town != "Kent")
    kent = Membership("Kent", "confirmed", day)
    return replace(reader, settings=replace(reader.settings, members=(*members, kent)))


def test_the_months_before_a_town_joined_are_not_zeros(reader):
    """Kent had no call in the year; had it joined in June, November to May would be unknown and June to October 0."""
    later = joined(reader, date(2026, 6, 1))

    asked = towns.town_by_month(later, KENT, OCTOBER).frame.set_index("month_start")["total_calls"]

    assert asked[: pd.Timestamp(2026, 5, 1)].isna().all()
    assert (asked[pd.Timestamp(2026, 6, 1) :] == 0).all()
    assert any(
        "Kent was a member from 1 June 2026" in note for note in towns.towns_table(later, Filters(YEAR)).about.notes
    )


def test_what_was_found_before_a_town_joined_is_counted_and_not_rated(reader):
    """Kent's 20 kits of March stay in the count, so that none is lost; rate and comparison look from June on."""
    later = joined(reader, date(2026, 6, 1))

    assert rows(towns.towns_table(later, Filters(YEAR)))["Kent"]["total_kits"] == 20
    kent = rows(compared.towns_compared(later, Filters(YEAR), "kits"))["Kent"]
    assert kent["total_distributions"] == 0
    assert kent["change"] == "nothing to compare with"
    assert pd.isna(kent["count_before"])


def test_a_town_that_joined_in_mid_month_counts_from_that_day(reader):
    """Twenty visits on the first twenty days of March; from the eleventh on there were ten, in 21 of 31 days."""
    later = joined(reader, date(2026, 3, 11))
    with later.connect() as connection:
        kent = watched(later, connection, ["distributions"], [KENT, SHARON], YEAR)["distributions"]
    march = kent.starts.index(date(2026, 3, 1))

    assert kent.counts[:, 0].tolist() == [0] * march + [10] + [0] * (11 - march)
    assert kent.months[march].tolist() == pytest.approx([21 / 31, 1])
    assert kent.person_months[march, 0] == pytest.approx(3019 * 21 / 31)


def test_both_times_at_once_are_what_each_is_alone(reader):
    """One look at two years, and two looks at one year each; and the same where the ends cut a month."""
    for period in (YEAR, Period(date(2026, 1, 10), date(2026, 3, 12))):
        with reader.connect() as connection:
            both = watched_twice(reader, connection, ["calls"], [LITCHFIELD, SHARON], period)
            single = [
                watched(reader, connection, ["calls"], [LITCHFIELD, SHARON], time) for time in (period, before(period))
            ]
        for one, other in zip(both, single, strict=True):
            assert one["calls"].starts == other["calls"].starts
            assert (one["calls"].counts == other["calls"].counts).all()
            assert (one["calls"].person_months == other["calls"].person_months).all()


def test_a_zero_of_a_time_outside_is_missing_and_anything_else_stays(reader):
    """Only zeros are taken away: a grid never loses a count."""
    later = joined(reader, date(2026, 3, 1))
    index = pd.DatetimeIndex([date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)], name="month")
    grid = pd.DataFrame({KENT: [0, 2, 0], SHARON: [0, 0, 0]}, index=index, dtype="Int64")

    shown = without_earlier_zeros(later, grid)

    assert shown[KENT].isna().tolist() == [True, False, False]
    assert shown.sum().tolist() == grid.sum().tolist()
    assert shown[SHARON].tolist() == [0, 0, 0]


def test_this_month_answers_beside_the_year_before(reader):
    """Four calls after none are too few to say; the year is no clear change; of kits the visits are named."""
    summary = rows(month.month_summary(reader, OCTOBER, reader.towns_of(Filters(YEAR))), "measure")

    assert summary["Overdose calls"]["change"] == "too few to say: would take 6 or more"
    assert summary["Overdose calls"]["change_12_months"] == "no clear change"
    assert summary["Kits left"]["change"] == "too few to say: would take 6 visits or more"
    assert summary["Kits left"]["change_12_months"] == "up"
    assert pd.isna(summary["Requests received"]["change"])


def test_the_towns_of_this_month_answer_for_their_year(reader):
    """Kent is up by its visits; the words are bare, for there is little room."""
    by_town = rows(month.month_by_town(reader, OCTOBER, [KENT, LITCHFIELD, SHARON]))

    assert by_town["Kent"]["kits_change"] == "up"
    assert by_town["Sharon"]["calls_change"] == "too few to say"
    assert by_town["Litchfield"]["calls_change"] == "no clear change"


@pytest.mark.parametrize("by_town", [True, False])
def test_every_point_of_a_trend_stands_beside_a_year_before(reader, by_town):
    """The twelve months to October 2026 against those to October 2025, for each town and for all together."""
    trend = trends.trend(reader, Filters(YEAR), "kits", Grain.MONTH, by_town=by_town, rolling=True)
    newest = rows(trend)["Kent" if by_town else "All chosen towns"]

    assert (newest["total_kits"], newest["count_before"], newest["change"]) == (20, 10, "up")


def test_quarters_stand_beside_those_of_a_year_before(reader):
    """31 calls in the first quarter of 2026 after 33: the same quarter, not the one before."""
    trend = trends.trend(reader, Filters(YEAR), "calls", Grain.QUARTER, by_town=False, rolling=False)

    first = rows(trend, "period")["2026 Q1"]
    assert (first["total_calls"], first["count_before"], first["change"]) == (31, 33, "no clear change")


def test_without_a_year_before_a_trend_says_nothing_of_it(reader):
    """In the first year on record there is nothing beside the points, and no column of empty cells."""
    first_year = Period.of_months(date(2025, 10, 31), 12)

    frame = trends.trend(reader, Filters(first_year), "calls", Grain.MONTH, by_town=False, rolling=False).frame

    assert not {"count_before", "change"} & set(frame.columns)


def test_down_is_said_with_care_while_more_is_expected(workplace, load):
    """Ten calls in November 2025 and none a year later, in a month that is under way: down so far."""
    made = call_rows("Sharon", days(date(2025, 11, 1), 10))
    edge = "2026-11-02,Torrington,nonfatal,yes,Agency A\n"
    load(f"date,city,outcome,naloxone given,agency\n{made}{edge}", name="calls.csv", source="calls")
    reader = Reader(workplace.engine, workplace.settings, date(2026, 11, 30), Audience.INTERNAL, is_sample=False)

    found = rows(compared.periods_compared(reader, Filters(Period.of_month(date(2026, 11, 1)))), "measure")

    assert found["Overdose calls"]["change"] == "down so far"


def test_days_to_come_are_not_counted(reader):
    """On 15 January 2026 half of the month has passed: 15 of 31 days."""
    then = replace(reader, today=date(2026, 1, 15))
    with then.connect() as connection:
        found = watched(then, connection, ["calls"], [SHARON], Period.of_month(date(2026, 1, 1)))["calls"]

    assert found.months.tolist() == [[15 / 31]]


def test_the_months_within_a_time_are_picked_out(reader):
    """Of two years the second half."""
    with reader.connect() as connection:
        both = watched(reader, connection, ["calls"], [LITCHFIELD], Period.of_months(OCTOBER.last, 24))["calls"]

    assert within(both, YEAR).counts.sum() == 31
    assert within(both, YEAR).starts == tuple(YEAR.months())


def test_smoothed_rates_are_those_of_all_members_and_leave_no_screen(reader):
    """Litchfield's 3.8 calls per 1,000 are drawn towards the region's 1.1; chosen alone it has the same rate."""
    every, one = (smoothed.smoothed_by_town(reader, Filters(YEAR, chosen), "calls") for chosen in ((), (LITCHFIELD,)))
    rate = rows(every)["Litchfield"]["smoothed_per_1000"]

    assert 35 / 32.4 < rate < 31 / 8.192
    assert rows(one)["Litchfield"]["smoothed_per_1000"] == rate
    assert smoothed.SMOOTHED_NOTE in every.about.notes
    with pytest.raises(ExportRefused):
        to_csv(every)


def test_towns_no_further_apart_than_chance_are_told_so(workplace, load):
    """One call in each of three towns: each has the rate of all, and the note says why."""
    made = call_rows("Sharon", days(date(2026, 1, 1), 1)) + call_rows("Kent", days(date(2026, 10, 1), 1))
    load(f"date,city,outcome,naloxone given,agency\n{made}", name="calls.csv", source="calls")
    reader = Reader(workplace.engine, workplace.settings, date(2028, 2, 1), Audience.INTERNAL, is_sample=False)

    released = smoothed.smoothed_by_town(reader, Filters(YEAR), "calls")

    assert released.frame["smoothed_per_1000"].nunique() == 1
    assert smoothed.FLAT_NOTE in released.about.notes


def test_an_empty_store_compares_nothing(workplace):
    """No row claims a zero or an answer."""
    empty = Reader(workplace.engine, workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False)

    for released in (
        compared.towns_compared(empty, Filters(YEAR), "kits"),
        compared.periods_compared(empty, Filters(YEAR)),
    ):
        assert released.frame["count_said"].isna().all()
        assert released.frame["change"].isna().all()
    assert smoothed.smoothed_by_town(empty, Filters(YEAR), "kits").frame["smoothed_per_1000"].isna().all()
    assert calls.calls_by_town(empty, Filters(YEAR)).frame["kits_per_call"].isna().all()
