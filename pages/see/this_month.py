"""This month, for the meeting: the region first, the towns under it, and what is missing."""

import streamlit as st

from pages._shared import data
from pages._shared.filters import ask_month, ask_towns
from pages._shared.said import show_plain_words
from pages._shared.show import has_records, look, show_map, show_metrics, show_table
from pages._shared.signals import show_signals
from rorf_data.maps import towns_map
from rorf_data.model import Filters, Period
from rorf_data.plain_words import month_in_words

st.title("This month")

month = ask_month()
towns = ask_towns(month)
summary = data.month_summary(month, towns)

if not has_records(summary, "this_month", "year_before", "last_12_months"):
    st.info(f"Nothing is on record for these towns in {month}, nor in the year before it.")
    st.stop()

show_plain_words(month_in_words(summary), key="month_words")

show_metrics(summary, key="month_summary")

show_signals(month.last)

year = Filters(Period.of_months(month.last, 12), towns)
map_side, reported_side = st.columns([2, 3], gap="large")
with map_side:
    kits_map = towns_map(data.towns_table(year), shading=None, symbols="total_kits", look=look())
    show_map(kits_map, key="month_map", title="Kits left in 12 months", height=400, twin=False)
with reported_side:
    show_table(data.who_has_reported(month), key="month_reported")

show_table(data.month_by_town(month, towns), key="month_towns")
