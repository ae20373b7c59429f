"""The filter bar: one period and any number of towns, the same on every page and in the address.

The frame draws it, so that its widgets live on when the page changes; a page asks for what was chosen. What comes from
an address may be impossible and is put right here, with a notice, before it becomes a value of the model.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import streamlit as st

from pages._shared import reader
from rorf_data.model import Filters, Grain, Period, last_of_month, start_of
from rorf_data.towns import gazetteer

PERIODS = {
    "last-month": "Last month",
    "last-12-months": "Last 12 months",
    "this-fiscal-year": "This fiscal year",
    "last-fiscal-year": "Last fiscal year",
    "this-year": "This calendar year",
    "last-year": "Last calendar year",
    "any-dates": "Any dates",
}
"""The period words as a link may write them, and as the bar and the address show them."""

USUAL = "Last 12 months"
ANY_DATES = "Any dates"
FIRST_DAY = date(2000, 1, 1)
"""Nothing before this day can be asked for; the oldest published deaths are of 2012."""


def show_filter_bar(use: Literal["all", "towns", "none"] = "all") -> None:
    """Draw the bar; on a page without use for it (or for its period) it stays out of sight, and so in the address."""
    for notice in _take_from_address():
        st.warning(notice)
    with st.container(key=f"filter_bar_{use}", horizontal=True, vertical_alignment="bottom"):
        with st.container(key="period_filter", width=220):
            st.selectbox("Period", list(PERIODS.values()), index=1, key="period", bind="query-params")
        if st.session_state["period"] == ANY_DATES:
            _ask_dates()
        with st.container(key="towns_filter", width=460):
            st.multiselect("Towns", _member_towns(), key="towns", bind="query-params", placeholder="All member towns")


def ask_filters() -> Filters:
    """The period and towns that are chosen in the bar."""
    return Filters(period=_chosen_period(), towns=_chosen_towns())


def ask_month() -> Period:
    """The newest full month on record, which "This month" is about."""
    return reader.current().newest_full_month()


def ask_towns(period: Period) -> tuple[str, ...]:
    """The codes of the chosen towns, or of all that were members in the period."""
    return reader.current().towns_of(Filters(period, _chosen_towns()))


def period_named(name: str, newest_month: date) -> Period:
    """The period of this name, seen from the newest full month on record; this year's and this fiscal year's end there.

    Raises ``ValueError`` for a name that fixes no dates.
    """
    last_day = last_of_month(newest_month)
    if name == "Last month":
        return Period.of_month(newest_month)
    if name == USUAL:
        return Period.of_months(newest_month, 12)
    grain = Grain.FISCAL_YEAR if name.endswith("fiscal year") else Grain.YEAR
    start = start_of(grain, newest_month)
    if name in ("This fiscal year", "This calendar year"):
        return Period(start, last_day)
    if name in ("Last fiscal year", "Last calendar year"):
        return Period(start_of(grain, start - timedelta(days=1)), start - timedelta(days=1))
    raise ValueError(f"{name} fixes no dates")


def find_impossible(address: dict[str, list[str]], member_towns: tuple[str, ...]) -> list[str]:
    """A sentence for each thing in the address that can't be looked at; empty when all of it can."""
    notices = []
    for period in address.get("period", []):
        if period not in PERIODS and period not in PERIODS.values():
            notices.append(f"The link asks for the period “{in_short(period)}”, which is not one of those here.")
    unknown = [town for town in address.get("towns", []) if town and town not in member_towns]
    if unknown:
        names = ", ".join(f"“{in_short(town)}”" for town in unknown[:3])
        notices.append(f"The link asks for {names}, which is no member town; it is left out.")
    for end in ("from", "to"):
        notices += [
            f"The link asks for the day “{in_short(day)}”; days are written as 2026-03-31, from 2000 to today."
            for day in address.get(end, [])
            if not _is_day(day)
        ]
    return notices


def _take_from_address() -> list[str]:
    """Notices for what is impossible in the address; a period in a link's own words is taken as chosen."""
    address = {name: st.query_params.get_all(name) for name in ("period", "towns", "from", "to")}
    for period in address["period"]:
        if period in PERIODS:
            st.query_params["period"] = PERIODS[period]
            st.rerun()
    return find_impossible(address, _member_towns())


def _ask_dates() -> None:
    newest = reader.today()
    for label, key in (("From", "from"), ("To", "to")):
        with st.container(key=f"{key}_filter", width=150):
            st.date_input(label, value=None, min_value=FIRST_DAY, max_value=newest, key=key, bind="query-params")


def _chosen_period() -> Period:
    newest_month = reader.newest_full_month()
    name = st.session_state["period"]
    if name != ANY_DATES:
        return period_named(name, newest_month)
    first, last = st.session_state.get("from"), st.session_state.get("to")
    if first is None or last is None:
        st.info("Choose a first and a last day; until then the last 12 months are shown.")
        return period_named(USUAL, newest_month)
    if first > last:
        st.warning("The first day lies after the last; they are taken the other way round.")
    return Period(min(first, last), max(first, last))


def _chosen_towns() -> tuple[str, ...]:
    return tuple(gazetteer.code_of(name) for name in st.session_state["towns"])


def _member_towns() -> tuple[str, ...]:
    return reader.settings().member_towns()


def _is_day(words: str) -> bool:
    try:
        return FIRST_DAY <= date.fromisoformat(words) <= reader.today()
    except ValueError:
        return False


def in_short(words: str) -> str:
    """Words from an address, cut where they are long."""
    return words if len(words) <= 40 else words[:39] + "…"
