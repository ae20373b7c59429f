"""A load is there whole or not at all, also when its process is killed in the middle of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.killing import try_killing

FEW, MANY = 10, 200

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; the databases are the same")


@pytest.mark.slow
def test_a_killed_load_leaves_all_or_nothing(engine_url: str, tmp_path: Path) -> None:
    """And the same file loads whole afterwards; ten random moments on each database."""
    found = try_killing(engine_url, tmp_path, FEW, seed=20261122)

    assert found["absent"] > 0, "no kill came in time, so nothing was tried"


@pytest.mark.many
def test_two_hundred_killed_loads_leave_all_or_nothing(engine_url: str, tmp_path: Path) -> None:
    """The same, at two hundred random moments; make bench runs it."""
    found = try_killing(engine_url, tmp_path, MANY, seed=20261123)

    assert found["absent"] > MANY / 10, "hardly any kill came in time"
