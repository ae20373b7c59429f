"""What every measure says of itself, as the page about the numbers tells it."""

from __future__ import annotations

import streamlit as st

from pages._shared.words import READABLE
from rorf_data.measures.catalogue import measures_told
from rorf_data.measures.described import Told


def show_measures(*, key: str) -> None:
    """Every measure by name: its definition, and behind a click what it counts, divides by, rests on and can't say."""
    with st.container(key=key, width=READABLE, gap="xsmall"):
        for number, measure in enumerate(measures_told()):
            with st.expander(measure.name, key=f"{key}_{number}"):
                st.markdown(_in_markdown(measure))


def _in_markdown(measure: Told) -> str:
    parts = {
        "Counted": measure.numerator,
        "Divided by": measure.denominator,
        "Source": measure.source,
        "Limits": measure.limits,
    }
    return "\n\n".join([measure.definition, *(f"**{word}:** {text}" for word, text in parts.items())])
