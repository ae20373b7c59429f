"""Kits against calls and residents, and what would be a fair share."""

import streamlit as st

from pages._shared import data
from pages._shared.filters import ask_filters
from pages._shared.said import show_plain_words
from pages._shared.sharing import ABOUT_MODEL, ABOUT_NEED, ABOUT_SHARES, ask_basis, ask_kits_to_share
from pages._shared.show import has_records, show_figure, show_table
from pages._shared.words import READABLE
from rorf_data.charts import fair_share_bars, kits_beside, naloxone_model_curve
from rorf_data.plain_words import need_in_words

st.title("Need and fair share")

towns = ask_filters().towns
need = data.need_by_town(towns)

if not has_records(need, "total_kits", "total_calls"):
    st.info(f"Neither kits nor overdose calls are on record for these towns in {need.about.period}.")
    st.stop()

show_plain_words(need_in_words(need), key="need_words")

st.markdown(ABOUT_NEED, width=READABLE)
left, right = st.columns(2, gap="large")
with left:
    show_figure(kits_beside(need, against="population"), key="need_residents", title="Kits and residents", twin=False)
with right:
    show_figure(kits_beside(need, against="total_calls"), key="need_calls", title="Kits and overdose calls", twin=False)
show_table(need, key="need_towns")

st.header("The kits in the cupboard", anchor=False)
st.markdown(ABOUT_SHARES, width=READABLE)
with st.container(horizontal=True, vertical_alignment="bottom"):
    kits = ask_kits_to_share()
    basis = ask_basis()
shares = data.kits_shared_out(kits, basis, towns)
left, right = st.columns([2, 3], gap="large")
with left:
    show_figure(fair_share_bars(shares), key="shares_bars", twin=False)
with right:
    show_table(shares, key="shares")

st.header("How many kits it takes", anchor=False)
st.markdown(ABOUT_MODEL, width=READABLE)
show_figure(naloxone_model_curve(data.naloxone_model()), key="model")
