"""Questions for the meeting's agenda, made by rule: each with the rows that it comes from.

Each rule asks one question at most, of what stands out most, about the programme's own work and never about people.
They are asked in a fixed order: what can't be told of a call comes before who is late, that before who waits, and that
before what lies on a shelf.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pandas as pd

from rorf_data.answers.asking import answer
from rorf_data.answers.meeting_changes import missing_reports
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.requests import requests_waiting
from rorf_data.answers.stock import stock_by_lot
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import Rests, free
from rorf_data.model import Audience, Feed, Filters, Period, add_months, in_words
from rorf_data.store.queries_agenda import load_calls_without_kit
from rorf_data.towns import gazetteer

MOST_QUESTIONS: Final = 3
MONTHS_OF_WAITS: Final = 24
NOBODY_RECORDED: Final = "not recorded"
CALLS_NOTE: Final = (
    "Neither a kit nor a refusal is recorded at these calls, though a kit log covers their month. That a kit was left "
    "and not written down is as likely as that none was offered."
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question, the rows that it comes from, and whether it may stand in a file that is passed on."""

    words: str
    rows: Released
    may_be_shared: bool


def agenda(reader: Reader, month: Period, audience: Audience = Audience.INTERNAL) -> tuple[Question, ...]:
    """Up to three questions on the month and the work as it stands, in the order in which they are asked.

    For the shared audience they are chosen among those that may be shared, so that none of them tells of the others.
    """
    asked = (rule(reader, month) for rule in RULES)
    found = [one for one in asked if one and (one.may_be_shared or audience is Audience.INTERNAL)]
    return tuple(found[:MOST_QUESTIONS])


@answer
def calls_without_kit(reader: Reader, month: Period, town: str = "") -> Released:
    """One row for each day, town and agency with overdose calls at which no kit and no refusal is recorded, newest
    first: call_date, town, agency, total_calls; within so many days (see the settings) up to the end of the month.

    ``town`` is a code; without it all member towns of that time are counted. It stays inside the programme.
    """
    days = reader.settings.analysis.agenda_days
    period = Period(month.last - timedelta(days=days - 1), month.last)
    towns = (town,) if town else reader.towns_of(Filters(period))
    with reader.connect() as connection:
        found = load_calls_without_kit(connection, period, towns)
        frame = pd.DataFrame(
            {
                "call_date": pd.to_datetime(found["day"]),
                "town_code": found["area"],
                "town": [gazetteer.area_label(area) for area in found["area"]],
                "agency": [agency or NOBODY_RECORDED for agency in found["agency"]],
                "total_calls": found["calls"].astype("Int64"),
            }
        )
        return describe_and_release(
            reader,
            connection,
            frame,
            title="Overdose calls with no kit recorded",
            period=period,
            towns=towns,
            feeds=[Feed.CALLS, Feed.DISTRIBUTIONS],
            notes=[CALLS_NOTE],
            extra_labels={"call_date": "Day"},
            is_over_time=False,
        )


@answer
def long_waits(reader: Reader) -> Released:
    """The requests of two years that today wait for longer than the settings call long, oldest first: town,
    received_date, days_waiting, total_requests. It stays inside the programme.
    """
    longest = reader.settings.analysis.long_wait_days
    waiting = requests_waiting(
        reader, Filters(Period(add_months(reader.today.replace(day=1), -MONTHS_OF_WAITS), reader.today))
    )
    rows = waiting.frame[waiting.frame["days_waiting"] > longest]
    return _narrowed(reader, waiting, rows, f"Requests that wait longer than {longest} days", Feed.REQUESTS, {})


@answer
def lots_expiring(reader: Reader) -> Released:
    """The lots whose printed date is past or reached within the shortest time of the settings, first to expire first:
    expiry_date, days_left, store, lot, kits_on_hand.
    """
    soon = reader.settings.analysis.expiry_days[0]
    lots = stock_by_lot(reader)
    rows = lots.frame[(lots.frame["days_left"] <= soon).fillna(False) & (lots.frame["kits_on_hand"] > 0)]
    title = f"Kits that expire within {soon} days"
    return _narrowed(reader, lots, rows, title, Feed.STOCK, free(lots.frame.columns, len(rows)))


def _narrowed(reader: Reader, whole: Released, rows: pd.DataFrame, title: str, feed: Feed, rests: Rests) -> Released:
    """Some rows of a frame, with its headings and notes."""
    with reader.connect() as connection:
        return describe_and_release(
            reader,
            connection,
            rows,
            title=title,
            period=Period(reader.today, reader.today),
            towns=(),
            feeds=[feed],
            notes=[note for note in whole.about.notes if "as they stood" not in note],
            extra_labels=dict(whole.about.labels),
            is_over_time=False,
            rests=rests,
        )


def _ask_of_calls(reader: Reader, month: Period) -> Question | None:
    limits = reader.settings.analysis
    found = calls_without_kit(reader, month).frame
    by_town = found.groupby("town_code")["total_calls"].sum()
    if by_town.empty or by_town.max() < limits.agenda_calls:
        return None
    # Of towns with as many, the first by name.
    town = min(by_town[by_town == by_town.max()].index, key=gazetteer.area_label)
    count, name = int(by_town[town]), gazetteer.area_label(town)
    words = f"{count} overdose calls in {limits.agenda_days} days in {name} with no kit recorded: was the log sent?"
    return Question(words, calls_without_kit(reader, month, town), may_be_shared=False)


def _ask_of_reports(reader: Reader, month: Period) -> Question | None:
    found = missing_reports(reader)
    if found.frame.empty:
        return None
    first = found.frame.to_dict("records")[0]
    which = "yet" if pd.isna(first["last_month"]) else first["months"]
    more = len(found.frame) - 1
    others = f", nor have {more} others in full" if more > 1 else ", nor has one other in full" if more else ""
    words = f"{first['agency']} has not reported {which}{others}: what would make sending the report easier?"
    return Question(words, found, may_be_shared=True)


def _ask_of_waits(reader: Reader, month: Period) -> Question | None:
    found = long_waits(reader)
    count, longest = int(found.frame["total_requests"].sum()), reader.settings.analysis.long_wait_days
    if not count:
        return None
    subject, them = ("1 request has", "it") if count == 1 else (f"{count:,} requests have", "them")
    words = f"{subject} waited longer than {longest} days: who can deliver {them}, or say why not?"
    return Question(words, found, may_be_shared=False)


def _ask_of_stock(reader: Reader, month: Period) -> Question | None:
    found = lots_expiring(reader)
    rows = found.frame
    if rows.empty:
        return None
    is_past = rows["days_left"] < 0
    past, soon = (int(rows["kits_on_hand"][which].sum()) for which in (is_past, ~is_past))
    day = in_words(reader.today + timedelta(days=reader.settings.analysis.expiry_days[0]))
    said = [f"{soon:,} {_kits(soon)} {'expires' if soon == 1 else 'expire'} by {day}"] if soon else []
    said += [f"{past:,} {_kits(past)} {'is' if past == 1 else 'are'} past the printed date"] if past else []
    return Question(f"{' and '.join(said)}: where can kits be used or changed first?", found, may_be_shared=True)


def _kits(count: int) -> str:
    return "kit" if count == 1 else "kits"


RULES: Final[tuple[Callable[[Reader, Period], Question | None], ...]] = (
    _ask_of_calls,
    _ask_of_reports,
    _ask_of_waits,
    _ask_of_stock,
)
