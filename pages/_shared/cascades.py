"""What the page on kits at calls asks and says: which view, which rate, and whether kits and calls are linked."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from pages._shared.choices import tell_if_impossible
from rorf_data.answers.leave_behind import RATES, Rate
from rorf_data.answers.linked import NOT_LINKED
from rorf_data.disclosure.release import Released

ABOUT_CASCADE = """
What became of kits at suspected-overdose calls, as far as it is on record: a kit offered, left, refused, or nothing
written down. The three rates have three names because they divide by three different things.
"""
TOWNS, AGENCIES, MONTHS, ONE_RATE = "Towns", "Agencies", "Months", "One rate through time"
BY: dict[str, Literal["town", "agency", "month"]] = {TOWNS: "town", AGENCIES: "agency", MONTHS: "month"}


def ask_view() -> str:
    """Beside what the calls are shown: towns, agencies or months; or one rate through time."""
    views = [*BY, ONE_RATE]
    tell_if_impossible("view", views)
    view = st.segmented_control("Show", views, default=TOWNS, required=True, key="view", bind="query-params")
    return view or TOWNS


def ask_rate(rates: Released) -> Rate:
    """Which rate is followed through time, out of those that can be given."""
    offered = {name: rate for rate, name in RATES.items() if name in set(rates.frame["measure"])}
    first = next(iter(offered))
    tell_if_impossible("rate", offered)
    name = st.segmented_control("Rate", list(offered), default=first, required=True, key="rate", bind="query-params")
    return offered.get(name or first, offered[first])


def tell_whether_linked(released: Released) -> None:
    """Why there are no shares of calls, where kits and calls are not linked."""
    for note in (*released.about.notes, *released.about.inside_notes):
        if note.startswith(NOT_LINKED):
            st.info(note)


def show_rates(rates: Released) -> None:
    """Each rate under its own name, with what it divides and its interval, and with what was published of the same."""
    rows = rates.frame.to_dict("records")
    for name in RATES.values():
        own = [row for row in rows if row["measure"] == name]
        if not own:
            continue
        with st.container(border=True, gap="xxsmall", key=f"rate_{list(RATES.values()).index(name)}"):
            value, _, interval = str(own[0]["value_said"]).partition(" (")
            st.metric(name, value)
            st.caption(str(own[0]["counts"]) + (f" · interval {interval.replace(')', '')}" if interval else ""))
            for row in own[1:]:
                where = f"{row['place']}: {row['value_said']}, {row['counts']}"
                st.caption(where + (f" ({row['citation']})" if row["citation"] else ""))
