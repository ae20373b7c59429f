"""What a file was recognised as and how it was read: source, header, sheets, columns with examples, dates, rules."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._shared.escaping import plain
from pages._shared.layout import examples_under
from pages._shared.sources import rules_of
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.intake.canonical import TITLES
from rorf_data.intake.headings import shown
from rorf_data.intake.recognise import Recognised
from rorf_data.intake.sources import variant_of
from rorf_data.store.load import LoadReport

ROW_HEIGHT = 35
WIDTHS = {"Column in the file": 300, "What it is": 220, "Examples": 420}


def show_recognised(recognised: Recognised, report: LoadReport, date_question: str) -> None:
    """The source, where the table stands, how its dates were read, and what of the file was not read."""
    source = recognised.source
    tool = variant_of(source, recognised.fit.headings)
    kind = ", ".join(filter(None, [FEED_WORDS[source.feed].lower(), f"as {tool} writes them" if tool else ""]))
    st.markdown(f"Recognised as **{plain(source.title)}** ({plain(kind)}); {plain(_where(recognised))}.")
    if evidence := [sentence for sentence in report.date_evidence if sentence != date_question]:
        st.caption("  \n".join(map(plain, evidence)))
    if recognised.notes:
        st.warning("  \n".join(map(plain, recognised.notes)))


def show_how_it_was_read(recognised: Recognised, report: LoadReport, *, key: str) -> DeltaGenerator:
    """Which column is which, with examples; what was left out; and what the source decides by rule.

    The section is the answer, for what can be said against it.
    """
    used = sum(map(len, recognised.columns.values()))
    left_out = len(report.left_out_columns)
    title = f"How it was read: {used} columns used, {left_out} left out"
    section = st.expander(title, key=f"{key}_reading")
    with section:
        _show_columns(recognised, key=key)
        if report.left_out_columns:
            names = ", ".join(f"“{plain(column)}”" for column in report.left_out_columns)
            st.caption(f"Columns of which nothing is stored: {names}.")
        for rule in rules_of(recognised.source):
            st.markdown(f"- {plain(rule)}")
    return section


def _where(recognised: Recognised) -> str:
    if len(recognised.parts) == 1:
        return f"row {recognised.header_row} names the columns"
    sheets = [f"“{shown(part.sheet.name)}” (row {part.header_row} names the columns)" for part in recognised.parts]
    return f"{len(sheets)} sheets are read: {', '.join(sheets)}"


def _show_columns(recognised: Recognised, *, key: str) -> None:
    found = recognised.fit
    columns = [(name, place) for name, places in found.positions.items() for place in places]
    below = recognised.sheet.head[recognised.header_row :]
    st.dataframe(
        {
            "Column in the file": [shown(found.headings[place]) for _, place in columns],
            "What it is": [TITLES[name] for name, _ in columns],
            "Examples": [examples_under(below, place) for _, place in columns],
        },
        hide_index=True,
        height=ROW_HEIGHT * (len(columns) + 1) + 3,
        column_config={name: st.column_config.Column(width=width) for name, width in WIDTHS.items()},
        key=f"{key}_columns",
        alt=f"Which column of {recognised.source.title} is which.",
    )
