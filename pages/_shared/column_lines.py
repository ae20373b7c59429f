"""One line for each column of a file that is mapped: its heading, what stands in it, and what it is."""

from __future__ import annotations

import streamlit as st

from pages._shared.escaping import plain
from pages._shared.layout import Layout
from rorf_data.intake.canonical import MAIN_DATES, MUST_BE_GIVEN, TITLES, Form, fields_of
from rorf_data.model import Feed

LEFT_OUT = ""
BOTH = "outcome+naloxone_given"
"""One text that says of a call both how it ended and whether naloxone was given."""

FIRST_FIELDS = ("place", "zip", "state")


def ask_columns(layout: Layout) -> dict[str, str]:
    """Let a person say of each column what it is; canonical field -> heading.

    A field that two columns were said to be is told about, and stands at the first of them.
    """
    with st.container(key=f"lines_{layout.key}", gap="xsmall"):
        chosen = {position: _ask_line(layout, position) for position in layout.positions}
    _show_unusable(layout)
    columns: dict[str, str] = {}
    for position, choice in chosen.items():
        for name in filter(None, choice.split("+")):
            if name in columns:
                _tell_of_two(name, columns[name], layout.headings[position])
            columns.setdefault(name, layout.headings[position])
    return columns


def options_of(feed: Feed) -> list[str]:
    """What a column of the feed can be: left out, then what is needed, then what places a row, then the rest."""
    first = (MAIN_DATES[feed], *MUST_BE_GIVEN[feed], *FIRST_FIELDS)
    known = fields_of(feed)
    fields = [name for name in dict.fromkeys((*first, *known)) if name in known and name != "record_id"]
    return [LEFT_OUT, *fields, *([BOTH] if feed is Feed.CALLS else [])]


def title_of(option: str, feed: Feed) -> str:
    """What an option is called; what every row needs is marked."""
    if option == LEFT_OUT:
        return "left out"
    needed = " (needed)" if option in MUST_BE_GIVEN[feed] else ""
    return " and ".join(TITLES[name] for name in option.split("+")) + needed


def word_fields(feed: Feed) -> list[str]:
    """The fields of the feed that are told by words."""
    return [name for name, form in fields_of(feed).items() if form is Form.WORD]


def _ask_line(layout: Layout, position: int) -> str:
    heading, options = layout.heading(position), options_of(layout.feed)
    proposed = "+".join(layout.fields_at(position))
    with st.container(key=f"line_{layout.key}_{position}"):
        told, asked, why = st.columns([4, 3, 3], vertical_alignment="center")
        told.markdown(f"**{plain(heading)}**  \n:small[{plain(layout.examples_at(position) or 'nothing')}]")
        chosen = asked.selectbox(
            f"“{plain(heading)}” is",
            options,
            index=options.index(proposed) if proposed in options else 0,
            format_func=lambda option: title_of(option, layout.feed),
            key=f"{layout.key}_{position}",
            label_visibility="collapsed",
        )
        if chosen == proposed and (reason := layout.reason_at(position)):
            why.caption(f"Proposed because {plain(reason)}.")
    return chosen


def _show_unusable(layout: Layout) -> None:
    blank = sum(not heading.strip() for heading in layout.headings)
    again = len(layout.headings) - len(layout.positions) - blank
    if again > 0:
        st.caption("Columns whose heading comes twice stand here once; only one of them can be used.")
    if blank:
        st.caption("What stands in a column without a heading is left out.")


def _tell_of_two(name: str, one: str, other: str) -> None:
    st.warning(f"Both “{plain(one)}” and “{plain(other)}” are said to be the {TITLES[name]}. Choose one of them.")
