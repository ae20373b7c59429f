"""Every measure that a person meets, by its name on screen; the page that explains the numbers is made from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rorf_data.measures import (
    cascade,
    comparisons,
    counted,
    counts,
    ears,
    funnel,
    help_places,
    intervals,
    lateness,
    need,
    rates,
    reporting,
    several,
    signals,
    smoothing,
    spending,
    stock,
    turnaround,
    waiting_times,
)
from rorf_data.measures.described import Told, told

MEASURES: dict[str, Callable[..., Any]] = {
    "Kits left": counted.kits_left,
    "Doses in the kits left": counted.doses_left,
    "Visits at which kits were left": counted.visits,
    "Kits left at an overdose scene": counted.kits_at_overdoses,
    "Requests received": counted.requests_received,
    "Requests delivered": counted.requests_delivered,
    "Requests waiting": counts.waiting_at_month_end,
    "Days to delivery": turnaround.turnaround_by,
    "Share of requests delivered by day": waiting_times.share_delivered,
    "Days until half are delivered": waiting_times.wait_until,
    "Overdose calls": counted.overdose_calls,
    "Fatal calls": counted.fatal_calls,
    "Nonfatal calls": counted.nonfatal_calls,
    "Calls with naloxone given": counted.naloxone_calls,
    "Published deaths": counted.published_deaths,
    "Deaths with an opioid": counted.opioid_deaths,
    "Rolling 12 months": counts.rolling_12_months,
    "Kits per 1,000 residents": rates.per_1000_residents,
    "Visits, requests and calls per 1,000 residents": rates.rate_per_1000,
    "The interval of a count": intervals.count_limits,
    "Whether a rate is shown": intervals.reliability,
    "Up, down, no clear change, or too few to say": comparisons.compare,
    "Many towns compared at once": several.judged_together,
    "Findings that chance alone would bring": several.findings_by_chance,
    "Each town against the region": funnel.control_limits,
    "Smoothed rates of the map": smoothing.smoothed_rates,
    "Overdose calls, step by step": cascade.cascade,
    "Kits per overdose call": rates.kits_per_call,
    "Visits for each overdose call": cascade.kits_per_overdose_call,
    "Calls with a kit left": cascade.calls_with_a_kit_left,
    "Eligible calls with a kit left": cascade.eligible_calls_with_a_kit_left,
    "Kits a year by the state's planning figure": need.planning_kits,
    "Naloxone used at a witnessed overdose, as modelled": need.modelled_use,
    "Fair share of the kits in the cupboard": need.fair_share,
    "More calls than usual, in the region": signals.judge_window,
    "Weeks until chance brings so many again": signals.weeks_between,
    "Towns with 3 or more calls in 28 days": signals.busy_towns,
    "The county task force's rule": signals.most_on_one_day,
    "EARS C1": ears.c1_bounds,
    "EARS C2": ears.c2_bounds,
    "EARS C3": ears.c3_bounds,
    "Kits on hand": stock.kits_on_hand,
    "Kits that expire soon": stock.kits_expiring,
    "Kits past their printed date": stock.kits_past_date,
    "The lot to hand out first": stock.first_to_hand_out,
    "When to order kits": stock.reorder_point,
    "Places for help": help_places.places_by_area,
    "Settlement money contributed and spent": spending.money,
    "Spending by the state's four words": spending.spending_by_category,
    "Cost of a kit left": spending.cost_per_kit_left,
    "Reports that came in time": reporting.reports_in_time,
    "Usual delay": lateness.usual_delay,
    "Expected completeness": lateness.expected_completeness,
}


def measures_told() -> tuple[Told, ...]:
    """What each measure counts, divides by, rests on and can't say, in the order of the catalogue."""
    return tuple(told(name, measure) for name, measure in MEASURES.items())
