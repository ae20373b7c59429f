"""Totals of a measure over places and days, as pages tell them and as the command line answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pandas as pd

from rorf_data.__main__ import main
from rorf_data.model import Grain, Period, add_months, last_of_month, name_of, start_of
from tests.spec.appearances import Block, Number, Seen, as_number

TABLES = {
    **dict.fromkeys(("total_kits", "total_doses", "total_distributions", "kits_at_overdose"), "kits"),
    **dict.fromkeys(("total_requests", "total_delivered"), "requests"),
    **dict.fromkeys(("total_calls", "fatal_calls", "nonfatal_calls", "naloxone_calls"), "calls"),
    **dict.fromkeys(("total_deaths", "opioid_deaths"), "deaths"),
    **dict.fromkeys(("median_days", "p90_days"), "turnaround"),
    **dict.fromkeys(("kit_left_calls", "kit_refused_calls", "no_kit_recorded_calls", "eligible_calls"), "cascade"),
    **dict.fromkeys(("linkable_calls", "offered_calls", "eligible_kit_left_calls"), "cascade"),
}
"""The measures that the command line can be asked for, each with the table that holds it."""

OF_TWELVE_MONTHS = {"kits_12_months": "total_kits", "calls_12_months": "total_calls"}
OF_LABEL = {
    "Kits left": "total_kits",
    "Visits at which kits were left": "total_distributions",
    "Requests received": "total_requests",
    "Requests delivered": "total_delivered",
    "Overdose calls": "total_calls",
    "Median days to delivery": "median_days",
    "Median days from request to delivery": "median_days",
    "90th percentile of days to delivery": "p90_days",
}
"""The measures that stand as rows of a frame, by their names."""

EVERYWHERE = "All places on record"
TYPED = {"Canaan": "Falls Village"}
"""How a town is typed whose bare name could be two towns."""

NOT_BY_PLACE_AND_DAY = {"received_date", "wait_days", "delay", "step"}
"""Columns of answers whose counts go by something else: each request by itself, days waited, delay, steps."""


@dataclass(frozen=True, slots=True)
class Total:
    """A measure over some places and the days from first to last."""

    column: str
    period: Period
    towns: tuple[str, ...]

    @property
    def fact(self) -> tuple[str, ...]:
        """The name of the fact, whoever tells it."""
        where = ", ".join(self.towns) or EVERYWHERE
        return ("total", self.column, f"{self.period.first} to {self.period.last}", where)


@dataclass
class Terminal:
    """``rorf table``, asked for one total at a time; ``read`` gives what was printed since it was last asked."""

    read: Callable[[], str]
    answers: dict[tuple[str, Period, tuple[str, ...]], dict[str, Any]] = field(default_factory=dict)

    def total(self, one: Total) -> Number:
        """The total as the command line prints it."""
        table = TABLES[one.column]
        asked = (table, one.period, one.towns)
        if asked not in self.answers:
            towns = [word for town in one.towns for word in ("--town", TYPED.get(town, town))]
            span = ["--from", one.period.first.isoformat(), "--to", one.period.last.isoformat()]
            ended = main(["table", table, "--by", "", "--format", "json", *span, *towns])
            assert ended == 0, f"the command line does not answer {one}"
            (self.answers[asked],) = json.loads(self.read())
        return as_number(self.answers[asked][one.column])


def of_totals(block: Block, members: Sequence[str]) -> Iterator[tuple[Total, Seen]]:
    """Every total that the rows of an answer tell, and that the command line can be asked for."""
    for total, value in _totals_of(block, tuple(members)):
        decimals = 1 if total.column in {"median_days", "p90_days"} else 4
        yield total, Seen(total.fact, as_number(value), "page", block.where, decimals)


def period_of(said: str) -> Period:
    """The days that a period in words stands for."""
    first, _, last = said.partition(" to ")
    return Period(_day(first), _day(last or first, is_last=True))


def _day(said: str, *, is_last: bool = False) -> date:
    if re.match(r"\d", said):
        return datetime.strptime(said, "%d %B %Y").date()  # noqa: DTZ007  # a day has no time zone
    month = datetime.strptime(said, "%B %Y").date()  # noqa: DTZ007  # as above
    return last_of_month(month) if is_last else month


def _totals_of(block: Block, members: tuple[str, ...]) -> Iterator[tuple[Total, Any]]:
    about, frame = block.released.about, block.released.frame
    if NOT_BY_PLACE_AND_DAY & set(frame.columns):
        return
    period, towns = period_of(about.period), _towns_of(about.towns, members)
    for place, record in enumerate(frame.to_dict("records")):
        row = {name: cell for name, cell in record.items() if not _is_hidden(block, str(name), place)}
        span, places = _span(row, about.title, period), _places(row, towns)
        if span is None or places is None:
            continue
        for column in TABLES.keys() & row.keys():
            yield Total(column, span, places), row[column]
        for column in OF_TWELVE_MONTHS.keys() & row.keys():
            yield Total(OF_TWELVE_MONTHS[column], Period.of_months(span.last, 12), places), row[column]
        if row.get("measure") in OF_LABEL:
            yield from _told_in_row(row, OF_LABEL[row["measure"]], span, places)


def _is_hidden(block: Block, column: str, row: int) -> bool:
    """Whether a page shows there, as a file to be shared does, that a number is hidden: so it tells no total."""
    return block.released.is_hidden(column)[row]


def _told_in_row(
    row: dict[Any, Any], column: str, span: Period, places: tuple[str, ...]
) -> Iterator[tuple[Total, Any]]:
    if "value" in row:
        yield Total(column, span, places), row["value"]
    if "this_month" in row:
        before = add_months(span.first, -12)
        yield Total(column, span, places), row["this_month"]
        yield Total(column, Period.of_month(before), places), row["year_before"]
        yield Total(column, Period.of_months(span.last, 12), places), row["last_12_months"]


def _towns_of(said: str, members: tuple[str, ...]) -> tuple[str, ...]:
    if said == EVERYWHERE:
        return ()
    return members if said.startswith("All ") else tuple(sorted(said.split(", ")))


def _places(row: dict[Any, Any], towns: tuple[str, ...]) -> tuple[str, ...] | None:
    """The towns of a row: its own, or all of the answer; None for what is no town, an agency or a group."""
    if {"agency", "group", "source", "store", "fund"} & row.keys():
        return None
    if "town" not in row:
        return towns
    if "town_code" in row or row["town"] in towns:
        return (row["town"],)
    return towns if str(row["town"]).startswith("All ") else None


def _span(row: dict[Any, Any], title: str, period: Period) -> Period | None:
    """The days of a row: those of its month, year or span within the answer's period; None where nobody can tell."""
    if "in the 12 months to" in title:
        start = row["month_start"] if "month_start" in row else row["period_start"]
        return Period.of_months(pd.Timestamp(start).date(), 12)
    if "month_start" in row:
        return _within(Period.of_month(pd.Timestamp(row["month_start"]).date()), period)
    if "year" in row:
        return _within(Period(date(int(row["year"]), 1, 1), date(int(row["year"]), 12, 31)), period)
    if "period_start" in row:
        start = pd.Timestamp(row["period_start"]).date()
        grain = next(grain for grain in Grain if name_of(grain, start_of(grain, start)) == row["period"])
        return _within(Period(start, _end(grain, start)), period)
    return period if not {"day", "expiry_date"} & row.keys() else None


def _end(grain: Grain, start: date) -> date:
    months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12, Grain.FISCAL_YEAR: 12}[grain]
    return last_of_month(add_months(start, months - 1))


def _within(span: Period, period: Period) -> Period:
    return Period(max(span.first, period.first), min(span.last, period.last))
