"""Keyed hashes: which record a row is, what it holds, and the token of its incident number.

Without the key nobody can try out incident numbers or place names against what is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from rorf_data.intake.canonical import MAIN_DATES
from rorf_data.intake.cells import Column, Entry, Flags, Objects, as_objects
from rorf_data.intake.placing import Placed
from rorf_data.intake.sources import Source
from rorf_data.intake.texts import tidy
from rorf_data.model import Feed

HASH_BYTES = 16
LONGEST_KEY = 64
BETWEEN = "\x1f"

# Fields that earlier versions of this program did not store. A blank one leaves a row's content as it was before.
STORED_LATER = ("kit_left",)

# What tells rows without an identifier of their own apart; rows alike in it are numbered by the store.
NATURAL_KEYS = {
    Feed.DISTRIBUTIONS: (MAIN_DATES[Feed.DISTRIBUTIONS], "agency"),
    Feed.REQUESTS: (MAIN_DATES[Feed.REQUESTS],),
    Feed.CALLS: (MAIN_DATES[Feed.CALLS], "agency"),
    Feed.DEATHS: (MAIN_DATES[Feed.DEATHS], "date_basis", "any_opioid"),
    Feed.SUMMARIES: (MAIN_DATES[Feed.SUMMARIES], "agency"),
}


def hasher(token_key: bytes, *purposes: str) -> Callable[[str], str]:
    """A function from a text to a hash of 32 hex digits; ``purposes`` keep hashes made for different ends apart.

    Raises :class:`ValueError` for an empty key.
    """
    if not token_key:
        raise ValueError("the token key may not be empty")
    key = token_key if len(token_key) <= LONGEST_KEY else hashlib.blake2b(token_key).digest()
    start = hashlib.blake2b(BETWEEN.join(purposes).encode() + b"\x00", key=key, digest_size=HASH_BYTES)

    def hash_text(text: str) -> str:
        state = start.copy()
        state.update(text.encode("utf-8", "surrogatepass"))
        return state.hexdigest()

    return hash_text


def hash_incidents(numbers: Column, *, token_key: bytes) -> Column:
    """The column of incident tokens: the same number gives the same token in every source."""
    hash_text = hasher(token_key, "incident")

    def token(entry: Entry) -> Entry:
        return entry if entry.value is None else Entry(hash_text(entry.value), None, is_given=True)

    return numbers.changed(token)


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
    own = hasher(token_key, "record", source.name, "own")
    keys[is_own] = _hashed(own, [*years, *parts], is_own)
    natural = hasher(token_key, "record", source.name, "natural")
    named = [_folded(columns, name) for name in NATURAL_KEYS[source.feed]]
    keys[~is_own] = _hashed(natural, [*named, *_place_keys(placed)], ~is_own)
    return keys, is_own


def own_parts(columns: Mapping[str, Column], identity: list[Objects], source: Source) -> tuple[list[Objects], Flags]:
    """The texts that tell records with an identifier of their own apart, and the rows that have one."""
    rows = len(columns[MAIN_DATES[source.feed]].keys)
    parts = [as_objects([tidy(text).upper() for text in part]) for part in identity]
    is_own = np.logical_and.reduce([part != "" for part in parts]) if parts else np.zeros(rows, dtype=np.bool_)
    return [*(_or_day(_folded(columns, name), columns, source) for name in source.identity_within), *parts], is_own


def contents(columns: Mapping[str, Column], placed: Placed, *, token_key: bytes) -> Objects:
    """The hash of everything that is stored of each row."""
    area, place_name = _place_keys(placed, is_folded=False)
    parts = [area, place_name, *(column.keys for field, column in columns.items() if field not in STORED_LATER)]
    for field in STORED_LATER:
        if field in columns:
            parts[-1] = as_objects(
                [
                    last + (f"{BETWEEN}{field}{BETWEEN}{key}" if key else "")
                    for last, key in zip(parts[-1], columns[field].keys)
                ]
            )
    return _hashed(hasher(token_key, "content"), parts, np.ones(len(area), dtype=np.bool_))


def _hashed(hash_text: Callable[[str], str], parts: Sequence[Objects], rows: Flags) -> Objects:
    texts = map(BETWEEN.join, zip(*(part[rows] for part in parts), strict=True))
    return as_objects([hash_text(text) for text in texts])


def _place_keys(placed: Placed, *, is_folded: bool = True) -> tuple[Objects, Objects]:
    """Area and place name as texts. Of a place that a person must decide on, what was written stands in for both."""
    areas = placed.area.copy()
    written = [placed.columns[name].keys for name in ("place", "zip", "state")]
    for row in np.flatnonzero(placed.is_unsure):
        areas[row] = "?" + "/".join(part[row] for part in written).casefold()
    names = [name or "" for name in placed.place_name]
    return areas, as_objects([name.casefold() for name in names] if is_folded else names)


def _or_day(within: Objects, columns: Mapping[str, Column], source: Source) -> Objects:
    """The field that an identifier is unique within, and the row's main date where that is blank."""
    days = columns[MAIN_DATES[source.feed]].keys
    return as_objects([text or day for text, day in zip(within, days, strict=True)])


def _folded(columns: Mapping[str, Column], name: str) -> Objects:
    keys = columns[name].keys
    return as_objects([key.casefold() for key in keys]) if name == "agency" else keys
