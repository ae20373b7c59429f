"""Real and sample files, damaged at random: every row is accounted for, or the file is refused and leaves nothing.

What each number stands for and what is looked at afterwards stand in tests/mutations and tests/mutating.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutating import installation, try_all, try_on_sqlite

FEW, FEW_AT_ONCE = 300, 60
MANY, MANY_AT_ONCE = 10_000, 500
INTO_POSTGRESQL = 50

THE_MANY = range(1_000, 1_000 + MANY)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, FEW, FEW_AT_ONCE))
def test_a_mutated_file_loads_whole_or_is_refused(first: int, tmp_path: Path) -> None:
    """Never a traceback, never half a load: a few hundred mutations of every kind."""
    found = try_on_sqlite(range(first, first + FEW_AT_ONCE), tmp_path)

    assert found["with rows"] > FEW_AT_ONCE / 4, "hardly any mutated file came through, so little was tried"
    assert found["refused"] > 0


@pytest.mark.slow
@pytest.mark.postgres
def test_it_does_on_postgresql_as_well(postgres_url: str, tmp_path: Path) -> None:
    """Every fiftieth of the same mutations."""
    with installation(postgres_url, tmp_path / "installation") as workplace:
        found = try_all(workplace, range(0, FEW, INTO_POSTGRESQL))

    assert found["with rows"] > 0


@pytest.mark.many
@pytest.mark.parametrize("first", THE_MANY[::MANY_AT_ONCE])
def test_ten_thousand_mutated_files_load_whole_or_are_refused(first: int, tmp_path: Path) -> None:
    """The same with ten thousand others; make bench runs it."""
    found = try_on_sqlite(range(first, first + MANY_AT_ONCE), tmp_path)

    assert found["with rows"] > MANY_AT_ONCE / 4, "hardly any mutated file came through, so little was tried"


@pytest.mark.many
@pytest.mark.postgres
def test_two_hundred_of_them_do_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    """Every fiftieth of the ten thousand."""
    with installation(postgres_url, tmp_path / "installation") as workplace:
        found = try_all(workplace, THE_MANY[::INTO_POSTGRESQL])

    assert found["with rows"] > MANY / INTO_POSTGRESQL / 4
