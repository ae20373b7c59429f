"""Nobody who has every shared file of this month, and of last month, can work out a number that was hidden."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rorf_data.model import Period, add_months, last_of_month
from rorf_data.store.database import open_store
from tests.attacked import FIRST, TOWNS, Region, false_figures, given_away, pack
from tests.attacker import Attack, Figure

MONTHS = [add_months(FIRST, step) for step in range(7)]
HALF_YEAR, LATER = Period(MONTHS[0], last_of_month(MONTHS[5])), Period(MONTHS[0], last_of_month(MONTHS[6]))
IN_EVERY_RUN, IN_MAKE_BENCH = 30, 10_000


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every table and no row, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "empty.sqlite"
    open_store(f"sqlite:///{file}").dispose()
    return file


@pytest.mark.parametrize("seed", range(IN_EVERY_RUN))
def test_two_packs_a_month_apart_give_nothing_away(empty: Path, tmp_path: Path, seed: int) -> None:
    """Half a year of calls, requests and kits; then a month more and late rows; all files of both are read back."""
    attack(empty, tmp_path, seed)


@pytest.mark.many
@pytest.mark.parametrize("seed", range(1_000, 1_000 + IN_MAKE_BENCH))
def test_thousands_of_packs_give_nothing_away(empty: Path, tmp_path: Path, seed: int) -> None:
    """The same for many more."""
    attack(empty, tmp_path, seed)


def attack(empty: Path, folder: Path, seed: int) -> None:
    """Make both packs of one invented region and see what can be worked out."""
    file = folder / "rorf.sqlite"
    shutil.copy(empty, file)
    region = Region.at(f"sqlite:///{file}", folder, seed)
    region.live(MONTHS[:6])
    first = Attack(TOWNS, MONTHS[:6])
    first.read(pack(region.reader(MONTHS[6]), HALF_YEAR))
    assert len(first.figures) > 30
    assert false_figures(region, first) == []
    assert given_away(region, first) == []

    region.live(MONTHS[6:])
    late = region.live(MONTHS[2:6], times=0.1)
    both = Attack(TOWNS, MONTHS)
    both.look_back(first)
    both.read(pack(region.reader(add_months(MONTHS[6], 1)), LATER))
    region.workplace.engine.dispose()
    assert false_figures(region, both) == []
    assert given_away(region, both) == []
    assert given_away(region, both, late=late) == []


def test_a_file_that_shows_too_much_is_found_out(empty: Path, tmp_path: Path) -> None:
    """One hidden number told, as a program that hid too little would: the attacker has it, and what goes with it."""
    file = tmp_path / "rorf.sqlite"
    shutil.copy(empty, file)
    region = Region.at(f"sqlite:///{file}", tmp_path, seed=1)
    region.live(MONTHS[:6])
    seen = Attack(TOWNS, MONTHS[:6])
    seen.read(pack(region.reader(MONTHS[6]), HALF_YEAR))
    region.workplace.engine.dispose()
    small = next(
        (town, month) for town in TOWNS for month in MONTHS[:6] if 1 <= region.counts["calls", town, month] <= 3
    )
    town, month = small
    seen.figures.add(Figure("calls", frozenset([town]), (month,), region.counts["calls", town, month]))

    assert any(town in found and str(month) in found for found in given_away(region, seen))
