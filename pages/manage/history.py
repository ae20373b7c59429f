"""History: every load and the way to undo it, the figures of any past day, and every file that was taken away."""

import streamlit as st

from pages._shared import data, past, reader, taken

st.title("History")

loads = data.loads_table()
if loads.frame.empty:
    st.info("No file has been loaded yet.")
    st.stop()

if reader.current().is_sample:
    st.info(past.SAMPLE)
st.markdown(
    "Every file, undoing, decision on a place and report of nothing is a load with a number. Nothing is ever wiped "
    "out: a load that is undone stays here, and the figures of any past day can be had again."
)

load = past.ask_load(loads)
if load is not None:
    past.show_load(load, dict(loads.about.labels))
    past.ask_to_undo(load)

st.header("Figures of a past day", anchor=False, divider="gray")
st.markdown("Choose the day of a meeting, and see what it was shown and what is another figure now.")
day = past.ask_day()
if day is not None:
    past.show_past(day)

st.header("Files taken away", anchor=False, divider="gray")
taken.show_taken()

st.header("Where does this file come from?", anchor=False, divider="gray")
taken.ask_to_verify()
