"""Place names: what the resolver is unsure of, and what people decided of it."""

import streamlit as st

st.title("Place names")
