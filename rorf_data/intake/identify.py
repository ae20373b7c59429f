"""Keyed hashes: which record a row is, what it holds, and the token of its incident number.

Without the key nobody can try out incident numbers or place names against what is stored.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.intake.canonical import GIVEN_BY_LOADING, MAIN_DATES, STORED_FIELDS
from rorf_data.intake.cells import Column, Entry, Flags, Objects, as_objects, column_of
from rorf_data.intake.placing import Placed
from rorf_data.intake.sources import Source
from rorf_data.intake.texts import in_capitals
from rorf_data.model import Feed

HASH_BYTES = 16
LONGEST_KEY = 64
BETWEEN = "\x1f"

# What tells rows without an identifier of their own apart; rows alike in it are numbered by the store.
NATURAL_KEYS = {
    Feed.DISTRIBUTIONS: (MAIN_DATES[Feed.DISTRIBUTIONS], "agency"),
    Feed.REQUESTS: (MAIN_DATES[Feed.REQUESTS],),
    Feed.CALLS: (MAIN_DATES[Feed.CALLS], "agency"),
    Feed.DEATHS: (MAIN_DATES[Feed.DEATHS], "date_basis", "any_opioid"),
    Feed.SUMMARIES: (MAIN_DATES[Feed.SUMMARIES], "agency"),
    Feed.STOCK: (MAIN_DATES[Feed.STOCK], "move", "store"),
    Feed.SETTLEMENT: (MAIN_DATES[Feed.SETTLEMENT], "kind", "fund"),
    Feed.HELP_PLACES: ("name",),
}
# Names that somebody types, compared without regard to case.
TYPED_NAMES = frozenset({"agency", "store", "fund", "name"})


def hasher(token_key: bytes, *purposes: str) -> Callable[[str], str]:
    """A function from a text to a hash of 32 hex digits; ``purposes`` keep hashes made for different ends apart.

    Raises :class:`ValueError` for an empty key.
    """
    hash_texts = hash_all(token_key, *purposes)
    return lambda text: hash_texts([text])[0]


def hash_all(token_key: bytes, *purposes: str) -> Callable[[Iterable[str]], list[str]]:
    """As :func:`hasher`, for many texts at once."""
    start = _start(token_key, *purposes)

    def hash_texts(texts: Iterable[str]) -> list[str]:
        hashes = []
        for text in texts:
            state = start.copy()
            state.update(text.encode("utf-8", "surrogatepass"))
            hashes.append(state.hexdigest())
        return hashes

    return hash_texts


def hash_incidents(numbers: Column, *, token_key: bytes) -> Column:
    """The column of incident tokens: the same number gives the same token in every source."""
    hash_texts = hash_all(token_key, "incident")
    return numbers.with_known(lambda values: [Entry(token, None, is_given=True) for token in hash_texts(values)])


def record_keys(
    columns: Mapping[str, Column], identity: list[Objects], placed: Placed, source: Source, *, token_key: bytes
) -> tuple[Objects, Flags]:
    """The hash that says which record each row is, and whether it was made from the source's own identifier.

    An identifier is compared without regard to case. Where the field that it is unique within is blank, as an agency
    may be, the row's main date stands in for that field: a bare number could be anybody's. Where a part of the
    identifier itself is blank, or the source has none, the row's natural key is hashed instead. Incident numbers that
    several rows share may begin again with each year, so the year counts with them.
    """
    keys = np.empty(len(placed.area), dtype=object)
    parts, is_own = own_parts(columns, identity, source)
    years = [as_objects([day[:4] for day in columns[MAIN_DATES[source.feed]].keys])] if source.one_record else []
    own = hash_all(token_key, "record", source.name, "own")
    keys[is_own] = _hashed(own, [*years, *parts], is_own)
    natural = hash_all(token_key, "record", source.name, "natural")
    named = [_folded(columns, name) for name in NATURAL_KEYS[source.feed]]
    keys[~is_own] = _hashed(natural, [*named, *_place_keys(placed)], ~is_own)
    return keys, is_own


def own_parts(columns: Mapping[str, Column], identity: list[Objects], source: Source) -> tuple[list[Objects], Flags]:
    """The texts that tell records with an identifier of their own apart, and the rows that have one."""
    rows = len(columns[MAIN_DATES[source.feed]].keys)
    parts = [as_objects(in_capitals(part)) for part in identity]
    is_own = np.logical_and.reduce([part != "" for part in parts]) if parts else np.zeros(rows, dtype=np.bool_)
    return [*(_or_day(_folded(columns, name), columns, source) for name in source.identity_within), *parts], is_own


def contents(columns: Mapping[str, Column], placed: Placed, *, token_key: bytes) -> Objects:
    """A keyed number of 16 hex digits for everything that is stored of each row, to be compared within one record.

    What is blank adds nothing to it, so a field that is stored one day leaves the rows of before as they were. Nor does
    the day of loading: a list that says the same another day is the same list.
    """
    key = base64.b64encode(hasher_key(token_key, "content")).decode()
    total = np.zeros(len(placed.area), dtype=np.uint64)
    for name, texts in zip(("area", "place_name"), _place_keys(placed, is_folded=False), strict=True):
        codes, distinct = pd.factorize(texts)
        total += _numbers(name, distinct, key)[codes]
    for name, column in columns.items():
        if name not in GIVEN_BY_LOADING.values():
            total += column.numbers(partial(_numbers, name, key=key))
    digits = total.astype(">u8").tobytes().hex()
    return as_objects([digits[start : start + 16] for start in range(0, len(digits), 16)])


def contents_of_rows(rows: Sequence[Mapping[str, Any]], feed: Feed, *, token_key: bytes) -> list[str]:
    """The same number for rows as they are stored: days as dates, words as texts, None where nothing is known."""
    nothing = as_objects([None] * len(rows))
    columns = {field: column_of(as_objects([row[field] for row in rows]), nothing) for field in STORED_FIELDS[feed]}
    area, place_name = (as_objects([row[name] for row in rows]) for name in ("area", "place_name"))
    placed = Placed(area, place_name, nothing, nothing, nothing, columns={})
    return list(contents(columns, placed, token_key=token_key))


def _numbers(name: str, texts: Objects, key: str) -> npt.NDArray[np.uint64]:
    """A keyed number for each text of this field, 0 for an empty one."""
    named = as_objects([f"{name}{BETWEEN}{text}".encode("utf-8", "surrogatepass") for text in texts])
    numbers = np.asarray(pd.util.hash_array(named, hash_key=key, categorize=False), dtype=np.uint64)
    return np.where(np.asarray(texts == "", dtype=np.bool_), np.uint64(0), numbers)


def _hashed(hash_texts: Callable[[Iterable[str]], list[str]], parts: Sequence[Objects], rows: Flags) -> Objects:
    if not rows.any():
        return as_objects([])
    return as_objects(hash_texts(map(BETWEEN.join, zip(*(part[rows] for part in parts), strict=True))))


def hasher_key(token_key: bytes, *purposes: str) -> bytes:
    """Twelve bytes that only the token key gives, for hashes of another kind."""
    return _start(token_key, *purposes).digest()[:12]


def _start(token_key: bytes, *purposes: str) -> hashlib.blake2b:
    if not token_key:
        raise ValueError("the token key may not be empty")
    key = token_key if len(token_key) <= LONGEST_KEY else hashlib.blake2b(token_key).digest()
    return hashlib.blake2b(BETWEEN.join(purposes).encode() + b"\x00", key=key, digest_size=HASH_BYTES)


def _place_keys(placed: Placed, *, is_folded: bool = True) -> tuple[Objects, Objects]:
    """Area and place name as texts. Of a place that a person must decide on, what was written stands in for both."""
    areas = placed.area.copy()
    for row in np.flatnonzero(placed.is_unsure):
        written = (placed.columns[name].keys[row] for name in ("place", "zip", "state"))
        areas[row] = "?" + "/".join(written).casefold()
    names = [name or "" for name in placed.place_name]
    return areas, as_objects([name.casefold() for name in names] if is_folded else names)


def _or_day(within: Objects, columns: Mapping[str, Column], source: Source) -> Objects:
    """The field that an identifier is unique within, and the row's main date where that is blank."""
    return np.where(within != "", within, columns[MAIN_DATES[source.feed]].keys)


def _folded(columns: Mapping[str, Column], name: str) -> Objects:
    return columns[name].told(lambda entry: entry.key.casefold()) if name in TYPED_NAMES else columns[name].keys
