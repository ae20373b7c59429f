"""What the file leaves open: columns that it lacks, the doses in a kit, and how a request ended."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rorf_data.intake.canonical import STORED_FIELDS
from rorf_data.intake.clean import Column, Objects, column_of, same
from rorf_data.intake.sources import Source
from rorf_data.model import Feed
from rorf_data.settings import Settings

# A kit may hold a few doses; anything else is a slip of the pen.
MOST_DOSES_IN_A_KIT = 12


def complete(columns: Mapping[str, Column], source: Source, settings: Settings, *, rows: int) -> dict[str, Column]:
    """The columns with those that the file lacks, the doses in each kit, and each request's end decided."""
    nothing = column_of(np.full(rows, None, dtype=object))
    whole = {field: columns.get(field, nothing) for field in STORED_FIELDS[source.feed]} | dict(columns)
    if source.feed is Feed.DISTRIBUTIONS:
        whole["doses_per_kit"] = _doses(whole["doses_per_kit"], usual=settings.doses_per_kit)
    if "ended_date" in columns and "status" in columns:
        for field, word in (("delivered_date", "delivered"), ("closed_date", "closed")):
            whole[field] = _end(whole[field], columns["ended_date"], columns["status"], word)
    return whole


def _doses(given: Column, *, usual: int) -> Column:
    """The doses written, or the usual number where none or an impossible one is."""
    values: Objects = np.empty(len(given.values), dtype=object)
    problems = given.problems.copy()
    for row, doses in enumerate(given.values):
        is_possible = doses is not None and 1 <= doses <= MOST_DOSES_IN_A_KIT
        values[row] = doses if is_possible else usual
        if doses is not None and not is_possible:
            problems[row] = f"This can't be the number of doses in a kit, so {usual} were taken."
    return column_of(values, problems=problems)


def _end(given: Column, ended: Column, status: Column, word: str) -> Column:
    """The date given for this end, or the common end date where the status is this word."""
    values = given.values.copy()
    is_this = same(status.values, word) & ~given.is_given & ended.is_known
    values[is_this] = ended.values[is_this]
    return column_of(values, problems=given.problems)
