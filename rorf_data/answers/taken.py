"""The log of the files that were taken away, for staff."""

from __future__ import annotations

import pandas as pd

from rorf_data.answers.reader import Reader, describe_and_release, local_moment
from rorf_data.disclosure.release import Released
from rorf_data.model import Audience, Period
from rorf_data.store.taken import load_taken

MOST = 500
AUDIENCE_WORDS = {Audience.INTERNAL.value: "INTERNAL", Audience.SHARED.value: "shared"}
LABELS_OF_TAKEN = {
    "taken_at": "When",
    "taken_by": "By",
    "audience": "For whom",
    "form": "Form",
    "title": "What",
    "filters": "Period and towns",
    "policy": "Policy",
    "data_version": "Newest load then",
    "check_code": "Check code",
    "file_sha256": "SHA-256 of the file",
}


def taken_table(reader: Reader) -> Released:
    """One row for each frame in each file that was taken away, newest first (the newest 500).

    When (local time) and by whom, for whom, the form, the title, period and towns, policy and data version, the check
    code, and the hash of the file. It stays inside the programme.
    """
    with reader.connect() as connection:
        entries = load_taken(connection, most=MOST)
        moments = [local_moment(entry.taken_at, reader) for entry in entries]
        frame = pd.DataFrame([entry._asdict() for entry in entries], columns=list(LABELS_OF_TAKEN))
        frame = frame.assign(
            taken_at=[f"{moment:%Y-%m-%d %H:%M}" for moment in moments],
            audience=[AUDIENCE_WORDS[entry.audience] for entry in entries],
            form=frame["form"].str.upper(),
        )
        period = Period(moments[-1].date(), moments[0].date()) if moments else Period(reader.today, reader.today)
        return describe_and_release(
            reader, connection, frame, title="Files taken away", period=period, towns=(), feeds=(),
            extra_labels=LABELS_OF_TAKEN,
        )  # fmt: skip
