"""What was found out of a file or a check code, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from rorf_data.answers.reader import Reader, moment_in_words
from rorf_data.exports.comparing import Difference
from rorf_data.exports.verifying import Origin, Verdict, Verified
from rorf_data.model import Audience
from rorf_data.store.taken import Taken

MOST = 20
NOTHING_FOUND = (
    "The file holds no check code, and it isn't one that was made here and left as it was. It may come from another "
    "program, or its properties were stripped."
)
VERY_FILE = "This is the very file that was taken away, unchanged."
CHANGED_SINCE = (
    "This isn't byte for byte a file in the log of this database: it was changed or saved again after it was made, or "
    "it was made elsewhere."
)


def said_of_file(verified: Verified) -> list[str]:
    """Whether the file itself is known."""
    if not verified.verdicts:
        return [NOTHING_FOUND]
    return [VERY_FILE if verified.is_in_log else CHANGED_SINCE]


def said_of(verdict: Verdict, reader: Reader) -> list[str]:
    """Where figures come from, whether they are what the store says of then, and whether they still agree."""
    said = [_said_of_origin(verdict.origin, verdict.figures)] if verdict.origin else []
    said += [_said_of_entry(entry, reader) for entry in verdict.taken]
    if verdict.origin and not verdict.taken:
        said.append("The log of this database knows no file with this check code.")
    if verdict.why_not:
        return [*said, f"Whether the figures are right can't be told. {verdict.why_not}"]
    return [*said, *_said_of_then(verdict), *_said_of_now(verdict)]


def _said_of_origin(origin: Origin, figures: str) -> str:
    what = f"“{figures}” in “{origin.title}”" if figures not in ("", origin.title) else f"“{origin.title}”"
    whom = "internal, with exact numbers" if origin.audience is Audience.INTERNAL else "shared"
    policy = f" under the policy “{origin.policy}”" if origin.policy else ""
    load = f"the data up to load {origin.data_version}" if origin.data_version else "an empty database"
    return f"{what} ({origin.filters}), made from {load}; {whom}{policy}."


def _said_of_entry(entry: Taken, reader: Reader) -> str:
    when = moment_in_words(entry.taken_at, reader)
    return f"Taken away as {entry.form.upper()} on {when} by {entry.taken_by}."


def _said_of_then(verdict: Verdict) -> list[str]:
    if verdict.changed:
        return [
            "Cells of the file are not what they were when it was made:",
            *_listed(verdict.changed, "{where}: {before} when it was made, {after} in the file"),
        ]
    if verdict.was_so:
        return ["The figures are what the database says of the data of then."]
    return ["The figures are not what the database says of the data of then; somebody has changed one or the other."]


def _said_of_now(verdict: Verdict) -> list[str]:
    if verdict.since is None:
        return [f"Whether they still agree can't be told. {verdict.why_not_now}"]
    if not verdict.since:
        return ["Today's figures still agree with them."]
    return [
        "Today's figures are others:",
        *_listed(verdict.since, "{where}: {before} then, {after} now"),
    ]


def _listed(found: Sequence[Difference], form: str) -> list[str]:
    lines = ["  " + form.format(where=one.where, before=one.said_before, after=one.said_after) for one in found[:MOST]]
    return [*lines, f"  … and {len(found) - MOST:,} more"] if len(found) > MOST else lines
