"""What stands round every page: the menu's pages, the programme's name, the banners and how fresh the figures are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import Page

from pages._shared import data, reader
from pages._shared.ahead import decide_ahead
from rorf_data.settings import Settings

ICON = Path(__file__).with_name("icon.svg")
NOBODY = "Nobody is named yet who confirmed it."
INVENTED = "These figures are invented sample data. They give way to your own with the first file that is loaded."

STYLE = """
<style>
[data-testid="stLayoutWrapper"]:has(> .st-key-filter_bar_none),
.st-key-filter_bar_towns [data-testid="stLayoutWrapper"]:has(> .st-key-period_filter),
.st-key-filter_bar_towns [data-testid="stLayoutWrapper"]:has(> .st-key-from_filter),
.st-key-filter_bar_towns [data-testid="stLayoutWrapper"]:has(> .st-key-to_filter) { display: none; }
[class*="st-key-cards_"] { display: grid; grid-template-columns: repeat(auto-fill, minmax(15.5rem, 1fr)); }
[class*="st-key-figures_"] { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); }
.stMetric [data-testid="stMetricLabel"],
.stMetric [data-testid="stMetricLabel"] * { overflow: visible; white-space: normal; }
[data-testid="stBaseButton-primary"]:enabled, [data-testid="stBaseButton-primary"]:enabled * {
    color: light-dark(#FFFFFF, #0E1117);
}
[class*="st-key-line_"] { border-top: 1px solid rgba(128, 128, 128, 0.25); padding-top: 0.5rem; }
@media (max-width: 640px) {
    [class*="st-key-cards_"] { grid-template-columns: 1fr 1fr; }
    .stMetric [data-testid="stMetricValue"], .stMetric [data-testid="stMetricValue"] * { font-size: 1.5rem; }
}
@media print { header, [data-testid="stToolbar"] { display: none; } .stPlotlyChart { break-inside: avoid; } }
</style>
"""

UseOfFilters = Literal["all", "towns", "none"]
_WITHOUT_FILTERS = (
    *("Load data", "Place names", "Reporting", "Dated events", "What may leave", "History", "About the numbers"),
    *("Stock and expiry", "Places for help", "Meeting"),
)
_USE_OF_FILTERS: dict[str, UseOfFilters] = {
    **dict.fromkeys(("This month", "Need and fair share", "Evidence for grants"), "towns"),
    **dict.fromkeys(_WITHOUT_FILTERS, "none"),
}


Listed = Mapping[str, Sequence[tuple[str, str, str]]]
"""The menu: for each of its groups (the first has no name and stands open) the pages by file, title and address."""


def pages(listed: Listed) -> dict[str, list[Page]]:
    """The pages of the menu by group; the very first is the one that opens at ``/``."""
    first = next(iter(listed.values()))[0]
    return {
        group: [
            st.Page(file, title=title, url_path=address, default=(file, title, address) == first)
            for file, title, address in entries
        ]
        for group, entries in listed.items()
    }


def use_of_filters(page: Page) -> UseOfFilters:
    """Which part of the filter bar means anything on this page."""
    return _USE_OF_FILTERS.get(page.title, "all")


def show_header() -> None:
    """The programme's name, how fresh the figures are, and what has to be known before they are believed."""
    settings = reader.settings()
    decide_ahead()
    st.html(STYLE)
    with st.container(key="header", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{settings.programme}** · {settings.region}", width="content")
        st.caption(data.freshness(), width="content")
    if reader.current().is_sample:
        st.warning(INVENTED)
    if not settings.is_town_list_confirmed:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="town_list"):
            st.badge("Town list not confirmed", color="orange")
            st.caption(placeholders_in_words(settings), width="content")


def placeholders_in_words(settings: Settings) -> str:
    """Which of the member towns no source names."""
    placeholders = sorted({member.town for member in settings.members if member.status == "placeholder"})
    return f"Placeholders until it is: {', '.join(placeholders)}." if placeholders else NOBODY
