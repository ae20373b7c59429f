"""Counts by area and by time, in which none to report (0) and nothing on record (missing) stay two things.

A *grid* is a frame with one row for each month (or longer span), in order, and one column for each area.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import pandas as pd

from rorf_data.model import Grain, start_of


def counts_by_area(sums: pd.DataFrame, areas: Sequence[str], is_on_record: Mapping[str, bool]) -> pd.DataFrame:
    """One row for each of ``areas``, in that order, one column for each measure named in ``is_on_record``.

    ``sums`` has measure, area and total. An area without any is 0; a measure whose feed has nothing on record in the
    period is missing for every area. What lies in other areas is left out.
    """
    counts = (
        sums.pivot_table(index="area", columns="measure", values="total", aggfunc="sum")
        .reindex(index=pd.Index(areas, name="area"), columns=list(is_on_record))
        .fillna(0)
        .astype("Int64")
    )
    unknown = [name for name, known in is_on_record.items() if not known]
    return counts.assign(**dict.fromkeys(unknown, pd.array([pd.NA] * len(counts), dtype="Int64"))).rename_axis(
        columns=None
    )


def monthly_grid(
    monthly: pd.DataFrame, measure: str, areas: Sequence[str], months: Sequence[date], reported: Collection[date]
) -> pd.DataFrame:
    """The counts of one measure by month and area: 0 in a reported month without any, missing in one not reported.

    ``monthly`` has measure, month, area and total; ``months`` are the first days wanted, ``reported`` those on record.
    """
    index = pd.DatetimeIndex(list(months), name="month").as_unit("s")
    grid = (
        monthly.loc[monthly["measure"] == measure]
        .pivot_table(index="month", columns="area", values="total", aggfunc="sum")
        .reindex(index=index, columns=list(areas))
        .fillna(0)
        .astype("Int64")
        .rename_axis(columns=None)
    )
    grid.loc[~index.isin(pd.DatetimeIndex(list(reported)))] = pd.NA
    return grid


def over_areas(grid: pd.DataFrame) -> pd.Series:
    """The sum over all areas in each span; missing where the span is missing."""
    return grid.sum(axis=1, min_count=1).astype("Int64")


def as_rows(grid: pd.DataFrame, counted: str) -> pd.DataFrame:
    """The grid with one row for each span and area, spans first: columns start, area, and the count as ``counted``."""
    stacked = pd.Series(grid.rename_axis(index="start", columns="area").stack())
    return stacked.rename(counted).reset_index()


def by_grain(grid: pd.DataFrame, grain: Grain) -> pd.DataFrame:
    """The grid summed to longer spans, by the first day of each; missing only where every month of it is missing."""
    starts = pd.DatetimeIndex([start_of(grain, month.date()) for month in grid.index], name="month").as_unit("s")
    return grid.groupby(starts).sum(min_count=1).astype("Int64")


def rolling_12_months(grid: pd.DataFrame) -> pd.DataFrame:
    """For each month the sum of the twelve months that end with it; missing unless all twelve are on record."""
    return grid.astype("Float64").rolling(12, min_periods=12).sum().round().astype("Int64")


def waiting_at_month_end(monthly: pd.DataFrame, areas: Sequence[str], months: Sequence[date]) -> pd.DataFrame:
    """Requests received but neither delivered nor closed by the last day of each month, as a grid.

    ``monthly`` must hold requests, delivered and closed from the first month on record; ``months`` are consecutive and
    begin with it.
    """
    flows = [monthly_grid(monthly, name, areas, months, months) for name in ("requests", "delivered", "closed")]
    received, delivered, closed = (flow.cumsum() for flow in flows)
    return received - delivered - closed
