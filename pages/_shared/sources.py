"""The kinds of files that are known: each to look at, to take away as a file, to add from one, or to delete."""

from __future__ import annotations

import streamlit as st

from pages._shared import reader, uploads
from pages._shared.escaping import plain
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.errors import SettingsRefused
from rorf_data.intake import keeping
from rorf_data.intake.canonical import TITLES
from rorf_data.intake.headings import shown
from rorf_data.intake.rules import rules_in_words
from rorf_data.intake.sources import Source, source_to_toml

ROW_HEIGHT = 35
TOML = "application/toml"


def show_sources() -> None:
    """The section on sources, filled when somebody opens it."""
    section = st.expander("Sources: the kinds of files that are known", key="sources", on_change="rerun")
    if not section.open:
        return
    with section:
        st.caption(
            "A source says which column of a kind of file is what. Each can be taken away as a small text file (TOML) "
            "and added in another programme's installation."
        )
        sources = {source.name: source for source in uploads.known_sources()}
        _show_list(list(sources.values()))
        if told := st.session_state.pop("sources_told", ""):
            st.success(told)
        name = st.selectbox(
            "Look at a source", list(sources), index=None, format_func=lambda one: sources[one].title,
            key="source_shown", placeholder="Choose a source", width=500,
        )  # fmt: skip
        if name is not None:
            _show_one(sources[name])
        _ask_to_add(sources)


def rules_of(source: Source) -> list[str]:
    """What the source decides by rule and which rows it leaves out, in sentences."""
    left_out = [
        f"A row is left out when “{shown(rule.column)}” says {' or '.join(f'“{value}”' for value in rule.values)}."
        for rule in source.refuse_when
    ]
    return [*rules_in_words(source), *left_out]


def _show_list(sources: list[Source]) -> None:
    st.dataframe(
        {
            "Source": [source.title for source in sources],
            "Kind of records": [FEED_WORDS[source.feed] for source in sources],
            "Kept by": ["this programme" if source.is_own else "shipped with the program" for source in sources],
        },
        hide_index=True,
        height=ROW_HEIGHT * (len(sources) + 1) + 3,
        key="sources_list",
        alt=f"Known sources: {len(sources)}.",
    )


def _show_one(source: Source) -> None:
    with st.container(border=True, key="source_details"):
        st.markdown(f"**{plain(source.title)}** ({FEED_WORDS[source.feed].lower()})")
        for rule in rules_of(source):
            st.markdown(f"- {plain(rule)}")
        _show_columns(source)
        with st.container(horizontal=True, key="source_acts"):
            st.download_button(
                "Take it away as a file", source_to_toml(source), f"{source.name}.toml", TOML,
                key=f"source_file_{source.name}", on_click="ignore",
            )  # fmt: skip
            if source.is_own:
                _ask_to_delete(source)


def _show_columns(source: Source) -> None:
    fields = [name for name in source.columns if name in TITLES]
    st.dataframe(
        {
            "What": [TITLES[name] for name in fields],
            "Headings that it goes by": [", ".join(source.columns[name]) for name in fields],
        },
        hide_index=True,
        height=ROW_HEIGHT * (min(len(fields), 10) + 1) + 3,
        key=f"source_columns_{source.name}",
        alt=f"The columns of {source.title}.",
    )


def _ask_to_delete(source: Source) -> None:
    if uploads.has_loads(source.name):
        st.caption("It can't be deleted while files of it are on record.")
        return
    if st.button("Delete this source", key=f"source_delete_{source.name}"):
        keeping.let_go(reader.own().places.source_folder, source.name)
        uploads.forget()
        st.session_state["sources_told"] = f"“{plain(source.title)}” is deleted."
        st.rerun()


def _ask_to_add(sources: dict[str, Source]) -> None:
    turn = st.session_state.setdefault("source_turn", 0)
    given = st.file_uploader("Add a source from its file (TOML)", type=["toml"], key=f"source_upload_{turn}")
    if given is None:
        return
    try:
        source = keeping.source_from(given.getvalue(), given.name)
    except SettingsRefused as problem:
        st.error(plain(f"{problem}."))
        return
    before = sources.get(source.name)
    if before == source:
        st.info(f"“{plain(source.title)}” is here already, just like this.")
        return
    if before is not None:
        st.warning(_what_is_replaced(before))
    label = "Add this source" if before is None else "Replace the source that is here"
    if (before is None or not uploads.has_loads(before.name)) and st.button(label, key="source_add"):
        _add(source)


def _what_is_replaced(before: Source) -> str:
    name = f"“{plain(before.title)}” ({before.name})"
    if uploads.has_loads(before.name):
        return (
            f"There is another source of this name here, {name}, and files of it are on record. Give the new one "
            "another name in its file."
        )
    whose = "that this programme keeps" if before.is_own else "that is shipped with the program"
    return f"There is another source of this name here, {name}, {whose}. This one would take its place."


def _add(source: Source) -> None:
    keeping.keep(reader.own().places.source_folder, source, may_replace=True)
    uploads.forget()
    st.session_state["source_turn"] += 1
    st.session_state["sources_told"] = f"“{plain(source.title)}” is added."
    st.rerun()
