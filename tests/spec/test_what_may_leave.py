"""Which column of which answer may leave the programme, and why the others never do: a table to argue with.

*Exact* columns tell of nobody: names, days of reports, kits, residents, money, public places. *Protected* ones are
hidden where what they rest on is; some of their rows may stay inside always. *Inside* columns are in no file to share.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest

from rorf_data.answers.reader import Reader
from rorf_data.disclosure.rests import FREE
from rorf_data.model import Filters, Period
from tests.properties.every_answer import QUESTIONS, answers
from tests.properties.two_stores import drawn, stored

CHOSEN = Filters(Period(date(2024, 1, 1), date(2026, 10, 31)))

SINGLE = "worked out from single records, of which there are no sums that are decided on"
LATE = "rests on how late records come"
ROWS = "whether a row is there tells of single records"
DESK = "rows and files as they came, for staff alone"
STAFF = "names a member of staff"
SCREEN = "for looking at on screen only"


class Row(NamedTuple):
    """What becomes of the columns of one answer; ``why`` says it of those inside."""

    exact: str = ""
    protected: str = ""
    inside: str = ""
    why: str = ""


EVERYTHING = "*"
"""All columns of an answer that stays inside."""

TABLE = {
    # This month and the towns.
    "month_summary": Row("measure", "this_month year_before change last_12_months change_12_months"),
    "month_by_town": Row(
        "town_code town total_kits kits_12_months kits_change",
        "total_calls total_requests calls_12_months calls_change",
        "requests_waiting",
        SINGLE,
    ),
    "who_has_reported": Row("agency feed last_month has_reported report"),
    "towns_table": Row("town_code town total_kits population kits_per_1000", "total_requests total_calls"),
    "town_by_month": Row(
        "month_start month total_kits kits_12_months agencies_expected agencies_reported", "total_requests total_calls"
    ),
    "towns_compared, kits": Row(
        "town_code town total_distributions count_said rate_said per_1000 per_1000_low per_1000_high count_before "
        "change difference expected_count"
    ),
    "towns_compared, calls": Row(
        "town_code town",
        "total_calls count_said rate_said per_1000 per_1000_low per_1000_high count_before change difference "
        "expected_count",
    ),
    "periods_compared": Row("measure", "count_said rate_said count_before change"),
    "smoothed_by_town": Row(inside=EVERYTHING, why=SCREEN),
    "trend of kits by month": Row(
        "period_start period town total_kits count_before change agencies_expected agencies_reported"
    ),
    "trend of requests by quarter": Row("period_start period town", "total_requests count_before change"),
    "trend of calls by month, rolling": Row("period_start period town", "total_calls count_before change"),
    # Tables of the command line.
    "table kits by town": Row(
        "town total_kits total_doses total_distributions is_member town_code", "kits_at_overdose"
    ),
    "table requests by month": Row("month", "total_requests", "total_delivered", SINGLE),
    "table calls by town": Row(
        "town is_member town_code", "total_calls fatal_calls", "nonfatal_calls naloxone_calls", SINGLE
    ),
    "table deaths by fiscal_year": Row("fiscal_year", "total_deaths opioid_deaths"),
    "table turnaround by town": Row(inside=EVERYTHING, why=SINGLE),
    "table cascade by month": Row(inside=EVERYTHING, why=SINGLE),
    # Requests.
    "requests_summary": Row(inside=EVERYTHING, why=ROWS),
    "requests_by_month": Row(
        "month_start month",
        "total_requests",
        "total_delivered requests_waiting median_days p90_days delivered_days",
        SINGLE,
    ),
    "requests_by_town": Row(
        "town_code town",
        "total_requests",
        "total_delivered requests_waiting median_days p90_days delivered_days oldest_wait_days",
        SINGLE,
    ),
    "requests_waiting": Row(inside=EVERYTHING, why=ROWS),
    "waits_by_group, town": Row(inside=EVERYTHING, why=SINGLE),
    "share_delivered_by_day": Row(inside=EVERYTHING, why=ROWS),
    # Calls and deaths.
    "calls_by_month": Row(
        "month_start month total_kits",
        "total_calls fatal_calls kits_per_call",
        "nonfatal_calls unknown_outcome_calls naloxone_calls",
        SINGLE,
    ),
    "calls_by_town": Row(
        "town_code town total_kits",
        "total_calls fatal_calls kits_per_call",
        "nonfatal_calls unknown_outcome_calls naloxone_calls",
        SINGLE,
    ),
    "regional_signals": Row(inside=EVERYTHING, why=LATE),
    "town_signals": Row(inside=EVERYTHING, why=ROWS),
    "rolling_calls": Row(inside=EVERYTHING, why=LATE),
    "cascade_steps": Row(inside=EVERYTHING, why=SINGLE),
    "cascade_by, agency": Row(inside=EVERYTHING, why=SINGLE),
    "leave_behind_rates": Row(inside=EVERYTHING, why=ROWS),
    "leave_behind_by_month, kits_per_call": Row(
        "month_start month total_kits total_distributions",
        "total_calls kits_per_call visits_per_call visits_per_call_low visits_per_call_high",
    ),
    "leave_behind_by_month, kit_left_share": Row(inside=EVERYTHING, why=SINGLE),
    "deaths_by_year": Row("year", "total_deaths opioid_deaths"),
    "deaths_by_town": Row("town_code town", "total_deaths"),
    # Need, stock, money, help.
    "grant_figures, doses": Row(
        "period total_doses population total_distributions towns_reached towns_counted doses_per_1000 months_counted "
        "count_before change"
    ),
    "grant_figures, calls": Row(
        "period population months_counted",
        "total_calls count_low count_high per_1000 per_1000_low per_1000_high bears_rate count_before change",
    ),
    "grant_figures, deaths": Row("period population", "total_deaths count_low count_high"),
    "grant_over_time, fiscal_year": Row("period_start period town", "total_calls"),
    "grant_by_town": Row("town_code town population", "total_requests"),
    "results_card": Row("question measure out_of", "value"),
    "need_by_town": Row("town_code town population total_kits planning_kits", "total_calls"),
    "kits_shared_out, residents": Row(
        "town_code town population total_kits new_kits kits_with_new coverage coverage_with_new"
    ),
    "kits_shared_out, calls": Row(
        "town_code town total_kits", "total_calls new_kits kits_with_new coverage coverage_with_new"
    ),
    "naloxone_model": Row("point kits_per_100000 modelled_percent modelled_low modelled_high"),
    "stock_by_store": Row(
        "store kits_on_hand expiring_90 expiring_180 kits_past_date first_lot issued_12_months reorder_point "
        "is_to_order"
    ),
    "stock_by_lot": Row("expiry_date days_left store lot kits_on_hand"),
    "stock_moves": Row("store kits_received kits_issued kits_returned kits_expired kits_lost"),
    "settlement_summary": Row("measure value"),
    "settlement_by_town": Row("town contributed_dollars spent_dollars kits_dollars total_kits dollars_per_kit"),
    "settlement_by_fund": Row("fund contributed_dollars spent_dollars left_over_dollars kits_dollars dollars_per_kit"),
    "settlement_by_category": Row("category spent_dollars"),
    "help_places": Row("name offers town address hours latitude longitude"),
    "help_by_town": Row(
        "town_code town naloxone_places treatment_places disposal_places other_help_places total_places"
    ),
    # What came and when.
    "monthly_summaries": Row(
        "month town source agency reported_kits kits_from_rows",
        "calls_from_rows requests_from_rows",
        "reported_calls reported_requests",
        "what agencies say of calls and requests is decided on nowhere",
    ),
    "source_states": Row(
        "source feed loads last_load_date",
        "",
        "rows_on_record held_rows first_date newest_date",
        "the first and the newest day, and the records, may be those of a single call",
    ),
    "reporting_grid": Row(
        "agency feed 2026-10 2026-09 2026-08 2026-07 2026-06 2026-05 2026-04 2026-03 2026-02 2026-01 2025-12 2025-11"
    ),
    "reports": Row("month_start month agency feed report due_on received_on days_late"),
    "reports_by_month": Row(
        "month_start month reports_expected reports_in reports_late reports_missing reports_not_yet_due in_words"
    ),
    "expectations": Row("agency feed every due_days first_month until set_on", "", "set_by", STAFF),
    "dated_events": Row("event_id event_date event added_date", "", "added_by", STAFF),
    "loads_table": Row(inside=EVERYTHING, why=DESK),
    "load_issues": Row(inside=EVERYTHING, why=DESK),
    "load_restatements": Row(inside=EVERYTHING, why=DESK),
    # Meetings.
    "meetings_table": Row("number held_on about taken data_version", "", "taken_by note standing", STAFF),
    "decisions_table": Row(
        "decision_id meeting measure place owner_role due_on status months decision", "then now", "", ""
    ),
    "calls_without_kit": Row(inside=EVERYTHING, why=ROWS),
    "long_waits": Row(inside=EVERYTHING, why=ROWS),
    "lots_expiring": Row("expiry_date days_left store lot kits_on_hand"),
    "new_months of all": Row("measure month_start month", "now new_since"),
    "new_months of kits": Row("measure month_start month now new_since"),
    "new_by_town": Row("town_code month_start month town total_kits", "total_calls total_requests"),
    "old_months_moved of all": Row(inside=EVERYTHING, why=ROWS),
    "old_months_moved of kits": Row("measure month_start month before now late_rows corrected_rows"),
    "rows_by_agency of all": Row(inside=EVERYTHING, why=ROWS),
    "rows_by_agency of kits": Row("agency feed late_rows corrected_rows months"),
    "missing_reports": Row("agency feed last_month months reports_missing days_late"),
    "changed_since": Row(inside=EVERYTHING, why=ROWS),
    "month_then_and_now": Row(inside=EVERYTHING, why=LATE),
    "places_waiting": Row(inside=EVERYTHING, why=DESK),
    "other_rows_waiting": Row(inside=EVERYTHING, why=DESK),
    "place_decisions": Row(inside=EVERYTHING, why=DESK),
    "confirmed_agencies": Row(inside=EVERYTHING, why=DESK),
    "usual_delays": Row(inside=EVERYTHING, why=LATE),
    "usual_completeness": Row(inside=EVERYTHING, why=LATE),
}

INSIDE_NOTES = {
    "cascade_steps": "Kits and calls are not linked",
    "requests_by_town": "Requests not counted here",
    "results_card": "no median",
    "towns_compared, calls": "outside the 95 % limits",
    "towns_table": "Overdose calls not counted here",
    "trend of calls by month, rolling": "Overdose calls not counted here",
}
"""Notes that tell counts of people, by words in them."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """Staff before a store with something of every feed that tells of people."""
    pair = drawn(4)
    with stored(pair, pair.one) as one:
        yield one


@pytest.mark.parametrize("name", TABLE)
def test_each_column_leaves_or_stays_as_the_table_says(name: str, reader: Reader) -> None:
    """What an answer declares is what stands in the table."""
    released, said = QUESTIONS[name](reader, CHOSEN), TABLE[name]
    columns = list(released.frame.columns)
    exact = {name for name in columns if all(one == FREE for one in released.rests.get(name, [None]))}
    inside = {name for name in columns if name not in released.rests}

    expected_inside = set(columns) if said.inside == EVERYTHING else set(said.inside.split())
    if len(released.frame):
        assert exact == set(said.exact.split())
    assert inside == expected_inside
    assert set(columns) - exact - inside <= set(said.protected.split())
    assert bool(said.why) == bool(said.inside)


def test_the_table_holds_every_answer(reader: Reader) -> None:
    """A new answer has its place here before it may be used."""
    asked = {QUESTIONS[name](reader, CHOSEN).asked for name in TABLE}

    assert {one.name for one in asked if one} == set(answers())


@pytest.mark.parametrize("name", INSIDE_NOTES)
def test_notes_that_tell_counts_stay_inside(name: str, reader: Reader) -> None:
    """They are among those that never leave, and not among the others."""
    every = (CHOSEN, Filters(Period(date(2026, 7, 1), date(2026, 7, 31))))
    about = [QUESTIONS[name](reader, chosen).about for chosen in every]

    assert any(INSIDE_NOTES[name] in note for one in about for note in one.inside_notes)
    assert not any(INSIDE_NOTES[name] in note for one in about for note in one.notes)
