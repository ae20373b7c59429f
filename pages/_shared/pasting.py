"""Cells that somebody copied from a spreadsheet, a letter or a web page, taken as a file."""

from __future__ import annotations

import streamlit as st

from pages._shared.uploads import Pasted

MOST_CHARACTERS = 2_000_000


def ask_pasted() -> list[Pasted]:
    """The cells that were pasted; nothing while the box is empty."""
    turn = st.session_state.setdefault("uploads_turn", 0)
    with st.expander("Paste cells instead", key="pasting"):
        text = st.text_area(
            "Cells copied from a spreadsheet, with the row that names the columns",
            height=160,
            max_chars=MOST_CHARACTERS,
            key=f"pasted_{turn}",
            placeholder="Date\tAgency\tTown\tKits",
        )
        st.button("Read these cells", key=f"read_pasted_{turn}")
    return [Pasted(text)] if text and text.strip() else []
