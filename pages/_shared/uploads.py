"""From a given file to what would become of its rows, and then to rows in the programme's own database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

import streamlit as st

from pages._shared import data, layout, reader
from pages._shared.initials import by_whom
from rorf_data.errors import FileRefused, SeveralSources, SourceNotRecognised
from rorf_data.intake import keeping
from rorf_data.intake.doubted_days import is_day_in_doubt
from rorf_data.intake.likely_rows import likely_rows
from rorf_data.intake.read import SourceFile, check_size, open_bytes, open_text
from rorf_data.intake.recognise import Recognised, recognise
from rorf_data.intake.sources import Source
from rorf_data.model import Outcome
from rorf_data.store.database import data_version
from rorf_data.store.load import Choices, LoadReport
from rorf_data.store.queries import load_newest_loads

PASTED = "Pasted cells"
KEPT_TRIALS = 24

Progress = Callable[[int, int], None]
"""Takes the rows read so far and the rows expected."""


class Upload(Protocol):
    """What the file uploader hands over."""

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    @property
    def file_id(self) -> str:
        """What tells this upload from others."""
        ...

    def getvalue(self) -> bytes:
        """The content of the file."""
        ...


@dataclass(frozen=True, slots=True)
class Pasted:
    """Cells that were pasted as text, in the place of a file."""

    text: str
    name: str = PASTED

    @property
    def file_id(self) -> str:
        """The same for the same cells."""
        return f"pasted-{hashlib.sha256(self.text.encode('utf-8', 'replace')).hexdigest()[:16]}"

    def getvalue(self) -> bytes:
        """The cells as a file would hold them."""
        return self.text.encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person has said of one file: its source, the order of its dates, whether it replaces its months, whether
    it tells of other events, whether days that look amiss are right.
    """

    source: str | None = None
    date_order: str = ""
    replace: bool | None = None
    is_other_events: bool = False
    accept_dates: bool = False

    @property
    def choices(self) -> Choices:
        """The same, as a load takes it."""
        return Choices(
            replace=self.replace,
            date_order=self.date_order,
            is_other_events=self.is_other_events,
            accept_dates=self.accept_dates,
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """One given file: what it was recognised as and what a load would do, or why it can't be loaded.

    ``is_unknown``: the file can be read and only its source is not known; ``could_be_several`` where more than one
    fits it. ``date_question``: what to ask where its dates could have the month or the day first; ``date_assumed``
    where they are read one way because earlier files or the source are, which a person may correct. ``without_gone``:
    what a load would do that withdraws what the file no longer holds, where a person must say whether it does.
    ``may_be_other_events``: it can be loaded once somebody says that it tells of other events than those on record.
    ``version``: the newest load when this was found out.
    """

    name: str
    said: Said = field(default_factory=Said)
    version: int = 0
    file: SourceFile | None = None
    recognised: Recognised | None = None
    report: LoadReport | None = None
    refusal: str = ""
    is_unknown: bool = False
    could_be_several: bool = False
    date_question: str = ""
    date_assumed: bool = False
    without_gone: LoadReport | None = None
    may_be_other_events: bool = False

    @property
    def days_in_doubt(self) -> int:
        """The rows that wait only for somebody to say that their day is right."""
        issues = self.report.issues if self.report else ()
        return sum(issue.outcome is Outcome.HELD and is_day_in_doubt(issue.problem) for issue in issues)

    @property
    def waits(self) -> bool:
        """Whether a question has to be answered before the file can be loaded."""
        return bool(self.report and self.report.asks_about_gone)


def known_sources() -> tuple[Source, ...]:
    """The shipped sources and those that this programme has described itself."""
    return reader.own().sources()


def broken_sources() -> tuple[str, ...]:
    """A sentence for each description of a source that can't be read."""
    return reader.own().broken_sources()


def check(upload: Upload, said: Said, progress: Progress) -> Checked:
    """Look at a given file and try its load, keeping nothing; done once for each file, answer and state of the data."""
    key = (upload.file_id, said, repr(known_sources()), reader.version(reader.own().reader()))
    return _once("checked_uploads", key, lambda: _check(upload, said, progress))


def try_source(file: SourceFile, source: Source, progress: Progress) -> Checked:
    """What a load of the file as one of this source would do; the source need not be kept."""
    return _once("tried_sources", _trial_key(file, source), lambda: _try_source(file, source, progress))


def is_tried(file: SourceFile, source: Source) -> bool:
    """Whether :func:`try_source` has its answer ready."""
    kept: dict[object, Checked] = st.session_state.get("tried_sources", {})
    return _trial_key(file, source) in kept


def has_loads(source_name: str) -> bool:
    """Whether files of this source are on record in the programme's own data."""
    with reader.own().engine.connect() as connection:
        return any(source == source_name for _, source, _ in load_newest_loads(connection))


def load(checked: Checked, expected_version: int, progress: Progress) -> LoadReport:
    """Load a checked file into the programme's own database; every page shows the new figures from then on.

    Raises :class:`StoreRefused` when something was loaded since ``expected_version``.
    """
    assert checked.file, "a file that was refused is not loaded"
    assert checked.recognised, "only a recognised file is loaded"
    own = reader.own()
    choices = replace(checked.said.choices, expected_version=expected_version)
    expected = checked.report.read if checked.report else 0
    report = own.load(
        checked.file,
        checked.recognised,
        loaded_by=by_whom(),
        choices=choices,
        progress=lambda rows: progress(rows, expected),
    )
    _remember_date_order(checked.recognised.source, checked.said.date_order)
    data.forget()
    return report


def newest_load() -> int:
    """The number of the newest load of the programme's own data."""
    return data_version(reader.own().engine)


def forget() -> None:
    """Let go of the files that were looked at."""
    st.session_state.pop("checked_uploads", None)
    st.session_state.pop("tried_sources", None)
    layout.forget()


def _once(name: str, key: object, find: Callable[[], Checked]) -> Checked:
    kept: dict[object, Checked] = st.session_state.setdefault(name, {})
    if key not in kept:
        while len(kept) >= KEPT_TRIALS:
            kept.pop(next(iter(kept)))
        kept[key] = find()
    return kept[key]


def _check(upload: Upload, said: Said, progress: Progress) -> Checked:
    start = Checked(upload.name, said, newest_load())
    try:
        file = _open(upload)
        check_size(file, reader.own().settings)
    except FileRefused as problem:
        return replace(start, refusal=str(problem))
    try:
        recognised = reader.own().recognise(file, source=said.source)
    except SourceNotRecognised as problem:
        is_several = isinstance(problem, SeveralSources)
        return replace(start, file=file, refusal=str(problem), is_unknown=True, could_be_several=is_several)
    except FileRefused as problem:
        return replace(start, file=file, refusal=str(problem))
    return _tried(replace(start, file=file, recognised=recognised), progress)


def _open(upload: Upload) -> SourceFile:
    if isinstance(upload, Pasted):
        return open_text(upload.text, upload.name)
    return open_bytes(upload.getvalue(), upload.name)


def _trial_key(file: SourceFile, source: Source) -> object:
    return file.sha256, repr(source), reader.version(reader.own().reader())


def _try_source(file: SourceFile, source: Source, progress: Progress) -> Checked:
    start = Checked(file.name, Said(source.name), newest_load(), file)
    try:
        recognised = recognise(file, [source], name=source.name)
    except FileRefused as problem:
        return replace(start, refusal=str(problem))
    return _tried(replace(start, recognised=recognised), progress)


def _tried(start: Checked, progress: Progress) -> Checked:
    """What a load would do; where that asks about records that are gone, also what it would do without them."""
    try:
        report = _dry_run(start, start.said.choices, progress)
    except FileRefused as problem:
        return replace(start, refusal=str(problem), may_be_other_events=_loads_as_other_events(start, progress))
    without = _dry_run(start, replace(start.said.choices, replace=True), progress) if report.asks_about_gone else None
    question, is_assumed = _about_dates(start)
    return replace(start, report=report, date_question=question, date_assumed=is_assumed, without_gone=without)


def _dry_run(start: Checked, choices: Choices, progress: Progress) -> LoadReport:
    assert start.file, "only a file that can be read is tried"
    assert start.recognised, "only a recognised file is tried"
    expected = likely_rows(start.file, [part.sheet for part in start.recognised.parts])
    return reader.own().load(
        start.file,
        start.recognised,
        loaded_by=by_whom(),
        dry_run=True,
        choices=choices,
        progress=lambda rows: progress(rows, expected),
    )


def _loads_as_other_events(start: Checked, progress: Progress) -> bool:
    try:
        _dry_run(start, replace(start.said.choices, is_other_events=True), progress)
    except FileRefused:
        return False
    return True


def _about_dates(start: Checked) -> tuple[str, bool]:
    """What must be asked of the order of the dates, and whether one was taken that the file itself doesn't show."""
    assert start.recognised, "only a recognised file is asked about"
    if start.said.date_order:
        return "", False
    orders = reader.own().date_orders(start.recognised)
    return orders.question, bool(orders.assumed)


def _remember_date_order(source: Source, date_order: str) -> None:
    """Keep what was said of the dates in a source of the programme's own, so that it is asked once."""
    if source.is_own and date_order and not source.date_order:
        keeping.keep(reader.own().places.source_folder, replace(source, date_order=date_order), may_replace=True)
