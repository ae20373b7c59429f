"""Public places where naloxone, treatment, disposal and other help are."""

import streamlit as st

st.title("Places for help")

st.info("Nothing is on record.")
