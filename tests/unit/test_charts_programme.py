"""The bars of lots and of spending: every lot by itself, its name in two lines, its store told where it is hovered."""

from __future__ import annotations

from datetime import date

import pandas as pd

from rorf_data.charts import kits_by_expiry_bars
from rorf_data.disclosure.release import Description, Released, release

LABELS = {
    "expiry_date": "Printed expiry date",
    "days_left": "Days left",
    "store": "Store",
    "lot": "Lot",
    "kits_on_hand": "Kits on hand",
}


def shelf(*lots: tuple[str | None, int | None, str, str, int]) -> Released:
    """Lots with their date, days left, store, number and kits."""
    frame = pd.DataFrame(lots, columns=list(LABELS)).astype({"days_left": "Int64", "kits_on_hand": "Int64"})
    frame["expiry_date"] = pd.to_datetime(frame["expiry_date"])
    about = Description("On the shelf", "November 2026", "All places", "an invented ledger", date(2026, 11, 22), LABELS)
    return release(frame, about)


def test_each_lot_is_a_bar_under_its_date_and_store():
    """Two lots of one store, one of another without a number; soon, later and without a date differ in colour."""
    chart = kits_by_expiry_bars(
        shelf(
            ("2026-12-31", 39, "Valley storeroom", "A1", 39),
            ("2028-08-31", 648, "Valley storeroom", "B2", 48),
            (None, None, "Hill cabinet", "", 6),
        ),
        soon_days=90,
    )

    assert list(chart.figure.layout.yaxis.ticktext) == [
        "Dec 2026 · A1<br>Valley storeroom",
        "Aug 2028 · B2<br>Valley storeroom",
        "No date on record<br>Hill cabinet",
    ]
    assert {bar.name: list(bar.x) for bar in chart.figure.data} == {
        "Within 90 days": [39],
        "Later": [48],
        "No date on record": [6],
    }


def test_an_empty_shelf_says_so():
    """No lot is no bar, and a sentence in their place."""
    chart = kits_by_expiry_bars(shelf(), soon_days=90)

    assert [note.text for note in chart.figure.layout.annotations] == ["No kit is on hand."]
