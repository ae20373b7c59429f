"""The steps of the Load page: choose files, see what was recognised and what becomes of every row, load, report."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages._shared import data, reader, uploads
from pages._shared.changes import show_changes
from pages._shared.escaping import plain
from pages._shared.fixing import offer_fix_lists
from pages._shared.initials import ask_initials
from pages._shared.mapping import ask_mapping
from pages._shared.pasting import ask_pasted
from pages._shared.questions import ask_questions, offer_to_turn_dates, said_of
from pages._shared.recognised import show_how_it_was_read, show_recognised
from pages._shared.reports import on_the_whole, show_counts, show_issues, working_through
from pages._shared.show import show_table
from pages._shared.uploads import Checked, Upload
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.errors import FileRefused, StoreRefused
from rorf_data.store.load import LoadReport
from rorf_data.wording import rows_in_words

Result = tuple[Checked, LoadReport | str]
KINDS = ["csv", "txt", "tsv", "xlsx", "xlsm", "xls", "xlsb", "ods", "htm", "html"]
MEANWHILE = (
    "Something else was loaded while this page was open, so this was not loaded yet. What would become of every row "
    "now stands below; press Load again if it is right."
)

NEW_KIND = (
    "This kind of file is not known yet. Each column is proposed below to be something or left out: correct what is "
    "wrong and keep it, and the next file of this kind is recognised by itself."
)


def ask_files() -> list[Upload]:
    """The files to load, and cells that were pasted in place of one."""
    for sentence in uploads.broken_sources():
        st.warning(plain(sentence))
    largest = reader.settings().largest_upload_mb
    chosen = st.file_uploader(
        f"Files from agencies, the request form or the state (CSV or a workbook, up to {largest} MB each)",
        type=KINDS,
        accept_multiple_files=True,
        max_upload_size=largest,
        key=f"uploads_{st.session_state.setdefault('uploads_turn', 0)}",
    )
    return [*chosen, *ask_pasted()]


def check_files(files: Sequence[Upload]) -> list[Checked]:
    """Show for each file what it was recognised as and what would become of its rows; nothing is kept yet."""
    if st.session_state.pop("loaded_meanwhile", False):
        st.warning(MEANWHILE)
    return [_check_and_show(file, number) for number, file in enumerate(files)]


def ask_to_load(checked: Sequence[Checked]) -> None:
    """The button that loads the files that can be, and turns the page to their reports."""
    ready = [one for one in checked if one.report is not None]
    if not ready:
        return
    rows = sum(one.report.read for one in ready if one.report)
    if len(ready) < len(checked):
        st.warning(f"{len(checked) - len(ready)} of {len(checked)} files can't be loaded as they are; the others can.")
    waiting = [one.name for one in ready if one.waits]
    if waiting:
        st.caption(f"{plain(' and '.join(waiting))} waits for an answer above.")
    label = f"Load {_files(len(ready))} ({rows_in_words(rows)})"
    version = min(one.version for one in ready)
    ask_initials(key="initials_loading")
    is_asked = st.button(
        label, type="primary", key="load", disabled=bool(waiting), on_click=_remember_what_was_seen, args=(version,)
    )
    if is_asked:
        _load_all(ready, st.session_state.pop("seen_version"))


def show_results() -> None:
    """What became of every row of the files that were just loaded."""
    results: list[Result] = st.session_state.get("load_results", [])
    for number, (checked, outcome) in enumerate(results):
        with st.container(border=True, key=f"result_{number}"):
            if isinstance(outcome, LoadReport):
                _show_loaded(checked, outcome, key=f"result_{number}")
            else:
                st.error(plain(outcome))
    if any(isinstance(outcome, LoadReport) for _, outcome in results):
        st.page_link("pages/share/meeting.py", label="The next meeting, and its deck", icon=":material/slideshow:")


def _show_loaded(checked: Checked, report: LoadReport, *, key: str) -> None:
    assert checked.recognised, "only a recognised file is loaded"
    st.success(f"{plain(checked.name)} is loaded; every page now shows the figures with it.")
    show_counts(report, key=key)
    header_row = checked.recognised.header_row
    for sentence in on_the_whole(report, header_row):
        st.warning(plain(sentence))
    show_issues(report, header_row, key=key)
    offer_fix_lists(checked.recognised, report, key=key)
    _show_restated(report, key=key)
    st.page_link(
        "pages/manage/history.py",
        label="This load in the history, and how to take it back",
        query_params={"opened": str(report.load_id)},
    )


def _show_restated(report: LoadReport, *, key: str) -> None:
    """The months that were on record before and that the load has changed."""
    restated = data.load_restatements(report.load_id) if report.load_id else None
    if restated and not restated.frame.empty:
        show_table(restated, key=f"{key}_restated", title="Earlier months that it changed")


def _check_and_show(file: Upload, number: int) -> Checked:
    key = f"file_{number}"
    with st.container(border=True, key=key):
        st.header(plain(file.name), anchor=False)
        said = said_of(file)
        with working_through(file.name) as progress:
            checked = uploads.check(file, said, progress)
        if checked.report and checked.recognised:
            _show_what_would_be(file, checked, key=key)
        else:
            _tell_why_not(checked)
            ask_questions(file, checked)
        if checked.is_unknown or said.source:
            _ask_source(file, checked)
        elif checked.file and checked.recognised:
            _ask_to_correct(file, checked)
    return checked


def _tell_why_not(checked: Checked) -> None:
    if checked.is_unknown and not checked.said.source:
        st.info(plain(checked.refusal) if checked.could_be_several else NEW_KIND)
        st.caption("" if checked.could_be_several else plain(checked.refusal))
    else:
        st.error(plain(checked.refusal))


def _show_what_would_be(file: Upload, checked: Checked, *, key: str) -> None:
    assert checked.report, "only a file that can be loaded is shown"
    assert checked.recognised, "only a recognised file can be loaded"
    show_recognised(checked.recognised, checked.report, checked.date_question)
    show_counts(checked.report, key=key)
    ask_questions(file, checked)
    if checked.report.gone and not checked.waits:
        st.warning(
            f"{_records(checked.report.gone)} on file for the months of this file are not in it any more; "
            "loading it withdraws them."
        )
    show_changes(checked.without_gone or checked.report, key=key)
    show_issues(checked.report, checked.recognised.header_row, key=key)
    offer_fix_lists(checked.recognised, checked.report, key=key)
    with show_how_it_was_read(checked.recognised, checked.report, key=key):
        offer_to_turn_dates(file, checked)


def _ask_source(file: Upload, checked: Checked) -> None:
    sources = {source.name: source for source in uploads.known_sources()}
    st.selectbox(
        "What kind of file is this?",
        list(sources),
        index=None,
        format_func=lambda name: f"{sources[name].title} ({FEED_WORDS[sources[name].feed]})",
        key=f"source_{file.file_id}",
        placeholder="Choose" if checked.could_be_several else "A new kind; its columns are asked for below",
        width=620,
    )
    is_new = checked.recognised is None and not checked.said.source and not checked.could_be_several
    if checked.file is not None and is_new:
        st.subheader("What each column is", anchor=False)
        ask_mapping(checked.file, key=f"map_{file.file_id}")


def _ask_to_correct(file: Upload, checked: Checked) -> None:
    assert checked.file, "a recognised file can be read"
    assert checked.recognised, "only what was recognised can be corrected"
    label = "Change this mapping" if checked.recognised.source.is_own else "Map its columns otherwise"
    section = st.expander(label, key=f"correct_{file.file_id}", on_change="rerun")
    if section.open:
        with section:
            ask_mapping(checked.file, key=f"map_{file.file_id}", known=checked.recognised)


def _remember_what_was_seen(version: int) -> None:
    """Called before the page runs again, with the newest load when the page was drawn that somebody pressed Load on."""
    st.session_state["seen_version"] = version


def _load_all(ready: Sequence[Checked], version: int) -> None:
    """Load one file after the other; none once something else was loaded since they were looked at."""
    results: list[Result] = []
    for one in ready:
        try:
            report = _load(one, version)
        except FileRefused as problem:
            results.append((one, str(problem)))
        except StoreRefused:
            if uploads.newest_load() == version:
                raise
            _look_again(results)
        else:
            results.append((one, report))
            version = report.load_id or version
    st.session_state["load_results"] = results
    st.session_state["uploads_turn"] += 1
    uploads.forget()
    st.rerun()


def _load(checked: Checked, version: int) -> LoadReport:
    with working_through(checked.name) as progress:
        return uploads.load(checked, version, progress)


def _look_again(results: list[Result]) -> None:
    """Show the files anew, with what would become of them after what was loaded meanwhile."""
    st.session_state["load_results"] = results
    st.session_state["loaded_meanwhile"] = True
    st.rerun()


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count:,} records"


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
