"""What people decided of places that the resolver is unsure of, for a whole source or for one row alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from rorf_data.intake.cells import Flags, Objects, as_objects
from rorf_data.intake.identify import hasher
from rorf_data.intake.placing import Placed
from rorf_data.model import AREA_LABELS


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: the area (a town code, ``outside`` or ``not-recorded``) and the place name kept with it."""

    decision_id: int
    area: str
    place_name: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions in force for one source, by the hash of the place as written and by the record of a single row.

    ``agencies``: names, in small letters, that were confirmed to be agencies' although they look like a person's.
    """

    by_writing: Mapping[str, Decided] = field(default_factory=dict)
    by_record: Mapping[str, Decided] = field(default_factory=dict)
    agencies: frozenset[str] = frozenset()


NO_DECISIONS = Decisions()


def written_keys(placed: Placed, source_name: str, *, token_key: bytes) -> Objects:
    """For each row whose place is unsure a keyed hash of the place as written in this source; None for the others.

    Place, ZIP code and state count, without regard to case; coordinates count where none of these is given.
    """
    keys = np.full(len(placed.area), None, dtype=object)
    unsure = np.flatnonzero(placed.is_unsure)
    if not len(unsure):
        return keys
    hash_parts = place_hasher(source_name, token_key=token_key)
    named = [placed.columns[name].keys for name in ("place", "zip", "state")]
    points = [placed.columns[name].keys for name in ("latitude", "longitude")]
    for row in unsure:
        parts = [part[row] for part in named]
        keys[row] = hash_parts(parts if any(parts) else [part[row] for part in points])
    return keys


def place_hasher(source_name: str, *, token_key: bytes) -> Callable[[Sequence[str]], str]:
    """A function from what a row of the source says of its place (place, ZIP code, state) to the hash of that."""
    hash_text = hasher(token_key, "place", source_name)
    return lambda parts: hash_text("/".join(parts).casefold())


def decide_places(placed: Placed, keys: Objects, decided: Mapping[str, Decided]) -> tuple[Placed, Objects]:
    """The places with those decided whose key has a decision, and for each row the number of the decision or None."""
    numbers = np.full(len(keys), None, dtype=object)
    found = _rows_with(placed, keys, decided)
    if not found.any():
        return placed, numbers
    area, place_name, reasons = placed.area.copy(), placed.place_name.copy(), placed.reasons.copy()
    for row in np.flatnonzero(found):
        decision = decided[keys[row]]
        area[row], reasons[row], numbers[row] = decision.area, "", decision.decision_id
        place_name[row] = decision.place_name or (None if decision.area in AREA_LABELS else place_name[row])
    return replace(placed, area=area, place_name=place_name, reasons=reasons), numbers


def _rows_with(placed: Placed, keys: Objects, decided: Mapping[str, Decided]) -> Flags:
    has_key = (
        as_objects([key in decided for key in keys]).astype(np.bool_) if decided else np.zeros(len(keys), np.bool_)
    )
    return has_key & placed.is_unsure
