"""What the numbers were taken on, in a few lines."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]


def machine_in_words() -> str:
    """Processor, memory, system, versions and the commit that was measured."""
    return "\n".join(
        [
            f"{os.cpu_count()} x {_processor()}, {_memory_gb()} GB, {platform.system()} {platform.release()}",
            f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
            + ", ".join(f"{name} {version(name)}" for name in ("streamlit", "pandas", "sqlalchemy", "plotly")),
            f"Load average when it began: {os.getloadavg()[0]:.1f}. Commit {_commit()}.",
        ]
    )


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    names = [line.split(":", 1)[1].strip() for line in _lines(facts) if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _memory_gb() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3)


def _commit() -> str:
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return described.stdout.strip() or "unknown"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
