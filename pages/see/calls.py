"""Suspected-overdose calls, how they ended, and the kits beside them; published deaths as a series of their own."""

import streamlit as st

from pages._shared import data
from pages._shared.filters import ask_filters
from pages._shared.said import show_plain_words
from pages._shared.show import has_records, show_figure, show_table
from pages._shared.signals import show_rolling_calls
from rorf_data.charts import calls_by_month_bars, calls_by_town_bars, deaths_by_year_bars, leave_behind_lines
from rorf_data.plain_words import calls_in_words

st.title("Overdose calls")

chosen = ask_filters()
by_month, by_town = data.calls_by_month(chosen), data.calls_by_town(chosen)

if has_records(by_month, "total_calls"):
    show_plain_words(calls_in_words(data.periods_compared(chosen), by_month), key="calls_words")
    left, right = st.columns(2, gap="large")
    with left:
        show_figure(calls_by_month_bars(by_month), key="calls_months", title="Overdose calls by month")
    with right:
        show_figure(calls_by_town_bars(by_town), key="calls_towns", title="Overdose calls by town", twin=False)
    ratio = data.leave_behind_by_month(chosen, "kits_per_call")
    show_figure(leave_behind_lines(ratio, rate="kits_per_call"), key="calls_kits")
    show_table(by_town, key="calls_table")
    show_table(data.towns_compared(chosen, "calls"), key="calls_beside")
    show_rolling_calls(chosen)
else:
    st.info(f"No overdose calls are on record for these towns in {chosen.period}.")

st.header("Published deaths", anchor=False, divider="gray")
deaths = data.deaths_by_year(chosen)
if deaths.frame.empty:
    st.info("No published deaths are on record.")
else:
    left, right = st.columns(2, gap="large")
    with left:
        show_figure(deaths_by_year_bars(deaths), key="deaths_years")
    with right:
        show_table(data.deaths_by_town(chosen), key="deaths_towns")
