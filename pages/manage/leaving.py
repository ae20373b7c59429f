"""What may leave the programme: what is hidden in files to share, and which sources are cleared."""

import streamlit as st

from pages._shared import data, leaving
from pages._shared.show import show_table

st.title("What may leave")
st.markdown(
    "Every download is made to be shared unless you choose otherwise: numbers that are too small are hidden in it, and "
    "others with them, so that nobody can work them out from totals, from other downloads or from an earlier month's "
    "file. What a file once showed counts as known, and what it hid stays hidden."
)

leaving.show_what_was_done()
leaving.show_by_measure()

clearings = data.clearings()
if clearings.frame.empty:
    st.info("No source has been cleared.")
else:
    show_table(clearings, key="clearings")
leaving.ask_to_clear(clearings)
