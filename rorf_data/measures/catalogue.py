"""Every measure that a person meets, by its name on screen; the page that explains the numbers is made from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rorf_data.measures import rates
from rorf_data.measures.described import Told, told

MEASURES: dict[str, Callable[..., Any]] = {
    "Kits per 1,000 residents": rates.per_1000_residents,
    "Kits per overdose call": rates.kits_per_call,
}


def measures_told() -> tuple[Told, ...]:
    """What each measure counts, divides by, rests on and can't say, in the order of the catalogue."""
    return tuple(told(name, measure) for name, measure in MEASURES.items())
