"""Load data: choose files, see what was recognised and what would become of every row, then load."""

import streamlit as st

from pages._shared import data
from pages._shared.loading import ask_files, ask_to_load, check_files, show_results
from pages._shared.show import show_table
from pages._shared.sources import show_sources

st.title("Load data")
st.markdown(
    "Choose one or more files, or paste cells. Nothing is stored until you press **Load**; first you see what each "
    "file was recognised as, what would become of every row, and why. Names, telephone numbers, addresses and free "
    "text are never stored."
)

files = ask_files()
if files:
    ask_to_load(check_files(files))
    st.stop()

show_results()

states = data.source_states()
if states.frame.empty:
    st.info("No file has been loaded yet.")
else:
    show_table(states, key="load_sources")

show_sources()
