"""Signals: whether the region's newest overdose calls are more than usual, and what is said of towns.

Windows end on the last day that call records reach, or on an earlier one that is asked for. The region is the towns
that were members from the first day of the baseline to the last of the window; others are named in a note.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd
import sqlalchemy as sa

from rorf_data.analysis import Analysis
from rorf_data.answers import signal_words as words
from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release, local_day
from rorf_data.answers.reporting import reports_missing
from rorf_data.disclosure.release import Released
from rorf_data.measures.ears import METHODS, is_above
from rorf_data.measures.on_time import Reach, Record, first_known, record_of
from rorf_data.measures.signals import (
    Judged,
    Rule,
    baseline_of,
    busy_towns,
    judge_days,
    judge_window,
    most_on_one_day,
)
from rorf_data.model import Feed, Filters, Period, in_words
from rorf_data.store.queries import load_daily
from rorf_data.store.queries_arrivals import load_arrivals
from rorf_data.store.queries_signals import load_covered_since, load_newest_day, load_reaches
from rorf_data.towns import gazetteer

EARS_DAYS = 30
ON_TIME_NOTE = (
    "Judged is what was on record when the last day of the window first was; calls that came in later are told beside "
    "it and raise no alarm."
)
TOWN_NOTE = "Nothing else is said of a town: so few calls have no usual that a month could be held against."
COLUMNS = (
    *("signal", "window_first", "window_last", "signal_calls", "late_calls", "usual_calls", "unusual_from"),
    *("chance_share", "chance_weeks", "signal_answer", "in_words"),
)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What signals on one day rest on: the towns, those left out, how far records reach, and since when."""

    day: date
    towns: tuple[str, ...]
    left_out: tuple[str, ...]
    reaches: Sequence[Reach]
    covered: dict[date, datetime]


@answer
def regional_signals(reader: Reader, until: date | None = None) -> Released:
    """One row for each regional window, the county's rule for reference, and EARS where the area is large enough.

    Columns: signal, window_first, window_last (both included), signal_calls (on time; for the county's rule the most on
    one day), late_calls (came in afterwards), usual_calls, unusual_from (the smallest count that would be unusual),
    chance_share (probability of so many or more), chance_weeks (weeks until chance brings so many again), signal_answer
    and in_words. The windows end on ``until`` or on the last day with a call on record, whichever is earlier; without
    any call on record there is no row.
    """
    limits = reader.settings.analysis
    with reader.connect() as connection:
        looked = _look(reader, connection, until)
        if looked is None:
            return _release(reader, connection, _frame([]), "Signals", _no_window(reader, until), (), [])
        period = Period(_earliest(looked.day, limits), looked.day)
        record = _record(connection, looked.towns, period)
        judged = [_judge(record, looked.day, days, limits, looked) for days in limits.signal_windows]
        rows = [_regional_row(one, reader.today, limits) for one in judged]
        rows.append(_county_row(record, looked, reader.today, limits))
        ears_rows, ears_notes = _ears(record, judged[0], looked, limits)
        notes = [ON_TIME_NOTE, *_reach_notes(reader, looked, until), *_left_out_notes(looked), *ears_notes]
        window = Period(min(one.window.first for one in judged), looked.day)
        return _release(reader, connection, _frame(rows + ears_rows), "Signals", window, looked.towns, notes)


@answer
def town_signals(reader: Reader, until: date | None = None) -> Released:
    """One row for each member town with three overdose calls or more in 28 days (settings), A to Z, and nothing of the
    others.

    Columns: town_code, town, total_calls (on time), in_words. The window ends as in :func:`regional_signals`.
    """
    limits = reader.settings.analysis
    with reader.connect() as connection:
        looked = _look(reader, connection, until)
        if looked is None:
            empty = pd.DataFrame({"town_code": [], "town": [], "total_calls": [], "in_words": []})
            return _release(reader, connection, empty, "Towns", _no_window(reader, until), (), [])
        window = Period(looked.day - timedelta(limits.town_signal_days - 1), looked.day)
        towns = (*looked.towns, *looked.left_out)
        totals = _totals_on_time(connection, towns, window, first_known(looked.day, looked.reaches))
        busy = busy_towns(totals, limits.town_signal_events)
        frame = pd.DataFrame(
            {
                "town_code": list(busy),
                "town": [gazetteer.area_label(code) for code in busy],
                "total_calls": pd.array(list(busy.values()), dtype="Int64"),
                "in_words": [
                    words.town_in_words(gazetteer.area_label(code), total, window, reader.today)
                    for code, total in busy.items()
                ],
            }
        )
        title = f"Towns with {limits.town_signal_events} or more overdose calls in {limits.town_signal_days} days"
        notes = [*_no_town(busy, window, reader.today, limits), TOWN_NOTE]
        return _release(reader, connection, frame, title, window, sorted(towns, key=gazetteer.area_label), notes)


