"""The programme's means on a few records drawn by hand: kits on the shelf, and settlement money."""

from datetime import date

import pandas as pd
import pytest

from rorf_data.answers import settlement, stock
from rorf_data.answers.reader import Reader
from rorf_data.model import Audience, Filters, Period
from rorf_data.towns import gazetteer

KENT, SHARON = (gazetteer.code_of(name) for name in ("Kent", "Sharon"))
TODAY = date(2026, 11, 22)
AUTUMN = Filters(Period(date(2026, 9, 1), date(2026, 10, 31)), (KENT, SHARON))

LEDGER = """date,movement,store,kits,lot,expiry,agency
2026-01-05,received,Example Town Hall,40,A1,2027-01-31,
2026-02-05,received,Example Town Hall,10,B2,2028-01-31,
2026-03-01,issued,Example Town Hall,12,A1,,Sample Hill Ambulance
2026-10-01,returned,Example Town Hall,2,A1,,Sample Hill Ambulance
2026-11-22,lost,Example Town Hall,1,B2,,
2026-05-05,received,Example Station,3,C3,2026-10-31,
"""
SHEET = """date,kind,fund,town,category,purpose,amount
2026-08-31,contribution,Example Fund,Kent,,,9999
2026-09-01,contribution,Example Fund,Kent,,,"$1,500.00"
2026-10-31,spending,Example Fund,Kent,Harm reduction,kits,100.50
2026-10-15,spending,Example Fund,,Harm reduction,kits,200
2026-10-16,spending,Other Fund,Goshen,Treatment,other,25
"""
KITS = """date,agency,town,kits
2026-09-01,Agency A,Kent,2
2026-10-31,Agency A,Sharon,1
2026-10-31,Agency A,Goshen,3
"""


@pytest.fixture
def reader(workplace, load):
    """All three files loaded."""
    load(LEDGER, name="stock.csv", source="stock")
    load(SHEET, name="sheet.csv", source="settlement")
    load(KITS, name="kits.csv")
    return Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)


def rows(released, key):
    """The rows by one of their columns, None where a figure is missing."""
    plain = released.frame.astype(object).where(released.frame.notna(), None)
    return {row[key]: row for row in plain.to_dict("records")}


def test_a_shelf_counted_by_hand(reader):
    """40 - 12 + 2 of one lot and 10 - 1 of another; 30 expire in 70 days; 3 elsewhere are past their date."""
    stores = rows(stock.stock_by_store(reader), "store")

    cupboard, station = stores["Example Town Hall"], stores["Example Station"]
    assert (cupboard["kits_on_hand"], cupboard["expiring_90"], cupboard["expiring_180"]) == (39, 30, 30)
    assert cupboard["first_lot"] == "lot A1 (31 January 2027)"
    assert cupboard["issued_12_months"] == 10
    assert (station["kits_on_hand"], station["kits_past_date"], station["first_lot"]) == (3, 3, "")
    assert (cupboard["is_to_order"], station["is_to_order"]) == ("no", "yes")
    assert stores[stock.ALL_STORES]["kits_on_hand"] == 42


def test_kits_on_the_shelf_are_no_kits_left(reader):
    """The 12 kits issued to an agency stand in no count of kits left, and the table says so."""
    summary = rows(settlement.settlement_summary(reader, AUTUMN), "measure")

    assert summary["Kits left"]["value"] == 6
    assert stock.NOT_LEFT_NOTE in stock.stock_by_store(reader).about.notes


def test_lots_stand_in_the_order_in_which_they_expire(reader):
    """What is past comes first, and says by how much."""
    frame = stock.stock_by_lot(reader).frame

    assert frame["lot"].tolist() == ["C3", "A1", "B2"]
    assert frame["days_left"].tolist() == [-22, 70, 435]


def test_the_money_of_a_period_with_both_its_ends(reader):
    """$1,500 came and $325.50 went in these two months; $300.50 of it for 6 kits left anywhere, $50.08 each."""
    summary = rows(settlement.settlement_summary(reader, AUTUMN), "measure")

    assert summary["Contributed, dollars"]["value"] == 1500
    assert summary["Spent, dollars"]["value"] == 325.5
    assert summary["Spent on kits, dollars"]["value"] == 300.5
    assert summary["Cost of a kit left, dollars"]["value"] == 50.08


def test_a_towns_cost_of_a_kit_rests_on_what_was_bought_for_it(reader):
    """Kent's 2 kits cost $100.50; Sharon bought none; kits bought for no town are the region's and nobody's cost."""
    towns = rows(settlement.settlement_by_town(reader, AUTUMN), "town")

    assert towns["Kent"]["dollars_per_kit"] == 50.25
    assert towns["Sharon"]["dollars_per_kit"] is None
    assert towns["Place not recorded"]["spent_dollars"] == 200
    assert towns["Place not recorded"]["dollars_per_kit"] is None
    assert any("$25.00" in note for note in settlement.settlement_by_town(reader, AUTUMN).about.notes)


def test_funds_and_the_states_four_words(reader):
    """Each fund keeps its own; the four words stand there even where nothing was spent on them."""
    funds = rows(settlement.settlement_by_fund(reader, AUTUMN), "fund")
    words = rows(settlement.settlement_by_category(reader, AUTUMN), "category")

    assert funds["Example Fund"]["left_over_dollars"] == 1199.5
    assert funds["Other Fund"]["dollars_per_kit"] is None
    assert {word: row["spent_dollars"] for word, row in words.items()} == {
        "Treatment": 25,
        "Recovery": 0,
        "Prevention": 0,
        "Harm reduction": 300.5,
    }


def test_without_any_sheet_or_ledger_nothing_is_claimed(workplace):
    """An empty installation has no stock and no money, which is not 0."""
    empty = Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)

    assert stock.stock_by_store(empty).frame.empty
    assert settlement.settlement_by_category(empty, AUTUMN).frame.empty
    assert pd.isna(settlement.settlement_summary(empty, AUTUMN).frame["value"]).all()
