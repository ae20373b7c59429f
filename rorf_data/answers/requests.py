"""Requests: received, delivered, waiting, and how long they take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import reports_missing
from rorf_data.answers.resting import each_of, every_of, months_within
from rorf_data.answers.series import grids, notes_on_gaps, sums_by_area, waiting_grid
from rorf_data.answers.towns import elsewhere_in_notes, with_month_names
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import Rests, free
from rorf_data.measures.counts import over_areas
from rorf_data.measures.turnaround import in_a_list, turnaround_by
from rorf_data.model import Feed, Filters, Period, in_words
from rorf_data.store import queries
from rorf_data.towns import gazetteer

DAYS_NOTE = (
    "Days are calendar days from the day received to the day delivered; a request still waiting has no such number."
)


@answer
def requests_summary(reader: Reader, chosen: Filters) -> Released:
    """One row for each headline figure (measure, value) of the chosen towns and period.

    Received and delivered count by their own day, both ends of the period included; waiting is on the last day of the
    period (or today); the median and 90th percentile are of the requests delivered in the period, and there only where
    those are enough; the notes list the days of fewer.
    """
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        sums = sums_by_area(connection, ["requests", "delivered", "closed"], towns, chosen.period)
        turnarounds = _turnarounds(reader, connection, towns, chosen.period)
        delivered = turnaround_by(turnarounds, [])
        is_enough = delivered["total_delivered"].iloc[0] >= _fewest(reader)
        ages = _waiting(connection, reader, towns, chosen.period)
        values = {
            "Requests received": sums["requests"].sum(min_count=1),
            "Requests delivered": sums["delivered"].sum(min_count=1),
            "Closed without delivery": sums["closed"].sum(min_count=1),
            "Still waiting": ages["total_requests"].sum() if sums["requests"].notna().any() else pd.NA,
            "Longest wait of those still waiting, days": ages["days_waiting"].max() if len(ages) else pd.NA,
        }
        if is_enough:
            values["Median days to delivery"] = delivered["median_days"].iloc[0]
            values["90th percentile of days to delivery"] = delivered["p90_days"].iloc[0]
        frame = pd.DataFrame({"measure": list(values), "value": pd.array(list(values.values()), dtype="Float64")})
        listed = [] if is_enough else _days_listed(turnarounds, _fewest(reader))
        notes, title = notes_on_gaps(connection, ["requests"], chosen.period), "Requests at a glance"
        return _release(reader, connection, frame, title, chosen.period, towns, notes, inside=listed)


@answer
def requests_by_month(reader: Reader, chosen: Filters) -> Released:
    """One row for each month that the period touches: received, delivered, waiting at its end, and days to delivery."""
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        counted = grids(connection, ["requests", "delivered"], towns, chosen.period)
        frame = pd.DataFrame(
            {
                "total_requests": over_areas(counted["requests"]),
                "total_delivered": over_areas(counted["delivered"]),
                "requests_waiting": over_areas(waiting_grid(connection, towns, chosen.period)),
            }
        )
        days = _days_by(reader, _turnarounds(reader, connection, towns, chosen.period), "month")
        frame = with_month_names(frame.join(days))
        rests = free(["month_start", "month"], len(frame)) | {
            "total_requests": every_of("requests", towns, months_within(chosen.period))
        }
        notes = [_few_note(reader)]
        return _release(reader, connection, frame, "Requests by month", chosen.period, towns, notes, rests=rests)


@answer
def requests_by_town(reader: Reader, chosen: Filters) -> Released:
    """One row for each chosen town, A to Z; waiting is on the last day of the period (or today)."""
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        counts = sums_by_area(connection, ["requests", "delivered"], towns, chosen.period)
        days = _days_by(reader, _turnarounds(reader, connection, towns, chosen.period), "area").reindex(towns)
        waiting = _waiting(connection, reader, towns, chosen.period).groupby("town_code")
        is_known = counts["requests"].notna()
        frame = pd.DataFrame(
            {
                "town": [gazetteer.area_label(code) for code in towns],
                "total_requests": counts["requests"],
                "total_delivered": counts["delivered"],
                "requests_waiting": waiting["total_requests"].sum().reindex(towns, fill_value=0).where(is_known),
                "median_days": days["median_days"],
                "p90_days": days["p90_days"],
                "delivered_days": days["delivered_days"],
                "oldest_wait_days": waiting["days_waiting"].max().reindex(towns),
            }
        ).astype({"requests_waiting": "Int64", "oldest_wait_days": "Int64"})
        frame = frame.reset_index(names="town_code")
        notes = [_few_note(reader), *notes_on_gaps(connection, ["requests"], chosen.period)]
        _, inside = elsewhere_in_notes(connection, ["requests"], towns, chosen.period)
        rests = free(["town_code", "town"], len(towns)) | {"total_requests": each_of("requests", towns, chosen.period)}
        return _release(
            reader, connection, frame, "Requests by town", chosen.period, towns, notes, inside=inside, rests=rests
        )


@answer
def requests_waiting(reader: Reader, chosen: Filters) -> Released:
    """The requests still waiting, oldest first: town, received_date, days_waiting, total_requests received that day."""
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        ages = _waiting(connection, reader, towns, chosen.period)
        frame = ages[["town", "received_date", "days_waiting", "total_requests"]]
        counted_on = f"What waited at the end of {in_words(min(chosen.period.last, reader.today))}."
        return _release(
            reader, connection, frame, "Requests still waiting, oldest first", chosen.period, towns, [counted_on]
        )


def _turnarounds(reader: Reader, connection: sa.Connection, towns: Sequence[str], period: Period) -> pd.DataFrame:
    return reader.recall(("turnarounds", tuple(towns), period), lambda: _delivered(connection, towns, period))


def _delivered(connection: sa.Connection, towns: Sequence[str], period: Period) -> pd.DataFrame:
    found = queries.load_turnarounds(connection, period)
    return found[found["area"].isin(towns)]


def _days_by(reader: Reader, turnarounds: pd.DataFrame, key: str) -> pd.DataFrame:
    """By ``key`` median_days and p90_days where so many are delivered as they take, else delivered_days: the days
    themselves, shortest first.
    """
    days = turnaround_by(turnarounds, [key]).set_index(key)
    is_enough = days["total_delivered"] >= _fewest(reader)
    lengths, totals = _lengths(turnarounds)
    own = turnarounds.groupby(key).indices
    listed = [
        None if enough else in_a_list(lengths[own[name]], totals[own[name]]) for name, enough in is_enough.items()
    ]
    percentiles = days[["median_days", "p90_days"]].where(is_enough)
    return percentiles.assign(delivered_days=pd.Series(listed, index=days.index, dtype=object))


def _days_listed(turnarounds: pd.DataFrame, fewest: int) -> list[str]:
    if turnarounds.empty:
        return []
    days = in_a_list(*_lengths(turnarounds))
    return [f"Fewer than {fewest} were delivered, after {days} days, so no percentile is given."]


def _lengths(turnarounds: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The lengths in days, and how many requests took each."""
    return turnarounds["days"].to_numpy(dtype=np.int64), turnarounds["total"].to_numpy(dtype=np.int64)


