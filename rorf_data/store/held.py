"""Rows that wait for a person: kept with what was clean in them, let go when they come clean or come again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from rorf_data.intake.batches import Batch
from rorf_data.intake.canonical import STORED_FIELDS
from rorf_data.model import Feed, Issue, Outcome
from rorf_data.store import tables

AT_A_TIME = 500

WhereInFile = Callable[[int], tuple[str, int]]


def keep_held_rows(connection: sa.Connection, batch: Batch, *, load_id: int, source: str, feed: Feed) -> None:
    """Keep the held rows of a batch in place of earlier ones of the same records."""
    if batch.held.empty:
        return
    _end_earlier(connection, list(batch.held["record_key"]), load_id=load_id, source=source)
    shared = {"load_id": load_id, "source": source, "feed": feed.value}
    rows: list[Any] = batch.held.assign(sheet=batch.sheet).to_dict("records")
    connection.execute(tables.held_rows.insert().values(shared), rows)


def keep_repeated_rows(
    connection: sa.Connection,
    repeats: Sequence[dict[str, Any]],
    where: WhereInFile,
    *,
    load_id: int,
    source: str,
    feed: Feed,
) -> list[Issue]:
    """Keep the rows whose identifier stands earlier in the same file with other values; an issue for each."""
    issues, rows = [], []
    for repeat in repeats:
        sheet, row = where(repeat["row"])
        problem = _repeats(*where(repeat["first_row"]), of_sheet=sheet)
        issues.append(Issue(row, "identifier", problem, Outcome.HELD, sheet))
        rows.append(
            {
                "load_id": load_id,
                "source": source,
                "feed": feed.value,
                "record_key": repeat["record_key"],
                "row": row,
                "sheet": sheet,
                "column": "identifier",
                "problem": problem,
                "place_name": repeat["place_name"],
                "candidates": [],
                "is_own_key": True,
                "values": {"area": repeat["area"]} | _values(repeat, feed),
            }
        )
    if rows:
        connection.execute(tables.held_rows.insert(), rows)
    return issues


def end_held_rows_of(connection: sa.Connection, loads: Sequence[int], *, ended_by: int) -> None:
    """Let go of what earlier loads of the same file held: the file comes again and says anew what waits."""
    held = tables.held_rows
    connection.execute(
        held.update().where(held.c.load_id.in_(loads), held.c.ended_by.is_(None)).values(ended_by=ended_by)
    )


def _end_earlier(connection: sa.Connection, keys: Sequence[str], *, load_id: int, source: str) -> None:
    held = tables.held_rows
    for start in range(0, len(keys), AT_A_TIME):
        connection.execute(
            held.update()
            .where(
                held.c.source == source,
                held.c.record_key.in_(keys[start : start + AT_A_TIME]),
                held.c.load_id != load_id,
                held.c.ended_by.is_(None),
            )
            .values(ended_by=load_id)
        )


def _values(row: dict[str, Any], feed: Feed) -> dict[str, Any]:
    """The stored columns that are known; days as ISO text."""
    known = {name: row[name] for name in STORED_FIELDS[feed] if row[name] is not None}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in known.items()}


def _repeats(first_sheet: str, first_row: int, *, of_sheet: str) -> str:
    sheet = f" of the sheet “{first_sheet}”" if first_sheet != of_sheet else ""
    return f"the same identifier stands in row {first_row}{sheet} with other values"
