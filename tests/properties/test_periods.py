"""No kit and no call is lost or doubled by how time and places are cut: both ends of a period are in it, a leap day is
a day like others, a fiscal year runs from July to June, and before a town joined there is nothing rather than 0.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rorf_data.answers.cascade import cascade_by, cascade_steps
from rorf_data.answers.reader import Reader
from rorf_data.answers.tables import table
from rorf_data.answers.towns import town_by_month, towns_table
from rorf_data.answers.trends import trend
from rorf_data.intake.read import open_bytes
from rorf_data.model import Audience, Filters, Grain, Period, end_of, start_of
from rorf_data.settings import Settings, read_settings
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace
from tests.properties.test_counting import workplace

FIRST, LAST = date(2023, 11, 1), date(2025, 3, 31)
LEAP_DAY = date(2024, 2, 29)
TODAY = date(2025, 4, 22)
PLACES = ["Kent", "Sharon", "Warren", "Torrington", ""]
KENT, SHARON, WARREN = (gazetteer.code_of(name) for name in ("Kent", "Sharon", "Warren"))
LOG = "log_id,date,agency,town,kits,incident_ref"
CALLS = "incident,date,town,outcome,transport"

Event = tuple[date, str, int]

days = st.one_of(st.dates(FIRST, LAST), st.sampled_from([FIRST, LAST, LEAP_DAY, date(2024, 6, 30), date(2024, 7, 1)]))
events = st.lists(st.tuples(days, st.sampled_from(PLACES), st.integers(0, 4)), min_size=1, max_size=12)


def load(opened: Workplace, happened: list[Event]) -> None:
    """A kit log and a file of calls: at each event so many kits, under the number of a call of the same day.

    Both files hold one row more for the first and the last day, without a place, so that all months are on record.
    """
    ends = [(FIRST, "", 0), (LAST, "", 0)]
    kits = [f"{n},{day},A,{place},{count},I{n}" for n, (day, place, count) in enumerate([*happened, *ends])]
    calls = [f"I{n},{day},{place},nonfatal,refused" for n, (day, place, _) in enumerate([*happened, *ends])]
    take_in(opened, [LOG, *kits], "kit-log")
    take_in(opened, [CALLS, *calls], "calls")


def take_in(opened: Workplace, lines: list[str], source: str) -> None:
    """Load these lines as a file of the source, to the last row."""
    file = open_bytes("\n".join(lines).encode(), f"{source}.csv")
    report = opened.load(file, opened.recognise(file, source=source), loaded_by="a test")
    assert report.new == len(lines) - 1


def reader_of(opened: Workplace, own: Settings | None = None) -> Reader:
    """Whoever asks, on 22 April 2025."""
    return Reader(opened.engine, own or opened.settings, TODAY, Audience.INTERNAL, is_sample=False)


def totals(reader: Reader, name: str, column: str, period: Period, by: list[str], towns: tuple[str, ...] = ()) -> int:
    """The sum of a column over all rows of a table."""
    found = table(reader, name, by=by, first=period.first, last=period.last, towns=towns).frame
    return int(found[column].fillna(0).sum())


@settings(max_examples=8)
@given(happened=events, cut=days)
@example(happened=[(LEAP_DAY, "Kent", 2)], cut=LEAP_DAY)
def test_two_periods_that_follow_each_other_hold_what_both_hold(happened: list[Event], cut: date) -> None:
    """However a period is cut in two, every kit and every call lies in one part, and in one alone."""
    cut = min(cut, LAST - timedelta(days=1))
    parts = [Period(FIRST, cut), Period(cut + timedelta(days=1), LAST)]
    with workplace() as opened:
        load(opened, happened)
        reader = reader_of(opened)
        for name, column in (("kits", "total_kits"), ("calls", "total_calls"), ("cascade", "linkable_calls")):
            for by in ([], ["town"], ["month"]):
                whole = totals(reader, name, column, Period(FIRST, LAST), by)
                assert sum(totals(reader, name, column, part, by) for part in parts) == whole
                assert name == "cascade" or whole == by_hand(happened, Period(FIRST, LAST), name)


@settings(max_examples=8)
@given(happened=events, first=days, last=days)
@example(happened=[(LEAP_DAY, "Kent", 2)], first=LEAP_DAY, last=LEAP_DAY)
def test_both_ends_of_a_period_are_in_it(happened: list[Event], first: date, last: date) -> None:
    """What lies on the first and on the last day counts, the day before and the day after do not."""
    period = Period(min(first, last), max(first, last))
    with workplace() as opened:
        load(opened, happened)
        reader = reader_of(opened)
        for by in ([], ["town"], ["month"], ["fiscal_year", "town"]):
            assert totals(reader, "kits", "total_kits", period, by) == by_hand(happened, period, "kits")
            assert totals(reader, "calls", "total_calls", period, by) == by_hand(happened, period, "calls")
            assert totals(reader, "cascade", "total_calls", period, by) == by_hand(happened, period, "calls")


def by_hand(happened: list[Event], period: Period, name: str) -> int:
    """Kits, or calls, of these events within the period; the two rows without place are calls too."""
    inside = [(day, kits) for day, _, kits in [*happened, (FIRST, "", 0), (LAST, "", 0)]]
    inside = [(day, kits) for day, kits in inside if period.first <= day <= period.last]
    return sum(kits for _, kits in inside) if name == "kits" else len(inside)


@settings(max_examples=8)
@given(happened=events)
@example(happened=[(date(2024, 6, 30), "Kent", 1), (date(2024, 7, 1), "Kent", 2), (LEAP_DAY, "Kent", 4)])
def test_changing_the_length_of_time_changes_no_total(happened: list[Event]) -> None:
    """Each quarter, fiscal year and year holds its own months, by town and together; the fiscal year begins in July."""
    with workplace() as opened:
        load(opened, happened)
        reader, chosen = reader_of(opened), Filters(Period(FIRST, LAST), (KENT, SHARON, WARREN))
        for by_town in (False, True):
            months = spans(reader, chosen, Grain.MONTH, by_town=by_town)
            for grain in (Grain.QUARTER, Grain.FISCAL_YEAR, Grain.YEAR):
                longer = spans(reader, chosen, grain, by_town=by_town)
                expected: dict[tuple[date, str], int] = {}
                for (month, town), kits in months.items():
                    key = (start_of(grain, month), town)
                    expected[key] = expected.get(key, 0) + kits
                assert longer == expected


def spans(reader: Reader, chosen: Filters, grain: Grain, *, by_town: bool) -> dict[tuple[date, str], int]:
    """Kits by the beginning of each span and town."""
    frame = trend(reader, chosen, "kits", grain, by_town=by_town, rolling=False).frame
    starts = [start.date() for start in frame["period_start"]]
    return dict(zip(zip(starts, frame["town"], strict=True), frame["total_kits"].fillna(0).astype(int), strict=True))


@settings(max_examples=8)
@given(happened=events)
def test_towns_chosen_together_hold_what_each_holds_alone(happened: list[Event]) -> None:
    """Filtering then counting is counting then filtering: kits, calls, and every step of the cascade."""
    period = Period(FIRST, LAST)
    with workplace() as opened:
        load(opened, happened)
        reader = reader_of(opened)
        together = cascade_steps(reader, Filters(period, (KENT, SHARON))).frame["total_calls"]
        alone = [cascade_steps(reader, Filters(period, (town,))).frame["total_calls"] for town in (KENT, SHARON)]

        assert list(together) == list(alone[0] + alone[1])
        kits = [totals(reader, "kits", "total_kits", period, ["town"], (town,)) for town in (KENT, SHARON)]
        assert totals(reader, "kits", "total_kits", period, [], (KENT, SHARON)) == sum(kits)


@settings(max_examples=8)
@given(happened=events)
def test_towns_agencies_and_months_of_the_cascade_add_up_to_the_region(happened: list[Event]) -> None:
    """Each call has one town, one agency and one month; whether a kit was left goes with it."""
    chosen = Filters(Period(FIRST, LAST), (KENT, SHARON, WARREN))
    with workplace() as opened:
        load(opened, happened)
        reader = reader_of(opened)
        steps = cascade_steps(reader, chosen).frame.set_index("step")
        for by in ("town", "agency", "month"):
            rows: Any = cascade_by(reader, chosen, by).frame
            assert rows["total_calls"].sum() == steps.loc["Overdose calls", "total_calls"]
            assert rows["kit_left_calls"].sum() == steps.loc["Kit left", "total_calls"]
            assert rows["eligible_calls"].sum() == steps.loc["Overdose calls", "eligible_calls"]


@pytest.mark.parametrize(
    ("day", "fiscal_year"), [(date(2024, 6, 30), "2023-24"), (date(2024, 7, 1), "2024-25"), (LEAP_DAY, "2023-24")]
)
def test_a_fiscal_year_runs_from_july_to_june(day: date, fiscal_year: str) -> None:
    """The last of June lies in the year that ends, the first of July in the one that begins, a leap day in its own."""
    with workplace() as opened:
        load(opened, [(day, "Kent", 3)])
        found = table(reader_of(opened), "kits", by=["fiscal_year"], first=FIRST, last=LAST, towns=(KENT,)).frame

    assert dict(zip(found["fiscal_year"], found["total_kits"], strict=True))[fiscal_year] == 3
    assert found["total_kits"].sum() == 3
    assert start_of(Grain.FISCAL_YEAR, day) <= day <= end_of(Grain.FISCAL_YEAR, start_of(Grain.FISCAL_YEAR, day))


def joining(folder: Path, day: date) -> Settings:
    """Settings in which Kent was always a member and Warren joins on a day."""
    own = folder / "own.toml"
    own.write_text(
        '[[members]]\ntown = "Kent"\nstatus = "confirmed"\nmember_from = 2020-01-01\n'
        f'[[members]]\ntown = "Warren"\nstatus = "confirmed"\nmember_from = {day}\n'
    )
    return read_settings(own)


def test_the_months_before_a_town_joined_are_not_zeros(tmp_path: Path) -> None:
    """Warren joins in July 2024: January to June are missing in each series of it, but for the kit that was found."""
    happened = [(date(2024, 3, 5), "Warren", 1), (date(2024, 9, 5), "Warren", 2), (date(2024, 2, 1), "Kent", 4)]
    year = Period(date(2024, 1, 1), date(2024, 12, 31))
    with workplace() as opened:
        load(opened, happened)
        reader = reader_of(opened, joining(tmp_path, date(2024, 7, 1)))
        warren, both = Filters(year, (WARREN,)), Filters(year, (KENT, WARREN))
        by_month = trend(reader, warren, "kits", Grain.MONTH, by_town=True, rolling=False).frame["total_kits"]
        of_town = town_by_month(reader, WARREN, Period.of_month(year.last)).frame["total_kits"].iloc[-12:]
        calls = cascade_by(reader, warren, "month").frame["total_calls"]
        together = trend(reader, both, "kits", Grain.MONTH, by_town=False, rolling=False).frame["total_kits"]

    expected = [-1, -1, 1, -1, -1, -1, 0, 0, 2, 0, 0, 0]
    assert by_month.fillna(-1).tolist() == expected
    assert of_town.fillna(-1).tolist() == expected
    assert calls.fillna(-1).tolist() == [min(number, 1) for number in expected]
    assert together.tolist() == [0, 4, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0]


def test_a_town_that_joined_in_mid_year_divides_by_its_own_months(tmp_path: Path) -> None:
    """Twelve visits in the six months since Warren joined: the rate is for half a year of its 1,351 people."""
    happened = [(date(2024, 7, 1) + timedelta(days=10 * visit), "Warren", 1) for visit in range(12)]
    year = Period(date(2024, 1, 1), date(2024, 12, 31))
    with workplace() as opened:
        load(opened, happened)
        chosen = Filters(year, (WARREN,))
        frame = towns_table(reader_of(opened, joining(tmp_path, date(2024, 7, 1))), chosen).frame
        always = towns_table(reader_of(opened, joining(tmp_path, date(2020, 1, 1))), chosen).frame

    assert frame["kits_per_1000"].tolist() == [round(1000 * 12 / 1351, 1)]
    assert always["kits_per_1000"].tolist() == [round(1000 * 12 / 1351, 1)]
    assert frame["total_kits"].tolist() == always["total_kits"].tolist() == [12]


def test_a_population_that_changes_within_the_year_is_divided_by_month_by_month(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """1,351 people to June and 2,702 from July: a year's rate divides by 2,026.5, no kit being counted twice."""
    [of_2020] = gazetteer._populations()[WARREN]
    newer = gazetteer.Population(residents=2 * of_2020.residents, source="a newer count", as_of=date(2024, 7, 1))
    changed = {**gazetteer._populations(), WARREN: (of_2020, newer)}
    happened = [(date(2024, 1, 5) + timedelta(days=29 * visit), "Warren", 2) for visit in range(12)]
    with workplace() as opened:
        load(opened, happened)
        monkeypatch.setattr(gazetteer, "_populations", lambda: changed)
        shown = towns_table(reader_of(opened), Filters(Period(date(2024, 1, 1), date(2024, 12, 31)), (WARREN,)))

    assert shown.frame["kits_per_1000"].tolist() == [round(1000 * 24 / (1.5 * of_2020.residents), 1)]
    assert "a newer count, 1 July 2024" in shown.about.population
    assert "2020 Census" in shown.about.population


def test_a_leap_day_belongs_to_its_february() -> None:
    """29 February 2024 lies in the month, in the last day of a period that ends on it, and in no month after."""
    with workplace() as opened:
        load(opened, [(LEAP_DAY, "Kent", 5)])
        reader = reader_of(opened)
        asked: dict[str, Any] = {"by": ["month"], "towns": (KENT,)}
        to_the_day = table(reader, "kits", first=date(2024, 2, 1), last=LEAP_DAY, **asked).frame
        from_the_next = table(reader, "kits", first=date(2024, 3, 1), last=LAST, **asked).frame

    assert to_the_day["total_kits"].tolist() == [5]
    assert from_the_next["total_kits"].sum() == 0
    assert pd.Timestamp(LEAP_DAY).days_in_month == 29
