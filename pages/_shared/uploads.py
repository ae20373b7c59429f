"""From an uploaded file to what would become of its rows, and then to rows in the programme's own database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from pages._shared import data, reader
from rorf_data.errors import FileRefused, SourceNotRecognised
from rorf_data.intake.read import SourceFile, check_size, open_bytes
from rorf_data.intake.recognise import Recognised
from rorf_data.intake.sources import Source
from rorf_data.store.load import LoadReport

LOADED_BY = "dashboard"
BYTES_OF_A_WORKBOOK_ROW = 40
Progress = Callable[[int], None]


class Upload(Protocol):
    """What the file uploader hands over."""

    name: str
    file_id: str

    def getvalue(self) -> bytes:
        """The content of the file."""
        ...


@dataclass(frozen=True, slots=True)
class Checked:
    """One uploaded file: what it was recognised as and what a load would do, or why it can't be loaded.

    ``is_unknown`` says that the file can be read and only its source is not known.
    """

    name: str
    file: SourceFile | None = None
    recognised: Recognised | None = None
    report: LoadReport | None = None
    refusal: str = ""
    is_unknown: bool = False


def known_sources() -> tuple[Source, ...]:
    """The shipped sources and those that this programme has described itself."""
    return reader.own().sources()


def check(upload: Upload, source_name: str | None, progress: Progress) -> Checked:
    """Look at an uploaded file and try its load, keeping nothing; done once for each file, source and data."""
    sources = known_sources()
    key = (upload.file_id, source_name, hash(repr(sources)), reader.version(reader.own().reader()))
    kept: dict[object, Checked] = st.session_state.setdefault("checked_uploads", {})
    if key not in kept:
        kept[key] = _check(upload.name, upload.getvalue(), source_name, progress)
    return kept[key]


def load(checked: Checked, progress: Progress) -> LoadReport:
    """Load a checked file into the programme's own database; every page shows the new figures from then on."""
    assert checked.file, "a file that was refused is not loaded"
    assert checked.recognised, "only a recognised file is loaded"
    report = reader.own().load(checked.file, checked.recognised, loaded_by=LOADED_BY, progress=progress)
    data.forget()
    return report


def likely_rows(content: bytes) -> int:
    """About how many rows the file has, for a progress bar: lines of a text, or a guess from the size of a workbook."""
    is_workbook = content.startswith((b"PK", b"\xd0\xcf"))
    return len(content) // BYTES_OF_A_WORKBOOK_ROW if is_workbook else content.count(b"\n")


def forget() -> None:
    """Let go of the files that were looked at."""
    st.session_state.pop("checked_uploads", None)


def _check(name: str, content: bytes, source_name: str | None, progress: Progress) -> Checked:
    own, file = reader.own(), None
    try:
        file = open_bytes(content, name)
        check_size(file, own.settings)
        recognised = own.recognise(file, source=source_name)
        tried = own.load(file, recognised, loaded_by=LOADED_BY, dry_run=True, progress=progress)
        return Checked(name, file, recognised, tried)
    except SourceNotRecognised as problem:
        return Checked(name, file, refusal=str(problem), is_unknown=True)
    except FileRefused as problem:
        return Checked(name, refusal=str(problem))
