"""Reporting: which agency sends what, and which months have come."""

import streamlit as st

from pages._shared import data, ledger
from pages._shared.show import show_figure, show_table
from rorf_data.charts import reports_by_agency

st.title("Reporting")

ledger.show_what_was_kept()
months = ledger.ask_months()
by_month = data.reports_by_month(months)
grid = data.reporting_grid(months)

if grid.frame.empty:
    st.info("Nobody has reported a month yet, and nobody is expected to.")
else:
    ledger.show_summary(by_month)
    picture = reports_by_agency(data.every_report(months))
    show_figure(picture, key="reporting_picture", title="Who has reported", twin=False)
    show_table(grid, key="reporting_grid")

if ledger.is_sample():
    st.info(ledger.SAMPLE)
else:
    nothing_side, expected_side = st.columns(2, gap="large")
    with nothing_side:
        ledger.ask_nothing()
    with expected_side:
        ledger.ask_expected()

if not grid.frame.empty:
    show_table(data.expectations(), key="expectations")
    show_table(by_month, key="reports_by_month")
    with st.expander("Every report, with the day it was due and the day it came", key="every_report_twin"):
        show_table(data.every_report(months), key="every_report")
    show_table(data.usual_delays(), key="usual_delays")
    show_table(data.usual_completeness(), key="usual_completeness")
