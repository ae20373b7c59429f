"""How long a large file takes: with all checks into our tables, beside pandas reading it and writing it unchecked."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.big_file import write_big_log
from benchmarks.measuring import Line, Section, in_s, ratio
from tests.postgres import PostgresUnavailable, start_postgres

ROWS = (1_000_000, 5_000_000)
TURNS = 3
MANY = 2_000_000


def time_loading_everywhere(folder: Path, sizes: Sequence[int] = ROWS) -> list[Section]:
    """Loads into SQLite, and into a PostgreSQL server of our own where its programs are installed."""
    numbers = iter(range(1_000))
    sections = [time_loading(folder, sizes, lambda: f"sqlite:///{folder / f'load{next(numbers)}.sqlite'}", "SQLite")]
    try:
        server = start_postgres(worker="gw8")
    except PostgresUnavailable:
        return sections
    with ExitStack() as databases:
        databases.callback(server.stop)
        sections.append(time_loading(folder, sizes, lambda: databases.enter_context(server.database()), "PostgreSQL"))
    return sections


def time_loading(folder: Path, sizes: Sequence[int], new_database: Callable[[], str], name: str) -> Section:
    """One line for each size. The two ways take turns, so that whatever else the machine does falls on both alike."""
    lines = []
    for rows in sizes:
        path = folder / f"log{rows}.csv"
        if not path.exists():
            write_big_log(path, rows)
        lines.append(_line(path, rows, new_database))
    columns = ("ours", "pandas", "ours / pandas", "largest memory, ours", "pandas")
    return Section(f"One file into {name}", columns, tuple(lines))


def _line(path: Path, rows: int, new_database: Callable[[], str]) -> Line:
    turns = TURNS if rows < MANY else 1
    found = [(_one_load("ours", path, new_database()), _one_load("pandas", path, new_database())) for _ in range(turns)]
    ours = statistics.median(one["seconds"] for one, _ in found)
    pandas = statistics.median(other["seconds"] for _, other in found)
    largest = [max(pair[way]["megabytes"] for pair in found) for way in (0, 1)]
    return Line(
        f"{rows:,} rows", (in_s(ours), in_s(pandas), ratio(ours, pandas), *(f"{size:,.0f} MB" for size in largest))
    )


def _one_load(way: str, path: Path, url: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.one_load", way, str(path), url], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
