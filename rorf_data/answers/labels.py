"""The headings of columns, the same on every page, chart and file, with the unit in them."""

from __future__ import annotations

from collections.abc import Iterable

from rorf_data.model import Feed

FEED_WORDS = {
    Feed.DISTRIBUTIONS: "Kit logs",
    Feed.REQUESTS: "Request records",
    Feed.CALLS: "Overdose call records",
    Feed.DEATHS: "Published deaths",
    Feed.SUMMARIES: "Monthly summaries",
}

LABELS = {
    "agencies_expected": "Agencies expected to report",
    "agencies_reported": "Of these, agencies that have reported",
    "agency": "Agency",
    "calls_12_months": "Overdose calls, last 12 months",
    "days_late": "Days late",
    "days_waiting": "Days waiting",
    "due_days": "Due after the end, days",
    "due_on": "Due on",
    "every": "How often",
    "fatal_calls": "Fatal calls",
    "feed": "Kind of records",
    "first_date": "First day on record",
    "first_month": "Expected from",
    "fiscal_year": "Fiscal year (July to June)",
    "has_reported": "Reported",
    "held_rows": "Rows waiting for a person",
    "in_words": "In words",
    "is_member": "Member town",
    "kits_12_months": "Kits left, last 12 months",
    "kits_at_overdose": "Kits left at an overdose scene",
    "kits_per_1000": "Kits per 1,000 residents",
    "kits_per_call": "Kits per overdose call",
    "last_12_months": "Last 12 months",
    "last_load_date": "Last loaded",
    "last_month": "Newest month on record",
    "loads": "Files loaded",
    "measure": "Measure",
    "median_days": "Median days to delivery",
    "month": "Month",
    "month_start": "Month begins",
    "naloxone_calls": "Calls with naloxone given",
    "newest_date": "Newest day on record",
    "nonfatal_calls": "Nonfatal calls",
    "oldest_wait_days": "Longest wait of those still waiting, days",
    "opioid_deaths": "Deaths with an opioid",
    "p90_days": "90th percentile of days to delivery",
    "period": "Period",
    "period_start": "Period begins",
    "population": "Residents",
    "quarter": "Quarter",
    "received_date": "Day received",
    "received_on": "Received on",
    "report": "Report",
    "reports_expected": "Reports expected",
    "reports_in": "Reports in",
    "reports_late": "Of these, late",
    "reports_missing": "Missing and late",
    "reports_not_yet_due": "Not yet due",
    "requests_waiting": "Requests waiting",
    "rows_on_record": "Records kept",
    "set_by": "Set by",
    "set_on": "Set on",
    "source": "Source",
    "this_month": "This month",
    "total_calls": "Overdose calls",
    "total_deaths": "Published deaths",
    "total_delivered": "Requests delivered",
    "total_distributions": "Visits at which kits were left",
    "total_doses": "Doses in the kits left",
    "total_kits": "Kits left",
    "total_requests": "Requests received",
    "town": "Town",
    "town_code": "Town code (county subdivision)",
    "unknown_outcome_calls": "Calls with outcome not recorded",
    "until": "Expected until",
    "value": "Value",
    "year": "Year",
    "year_before": "Same month a year before",
}


def labels_for(columns: Iterable[str]) -> dict[str, str]:
    """The heading of each of these columns; a column without one is a mistake of ours (KeyError)."""
    return {column: LABELS[column] for column in columns}
