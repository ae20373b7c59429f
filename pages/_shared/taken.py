"""What was taken away, and the way back: a file or a check code that somebody has found, looked at again."""

from __future__ import annotations

import streamlit as st

from pages._shared import data
from pages._shared.escaping import plain
from pages._shared.show import show_table
from rorf_data.answers.taken import taken_table
from rorf_data.errors import RorfDataError
from rorf_data.exports.check_code import read_check_code
from rorf_data.exports.found_in_files import LARGEST_FILE
from rorf_data.exports.verified_words import said_of, said_of_file
from rorf_data.exports.verifying import Verdict, verify_code, verify_file

ABOUT_TAKEN = (
    "Every file that was made on these pages, or by a command: who took it away, when, for whom, and with which "
    "filters. The newest 500 are shown."
)
NOTHING_TAKEN = "No file was taken away yet."
ABOUT_VERIFYING = (
    "Found a chart or a table and don't know how old it is? Every file that is made here carries a check code. Give "
    "the file or its code to see which data it was made from, whether it was changed, and whether today's figures "
    "still agree. The file is only read, and not kept."
)
NO_CODE = "A check code has twelve letters and digits, such as K7QF-2MXD-9TPA."
MEGABYTE = 2**20


def show_taken() -> None:
    """The log of files, newest first. It is read anew each time, because every download adds to it."""
    st.markdown(ABOUT_TAKEN)
    taken = taken_table(data.reader_for_files())
    if taken.frame.empty:
        st.info(NOTHING_TAKEN)
    else:
        show_table(taken, key="history_taken")


def ask_to_verify() -> None:
    """A box for a file and one for a code, and below them what is found out."""
    st.markdown(ABOUT_VERIFYING)
    file = st.file_uploader("A file that was made here", key="verify_file", max_upload_size=LARGEST_FILE // MEGABYTE)
    written = st.text_input("Or its check code", key="verify_code", placeholder="K7QF-2MXD-9TPA", width=260)
    if file is not None:
        _show_file(file.getvalue(), file.name)
    elif written.strip():
        _show_code(written)


def _show_file(content: bytes, name: str) -> None:
    reader = data.reader_for_files()
    try:
        with st.spinner("Looking at the file …"):
            verified = verify_file(reader, content, name)
    except RorfDataError as problem:
        st.warning(str(problem))
        return
    st.markdown("  \n".join(map(plain, said_of_file(verified))))
    for verdict in verified.verdicts:
        _show_verdict(verdict)


def _show_code(written: str) -> None:
    code = read_check_code(written)
    if code is None:
        st.warning(NO_CODE)
        return
    with st.spinner("Asking for the figures again …"):
        verdict = verify_code(data.reader_for_files(), code)
    _show_verdict(verdict)


def _show_verdict(verdict: Verdict) -> None:
    with st.container(border=True, key=f"verdict_{verdict.check_code}"):
        st.markdown(f"**Check code {verdict.check_code}**")
        said = said_of(verdict, data.reader_for_files())
        listed = [f"- {plain(line.strip())}" if line.startswith("  ") else f"\n{plain(line)}\n" for line in said]
        st.markdown("\n".join(listed))
