"""What the numbers are: what is counted and left out, where it comes from, and what the words mean."""

import streamlit as st

from pages._shared import data, reader
from pages._shared.explaining import show_measures
from pages._shared.false_alarms import show_false_alarms
from pages._shared.show import show_table
from pages._shared.words import GLOSSARY, NONE_AND_NO_RECORD, READABLE, SOURCES

st.title("About the numbers")

settings = reader.settings()

st.header("A kit", anchor=False)
st.markdown(
    f"A kit holds {', '.join(settings.kit_contents[:-1])} and {settings.kit_contents[-1]}. "
    f"One kit is {settings.doses_per_kit} doses. Everything here counts kits; kits and doses are never added together."
)

st.header("What each measure counts and leaves out", anchor=False)
show_measures(key="measures")
st.markdown(NONE_AND_NO_RECORD, width=READABLE)

st.header("How often chance alone speaks", anchor=False)
show_false_alarms(key="false_alarms")

st.header("Where the figures come from", anchor=False)
st.markdown(SOURCES, width=READABLE)

states = data.source_states()
if states.frame.empty:
    st.info("No file has been loaded yet.")
else:
    show_table(states, key="about_sources")
    show_table(data.usual_delays(), key="about_delays")
    show_table(data.usual_completeness(), key="about_completeness")

st.header("Residents", anchor=False)
st.markdown(
    f"Rates divide by the residents of each town: {data.population_in_words()}. "
    "From twelve months up a rate is for one year; a shorter time is not turned into a yearly one."
)

st.header("Member towns", anchor=False)
st.markdown(data.members_in_words())

st.header("Words", anchor=False)
st.markdown(GLOSSARY)
