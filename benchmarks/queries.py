"""How long a page takes to answer a change of filters, with the region's own number of events and up to ten million.

All answers that a page asks anew when somebody turns its filters are asked as the page asks them, frames and
descriptions included: each time for another twelve months and for all member towns but one, another one each time, so
that what was read of the same state of the data before is remembered and the figures themselves are not. "This month"
has no period to choose; its towns alone change.
Beside them stands the same question put to the events themselves: kits by town and month, summed anew.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from benchmarks.filling import PERIOD, filled_store
from benchmarks.measuring import Line, Section, in_ms, in_s, ratio, seconds_of
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
    towns,
    trends,
    waits,
)
from rorf_data.answers.reader import Reader
from rorf_data.model import Audience, Filters, Grain, Period, add_months
from rorf_data.settings import read_settings
from rorf_data.store import tables
from rorf_data.store.kept import Memory
from rorf_data.store.sql import month_of
from rorf_data.towns import gazetteer
from tests.postgres import PostgresUnavailable, start_postgres

TIMES = 7
MEMBERS = tuple(gazetteer.code_of(name) for name in read_settings().member_towns())
FILTERS = [
    Filters(Period.of_months(add_months(PERIOD.last, -back), 12), (*MEMBERS[:back], *MEMBERS[back + 1 :]))
    for back in range(TIMES + 1)
]


def time_queries_everywhere(folder: Path, sizes: Sequence[int]) -> list[Section]:
    """The queries on SQLite, and on a PostgreSQL server of our own where its programs are installed."""
    sections = [time_queries(lambda size: f"sqlite:///{folder / f'{size}.sqlite'}", "SQLite", sizes)]
    try:
        server = start_postgres(worker="gw7")
    except PostgresUnavailable:
        return sections
    with ExitStack() as databases:
        databases.callback(server.stop)
        urls = {size: databases.enter_context(server.database()) for size in sizes}
        sections.append(time_queries(urls.__getitem__, "PostgreSQL", sizes))
    return sections


def time_queries(url_of: Callable[[int], str], database: str, sizes: Sequence[int]) -> Section:
    """One line for each page, one column for each size; ``url_of`` names a new database for each size.

    The sizes take turns, so that whatever else the machine is doing falls on all of them alike.
    """
    filling, readers = [], []
    for size in sizes:
        begun = time.perf_counter()
        readers.append(_reader_of(filled_store(url_of(size), size)))
        filling.append(in_s(time.perf_counter() - begun))
    lines = [_line(name, readers, ask, times=TIMES) for name, ask in QUESTIONS.items()]
    lines.append(_line("kits by town and month, from the events", readers, _kits_from_events, times=3))
    lines.append(Line("(filling the store for this)", (*filling, "")))
    for reader in readers:
        reader.engine.dispose()
    columns = (*(f"{size:,} events" for size in sizes), "largest / smallest")
    return Section(f"A change of filters, the figures of one page, {database}", columns, tuple(lines))


def _line(name: str, readers: Sequence[Reader], ask: Callable[[Reader, Filters], object], *, times: int) -> Line:
    taken: list[list[float]] = [[] for _ in readers]
    for turn in range(times + 1):
        for kept, reader in zip(taken, readers):
            seconds = seconds_of(partial(ask, reader, FILTERS[turn]))
            if turn:
                kept.append(seconds)
    medians = [statistics.median(kept) for kept in taken]
    return Line(name, (*map(in_ms, medians), ratio(medians[-1], medians[0])))


def _reader_of(engine: sa.Engine) -> Reader:
    return Reader(engine, read_settings(), date(2026, 11, 22), Audience.INTERNAL, is_sample=True, memory=Memory())


def _kits_from_events(reader: Reader, chosen: Filters) -> object:
    left = tables.distributions.c
    start = month_of(left.left_date)
    query = (
        sa.select(left.area, start, sa.func.sum(left.kits))
        .where(left.ended_by.is_(None), left.left_date.between(chosen.period.first, chosen.period.last))
        .group_by(left.area, start)
    )
    with reader.engine.connect() as connection:
        return connection.execute(query).all()


def _this_month(reader: Reader, chosen: Filters) -> None:
    newest = Period.of_month(PERIOD.last)
    month.month_summary(reader, newest, chosen.towns)
    month.month_by_town(reader, newest, chosen.towns)
    towns.towns_table(reader, Filters(Period.of_months(PERIOD.last, 12), chosen.towns))


def _towns(reader: Reader, chosen: Filters) -> None:
    towns.towns_table(reader, chosen)
    compared.towns_compared(reader, chosen, "kits")


def _trends(reader: Reader, chosen: Filters) -> None:
    trends.trend(reader, chosen, "kits", Grain.MONTH, by_town=True, rolling=True)
    compared.periods_compared(reader, chosen)
    compared.towns_compared(reader, chosen, "kits")


def _kits_at_calls(reader: Reader, chosen: Filters) -> None:
    cascade.cascade_steps(reader, chosen)
    cascade.cascade_by(reader, chosen, "month")
    cascade.cascade_by(reader, chosen, "town")
    leave_behind.leave_behind_rates(reader, chosen)
    leave_behind.leave_behind_by_month(reader, chosen, "kits_per_call")


def _requests(reader: Reader, chosen: Filters) -> None:
    requests.requests_summary(reader, chosen)
    requests.requests_by_month(reader, chosen)
    requests.requests_by_town(reader, chosen)
    requests.requests_waiting(reader, chosen)
    waits.waits_by_group(reader, chosen, "town")
    waits.share_delivered_by_day(reader, chosen)


def _need(reader: Reader, chosen: Filters) -> None:
    need.need_by_town(reader, reader.towns_of(chosen)[:7])
    need.kits_shared_out(reader, 100, "residents", reader.towns_of(chosen)[:7])
    need.naloxone_model(reader)


def _settlement(reader: Reader, chosen: Filters) -> None:
    settlement.settlement_summary(reader, chosen)
    settlement.settlement_by_category(reader, chosen)
    settlement.settlement_by_fund(reader, chosen)
    settlement.settlement_by_town(reader, chosen)


def _calls(reader: Reader, chosen: Filters) -> None:
    calls.calls_by_month(reader, chosen)
    calls.calls_by_town(reader, chosen)
    compared.periods_compared(reader, chosen)
    compared.towns_compared(reader, chosen, "calls")
    leave_behind.leave_behind_by_month(reader, chosen, "kits_per_call")
    deaths.deaths_by_year(reader, chosen)
    deaths.deaths_by_town(reader, chosen)
    signals.rolling_calls(reader, chosen, 28)


QUESTIONS: dict[str, Callable[[Reader, Filters], object]] = {
    "This month": _this_month,
    "Towns": _towns,
    "Trends, rolling, by town": _trends,
    "Overdose calls": _calls,
    "Kits at calls": _kits_at_calls,
    "Requests": _requests,
    "Need and fair share": _need,
    "Results card": accountability.results_card,
    "Settlement money": _settlement,
}
