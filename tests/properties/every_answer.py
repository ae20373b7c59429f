"""Every answer that a page or a command asks for, with the questions that tests put to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pkgutil import iter_modules

import rorf_data.answers
from rorf_data.answers import (
    accountability,
    agenda,
    calls,
    cascade,
    compared,
    dated,
    deaths,
    decisions,
    grant,
    help_places,
    history,
    lateness,
    leave_behind,
    meeting_changes,
    meetings,
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
    tables,
    towns,
    trends,
    waits,
)
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.release import Released
from rorf_data.model import Filters, Grain, Period

Ask = Callable[[Reader, Filters], Released]

THEN = datetime(2026, 4, 30, 12, tzinfo=UTC).replace(tzinfo=None)
"""A moment between two loads; the store keeps UTC without a mark."""

OF: tuple[meeting_changes.Of, ...] = ("all", "kits")

_BY_MONTH = ("kits_per_call", "kit_left_share", "eligible_kit_left_share")


def _towns(reader: Reader, chosen: Filters) -> tuple[str, ...]:
    return reader.towns_of(chosen)


def _month(chosen: Filters) -> Period:
    return Period.of_month(chosen.period.last)


def _with(ask: Callable[..., Released], *more: object, **details: object) -> Ask:
    return lambda reader, chosen: ask(reader, chosen, *more, **details)


def _since(ask: Callable[..., Released], of: meeting_changes.Of) -> Ask:
    """What changed since the one meeting on record."""
    return lambda reader, _: ask(reader, 1, of)


def _trends() -> dict[str, Ask]:
    """Trends of each measure by each length of time, together and by town, rolling and not."""
    found: dict[str, Ask] = {}
    for measure in ("kits", "requests", "calls"):
        for grain in Grain:
            for by_town in (False, True):
                for rolling in (False, True) if grain is Grain.MONTH else (False,):
                    name = f"trend of {measure} by {grain}{' by town' * by_town}{', rolling' * rolling}"
                    found[name] = _with(trends.trend, measure, grain, by_town=by_town, rolling=rolling)
    return found


def _table(name: str, by: tuple[str, ...]) -> Ask:
    return lambda reader, chosen: tables.table_over(reader, name, by, chosen.period, chosen.towns)


def _tables() -> dict[str, Ask]:
    """The tables of the command line, together, by town, by month, and by town and year."""
    every = ((), ("town",), ("month",), ("town", "year"), ("fiscal_year",))
    return {
        f"table {name} by {', '.join(by) or 'nothing'}": _table(name, by) for name in tables.SUBJECTS for by in every
    }


QUESTIONS: dict[str, Ask] = {
    "month_summary": lambda r, f: month.month_summary(r, _month(f), _towns(r, f)),
    "month_by_town": lambda r, f: month.month_by_town(r, _month(f), _towns(r, f)),
    "who_has_reported": lambda r, f: month.who_has_reported(r, _month(f)),
    "towns_table": towns.towns_table,
    "town_by_month": lambda r, f: towns.town_by_month(r, _towns(r, f)[0], _month(f)),
    **{f"towns_compared, {word}": _with(compared.towns_compared, word) for word in ("kits", "requests", "calls")},
    "periods_compared": compared.periods_compared,
    "smoothed_by_town": lambda r, f: smoothed.smoothed_by_town(r, f, "calls"),
    **_trends(),
    **_tables(),
    "requests_summary": requests.requests_summary,
    "requests_by_month": requests.requests_by_month,
    "requests_by_town": requests.requests_by_town,
    "requests_waiting": requests.requests_waiting,
    **{f"waits_by_group, {by}": _with(waits.waits_by_group, by) for by in ("town", "channel", "month")},
    "share_delivered_by_day": waits.share_delivered_by_day,
    "calls_by_month": calls.calls_by_month,
    "calls_by_town": calls.calls_by_town,
    "regional_signals": lambda r, f: signals.regional_signals(r, f.period.last),
    "town_signals": lambda r, f: signals.town_signals(r, f.period.last),
    "rolling_calls": lambda r, f: signals.rolling_calls(r, f, 28),
    "cascade_steps": cascade.cascade_steps,
    **{f"cascade_by, {by}": _with(cascade.cascade_by, by) for by in ("town", "agency", "month")},
    "leave_behind_rates": leave_behind.leave_behind_rates,
    **{f"leave_behind_by_month, {rate}": _with(leave_behind.leave_behind_by_month, rate) for rate in _BY_MONTH},
    "deaths_by_year": deaths.deaths_by_year,
    "deaths_by_town": deaths.deaths_by_town,
    "monthly_summaries": summaries.monthly_summaries,
    "source_states": lambda r, _: sources.source_states(r),
    "reporting_grid": lambda r, _: reporting.reporting_grid(r),
    "reports": lambda r, _: reporting.reports(r),
    "reports_by_month": lambda r, _: reporting.reports_by_month(r),
    "expectations": lambda r, _: reporting.expectations(r),
    "loads_table": lambda r, _: history.loads_table(r),
    "load_issues": lambda r, _: history.load_issues(r, 1),
    "load_restatements": lambda r, _: history.load_restatements(r, 8),
    "calls_without_kit": lambda r, f: agenda.calls_without_kit(r, _month(f)),
    "long_waits": lambda r, _: agenda.long_waits(r),
    "lots_expiring": lambda r, _: agenda.lots_expiring(r),
    "meetings_table": lambda r, _: meetings.meetings_table(r),
    "decisions_table": lambda r, _: decisions.decisions_table(r),
    **{f"new_months of {of}": _since(meeting_changes.new_months, of) for of in OF},
    **{f"old_months_moved of {of}": _since(meeting_changes.old_months_moved, of) for of in OF},
    **{f"rows_by_agency of {of}": _since(meeting_changes.rows_by_agency, of) for of in OF},
    "new_by_town": lambda r, _: meeting_changes.new_by_town(r, 1),
    "missing_reports": lambda r, _: meeting_changes.missing_reports(r),
    "changed_since": lambda r, _: history.changed_since(r, THEN),
    "month_then_and_now": lambda r, _: history.month_then_and_now(r, THEN),
    "places_waiting": lambda r, _: places.places_waiting(r),
    "other_rows_waiting": lambda r, _: places.other_rows_waiting(r),
    "place_decisions": lambda r, _: places.place_decisions(r),
    "confirmed_agencies": lambda r, _: places.confirmed_agencies(r),
    "results_card": accountability.results_card,
    **{f"grant_figures, {counted}": _with(grant.grant_figures, counted) for counted in ("doses", "calls", "deaths")},
    **{f"grant_over_time, {grain}": _with(grant.grant_over_time, "calls", grain, 10) for grain in Grain},
    "grant_by_town": _with(grant.grant_by_town, "requests"),
    "need_by_town": lambda r, f: need.need_by_town(r, _towns(r, f)),
    "kits_shared_out, residents": lambda r, f: need.kits_shared_out(r, 20, "residents", _towns(r, f)),
    "kits_shared_out, calls": lambda r, f: need.kits_shared_out(r, 20, "calls", _towns(r, f)),
    "naloxone_model": lambda r, _: need.naloxone_model(r),
    "stock_by_store": lambda r, _: stock.stock_by_store(r),
    "stock_by_lot": lambda r, _: stock.stock_by_lot(r),
    "stock_moves": lambda r, _: stock.stock_moves(r),
    "settlement_summary": settlement.settlement_summary,
    "settlement_by_town": settlement.settlement_by_town,
    "settlement_by_fund": settlement.settlement_by_fund,
    "settlement_by_category": settlement.settlement_by_category,
    "dated_events": lambda r, _: dated.dated_events(r),
    "help_places": lambda r, _: help_places.help_places(r),
    "help_by_town": lambda r, _: help_places.help_by_town(r),
    "usual_delays": lambda r, _: lateness.usual_delays(r),
    "usual_completeness": lambda r, _: lateness.usual_completeness(r),
}


def answers() -> Iterator[str]:
    """The names of all answers that can be asked again (``towns.towns_table``)."""
    for found in iter_modules(rorf_data.answers.__path__):
        module = import_module(f"rorf_data.answers.{found.name}")
        for name, value in vars(module).items():
            if getattr(value, "is_answer", False) and value.__module__ == module.__name__:
                yield f"{found.name}.{name}"
