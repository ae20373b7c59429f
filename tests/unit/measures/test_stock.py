"""Kits on the shelf, by hand-counted ledgers; reorder points by sums of Poisson terms."""

import math
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.measures.stock import (
    Shelf,
    first_to_hand_out,
    kits_expiring,
    kits_moved,
    kits_on_hand,
    kits_past_date,
    reorder_point,
)

COLUMNS = ["move_date", "move", "store", "agency", "kits", "lot", "expiry_date"]
MAY, NEXT_MAY = date(2026, 5, 31), date(2027, 5, 31)
LEDGER = [
    (date(2026, 1, 5), "received", "Cupboard", None, 24, "A1", MAY),
    (date(2026, 1, 9), "received", "Cupboard", None, 12, "B2", NEXT_MAY),
    (date(2026, 2, 1), "issued", "Cupboard", "Agency A", 5, "A1", None),
    (date(2026, 2, 2), "issued", "Cupboard", "Agency B", 4, None, None),
    (date(2026, 2, 3), "returned", "Cupboard", "Agency A", 1, "A1", MAY),
    (date(2026, 2, 4), "lost", "Cupboard", None, 2, "B2", None),
    (date(2026, 2, 5), "received", "Station", None, 6, None, None),
]


def frame(rows):
    """A ledger as the store gives it."""
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def test_a_ledger_counted_by_hand():
    """24 - 5 + 1 of the first lot, less the 4 that went out without a lot; 12 - 2 of the second; 6 elsewhere."""
    assert kits_on_hand(frame(LEDGER), date(2026, 2, 5)) == [
        Shelf("Cupboard", "A1", MAY, 16),
        Shelf("Cupboard", "B2", NEXT_MAY, 10),
        Shelf("Station", "", None, 6),
    ]


def test_the_day_itself_is_included_and_the_next_is_not():
    """What came in on the day is on the shelf at its end."""
    assert kits_on_hand(frame(LEDGER), date(2026, 1, 5)) == [Shelf("Cupboard", "A1", MAY, 24)]
    assert kits_on_hand(frame(LEDGER), date(2026, 1, 4)) == []


def test_more_gone_than_came_is_shown_and_not_hidden():
    """Three issued of two on record leave one too few."""
    ledger = [
        (date(2026, 1, 5), "received", "Cupboard", None, 2, "A1", MAY),
        (date(2026, 1, 6), "issued", "Cupboard", None, 3, None, None),
    ]

    assert kits_on_hand(frame(ledger), MAY) == [Shelf("Cupboard", "", None, -1)]


@pytest.mark.parametrize(("days", "kits"), [(89, 0), (90, 16), (91, 16)])
def test_kits_expire_within_so_many_days_the_last_included(days, kits):
    """The 31st of May is the 90th day after the 2nd of March."""
    on = date(2026, 3, 2)

    assert (MAY - on).days == 90
    assert kits_expiring(kits_on_hand(frame(LEDGER), on), on, days) == kits


def test_on_its_printed_day_a_kit_is_not_yet_past_it():
    """A kit that says May is good through the last day of May."""
    shelves = kits_on_hand(frame(LEDGER), MAY)

    assert kits_past_date(shelves, MAY) == 0
    assert kits_past_date(shelves, MAY + timedelta(days=1)) == 16


def test_what_expires_first_goes_first_unless_it_is_past_its_date():
    """The first lot until the end of May, the second after it."""
    shelves = kits_on_hand(frame(LEDGER), MAY)

    assert first_to_hand_out(shelves, MAY) == Shelf("Cupboard", "A1", MAY, 16)
    assert first_to_hand_out(shelves, date(2026, 6, 1)) == Shelf("Cupboard", "B2", NEXT_MAY, 10)
    assert first_to_hand_out([], MAY) is None


def by_terms(mean, share):
    """The Poisson quantile from its terms, added up one by one."""
    count, term = 0, math.exp(-mean)
    total = term
    while total < share:
        count += 1
        term *= mean / count
        total += term
    return count


@pytest.mark.parametrize("used", [1, 5, 24, 48, 120])
def test_the_reorder_point_is_the_poisson_quantile(used):
    """The same as the sum of Poisson terms says, for 1 to 120 kits in a year and four weeks until new ones come."""
    assert reorder_point(used, 365, lead_time_days=28, share=0.95) == by_terms(used / 365 * 28, 0.95)


def test_where_nothing_is_used_nothing_need_be_ordered():
    """No use, no order; no day counted is a mistake of ours."""
    assert reorder_point(0, 365, lead_time_days=28, share=0.95) == 0
    with pytest.raises(ValueError, match="no day"):
        reorder_point(3, 0, lead_time_days=28, share=0.95)


MOVES = st.tuples(
    st.dates(date(2026, 1, 1), date(2026, 3, 31)),
    st.sampled_from(["received", "issued", "returned", "expired", "lost"]),
    st.sampled_from(["Cupboard", "Station"]),
    st.none(),
    st.integers(1, 30),
    st.sampled_from([None, "A1", "B2"]),
    st.sampled_from([None, MAY, NEXT_MAY]),
)


@given(st.lists(MOVES, max_size=25))
def test_no_kit_is_lost_or_made_on_the_shelf(rows):
    """Whatever lots are on record, what came in less what went out is on the shelves, store by store."""
    moved = kits_moved(frame(rows), date(2026, 1, 1), date(2026, 3, 31))
    shelves = kits_on_hand(frame(rows), date(2026, 3, 31))

    for store, kinds in moved.items():
        came = kinds.get("received", 0) + kinds.get("returned", 0)
        went = sum(kinds.get(kind, 0) for kind in ("issued", "expired", "lost"))
        assert sum(shelf.kits for shelf in shelves if shelf.store == store) == came - went
