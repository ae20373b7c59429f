"""Small frames drawn by hand, released as the answers release theirs, for the tests of charts, maps and exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from rorf_data.answers.labels import LABELS
from rorf_data.disclosure.release import Description, Released, release, shared
from rorf_data.model import Audience, add_months

FIRST_MONTH = date(2026, 1, 1)
KENT, LITCHFIELD, WARREN, GOSHEN = "40290", "43370", "79510", "32290"


def released(
    columns: Mapping[str, Sequence[Any]],
    *,
    title: str = "Kits left",
    period: str = "January 2026 to March 2026",
    audience: Audience = Audience.SHARED,
    labels: Mapping[str, str] = LABELS,
    is_sample: bool = False,
    notes: tuple[str, ...] = (),
) -> Released:
    """A frame of these columns; numbers become nullable, so that None is missing."""
    frame = pd.DataFrame({name: _column(values) for name, values in columns.items()})
    about = Description(
        title=title,
        period=period,
        towns="Kent, Litchfield and Warren",
        source="kit-log",
        as_of=date(2026, 4, 2),
        labels={name: labels[name] for name in columns},
        population="2020 Census, 1 April 2020",
        notes=notes,
        is_sample=is_sample,
    )
    exact = release(frame, about)
    if audience is Audience.INTERNAL:
        return exact
    nothing_hidden = pd.DataFrame(False, index=exact.frame.index, columns=exact.frame.columns)
    return shared(exact, exact.frame, nothing_hidden, "")


def months(count: int) -> list[date]:
    """This many months from January 2026 on."""
    return [add_months(FIRST_MONTH, index) for index in range(count)]


def by_month(**columns: Sequence[Any]) -> Released:
    """Months from January 2026 on with these measures."""
    starts = months(len(next(iter(columns.values()))))
    return released({"month_start": starts, "month": [f"{start:%b %Y}" for start in starts], **columns})


def by_town(**columns: Sequence[Any]) -> Released:
    """Kent, Litchfield, Warren with these measures, and Goshen where there is a fourth value."""
    count = len(next(iter(columns.values())))
    codes, names = [KENT, LITCHFIELD, WARREN, GOSHEN], ["Kent", "Litchfield", "Warren", "Goshen"]
    return released({"town_code": codes[:count], "town": names[:count], **columns})


def trend(towns: Mapping[str, Sequence[int | None]], *, value: str = "total_kits") -> Released:
    """A row for each month and area, months first, as the answers give it."""
    starts = months(len(next(iter(towns.values()), ())))
    rows = [(start, town, values[index]) for index, start in enumerate(starts) for town, values in towns.items()]
    return released(
        {
            "period_start": [start for start, _, _ in rows],
            "period": [f"{start:%b %Y}" for start, _, _ in rows],
            "town": [town for _, town, _ in rows],
            value: [number for _, _, number in rows],
        }
    )


def emptied(full: Released) -> Released:
    """The same answer with no row at all."""
    return replace(full, frame=full.frame.iloc[:0], hidden=full.hidden.iloc[:0])


def _column(values: Sequence[Any]) -> Any:
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, int) for value in known):
        return pd.array(list(values), dtype="Int64")
    if known and all(isinstance(value, int | float) for value in known):
        return pd.array(list(values), dtype="Float64")
    if known and all(isinstance(value, date) for value in known):
        return pd.to_datetime(list(values))
    return pd.array(list(values), dtype="Int64") if not known else list(values)
