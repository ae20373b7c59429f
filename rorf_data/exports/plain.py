"""Released tables for other programs: columns under their own names, comment lines first."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pandas as pd

from rorf_data.disclosure.release import Released
from rorf_data.exports.leaving import check_may_leave
from rorf_data.exports.metadata import facts_for_file
from rorf_data.wording import HIDDEN


def to_plain_csv(released: Released) -> str:
    """CSV with ``#`` lines that say what it shows, then the columns under their own names.

    Missing is empty, and what may not be told reads "hidden".
    """
    text = io.StringIO()
    for name, value in facts_for_file(released).items():
        text.write(f"# {name}: {value}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(released.frame.columns)
    writer.writerows([[_written(value) for value in row.values()] for row in as_records(released)])
    return text.getvalue()


def to_plain_json(released: Released) -> str:
    """A JSON list of one object for each row, columns under their own names; missing is null."""
    return json.dumps(as_records(released), ensure_ascii=False, indent=2) + "\n"


def as_records(released: Released) -> list[dict[str, Any]]:
    """One plain dictionary for each row: days as ISO text, whole numbers as int, missing as None, hidden as "hidden".

    Raises :class:`rorf_data.errors.ExportRefused` for what may not leave the screen.
    """
    check_may_leave(released)
    rows = [{str(name): _plain(value) for name, value in row.items()} for row in released.frame.to_dict("records")]
    for name in released.hidden.columns:
        for row, is_hidden in zip(rows, released.is_hidden(name), strict=True):
            row[str(name)] = HIDDEN if is_hidden else row[str(name)]
    return rows


def _written(value: Any) -> Any:
    """A value as a cell of CSV, spelled as in JSON but for what is missing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.item() if hasattr(value, "item") else value
