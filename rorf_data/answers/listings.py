"""The tables of ``rorf table`` with rows of their own, by nothing else: stock, settlement money, places for help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from rorf_data.answers.help_places import help_places
from rorf_data.answers.reader import Reader
from rorf_data.answers.settlement import settlement_by_town
from rorf_data.answers.stock import stock_by_store
from rorf_data.answers.tables import period_on_record
from rorf_data.disclosure.release import Released
from rorf_data.model import Feed, Filters

Ask = Callable[[Reader, Filters], Released]

LISTINGS: Final[dict[str, Ask]] = {
    "stock": lambda reader, _: stock_by_store(reader),
    "settlement": settlement_by_town,
    "help_places": lambda reader, _: help_places(reader),
}


def listing(reader: Reader, name: str, *, first: date | None, last: date | None, towns: Sequence[str]) -> Released:
    """The table of this name as its page shows it; the settlement's over a period, both ends included.

    An end of the period that isn't given is that of what is on record. ``ValueError`` for days or towns that are asked
    of a table that has none, and for a period that ends before it begins.
    """
    if name != "settlement" and (first or last or towns):
        raise ValueError(f"the table {name} is of today and of all places; it takes no days and no town")
    with reader.connect() as connection:
        period = period_on_record(connection, reader, Feed.SETTLEMENT, first, last)
    return LISTINGS[name](reader, Filters(period, tuple(towns)))
