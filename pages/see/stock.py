"""Kits on hand by place, what expires, and when to order."""

import streamlit as st

st.title("Stock and expiry")

st.info("Nothing is on record.")
