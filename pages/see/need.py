"""Kits against calls and residents, and what would be a fair share."""

import streamlit as st

st.title("Need and fair share")

st.info("Nothing is on record.")
