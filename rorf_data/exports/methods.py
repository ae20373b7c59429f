"""How the columns of a frame were counted, in a line for each measure, from what the measures say of themselves."""

from __future__ import annotations

from functools import cache

from rorf_data.disclosure.release import Released

MEASURED_BY = {
    "total_kits": "Kits left",
    "kits_12_months": "Kits left",
    "kits_from_rows": "Kits left",
    "total_doses": "Doses in the kits left",
    "total_distributions": "Visits at which kits were left",
    "kits_at_overdose": "Kits left at an overdose scene",
    "total_requests": "Requests received",
    "requests_from_rows": "Requests received",
    "total_delivered": "Requests delivered",
    "delivered_so_far": "Requests delivered",
    "requests_waiting": "Requests waiting",
    "open_so_far": "Requests waiting",
    "median_days": "Days to delivery",
    "p90_days": "Days to delivery",
    "delivered_percent": "Share of requests delivered by day",
    "wait_half_days": "Days until half are delivered",
    "total_calls": "Overdose calls",
    "calls_12_months": "Overdose calls",
    "calls_from_rows": "Overdose calls",
    "rolling_calls": "Overdose calls",
    "fatal_calls": "Fatal calls",
    "nonfatal_calls": "Nonfatal calls",
    "naloxone_calls": "Calls with naloxone given",
    "total_deaths": "Published deaths",
    "opioid_deaths": "Deaths with an opioid",
    "last_12_months": "Rolling 12 months",
    "kits_per_1000": "Kits per 1,000 residents",
    "per_1000": "Visits, requests and calls per 1,000 residents",
    "rate_said": "Visits, requests and calls per 1,000 residents",
    "kits_per_call": "Kits per overdose call",
    "visits_per_call": "Visits for each overdose call",
    "step": "Overdose calls, step by step",
    "kit_left_calls": "Calls with a kit left",
    "kit_left_share": "Calls with a kit left",
    "eligible_kit_left_calls": "Eligible calls with a kit left",
    "eligible_kit_left_share": "Eligible calls with a kit left",
    "planning_kits": "Kits a year by the state's planning figure",
    "modelled_percent": "Naloxone used at a witnessed overdose, as modelled",
    "kits_with_new": "Fair share of the kits in the cupboard",
    "signal_calls": "More calls than usual, in the region",
    "chance_weeks": "Weeks until chance brings so many again",
    "kits_on_hand": "Kits on hand",
    "kits_past_date": "Kits past their printed date",
    "reorder_point": "When to order kits",
    "total_places": "Places for help",
    "contributed_dollars": "Settlement money contributed and spent",
    "spent_dollars": "Settlement money contributed and spent",
    "dollars_per_kit": "Cost of a kit left",
    "reports_in": "Reports that came in time",
    "median_delay_days": "Usual delay",
}
"""Columns of frames, with the name of their measure in the catalogue."""

OF_ROWS = "measure"
"""The column of frames that hold a measure in each row, by its name in the catalogue."""


def method_of(released: Released) -> str:
    """For each measure that the frame holds what is counted and from which source; empty where it holds none."""
    columns = [MEASURED_BY[str(name)] for name in released.frame.columns if name in MEASURED_BY]
    rows = [str(name) for name in released.frame[OF_ROWS]] if OF_ROWS in released.frame else []
    lines = _lines()
    return " ".join(lines[name] for name in dict.fromkeys((*rows, *columns)) if name in lines)


@cache
def _lines() -> dict[str, str]:
    from rorf_data.measures.catalogue import measures_told  # it gathers every measure, which only a file needs

    return {
        measure.name: f"{measure.name}: {_first_sentence(measure.numerator)} (source: {measure.source.rstrip('.')})."
        for measure in measures_told()
    }


def _first_sentence(text: str) -> str:
    return text.split(". ")[0].rstrip(".")
