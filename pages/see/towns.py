"""The towns beside each other, on a map, in tables and against the region, and one of them through time."""

import streamlit as st

from pages._shared import data
from pages._shared.choices import ask_measure, ask_town, ask_whether_smoothed
from pages._shared.filters import ask_filters
from pages._shared.said import show_plain_words
from pages._shared.show import has_records, look, show_figure, show_map, show_row, show_table
from rorf_data.charts import kits_by_town_bars, town_by_month_bars, towns_funnel
from rorf_data.maps import smoothed_map, towns_map
from rorf_data.plain_words import towns_in_words

st.title("Towns")

chosen = ask_filters()
totals = data.towns_table(chosen)

if not has_records(totals, "total_kits", "total_requests", "total_calls"):
    st.info(f"Nothing is on record for these towns in {chosen.period}.")
    st.stop()

show_plain_words(towns_in_words(totals, data.towns_compared(chosen, "kits")), key="towns_words")

town = ask_town(totals)
map_side, town_side = st.columns(2, gap="large")
with map_side:
    kits_map = towns_map(totals, shading="kits_per_1000", symbols="total_kits", look=look(), chosen_town=town)
    if ask_whether_smoothed():
        smoothed = data.smoothed_by_town(chosen, "kits")
        smooth_map = smoothed_map(kits_map, smoothed, symbols="total_kits", look=look(), chosen_town=town)
        show_map(smooth_map, key="towns_map", title="Kits left and smoothed visits", choose="town", twin=False)
    else:
        show_map(kits_map, key="towns_map", title="Kits left and kits per 1,000 residents", choose="town", twin=False)
with town_side:
    if town is None:
        show_figure(kits_by_town_bars(totals), key="towns_bars", title="Kits left in each town", twin=False)
    else:
        show_row(data.towns_table(data.only(chosen, town)), key="town_row", title=data.name_of(town))
        measure = ask_measure(key="town_measure")
        months = data.town_by_month(town, data.newest_month())
        show_figure(town_by_month_bars(months, value=measure.column), key="town_months", title="The last 24 months")

show_table(totals, key="towns_table")

compared = ask_measure(key="compare")
beside = data.towns_compared(chosen, compared.word)
show_table(beside, key="towns_beside")
show_figure(towns_funnel(beside, value=compared.judged), key="towns_funnel", title="Against the region", twin=False)
