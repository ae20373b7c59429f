"""For a grant: a need statement whose figures are computed, the check of a claim, and the evidence pack."""

import streamlit as st

from pages._shared.evidence import (
    ABOUT,
    ask_chart,
    ask_period,
    ask_preset,
    show_chart,
    show_check_of_claims,
    show_downloads,
    show_statement,
    statement_of,
)
from pages._shared.words import READABLE

st.title("Evidence for grants")
st.markdown(ABOUT, width=READABLE)

with st.container(horizontal=True, vertical_alignment="bottom"):
    preset = ask_preset()
    chosen = ask_period(preset)
    kind = ask_chart()

statement = statement_of(chosen, preset)
if not statement.citations:
    st.info(f"Nothing is on record for these towns in {chosen.period} that could be told in a grant.")
    st.stop()

left, right = st.columns([3, 2], gap="large")
with left:
    show_statement(statement)
    show_downloads(statement, chosen, preset, kind)
with right:
    show_check_of_claims(statement)

show_chart(chosen, preset, kind)
