"""History: every load, what it changed, and the way to undo it."""

import streamlit as st

st.title("History")
