"""Counts by area and by time, in which none to report (0) and nothing on record (missing) stay two things.

A *grid* is a frame with one row for each month (or longer span), in order, and one column for each area.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.model import FISCAL_YEAR_FIRST_MONTH, Grain, MonthlyTotal, start_of


def counts_by_area(sums: pd.DataFrame, areas: Sequence[str], is_on_record: Mapping[str, bool]) -> pd.DataFrame:
    """One row for each of ``areas``, in that order, one column for each measure named in ``is_on_record``.

    ``sums`` has measure, area and total, one row for each pair. An area without any is 0; a measure whose feed has
    nothing on record in the period is missing for every area. What lies in other areas is left out.
    """
    found = zip(sums["area"], sums["measure"], sums["total"], strict=True)
    counts = _spread(found, areas, list(is_on_record))
    missing = {name: np.full(len(areas), not known) for name, known in is_on_record.items()}
    columns = {name: pd.arrays.IntegerArray(counts[:, place], missing[name]) for place, name in enumerate(is_on_record)}
    return pd.DataFrame(columns, index=pd.Index(list(areas), name="area"))


def monthly_grid(
    monthly: Iterable[MonthlyTotal],
    measure: str,
    areas: Sequence[str],
    months: Sequence[date],
    reported: Collection[date],
) -> pd.DataFrame:
    """The counts of one measure by month and area: 0 in a reported month without any, missing in one not reported.

    ``monthly`` has one total for each measure, month and area; ``months`` are the first days wanted, ``reported`` those
    on record.
    """
    on_record = set(reported)
    is_missing = np.array([month not in on_record for month in months], dtype=np.bool_)
    return _grid(_counts_of(monthly, measure, areas, months), is_missing, areas, months)


def over_areas(grid: pd.DataFrame) -> pd.Series:
    """The sum over all areas in each span; missing where the span is missing."""
    counts, is_missing = counts_and_gaps(grid)
    return pd.Series(
        pd.arrays.IntegerArray(counts.sum(axis=1), np.logical_and.reduce(is_missing, axis=1)), index=grid.index
    )


def counts_and_gaps(grid: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """The counts of a grid by span (rows) and area, 0 where they are missing, and where they are."""
    columns = [column.array for _, column in grid.items()]
    shape = (len(grid), len(columns))
    counts = np.array([column.to_numpy(dtype=np.int64, na_value=0) for column in columns], dtype=np.int64)
    is_missing = np.array([column.isna() for column in columns], dtype=np.bool_)
    return counts.T.reshape(shape), is_missing.T.reshape(shape)


def as_rows(grid: pd.DataFrame, counted: str) -> pd.DataFrame:
    """The grid with one row for each span and area, spans first: columns start, area, and the count as ``counted``."""
    stacked = pd.Series(grid.rename_axis(index="start", columns="area").stack())
    return stacked.rename(counted).reset_index()


def by_grain(grid: pd.DataFrame, grain: Grain, *, fiscal_from: int = FISCAL_YEAR_FIRST_MONTH) -> pd.DataFrame:
    """The grid summed to longer spans, by the first day of each; missing only where every month of it is missing.

    ``fiscal_from``: the number of the month that a fiscal year begins with.
    """
    first_days = [start_of(grain, month.date(), fiscal_from=fiscal_from) for month in grid.index]
    return grid.groupby(pd.DatetimeIndex(first_days, name="month").as_unit("s")).sum(min_count=1).astype("Int64")


def rolling_12_months(grid: pd.DataFrame) -> pd.DataFrame:
    """The twelve months up to and including the one named, added up; missing unless all twelve are on record.

    Towns here are small, and a single month of one town says very little.

    Numerator: the count of each of the twelve months.
    Denominator: none; it is a count.
    Source: a plain moving sum.
    Limits: two neighbouring points share eleven months, so they are not two findings; such points are never added up.
    """
    counts, is_missing = (_sums_of_12(values) for values in counts_and_gaps(grid))
    found = zip(grid.columns, counts.T, (is_missing > 0).T, strict=True)
    columns = {area: pd.arrays.IntegerArray(own.copy(), gaps.copy()) for area, own, gaps in found}
    rolled = pd.DataFrame(columns, index=grid.index[11:], columns=grid.columns)
    return rolled.reindex(grid.index)


def _sums_of_12(values: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """The sum of each twelve rows on end."""
    if len(values) < 12:
        return np.zeros((0, values.shape[1]), dtype=np.int64)
    sums: npt.NDArray[np.int64] = np.lib.stride_tricks.sliding_window_view(values, 12, axis=0).sum(axis=-1)
    return sums


def waiting_at_month_end(monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date]) -> pd.DataFrame:
    """Requests received but neither delivered nor closed by the last day of the month.

    Numerator: requests received up to and including that day, less those delivered and those closed by then.
    Denominator: none; it is a count.
    Source: the exports of the request form and the request log.
    Limits: a delivery that nobody wrote down leaves its request waiting.

    For programs: the answer is a grid. ``monthly`` must hold requests, delivered and closed from the first month on
    record; ``months`` are consecutive and begin with it.
    """
    flows = (_counts_of(monthly, name, areas, months) for name in ("requests", "delivered", "closed"))
    received, delivered, closed = (flow.cumsum(axis=0) for flow in flows)
    return _grid(received - delivered - closed, np.zeros(len(months), dtype=np.bool_), areas, months)


def _counts_of(
    monthly: Iterable[MonthlyTotal], measure: str, areas: Sequence[str], months: Sequence[date]
) -> npt.NDArray[np.int64]:
    """The totals of one measure by month (rows) and area."""
    own = ((month, area, total) for name, month, area, total in monthly if name == measure)
    return _spread(own, months, areas)


def _grid(
    counts: npt.NDArray[np.int64], is_missing: npt.NDArray[np.bool_], areas: Sequence[str], months: Sequence[date]
) -> pd.DataFrame:
    columns = {area: pd.arrays.IntegerArray(counts[:, place], is_missing.copy()) for place, area in enumerate(areas)}
    return pd.DataFrame(columns, index=pd.DatetimeIndex(list(months), name="month").as_unit("s"))


def _spread(
    found: Iterable[tuple[Hashable, Hashable, int]], rows: Sequence[Hashable], columns: Sequence[Hashable]
) -> npt.NDArray[np.int64]:
    """The totals of ``found`` (row, column, total) in their places, 0 elsewhere; what has no place is left out."""
    row_of, column_of = ({name: place for place, name in enumerate(names)} for names in (rows, columns))
    counts = np.zeros((len(rows), len(columns)), dtype=np.int64)
    for row, column, total in found:
        if row in row_of and column in column_of:
            counts[row_of[row], column_of[column]] += total
    return counts
