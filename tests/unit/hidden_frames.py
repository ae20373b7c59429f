"""Every chart and map with a frame of its own, no number of which stands twice, and what hides cells of a frame."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import pandas as pd

from rorf_data import charts
from rorf_data.answers.labels import LABELS
from rorf_data.charts import Chart
from rorf_data.disclosure.release import Released, shared
from rorf_data.maps import TownMap, help_map, towns_map
from tests.unit.picture_frames import by_month, by_town, months, released, trend

PROTECTION = "“hidden” stands for a number that may not be told."
NAMES = frozenset(
    {
        *("month_start", "month", "period_start", "period", "town", "town_code", "year", "step", "agency", "feed"),
        *("day", "category", "store", "lot", "expiry_date", "point", "name", "latitude", "longitude", "population"),
        *("measure", "place", "wait_days", "kits_per_100000"),
    }
)
"""Columns that name what a row is, or tell nothing of anybody; they are never hidden."""

Cells = frozenset[tuple[int, str]]
"""Cells of a frame, by the number of the row and the column."""


@dataclass(frozen=True)
class Drawn:
    """A picture: its frame, and how it is drawn of that or of another."""

    frame: Released
    draw: Callable[[Released], Chart | TownMap]


def distinct(rows: int, *, first: int, step: int = 17) -> list[int]:
    """So many numbers of which none is a sum of others by chance, from ``first`` on."""
    return [number for number, _ in zip(count(first, step), range(rows), strict=False)]


def shares(rows: int, *, first: float) -> list[float]:
    """So many shares between 0 and 1."""
    return [round(first + 0.00731 * place, 5) for place in range(rows)]


def _stacked(parts: Sequence[str], total: str, rows: int = 4) -> dict[str, list[int]]:
    columns = {part: distinct(rows, first=2101 + 3307 * place) for place, part in enumerate(parts)}
    return {total: [sum(values) for values in zip(*columns.values(), strict=True)], **columns}


OUTCOMES = _stacked(("fatal_calls", "nonfatal_calls", "unknown_outcome_calls"), "total_calls")
KITS_AT_CALLS = _stacked(
    ("kit_left_calls", "kit_refused_calls", "no_kit_recorded_calls", "unknown_kit_calls"), "total_calls"
)
FAIR = _stacked(("total_kits", "new_kits"), "kits_with_new")
REQUESTS = by_month(
    total_requests=distinct(4, first=5101), total_delivered=distinct(4, first=3203),
    requests_waiting=distinct(4, first=1907), median_days=[3.17, 4.29, 5.31, 6.43],
    p90_days=[19.13, 20.27, 21.39, 22.51],
)  # fmt: skip
RATES = by_month(
    kits_per_call=[2.1357, 1.9724, 1.6183, 0.5291], visits_per_call=[1.0437, 0.9871, 0.8653, 0.4117],
    visits_per_call_low=[0.5183, 0.4911, 0.3719, 0.1237], visits_per_call_high=[1.9119, 1.8341, 1.7219, 1.2713],
)  # fmt: skip
NEED = by_town(
    population=[3019, 8192, 1351, 3150], total_kits=distinct(4, first=1847), total_calls=distinct(4, first=957),
    planning_kits=distinct(4, first=38),
)  # fmt: skip
MODEL = released(
    {
        "point": ["Published point", "Published point", "The state's planning figure"],
        "kits_per_100000": [100.0, 500.0, 1270.0], "modelled_percent": [26.23, 78.17, None],
        "modelled_low": [13.83, 52.59, None], "modelled_high": [37.87, 90.71, None],
    }
)  # fmt: skip
CURVE = released(
    {
        "wait_days": [0, 3, 9], "delivered_percent": [11.57, 50.33, 92.19],
        "delivered_low": [5.23, 30.11, 71.03], "delivered_high": [21.77, 74.47, 99.13],
    }
)  # fmt: skip
LEDGER = released(
    {
        "month_start": [months(2)[0]] * 3 + [months(2)[1]] * 3,
        "agency": ["Kent Ambulance", "Sharon Fire", "calls"] * 2,
        "feed": ["Kit logs", "Kit logs", "Overdose call records"] * 2,
        "report": ["received", "nothing to report", "received", "missing", "not yet due", "not expected"],
        "days_late": [301, None, 417, 733, None, None],
    }
)  # fmt: skip
LOTS = released(
    {
        "expiry_date": [date(2026, 12, 31), date(2028, 8, 31), date(2029, 1, 31)], "days_left": [39, 648, 801],
        "store": ["Valley storeroom", "Valley storeroom", "Hill cabinet"], "lot": ["A1", "B2", ""],
        "kits_on_hand": distinct(3, first=3911),
    }
)  # fmt: skip
ROLLING = released(
    {
        "day": [date(2026, 3, day) for day in range(1, 7)], "rolling_calls": distinct(6, first=4111),
        "signal_calls": distinct(6, first=5303), "late_calls": distinct(6, first=6421),
        "usual_calls": [None, None, 10.81, 10.93, 11.09, 11.23], "unusual_from": [None, None, *distinct(4, first=7109)],
        "signal_answer": ["", "", "unusual", "unusual", "", "unusual"],
    }
)  # fmt: skip
MAPPED = by_town(
    total_kits=distinct(4, first=1847), total_calls=distinct(4, first=957), kits_per_1000=[61.31, 41.71, 2.93, 9.77],
    kits_per_call=[2.1357, 1.9724, 1.6183, 0.5291],
)  # fmt: skip
PLACES = released(
    {
        "name": ["Library", "Pharmacy"], "offers": ["Naloxone", "Treatment"],
        "address": ["1 Main Street", "2 Main Street"],
        "town": ["Kent", "Warren"], "hours": ["always", "weekdays"], "latitude": [41.72, 41.74],
        "longitude": [-73.47, -73.34],
    }
)  # fmt: skip

DRAWN = {
    "by_town_bars": Drawn(MAPPED, lambda one: charts.by_town_bars(one, value="kits_per_1000")),
    "calls_by_month_bars": Drawn(by_month(**OUTCOMES), charts.calls_by_month_bars),
    "calls_by_town_bars": Drawn(by_town(**OUTCOMES), charts.calls_by_town_bars),
    "cascade_steps_bars": Drawn(
        released(
            {"step": ["Calls", "Someone there", "Kit left"], "total_calls": distinct(3, first=2901),
             "eligible_calls": distinct(3, first=1201)}
        ),
        charts.cascade_steps_bars,
    ),
    "deaths_by_year_bars": Drawn(
        released(
            {"year": ["2024", "2025", "2026"], "total_deaths": distinct(3, first=4307),
             "opioid_deaths": distinct(3, first=2903)}
        ),
        charts.deaths_by_year_bars,
    ),
    "fair_share_bars": Drawn(by_town(**FAIR), charts.fair_share_bars),
    "kits_at_calls_bars": Drawn(by_town(**KITS_AT_CALLS), lambda one: charts.kits_at_calls_bars(one, by="town")),
    "kits_at_calls_by_month_bars": Drawn(by_month(**KITS_AT_CALLS), charts.kits_at_calls_by_month_bars),
    "kits_beside residents": Drawn(NEED, lambda one: charts.kits_beside(one, against="population")),
    "kits_beside calls": Drawn(NEED, lambda one: charts.kits_beside(one, against="total_calls")),
    "kits_by_expiry_bars": Drawn(LOTS, lambda one: charts.kits_by_expiry_bars(one, soon_days=90)),
    "kits_by_town_bars": Drawn(MAPPED, charts.kits_by_town_bars),
    "leave_behind_lines": Drawn(RATES, lambda one: charts.leave_behind_lines(one, rate="kits_per_call")),
    "leave_behind_lines of a share": Drawn(
        by_month(
            eligible_kit_left_share=shares(4, first=0.4137), eligible_kit_left_share_low=shares(4, first=0.2191),
            eligible_kit_left_share_high=shares(4, first=0.7453),
        ),
        lambda one: charts.leave_behind_lines(one, rate="eligible_kit_left_share"),
    ),
    "naloxone_model_curve": Drawn(MODEL, charts.naloxone_model_curve),
    "reports_by_agency": Drawn(LEDGER, charts.reports_by_agency),
    "requests_by_month_bars": Drawn(REQUESTS, charts.requests_by_month_bars),
    "rolling_calls_lines": Drawn(ROLLING, charts.rolling_calls_lines),
    "share_delivered_steps": Drawn(CURVE, charts.share_delivered_steps),
    "spending_bars": Drawn(
        released({"category": ["Prevent", "Reduce harm"], "spent_dollars": [5123.5, 9871.25]}), charts.spending_bars
    ),
    "town_by_month_bars": Drawn(by_month(total_kits=distinct(5, first=1847)), charts.town_by_month_bars),
    "towns_funnel": Drawn(
        by_town(total_calls=distinct(4, first=957), expected_count=[901.3, 947.7, 1003.9, 1017.1]),
        lambda one: charts.towns_funnel(one, value="total_calls"),
    ),
    "trend_lines": Drawn(
        trend({"Kent": distinct(5, first=1847)}), lambda one: charts.trend_lines(one, value="total_kits")
    ),
    "trend_lines summed": Drawn(
        trend({"Kent": distinct(5, first=1847)}),
        lambda one: charts.trend_lines(one, value="total_kits", is_rolling=False),
    ),
    "trend_lines of towns": Drawn(
        trend({"Kent": distinct(3, first=1847), "Goshen": distinct(3, first=2903), "Warren": distinct(3, first=3907)}),
        lambda one: charts.trend_lines(one, value="total_kits", is_rolling=False),
    ),
    "turnaround_lines": Drawn(REQUESTS, charts.turnaround_lines),
    "waiting_ages_bars": Drawn(
        released({"days_waiting": [3, 12, 90], "total_requests": distinct(3, first=1709)}), charts.waiting_ages_bars
    ),
    "map": Drawn(MAPPED, lambda one: towns_map(one, shading="kits_per_1000", symbols="total_kits", look="light")),
    "map of calls": Drawn(
        MAPPED, lambda one: towns_map(one, shading="kits_per_call", symbols="total_calls", look="dark")
    ),
    "map of symbols": Drawn(MAPPED, lambda one: towns_map(one, shading=None, symbols="total_calls", look="light")),
    "map of places": Drawn(PLACES, lambda one: help_map(one, by_town(total_places=[1, 0, 1]), look="light")),
}  # fmt: skip


def hide(exact: Released, cells: Cells) -> Released:
    """The frame as shared, with these cells hidden."""
    frame = exact.frame.copy()
    hidden = pd.DataFrame(False, index=frame.index, columns=frame.columns)
    for row, column in cells:
        hidden.loc[row, column] = True
    for column in frame.columns:
        frame[column] = frame[column].mask(hidden[column])
    return shared(exact, frame, hidden, PROTECTION)


def without(exact: Released, column: str) -> Released:
    """The frame as shared, with one column left inside."""
    frame = exact.frame.drop(columns=column)
    return shared(exact, frame, pd.DataFrame(False, index=frame.index, columns=frame.columns), PROTECTION)


def twin(exact: Released, cells: Cells) -> Released:
    """The same with other numbers and words in these cells."""
    frame = exact.frame.copy()
    for row, column in cells:
        value = frame.loc[row, column]
        frame.loc[row, column] = "received: 9" if isinstance(value, str) else 1
    return shared(exact, frame, pd.DataFrame(False, index=frame.index, columns=frame.columns), PROTECTION)


def can_hide(exact: Released) -> list[tuple[int, str]]:
    """The cells of a frame that may be hidden: those with something in them, in columns that aren't names."""
    return [
        (row, column)
        for column in exact.frame.columns
        if column not in NAMES
        for row, value in enumerate(exact.frame[column])
        if not pd.isna(value)
    ]


def choices(exact: Released, *, seed: int, times: int) -> Iterator[Cells]:
    """Cells to hide: a single one, some, each of a column, and all of them."""
    dice, every = random.Random(seed), can_hide(exact)  # no secret is made of it
    for column in dict.fromkeys(column for _, column in every):
        yield frozenset(cell for cell in every if cell[1] == column)
    yield frozenset(every)
    for _ in range(times):
        yield frozenset(dice.sample(every, dice.randint(1, max(1, len(every) - 1)))) if every else frozenset()


def written(value: Any) -> set[str]:
    """How a number could be written: plain, with thousands set apart, and as a share of a hundred."""
    if isinstance(value, str):
        return set()
    number = float(value)
    found = {f"{number:g}", f"{number:,.2f}".removesuffix(".00"), str(value)}
    return {text for text in found if len(text.replace(",", "").replace(".", "")) > 2}


assert set(LABELS) >= {column for one in DRAWN.values() for column in one.frame.frame.columns}
