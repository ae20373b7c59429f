"""The order of day and month that the files of a source had, remembered for the next file that can't settle its own."""

from __future__ import annotations

import sqlalchemy as sa

from rorf_data.intake.date_order import DateOrders, EarlierOrders
from rorf_data.intake.headings import joined
from rorf_data.intake.recognise import Recognised
from rorf_data.store import tables
from rorf_data.store.records import hash_of

FACT = "dates of load "


def earlier_orders(connection: sa.Connection, recognised: Recognised) -> EarlierOrders:
    """The orders of the files in force of this source that have the same columns, each with its newest file.

    Only files count that showed their order themselves, or of which a person said it.
    """
    loads = tables.loads.c
    query = sa.select(loads.load_id, loads.file).where(
        loads.source == recognised.source.name, loads.kind == "file", loads.undone_by.is_(None)
    )
    files = {f"{FACT}{load_id}": file for load_id, file in connection.execute(query.order_by(loads.load_id))}
    kept = tables.facts.c
    facts = connection.execute(sa.select(kept.name, kept.value).where(kept.name.startswith(FACT, autoescape=True)))
    told = {name: value.split() for name, value in facts if name in files}
    layout = _layout(recognised)
    return EarlierOrders(
        {told[name][1]: file for name, file in files.items() if name in told and told[name][0] == layout}
    )


def remember_order(connection: sa.Connection, load_id: int, recognised: Recognised, orders: DateOrders) -> None:
    """Keep with a load what order its dates had, where the file showed it or a person said it."""
    if orders.settled:
        values = {"name": f"{FACT}{load_id}", "value": f"{_layout(recognised)} {orders.settled}"}
        connection.execute(tables.facts.insert().values(values))


def _layout(recognised: Recognised) -> str:
    """What tells the files of one sender from another's: the headings of the first sheet, in their order."""
    return hash_of(*map(joined, recognised.fit.headings))[:32]
