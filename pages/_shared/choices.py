"""The choices of single pages, each with its place in the address: a town, a measure, a span of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from pages._shared.filters import in_short
from rorf_data.disclosure.release import Released
from rorf_data.model import Grain
from rorf_data.towns import gazetteer


@dataclass(frozen=True, slots=True)
class Measure:
    """What can be followed through time: the word that answers use for it, its column, its name for people.

    ``judged`` is the column of what chance is judged on, which for kits are the visits at which they were left.
    """

    word: Literal["kits", "requests", "calls"]
    column: str
    title: str
    judged: str


@dataclass(frozen=True, slots=True)
class Span:
    """The length of one point of a trend; with ``is_rolling`` each month stands for the twelve months up to it."""

    grain: Grain
    is_rolling: bool = False


MEASURES = {
    measure.title: measure
    for measure in (
        Measure("kits", "total_kits", "Kits left", judged="total_distributions"),
        Measure("requests", "total_requests", "Requests received", judged="total_requests"),
        Measure("calls", "total_calls", "Overdose calls", judged="total_calls"),
    )
}
SPANS = {
    "Months": Span(Grain.MONTH),
    "Rolling 12 months": Span(Grain.MONTH, is_rolling=True),
    "Quarters": Span(Grain.QUARTER),
    "Fiscal years (July to June)": Span(Grain.FISCAL_YEAR),
    "Calendar years": Span(Grain.YEAR),
}
TOGETHER, BY_TOWN = "Towns together", "Each town"
AS_COUNTED, SMOOTHED = "As counted", "Smoothed"


def ask_town(released: Released) -> str | None:
    """The code of the town that the page turns to, out of those in the frame; None while none is chosen."""
    names = list(released.frame["town"])
    tell_if_impossible("town", names)
    name = st.selectbox(
        "Town",
        names,
        index=None,
        key="town",
        bind="query-params",
        placeholder="Choose a town here or on the map",
        width=320,
    )
    return None if name is None else gazetteer.code_of(name)


def ask_measure(*, key: str) -> Measure:
    """Which measure is shown."""
    tell_if_impossible(key, MEASURES)
    title = st.segmented_control(
        "Measure", list(MEASURES), default="Kits left", required=True, key=key, bind="query-params"
    )
    return MEASURES[title or "Kits left"]


def ask_whether_by_town() -> bool:
    """Whether each town is shown for itself rather than all chosen towns together."""
    tell_if_impossible("show", [TOGETHER, BY_TOWN])
    choice = st.segmented_control(
        "Show", [TOGETHER, BY_TOWN], default=TOGETHER, required=True, key="show", bind="query-params"
    )
    return choice == BY_TOWN


def ask_whether_smoothed() -> bool:
    """Whether the map shades smoothed rates rather than those that were counted."""
    tell_if_impossible("shading", [AS_COUNTED, SMOOTHED])
    choice = st.segmented_control(
        "Shading of the map",
        [AS_COUNTED, SMOOTHED],
        default=AS_COUNTED,
        required=True,
        key="shading",
        bind="query-params",
    )
    return choice == SMOOTHED


def ask_span(*, rolling_first: bool) -> Span:
    """The length of one point of the trend; towns are small, so for each town the rolling view stands there first."""
    names, key = list(SPANS), "town_span" if rolling_first else "span"
    tell_if_impossible(key, names)
    name = st.selectbox(
        "Each point stands for",
        names,
        index=names.index("Rolling 12 months" if rolling_first else "Months"),
        key=key,
        bind="query-params",
        width=260,
    )
    return SPANS[name]


def tell_if_impossible(key: str, options: Iterable[str]) -> None:
    """A notice when the address asks for something that can't be chosen here; the usual choice stands then."""
    for asked in st.query_params.get_all(key):
        if asked and asked not in options:
            st.warning(f"The link asks for “{in_short(asked)}”, which can't be chosen here.")
