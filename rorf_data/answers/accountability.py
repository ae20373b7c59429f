"""The card of Results-Based Accountability: how much was done, how well, and whether anyone is better off.

The three questions are Friedman's (Trying Hard Is Not Good Enough, 2005); Connecticut's agencies have long reported in
this form. The third is answered with what is on record, which is almost nothing, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import ledger, reports_missing
from rorf_data.answers.series import notes_on_gaps, sums_by_area
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import FREE, INSIDE, RestsOn, free
from rorf_data.measures.reporting import reports_in_time
from rorf_data.measures.turnaround import turnaround_by
from rorf_data.model import Feed, Filters, Period, last_of_month
from rorf_data.store import queries

HOW_MUCH, HOW_WELL, BETTER_OFF = "How much did we do?", "How well did we do it?", "Is anyone better off?"
DELIVERED, MEDIAN = "Requests delivered", "Median days from request to delivery"
WAITING = "Requests still waiting"
FEEDS = (Feed.DISTRIBUTIONS, Feed.REQUESTS, Feed.CALLS)
NOT_KNOWN = (
    "Whether anyone is better off isn't known: no record here says what became of a kit, and nobody is asked. Fewer "
    "calls or deaths would not show it either, because much else changes them, and in towns this small by chance alone."
)

Row = tuple[str, str, object, object]


@answer
def results_card(reader: Reader, chosen: Filters) -> Released:
    """One row for each figure of the card, in the order of its three questions.

    Columns: question, measure, value, out_of (what the value is part of; missing where it is part of nothing). Both
    ends of the period are included. A value is missing where nothing is on record, and always where nobody records it.
    """
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        rows = [
            *_how_much(connection, towns, chosen.period),
            *_how_well(reader, connection, towns, chosen.period),
            (BETTER_OFF, "Kits that were used when somebody overdosed", pd.NA, pd.NA),
            (BETTER_OFF, "People who found treatment or support after a kit was left", pd.NA, pd.NA),
        ]
        frame = pd.DataFrame(rows, columns=["question", "measure", "value", "out_of"])
        return describe_and_release(
            reader,
            connection,
            frame.astype({"value": "Float64", "out_of": "Int64"}),
            title="How much, how well, and is anyone better off",
            period=chosen.period,
            towns=towns,
            feeds=FEEDS,
            notes=[
                NOT_KNOWN,
                *reports_missing(reader, connection, FEEDS, chosen.period),
                *notes_on_gaps(connection, ["kits", "requests"], chosen.period),
            ],
            inside_notes=_few_delivered(frame, reader.settings.analysis.fewest_for_percentiles),
            rests=free(["question", "measure", "out_of"], len(frame))
            | {"value": [_value_rests_on(str(measure)) for measure in frame["measure"]]},
        )


def _value_rests_on(measure: str) -> RestsOn:
    """What became of requests is told of by single ones; kits, visits and reports tell of nobody."""
    return INSIDE if measure in (DELIVERED, MEDIAN, WAITING) else FREE


def _few_delivered(frame: pd.DataFrame, fewest: int) -> list[str]:
    """Why there is no median although something was delivered."""
    values = frame.set_index("measure")["value"].fillna(-1)
    if values[DELIVERED] <= 0 or values[MEDIAN] >= 0:
        return []
    return [f"With fewer than {fewest} requests delivered there is no median."]


def _how_much(connection: sa.Connection, towns: Sequence[str], period: Period) -> list[Row]:
    sums = sums_by_area(connection, ["kits", "distributions", "delivered"], towns, period)
    reached = int((sums["kits"] > 0).sum()) if sums["kits"].notna().any() else pd.NA
    return [
        (HOW_MUCH, "Kits left", sums["kits"].sum(min_count=1), pd.NA),
        (HOW_MUCH, "Visits at which kits were left", sums["distributions"].sum(min_count=1), pd.NA),
        (HOW_MUCH, "Towns in which a kit was left", reached, len(towns)),
        (HOW_MUCH, DELIVERED, sums["delivered"].sum(min_count=1), pd.NA),
    ]


def _how_well(reader: Reader, connection: sa.Connection, towns: Sequence[str], period: Period) -> list[Row]:
    found = queries.load_turnarounds(connection, period)
    days = turnaround_by(found[found["area"].isin(towns)], []).iloc[0]
    is_enough = days["total_delivered"] >= reader.settings.analysis.fewest_for_percentiles
    months = [month for month in period.months() if last_of_month(month) < reader.today]
    in_time, due = reports_in_time(ledger(reader, connection, months, FEEDS), today=reader.today)
    return [
        (HOW_WELL, MEDIAN, days["median_days"] if is_enough else pd.NA, pd.NA),
        (HOW_WELL, WAITING, _waiting(reader, connection, towns, period), pd.NA),
        (HOW_WELL, "Reports that came in time", in_time if due else pd.NA, due or pd.NA),
    ]


def _waiting(reader: Reader, connection: sa.Connection, towns: Sequence[str], period: Period) -> object:
    """Requests waiting at the end of the period, or today if that is earlier; missing before any is on record."""
    if not queries.load_reported_months(connection, Feed.REQUESTS):
        return pd.NA
    found = queries.load_waiting(connection, min(period.last, reader.today))
    return int(found.loc[found["area"].isin(towns), "total"].sum())
