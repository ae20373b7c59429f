"""What was contributed and spent, and what a kit cost."""

import streamlit as st

st.title("Settlement money")

st.info("Nothing is on record.")
