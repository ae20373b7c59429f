"""Whether a file is on record already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.store import tables


@dataclass(frozen=True, slots=True)
class KnownLoad:
    """The newest load of a file that nobody has undone; ``loaded_at`` is in UTC."""

    load_id: int
    loaded_at: datetime
    source: str


def load_of_file(engine: sa.Engine, sha256: str) -> KnownLoad | None:
    """The load that brought this very file, whatever it was called; :class:`StoreRefused` when nobody can say now."""
    loads = tables.loads.c
    query = (
        sa.select(loads.load_id, loads.loaded_at, loads.source)
        .where(loads.sha256 == sha256, loads.kind == "file", loads.undone_by.is_(None))
        .order_by(loads.load_id.desc())
        .limit(1)
    )
    try:
        with engine.connect() as connection:
            found = connection.execute(query).one_or_none()
    except sa.exc.OperationalError as problem:
        raise StoreRefused("The database can't be read at the moment.") from problem
    return None if found is None else KnownLoad(found.load_id, found.loaded_at, found.source)
