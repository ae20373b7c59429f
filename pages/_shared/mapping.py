"""A mapping made by hand: which column is what, kept as a source so that the next file of its kind is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

import streamlit as st

from pages._shared import reader, uploads
from pages._shared.column_lines import ask_columns
from pages._shared.escaping import plain
from pages._shared.layout import Layout, ask_layout
from pages._shared.particulars import Particulars, ask_particulars
from pages._shared.questions import ask_date_order
from pages._shared.reports import in_a_sentence, show_first_issues, working_through
from rorf_data.errors import SettingsRefused
from rorf_data.intake import keeping
from rorf_data.intake.canonical import MUST_BE_GIVEN, in_words
from rorf_data.intake.correcting import corrected
from rorf_data.intake.headings import WILDCARD
from rorf_data.intake.read import SourceFile
from rorf_data.intake.recognise import Recognised
from rorf_data.intake.sources import Source, source_from_mapping

NOT_NAMED = "not-named-yet"
LONGEST_TITLE = 60
LARGEST_TRIED_AT_ONCE = 3_000_000
"""Bytes; a larger file is tried with a mapping when that is asked for."""

BETWEEN_WORDS = re.compile(r"[\W\d_]+")


def ask_mapping(file: SourceFile, *, key: str, known: Recognised | None = None) -> None:
    """Let a person say what each column is, show what comes of it, and keep that as a source of the programme.

    ``known`` is what the file was recognised as, where that is to be corrected.
    """
    layout = ask_layout(file, key=key, known=known)
    columns = ask_columns(layout)
    said = ask_particulars(layout, columns)
    if missing := tuple(name for name in MUST_BE_GIVEN[layout.feed] if name not in columns and name not in said.fixed):
        st.info(f"Still needed: {in_words(missing)}. Say which column it is.")
        return
    if not {"place", "zip", "latitude"} & set(columns):
        st.caption("No column says where, so every row will count as “place not recorded”.")
    title = st.text_input(
        "What to call this kind of file", _title(file, layout), max_chars=LONGEST_TITLE, key=f"{key}_title", width=500
    )
    try:
        source = _source(layout, columns, said, title.strip())
    except SettingsRefused as problem:
        st.warning(_cant_be_kept(problem))
        return
    _show_trial(file, source, key=layout.key)
    if st.button("Keep this source", key=f"{key}_keep", type="primary"):
        _keep(source, layout, title)


def _source(layout: Layout, columns: Mapping[str, str], said: Particulars, title: str) -> Source:
    before = layout.before
    made = source_from_mapping(
        before.name if before else keeping.name_from(title) or NOT_NAMED,
        title or "Not named yet",
        layout.feed,
        # A heading may end in a star, as forms mark what must be answered; in a source's list it stands for any words.
        {name: heading.replace(WILDCARD, " ") for name, heading in columns.items()},
        identity=said.identity,
        identity_within=said.identity_within,
        date_order=st.session_state.get(f"{layout.key}_dates") or "",
        fixed=said.fixed,
        words=said.words,
        refuse_when=said.refuse_when,
    )
    found = made if before is None else corrected(before, made, layout.headings)
    return replace(found, release=said.release)


def _show_trial(file: SourceFile, source: Source, *, key: str) -> None:
    """What a load with this mapping would come to, from a trial of it."""
    is_ready = file.size <= LARGEST_TRIED_AT_ONCE or uploads.is_tried(file, source)
    if not is_ready and not st.button("Try this mapping", key=f"{key}_try"):
        return
    with working_through(file.name) as progress:
        trial = uploads.try_source(file, source, progress)
    if trial.report is None or trial.recognised is None:
        st.warning(plain(trial.refusal))
        return
    told = st.warning if trial.report.refused + trial.report.held > trial.report.read / 2 else st.info
    told(f"With this mapping: {in_a_sentence(trial.report)}.")
    if trial.date_question or st.session_state.get(f"{key}_dates"):
        ask_date_order(trial.date_question, key=f"{key}_dates")
    show_first_issues(trial.report, trial.recognised.header_row, key=f"{key}_trial")


def _keep(source: Source, layout: Layout, title: str) -> None:
    if not keeping.name_from(title):
        st.warning("Give this kind of file a name, such as “Kent ambulance log”.")
        return
    try:
        _check_name(source, layout.before)
        _check_records(source, layout.before)
        keeping.keep(reader.own().places.source_folder, source, may_replace=layout.before is not None)
    except SettingsRefused as problem:
        st.warning(_cant_be_kept(problem))
        return
    uploads.forget()
    st.session_state[f"{layout.key}_kept"] = True
    st.rerun()


def _check_name(source: Source, before: Source | None) -> None:
    """A new source may not take the name of another, shipped or kept."""
    if before is None and any(known.name == source.name for known in reader.own().sources()):
        raise SettingsRefused(f"There is already a source called “{source.name}”. Give this one another name")


def _check_records(source: Source, before: Source | None) -> None:
    """What tells one record from another may not change while records told that way are on file."""
    if before is None or not uploads.has_loads(before.name):
        return
    if (source.feed, source.identity, source.identity_within) != (before.feed, before.identity, before.identity_within):
        raise SettingsRefused(
            "Files of this source are on record, and their records were told apart by other columns; the same records "
            "would count twice. Undo those loads on the History page first, or leave these columns as they were"
        )


def _cant_be_kept(problem: SettingsRefused) -> str:
    return plain(f"This can't be kept yet: {problem}.".replace("..", "."))


def _title(file: SourceFile, layout: Layout) -> str:
    """What the source is called now, or the words of the file's name."""
    if layout.before:
        return layout.before.title
    words = BETWEEN_WORDS.sub(" ", PurePath(file.name).stem).split()
    return " ".join(words)[:LONGEST_TITLE].strip().capitalize()
