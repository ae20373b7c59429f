"""Single days of the leave-behind cascade, for a question that opens its rows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.model import Period
from rorf_data.store import tables
from rorf_data.store.cascade_cells import ALL_AGENCIES, NO_AGENCY

_STEPS = ("linkable", "left", "refused")


def load_calls_without_kit(connection: sa.Connection, period: Period, areas: Sequence[str]) -> pd.DataFrame:
    """Overdose calls at which neither a kit nor a refusal is recorded though it could be told, newest day first.

    One row for each day, area and agency (empty where none is recorded) of the period, both ends included: day, area,
    agency, calls. Calls that no kit log covers are left out: of them it can't be told.
    """
    kept = tables.daily_cascade.c
    query = sa.select(kept.step, kept.agency, kept.day, kept.area, kept.total).where(
        kept.agency != ALL_AGENCIES,
        kept.step.in_(_STEPS),
        kept.area.in_(list(areas)),
        kept.day.between(period.first, period.last),
    )
    columns = ["step", "agency", "day", "area", "total"]
    found = pd.DataFrame([tuple(row) for row in connection.execute(query)], columns=columns)
    if found.empty:
        return pd.DataFrame(columns=["day", "area", "agency", "calls"])
    steps = found.pivot(index=["day", "area", "agency"], columns="step", values="total")
    steps = steps.reindex(columns=list(_STEPS)).fillna(0).astype("int64")
    steps["calls"] = steps["linkable"] - steps["left"] - steps["refused"]
    rows = steps[steps["calls"] > 0].reset_index().sort_values(["day", "area"], ascending=[False, True])
    return rows.assign(agency=rows["agency"].replace(NO_AGENCY, ""))[["day", "area", "agency", "calls"]]
