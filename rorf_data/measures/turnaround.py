"""How long requests take, from the day received to the day delivered, in calendar days."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.measures.frames import Type, frame_of

Counts = npt.NDArray[np.int64]


def quantile_of_counted(days: np.ndarray, counts: np.ndarray, share: float) -> float:
    """The quantile of values given as ``days`` with how often each occurs, by linear interpolation.

    Definition 7 of Hyndman and Fan (1996), the default of numpy and pandas: the order statistic at ``1 + (n - 1) *
    share``, between its two neighbours where that is no whole number. NaN when nothing was counted.
    """
    total = int(counts.sum())
    if total == 0:
        return float("nan")
    order = np.argsort(days, kind="stable")
    reached = np.cumsum(counts[order])
    position = (total - 1) * share
    below, above = (days[order][np.searchsorted(reached, rank, side="right")] for rank in _neighbours(position))
    return float(below + (above - below) * (position - np.floor(position)))


def turnaround_by(turnarounds: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Days from the day a request is received to the day of delivery: the middle one, and one that nine of ten keep to.

    Numerator: calendar days of delivered requests; half took the median or less, nine of ten the 90th percentile.
    Denominator: none; it is a length of time.
    Source: the request log; definition 7 of Hyndman and Fan (1996) for the percentiles.
    Limits: only delivered requests count. Those still waiting must be shown beside them, or slow requests look good.

    For programs: delivered requests by ``keys``, with the columns total_delivered, median_days and p90_days (to one
    decimal). ``turnarounds`` has the key columns, days and total.
    """
    days, totals = (turnarounds[name].to_numpy(dtype=np.int64) for name in ("days", "total"))
    groups = turnarounds.groupby(list(keys), sort=True).indices if keys else {(): np.arange(len(turnarounds))}
    rows = [
        dict(zip(keys, name if isinstance(name, tuple) else (name,), strict=True)) | _summary(days[own], totals[own])
        for name, own in groups.items()
    ]
    types: dict[str, Type] = {"total_delivered": "Int64", "median_days": "Float64", "p90_days": "Float64"}
    names: dict[str, Type] = dict.fromkeys(keys, "object")
    return frame_of(rows, names | types)


def in_a_list(lengths: Counts, totals: Counts) -> str:
    """The days of every single request, shortest first: ``3, 5, 5 and 9``, from lengths in days with their totals."""
    days = sorted(np.repeat(lengths, totals).tolist())
    return " and ".join(part for part in (", ".join(map(str, days[:-1])), str(days[-1])) if part) if days else ""


def _neighbours(position: float) -> tuple[int, int]:
    return int(np.floor(position)), int(np.ceil(position))


def _summary(days: Counts, counts: Counts) -> dict[str, float]:
    """How many were delivered, and the median and 90th percentile of their days where any were."""
    total = int(counts.sum())
    if not total:
        return {"total_delivered": 0}
    median, p90 = (round(quantile_of_counted(days, counts, share), 1) for share in (0.5, 0.9))
    return {"total_delivered": total, "median_days": median, "p90_days": p90}
