"""How often each signal speaks without any change, and how soon it tells a doubling, as the page about the numbers
shows it.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages._shared.words import READABLE
from rorf_data.measures.false_alarms import Simulated, Simulation, false_alarms
from rorf_data.model import in_words

REGION = 37
"""From more calls a year on, an area is larger than this programme's."""

HEADINGS = (
    *("Method", "Calls a year", "False alarms a year", "Half of doublings told by day"),
    *("Told within 28 days", "Within 90", "Within 180", "Without any change, within 180"),
)


def show_false_alarms(*, key: str) -> None:
    """The simulated table: this region and its towns, and behind a click the areas that EARS is meant for."""
    table = false_alarms()
    here = [line for line in table.lines if line.calls_a_year <= REGION]
    with st.container(key=key, gap="small"):
        st.markdown(_how(table), width=READABLE)
        _show(here, key=f"{key}_here")
        with st.expander("The same in areas with more calls", key=f"{key}_larger"):
            _show([line for line in table.lines if line not in here], key=f"{key}_more")


def _how(table: Simulation) -> str:
    return (
        f"No signal can tell a change for certain. These figures are simulated: {table.runs * table.years:,} years "
        f"without any change, and {table.doublings:,} doublings of calls from one day to the next, for each method. In "
        f"them calls come evenly by chance, without seasons, and none comes in late. Alarms up to seven days apart "
        f"count as one. The region of this programme is taken to have {REGION} calls a year. Where a town is said to "
        f"be up or down, somebody looks each month, and every month in which it is said counts. Made on "
        f"{in_words(table.made_on)} with {table.versions} and seed {table.seed}."
    )


def _show(lines: Sequence[Simulated], *, key: str) -> None:
    """A table that a phone can move sideways by itself."""
    rows = [dict(zip(HEADINGS, _cells(line), strict=True)) for line in lines]
    alt = f"False alarms a year and how soon a doubling is told: a table of {len(rows)} rows."
    st.dataframe(rows, key=key, hide_index=True, alt=alt)


def _cells(line: Simulated) -> tuple[str, ...]:
    half = "later than 180" if line.median_days is None else str(line.median_days)
    shares = (
        *(line.found_in_28_days, line.found_in_90_days, line.found_in_180_days),
        line.unchanged_in_180_days,
    )
    told = [f"{share:.0%}" if share in (0, 1) or share >= 0.005 else "under 1%" for share in shares]
    return line.method, f"{line.calls_a_year:g}", _rate(line.false_alarms_a_year), half, *told


def _rate(rate: float) -> str:
    return "under 0.01" if 0 < rate < 0.005 else f"{rate:.2f}"