@answer
def rolling_calls(reader: Reader, chosen: Filters, days: int) -> Released:
    """One row for each day of the period that records reach: the region's calls in the ``days`` days that end with it.

    Columns: day, signal_calls (on time), late_calls, rolling_calls (both together), usual_calls, unusual_from,
    signal_answer. The region is that of the last day, whatever towns are chosen. Calls are missing where a month that
    the days touch is not on record.
    """
    limits = reader.settings.analysis
    with reader.connect() as connection:
        looked = _look(reader, connection, chosen.period.last)
        title = f"Overdose calls of the region in the {days} days to each day"
        if looked is None or looked.day < chosen.period.first:
            columns = ("day", "rolling_calls", "signal_calls", "late_calls", "usual_calls", "unusual_from")
            empty = pd.DataFrame({name: [] for name in (*columns, "signal_answer")})
            return _release(reader, connection, empty, title, chosen.period, (), [])
        shown = Period(chosen.period.first, looked.day)
        # Whole years, so that another period seldom asks for another record.
        since = _earliest(shown.first, limits).replace(month=1, day=1)
        newest = load_newest_day(connection, "calls") or looked.day
        record = reader.recall(
            ("record", looked.towns, since), lambda: _record(connection, looked.towns, Period(since, newest))
        )
        found = judge_days(record, shown, days, rule_of(limits), reaches=looked.reaches, covered=looked.covered)
        notes = [ON_TIME_NOTE, *_left_out_notes(looked)]
        frame = _rolling_frame(found, days, looked.covered)
        return _release(reader, connection, frame, title, shown, looked.towns, notes)


def rule_of(limits: Analysis) -> Rule:
    """The regional rule, as the settings have it."""
    return Rule(limits.signal_significance, limits.signal_fewest, limits.baseline_months, limits.baseline_gap_days)


def _look(reader: Reader, connection: sa.Connection, until: date | None) -> _Looked | None:
    """How things stand on the last day that records reach, not later than ``until``; None without any call."""
    newest = load_newest_day(connection, "calls")
    if newest is None:
        return None
    day = newest if until is None else min(newest, until)
    limits = reader.settings.analysis
    all_the_time, part_of_it = _members(reader, Period(_earliest(day, limits), day))
    reaches = [Reach(moment, last) for moment, last in load_reaches(connection, Feed.CALLS)]
    return _Looked(day, all_the_time, part_of_it, reaches, load_covered_since(connection, Feed.CALLS))


def _members(reader: Reader, period: Period) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of towns that are members on the last day: those that were on every day of the period, and the others.

    Where none was, all of them were none the less there together: they are the region, and no other is left out.
    """
    now = [member for member in reader.settings.members if member.covers(Period(period.last, period.last))]
    since = {name: min(m.member_from for m in now if m.town == name) for name in sorted({m.town for m in now})}
    always = [gazetteer.code_of(name) for name, first in since.items() if first <= period.first]
    others = [gazetteer.code_of(name) for name, first in since.items() if first > period.first]
    return (tuple(always), tuple(others)) if always else (tuple(others), ())


def _earliest(day: date, limits: Analysis) -> date:
    """The first day that any window which ends with ``day`` is compared with."""
    return min(baseline_of(day, days, rule_of(limits)).first for days in limits.signal_windows)


def _record(connection: sa.Connection, towns: Sequence[str], period: Period) -> Record:
    arrivals = load_arrivals(connection, Feed.CALLS, period)
    return record_of(load_daily(connection, ["calls"], period), arrivals, towns, period)


def _judge(record: Record, day: date, days: int, limits: Analysis, looked: _Looked) -> Judged:
    return judge_window(record, day, days, rule_of(limits), reaches=looked.reaches, covered=looked.covered)


def _totals_on_time(
    connection: sa.Connection, towns: Sequence[str], window: Period, moment: datetime | None
) -> dict[str, int]:
    """The calls of each town in the window that were on record at ``moment``, A to Z."""
    arrivals = load_arrivals(connection, Feed.CALLS, window)
    totals = load_daily(connection, ["calls"], window)
    records = {
        code: record_of(totals[totals["area"] == code], arrivals[arrivals["area"] == code], [code], window)
        for code in sorted(towns, key=gazetteer.area_label)
    }
    return {code: int(record.known_at(moment).sum()) if moment else 0 for code, record in records.items()}


def _regional_row(judged: Judged, today: date, limits: Analysis) -> dict[str, object]:
    days = (judged.window.last - judged.window.first).days + 1
    return {
        "signal": f"More than usual in {days} days",
        "window_first": judged.window.first,
        "window_last": judged.window.last,
        "signal_calls": judged.on_time,
        "late_calls": max(judged.late, 0),
        "usual_calls": None if judged.usual is None else round(judged.usual, 2),
        "unusual_from": judged.unusual_from,
        "chance_share": None if judged.chance is None else round(judged.chance, 6),
        "chance_weeks": None if judged.weeks is None else round(judged.weeks, 1),
        "signal_answer": words.answer_of(judged),
        "in_words": words.signal_in_words(judged, today, limits.baseline_months),
    }


def _county_row(record: Record, looked: _Looked, today: date, limits: Analysis) -> dict[str, object]:
    window = Period(looked.day - timedelta(min(limits.signal_windows) - 1), looked.day)
    moment = first_known(looked.day, looked.reaches)
    most = most_on_one_day(record, window, record.known_at(moment) if moment else record.now * 0)
    return {
        "signal": "County rule, most on one day",
        "window_first": window.first,
        "window_last": window.last,
        "signal_calls": most,
        "unusual_from": limits.county_rule_more_than + 1,
        "signal_answer": words.REFERENCE,
        "in_words": words.county_in_words(most, limits.county_rule_more_than, window, today),
    }


def _ears(
    record: Record, judged: Judged, looked: _Looked, limits: Analysis
) -> tuple[list[dict[str, object]], list[str]]:
    """A row for each EARS method where the year before has calls enough; a note in their place where it hasn't."""
    moment = first_known(looked.day, looked.reaches)
    if moment is None or judged.missing:
        return [], []
    known = record.known_at(moment)
    if (in_a_year := record.within(known, judged.baseline)) < limits.ears_fewest_calls:
        return [], [
            f"EARS C1, C2 and C3 are for areas with {limits.ears_fewest_calls} calls a year or more; "
            f"here there were {in_a_year}."
        ]
    newest = known[-EARS_DAYS:]
    rows = []
    for name, bounds_of in METHODS.items():
        bounds = bounds_of(newest, limits.ears_minimum_sigma)
        rows.append(
            {
                "signal": f"EARS {name}",
                "window_first": looked.day,
                "window_last": looked.day,
                "signal_calls": int(newest[-1]),
                "unusual_from": int(bounds[-1]) + 1,
                "signal_answer": words.UNUSUAL if is_above(newest, bounds)[-1] else words.NOTHING_UNUSUAL,
                "in_words": words.ears_in_words(name, int(newest[-1]), float(bounds[-1]), looked.day),
            }
        )
    return rows, []


