"""The page of dated events: adding one and removing one, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages._shared import data, reader
from pages._shared.initials import by_whom
from rorf_data.disclosure.release import Released
from rorf_data.errors import RorfDataError
from rorf_data.model import add_months, in_words
from rorf_data.store.dated_events import EARLIEST, LONGEST_WORDS, MONTHS_AHEAD, KeptEvent, add_event, remove_event
from rorf_data.workplace import utc_now

SAMPLE = (
    "These events belong to the invented sample. With the first file of your own that is loaded you can keep your own."
)
TURN, TOLD = "events_turn", "events_told"


def is_sample() -> bool:
    """Whether what is shown is the sample's, of which nothing can be changed."""
    return reader.current().is_sample


def show_what_was_kept() -> None:
    """What was kept or removed just before the page was drawn anew."""
    if told := st.session_state.pop(TOLD, ""):
        st.success(told)


def ask_event() -> None:
    """The form by which an event is kept; it is empty again once it was."""
    turn, today = st.session_state.setdefault(TURN, 0), reader.today()
    with st.container(border=True, key="event_form"):
        st.header("Add an event", anchor=False)
        day = st.date_input(
            "Day", today, min_value=EARLIEST, max_value=add_months(today, MONTHS_AHEAD), key=f"event_day_{turn}"
        )
        words = st.text_input(
            "What happened",
            max_chars=LONGEST_WORDS,
            key=f"event_words_{turn}",
            placeholder="kits reach all ambulances",
            help="In a few words, without names of people.",
        )
        if st.button("Keep this event", key="event_keep", disabled=not words.strip()):
            _act(
                lambda: add_event(reader.own().engine, day, words, now=utc_now(), today=today, by=by_whom()),
                "{event} is kept and drawn on every chart over time.",
            )


def ask_to_remove(events: Released) -> None:
    """The form by which an event is removed."""
    rows = events.frame.to_dict("records")
    named = {f"{in_words(row['event_date'].date())}: {row['event']}": int(row["event_id"]) for row in rows}
    with st.container(border=True, key="event_removal"):
        st.header("Remove an event", anchor=False)
        st.caption("It is drawn no more. Who added and removed it, and when, stays on record.")
        chosen = st.selectbox("Event", list(named), index=None, key="event_gone", placeholder="Choose an event")
        if st.button("Remove this event", key="event_remove", disabled=chosen is None) and chosen is not None:
            _act(
                lambda: remove_event(reader.own().engine, named[chosen], now=utc_now(), by=by_whom()),
                "{event} is removed.",
            )


def _act(act: Callable[[], KeptEvent], told: str) -> None:
    """Do it and draw the page anew with what was done; say in words why where it can't be."""
    try:
        event = act()
    except RorfDataError as problem:
        st.warning(str(problem))
        return
    st.session_state[TOLD] = told.format(event=f"“{event.words}” of {in_words(event.day)}")
    st.session_state[TURN] += 1
    data.forget()
    st.rerun()
