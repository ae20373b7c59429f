"""How often each signal speaks without any change, and how soon after a doubling: the table that was simulated.

``benchmarks/false_alarms.py`` makes it; nothing is computed here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("data") / "false_alarms.toml"


@dataclass(frozen=True, slots=True)
class Simulated:
    """One method at one scale.

    ``false_alarms_a_year`` counts alarms without any change, those no more than seven days apart as one, with
    ``standard_error`` for the chance of the simulation. ``found_in_*`` are the shares of doublings told within so many
    days, ``median_days`` the day by which half of them were (None: later than the 180 days that were simulated), and
    ``unchanged_in_180_days`` the share of places without any change in which it spoke within 180 days all the same.
    """

    method: str
    calls_a_year: float
    false_alarms_a_year: float
    standard_error: float
    median_days: int | None
    found_in_28_days: float
    found_in_90_days: float
    found_in_180_days: float
    unchanged_in_180_days: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """The whole table, with when and how it was made."""

    made_on: date
    seed: int
    runs: int
    years: int
    doublings: int
    versions: str
    lines: tuple[Simulated, ...]


@cache
def false_alarms() -> Simulation:
    """The table as it is committed."""
    return read_table(TABLE.read_text(encoding="utf-8"))


def read_table(text: str) -> Simulation:
    """A table from its TOML."""
    found: dict[str, Any] = tomllib.loads(text)
    lines = tuple(Simulated(**({"median_days": None} | line)) for line in found.pop("line"))
    return Simulation(**found, lines=lines)


def as_toml(simulation: Simulation) -> str:
    """The table as TOML, its shares and rates to four decimals."""
    facts = asdict(simulation)
    lines: Iterable[Mapping[str, object]] = facts.pop("lines")
    blocks = [_entries(facts), *("[[line]]\n" + _entries(line) for line in lines)]
    return "# Made by `python -m benchmarks.false_alarms`; not to be edited.\n" + "\n".join(blocks)


def _entries(values: Mapping[str, object]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in values.items() if value is not None)


def _value(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return f"{value:.4f}" if isinstance(value, float) else str(value)
