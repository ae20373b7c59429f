"""Stock and expiry: what lies in each store, until when it can be used, and when to order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import sqlalchemy as sa

from rorf_data.analysis import Analysis
from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import as_days
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import free
from rorf_data.measures.stock import (
    Shelf,
    first_to_hand_out,
    kits_expiring,
    kits_moved,
    kits_on_hand,
    kits_past_date,
    reorder_point,
)
from rorf_data.model import Feed, Period, add_months, in_words
from rorf_data.store.queries_programme import load_stock_moves

NOT_LEFT_NOTE = (
    "Kits issued to an agency are out of the store and not yet left with anybody; only kit logs tell of kits left."
)
RECEIVED_NOTE = "An opening balance, with which a ledger begins, counts as received on its day."
LEDGER_NOTE = "It is what the stock ledger says, not a count of the shelf."
ALL_STORES = "All stores together"
NO_DATE = "no date on record"
MONTHS_OF_USE = 12


@dataclass(frozen=True, slots=True)
class _Use:
    """How many kits went out of a store to agencies in the time before a day, and over how many days."""

    kits: int
    days: int


@answer
def stock_by_store(reader: Reader) -> Released:
    """One row for each store and one for all together: what is on hand today, expires, is past its date, goes first,
    and at how many kits to order.

    Columns: store, kits_on_hand, one expiring_<days> for each of the settings (printed date within so many days, that
    day included), kits_past_date, first_lot (in words), issued_12_months, reorder_point, is_to_order (yes or no).
    """
    with reader.connect() as connection:
        moves = load_stock_moves(connection)
        shelves, on = kits_on_hand(moves, reader.today), reader.today
        limits = reader.settings.analysis
        names = sorted({*moves["store"]})
        rows = [_row(name, [s for s in shelves if s.store == name], moves, on, limits) for name in names]
        if len(rows) > 1:
            rows.append(_row(ALL_STORES, shelves, moves, on, limits))
        frame = pd.DataFrame(rows, columns=_columns(limits))
        counts = [name for name in frame.columns if name not in {"store", "first_lot", "is_to_order"}]
        labels = {f"expiring_{days}": f"Expire within {days} days" for days in limits.expiry_days}
        notes = [LEDGER_NOTE, NOT_LEFT_NOTE, _order_note(limits), *_notes_on_debts(shelves)]
        return _release(
            reader,
            connection,
            frame.astype(dict.fromkeys(counts, "Int64")),
            "Kits on hand",
            _since_the_first(moves, reader),
            notes,
            labels,
        )


@answer
def stock_by_lot(reader: Reader) -> Released:
    """One row for each lot of each store with kits on hand today, those that expire first before others.

    Columns: expiry_date (as printed; missing where it isn't on record), days_left (to that day; below 0 when past),
    store, lot, kits_on_hand.
    """
    with reader.connect() as connection:
        moves = load_stock_moves(connection)
        shelves = kits_on_hand(moves, reader.today)
        frame = pd.DataFrame(
            {
                "expiry_date": as_days(shelf.expiry_date for shelf in shelves),
                "days_left": pd.array(
                    [(s.expiry_date - reader.today).days if s.expiry_date else pd.NA for s in shelves], dtype="Int64"
                ),
                "store": [shelf.store for shelf in shelves],
                "lot": [shelf.lot for shelf in shelves],
                "kits_on_hand": pd.array([shelf.kits for shelf in shelves], dtype="Int64"),
            }
        )
        notes = [LEDGER_NOTE, "What expires first should go first; the printed date counts, never a reckoned one."]
        return _release(
            reader, connection, frame, "What is on the shelf, by expiry date", _since_the_first(moves, reader), notes
        )


@answer
def stock_moves(reader: Reader) -> Released:
    """One row for each store: kits received, issued, returned, expired and lost in the last 12 months, with today."""
    with reader.connect() as connection:
        moves = load_stock_moves(connection)
        moved = kits_moved(moves, _year_before(reader.today), reader.today)
        kinds = ("received", "issued", "returned", "expired", "lost")
        rows = [
            {"store": store, **{f"kits_{kind}": found.get(kind, 0) for kind in kinds}} for store, found in moved.items()
        ]
        frame = pd.DataFrame(rows, columns=["store", *(f"kits_{kind}" for kind in kinds)])
        year = Period(_year_before(reader.today), reader.today)
        notes = [RECEIVED_NOTE, NOT_LEFT_NOTE]
        return _release(reader, connection, frame, "Kits in and out, last 12 months", year, notes)


def _columns(limits: Analysis) -> list[str]:
    expiring = [f"expiring_{days}" for days in limits.expiry_days]
    return ["store", "kits_on_hand", *expiring, "kits_past_date", "first_lot", "issued_12_months", "reorder_point"] + [
        "is_to_order"
    ]


def _row(name: str, shelves: Sequence[Shelf], moves: pd.DataFrame, on: date, limits: Analysis) -> dict[str, object]:
    own = moves if name == ALL_STORES else moves[moves["store"] == name]
    use = _use_of(own, on)
    on_hand = sum(shelf.kits for shelf in shelves)
    usable = on_hand - kits_past_date(shelves, on)
    point = reorder_point(use.kits, use.days, lead_time_days=limits.lead_time_days, share=limits.reorder_share)
    return {
        "store": name,
        "kits_on_hand": on_hand,
        **{f"expiring_{days}": kits_expiring(shelves, on, days) for days in limits.expiry_days},
        "kits_past_date": kits_past_date(shelves, on),
        "first_lot": "" if name == ALL_STORES else _lot_in_words(first_to_hand_out(shelves, on)),
        "issued_12_months": use.kits,
        "reorder_point": point,
        "is_to_order": "yes" if usable <= point else "no",
    }


def _since_the_first(moves: pd.DataFrame, reader: Reader) -> Period:
    first = min(moves["move_date"], default=reader.today)
    return Period(min(first, reader.today), reader.today)


def _use_of(moves: pd.DataFrame, on: date) -> _Use:
    """What was issued in the last 12 months, or since the first movement where that is later; returns are taken off."""
    days = [day for day in moves["move_date"] if day <= on]
    first = max(min(days, default=on), _year_before(on))
    moved = kits_moved(moves, first, on).values()
    kits = sum(found.get("issued", 0) - found.get("returned", 0) for found in moved)
    return _Use(max(0, kits), (on - first).days + 1)


def _year_before(on: date) -> date:
    return add_months(on, -MONTHS_OF_USE) + timedelta(days=1)


def _lot_in_words(shelf: Shelf | None) -> str:
    if shelf is None:
        return ""
    lot = f"lot {shelf.lot}" if shelf.lot else "kits without a lot on record"
    return f"{lot} ({in_words(shelf.expiry_date) if shelf.expiry_date else NO_DATE})"


def _order_note(limits: Analysis) -> str:
    return (
        f"Order when the kits that can still be used come down to the number given: it covers the use of "
        f"{limits.lead_time_days} days, until new kits come, in {round(100 * limits.reorder_share)} of 100 cases."
    )


def _notes_on_debts(shelves: Iterable[Shelf]) -> list[str]:
    owing = sorted({shelf.store for shelf in shelves if shelf.kits < 0})
    if not owing:
        return []
    return [f"By the ledger more kits went out than came in: {', '.join(owing)}. An entry may be missing."]


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    period: Period,
    notes: Sequence[str],
    labels: dict[str, str] | None = None,
) -> Released:
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=period,
        towns=(),
        feeds=[Feed.STOCK],
        notes=notes,
        rests=free(frame.columns, len(frame)),
        extra_labels=labels,
    )
