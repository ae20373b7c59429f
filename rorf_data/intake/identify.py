"""Keyed hashes: which record a row is, what it holds, and the token of its incident number.

Without the key nobody can try out incident numbers or place names against what is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np

from rorf_data.intake.canonical import MAIN_DATES
from rorf_data.intake.clean import Column, Flags, Objects, column_of, read_column
from rorf_data.intake.placing import Placed
from rorf_data.intake.sources import Source
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
}


def hash_texts(texts: Iterable[str], *, token_key: bytes, purpose: str) -> Objects:
    """A hash of 32 hex digits for each text; ``purpose`` keeps hashes made for different ends apart."""
    if not token_key:
        raise ValueError("the token key may not be empty")
    key = token_key if len(token_key) <= LONGEST_KEY else hashlib.blake2b(token_key).digest()
    start = hashlib.blake2b(key=key, digest_size=HASH_BYTES, person=purpose.encode())
    hashes = []
    for text in texts:
        state = start.copy()
        state.update(text.encode("utf-8", "surrogatepass"))
        hashes.append(state.hexdigest())
    return _objects(hashes)


def hash_incidents(numbers: Column, *, token_key: bytes) -> Column:
    """The column of incident tokens: the same number gives the same token in every source."""
    tokens = hash_texts(numbers.keys, token_key=token_key, purpose="incident")
    tokens[~numbers.is_known] = None
    return column_of(tokens)


def record_keys(
    columns: Mapping[str, Column], identity: list[Objects], placed: Placed, source: Source, *, token_key: bytes
) -> tuple[Objects, Flags]:
    """The hash that says which record each row is, and whether it was made from the source's own identifier.

    Where a part of the identifier is blank, or the source has none, the row's natural key is hashed instead.
    """
    natural = _joined([*(_folded(columns, name) for name in NATURAL_KEYS[source.feed]), *_place_keys(placed)])
    texts = _objects([f"{source.name}{BETWEEN}natural{BETWEEN}{text}" for text in natural])
    is_own: Flags = np.zeros(len(texts), dtype=bool)
    if identity:
        parts = [read_column(part, lambda text: text) for part in identity]
        is_own = np.logical_and.reduce([part.is_known for part in parts])
        own = _joined([*(_folded(columns, name) for name in source.identity_within), *(part.keys for part in parts)])
        texts[is_own] = _objects([f"{source.name}{BETWEEN}own{BETWEEN}{text}" for text in own[is_own]])
    return hash_texts(texts, token_key=token_key, purpose="record"), is_own


def contents(columns: Mapping[str, Column], placed: Placed, *, token_key: bytes) -> Objects:
    """The hash of everything that is stored of each row."""
    area, place_name = _place_keys(placed, is_folded=False)
    texts = _joined([area, place_name, *(column.keys for column in columns.values())])
    return hash_texts(texts, token_key=token_key, purpose="content")


def _place_keys(placed: Placed, *, is_folded: bool = True) -> tuple[Objects, Objects]:
    """Area and place name as texts. Of a place that a person must decide on, what was written stands in for both."""
    written = zip(placed.area, *(placed.columns[name].keys for name in ("place", "zip", "state")), strict=True)
    areas = [area or f"?{place}/{zip_code}/{state}".casefold() for area, place, zip_code, state in written]
    names = [name or "" for name in placed.place_name]
    return _objects(areas), _objects([name.casefold() for name in names] if is_folded else names)


def _folded(columns: Mapping[str, Column], name: str) -> Objects:
    keys = columns[name].keys
    return _objects([key.casefold() for key in keys]) if name == "agency" else keys


def _joined(parts: list[Objects]) -> Objects:
    return _objects(list(map(BETWEEN.join, zip(*parts, strict=True))))


def _objects(entries: list[str]) -> Objects:
    array = np.empty(len(entries), dtype=object)
    array[:] = entries
    return array
