"""What was contributed and spent, and what a kit cost."""

import streamlit as st

from pages._shared import data
from pages._shared.filters import ask_filters
from pages._shared.said import show_plain_words
from pages._shared.show import has_records, show_figure, show_metrics, show_table
from rorf_data.charts import spending_bars
from rorf_data.plain_words import money_in_words

st.title("Settlement money")

chosen = ask_filters()
by_category = data.settlement_by_category(chosen)

if not has_records(by_category, "spent_dollars"):
    st.info(f"No settlement sheet is on record for {chosen.period}. One can be loaded under Load data.")
    st.stop()

show_plain_words(money_in_words(data.settlement_summary(chosen), by_category), key="settlement_words_said")

show_metrics(data.settlement_summary(chosen), key="settlement_summary")
show_figure(spending_bars(by_category), key="settlement_words", title="Spending by the state's four words")
show_table(data.settlement_by_fund(chosen), key="settlement_funds")
show_table(data.settlement_by_town(chosen), key="settlement_towns")
