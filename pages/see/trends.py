"""Kits, requests and overdose calls through time."""

import streamlit as st

from pages._shared import data
from pages._shared.choices import ask_measure, ask_span, ask_whether_by_town
from pages._shared.filters import ask_filters
from pages._shared.said import show_plain_words
from pages._shared.show import has_records, show_figure, show_table
from rorf_data.charts import trend_lines
from rorf_data.plain_words import trends_in_words

st.title("Trends")

chosen = ask_filters()
with st.container(horizontal=True, vertical_alignment="bottom"):
    measure = ask_measure(key="measure")
    by_town = ask_whether_by_town()
    span = ask_span(rolling_first=by_town)

trend = data.trend(chosen, measure.word, span.grain, by_town=by_town, rolling=span.is_rolling)
show_plain_words(trends_in_words(data.periods_compared(chosen), trend), key="trends_words")

if has_records(trend, measure.column):
    show_figure(trend_lines(trend, value=measure.column, is_rolling=span.is_rolling), key="trend")
else:
    st.info(f"{measure.title}: nothing is on record for these towns in {chosen.period}.")

show_table(data.towns_compared(chosen, measure.word) if by_town else data.periods_compared(chosen), key="compared")

summaries = data.monthly_summaries(chosen)
if not summaries.frame.empty:
    show_table(summaries, key="summaries")
