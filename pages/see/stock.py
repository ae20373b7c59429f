"""Kits on hand by place, what expires, and when to order."""

import streamlit as st

from pages._shared import data, reader
from pages._shared.said import show_plain_words
from pages._shared.show import show_figure, show_table
from pages._shared.words import READABLE, STOCK
from rorf_data.charts import kits_by_expiry_bars
from rorf_data.plain_words import stock_in_words

st.title("Stock and expiry")

stores = data.stock_by_store()

if stores.frame.empty:
    st.info("No stock ledger is on record. One with day, movement, store and kits can be loaded under Load data.")
    st.stop()

show_plain_words(stock_in_words(stores), key="stock_words")

st.markdown(STOCK, width=READABLE)
show_table(stores, key="stock_stores")

soon = min(reader.settings().analysis.expiry_days)
show_figure(kits_by_expiry_bars(data.stock_by_lot(), soon_days=soon), key="stock_lots")
show_table(data.stock_moves(), key="stock_moves")
