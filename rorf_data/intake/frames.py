"""The frames and issues that leave intake: canonical columns only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.intake.cells import Column, Flags, Objects, as_objects, is_there, same
from rorf_data.intake.check import Verdicts
from rorf_data.intake.placing import Placed
from rorf_data.model import Issue, Outcome


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of a chunk, whatever becomes of them: row numbers, hashes, places and the feed's stored columns.

    ``numbers`` count within the sheet; ``above`` are the rows of the sheets before it. ``written_keys`` are hashes of
    places that the resolver was unsure of, ``decision_ids`` say which of them a person has decided. ``is_own_key``
    says which keys were made from the source's own identifier.
    """

    numbers: npt.NDArray[np.int64]
    above: int
    keys: Objects
    is_own_key: Flags
    contents: Objects
    placed: Placed
    written_keys: Objects
    decision_ids: Objects
    stored: Mapping[str, Column]


def taken_rows(records: Records, taken: Flags) -> pd.DataFrame:
    """The rows that are taken, one row each; dates as ``date``, numbers as ``int``, words as ``str``, or None."""
    columns: dict[str, Any] = {
        "row": records.numbers[taken] + records.above,
        "record_key": _objects(records.keys[taken]),
        "content": _objects(records.contents[taken]),
        "area": _objects(records.placed.area[taken]),
        "place_name": _objects(records.placed.place_name[taken]),
        "decision_id": _objects(records.decision_ids[taken]),
        "is_own_key": records.is_own_key[taken],
    }
    return pd.DataFrame(columns | {field: _objects(column.values[taken]) for field, column in records.stored.items()})


def held_rows(records: Records, verdicts: Verdicts) -> pd.DataFrame:
    """The rows that wait for a person, one row each, with what was clean in them.

    ``written_key`` is there where the place is what a person must decide. ``values`` holds the stored columns that are
    known, and ``area`` where the place isn't the question; days as ISO text.
    """
    held = np.flatnonzero(same(verdicts.outcome, Outcome.HELD))
    is_about_place = verdicts.problem[held] == records.placed.reasons[held]
    columns: dict[str, Any] = {
        "row": records.numbers[held],
        "record_key": _objects(records.keys[held]),
        "column": _objects(verdicts.column[held]),
        "problem": _objects(verdicts.problem[held]),
        "place_name": _objects(records.placed.place_name[held]),
        "is_own_key": records.is_own_key[held],
        "written_key": _objects(_where(is_about_place, records.written_keys[held])),
        "written": _objects(records.placed.written[held]),
        "candidates": _objects(as_objects([list(entry) for entry in records.placed.candidates[held]])),
        "values": _objects(as_objects([_values(records, int(row)) for row in held])),
    }
    return pd.DataFrame(columns)


def find_issues(
    records: Records,
    verdicts: Verdicts,
    notes: Sequence[tuple[str, Objects]],
    heading: Callable[[str], str],
) -> list[Issue]:
    """In order of row: the problem that decides of each row held or refused, and notes on cells left out of others."""
    decided = [
        Issue(int(records.numbers[row]), verdicts.column[row], verdicts.problem[row], verdicts.outcome[row])
        for row in np.flatnonzero(~verdicts.is_open)
    ]
    is_kept = ~same(verdicts.outcome, Outcome.REFUSED)
    noted = [
        Issue(int(records.numbers[row]), heading(field), problems[row], Outcome.NOTED)
        for field, problems in notes
        for row in np.flatnonzero(is_there(problems) & is_kept)
    ]
    return sorted(decided + noted, key=lambda issue: issue.row)


def _values(records: Records, row: int) -> dict[str, str | int]:
    found = {field: column.values[row] for field, column in records.stored.items()}
    found["area"] = records.placed.area[row]
    return {
        field: value.isoformat() if isinstance(value, date) else value
        for field, value in found.items()
        if value is not None
    }


def _where(holds: Flags, entries: Objects) -> Objects:
    kept = entries.copy()
    kept[~holds] = None
    return kept


def _objects(entries: Objects) -> pd.Series[Any]:
    """A column of plain Python objects, so that None stays None."""
    return pd.Series(entries, dtype=object)
