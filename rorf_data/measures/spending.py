"""Settlement money: what was contributed and spent, and what a kit cost.

Entries are a frame with one row for each contribution or spending: entry_date, kind, fund, area, category, purpose,
cents.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

CONTRIBUTION, SPENDING = "contribution", "spending"
KITS = "kits"
CATEGORIES = ("treatment", "recovery", "prevention", "harm-reduction")
"""The state's four words, in the order in which it reports them."""


def entries_within(entries: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The entries from the first day to the last, both included."""
    is_within = [first <= day <= last for day in entries["entry_date"]]
    return entries.loc[np.array(is_within, dtype=np.bool_)]


def money(entries: pd.DataFrame, kind: str, *, purpose: str = "") -> int:
    """Contributions, or spending, of the time shown, in whole cents.

    Numerator: the amounts of the entries of this kind; money that was paid back counts against them.
    Denominator: none; it is a sum.
    Source: the settlement sheet that the council or the towns keep.
    Limits: money that was promised and not yet paid is not in it, nor what a town spends outside the fund.
    """
    is_asked = (entries["kind"] == kind) & ((entries["purpose"] == purpose) | (not purpose))
    return int(entries.loc[is_asked, "cents"].sum())


def cost_per_kit_left(cents_for_kits: int | None, kits: int | None) -> float | None:
    """Dollars spent on kits for each kit left with somebody in the same time, to the cent.

    Numerator: spending whose purpose is kits.
    Denominator: kits left, by the kit logs.
    Source: the settlement sheet and the kit logs.
    Limits: kits are bought before they are left, so over a short time it can be far off; donated kits cost nothing
    here, and what crews and volunteers give in time is not counted. It can't be said where no spending is marked as for
    kits.
    """
    if not cents_for_kits or not kits:
        return None
    return round(cents_for_kits / kits / 100, 2)


def spending_by_category(entries: pd.DataFrame) -> dict[str, int]:
    """Spending by the state's four words, and what is given none of them, in whole cents.

    Numerator: the amounts of all spending.
    Denominator: none; it is a sum.
    Source: the settlement sheet; the words are those of Connecticut's Opioid Settlement Advisory Committee.
    Limits: a spending that serves two of the four stands under the one that the sheet names.
    """
    spent = entries[entries["kind"] == SPENDING]
    sums = {word: int(spent.loc[spent["category"] == word, "cents"].sum()) for word in CATEGORIES}
    return sums | {"": int(spent.loc[~spent["category"].isin(CATEGORIES), "cents"].sum())}
