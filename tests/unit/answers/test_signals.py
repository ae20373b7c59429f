"""Signals as they are told: by what came on time, with the date, the county's rule beside them, and calm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from rorf_data.answers.signal_words import (
    calls_in_words,
    late_in_words,
    usual_in_words,
    weeks_in_words,
    window_in_words,
)
from rorf_data.answers.signals import regional_signals, rolling_calls, town_signals
from rorf_data.charts import rolling_calls_lines
from rorf_data.disclosure.release import DatedEvent, Released, release
from rorf_data.model import Filters, Period
from rorf_data.store import tables
from rorf_data.workplace import Workplace
from tests.unit.conftest import Load

FIRST, LAST = date(2024, 1, 1), date(2025, 7, 31)
USUAL = [FIRST + timedelta(9 * step) for step in range(64)]
"""A call every nine days, the last of them on 20 July 2025: 0.8 in a week."""

QUIET_TOWNS = ("Cornwall", "Goshen", "Morris", "Norfolk", "Warren")
WEEK, MONTH = "More than usual in 7 days", "More than usual in 28 days"


def test_a_quiet_region_says_so(workplace: Workplace, load: Load) -> None:
    """Two calls in the last week of records where 0.8 are usual: the sentence, with the date and the chance."""
    load(calls([*USUAL, LAST, LAST]), source="calls")

    told = row(regional_signals(workplace.reader()), WEEK)

    assert told["in_words"] == (
        "2 calls in the 7 days to 31 July 2025; usual is 0.8; by chance about once in 4 weeks. Nothing unusual."
    )
    assert (told["signal_calls"], told["late_calls"], told["unusual_from"]) == (2, 0, 4)
    assert told["signal_answer"] == "nothing unusual"


def test_more_than_usual_is_told(workplace: Workplace, load: Load) -> None:
    """Five calls in a week where 0.8 are usual."""
    load(calls([*USUAL, *[LAST] * 5]), source="calls")

    told = row(regional_signals(workplace.reader()), WEEK)

    assert told["in_words"] == (
        "5 calls in the 7 days to 31 July 2025; usual is 0.8; by chance about once in 240 weeks (5 years). "
        "That is unusual."
    )
    assert told["signal_answer"] == "unusual"
    assert told["chance_share"] == pytest.approx(0.0013, abs=0.0003)


def test_calls_of_today_are_those_of_the_last_days(workplace: Workplace, load: Load) -> None:
    """Where records reach today, the words need no date."""
    load(calls([*USUAL, LAST]), source="calls")
    reader = replace(workplace.reader(), today=LAST)

    assert row(regional_signals(reader), WEEK)["in_words"].startswith("1 call in the last 7 days; usual is 0.8")


def test_a_late_report_raises_no_alarm(workplace: Workplace, load: Load) -> None:
    """Four calls of the last days come with a later file: the answer stays, and they are told beside it."""
    load(calls([*USUAL, LAST]), source="calls")
    before = row(regional_signals(workplace.reader()), WEEK)
    load(calls([LAST - timedelta(1)] * 4, first=900), source="calls", name="late.csv")

    told = row(regional_signals(workplace.reader()), WEEK)

    assert told["signal_answer"] == before["signal_answer"] == "nothing unusual"
    assert (told["signal_calls"], told["late_calls"]) == (1, 4)
    assert told["in_words"].endswith("Nothing unusual. 4 more came in later and raise no alarm.")
    assert town_signals(workplace.reader()).frame.empty


def test_the_same_file_counts_when_it_reaches_further(workplace: Workplace, load: Load) -> None:
    """Late calls are on record like any other for the days that a later file is the first to reach."""
    load(calls([*USUAL, LAST]), source="calls")
    load(calls([*[LAST - timedelta(1)] * 4, LAST + timedelta(1)], first=900), source="calls", name="next.csv")

    told = row(regional_signals(workplace.reader()), WEEK)

    assert (told["signal_calls"], told["late_calls"], told["signal_answer"]) == (6, 0, "unusual")


def test_an_undone_load_is_forgotten(workplace: Workplace, load: Load) -> None:
    """What was loaded by mistake neither counts nor puts a day on record."""
    load(calls([*USUAL, LAST]), source="calls")
    mistaken = load(calls([LAST + timedelta(1)] * 9, first=900), source="calls", name="mistake.csv")
    assert mistaken.load_id is not None
    workplace.undo(mistaken.load_id, by="a test")

    told = row(regional_signals(workplace.reader()), WEEK)

    assert (told["signal_calls"], told["late_calls"]) == (1, 0)
    assert told["window_last"].date() == LAST


def test_less_than_a_year_of_records_is_too_few(workplace: Workplace, load: Load) -> None:
    """Records that begin in September 2024 can't say what is usual in July 2025."""
    load(calls([day for day in USUAL if day >= date(2024, 9, 1)] + [LAST] * 5), source="calls")

    told = row(regional_signals(workplace.reader()), WEEK)

    assert told["signal_answer"] == "too few to say"
    assert told["in_words"] == (
        "5 calls in the 7 days to 31 July 2025. Too few to say whether that is unusual: it takes 12 months of call "
        "records before, and July 2024, August 2024 aren't on record."
    )


