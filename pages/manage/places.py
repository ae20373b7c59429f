"""Place names: what the resolver is unsure of, and what people decided of it."""

import streamlit as st

from pages._shared import desk

st.title("Place names")
st.markdown(
    "A place that could mean two towns is never guessed. It waits here, with the rows that hang on it, until somebody "
    "says where it is. A decision holds for its source or for one row, and can be taken back."
)

desk.show_what_was_done()
if desk.is_sample():
    st.info(desk.SAMPLE)

desk.show_queue()
desk.show_other_rows()
desk.show_decisions()
