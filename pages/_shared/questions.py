"""What has to be asked of a file before it is loaded, each thing once: dates, records that are gone, other events."""

from __future__ import annotations

import streamlit as st

from pages._shared.escaping import plain
from pages._shared.uploads import Checked, Said, Upload
from rorf_data.wording import rows_in_words

DATE_ORDERS = {"month-first": "the month first", "day-first": "the day first"}
MONTHS_WHOLE, ONLY_ADDS = "whole", "adds"


def said_of(upload: Upload) -> Said:
    """What has been answered so far of this file."""
    return Said(
        source=st.session_state.get(f"source_{upload.file_id}"),
        date_order=st.session_state.get(f"dates_{upload.file_id}") or "",
        replace={MONTHS_WHOLE: True, ONLY_ADDS: False}.get(st.session_state.get(f"gone_{upload.file_id}", "")),
        is_other_events=bool(st.session_state.get(f"other_{upload.file_id}")),
        accept_dates=bool(st.session_state.get(f"days_{upload.file_id}")),
    )


def ask_questions(upload: Upload, checked: Checked) -> None:
    """Put the questions that are open, and those that were answered, so that an answer can be changed."""
    if checked.date_question or checked.said.date_order:
        ask_date_order(checked.date_question, key=f"dates_{upload.file_id}")
    if checked.days_in_doubt or checked.said.accept_dates:
        _ask_about_days(checked.days_in_doubt, key=f"days_{upload.file_id}")
    if checked.waits or checked.said.replace is not None:
        _ask_about_gone(checked, key=f"gone_{upload.file_id}")
    if checked.may_be_other_events or checked.said.is_other_events:
        st.checkbox("These are other events than those on record; count them too", key=f"other_{upload.file_id}")


def offer_to_turn_dates(upload: Upload, checked: Checked) -> None:
    """The other order, where one was taken that the file itself doesn't show; nobody need answer."""
    if checked.date_assumed:
        ask_date_order("", key=f"dates_{upload.file_id}", is_assumed=True)


def ask_date_order(question: str, *, key: str, is_assumed: bool = False) -> None:
    """Whether the month or the day comes first, of dates that could be read both ways, or are but needn't be."""
    if question:
        st.warning(plain(question))
    st.radio(
        "If the dates of this file are read the wrong way round, they have"
        if is_assumed
        else "Dates in this file have",
        list(DATE_ORDERS),
        index=None,
        format_func=DATE_ORDERS.__getitem__,
        key=key,
        horizontal=True,
    )


def _ask_about_days(rows: int, *, key: str) -> None:
    """Whether days are right that are early or far from the others of the file; days to come are never taken."""
    if rows:
        st.session_state[f"{key}_count"] = rows
    count = st.session_state.get(f"{key}_count", 0)
    what = f"The days of {rows_in_words(count)} that are before the programme or far from the others are right"
    st.checkbox(f"{what}; count them", key=key)


def _ask_about_gone(checked: Checked, *, key: str) -> None:
    if checked.without_gone:
        st.session_state[f"{key}_count"] = checked.without_gone.gone
    gone = st.session_state.get(f"{key}_count", 0)
    records = "the 1 record that it no longer holds" if gone == 1 else f"the {gone:,} records that it no longer holds"
    kept = "it" if gone == 1 else "them"
    st.radio(
        "This file lacks records that are on file for its months. What is it?",
        [MONTHS_WHOLE, ONLY_ADDS],
        index=None,
        format_func={
            MONTHS_WHOLE: f"This file is the whole of its months: withdraw {records}",
            ONLY_ADDS: f"It only adds: keep {kept}",
        }.__getitem__,
        key=key,
    )
