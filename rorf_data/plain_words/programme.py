"""Stock, places for help and settlement money in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rorf_data.disclosure.release import Released
from rorf_data.plain_words.phrases import (
    KITS,
    Row,
    amount,
    cells_of,
    days,
    dollars,
    during,
    has,
    is_hidden,
    joined,
    names_where,
    none_or,
    not_shown,
    still_to_come,
    value_of,
)
from rorf_data.wording import HIDDEN, NO_RECORD, Cell, known_numbers, plain_cell, rows_of

ALL_STORES = "All stores together"
CONTRIBUTED, SPENT, ON_KITS = "Contributed, dollars", "Spent, dollars", "Spent on kits, dollars"
COST = "Cost of a kit left, dollars"
_EXPIRING = re.compile(r"expiring_(\d+)")


def stock_in_words(stores: Released) -> tuple[str, ...]:
    """What is on hand, what expires soon, and where the ledger says that it is time to order.

    ``stores``: one row for each store and, of several, one for all together.
    """
    rows = rows_of(stores)
    own = [row for row in rows if row["store"] != ALL_STORES]
    return (
        *((_on_hand(rows[-1], len(own)),) if has(stores, "kits_on_hand") else ()),
        _expiring(rows[-1]),
        *((_to_order(own),) if has(stores, "is_to_order") else ()),
        "Kits on hand, and kits issued to an agency, have not yet been left with anybody.",
    )


def help_in_words(towns: Released) -> tuple[str, ...]:
    """Which towns have no place with naloxone and none for treatment on the list.

    ``towns``: one row for each town with naloxone_places and treatment_places.
    """
    return (
        *_lacking(towns, "naloxone_places", "place with naloxone"),
        *_lacking(towns, "treatment_places", "place for treatment"),
        "What is not on the list may still be there.",
    )


def money_in_words(summary: Released, by_category: Released | None) -> tuple[str, ...]:
    """What was contributed and spent, on what most of it, and what a kit left cost.

    ``summary``: measure and value; ``by_category``: category and spent_dollars, or None where it stays inside.
    """
    if not has(summary, "value"):
        return (*_most_spent(by_category), *still_to_come(summary))
    contributed, spent = (_money(value_of(summary, name)) for name in (CONTRIBUTED, SPENT))
    kits, cost = value_of(summary, ON_KITS), value_of(summary, COST)
    for_kits = "" if kits is None or isinstance(kits, str) else f", {dollars(kits)} of it on kits"
    return (
        f"{during(summary)}, contributed: {contributed}; spent: {spent}{for_kits}.",
        *_most_spent(by_category),
        *_cost(cost),
        *still_to_come(summary),
    )


def _on_hand(row: Row, stores: int) -> str:
    kits = plain_cell(row["kits_on_hand"])
    place = "in all stores together" if stores > 1 else f"in {row['store']}"
    if isinstance(kits, str):
        return f"By the stock ledger, {not_shown(f'kits on hand {place}')}."
    if kits is None:
        return f"By the stock ledger there is {NO_RECORD} of kits on hand {place}."
    return f"By the stock ledger, {amount(kits, KITS)} {'is' if kits == 1 else 'are'} on hand {place}."


def _expiring(row: Row) -> str:
    within = [
        f"{none_or(kits)} within {days(int(found[1]))}"
        for column, cell in row.items()
        if (found := _EXPIRING.fullmatch(column)) and (kits := plain_cell(cell)) is not None
    ]
    past = plain_cell(row.get("kits_past_date"))
    gone = f"; past their printed date: {none_or(past)}" if past is not None else ""
    return f"By their printed dates, these expire: {', '.join(within) or NO_RECORD}{gone}."


def _to_order(own: list[Row]) -> str:
    answers = [row["is_to_order"] for row in own]
    if any(is_hidden(one) for one in answers):
        return "Where it is time to order can't be shown."
    stores = [str(row["store"]) for row in own if row["is_to_order"] == "yes"]
    if not stores:
        return "No store has come down to the number at which to order."
    return f"Down to the number at which to order, or below it: {joined(stores)}."


def _lacking(towns: Released, column: str, words: str) -> tuple[str, ...]:
    return (_without(rows_of(towns), column, words),) if has(towns, column) else ()


def _without(rows: Sequence[Row], column: str, words: str) -> str:
    if HIDDEN in cells_of(rows, column):
        return f"Which towns have a {words} can't be shown."
    without = names_where(rows, column, 0)
    unknown = names_where(rows, column, None)
    having = [str(row["town"]) for row in rows if row["town"] not in {*without, *unknown}]
    if len(unknown) == len(rows):
        return f"Of any {words} there is {NO_RECORD}."
    if not without:
        return f"Every town on record has a {words} on the list."
    if not having:
        return f"No town has a {words} on the list."
    if len(having) < len(without):
        return f"{_have(having)} a {words} on the list; the other towns have none."
    return f"{_have(without)} no {words} on the list."


def _have(towns: list[str]) -> str:
    return f"{joined(towns)} {'has' if len(towns) == 1 else 'have'}"


def _money(value: Cell) -> str:
    return (value or NO_RECORD) if value is None or isinstance(value, str) else dollars(value)


def _cost(cost: Cell) -> tuple[str, ...]:
    if cost is None or isinstance(cost, str):
        return ()
    return (f"Spending on kits for each kit left in the same time: {dollars(cost)}.",)


def _most_spent(by_category: Released | None) -> tuple[str, ...]:
    if not has(by_category, "spent_dollars"):
        return ()
    rows = rows_of(by_category)
    cells = cells_of(rows, "spent_dollars")
    values = known_numbers(cells)
    if HIDDEN in cells or not values or max(values) <= 0:
        return ()
    names = names_where(rows, "spent_dollars", max(values), name="category")
    return (
        f"The most was spent on {joined([name[:1].lower() + name[1:] for name in names])}: {dollars(max(values))}.",
    )
