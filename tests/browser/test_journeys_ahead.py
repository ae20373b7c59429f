"""What may leave is decided while people look, not while they wait for a file."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page

from rorf_data.__main__ import main
from tests.browser.serving import ROOT, Server
from tests.browser.visiting import open_page

FORM = ROOT / "sample_data" / "sample-request-form-2023-11-to-2026-10.csv"
SECONDS = 120


def decided_on(database: Path) -> list[int]:
    """The newest load of each decision that is on record."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(database)) as connection:
        return [version for (version,) in connection.execute("SELECT data_version FROM shared_releases")]


def test_a_load_by_the_command_line_is_decided_on_when_somebody_looks(
    fresh_server: Server, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody asks for a file; opening a page after ``rorf load`` is enough."""
    database = fresh_server.data_folder / "rorf.sqlite"
    monkeypatch.setenv("RORF_DATA_DIR", str(fresh_server.data_folder))
    assert main(["load", str(FORM)]) == 0
    assert decided_on(database) == []

    open_page(page, fresh_server, "towns")

    give_up = time.monotonic() + SECONDS
    while not decided_on(database) and time.monotonic() < give_up:
        time.sleep(0.2)
    assert decided_on(database) == [1]
