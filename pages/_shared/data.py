"""Cached reads: every answer of the core, asked once for each question, day and state of the data.

An answer is kept whole and handed to every visitor; nobody changes it. Who asks is part of the key, so that no audience
is ever given another's figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Concatenate, ParamSpec

import streamlit as st

from pages._shared import reader
from rorf_data.answers import (
    accountability,
    calls,
    cascade,
    compared,
    dated,
    deaths,
    help_places,
    history,
    lateness,
    leave_behind,
    leaving,
    month,
    need,
    places,
    reporting,
    requests,
    settlement,
    signals,
    smoothed,
    sources,
    stock,
    summaries,
    towns,
    trends,
    waits,
)
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.release import Released
from rorf_data.model import Audience, Filters, Period, in_words
from rorf_data.store.kept import Memory
from rorf_data.towns import gazetteer

Question = ParamSpec("Question")
KEPT_ANSWERS = 400
KEPT_STATES = 8


def cached(answer: Callable[Concatenate[Reader, Question], Released]) -> Callable[Question, Released]:
    """The answer as pages ask it: for whoever is here, of the data as they stand, and only once."""
    name = f"{answer.__module__}.{answer.__qualname__}"

    def ask(*question: Question.args, **details: Question.kwargs) -> Released:
        now = reader.current()
        version = reader.version(now)
        return _kept(
            name,
            version,
            now.audience,
            (question, details),
            _ask=lambda: answer(replace(now, memory=_memory(version)), *question, **details),
        )

    return ask


def freshness() -> str:
    """How far the records reach and when a file was last loaded, in one line."""
    states = source_states().frame
    if states.empty:
        return "No file has been loaded yet."
    days = [day for day in states["newest_date"] if day == day]
    newest = f"Newest record {in_words(max(days))}" if days else "No record yet"
    return f"{newest} · last file loaded {in_words(states['last_load_date'].max())}"


def newest_month() -> Period:
    """The newest month that is over and on record."""
    return reader.current().newest_full_month()


def name_of(town: str) -> str:
    """The official name of a town, from its code."""
    return gazetteer.area_label(town)


def population_in_words() -> str:
    """Source and day of the residents that rates of the newest twelve months divide by."""
    year = Period.of_months(newest_month().last, 12)
    return towns_table(Filters(year)).about.population


def members_in_words() -> str:
    """Each member town with the days of its membership, as a list; unconfirmed ones say so."""
    lines = []
    for member in sorted(reader.settings().members, key=lambda member: member.town):
        until = f" to {in_words(member.member_to)}" if member.member_to else ""
        status = "" if member.status == "confirmed" else " (placeholder, not confirmed)"
        lines.append(f"- {member.town}, from {in_words(member.member_from)}{until}{status}")
    return "\n".join(lines)


def only(chosen: Filters, town: str) -> Filters:
    """The same question for one town."""
    return replace(chosen, towns=(town,))


def reader_for_files() -> Reader:
    """Who reads what, for files that are made later, when no visitor's state can be reached."""
    now = reader.current()
    return replace(now, memory=_memory(reader.version(now)))


def forget() -> None:
    """Let go of every answer that was kept."""
    _kept.clear()
    _memory.clear()


@st.cache_resource(show_spinner=False, max_entries=KEPT_STATES)
def _memory(version: str) -> Memory:
    """What was read of one state of the data, for every answer that needs the same."""
    return Memory()


@st.cache_resource(show_spinner=False, max_entries=KEPT_ANSWERS)
def _kept(name: str, version: str, audience: Audience, question: object, _ask: Callable[[], Released]) -> Released:
    return _ask()


month_summary = cached(month.month_summary)
month_by_town = cached(month.month_by_town)
who_has_reported = cached(month.who_has_reported)
towns_table = cached(towns.towns_table)
town_by_month = cached(towns.town_by_month)
towns_compared = cached(compared.towns_compared)
periods_compared = cached(compared.periods_compared)
smoothed_by_town = cached(smoothed.smoothed_by_town)
trend = cached(trends.trend)
requests_summary = cached(requests.requests_summary)
requests_by_month = cached(requests.requests_by_month)
requests_by_town = cached(requests.requests_by_town)
requests_waiting = cached(requests.requests_waiting)
calls_by_month = cached(calls.calls_by_month)
calls_by_town = cached(calls.calls_by_town)
regional_signals = cached(signals.regional_signals)
town_signals = cached(signals.town_signals)
rolling_calls = cached(signals.rolling_calls)
cascade_steps = cached(cascade.cascade_steps)
cascade_by = cached(cascade.cascade_by)
leave_behind_rates = cached(leave_behind.leave_behind_rates)
leave_behind_by_month = cached(leave_behind.leave_behind_by_month)
deaths_by_year = cached(deaths.deaths_by_year)
deaths_by_town = cached(deaths.deaths_by_town)
monthly_summaries = cached(summaries.monthly_summaries)
source_states = cached(sources.source_states)
reporting_grid = cached(reporting.reporting_grid)
reports_by_month = cached(reporting.reports_by_month)
every_report = cached(reporting.reports)
expectations = cached(reporting.expectations)
loads_table = cached(history.loads_table)
load_issues = cached(history.load_issues)
load_restatements = cached(history.load_restatements)
changed_since = cached(history.changed_since)
month_then_and_now = cached(history.month_then_and_now)
places_waiting = cached(places.places_waiting)
rows_of_place = cached(places.rows_of_place)
candidate_towns = cached(places.candidate_towns)
other_rows_waiting = cached(places.other_rows_waiting)
place_decisions = cached(places.place_decisions)
confirmed_agencies = cached(places.confirmed_agencies)
results_card = cached(accountability.results_card)
need_by_town = cached(need.need_by_town)
kits_shared_out = cached(need.kits_shared_out)
naloxone_model = cached(need.naloxone_model)
stock_by_store = cached(stock.stock_by_store)
stock_by_lot = cached(stock.stock_by_lot)
stock_moves = cached(stock.stock_moves)
settlement_summary = cached(settlement.settlement_summary)
settlement_by_town = cached(settlement.settlement_by_town)
settlement_by_fund = cached(settlement.settlement_by_fund)
settlement_by_category = cached(settlement.settlement_by_category)
dated_events = cached(dated.dated_events)
help_list = cached(help_places.help_places)
help_by_town = cached(help_places.help_by_town)
waits_by_group = cached(waits.waits_by_group)
share_delivered_by_day = cached(waits.share_delivered_by_day)
leaving_by_measure = cached(leaving.leaving_by_measure)
clearings = cached(leaving.clearings)
usual_delays = cached(lateness.usual_delays)
usual_completeness = cached(lateness.usual_completeness)