def test_nothing_on_record_has_no_signal(workplace: Workplace) -> None:
    """Without any call there is nothing to say, and nothing fails."""
    reader = workplace.reader()

    assert regional_signals(reader).frame.empty
    assert town_signals(reader).frame.empty
    chart = rolling_calls_lines(rolling_calls(reader, Filters(Period(FIRST, LAST)), 7))
    assert "There is no record to show." in chart.alt


def test_the_county_rule_stands_for_reference(workplace: Workplace, load: Load) -> None:
    """The most calls on one day, and what isn't known of the rule; it is never an alarm of its own."""
    load(calls([*USUAL, *[LAST] * 5]), source="calls")

    told = row(regional_signals(workplace.reader()), "County rule, most on one day")

    assert (told["signal_calls"], told["unusual_from"], told["signal_answer"]) == (5, 4, "for reference")
    assert "what sets them apart isn't published" in told["in_words"]


def test_of_a_town_only_three_in_28_days_is_told(workplace: Workplace, load: Load) -> None:
    """Kent had three, Sharon two: Kent is told and Sharon is not."""
    load(
        calls(USUAL) + calls_in("Kent", [LAST - timedelta(27), LAST, LAST]) + calls_in("Sharon", [LAST, LAST]),
        source="calls",
    )

    towns = town_signals(workplace.reader())

    assert list(towns.frame["town"]) == ["Kent"]
    assert list(towns.frame["in_words"]) == ["Kent: 3 calls in the 28 days to 31 July 2025."]
    assert not any(note.startswith("No town") for note in towns.about.notes)


def test_no_town_is_told_as_that(workplace: Workplace, load: Load) -> None:
    """A note says that there is none."""
    load(calls(USUAL), source="calls")

    assert "No town had 3 calls or more in the 28 days to 21 July 2025." in town_signals(workplace.reader()).about.notes


def test_an_earlier_day_can_be_asked_for(workplace: Workplace, load: Load) -> None:
    """The windows end on it, and later calls don't count."""
    load(calls([*USUAL, *[LAST] * 5]), source="calls")

    told = row(regional_signals(workplace.reader(), date(2025, 6, 30)), MONTH)

    assert told["in_words"].startswith("3 calls in the 28 days to 30 June 2025")


def test_a_town_that_joined_later_is_left_out_and_named(workplace: Workplace, load: Load) -> None:
    """Its earlier months are no zeros, so what is usual there isn't known."""
    load(calls([*USUAL, LAST]) + calls_in("Sharon", [LAST] * 5), source="calls")
    joined = date(2025, 3, 1)
    members = tuple(replace(m, member_from=joined) if m.town == "Sharon" else m for m in workplace.settings.members)
    reader = replace(workplace.reader(), settings=replace(workplace.settings, members=members))

    regional = regional_signals(reader)

    assert row(regional, WEEK)["signal_calls"] == 1
    assert "Left out, because not a member in all of the time compared with: Sharon." in regional.about.notes
    assert list(town_signals(reader).frame["town"]) == ["Sharon"]


def test_ears_is_for_areas_with_a_call_a_day(workplace: Workplace, load: Load) -> None:
    """The region's few calls get a note; where so few are asked for, each method has a row with its bound."""
    load(calls([*USUAL, LAST]), source="calls")
    reader = workplace.reader()
    fewer = replace(reader.settings, analysis=replace(reader.settings.analysis, ears_fewest_calls=10))

    few, many = regional_signals(reader), regional_signals(replace(reader, settings=fewer))

    assert not few.frame["signal"].str.startswith("EARS").any()
    assert any(note.startswith("EARS C1, C2 and C3 are for areas with 365") for note in few.about.notes)
    assert row(many, "EARS C1")["in_words"] == ("EARS C1: 1 call on 31 July 2025; it takes more than 3.1 for unusual.")
    assert {"EARS C1", "EARS C2", "EARS C3"} <= set(many.frame["signal"])


