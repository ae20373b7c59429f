"""What may leave the programme is decided before the first download asks for it: that takes seconds after each load."""

from __future__ import annotations

import logging
from threading import Thread

from streamlit import runtime

from pages._shared import reader
from rorf_data.answers.protected import protection_of
from rorf_data.answers.reader import Reader

_log = logging.getLogger("rorf.ahead")


def decide_ahead() -> None:
    """Begin to decide on the data as they stand, beside whatever else goes on; only where a server runs."""
    if runtime.exists():
        Thread(target=_decide, args=(reader.current(),), daemon=True, name="what may leave").start()


def _decide(now: Reader) -> None:
    try:
        protection_of(now)
    except Exception:  # noqa: BLE001  whoever asks for a file is told; nobody is there to be told now
        _log.exception("what may leave could not be decided ahead")
