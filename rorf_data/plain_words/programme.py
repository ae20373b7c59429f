"""Stock, places for help and settlement money in plain words."""

from __future__ import annotations

import re

from rorf_data.disclosure.release import Released
from rorf_data.plain_words.phrases import (
    KITS,
    Row,
    amount,
    days,
    dollars,
    during,
    joined,
    names_where,
    rows_of,
    still_to_come,
    value_of,
)
from rorf_data.wording import NO_RECORD, Number, plain_number

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
        _on_hand(rows[-1], len(own)),
        _expiring(rows[-1]),
        _to_order(own),
        "Kits on hand, and kits issued to an agency, have not yet been left with anybody.",
    )


def help_in_words(towns: Released) -> tuple[str, ...]:
    """Which towns have no place with naloxone and none for treatment on the list.

    ``towns``: one row for each town with naloxone_places and treatment_places.
    """
    return (
        _lacking(towns, "naloxone_places", "place with naloxone"),
        _lacking(towns, "treatment_places", "place for treatment"),
        "What is not on the list may still be there.",
    )


def money_in_words(summary: Released, by_category: Released) -> tuple[str, ...]:
    """What was contributed and spent, on what most of it, and what a kit left cost.

    ``summary``: measure and value; ``by_category``: category and spent_dollars.
    """
    contributed, spent = (_money(value_of(summary, name)) for name in (CONTRIBUTED, SPENT))
    kits, cost = value_of(summary, ON_KITS), value_of(summary, COST)
    for_kits = "" if kits is None else f", {dollars(kits)} of it on kits"
    return (
        f"{during(summary)}, contributed: {contributed}; spent: {spent}{for_kits}.",
        *_most_spent(by_category),
        *(() if cost is None else (f"Spending on kits for each kit left in the same time: {dollars(cost)}.",)),
        *still_to_come(summary),
    )


def _on_hand(row: Row, stores: int) -> str:
    kits = plain_number(row["kits_on_hand"])
    place = "in all stores together" if stores > 1 else f"in {row['store']}"
    if kits is None:
        return f"By the stock ledger there is {NO_RECORD} of kits on hand {place}."
    return f"By the stock ledger, {amount(kits, KITS)} {'is' if kits == 1 else 'are'} on hand {place}."


def _expiring(row: Row) -> str:
    within = [
        f"{'none' if kits == 0 else f'{kits:,}'} within {days(int(found[1]))}"
        for column, cell in row.items()
        if (found := _EXPIRING.fullmatch(column)) and (kits := plain_number(cell)) is not None
    ]
    past = plain_number(row["kits_past_date"])
    gone = f"; past their printed date: {'none' if past == 0 else f'{past:,}'}" if past is not None else ""
    return f"By their printed dates, these expire: {', '.join(within) or NO_RECORD}{gone}."


def _to_order(own: list[Row]) -> str:
    stores = [str(row["store"]) for row in own if row["is_to_order"] == "yes"]
    if not stores:
        return "No store has come down to the number at which to order."
    return f"Down to the number at which to order, or below it: {joined(stores)}."


def _lacking(towns: Released, column: str, words: str) -> str:
    rows = rows_of(towns)
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


def _money(value: Number) -> str:
    return NO_RECORD if value is None else dollars(value)


def _most_spent(by_category: Released) -> tuple[str, ...]:
    rows = rows_of(by_category)
    values = [value for row in rows if (value := plain_number(row["spent_dollars"])) is not None]
    if not values or max(values) <= 0:
        return ()
    names = names_where(rows, "spent_dollars", max(values), name="category")
    return (
        f"The most was spent on {joined([name[:1].lower() + name[1:] for name in names])}: {dollars(max(values))}.",
    )
