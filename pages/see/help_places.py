"""Public places where naloxone, treatment, disposal and other help are."""

import streamlit as st

from pages._shared import data
from pages._shared.show import look, show_map, show_table
from rorf_data.maps import help_map

st.title("Places for help")

places, towns = data.help_list(), data.help_by_town()

if places.frame.empty:
    st.info("No list of places is on record. One as a store locator exports it can be loaded under Load data.")
    st.stop()

map_side, town_side = st.columns([3, 2], gap="large")
with map_side:
    show_map(help_map(places, towns, look=look()), key="help_map", title="Where they are", twin=False)
with town_side:
    show_table(towns, key="help_towns")

show_table(places, key="help_places")
