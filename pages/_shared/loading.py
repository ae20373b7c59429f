"""The steps of the Load page: choose files, see what was recognised and what becomes of every row, load, report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from pages._shared import reader, uploads
from pages._shared.mapping import ask_mapping
from pages._shared.uploads import Checked
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.errors import FileRefused
from rorf_data.intake.canonical import TITLES
from rorf_data.intake.recognise import Recognised
from rorf_data.model import Outcome
from rorf_data.store.load import LoadReport

KINDS = ["csv", "txt", "tsv", "xlsx", "xls"]
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
ISSUE_WIDTHS = {"Row in the file": 100, "Column": 160, "What is the matter": 800, "What became of it": 150}


def ask_files() -> list[uploads.Upload]:
    """The files to load."""
    largest = reader.settings().largest_upload_mb
    chosen = st.file_uploader(
        f"Files from agencies, the request form or the state (CSV or Excel, up to {largest} MB each)",
        type=KINDS,
        accept_multiple_files=True,
        max_upload_size=largest,
        key=f"uploads_{st.session_state.setdefault('uploads_turn', 0)}",
    )
    return list(chosen)


def check_files(files: Sequence[uploads.Upload]) -> list[Checked]:
    """Show for each file what it was recognised as and what would become of its rows; nothing is kept yet."""
    return [_check_and_show(file, number) for number, file in enumerate(files)]


def ask_to_load(checked: Sequence[Checked]) -> None:
    """The button that loads the files that can be, and turns the page to their reports."""
    ready = [one for one in checked if one.report is not None]
    if not ready:
        return
    rows = sum(one.report.read for one in ready if one.report)
    if len(ready) < len(checked):
        st.warning(f"{len(checked) - len(ready)} of {len(checked)} files can't be loaded as they are; the others can.")
    if not st.button(f"Load {_files(len(ready))} ({rows:,} rows)", type="primary", key="load"):
        return
    st.session_state["load_results"] = [_load_and_report(one) for one in ready]
    st.session_state["uploads_turn"] += 1
    uploads.forget()
    st.rerun()


def show_results() -> None:
    """What became of every row of the files that were just loaded."""
    for number, (name, outcome) in enumerate(st.session_state.get("load_results", [])):
        with st.container(border=True, key=f"result_{number}"):
            if isinstance(outcome, LoadReport):
                st.success(f"{name} is loaded; every page now shows the figures with it.")
                show_report(outcome, key=f"result_{number}")
            else:
                st.error(outcome)


def show_report(report: LoadReport, *, key: str) -> None:
    """The counts of a load and that they add up, the columns left out, and every row that was not simply taken."""
    with st.container(horizontal=True, key=f"{key}_counts"):
        for name, title in COUNTS.items():
            st.metric(title, f"{getattr(report, name):,}", width=150)
    parts = " + ".join(f"{getattr(report, name):,} {title.lower()}" for name, title in list(COUNTS.items())[1:])
    st.caption(f"Every row is accounted for: {report.read:,} read = {parts}.")
    if report.left_out_columns:
        left_out = ", ".join(f"“{column}”" for column in report.left_out_columns)
        st.caption(f"Columns of which nothing is stored: {left_out}.")
    if report.issues:
        _show_issues(report, key=key)


def _check_and_show(file: uploads.Upload, number: int) -> Checked:
    key = f"file_{number}"
    with st.container(border=True, key=key):
        st.header(file.name, anchor=False)
        source_name = st.session_state.get(f"source_{file.file_id}")
        with _progress(file.name, uploads.likely_rows(file.getvalue())) as progress:
            checked = uploads.check(file, source_name, progress)
        if checked.report and checked.recognised:
            _show_recognised(checked.recognised)
            show_report(checked.report, key=key)
        else:
            st.error(checked.refusal)
        if checked.is_unknown or source_name:
            _ask_source(file, checked)
    return checked


def _ask_source(file: uploads.Upload, checked: Checked) -> None:
    sources = {source.name: source for source in uploads.known_sources()}
    st.selectbox(
        "What kind of file is this?",
        list(sources),
        index=None,
        format_func=lambda name: f"{sources[name].title} ({FEED_WORDS[sources[name].feed]})",
        key=f"source_{file.file_id}",
        placeholder="Choose a known source, or map its columns below",
    )
    if checked.file is not None and checked.recognised is None:
        with st.expander("Map its columns and keep that as a new source", key=f"mapping_{file.file_id}"):
            ask_mapping(checked.file, key=f"map_{file.file_id}")


def _show_recognised(recognised: Recognised) -> None:
    source = recognised.source
    feed, row = FEED_WORDS[source.feed].lower(), recognised.header_row
    st.markdown(f"Recognised as **{source.title}** ({feed}); row {row} names the columns.")
    mapped = "; ".join(
        f"{TITLES[field]} from {' and '.join(f'“{heading}”' for heading in headings)}"
        for field, headings in recognised.columns.items()
    )
    st.caption("  \n".join([f"Columns used: {mapped}.", *recognised.notes]))


def _show_issues(report: LoadReport, *, key: str) -> None:
    st.dataframe(
        {
            "Row in the file": [issue.row for issue in report.issues],
            "Column": [issue.column for issue in report.issues],
            "What is the matter": [issue.problem for issue in report.issues],
            "What became of it": [OUTCOMES[issue.outcome] for issue in report.issues],
        },
        hide_index=True,
        height=38 + 35 * min(len(report.issues), MOST_ISSUES_AT_ONCE),
        column_config={name: st.column_config.Column(width=width) for name, width in ISSUE_WIDTHS.items()},
        key=f"{key}_issues",
        alt=f"{len(report.issues)} notes on rows of {report.file}.",
    )


def _load_and_report(checked: Checked) -> tuple[str, LoadReport | str]:
    assert checked.report is not None, "only files with a report are loaded"
    try:
        with _progress(checked.name, checked.report.read) as progress:
            return checked.name, uploads.load(checked, progress)
    except FileRefused as problem:
        return checked.name, str(problem)


@contextmanager
def _progress(name: str, expected: int) -> Iterator[uploads.Progress]:
    """A bar that is there while the file is read, from the rows read and the rows expected."""
    bar = st.progress(0.0, text=f"Reading {name} …")

    def move(rows: int) -> None:
        bar.progress(min(rows / max(expected, 1), 1.0), text=f"{name}: {rows:,} rows read …")

    yield move
    bar.empty()


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
