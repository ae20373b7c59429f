"""A large file is read by another process: what comes out is what this process would have read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rorf_data.errors import FileRefused
from rorf_data.intake import ahead
from rorf_data.intake.ahead import reader_of
from rorf_data.intake.batches import Batch, read_batches
from rorf_data.intake.read import open_file
from rorf_data.intake.recognise import recognise
from rorf_data.intake.sources import read_sources
from rorf_data.settings import read_settings

HOW: dict[str, Any] = {"settings": read_settings(), "today": date(2026, 11, 22), "token_key": b"k" * 32}
ROWS = [f"{row},2026-03-{row % 28 + 1:02d},Kent VFD,{town},1" for row, town in enumerate(["Kent", "Canaan", ""] * 900)]
TEXT = "\n".join(["log id,date,agency,town,kits", *ROWS]) + "\n"


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small one goes the same way."""
    monkeypatch.setattr(ahead, "LARGE", 1)


def read_both_ways(path: Path) -> tuple[list[Batch], list[Batch]]:
    """The batches read by another process, and by this one."""
    file = open_file(path)
    recognised = recognise(file, read_sources())
    with reader_of(file, recognised) as read:
        return list(read(**HOW)), list(read_batches(file, recognised, **HOW))


def test_another_process_reads_the_same(tmp_path: Path) -> None:
    """Rows taken and held, and what is said of them."""
    path = tmp_path / "log.csv"
    path.write_text(TEXT, encoding="utf-8")

    theirs, ours = read_both_ways(path)

    assert len(theirs) == len(ours) > 0
    for one, other in zip(theirs, ours, strict=True):
        assert one.rows.equals(other.rows)
        assert one.held.equals(other.held)
        assert (one.read, one.issues) == (other.read, other.issues)


def test_what_can_not_be_read_is_refused_as_ever(tmp_path: Path) -> None:
    """With the sentence of whoever met it."""
    path = tmp_path / "log.csv"
    path.write_text(TEXT + '9999,2026-03-04,"Kent VFD,Kent,1\n', encoding="utf-8")
    file = open_file(path)

    with reader_of(file, recognise(file, read_sources())) as read, pytest.raises(FileRefused, match="never closed"):
        list(read(**HOW))


def test_a_reader_that_ends_early_is_told_apart_from_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a file must never pass for the whole."""
    path = tmp_path / "log.csv"
    path.write_text(TEXT, encoding="utf-8")
    file = open_file(path)
    monkeypatch.setattr(ahead, "START", "import sys; sys.stdin.buffer.read()")

    with reader_of(file, recognise(file, read_sources())) as read, pytest.raises(RuntimeError, match="before its end"):
        list(read(**HOW))


def test_whoever_stops_early_leaves_no_process_behind(tmp_path: Path) -> None:
    """The other process is gone when the reading is given up; pytest would tell of one that is left."""
    path = tmp_path / "log.csv"
    path.write_text(TEXT, encoding="utf-8")
    file = open_file(path)
    with reader_of(file, recognise(file, read_sources())) as read:
        assert next(iter(read(**HOW))).read > 0
