"""A page in plain words, under its title."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages._shared.escaping import plain
from pages._shared.words import READABLE


def show_plain_words(sentences: Sequence[str], *, key: str) -> None:
    """One short paragraph of these sentences, narrow enough for an eye to follow its lines; nothing without any."""
    if sentences:
        st.container(key=key, width=READABLE).markdown(plain(" ".join(sentences)))
