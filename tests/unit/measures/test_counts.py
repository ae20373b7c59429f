"""None to report and nothing on record stay two things in every count."""

from datetime import date

import pandas as pd
import pytest

from rorf_data.measures.counts import (
    as_rows,
    by_grain,
    counts_by_area,
    monthly_grid,
    over_areas,
    rolling_12_months,
    waiting_at_month_end,
)
from rorf_data.model import Grain, MonthlyTotal, add_months

KENT, SHARON = "40290", "67960"
JANUARY = date(2025, 1, 1)


def monthly(*rows):
    """Totals (measure, month, area, total), as the store gives them."""
    return [MonthlyTotal(*row) for row in rows]


def months(count, first=JANUARY):
    """So many first days of months in a row."""
    return [add_months(first, step) for step in range(count)]


def test_a_quiet_month_counts_as_zero_and_an_unreported_one_is_missing():
    """February was reported and had none; nobody has reported March."""
    found = monthly(("kits", JANUARY, KENT, 3))

    grid = monthly_grid(found, "kits", [KENT, SHARON], months(3), reported=months(2))

    assert grid[KENT].tolist() == [3, 0, pd.NA]
    assert grid[SHARON].tolist() == [0, 0, pd.NA]
    assert over_areas(grid).tolist() == [3, 0, pd.NA]


def test_an_area_without_any_is_zero_and_a_measure_without_records_is_missing():
    """Kits were loaded and calls never were."""
    sums = pd.DataFrame({"measure": ["kits"], "area": [KENT], "total": [3]})

    counts = counts_by_area(sums, [SHARON, KENT], {"kits": True, "calls": False})

    assert counts["kits"].tolist() == [0, 3]
    assert counts["calls"].isna().all()
    assert counts.index.tolist() == [SHARON, KENT]


def test_no_areas_have_no_counts():
    """An empty choice of areas is an empty table with its columns, whatever was found elsewhere."""
    sums = pd.DataFrame({"measure": ["kits"], "area": [KENT], "total": [3]})

    assert counts_by_area(sums, [], {"kits": True, "calls": False}).columns.tolist() == ["kits", "calls"]
    assert counts_by_area(sums.iloc[:0], [KENT], {"kits": True})["kits"].tolist() == [0]


def test_a_rolling_year_needs_twelve_months_on_record():
    """Eleven months are too few, the twelfth makes the first figure, and a gap takes it away again."""
    found = monthly(*[("kits", month, KENT, 1) for month in months(14)])

    whole = rolling_12_months(monthly_grid(found, "kits", [KENT], months(14), months(14)))
    with_gap = rolling_12_months(monthly_grid(found, "kits", [KENT], months(14), months(13)))

    assert whole[KENT].isna().sum() == 11
    assert whole[KENT].tolist()[11:] == [12, 12, 12]
    assert pd.isna(with_gap[KENT].iloc[13])


@pytest.mark.parametrize("grain", list(Grain))
def test_no_kit_is_lost_in_longer_spans(grain):
    """Quarters, fiscal years and years add up to the months."""
    found = monthly(*[("kits", month, KENT, number) for number, month in enumerate(months(30))])
    grid = monthly_grid(found, "kits", [KENT], months(30), months(30))

    assert by_grain(grid, grain)[KENT].sum() == sum(range(30))


def test_a_span_is_missing_only_when_all_of_it_is():
    """A quarter with one reported month shows what that month had."""
    found = monthly(("kits", JANUARY, KENT, 2))

    quarters = by_grain(monthly_grid(found, "kits", [KENT], months(6), months(1)), Grain.QUARTER)

    assert quarters[KENT].tolist() == [2, pd.NA]


def test_a_request_waits_until_it_is_delivered_or_closed():
    """Three come in January; one is delivered in January, one closed in March: 2, 2 and 1 wait at the ends."""
    found = monthly(
        ("requests", JANUARY, KENT, 3), ("delivered", JANUARY, KENT, 1), ("closed", add_months(JANUARY, 2), KENT, 1)
    )

    assert waiting_at_month_end(found, [KENT], months(3))[KENT].tolist() == [2, 2, 1]


def test_a_grid_becomes_one_row_for_each_span_and_area():
    """Spans come first, and every cell has its row."""
    grid = monthly_grid(monthly(("kits", JANUARY, KENT, 3)), "kits", [KENT, SHARON], months(2), months(1))

    rows = as_rows(grid, "total_kits")

    assert rows["area"].tolist() == [KENT, SHARON, KENT, SHARON]
    assert rows["total_kits"].tolist() == [3, 0, pd.NA, pd.NA]
