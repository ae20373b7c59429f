"""Rows of a fix list that came back: the held rows that they answer for are let go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from rorf_data.intake.fix_list import HASH_DIGITS, Reference
from rorf_data.store import tables


def origins_of_loads(connection: sa.Connection, source: str) -> dict[int, str]:
    """The start of the hash of the file of every load of one source."""
    loads = tables.loads.c
    query = sa.select(loads.load_id, loads.sha256).where(loads.source == source, loads.kind == "file")
    return {load_id: sha256[:HASH_DIGITS] for load_id, sha256 in connection.execute(query)}


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
