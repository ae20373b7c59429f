"""What is remembered of a state of the data changes no answer: with a memory and without one they are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.filling import PERIOD, filled_store
from rorf_data.answers import (
    accountability,
    calls,
    cascade,
    compared,
    deaths,
    leave_behind,
    month,
    need,
    requests,
    settlement,
    signals,
    smoothed,
    tables,
    towns,
    trends,
    waits,
)
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.release import Released
from rorf_data.model import Audience, Filters, Grain, Period
from rorf_data.settings import read_settings
from rorf_data.store.kept import Memory
from rorf_data.towns import gazetteer

KENT, WARREN = (gazetteer.code_of(name) for name in ("Kent", "Warren"))
OCTOBER = Period.of_month(PERIOD.last)
CHOSEN = [
    Filters(Period.of_months(PERIOD.last, 12)),
    Filters(Period.of_months(PERIOD.last, 12), (KENT, WARREN)),
    Filters(Period.of_months(date(2025, 12, 31), 12), (KENT,)),
    Filters(Period(date(2025, 2, 11), date(2026, 3, 7))),
    Filters(Period(date(2019, 1, 1), date(2019, 12, 31)), (KENT,)),
]
ANSWERS: dict[str, Callable[[Reader, Filters], Released]] = {
    "month_summary": lambda reader, chosen: month.month_summary(reader, OCTOBER, reader.towns_of(chosen)),
    "month_by_town": lambda reader, chosen: month.month_by_town(reader, OCTOBER, reader.towns_of(chosen)),
    "who_has_reported": lambda reader, _: month.who_has_reported(reader, OCTOBER),
    "towns_table": towns.towns_table,
    "town_by_month": lambda reader, _: towns.town_by_month(reader, KENT, OCTOBER),
    "towns_compared": lambda reader, chosen: compared.towns_compared(reader, chosen, "kits"),
    "periods_compared": compared.periods_compared,
    "trend": lambda reader, chosen: trends.trend(reader, chosen, "calls", Grain.QUARTER, by_town=False, rolling=False),
    "rolling trend": lambda reader, chosen: trends.trend(
        reader, chosen, "kits", Grain.MONTH, by_town=True, rolling=True
    ),
    "smoothed_by_town": lambda reader, chosen: smoothed.smoothed_by_town(reader, chosen, "calls"),
    "calls_by_month": calls.calls_by_month,
    "calls_by_town": calls.calls_by_town,
    "rolling_calls": lambda reader, chosen: signals.rolling_calls(reader, chosen, 28),
    "regional_signals": lambda reader, _: signals.regional_signals(reader),
    "town_signals": lambda reader, _: signals.town_signals(reader),
    "cascade_steps": cascade.cascade_steps,
    "cascade_by": lambda reader, chosen: cascade.cascade_by(reader, chosen, "month"),
    "leave_behind_rates": leave_behind.leave_behind_rates,
    "leave_behind_by_month": lambda reader, chosen: leave_behind.leave_behind_by_month(reader, chosen, "kits_per_call"),
    "requests_summary": requests.requests_summary,
    "requests_by_month": requests.requests_by_month,
    "requests_by_town": requests.requests_by_town,
    "requests_waiting": requests.requests_waiting,
    "waits_by_group": lambda reader, chosen: waits.waits_by_group(reader, chosen, "month"),
    "share_delivered_by_day": waits.share_delivered_by_day,
    "deaths_by_year": deaths.deaths_by_year,
    "need_by_town": lambda reader, chosen: need.need_by_town(reader, reader.towns_of(chosen)),
    "results_card": accountability.results_card,
    "settlement_by_town": settlement.settlement_by_town,
    "turnaround table": lambda reader, chosen: tables.table(
        reader, "turnaround", by=["town", "month"], first=chosen.period.first, last=chosen.period.last, towns=()
    ),
}


@pytest.fixture(scope="module")
def forgetful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Three years of invented events, and nothing remembered of them."""
    folder: Path = tmp_path_factory.mktemp("remembered")
    engine = filled_store(f"sqlite:///{folder / 'filled.sqlite'}", 1_500)
    yield Reader(engine, read_settings(), date(2026, 11, 22), Audience.INTERNAL, is_sample=True)
    engine.dispose()


@pytest.fixture(scope="module")
def mindful(forgetful: Reader) -> Reader:
    """The same, remembering everything that any of the tests asked."""
    return replace(forgetful, memory=Memory())


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_the_same_with_a_memory_and_without(forgetful: Reader, mindful: Reader, name: str) -> None:
    """For whole and cut months, all towns and one, and a time before anything was on record; also when asked again."""
    for chosen in CHOSEN:
        anew = ANSWERS[name](forgetful, chosen)
        for _ in range(2):
            remembered = ANSWERS[name](mindful, chosen)
            pd.testing.assert_frame_equal(remembered.frame, anew.frame)
            assert remembered.about == anew.about
