"""What happened with kits at overdose calls, step by step, and the three rates that are made of it."""

import streamlit as st

from pages._shared import data
from pages._shared.cascades import (
    ABOUT_CASCADE,
    BY,
    MONTHS,
    ONE_RATE,
    ask_rate,
    ask_view,
    show_rates,
    tell_whether_linked,
)
from pages._shared.filters import ask_filters
from pages._shared.said import show_plain_words
from pages._shared.show import has_records, show_figure, show_table
from pages._shared.words import READABLE
from rorf_data.charts import cascade_steps_bars, kits_at_calls_bars, kits_at_calls_by_month_bars, leave_behind_lines
from rorf_data.plain_words import cascade_in_words

st.title("Kits at calls")

chosen = ask_filters()
steps = data.cascade_steps(chosen)

if not has_records(steps, "total_calls"):
    st.info(f"No overdose calls are on record for these towns in {chosen.period}.")
    st.stop()

show_plain_words(cascade_in_words(steps, data.leave_behind_rates(chosen)), key="cascade_words")

st.markdown(ABOUT_CASCADE, width=READABLE)
tell_whether_linked(steps)
rates = data.leave_behind_rates(chosen)
left, right = st.columns([3, 2], gap="large")
with left:
    show_figure(cascade_steps_bars(steps), key="cascade_steps")
with right:
    show_rates(rates)
show_table(rates, key="cascade_rates")

view = ask_view()
if view == ONE_RATE:
    rate = ask_rate(rates)
    show_figure(leave_behind_lines(data.leave_behind_by_month(chosen, rate), rate=rate), key="cascade_rate")
elif view == MONTHS:
    show_figure(kits_at_calls_by_month_bars(data.cascade_by(chosen, "month")), key="cascade_months")
else:
    rows = data.cascade_by(chosen, BY[view])
    show_figure(kits_at_calls_bars(rows, by=BY[view]), key="cascade_bars", twin=False)
    show_table(rows, key="cascade_table")
