"""What became of the rows of a file, or would: counts that add up, every row with a reason, and a progress bar."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from pages._shared.escaping import plain
from pages._shared.uploads import Progress
from rorf_data.model import Issue, Outcome
from rorf_data.store.load import LoadReport
from rorf_data.wording import progress_in_words, rows_in_words

OUTCOMES = {Outcome.HELD: "waits for a person", Outcome.REFUSED: "refused", Outcome.NOTED: "taken, with a note"}
COUNTS = {
    "read": "Rows read",
    "new": "New",
    "changed": "Corrected",
    "unchanged": "Already on record",
    "held": "Waiting for a person",
    "refused": "Refused",
}
MOST_ISSUES_AT_ONCE = 16
FIRST_ISSUES = 5
ROW_HEIGHT = 35
ISSUE_WIDTHS = {
    "Row in the file": 110,
    "Sheet": 110,
    "What is the matter": 700,
    "Column": 160,
    "What became of it": 150,
}
LONG_NAME = 20
"""Letters of a column's name, such as a question of a form, from which on it gets room at the cost of what is wrong."""


def show_counts(report: LoadReport, *, key: str) -> None:
    """The counts of a load and that they add up."""
    with st.container(horizontal=True, key=f"{key}_counts"):
        for name, title in COUNTS.items():
            st.metric(title, f"{getattr(report, name):,}", width=150)
    parts = " + ".join(f"{getattr(report, name):,} {title.lower()}" for name, title in list(COUNTS.items())[1:])
    st.caption(f"Every row is accounted for: {report.read:,} read = {parts}.")


def show_issues(report: LoadReport, header_row: int, *, key: str) -> None:
    """Every row that was not simply taken, with its reason."""
    issues = _of_rows(report, header_row)
    if issues:
        _show(issues, report, key=f"{key}_issues", at_once=MOST_ISSUES_AT_ONCE)


def show_first_issues(report: LoadReport, header_row: int, *, key: str) -> None:
    """The first few rows that would not simply be taken."""
    issues = _of_rows(report, header_row)
    if issues:
        _show(issues[:FIRST_ISSUES], report, key=f"{key}_issues", at_once=FIRST_ISSUES)
    if len(issues) > FIRST_ISSUES:
        st.caption(f"The first {FIRST_ISSUES} of {len(issues):,} notes on rows.")


def on_the_whole(report: LoadReport, header_row: int) -> list[str]:
    """What is to be known of the file as a whole: sheets that were not read, records that it no longer holds."""
    return [issue.problem for issue in report.issues if _is_on_the_whole(issue, header_row)]


def in_a_sentence(report: LoadReport) -> str:
    """What a load would do with the rows, in a sentence."""
    taken = report.new + report.changed + report.unchanged
    return (
        f"{rows_in_words(report.read)} read, {taken:,} would be taken, {report.held:,} wait for a person, "
        f"{report.refused:,} refused"
    )


@contextmanager
def working_through(name: str) -> Iterator[Progress]:
    """A bar that is there while a file is read: rows done of those expected, and the time that is left."""
    bar, start = st.progress(0.0, text=f"Reading {plain(name)} …"), time.monotonic()

    def move(rows: int, expected: int) -> None:
        told = progress_in_words(rows, expected, time.monotonic() - start)
        bar.progress(min(rows / max(expected, 1), 1.0), text=f"{plain(name)}: {told} …")

    yield move
    bar.empty()


def _is_on_the_whole(issue: Issue, header_row: int) -> bool:
    """Whether a note is of no row: it stands at the header, or above."""
    return issue.outcome is Outcome.NOTED and not issue.column and issue.row <= header_row


def _of_rows(report: LoadReport, header_row: int) -> list[Issue]:
    return [issue for issue in report.issues if not _is_on_the_whole(issue, header_row)]


def _show(issues: Sequence[Issue], report: LoadReport, *, key: str, at_once: int) -> None:
    columns: dict[str, list[str] | list[int]] = {
        "Row in the file": [issue.row for issue in issues],
        "Sheet": [issue.sheet for issue in issues],
        "What is the matter": [issue.problem for issue in issues],
        "Column": [issue.column for issue in issues],
        "What became of it": [OUTCOMES[issue.outcome] for issue in issues],
    }
    if not any(columns["Sheet"]):
        del columns["Sheet"]
    has_questions = any(len(issue.column) > LONG_NAME for issue in issues)
    widths = ISSUE_WIDTHS | ({"What is the matter": 450, "Column": 410} if has_questions else {})
    st.dataframe(
        columns,
        hide_index=True,
        height=ROW_HEIGHT * (min(len(issues), at_once) + 1) + 3,
        column_config={name: st.column_config.Column(width=widths[name]) for name in columns},
        key=key,
        alt=f"{len(issues)} notes on rows of {report.file}.",
    )
