"""What happened with kits at overdose calls, step by step."""

import streamlit as st

st.title("Kits at calls")

st.info("Nothing is on record.")
