"""Public places where naloxone, treatment, disposal and other help are."""

import streamlit as st

from pages._shared import data
from pages._shared.said import show_plain_words
from pages._shared.show import look, show_map, show_table
from rorf_data.maps import help_map
from rorf_data.plain_words import help_in_words

st.title("Places for help")

places, towns = data.help_list(), data.help_by_town()

if places.frame.empty:
    st.info("No list of places is on record. One as a store locator exports it can be loaded under Load data.")
    st.stop()

show_plain_words(help_in_words(towns), key="help_words")

map_side, town_side = st.columns([3, 2], gap="large")
with map_side:
    show_map(help_map(places, towns, look=look()), key="help_map", title="Where they are", twin=False)
with town_side:
    show_table(towns, key="help_towns")

show_table(places, key="help_places")
