"""A column of a chunk: each distinct text is read once, and the rows point to what it came to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.intake.refusal import Unclean, Withheld
from rorf_data.intake.texts import in_capitals, tidy

Objects = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]


class Entry(NamedTuple):
    """What one text came to: a clean value or None, why there is none, and whether there was any text.

    ``withheld`` is a text that a person has to look at before it may be kept; until then it only tells rows apart.
    """

    value: Any = None
    problem: str | None = None
    is_given: bool = False
    withheld: str = ""

    @property
    def key(self) -> str:
        """The value as text, empty for None, or what is withheld."""
        if self.value is None:
            return self.withheld
        return self.value.isoformat() if isinstance(self.value, date) else str(self.value)


class Column:
    """One field of a chunk; every array has an entry for each row."""

    def __init__(self, entries: list[Entry], codes: npt.NDArray[np.intp]) -> None:
        self._entries, self._codes = entries, codes

    @cached_property
    def values(self) -> Objects:
        """The clean values, None where there is none."""
        return self._spread([entry.value for entry in self._entries])

    @cached_property
    def problems(self) -> Objects:
        """Why a text can't be taken, None where nothing is wrong."""
        return self._spread([entry.problem for entry in self._entries])

    @cached_property
    def keys(self) -> Objects:
        """The clean values as texts, for hashes alone; empty where there is none, and what is withheld where one is."""
        return self._spread([entry.key for entry in self._entries])

    @cached_property
    def is_given(self) -> Flags:
        """Rows with any text, clean or not."""
        return self._flags(lambda entry: entry.is_given)

    @cached_property
    def is_known(self) -> Flags:
        """Rows with a clean value."""
        return self._flags(lambda entry: entry.value is not None)

    @cached_property
    def has_problem(self) -> Flags:
        """Rows whose text can't be taken."""
        return self._amiss(lambda entry: entry.problem is not None)

    @cached_property
    def is_withheld(self) -> Flags:
        """Rows whose text a person has to look at before it may be kept."""
        return self._amiss(lambda entry: bool(entry.withheld))

    def has_problem_of(self, sentences: Set[str]) -> Flags:
        """Rows whose text can't be taken for one of these reasons."""
        return self._amiss(lambda entry: entry.problem in sentences)

    @cached_property
    def has_any_problem(self) -> bool:
        """Whether a text of the column can't be taken."""
        return any(entry.problem is not None for entry in self._entries)

    def where(self, holds: Callable[[Any], bool]) -> Flags:
        """Rows with a clean value for which ``holds`` is true."""
        return self._flags(lambda entry: entry.value is not None and holds(entry.value))

    def compared(self, other: Column, say: Callable[[Any, Any], str | None]) -> Objects:
        """What ``say`` says of the two clean values of each row, each pair once; None where one is missing."""
        pairs = self._codes * len(other._entries) + other._codes
        distinct, codes = np.unique(pairs, return_inverse=True)
        values = [
            (self._entries[pair // len(other._entries)].value, other._entries[pair % len(other._entries)].value)
            for pair in distinct
        ]
        said = [None if first is None or second is None else say(first, second) for first, second in values]
        return as_objects(said)[codes]

    def changed(self, change: Callable[[Entry], Entry]) -> Column:
        """The column with every distinct entry changed."""
        return Column([change(entry) for entry in self._entries], self._codes)

    def with_known(self, change: Callable[[list[Any]], list[Entry]]) -> Column:
        """The column with the entries that ``change`` makes of its distinct clean values, handed over all at once."""
        known = [place for place, entry in enumerate(self._entries) if entry.value is not None]
        entries = list(self._entries)
        for place, entry in zip(known, change([entries[place].value for place in known]), strict=True):
            entries[place] = entry
        return Column(entries, self._codes)

    def without(self, rows: Flags) -> Column:
        """The column with the values of these rows left out; that something is given there stays known."""
        emptied = [entry._replace(value=None) for entry in self._entries]
        return Column([*self._entries, *emptied], self._codes + rows * len(self._entries))

    def chosen(self, other: Column, rows: Flags) -> Column:
        """The column with the other one's cells in these rows."""
        codes = np.where(rows, other._codes + len(self._entries), self._codes)
        return Column([*self._entries, *other._entries], codes)

    def with_values(self, values: Mapping[int, Any]) -> Column:
        """The column with clean values in some of its rows in place of what these held."""
        if not values:
            return self
        codes = self._codes.copy()
        codes[list(values)] = len(self._entries) + np.arange(len(values))
        return Column([*self._entries, *(Entry(value, None, value is not None) for value in values.values())], codes)

    def told(self, of: Callable[[Entry], Any]) -> Objects:
        """What ``of`` makes of each row's entry; it is asked once for each distinct one."""
        return self._spread([of(entry) for entry in self._entries])

    def numbers(self, of: Callable[[Objects], npt.NDArray[np.uint64]]) -> npt.NDArray[np.uint64]:
        """The number that ``of`` makes of each row's key; it is handed all distinct keys at once."""
        return of(as_objects([entry.key for entry in self._entries]))[self._codes]

    def taken(self, rows: npt.NDArray[np.intp]) -> Column:
        """The column of these rows' cells, one for each in their order."""
        return Column(self._entries, self._codes[rows])

    def _amiss(self, holds: Callable[[Entry], bool]) -> Flags:
        # Most columns have no problem at all, and then no entry and no row needs to be looked at.
        return self._flags(holds) if self.has_any_problem else np.zeros(len(self._codes), dtype=np.bool_)

    def _flags(self, holds: Callable[[Entry], bool]) -> Flags:
        distinct = np.fromiter(map(holds, self._entries), np.bool_, len(self._entries))
        return distinct[self._codes] if distinct.any() else np.zeros(len(self._codes), dtype=np.bool_)

    def _spread(self, distinct: list[Any]) -> Objects:
        return as_objects(distinct)[self._codes]


def read_column(texts: Objects, read: Callable[[str], Any]) -> Column:
    """The column of these raw texts; ``read`` gets each distinct tidy text once and may raise :class:`Unclean`."""
    codes, distinct = pd.factorize(texts)
    return Column([_read_one(text, read) for text in distinct], codes)


def identifier_column(texts: Objects) -> Column:
    """The column of these identifiers, tidy and in capitals."""
    codes, distinct = pd.factorize(texts)
    return Column([Entry(text, None, is_given=True) if text else Entry() for text in in_capitals(distinct)], codes)


def rows_alike(columns: Sequence[Column]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Rows with the same entries in all these columns: one row of each kind, and for every row its kind."""
    kinds = columns[0]._codes
    for column in columns[1:]:
        kinds = pd.factorize(kinds * len(column._entries) + column._codes)[0]
    _, first, kinds = np.unique(kinds, return_index=True, return_inverse=True)
    return first, kinds


def column_of(values: Objects, problems: Objects) -> Column:
    """The column of values and problems that were worked out from other columns."""
    pairs = list(zip(values, problems, strict=True))
    places = {pair: place for place, pair in enumerate(dict.fromkeys(pairs))}
    codes = np.fromiter((places[pair] for pair in pairs), np.intp, len(pairs))
    return Column([Entry(value, problem, value is not None) for value, problem in places], codes)


def blank_column(rows: int) -> Column:
    """A column in which nothing is given."""
    return Column([Entry()], np.zeros(rows, dtype=np.intp))


def same_column(value: Any, rows: int) -> Column:
    """A column with one clean value in every row, which no cell of the file gives."""
    return Column([Entry(value)], np.zeros(rows, dtype=np.intp))


def as_objects(entries: list[Any]) -> Objects:
    """An array of plain Python objects."""
    return np.fromiter(entries, dtype=object, count=len(entries))


def is_there(values: Objects) -> Flags:
    """Which entries are not None."""
    flags: Flags = pd.notna(values)
    return flags


def same(values: Objects, wanted: object) -> Flags:
    """Which entries equal this one."""
    return np.asarray(values == wanted, dtype=np.bool_)


def _read_one(text: str, read: Callable[[str], Any]) -> Entry:
    plain = tidy(text)
    if not plain:
        return Entry()
    try:
        return Entry(read(plain), None, True)
    except Withheld as doubt:
        return Entry(None, str(doubt), True, doubt.text)
    except Unclean as problem:
        return Entry(None, str(problem), True)
