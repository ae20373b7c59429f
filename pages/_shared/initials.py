"""Who does something, as the history says it: initials that a person may give, kept for as long as the visit lasts."""

from __future__ import annotations

import streamlit as st

NOBODY_NAMED = "dashboard"
"""Who stands in the history where no initials were given."""

KEPT = "initials"
LONGEST = 12


def ask_initials(*, key: str = "initials_written") -> str:
    """Ask for the initials of whoever is about to do something; what stands in the history is the answer."""
    st.session_state[key] = st.session_state.get(KEPT, "")
    st.text_input(
        "Your initials (optional)",
        max_chars=LONGEST,
        key=key,
        width=200,
        help="They stand in the history beside what you do.",
        on_change=_remember,
        args=(key,),
    )
    return by_whom()


def by_whom() -> str:
    """The initials given during this visit, or that the dashboard did it."""
    return st.session_state.get(KEPT) or NOBODY_NAMED


def _remember(key: str) -> None:
    st.session_state[KEPT] = st.session_state[key].strip()
