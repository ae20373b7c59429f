"""The page about what may leave the programme: clearing a withheld source, and taking that back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages._shared import data, reader
from pages._shared.initials import by_whom
from pages._shared.show import show_table
from rorf_data.disclosure.release import Released
from rorf_data.errors import RorfDataError
from rorf_data.store.sharing import LONGEST_WHY, clear_source, withdraw_clearing
from rorf_data.workplace import utc_now

TOLD = "leaving_told"


def show_what_was_done() -> None:
    """What was cleared or withdrawn just before the page was drawn anew."""
    if told := st.session_state.pop(TOLD, ""):
        st.success(told)


def show_by_measure() -> None:
    """What becomes of each sensitive measure; the first look at a new state of the data takes some seconds."""
    with st.spinner("Working out what may leave …"):
        by_measure = data.leaving_by_measure()
    show_table(by_measure, key="leaving")


def ask_to_clear(clearings: Released) -> None:
    """The forms by which a withheld source is cleared, and a clearing is taken back."""
    cleared = list(clearings.frame["source"])
    rules = reader.own().rules().sharing
    withheld = [source for source in rules.withheld_sources if source not in cleared]
    clear_side, withdraw_side = st.columns(2, gap="large")
    with clear_side.container(border=True, key="clear_form"):
        st.header("Clear a source", anchor=False)
        st.caption("Figures that rest on its rows may then leave, with small numbers hidden. That stays on record.")
        source = st.selectbox("Source", withheld, index=None, key="clear_source", placeholder="Choose a source")
        why = st.text_input("Who allows it, and where that is written", max_chars=LONGEST_WHY, key="clear_why")
        if st.button("Clear this source", key="clear", disabled=not (source and why.strip())) and source:
            _act(
                lambda: clear_source(reader.own().engine, source, why=why, now=utc_now(), by=by_whom()),
                f"“{source}” is cleared.",
            )
    with withdraw_side.container(border=True, key="withdraw_form"):
        st.header("Take a clearing back", anchor=False)
        st.caption("What was shared before can't be taken back.")
        chosen = st.selectbox("Cleared source", cleared, index=None, key="withdraw_source", placeholder="Choose one")
        if st.button("Take it back", key="withdraw", disabled=chosen is None) and chosen is not None:
            _act(
                lambda: withdraw_clearing(reader.own().engine, chosen, now=utc_now(), by=by_whom()),
                f"The clearing of “{chosen}” is withdrawn.",
            )


def _act(act: Callable[[], object], told: str) -> None:
    """Do it and draw the page anew with what was done; say in words why where it can't be."""
    try:
        act()
    except RorfDataError as problem:
        st.warning(str(problem))
        return
    st.session_state[TOLD] = told
    data.forget()
    st.rerun()
