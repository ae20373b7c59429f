"""Settlement money: contributed and spent, by fund and town, by the state's four words, and what a kit left cost."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.series import notes_on_gaps, sums_by_area
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import free
from rorf_data.measures.spending import (
    CONTRIBUTION,
    KITS,
    SPENDING,
    cost_per_kit_left,
    entries_within,
    money,
    spending_by_category,
)
from rorf_data.model import NOT_RECORDED, OUTSIDE, Feed, Filters, Period
from rorf_data.store.queries_programme import load_settlement
from rorf_data.towns import gazetteer

FEEDS = (Feed.SETTLEMENT, Feed.DISTRIBUTIONS)
WORDS = {
    "treatment": "Treatment",
    "recovery": "Recovery",
    "prevention": "Prevention",
    "harm-reduction": "Harm reduction",
    "": "Not said",
}
"""The state's four words, and what a sheet that gives none of them is shown under."""

COST_NOTE = (
    "Cost of a kit left: spending on kits divided by kits left in the same time. Kits are bought before they are left, "
    "so a short time can be far off; donated kits cost nothing here, and nobody's time is counted."
)
REGION_NOTE = (
    "Kits that were bought without naming a town are the region's; no town's cost of a kit can be had from them. "
    f"{COST_NOTE}"
)
FUND_COLUMNS = [
    *("fund", "contributed_dollars", "spent_dollars", "left_over_dollars", "kits_dollars", "dollars_per_kit"),
]
PROMISED_NOTE = "Money that was promised and not yet paid is not in these figures."


@answer
def settlement_summary(reader: Reader, chosen: Filters) -> Released:
    """One row for each headline: contributed, spent, spent on kits, kits left, and the cost of a kit left.

    Columns: measure, value. All funds and places of the sheet, over the chosen period with both its ends; kits are
    those left anywhere. A figure is missing where nothing is on record or where it can't be said.
    """
    with reader.connect() as connection:
        entries = _entries(connection, chosen.period)
        kits = _kits(connection, chosen.period)
        for_kits = money(entries, SPENDING, purpose=KITS)
        values = {
            "Contributed, dollars": _dollars(money(entries, CONTRIBUTION)) if len(entries) else pd.NA,
            "Spent, dollars": _dollars(money(entries, SPENDING)) if len(entries) else pd.NA,
            "Spent on kits, dollars": _dollars(for_kits) if len(entries) else pd.NA,
            "Kits left": kits if kits is not None else pd.NA,
            "Cost of a kit left, dollars": _or_missing(cost_per_kit_left(for_kits, kits)),
        }
        frame = pd.DataFrame({"measure": list(values), "value": pd.Series(list(values.values()), dtype="Float64")})
        notes = [PROMISED_NOTE, COST_NOTE, *notes_on_gaps(connection, ["kits"], chosen.period)]
        return _release(reader, connection, frame, "Settlement money at a glance", chosen.period, notes)


@answer
def settlement_by_town(reader: Reader, chosen: Filters) -> Released:
    """One row for each chosen town and one for what names no town: contributed, spent and spent on kits in dollars,
    kits left, and the cost of a kit left where spending on kits is on record for the town.
    """
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        entries = _entries(connection, chosen.period)
        areas = [*towns, *([NOT_RECORDED] if (entries["area"] == NOT_RECORDED).any() else [])]
        kits = sums_by_area(connection, ["kits"], areas, chosen.period)["kits"]
        rows = [_place_row(entries[entries["area"] == area], area, _plain(kits[area])) for area in areas]
        frame = _typed(pd.DataFrame(rows))
        elsewhere = money(entries[~entries["area"].isin(areas)], SPENDING)
        notes = [PROMISED_NOTE, REGION_NOTE]
        if elsewhere:
            notes.append(f"Spending in other places, not counted here: ${_dollars(elsewhere):,.2f}.")
        return _release(reader, connection, frame, "Settlement money by town", chosen.period, notes, towns)