def _few_note(reader: Reader) -> str:
    return f"With fewer than {_fewest(reader)} delivered there is no percentile; the days are listed."


def _fewest(reader: Reader) -> int:
    return reader.settings.analysis.fewest_for_percentiles


def _waiting(connection: sa.Connection, reader: Reader, towns: Sequence[str], period: Period) -> pd.DataFrame:
    """What waited at the end of the period (or today, if earlier), with its age on that day."""
    counted_on = min(period.last, reader.today)
    question = ("waiting", tuple(towns), counted_on)
    return reader.recall(question, lambda: _waited(connection, towns, counted_on))


def _waited(connection: sa.Connection, towns: Sequence[str], counted_on: date) -> pd.DataFrame:
    found = queries.load_waiting(connection, counted_on)
    found = found[found["area"].isin(towns)]
    return pd.DataFrame(
        {
            "town_code": found["area"].astype(str),
            "town": [gazetteer.area_label(code) for code in found["area"]],
            "received_date": pd.to_datetime(found["received_date"]),
            "days_waiting": pd.array([_age(day, counted_on) for day in found["received_date"]], dtype="Int64"),
            "total_requests": found["total"].astype("Int64"),
        }
    )


def _age(received: date, counted_on: date) -> int:
    return (counted_on - received).days


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    period: Period,
    towns: Sequence[str],
    notes: Sequence[str] = (),
    *,
    inside: Sequence[str] = (),
    rests: Rests | None = None,
) -> Released:
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=period,
        towns=towns,
        feeds=[Feed.REQUESTS],
        notes=[DAYS_NOTE, *reports_missing(reader, connection, [Feed.REQUESTS], period), *notes],
        inside_notes=inside,
        rests=rests,
    )
