"""Every chart that the package can draw: with little, drawn by hand, and with much, from the sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from rorf_data import charts
from rorf_data.answers import (
    calls,
    cascade,
    compared,
    deaths,
    leave_behind,
    need,
    reporting,
    requests,
    settlement,
    signals,
    stock,
    towns,
    trends,
    waits,
)
from rorf_data.answers.reader import Reader
from rorf_data.charts import Chart
from rorf_data.disclosure.release import DatedEvent, Provisional, Released, shared
from rorf_data.maps import TownMap, towns_map
from rorf_data.model import Filters, Grain, Period
from tests.unit.picture_frames import by_month, by_town, months, released, trend

THREE = months(3)
CALLS = by_month(
    total_calls=[3, 0, None], fatal_calls=[1, 0, None], nonfatal_calls=[2, 0, None],
    unknown_outcome_calls=[0, 0, None],
)  # fmt: skip
REQUESTS = by_month(
    total_requests=[5, 0, None, 2], total_delivered=[4, 0, None, 2], requests_waiting=[1, 1, None, 1],
    median_days=[3.5, None, None, 4.0], p90_days=[9.0, None, None, 9.0],
)  # fmt: skip
PARTS = {
    "total_calls": [7, 2, None],
    "kit_left_calls": [4, 1, None],
    "kit_refused_calls": [1, 0, None],
    "no_kit_recorded_calls": [2, 0, None],
    "unknown_kit_calls": [0, 1, None],
}
STEPS = released(
    {"step": ["Calls", "Someone there", "Kit left"], "total_calls": [12, 7, 6], "eligible_calls": [4, None, 2]}
)
RATES = by_month(
    kits_per_call=[2.0, None, 0.5],
    visits_per_call=[1.0, None, 0.4],
    visits_per_call_low=[0.5, None, 0.1],
    visits_per_call_high=[1.9, None, 1.2],
)
SHARES = by_month(
    eligible_kit_left_share=[0.5, None, 0.25],
    eligible_kit_left_share_low=[0.2, None, 0.1],
    eligible_kit_left_share_high=[0.8, None, 0.6],
)
NEED = by_town(
    population=[3019, 8192, 1351, 3150], total_kits=[18, 51, 6, None], total_calls=[3, 9, 0, 3],
    planning_kits=[38, 104, 17, 40],
)  # fmt: skip
MODEL = released(
    {
        "point": ["Published point", "Published point", "The state's planning figure"],
        "kits_per_100000": [100.0, 500.0, 1270.0],
        "modelled_percent": [26.2, 78.1, None],
        "modelled_low": [13.8, 52.5, None],
        "modelled_high": [37.8, 90.7, None],
    },
    title="The published model",
)
CURVE = released(
    {
        "wait_days": [0, 3, 9],
        "requests_at_risk": [20, 18, 9],
        "total_delivered": [0, 9, 6],
        "delivered_percent": [0.0, 50.0, 92.0],
        "delivered_low": [None, 30.1, 71.0],
        "delivered_high": [None, 74.4, 99.0],
    },
    title="Requests delivered by day",
)
LEDGER = released(
    {
        "month_start": [THREE[0]] * 3 + [THREE[1]] * 3,
        "agency": ["Kent Ambulance", "Sharon Fire", "calls"] * 2,
        "feed": ["Kit logs", "Kit logs", "Overdose call records"] * 2,
        "report": ["received", "nothing to report", "received", "missing", "not yet due", "not expected"],
        "days_late": [3, 0, 0, 7, 0, None],
    }
)
LOTS = released(
    {
        "expiry_date": [date(2026, 12, 31), date(2028, 8, 31), None],
        "days_left": [39, 648, None],
        "store": ["Valley storeroom", "Valley storeroom", "Hill cabinet"],
        "lot": ["A1", "B2", ""],
        "kits_on_hand": [39, 48, 6],
    }
)
ROLLING = released(
    {
        "day": [date(2026, 3, day) for day in range(1, 7)],
        "rolling_calls": [0, 1, 3, 3, 2, 1],
        "signal_calls": [0, 1, 3, 3, 2, 1],
        "late_calls": [0] * 6,
        "usual_calls": [None, None, 0.8, 0.8, 0.8, 0.8],
        "unusual_from": [None, None, 3, 3, 3, 3],
        "signal_answer": ["", "", "unusual", "unusual", "", ""],
    }
)


def marked(plain: Released) -> Released:
    """With a dated event in the second month and a provisional last one."""
    events = (DatedEvent(date(2026, 2, 10), "kits reach all ambulances"),)
    return replace(plain, about=replace(plain.about, events=events, provisional=(Provisional(THREE[1], 0.6),)))


def for_screen(plain: Released) -> Released:
    """The same, to be looked at on the screen only."""
    return replace(plain, about=replace(plain.about, is_for_screen_only=True))


def without(plain: Released, **cells: Sequence[int]) -> Released:
    """The same as shared, with these rows of these columns hidden."""
    frame = plain.frame.copy()
    hidden = pd.DataFrame(False, index=frame.index, columns=frame.columns)
    for column, rows in cells.items():
        frame.loc[list(rows), column] = pd.NA
        hidden.loc[list(rows), column] = True
    return shared(plain, frame, hidden, "Counts of 1 to 5 are hidden, and what would give them away.")


LITTLE: Mapping[str, Callable[[], Chart]] = {
    "by_town_bars": lambda: charts.by_town_bars(by_town(kits_per_1000=[1.3, 0.1, 0.0, None]), value="kits_per_1000"),
    "calls_by_month_bars": lambda: charts.calls_by_month_bars(marked(CALLS)),
    "calls_by_town_bars": lambda: charts.calls_by_town_bars(
        by_town(total_calls=[4, 1, 0, None], fatal_calls=[1, 0, 0, None], nonfatal_calls=[2, 1, 0, None],
                unknown_outcome_calls=[1, 0, 0, None])
    ),
    "cascade_steps_bars": lambda: charts.cascade_steps_bars(STEPS),
    "deaths_by_year_bars": lambda: charts.deaths_by_year_bars(
        released({"year": ["2024", "2025", "2026"], "total_deaths": [3, 4, None], "opioid_deaths": [2, 4, None]})
    ),
    "fair_share_bars": lambda: charts.fair_share_bars(
        by_town(total_kits=[18, 51, 6], new_kits=[2, 0, 3], kits_with_new=[20, 51, 9])
    ),
    "kits_at_calls_bars": lambda: charts.kits_at_calls_bars(by_town(**PARTS), by="town"),
    "kits_at_calls_by_month_bars": lambda: charts.kits_at_calls_by_month_bars(by_month(**PARTS)),
    "kits_beside": lambda: charts.kits_beside(NEED, against="population"),
    "kits_by_expiry_bars": lambda: charts.kits_by_expiry_bars(LOTS, soon_days=90),
    "kits_by_town_bars": lambda: charts.kits_by_town_bars(by_town(total_kits=[4, 1, 0, None])),
    "leave_behind_lines": lambda: charts.leave_behind_lines(RATES, rate="kits_per_call"),
    "leave_behind_lines of a share": lambda: charts.leave_behind_lines(SHARES, rate="eligible_kit_left_share"),
    "naloxone_model_curve": lambda: charts.naloxone_model_curve(MODEL),
    "reports_by_agency": lambda: charts.reports_by_agency(LEDGER),
    "requests_by_month_bars": lambda: charts.requests_by_month_bars(marked(REQUESTS)),
    "rolling_calls_lines": lambda: charts.rolling_calls_lines(ROLLING),
    "spending_bars": lambda: charts.spending_bars(
        released({"category": ["Prevent", "Reduce harm"], "spent_dollars": [1200.5, None]})
    ),
    "share_delivered_steps": lambda: charts.share_delivered_steps(CURVE),
    "town_by_month_bars": lambda: charts.town_by_month_bars(marked(by_month(total_kits=[2, 0, None]))),
    "towns_funnel": lambda: charts.towns_funnel(
        by_town(total_calls=[14, 5, 0, None], expected_count=[5.0, 9.0, 5.0, None]), value="total_calls"
    ),
    "trend_lines": lambda: charts.trend_lines(marked(trend({"Kent": [2, 0, None]})), value="total_kits"),
    "trend_lines of towns": lambda: charts.trend_lines(
        marked(trend({"Kent": [2, 0, None], "Goshen": [0, 1, 4], "Warren": [1, 1, 1]})), value="total_kits"
    ),
    "turnaround_lines": lambda: charts.turnaround_lines(REQUESTS),
    "waiting_ages_bars": lambda: charts.waiting_ages_bars(
        released({"days_waiting": [3, 12, 90], "total_requests": [1, 2, 1]})
    ),
}  # fmt: skip


HIDDEN: Mapping[str, Callable[[], Chart]] = {
    "towns": lambda: charts.kits_by_town_bars(without(by_town(total_kits=[87, 41, 0, None]), total_kits=[1])),
    "calls": lambda: charts.calls_by_month_bars(without(CALLS, total_calls=[0], fatal_calls=[0], nonfatal_calls=[0])),
    "parts": lambda: charts.calls_by_month_bars(
        without(
            by_month(total_calls=[30, 9], fatal_calls=[3, 0], nonfatal_calls=[41, 9], unknown_outcome_calls=[7, 0]),
            fatal_calls=[0],
            nonfatal_calls=[0],
        )
    ),
    "steps": lambda: charts.cascade_steps_bars(without(STEPS, eligible_calls=[2])),
    "stacks": lambda: charts.kits_at_calls_bars(
        without(by_town(**PARTS), **dict.fromkeys([name for name in PARTS if name != "unknown_kit_calls"], [1])),
        by="town",
    ),
    "line": lambda: charts.trend_lines(without(trend({"Kent": [87, 41, None]}), total_kits=[1]), value="total_kits"),
    "panels": lambda: charts.trend_lines(
        without(trend({"Kent": [87, 41, None], "Goshen": [8, 9, 10]}), total_kits=[2]), value="total_kits"
    ),
    "deaths": lambda: charts.deaths_by_year_bars(
        without(
            released({"year": ["2024", "2025"], "total_deaths": [13, 41], "opioid_deaths": [12, 41]}),
            total_deaths=[1],
            opioid_deaths=[1],
        )
    ),
}
"""Charts with a number that is hidden; where one was 41 it must be found nowhere."""


def a_map(shown: Released | None = None) -> TownMap:
    """The map of kits."""
    few = by_town(total_kits=[4, 1, 0, None], kits_per_1000=[1.3, 0.1, 0.0, None])
    return towns_map(shown or few, shading="kits_per_1000", symbols="total_kits", look="dark")


def much(reader: Reader) -> dict[str, Chart | TownMap]:
    """Every chart and the map from what a reader has on record of two years."""
    chosen = Filters(Period(date(2024, 11, 1), date(2026, 10, 31)))
    rate = leave_behind.leave_behind_by_month(reader, chosen, "eligible_kit_left_share")
    by_request_month = requests.requests_by_month(reader, chosen)
    return {
        "map": a_map(towns.towns_table(reader, chosen)),
        "by_town_bars": charts.by_town_bars(towns.towns_table(reader, chosen), value="kits_per_1000"),
        "calls_by_month_bars": charts.calls_by_month_bars(calls.calls_by_month(reader, chosen)),
        "calls_by_town_bars": charts.calls_by_town_bars(calls.calls_by_town(reader, chosen)),
        "cascade_steps_bars": charts.cascade_steps_bars(cascade.cascade_steps(reader, chosen)),
        "deaths_by_year_bars": charts.deaths_by_year_bars(deaths.deaths_by_year(reader, chosen)),
        "fair_share_bars": charts.fair_share_bars(need.kits_shared_out(reader, 100, "calls", ())),
        "kits_at_calls_bars": charts.kits_at_calls_bars(cascade.cascade_by(reader, chosen, "town"), by="town"),
        "kits_at_calls_by_month_bars": charts.kits_at_calls_by_month_bars(cascade.cascade_by(reader, chosen, "month")),
        "kits_beside": charts.kits_beside(need.need_by_town(reader, ()), against="total_calls"),
        "kits_by_expiry_bars": charts.kits_by_expiry_bars(stock.stock_by_lot(reader), soon_days=90),
        "kits_by_town_bars": charts.kits_by_town_bars(towns.towns_table(reader, chosen)),
        "leave_behind_lines": charts.leave_behind_lines(rate, rate="eligible_kit_left_share"),
        "naloxone_model_curve": charts.naloxone_model_curve(need.naloxone_model(reader)),
        "reports_by_agency": charts.reports_by_agency(reporting.reports(reader, 24)),
        "requests_by_month_bars": charts.requests_by_month_bars(by_request_month),
        "rolling_calls_lines": charts.rolling_calls_lines(signals.rolling_calls(reader, chosen, 30)),
        "spending_bars": charts.spending_bars(settlement.settlement_by_category(reader, chosen)),
        "share_delivered_steps": charts.share_delivered_steps(waits.share_delivered_by_day(reader, chosen)),
        "town_by_month_bars": charts.town_by_month_bars(
            towns.town_by_month(reader, "40290", Period.of_months(date(2026, 10, 31), 1))
        ),
        "towns_funnel": charts.towns_funnel(compared.towns_compared(reader, chosen, "calls"), value="total_calls"),
        "trend_lines": charts.trend_lines(
            trends.trend(reader, chosen, "kits", Grain.MONTH, by_town=True, rolling=True), value="total_kits"
        ),
        "turnaround_lines": charts.turnaround_lines(by_request_month),
        "waiting_ages_bars": charts.waiting_ages_bars(requests.requests_waiting(reader, chosen)),
    }