@answer
def settlement_by_fund(reader: Reader, chosen: Filters) -> Released:
    """One row for each fund of the sheet: contributed, spent, what is left of it in this time, spent on kits, and the
    cost of each kit left anywhere in the same time.
    """
    with reader.connect() as connection:
        entries, kits = _entries(connection, chosen.period), _kits(connection, chosen.period)
        by_fund = entries.groupby(entries["fund"].fillna("Not said"), sort=True)
        frame = _typed(pd.DataFrame([_fund_row(str(fund), own, kits) for fund, own in by_fund], columns=FUND_COLUMNS))
        notes = [PROMISED_NOTE, COST_NOTE]
        return _release(reader, connection, frame, "Settlement money by fund", chosen.period, notes)


@answer
def settlement_by_category(reader: Reader, chosen: Filters) -> Released:
    """One row for each of the state's four words, and for spending that is given none of them: spent_dollars."""
    with reader.connect() as connection:
        entries = _entries(connection, chosen.period)
        spent = spending_by_category(entries)
        shown = {word: cents for word, cents in spent.items() if word or cents} if len(entries) else {}
        frame = pd.DataFrame(
            {
                "category": [WORDS[word] for word in shown],
                "spent_dollars": pd.array([_dollars(cents) for cents in shown.values()], dtype="Float64"),
            }
        )
        notes = ["The four words are those of Connecticut's Opioid Settlement Advisory Committee."]
        return _release(reader, connection, frame, "Spending by the state's four words", chosen.period, notes)


def _entries(connection: sa.Connection, period: Period) -> pd.DataFrame:
    return entries_within(load_settlement(connection), period.first, period.last)


def _kits(connection: sa.Connection, period: Period) -> int | None:
    """Kits left anywhere; None where no kit log covers any of the time."""
    everywhere = [*(town.code for town in gazetteer.towns()), OUTSIDE, NOT_RECORDED]
    return _plain(sums_by_area(connection, ["kits"], everywhere, period)["kits"].sum(min_count=1))


def _plain(count: object) -> int | None:
    return None if count is pd.NA else int(count)  # type: ignore[call-overload]  # a cell of a column of whole numbers


def _place_row(own: pd.DataFrame, area: str, kits: int | None) -> dict[str, object]:
    for_kits = money(own, SPENDING, purpose=KITS)
    return {
        "town": gazetteer.area_label(area),
        "contributed_dollars": _dollars(money(own, CONTRIBUTION)),
        "spent_dollars": _dollars(money(own, SPENDING)),
        "kits_dollars": _dollars(for_kits),
        "total_kits": pd.NA if kits is None else kits,
        "dollars_per_kit": pd.NA if area == NOT_RECORDED else _or_missing(cost_per_kit_left(for_kits, kits)),
    }


def _fund_row(fund: str, own: pd.DataFrame, kits: int | None) -> dict[str, object]:
    contributed, spent, for_kits = money(own, CONTRIBUTION), money(own, SPENDING), money(own, SPENDING, purpose=KITS)
    return {
        "fund": fund,
        "contributed_dollars": _dollars(contributed),
        "spent_dollars": _dollars(spent),
        "left_over_dollars": _dollars(contributed - spent),
        "kits_dollars": _dollars(for_kits),
        "dollars_per_kit": _or_missing(cost_per_kit_left(for_kits, kits)),
    }


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Dollars as numbers that may be missing, and kits as whole ones."""
    dollars = [name for name in frame.columns if "dollars" in name]
    kits = [name for name in frame.columns if name == "total_kits"]
    return frame.astype(dict.fromkeys(dollars, "Float64") | dict.fromkeys(kits, "Int64"))


def _dollars(cents: int) -> float:
    return round(cents / 100, 2)


def _or_missing(value: float | None) -> object:
    return pd.NA if value is None else value


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    period: Period,
    notes: Sequence[str],
    towns: Sequence[str] = (),
) -> Released:
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=period,
        towns=towns,
        feeds=FEEDS,
        notes=notes,
        rests=free(frame.columns, len(frame)),
    )
