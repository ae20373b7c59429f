"""The results card that local funders ask for: how much, how well, and whether anyone is better off."""

import streamlit as st

from pages._shared import data
from pages._shared.filters import ask_filters
from pages._shared.show import show_questions
from rorf_data.answers.accountability import BETTER_OFF

st.title("Results card")

chosen = ask_filters()

show_questions(data.results_card(chosen), key="results", unknown=BETTER_OFF)
