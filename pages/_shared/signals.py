"""Signals on a page: what they say, in plain sentences, and the picture of the windows over time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import streamlit as st

from pages._shared import data, reader
from pages._shared.show import show_figure, show_table
from pages._shared.words import READABLE
from rorf_data.charts import rolling_calls_lines
from rorf_data.disclosure.release import Released
from rorf_data.model import Filters

REFERENCE = "for reference"
NO_TOWN = "No town"
ABOUT = "pages/see/about.py"


def show_signals(until: date) -> None:
    """What the region's newest calls up to this day say, the towns with three or more, and the county's rule for
    reference.
    """
    regional, towns = data.regional_signals(until), data.town_signals(until)
    with st.container(key="signals_block", gap="small"):
        st.header("Signals", anchor=False)
        if regional.frame.empty:
            st.info("No overdose calls are on record, so there is nothing to compare.")
        else:
            _show_words(regional, towns)
            with st.expander("The figures behind these sentences", key="signals_figures"):
                show_table(regional, key="signals_table", title="The region")
                if not towns.frame.empty:
                    show_table(towns, key="signals_towns")


def show_rolling_calls(chosen: Filters) -> None:
    """The region's calls in each of the windows that signals look at, beside what would be unusual."""
    windows = reader.settings().analysis.signal_windows
    for side, days in zip(st.columns(len(windows), gap="large"), windows, strict=True):
        with side:
            show_figure(rolling_calls_lines(data.rolling_calls(chosen, days)), key=f"calls_rolling_{days}")


def _show_words(regional: Released, towns: Released) -> None:
    sentences: dict[bool, list[str]] = {True: [], False: []}
    for answer, sentence in zip(regional.frame["signal_answer"], regional.frame["in_words"], strict=True):
        sentences[answer == REFERENCE].append(sentence)
    with st.container(key="signals_words", width=READABLE, gap="xsmall"):
        st.markdown(_as_list([*sentences[False], *_of_towns(towns)]))
        for sentence in sentences[True]:
            st.caption(f"For reference: {sentence}")
        st.page_link(ABOUT, label="How often chance alone would say so", icon=":material/info:")


def _of_towns(towns: Released) -> list[str]:
    """One sentence for each town that is told; the note that there is none where there is none."""
    return list(towns.frame["in_words"]) or [note for note in towns.about.notes if note.startswith(NO_TOWN)]


def _as_list(sentences: Iterable[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)
