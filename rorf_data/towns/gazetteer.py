"""The 21 towns, their codes, people and neighbours, and every name and ZIP code that leads to them or away from them.

All facts stand in the tables under ``towns/data``, each with its source; nothing here names a town.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from rorf_data.model import AREA_LABELS, Town

DATA_FOLDER = Path(__file__).with_name("data")

Kind = Literal["town", "village", "spelling", "two-towns", "needs-state", "region", "hospital"]
Confidence = Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class Population:
    """How many people live in a town, who counted them, and the day the number stands for."""

    residents: int
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name that people write for a place in the 21 towns.

    ``codes`` holds the town it means, or every town it could mean. ``confidence`` is low for a village that is widely
    named but stands in no census, postal or state list.
    """

    name: str
    kind: Kind
    codes: tuple[str, ...]
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class ZipShare:
    """The share (0 to 1) of a ZIP area's residents who live in one Connecticut town; None for a post-office-box ZIP.

    ``code`` is None for a town outside the 21.
    """

    town: str
    code: str | None
    share: float | None


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory as the post office, the census and people write it."""

    code: str
    name: str
    fips: str
    other_spellings: tuple[str, ...]


@lru_cache(maxsize=1)
def towns() -> tuple[Town, ...]:
    """The 21 towns, A to Z."""
    found = [_town_from(row) for row in _read_table("towns.csv")]
    return tuple(sorted(found, key=lambda town: town.name))


def town(code: str) -> Town:
    """The town with this five-digit code. Raises ValueError for any other text."""
    try:
        return _towns_by_code()[code]
    except KeyError:
        raise ValueError(f"no town of the region has the code {code!r}") from None


def code_of(name: str) -> str:
    """The code of the town with exactly this official name. Raises ValueError for any other text."""
    try:
        return _codes_by_name()[name]
    except KeyError:
        raise ValueError(f"no town of the region is called {name!r}") from None


def area_label(area: str) -> str:
    """What an area is called on screen and in files: a town's name, or outside, or not recorded."""
    return AREA_LABELS[area] if area in AREA_LABELS else town(area).name


def neighbours(code: str) -> tuple[str, ...]:
    """Codes of the region's towns that share a border line with this one; towns that meet at a corner are left out."""
    town(code)
    return _neighbours()[code]


def population(code: str, on: date) -> Population:
    """The newest count that is not after ``on``, or the oldest there is."""
    town(code)
    counts = _populations()[code]
    earlier = [count for count in counts if count.as_of <= on]
    return earlier[-1] if earlier else counts[0]


@lru_cache(maxsize=1)
def place_names() -> tuple[PlaceName, ...]:
    """Every name that leads to the 21 towns: their own, then the others A to Z; of two alike the later one decides."""
    own = [PlaceName(t.name, "town", (t.code,), "high", "Census Bureau county subdivisions") for t in towns()]
    return (*own, *(_name_from(row) for row in _read_table("names.csv")))


@lru_cache(maxsize=1)
def elsewhere() -> Mapping[str, str]:
    """Names of Connecticut towns and places outside the 21, each with the town it lies in."""
    return {row["name"]: row["town"] for row in _read_table("elsewhere.csv")}


@lru_cache(maxsize=1)
def zip_shares() -> Mapping[str, tuple[ZipShare, ...]]:
    """For each known Connecticut ZIP code (five digits) the towns its residents live in, largest share first."""
    rows = defaultdict(list)
    for row in _read_table("zips.csv"):
        rows[row["zip"]].append(row)
    return {zip_code: _shares_from(group) for zip_code, group in rows.items()}


@lru_cache(maxsize=1)
def states() -> tuple[State, ...]:
    """States and territories in the order of their postal codes' names."""
    return tuple(
        State(row["state"], row["name"], row["fips"], tuple(_split(row["other_spellings"])))
        for row in _read_table("states.csv")
    )


@lru_cache(maxsize=1)
def _towns_by_code() -> Mapping[str, Town]:
    return {town.code: town for town in towns()}


@lru_cache(maxsize=1)
def _codes_by_name() -> Mapping[str, str]:
    return {town.name: town.code for town in towns()}


@lru_cache(maxsize=1)
def _neighbours() -> Mapping[str, tuple[str, ...]]:
    return {row["code"]: tuple(_split(row["neighbours"])) for row in _read_table("towns.csv")}


@lru_cache(maxsize=1)
def _populations() -> Mapping[str, list[Population]]:
    counts = defaultdict(list)
    for row in _read_table("population.csv"):
        count = Population(int(row["residents"]), row["source"], date.fromisoformat(row["as_of"]))
        counts[row["code"]].append(count)
    return {code: sorted(found, key=lambda count: count.as_of) for code, found in counts.items()}


def _read_table(name: str) -> Iterator[dict[str, str]]:
    with (DATA_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _town_from(row: Mapping[str, str]) -> Town:
    return Town(
        code=row["code"],
        name=row["name"],
        geoid_2020=row["geoid_2020"],
        geoid_2022=row["geoid_2022"],
        county=row["county"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
    )


def _name_from(row: Mapping[str, str]) -> PlaceName:
    kind, confidence = cast("Kind", row["kind"]), cast("Confidence", row["confidence"])
    return PlaceName(row["name"], kind, tuple(_split(row["codes"])), confidence, row["source"])


def _shares_from(rows: list[dict[str, str]]) -> tuple[ZipShare, ...]:
    """The shares as published, to four decimals, so that they may miss one by a rounding."""
    codes = _codes_by_name()
    shares = [
        ZipShare(row["town"], codes.get(row["town"]), float(row["share"]) if row["share"] else None) for row in rows
    ]
    return tuple(sorted(shares, key=lambda share: -(share.share or 0)))


def _split(cell: str) -> list[str]:
    return cell.split(";") if cell else []
