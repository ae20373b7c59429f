"""A ledger of kits that come into two storerooms and leave them, as one office keeps it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rorf_data.model import add_months, last_of_month
from rorf_data.sample.agencies import BROOK, HILL, POND, VALLEY, Agency
from rorf_data.sample.events import chance_for
from rorf_data.sample.files import Fault, SampleFile, csv_bytes, month_first, span

HEADER = (
    "Entry No.", "Date", "Movement", "Storage location", "To or from", "Kits", "Lot", "Expiration", "Signed by",
)  # fmt: skip
SUPPLIER = "Example State Supply"
# Each storeroom with the agencies that it supplies.
STORES = (("Example Valley storeroom", (VALLEY, POND)), ("Sample Hill cabinet", (HILL, BROOK)))
SPELLINGS = {
    "received": ("Received", "received", "In", "Shipment"),
    "issued": ("Issued", "Issued to agency", "issued", "Out"),
    "returned": ("Returned", "returned by agency"),
    "expired": ("Expired", "expired - discarded"),
    "lost": ("Lost", "Damaged"),
}
FEWEST_ON_HAND, KITS_IN_A_BOX = 24, 24
MONTHS_ON_THE_LABEL = (15, 16, 18, 20, 24, 30)
# Given with little time left: the storeroom and the months before the sample's last one, and the months on the label.
SHORT_DATED = {(STORES[0][0], 2): 7, (STORES[0][0], 0): 2, (STORES[1][0], 15): 2}


@dataclass(frozen=True, slots=True)
class Move:
    """One movement; ``expiry`` is the last day of the month on the label."""

    day: date
    move: str
    store: str
    whom: str
    kits: int
    lot: str
    expiry: date


@dataclass(slots=True)
class _Lot:
    code: str
    expiry: date
    kits: int


def stock_file(seed: int, months: Sequence[date]) -> SampleFile:
    """The ledger in order of day, with one line at its end that says no movement."""
    moves = stock_moves(seed, months)
    chance = chance_for(seed, "spellings of stock")
    rows = [_row(chance, number, move) for number, move in enumerate(moves, start=1)]
    last = last_of_month(months[-1])
    rows.append((len(rows) + 1, month_first(last), "Counted", STORES[0][0], "", 30, "", "", "INVENTED"))
    return SampleFile(
        f"sample-stock-{span(months[0], months[-1])}.csv",
        "stock",
        csv_bytes(HEADER, rows),
        len(rows),
        "Kits received, issued to agencies, returned, expired and lost in two storerooms, with lots and the expiry "
        "dates on their labels, most of them months. Kits issued to an agency are not counted as kits left.",
        (Fault(len(rows) + 1, "a count of the shelf, which is no movement", "refused"),),
    )


def stock_moves(seed: int, months: Sequence[date]) -> list[Move]:
    """The movements that the ledger tells, in order of day."""
    chance = chance_for(seed, "stock")
    moves = [move for store, agencies in STORES for move in _moves_of(chance, store, agencies, months)]
    return sorted(moves, key=lambda move: move.day)


def _moves_of(chance: random.Random, store: str, agencies: Sequence[Agency], months: Sequence[date]) -> Iterator[Move]:
    lots: list[_Lot] = []
    for month in months:
        yield from _expired(chance, store, lots, month)
        turn = store, len(months) - 1 - months.index(month)
        if turn in SHORT_DATED:
            yield _received(chance, store, lots, month, SHORT_DATED[turn])
        if sum(lot.kits for lot in lots) < FEWEST_ON_HAND:
            yield _received(chance, store, lots, month, chance.choice(MONTHS_ON_THE_LABEL))
        if chance.random() < 0.06:
            yield _taken(store, "lost", "", lots, _day(chance, month, 4, 9), 1)
        for agency in agencies:
            if chance.random() < 0.8:
                yield _taken(store, "issued", agency.name, lots, _day(chance, month, 10, 20), chance.randint(2, 6))
                if chance.random() < 0.07:
                    yield _returned(store, agency, lots, _day(chance, month, 21, 27))


def _received(chance: random.Random, store: str, lots: list[_Lot], month: date, months_left: int) -> Move:
    boxes = chance.choice((1, 1, 2))
    expiry = last_of_month(add_months(month, months_left))
    code = f"EX{month:%y}-{chance.randint(100, 999)}{chance.choice('ABC')}"
    lots.append(_Lot(code, expiry, boxes * KITS_IN_A_BOX))
    lots.sort(key=lambda lot: lot.expiry)
    return Move(_day(chance, month, 2, 3), "received", store, SUPPLIER, boxes * KITS_IN_A_BOX, code, expiry)


def _taken(store: str, move: str, whom: str, lots: list[_Lot], day: date, kits: int) -> Move:
    """Kits of the lot that expires first, as many as it still has."""
    lot = next(lot for lot in lots if lot.kits)
    some = min(kits, lot.kits)
    lot.kits -= some
    return Move(day, move, store, whom, some, lot.code, lot.expiry)


def _returned(store: str, agency: Agency, lots: list[_Lot], day: date) -> Move:
    lot = next(lot for lot in lots if lot.kits)
    lot.kits += 1
    return Move(day, "returned", store, agency.name, 1, lot.code, lot.expiry)


def _expired(chance: random.Random, store: str, lots: list[_Lot], month: date) -> Iterator[Move]:
    for lot in [lot for lot in lots if lot.expiry < month]:
        lots.remove(lot)
        if lot.kits:
            yield Move(_day(chance, month, 1, 1), "expired", store, "", lot.kits, lot.code, lot.expiry)


def _day(chance: random.Random, month: date, first: int, last: int) -> date:
    return month + timedelta(days=chance.randint(first, last) - 1)


def _row(chance: random.Random, number: int, move: Move) -> tuple[object, ...]:
    printed = (f"{move.expiry:%Y-%m}", f"{move.expiry:%b %Y}", f"{move.expiry:%m/%y}", month_first(move.expiry))
    return (
        number,
        month_first(move.day),
        chance.choice(SPELLINGS[move.move]),
        move.store,
        move.whom,
        move.kits,
        chance.choice((move.lot, f"Lot {move.lot}", move.lot.lower())),
        chance.choice(printed),
        "INVENTED",
    )
