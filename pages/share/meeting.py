"""The monthly meeting: the deck, what changed since the last one, questions, decisions, and the snapshot."""

import streamlit as st

from pages._shared import meeting
from pages._shared.words import READABLE

st.title("Meeting")
st.markdown(meeting.ABOUT, width=READABLE)

meeting.show_what_was_done()
with st.container(horizontal=True, vertical_alignment="bottom", key="meeting_choices"):
    chosen = meeting.ask_meeting()
    month = meeting.ask_month(chosen)

if month is None:
    st.info("Nothing is on record yet, so there is no month to meet about. Load a file first.")
    st.stop()

meeting.offer_deck(chosen, month)
meeting.show_changes(chosen)
meeting.show_questions(chosen, month)
meeting.show_decisions()
meeting.ask_snapshot(chosen, month)
