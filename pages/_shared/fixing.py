"""The fix lists and letters of a file that is at hand: one of each for every agency in it.

Nothing of them is stored, so they are offered where the file still is: when it was looked at, and when it was loaded.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages._shared import reader
from pages._shared.downloads import MIME
from rorf_data.exports.fix_files import fix_archive, fix_files
from rorf_data.exports.to_mend import ToMend, rows_to_mend
from rorf_data.intake.recognise import Recognised
from rorf_data.store.load import LoadReport
from rorf_data.wording import rows_in_words

KEPT_FILES = 4
TITLE = "Fix lists and letters to the agencies"
WHAT_FOR = (
    "A fix list holds just the rows that an agency is asked to mend, with the reason beside each cell. It comes back, "
    "is loaded like any other file, and its rows take the place of those that wait. Nothing of it is stored here, so "
    "download it while this file is open."
)
NOTHING_TO_MEND = "Nothing is to be mended; the letter says thank you."


def offer_fix_lists(recognised: Recognised, report: LoadReport, *, key: str) -> None:
    """A section that opens to the fix list and the letter of each agency; nothing is made before it is open."""
    if not report.read:
        return
    section = st.expander(TITLE, key=f"{key}_fixing", on_change="rerun", icon=":material/outgoing_mail:")
    if section.open:
        with section:
            _offer(recognised, report, key=key)


def _offer(recognised: Recognised, report: LoadReport, *, key: str) -> None:
    st.caption(WHAT_FOR)
    with_notes = st.checkbox("Also rows that are taken but for a cell", key=f"{key}_fixing_notes")
    parts = _parts(recognised, report, with_notes)
    if not parts:
        st.caption("No row of this file is anybody's to mend.")
        return
    place = 0
    if len(parts) > 1:
        place = st.selectbox(
            "Agency", range(len(parts)), format_func=lambda at: _label(parts[at]), key=f"{key}_fixing_agency", width=420
        )
    _offer_one(parts[place], key=f"{key}_fixing")
    if len(parts) > 1:
        _offer_all(parts, report, key=f"{key}_fixing")


def _offer_one(listed: ToMend, *, key: str) -> None:
    files = _files([listed])
    with st.container(horizontal=True, key=f"{key}_files"):
        for name in files:
            suffix = name.rpartition(".")[2]
            st.download_button(
                "Fix list (XLSX)" if suffix == "xlsx" else "Letter (text)",
                files[name],
                file_name=name,
                mime=MIME.get(suffix, "text/plain"),
                key=f"{key}_{suffix}",
                on_click="ignore",
                icon=":material/download:",
            )
    if not listed.rows:
        st.caption(NOTHING_TO_MEND)
    letter = next(content for name, content in files.items() if name.endswith(".txt"))
    st.code(letter.decode(), language=None, wrap_lines=True)


def _offer_all(parts: Sequence[ToMend], report: LoadReport, *, key: str) -> None:
    st.download_button(
        f"All {len(parts)} letters, with the fix lists (ZIP)",
        lambda: fix_archive(_files(parts)),
        file_name=f"fix-lists-{report.sha256[:8]}.zip",
        mime="application/zip",
        key=f"{key}_all",
        on_click="ignore",
        icon=":material/folder_zip:",
    )


def _files(parts: Sequence[ToMend]) -> dict[str, bytes]:
    return fix_files(parts, programme=reader.settings().programme, made_on=reader.today())


def _label(listed: ToMend) -> str:
    waiting = len(listed.waiting)
    state = f"{rows_in_words(waiting)} to mend" if waiting else "all in order"
    return f"{listed.agency or 'Rows that name no agency'}: {state}"


def _parts(recognised: Recognised, report: LoadReport, with_notes: bool) -> tuple[ToMend, ...]:
    """Read from the file once for each state of it, because a page runs again at every click."""
    kept: dict[object, tuple[ToMend, ...]] = st.session_state.setdefault("fix_list_parts", {})
    key = (report.sha256, report.source, report.load_id, report.held, report.refused, len(report.issues), with_notes)
    if key not in kept:
        while len(kept) >= KEPT_FILES:
            kept.pop(next(iter(kept)))
        kept[key] = rows_to_mend(recognised, report, with_notes=with_notes)
    return kept[key]
