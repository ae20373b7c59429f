"""Dated events, drawn on every trend."""

import streamlit as st

st.title("Dated events")

st.info("Nothing is on record.")
