"""Requests for kits: received, delivered, waiting, and how long they take."""

import streamlit as st

from pages._shared import data
from pages._shared.filters import ask_filters
from pages._shared.said import show_plain_words
from pages._shared.show import has_records, show_figure, show_metrics, show_table
from pages._shared.waits import ask_group, ask_waits_by
from rorf_data.charts import requests_by_month_bars, share_delivered_steps, turnaround_lines, waiting_ages_bars
from rorf_data.plain_words import requests_in_words

st.title("Requests")

chosen = ask_filters()
by_month = data.requests_by_month(chosen)

if not has_records(by_month, "total_requests", "total_delivered", "requests_waiting"):
    st.info(f"No requests are on record for these towns in {chosen.period}.")
    st.stop()

show_plain_words(requests_in_words(data.requests_summary(chosen)), key="requests_words")

show_metrics(data.requests_summary(chosen), key="requests_summary")

left, right = st.columns(2, gap="large")
with left:
    show_figure(requests_by_month_bars(by_month), key="requests_months", title="Received, delivered and waiting")
with right:
    show_figure(turnaround_lines(by_month), key="requests_days", title="Days from request to delivery")

show_table(data.requests_by_town(chosen), key="requests_towns")

st.header("How long requests wait", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    by = ask_waits_by()
    waits = data.waits_by_group(chosen, by)
    group = ask_group(waits, by)

waiting = data.requests_waiting(chosen)
left, right = st.columns(2, gap="large")
with left:
    show_figure(share_delivered_steps(data.share_delivered_by_day(chosen, by, group)), key="requests_share")
with right:
    show_figure(waiting_ages_bars(waiting), key="requests_ages", title="How long the open ones have waited", twin=False)

show_table(waits, key="requests_waits")
if waiting.frame.empty:
    st.info("No request of these towns is waiting.")
else:
    show_table(waiting, key="requests_waiting")
