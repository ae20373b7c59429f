"""Held rows whose place a person has decided, as rows that can be stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from rorf_data.intake.canonical import STORED_FIELDS, Form
from rorf_data.intake.cells import Column, Objects, as_objects, blank_column, column_of
from rorf_data.intake.decisions import Decided
from rorf_data.intake.frames import Records, taken_rows
from rorf_data.intake.identify import contents, record_keys
from rorf_data.intake.placing import PLACING_FIELDS, Placed
from rorf_data.intake.sources import Source


def released_rows(
    held: Sequence[Mapping[str, Any]], decided: Decided, source: Source, *, token_key: bytes
) -> pd.DataFrame:
    """The rows as intake would have given them with this decision, in the order of ``held``.

    ``held`` gives ``row``, ``record_key``, ``is_own_key`` and the clean ``values``. A record told by its place gets the
    key that the same row has when its file is read again.
    """
    stored = {field: _column(held, field, form) for field, form in STORED_FIELDS[source.feed].items()}
    placed = _placed(len(held), decided)
    keys, _ = record_keys(stored, [], placed, source, token_key=token_key)
    is_own = np.array([bool(row["is_own_key"]) for row in held], dtype=np.bool_)
    given = as_objects([row["record_key"] for row in held])
    records = Records(
        numbers=np.array([row["row"] for row in held], dtype=np.int64),
        above=0,
        keys=np.where(is_own, given, keys),
        is_own_key=is_own,
        contents=contents(stored, placed, token_key=token_key),
        placed=placed,
        written_keys=_all(len(held), None),
        decision_ids=_all(len(held), decided.decision_id),
        stored=stored,
    )
    return taken_rows(records, np.ones(len(held), dtype=np.bool_))


def _column(held: Sequence[Mapping[str, Any]], field: str, form: Form) -> Column:
    values = as_objects([_value(row["values"].get(field), form) for row in held])
    return column_of(values, _all(len(held), None))


def _value(value: Any, form: Form) -> Any:
    return date.fromisoformat(value) if form is Form.DATE and value is not None else value


def _placed(rows: int, decided: Decided) -> Placed:
    return Placed(
        area=_all(rows, decided.area),
        place_name=_all(rows, decided.place_name),
        reasons=_all(rows, ""),
        candidates=_all(rows, ()),
        written=_all(rows, None),
        columns={name: blank_column(rows) for name in PLACING_FIELDS},
    )


def _all(rows: int, value: object) -> Objects:
    return as_objects([value] * rows)
