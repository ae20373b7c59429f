"""The frame: the list of pages, the settings of the page, and the one place that catches what a person can mend.

The server imports this file and finds ``app``; for every visitor Streamlit runs it as a script, which draws the frame
and the page in it (docs/decisions/0004-serving.md).
"""

import streamlit as st

from pages._shared import frame, serving
from pages._shared.filters import show_filter_bar
from rorf_data.errors import RorfDataError

PAGES = {
    "": [
        ("pages/see/this_month.py", "This month", "this-month"),
        ("pages/see/towns.py", "Towns", "towns"),
        ("pages/see/trends.py", "Trends", "trends"),
        ("pages/see/calls.py", "Overdose calls", "calls"),
        ("pages/see/kits_at_calls.py", "Kits at calls", "kits_at_calls"),
        ("pages/see/requests.py", "Requests", "requests"),
        ("pages/see/about.py", "About the numbers", "about"),
    ],
    "Programme": [
        ("pages/see/results.py", "Results card", "results"),
        ("pages/see/need.py", "Need and fair share", "need"),
        ("pages/see/stock.py", "Stock and expiry", "stock"),
        ("pages/see/help_places.py", "Places for help", "help_places"),
        ("pages/see/settlement.py", "Settlement money", "settlement"),
    ],
    "Share": [
        ("pages/share/meeting.py", "Meeting", "meeting"),
        ("pages/share/evidence.py", "Evidence for grants", "evidence"),
    ],
    "Manage": [
        ("pages/manage/load.py", "Load data", "load"),
        ("pages/manage/places.py", "Place names", "places"),
        ("pages/manage/reporting.py", "Reporting", "reporting"),
        ("pages/manage/events.py", "Dated events", "events"),
        ("pages/manage/leaving.py", "What may leave", "leaving"),
        ("pages/manage/history.py", "History", "history"),
    ],
}

if __name__ == "__main__":
    page = st.navigation(frame.pages(PAGES), position="top")
    st.set_page_config(page_title=page.title, page_icon=frame.ICON, layout="wide")
    try:
        frame.show_header()
        show_filter_bar(frame.use_of_filters(page))
        page.run()
    except RorfDataError as problem:
        st.error(str(problem))
else:
    serving.declare(PAGES)
    app = st.App(
        __file__,
        middleware=serving.middleware(PAGES),
        lifespan=serving.lifespan,
        on_script_error=serving.tell_of_fault,
    )
