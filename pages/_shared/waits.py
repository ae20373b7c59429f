"""What the page on requests asks about waiting: by what requests are told apart, and whose curve is drawn."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from pages._shared.filters import in_short
from rorf_data.answers.waits import ALL
from rorf_data.disclosure.release import Released

WAITS_BY: dict[str, Literal["town", "channel", "month"]] = {
    "Town": "town",
    "Channel": "channel",
    "Month received": "month",
}


def ask_waits_by() -> Literal["town", "channel", "month"]:
    """Whether requests are told apart by town, by channel or by the month in which they were received."""
    name = st.segmented_control(
        "Told apart by", list(WAITS_BY), default="Town", required=True, key="waits_by", bind="query-params"
    )
    return WAITS_BY[name or "Town"]


def ask_group(waits: Released, by: str) -> str:
    """Which of the groups of the table the curve is of; all together unless one is chosen."""
    names: list[str] = list(waits.frame["group"])
    key = f"{by}_waited"
    for asked in st.query_params.get_all(key):
        if asked not in names:
            st.warning(f"The link asks for “{in_short(asked)}”, which can't be chosen here.")
    heading = waits.about.labels["group"]
    return st.selectbox(heading, names, index=names.index(ALL), key=key, bind="query-params", width=260)
