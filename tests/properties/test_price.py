"""What the protection costs, beside what it would cost at the least."""

from __future__ import annotations

import pytest

from rorf_data.disclosure.families import Family
from rorf_data.policies import Policy
from tests.smallest_pattern import PRICED, price

CONNECTICUT = Policy("connecticut", 6, are_zeros_shown=True, zeros_after_months=12)
TABLES = 5


@pytest.mark.parametrize("family", PRICED, ids=lambda family: family.name)
def test_hardly_more_is_hidden_than_the_smallest_pattern_hides(family: Family) -> None:
    """In all small tables together, at most a tenth more; the smallest pattern is exact."""
    found = price(family, CONNECTICUT, tables=TABLES)

    assert 0 < found.fewest <= found.hidden < found.cells
    assert found.is_within_a_tenth, found
