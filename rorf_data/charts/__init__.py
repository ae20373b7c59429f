"""Protected frames as plotly figures, each with its words.

On screen the page's theme sets text, grid and ground; a figure sets only what carries meaning. Every function takes a
``Released`` and nothing else that holds numbers.
"""

from rorf_data.charts.calls import calls_by_month_bars, calls_by_town_bars, deaths_by_year_bars
from rorf_data.charts.canvas import Chart
from rorf_data.charts.cascade import (
    cascade_steps_bars,
    kits_at_calls_bars,
    kits_at_calls_by_month_bars,
    leave_behind_lines,
)
from rorf_data.charts.funnel import towns_funnel
from rorf_data.charts.need import fair_share_bars, kits_beside, naloxone_model_curve
from rorf_data.charts.programme import kits_by_expiry_bars, spending_bars
from rorf_data.charts.reporting import reports_by_agency
from rorf_data.charts.requests import requests_by_month_bars, turnaround_lines, waiting_ages_bars
from rorf_data.charts.signals import rolling_calls_lines
from rorf_data.charts.towns import by_town_bars, kits_by_town_bars
from rorf_data.charts.trends import town_by_month_bars, trend_lines
from rorf_data.charts.waits import share_delivered_steps

__all__ = [
    "Chart",
    "by_town_bars",
    "calls_by_month_bars",
    "calls_by_town_bars",
    "cascade_steps_bars",
    "deaths_by_year_bars",
    "fair_share_bars",
    "kits_at_calls_bars",
    "kits_at_calls_by_month_bars",
    "kits_beside",
    "kits_by_expiry_bars",
    "kits_by_town_bars",
    "leave_behind_lines",
    "naloxone_model_curve",
    "reports_by_agency",
    "requests_by_month_bars",
    "rolling_calls_lines",
    "spending_bars",
    "share_delivered_steps",
    "town_by_month_bars",
    "towns_funnel",
    "trend_lines",
    "turnaround_lines",
    "waiting_ages_bars",
]