def test_the_picture_over_time_agrees_with_the_sentences(workplace: Workplace, load: Load) -> None:
    """The last day of the chart's table is the window of the sentence; the alt text says from when it was unusual."""
    load(calls([*USUAL, *[LAST] * 5]), source="calls")
    reader = workplace.reader()

    rolling = rolling_calls(reader, Filters(Period(date(2025, 1, 1), date(2025, 12, 31))), 7)
    chart, told = rolling_calls_lines(rolling), row(regional_signals(reader), WEEK)

    newest = rolling.frame.iloc[-1]
    for column in ("signal_calls", "late_calls", "usual_calls", "unusual_from", "signal_answer"):
        assert newest[column] == told[column]
    assert rolling.about.period == "January 2025 to July 2025"
    assert "Unusual from 31 July 2025 on." in chart.alt


def test_calls_are_missing_where_the_days_reach_into_a_month_without_record(workplace: Workplace, load: Load) -> None:
    """A week is told from the first that lies in January 2024 whole; before it there is a gap, and never a nought."""
    load(calls(USUAL), source="calls")

    rolling = rolling_calls(workplace.reader(), Filters(Period(date(2023, 11, 1), date(2024, 1, 31))), 7)
    told = rolling.frame.set_index("day")
    chart = rolling_calls_lines(rolling)

    for column in ("rolling_calls", "signal_calls", "late_calls"):
        assert told[column].first_valid_index() == pd.Timestamp(2024, 1, 7)
        assert told[column].notna().sum() == 25
    assert told["rolling_calls"][pd.Timestamp(2024, 1, 7)] == 1
    drawn = [list(trace.y) for trace in chart.figure.data if trace.name == "Overdose calls in the days up to this one"]
    assert [[number is None for number in line].count(True) for line in drawn] == [61 + 6]


def test_dated_events_stand_on_the_picture(workplace: Workplace, load: Load) -> None:
    """As on every chart over time, and in its words."""
    load(calls([*USUAL, LAST]), source="calls")
    rolling = rolling_calls(workplace.reader(), Filters(Period(date(2025, 1, 1), LAST)), 28)
    about = replace(rolling.about, events=(DatedEvent(date(2025, 3, 1), "kits reach all ambulances"),))

    chart = rolling_calls_lines(release(rolling.frame, about))

    assert "kits reach all ambulances" in chart.alt
    assert len(chart.figure.layout.shapes) == 1


def test_a_past_day_answers_as_it_did_then(workplace: Workplace, load: Load) -> None:
    """Looking back, what was loaded later isn't there."""
    load(calls([*USUAL, LAST]), source="calls")
    with workplace.engine.connect() as connection:
        loaded_at = connection.scalar(sa.select(sa.func.max(tables.loads.c.loaded_at)))
    load(calls([LAST + timedelta(1)] * 9, first=900), source="calls", name="next.csv")
    then = workplace.reader().at(loaded_at)

    assert row(regional_signals(then), WEEK)["signal_calls"] == 1
    assert row(regional_signals(workplace.reader()), WEEK)["signal_calls"] == 10


@pytest.mark.parametrize(
    ("weeks", "told"),
    [
        (None, ""), (1.2, "about once a week"), (4.4, "about once in 4 weeks"), (64.5, "about once in 64 weeks"),
        (103.9, "about once in 100 weeks"), (392.7, "about once in 390 weeks (8 years)"),
        (1000.0, "less than once in 1,000 weeks"), (float("inf"), "less than once in 1,000 weeks"),
    ],
)  # fmt: skip
def test_weeks_are_told_with_two_digits(weeks: float | None, told: str) -> None:
    """More digits would claim more than is known."""
    assert weeks_in_words(weeks) == told


def test_small_words() -> None:
    """Counts, the usual number, what came later, and the window."""
    assert [calls_in_words(n) for n in (0, 1, 1200)] == ["No calls", "1 call", "1,200 calls"]
    assert [usual_in_words(n) for n in (0.0, 0.04, 0.05, 12.34)] == ["0.0", "less than 0.1", "0.1", "12.3"]
    assert [late_in_words(n) for n in (0, 1, 2)] == [
        "", " 1 more came in later and raises no alarm.", " 2 more came in later and raise no alarm.",
    ]  # fmt: skip
    assert window_in_words(Period(LAST - timedelta(6), LAST), LAST) == "the last 7 days"


def calls(days: list[date], *, first: int = 1) -> str:
    """A file of calls, one on each of these days in one town after the other, numbered from ``first``."""
    numbered = enumerate(days, start=first)
    lines = [f"{number},{day.isoformat()},{QUIET_TOWNS[number % len(QUIET_TOWNS)]}" for number, day in numbered]
    return "\n".join(["Incident Number,Call Date,City", *lines, ""])


def calls_in(town: str, days: list[date]) -> str:
    """Rows to add to a file: calls in one town on these days."""
    return "".join(f"{town}-{number},{day.isoformat()},{town}\n" for number, day in enumerate(days))


def row(released: Released, signal: str) -> Any:
    """The row of one signal."""
    found = {one["signal"]: one for one in released.frame.to_dict("records")}
    return found[signal]
