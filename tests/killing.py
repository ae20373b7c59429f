"""Loads that are killed: a process of its own loads a file, and SIGKILL ends it at any moment."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from rorf_data.intake.read import open_file
from rorf_data.settings import find_places, read_settings
from rorf_data.store import tables
from rorf_data.store.database import open_store
from rorf_data.store.load import LoadReport
from rorf_data.store.totals import totals_as_of
from rorf_data.workplace import Workplace

ROWS = 4_000
PLACES = ("Kent", "Sharon", "Warren", "Canaan", "Lakeville")
END_OF_TIME = datetime(9999, 1, 1)  # noqa: DTZ001 - the store keeps UTC without a mark


@dataclass(frozen=True, slots=True)
class State:
    """What a database holds: rows of each load, counts that the loads claim, and whether totals equal their rows."""

    rows_by_load: dict[int, int]
    claimed: dict[int, int]
    kept_kits: int
    counted_kits: int

    @property
    def is_whole(self) -> bool:
        """Whether every load is there with all of its rows, and nothing is there without its load."""
        return self.rows_by_load == self.claimed and self.kept_kits == self.counted_kits


def workplace_at(url: str, folder: Path) -> Workplace:
    """The installation whose database is at ``url``."""
    places = find_places({"RORF_DATABASE_URL": url, "RORF_DATA_DIR": str(folder)}, folder)
    return Workplace(read_settings(), places, open_store(url))


def load_at(url: str, folder: Path, path: Path) -> LoadReport:
    """Load one file and let go of the database."""
    workplace = workplace_at(url, folder)
    file = open_file(path)
    report = workplace.load(file, workplace.recognise(file), loaded_by="a test")
    workplace.engine.dispose()
    return report


def write_log(path: Path, number: int) -> None:
    """A kit log of ``ROWS`` rows, none of which stands in the log of another number; a fifth of them wait."""
    lines = ["log id,date,agency,town,kits"]
    for row in range(ROWS):
        day = date(2024, 1, 1) + timedelta(days=row % 700)
        lines.append(f"{number}-{row},{day},Kent VFD,{PLACES[row % len(PLACES)]},{row % 3 + 1}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def kill_while_loading(url: str, folder: Path, path: Path, *, after: float) -> bool:
    """Start loading in another process and kill it after so many seconds; whether it was still at work."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["rorf_data.workplace", "rorf_data.intake.batches", "tests.killing"])
    begins = context.Event()
    process = context.Process(target=_load, args=(url, folder, path, begins))
    process.start()
    begins.wait(60)
    process.join(after)
    was_at_work = process.is_alive()
    process.kill()
    process.join()
    return was_at_work


def _load(url: str, folder: Path, path: Path, begins: multiprocessing.synchronize.Event) -> None:
    begins.set()
    load_at(url, folder, path)


def state_of(url: str) -> State:
    """What the database at ``url`` holds now."""
    engine = open_store(url)
    versions, loads, totals = tables.distributions.c, tables.loads.c, tables.monthly_totals.c
    with engine.connect() as connection:
        counted = connection.execute(sa.select(versions.load_id, sa.func.count()).group_by(versions.load_id))
        rows = {load_id: int(count) for load_id, count in counted}
        claimed = connection.execute(sa.select(loads.load_id, loads.new).where(loads.new > 0))
        kept = connection.scalar(sa.select(sa.func.sum(totals.total)).where(totals.measure == "kits")) or 0
        kits = sum(totals_as_of(connection, "kits", END_OF_TIME).values())
        state = State(rows, dict(tuple(row) for row in claimed), int(kept), int(kits))
    engine.dispose()
    return state


def try_killing(url: str, folder: Path, tries: int, *, seed: int) -> Counter[str]:
    """Kill ``tries`` loads at random moments; how many were found whole, absent, or done before the kill.

    Raises AssertionError when anything is there by half, or when the same file doesn't load whole afterwards.
    """
    draw, found = random.Random(seed), Counter[str]()
    span = _seconds_of_one_load(url, folder)
    for number in range(tries):
        path = folder / f"log{number}.csv"
        write_log(path, number)
        was_at_work = kill_while_loading(url, folder, path, after=draw.uniform(0, span))
        assert state_of(url).is_whole, f"try {number} left half a load behind"
        report = load_at(url, folder, path)
        assert report.read == ROWS
        assert report.new in (0, ROWS - ROWS // len(PLACES)), f"try {number}: part of the file was there"
        assert state_of(url).is_whole
        found["absent" if report.new else "whole"] += 1
        found["at work"] += was_at_work
        path.unlink()
    return found


def _seconds_of_one_load(url: str, folder: Path) -> float:
    path = folder / "first.csv"
    write_log(path, -1)
    begun = time.perf_counter()
    load_at(url, folder, path)
    return (time.perf_counter() - begun) * 1.5
