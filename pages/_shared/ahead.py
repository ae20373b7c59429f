"""What may leave the programme is decided before the first download asks for it: that takes seconds for each state of
the data, however they came to it (a file loaded here or by a command, a load undone, a source cleared).
"""

from __future__ import annotations

import logging
from threading import Thread

import streamlit as st
from streamlit import runtime
from streamlit.runtime import Runtime

from pages._shared import reader
from rorf_data.answers.protected import protection_of
from rorf_data.answers.reader import Reader

_log = logging.getLogger("rorf.ahead")


def decide_ahead() -> None:
    """Begin to decide on the data as they stand, beside whatever else goes on: once for each state of them, and only
    where a server runs.
    """
    # What stands in for a server where pages are tried without one calls itself a runtime too.
    if runtime.exists() and type(runtime.get_instance()) is Runtime:
        now = reader.current()
        _begin(reader.version(now), now)


@st.cache_resource(show_spinner=False, max_entries=8)
def _begin(version: str, _now: Reader) -> Thread:
    """Begin once for each ``version`` of the data: it is not looked at, a new one is a new call."""
    thread = Thread(target=_decide, args=(_now,), daemon=True, name="what may leave")
    thread.start()
    return thread


def _decide(now: Reader) -> None:
    try:
        protection_of(now)
    except Exception:  # noqa: BLE001  whoever asks for a file is told; nobody is there to be told now
        _log.exception("what may leave could not be decided ahead")
