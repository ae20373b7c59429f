"""Versions whose content was numbered by the first release of this program get their number anew before they are
compared.
"""

from __future__ import annotations

import sqlalchemy as sa

from rorf_data.intake.identify import contents_of_rows
from rorf_data.model import Feed
from rorf_data.store import tables

DIGITS_BEFORE = 32


def renew_contents(
    connection: sa.Connection, feed: Feed, source: str, keys: sa.Select[tuple[str]], *, token_key: bytes
) -> None:
    """Number anew what is on record, current or not, of the records that ``keys`` gives."""
    versions = tables.VERSIONS[feed]
    query = sa.select(versions).where(
        versions.c.source == source,
        versions.c.record_key.in_(keys),
        sa.func.length(versions.c.content) == DIGITS_BEFORE,
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    if not rows:
        return
    renewed = contents_of_rows(rows, feed, token_key=token_key)
    connection.execute(
        versions.update().where(versions.c.version_id == sa.bindparam("which")).values(content=sa.bindparam("anew")),
        [{"which": row["version_id"], "anew": content} for row, content in zip(rows, renewed, strict=True)],
    )


def has_old_contents(connection: sa.Connection) -> bool:
    """Whether the database held records when the second release came; the migration then left this fact."""
    facts = tables.facts.c
    return connection.scalar(sa.select(facts.value).where(facts.name == "contents_of_0001")) is not None
