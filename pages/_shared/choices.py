"""The choices of single pages, each with its place in the address: a town, a measure, a span of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from rorf_data.disclosure.release import Released
from rorf_data.model import Grain
from rorf_data.towns import gazetteer


@dataclass(frozen=True, slots=True)
class Measure:
    """What can be followed through time: the word that answers use for it, its column, its name for people."""

    word: Literal["kits", "requests", "calls"]
    column: str
    title: str


@dataclass(frozen=True, slots=True)
class Span:
    """The length of one point of a trend; with ``is_rolling`` each month stands for the twelve months up to it."""

    grain: Grain
    is_rolling: bool = False


MEASURES = {
    measure.title: measure
    for measure in (
        Measure("kits", "total_kits", "Kits left"),
        Measure("requests", "total_requests", "Requests received"),
        Measure("calls", "total_calls", "Overdose calls"),
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


def ask_town(released: Released) -> str | None:
    """The code of the town that the page turns to, out of those in the frame; None while none is chosen."""
    name = st.selectbox(
        "Town",
        list(released.frame["town"]),
        index=None,
        key="town",
        bind="query-params",
        placeholder="Choose a town here or on the map",
        width=320,
    )
    return None if name is None else gazetteer.code_of(name)


def ask_measure(*, key: str) -> Measure:
    """Which measure is shown."""
    title = st.segmented_control(
        "Measure", list(MEASURES), default="Kits left", required=True, key=key, bind="query-params"
    )
    return MEASURES[title or "Kits left"]


def ask_whether_by_town() -> bool:
    """Whether each town is shown for itself rather than all chosen towns together."""
    choice = st.segmented_control(
        "Show", [TOGETHER, BY_TOWN], default=TOGETHER, required=True, key="show", bind="query-params"
    )
    return choice == BY_TOWN


def ask_span(*, rolling_first: bool) -> Span:
    """The length of one point of the trend; towns are small, so for each town the rolling view stands there first."""
    names = list(SPANS)
    name = st.selectbox(
        "Each point stands for",
        names,
        index=names.index("Rolling 12 months" if rolling_first else "Months"),
        key="town_span" if rolling_first else "span",
        bind="query-params",
        width=260,
    )
    return SPANS[name]
