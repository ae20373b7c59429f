"""The cascade as a table for programs: by any of town, agency and one length of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.cascade import COLUMNS, TYPES
from rorf_data.answers.linked import NO_CALLS, NO_RECORD, Told, only_where_linked, shares_of, steps_counted
from rorf_data.answers.reader import Reader
from rorf_data.measures.cascade import Counts
from rorf_data.model import Feed, Grain, Period, start_of
from rorf_data.store import queries

AGENCY: Final = "agency"
NUMBERS: Final = tuple(column for column in COLUMNS if not column.endswith("_said"))


def cascade_rows(
    reader: Reader,
    connection: sa.Connection,
    areas: Sequence[str],
    period: Period,
    grain: Grain | None,
    by: Sequence[str],
) -> pd.DataFrame:
    """One row for each combination of ``by``: the key columns (area, start, agency), then the cascade in numbers.

    Without the agency every combination is there, 0 where no call came and missing where no file of calls covers any of
    the span; with it only what occurs, "-" where no agency is recorded.
    """
    keys = [name for name, is_wanted in _keys(grain, by) if is_wanted]
    found = _by_span(steps_counted(connection, areas, period, keys), keys, grain)
    on_record = {month for month in queries.load_reported_months(connection, Feed.CALLS) if month in period.months()}
    spans = {start_of(grain, month) for month in on_record} if grain else set()
    rows: list[dict[str, Any]] = []
    for key in sorted(found) if AGENCY in by else product(*_values(keys, areas, period, grain)):
        named = dict(zip(keys, key, strict=True))
        is_known = named["month"] in spans if grain else bool(on_record)
        shown = only_where_linked(found.get(key, NO_CALLS), reader.settings.analysis) if is_known else NO_RECORD
        rows.append(named | _numbers(shown, reader))
    frame = pd.DataFrame(rows, columns=[*keys, *NUMBERS]).astype({column: TYPES[column] for column in NUMBERS})
    if grain:
        frame["month"] = pd.DatetimeIndex(frame["month"]).as_unit("s")
    return frame.rename(columns={"month": "start"})


def _keys(grain: Grain | None, by: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    return (("area", "town" in by), ("month", grain is not None), (AGENCY, AGENCY in by))


def _values(keys: Sequence[str], areas: Sequence[str], period: Period, grain: Grain | None) -> list[list[Any]]:
    """All places, and all spans, for the product of both."""
    starts = dict.fromkeys(start_of(grain, month) for month in period.months()) if grain else {}
    every: dict[str, list[Any]] = {"area": list(areas), "month": list(starts)}
    return [every[key] for key in keys]


def _by_span(
    found: dict[tuple[Any, ...], Counts], keys: Sequence[str], grain: Grain | None
) -> dict[tuple[Any, ...], Counts]:
    """The counts with months added up to spans of the grain."""
    if grain is None:
        return found
    place = keys.index("month")
    sums: dict[tuple[Any, ...], Counts] = {}
    for key, counts in found.items():
        month: date = key[place]
        span = (*key[:place], start_of(grain, month), *key[place + 1 :])
        before = sums.get(span, NO_CALLS)
        sums[span] = {column: before[column] + counts[column] for column in counts}
    return sums


def _numbers(shown: Told, reader: Reader) -> dict[str, Any]:
    told = shown | shares_of(shown, reader.settings.analysis)
    return {column: told[column] for column in NUMBERS}
