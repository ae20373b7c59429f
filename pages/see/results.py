"""The results card that local funders ask for: how much, how well, and whether anyone is better off."""

import streamlit as st

from pages._shared import data
from pages._shared.filters import ask_filters
from pages._shared.said import show_plain_words
from pages._shared.show import show_questions
from rorf_data.answers.accountability import BETTER_OFF
from rorf_data.plain_words import results_in_words

st.title("Results card")

card = data.results_card(ask_filters())

show_plain_words(results_in_words(card), key="results_words")

show_questions(card, key="results", unknown=BETTER_OFF)
