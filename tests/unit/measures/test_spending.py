"""Settlement money, by a sheet counted by hand."""

from datetime import date

import pandas as pd

from rorf_data.measures.spending import (
    CONTRIBUTION,
    KITS,
    SPENDING,
    cost_per_kit_left,
    entries_within,
    money,
    spending_by_category,
)

SHEET = pd.DataFrame(
    [
        (date(2026, 1, 1), "contribution", "Fund", "09005", None, None, 500_000),
        (date(2026, 1, 31), "spending", "Fund", "09005", "harm-reduction", "kits", 120_000),
        (date(2026, 1, 31), "spending", "Fund", "09005", "harm-reduction", "kits", -20_000),
        (date(2026, 1, 31), "spending", "Fund", "09005", "prevention", "other", 7_550),
        (date(2026, 1, 31), "spending", "Fund", "09005", None, None, 1),
        (date(2026, 2, 1), "spending", "Fund", "09005", "treatment", "other", 99),
    ],
    columns=["entry_date", "kind", "fund", "area", "category", "purpose", "cents"],
    dtype=object,
)
JANUARY = entries_within(SHEET, date(2026, 1, 1), date(2026, 1, 31))


def test_both_ends_of_the_time_are_included():
    """Everything of January counts and nothing of February."""
    assert len(JANUARY) == 5


def test_money_paid_back_counts_against_what_was_spent():
    """$1,200 for kits less $200 that came back, $75.50 and a cent for other things."""
    assert money(JANUARY, CONTRIBUTION) == 500_000
    assert money(JANUARY, SPENDING) == 107_551
    assert money(JANUARY, SPENDING, purpose=KITS) == 100_000


def test_the_four_words_and_what_has_none_add_up_to_all_spending():
    """No spending is dropped because the sheet gives it no word."""
    found = spending_by_category(JANUARY)

    assert found == {"treatment": 0, "recovery": 0, "prevention": 7_550, "harm-reduction": 100_000, "": 1}
    assert sum(found.values()) == money(JANUARY, SPENDING)


def test_the_cost_of_a_kit_is_not_said_without_spending_on_kits_or_without_kits():
    """$1,000 for 40 kits is $25 each; nothing for kits, or no kit left, is no $0."""
    assert cost_per_kit_left(100_000, 40) == 25.0
    assert cost_per_kit_left(0, 40) is None
    assert cost_per_kit_left(100_000, 0) is None
    assert cost_per_kit_left(100_000, None) is None
