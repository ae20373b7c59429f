"""Names that look like a person's and that somebody has confirmed to be an agency's."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.intake.clean import LONGEST_AGENCY
from rorf_data.intake.personal import why_personal
from rorf_data.intake.texts import tidy
from rorf_data.store import tables
from rorf_data.store.database import writing


def confirm_agency(engine: sa.Engine, name: str, *, now: datetime, by: str) -> str:
    """Keep that this is the name of an agency, and give it back as it is kept.

    Rows that wait for it come in when their file is loaded again. A name that is kept already, however it is typed,
    stays as it was. Raises :class:`StoreRefused` for a text that may not be kept at all.
    """
    kept = tidy(name)
    _check(kept)
    agencies = tables.agencies
    with writing(engine) as connection:
        known = {one.casefold(): one for one in connection.scalars(sa.select(agencies.c.name))}
        if kept.casefold() in known:
            return str(known[kept.casefold()])
        connection.execute(agencies.insert().values(name=kept, added_at=now, added_by=by))
    return kept


def _check(name: str) -> None:
    if not any(map(str.isalpha, name)) or len(name) > LONGEST_AGENCY:
        raise StoreRefused(f"An agency's name has letters, and at most {LONGEST_AGENCY} of them.")
    if why := why_personal(name):
        raise StoreRefused(why)
