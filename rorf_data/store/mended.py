"""Rows of a fix list that came back: the held rows that they answer for are let go, and don't wait once more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from rorf_data.intake.batches import Batch
from rorf_data.intake.fix_list import HASH_DIGITS, Reference
from rorf_data.model import Outcome
from rorf_data.store import tables

TOLD_SINCE = "This row has come in another file since; what that one says stands."


def origins_of_loads(connection: sa.Connection, source: str) -> dict[int, str]:
    """The start of the hash of the file of every load of one source."""
    loads = tables.loads.c
    query = sa.select(loads.load_id, loads.sha256).where(loads.source == source, loads.kind == "file")
    return {load_id: sha256[:HASH_DIGITS] for load_id, sha256 in connection.execute(query)}


def answered_rows(connection: sa.Connection, loads: Sequence[int], sha256: str) -> frozenset[tuple[str, int]]:
    """Sheet and row of every row that earlier ``loads`` of this very file held and that another file in force has told
    since, be it mended or once more.
    """
    held, ending = tables.held_rows, tables.loads
    query = (
        sa.select(held.c.sheet, held.c.row)
        .join(ending, ending.c.load_id == held.c.ended_by)
        .where(
            held.c.load_id.in_(loads),
            ending.c.kind == "file",
            ending.c.sha256 != sha256,
            ending.c.undone_by.is_(None),
        )
    )
    return frozenset((sheet, row) for sheet, row in connection.execute(query))


def without_answered(batch: Batch, answered: Collection[tuple[str, int]]) -> Batch:
    """The batch without those of its held rows that are on record by another file since; they count as known."""
    rows = {row for row in batch.held["row"].tolist() if (batch.sheet, row) in answered} if answered else set()
    if not rows:
        return batch
    issues = [
        replace(issue, problem=TOLD_SINCE, outcome=Outcome.NOTED)
        if issue.outcome is Outcome.HELD and issue.row in rows
        else issue
        for issue in batch.issues
    ]
    held = batch.held[~batch.held["row"].isin(rows)].reset_index(drop=True)
    return replace(batch, held=held, issues=issues, joined=batch.joined + len(rows))


def end_answered_rows(
    connection: sa.Connection,
    references: Sequence[Reference],
    origins: Mapping[int, str],
    *,
    source: str,
    ended_by: int,
) -> None:
    """Let go of the held rows of this source that mended rows stand for.

    A file may have been loaded more than once, so its rows are looked for in every load of it.
    """
    answered = {(ref.sha256_start, ref.sheet, ref.row) for ref in references if ref.sha256_start}
    loads = [load_id for load_id, start in origins.items() if start in {start for start, _, _ in answered}]
    if not loads:
        return
    held = tables.held_rows
    waiting = connection.execute(
        sa.select(held.c.held_id, held.c.load_id, held.c.sheet, held.c.row).where(
            held.c.source == source,
            held.c.load_id.in_(loads),
            held.c.load_id != ended_by,
            held.c.ended_by.is_(None),
        )
    )
    ended = [{"which": row.held_id} for row in waiting if (origins[row.load_id], row.sheet, row.row) in answered]
    if ended:
        update = held.update().where(held.c.held_id == sa.bindparam("which")).values(ended_by=ended_by)
        connection.execute(update, ended)
