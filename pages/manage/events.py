"""Dated events: what happened on a day, drawn on every chart over time."""

import streamlit as st

from pages._shared import data, dated
from pages._shared.show import show_table

st.title("Dated events")
st.markdown(
    "What happened on a day may explain what a chart shows: a law that begins, a new place to get kits. Each event is "
    "drawn as a thin line on every chart over time, and is named in its words and files."
)

dated.show_what_was_kept()
events = data.dated_events()

if events.frame.empty:
    st.info("No event is kept yet.")
else:
    show_table(events, key="events")

if dated.is_sample():
    st.info(dated.SAMPLE)
else:
    add_side, remove_side = st.columns(2, gap="large")
    with add_side:
        dated.ask_event()
    with remove_side:
        dated.ask_to_remove(events)