def _frame(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    types = dict.fromkeys(["signal_calls", "late_calls", "unusual_from"], "Int64")
    types |= dict.fromkeys(["usual_calls", "chance_share", "chance_weeks"], "Float64")
    types |= dict.fromkeys(["window_first", "window_last"], "datetime64[s]")
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(types)


def _rolling_frame(found: pd.DataFrame, days: int, on_record: Container[date]) -> pd.DataFrame:
    answers = found["is_unusual"].map({True: words.UNUSUAL, False: words.NOTHING_UNUSUAL}).fillna(words.TOO_FEW)
    windows = [Period(day - timedelta(days=days - 1), day) for day in found["day"].dt.date]
    is_there = pd.Series([all(month in on_record for month in window.months()) for window in windows], dtype=bool)
    on_time, late = (found[name].astype("Int64").where(is_there) for name in ("on_time", "late"))
    return pd.DataFrame(
        {
            "day": found["day"],
            "rolling_calls": on_time + late,
            "signal_calls": on_time,
            "late_calls": late,
            "usual_calls": found["usual"].round(2),
            "unusual_from": found["unusual_from"],
            "signal_answer": answers.astype(str),
        }
    )


def _no_town(busy: dict[str, int], window: Period, today: date, limits: Analysis) -> list[str]:
    if busy:
        return []
    return [f"No town had {limits.town_signal_events} calls or more in {words.window_in_words(window, today)}."]


def _reach_notes(reader: Reader, looked: _Looked, until: date | None) -> list[str]:
    """How far the records reach and when the newest came, where that isn't today or was not asked for."""
    if looked.day in (reader.today, until):
        return []
    newest = max(reach.received_at for reach in looked.reaches)
    return [
        f"The newest call on record is of {in_words(looked.day)}; the newest file of calls came on "
        f"{in_words(local_day(newest, reader))}."
    ]


def _left_out_notes(looked: _Looked) -> list[str]:
    if not looked.left_out:
        return []
    named = ", ".join(gazetteer.area_label(code) for code in looked.left_out)
    return [f"Left out, because not a member in all of the time compared with: {named}."]


def _no_window(reader: Reader, until: date | None) -> Period:
    day = until or reader.today
    return Period(day, day)


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    period: Period,
    towns: Sequence[str],
    notes: Sequence[str],
) -> Released:
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=period,
        towns=towns,
        feeds=[Feed.CALLS],
        is_over_time="rolling_calls" in frame,
        notes=[*notes, *reports_missing(reader, connection, [Feed.CALLS], period)],
    )
