"""Reporting: which agency sends what, and which months have come."""

import streamlit as st

st.title("Reporting")
