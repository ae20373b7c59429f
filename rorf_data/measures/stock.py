"""Kits on the shelf: how many, until when they can be used, and when to order.

Moves are a frame with one row for each movement: move_date, move (received, issued, returned, expired, lost), store,
agency, kits, lot, expiry_date. Kits issued to an agency are out of the store and not yet left with anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

IN = frozenset({"received", "returned"})
OUT = frozenset({"issued", "expired", "lost"})
_NO_DATE_LAST = date.max


@dataclass(frozen=True, slots=True)
class Shelf:
    """The kits of one lot in one store; ``expiry_date`` is the printed one, None where it isn't on record.

    Fewer than 0 kits means that more went out than is on record as having come in.
    """

    store: str
    lot: str
    expiry_date: date | None
    kits: int


def kits_on_hand(moves: pd.DataFrame, on: date) -> list[Shelf]:
    """Kits in each store at the end of a day, by lot and printed expiry date, those that expire first before others.

    What went out without its lot on record is taken from the lot that expires first, as it should have been handed out.

    Numerator: kits received and returned up to and including that day, less those issued, expired and lost.
    Denominator: none; it is a count.
    Source: the stock ledger that whoever keeps the kits sends.
    Limits: it is what the ledger says, not a count of the shelf. Kits issued to an agency are not in it and are never
    counted as kits left with people.
    """
    known = [row for row in moves.to_dict("records") if row["move_date"] <= on]
    shelves: dict[tuple[str, str], Shelf] = {}
    for row in known:
        if row["move"] in IN or row["lot"]:
            key = (row["store"], row["lot"] or "")
            sign = 1 if row["move"] in IN else -1
            shelf = shelves.get(key) or Shelf(*key, None, 0)
            expiry = shelf.expiry_date or _day(row["expiry_date"])
            shelves[key] = replace(shelf, kits=shelf.kits + sign * row["kits"], expiry_date=expiry)
    for row in known:
        if row["move"] in OUT and not row["lot"]:
            _take(shelves, row["store"], row["kits"])
    return sorted((shelf for shelf in shelves.values() if shelf.kits), key=_by_expiry)


def kits_expiring(shelves: Iterable[Shelf], on: date, within_days: int) -> int:
    """Kits on hand whose printed date is reached within so many days.

    Numerator: kits on hand with a printed expiry date from the day itself up to and including the last of these days.
    Denominator: none; it is a count.
    Source: the dates printed on the kits; the maker's shelf life is never reckoned with, since it has changed.
    Limits: kits without a date on record are in no such count; heat and frost in a car can end a kit earlier.
    """
    last = on + timedelta(days=within_days)
    return sum(max(0, shelf.kits) for shelf in shelves if shelf.expiry_date and on <= shelf.expiry_date <= last)


def kits_past_date(shelves: Iterable[Shelf], on: date) -> int:
    """Kits on hand whose printed date is past, which the ledger doesn't say to have been taken away.

    Numerator: kits on hand with a printed expiry date before the day.
    Denominator: none; it is a count.
    Source: the dates printed on the kits.
    Limits: they may have been taken away without an entry in the ledger.
    """
    return sum(max(0, shelf.kits) for shelf in shelves if shelf.expiry_date and shelf.expiry_date < on)


def first_to_hand_out(shelves: Sequence[Shelf], on: date) -> Shelf | None:
    """The lot of one store that should go first: the one that expires first and is not past its date.

    Numerator: none; it names a lot.
    Denominator: none.
    Source: first expired, first out, the rule of medical stores.
    Limits: lots without a date on record come last.
    """
    usable = [shelf for shelf in shelves if shelf.kits > 0 and not (shelf.expiry_date and shelf.expiry_date < on)]
    return min(usable, key=_by_expiry, default=None)


def reorder_point(kits_used: int, days: int, *, lead_time_days: int, share: float) -> int:
    """The number of kits at which new ones should be ordered, so that the shelf seldom runs empty before they come.

    Numerator: the smallest number that covers the use of a lead time with the share of the settings (95 %), if kits go
    out by chance at the mean rate of the days counted.
    Denominator: none; it is a count.
    Source: the Poisson quantile, in place of the usual formula with a normal distribution, which fails at a few kits a
    month.
    Limits: kits that go out by the dozen vary more than this reckons with; the next months may differ from the last.
    """
    if days < 1:
        raise ValueError("the use of no day says nothing of a lead time")
    from scipy.stats import poisson  # slow to import; only who looks at the stock waits for it

    return int(poisson.ppf(share, kits_used / days * lead_time_days)) if kits_used > 0 else 0


def _take(shelves: dict[tuple[str, str], Shelf], store: str, kits: int) -> None:
    """Take kits out of a store, from the lots that expire first; what isn't there is owed by the store itself."""
    own = sorted((key for key, shelf in shelves.items() if key[0] == store), key=lambda key: _by_expiry(shelves[key]))
    for key in own:
        taken = min(kits, max(0, shelves[key].kits))
        shelves[key] = replace(shelves[key], kits=shelves[key].kits - taken)
        kits -= taken
    if kits:
        owing = shelves.get((store, "")) or Shelf(store, "", None, 0)
        shelves[store, ""] = replace(owing, kits=owing.kits - kits)


def kits_moved(moves: pd.DataFrame, first: date, last: date) -> dict[str, dict[str, int]]:
    """Kits by store and kind of movement from the first day to the last, both included.

    Numerator: the kits of every movement.
    Denominator: none; it is a count.
    Source: the stock ledger.
    Limits: as kits on hand.
    """
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in moves.to_dict("records"):
        if first <= row["move_date"] <= last:
            found[row["store"]][row["move"]] += row["kits"]
    return {store: dict(kinds) for store, kinds in sorted(found.items())}


def _by_expiry(shelf: Shelf) -> tuple[date, str, str]:
    return (shelf.expiry_date or _NO_DATE_LAST, shelf.store, shelf.lot)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) and not pd.isna(value) else None
