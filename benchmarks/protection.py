"""What the protection of small counts costs: the share of cells hidden, beside that of the smallest pattern there is.

The tables are a quarter of three towns, small enough that the smallest pattern can be proven by integer programming.
"""

from __future__ import annotations

from benchmarks.measuring import Line, Section
from rorf_data.settings import read_settings
from tests.smallest_pattern import PRICED, price

TABLES = 40


def measure_price() -> Section:
    """One line for each kind of count, under the policy that is shipped."""
    policy = read_settings().sharing.policy
    lines = []
    for family in PRICED:
        found = price(family, policy, tables=TABLES)
        shares = (f"{found.hidden / found.cells:.1%}", f"{found.fewest / found.cells:.1%}")
        more = f"{found.hidden / found.fewest - 1:+.1%}"
        lines.append(Line(found.measure, (f"{found.cells:,}", *shares, more)))
    columns = ("cells", "hidden", "hidden at the least", "more than that")
    return Section("The price of hiding small counts", columns, tuple(lines))
