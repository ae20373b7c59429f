"""What somebody who has everything that is shown could reckon of what is hidden.

A hidden number is safe when two other tables would have looked just the same: one in which it is as small as a hidden
number can be, and one in which it is as large as one that has to be hidden can be. Each of the two is found and kept as
a *witness*; so whether something is safe is never a matter of an estimate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from rorf_data.disclosure.linked import Flags, Linked
from rorf_data.policies import Range

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Numbers = npt.NDArray[np.float64]
Side = Literal["low", "high"]

SIDES: tuple[Side, Side] = ("low", "high")
_FIRST_OF_ALL = 1000.0
"""What the sought cell weighs against the others, each of which weighs less than 1."""
_MORE_THAN_ANY_LIMIT = 1000
"""How far above all counts together one is let go where no equation holds it: programs want an end."""


@dataclass(frozen=True, slots=True)
class Known:
    """Sums that were shown before, of counts that still are what they were: one row of flags over the counts each."""

    parts: Flags
    totals: npt.NDArray[np.int64]

    @classmethod
    def nothing(cls, counts: int) -> Known:
        """Nothing was shown before."""
        return cls(np.zeros((0, counts), dtype=np.bool_), np.zeros(0, dtype=np.int64))


@dataclass(slots=True)
class Audit:
    """The audit of one set of linked counts, whatever of them is shown; witnesses found once are used again."""

    linked: Linked
    must_reach: Sequence[Range]
    """For each cell; only those of targets are looked at."""
    known: Known
    _tables: list[Numbers] = field(default_factory=list)
    """The witnesses: counts by area and month that could be the true ones."""
    _sums: list[Numbers] = field(default_factory=list)
    """The cells of each witness."""

    def unsafe(self, is_shown: Flags, targets: Sequence[int]) -> dict[Side, list[int]]:
        """Those of the ``targets`` (places of hidden cells) that can't be as low, or as high, as they have to.

        ``is_shown`` says of each cell whether its number is shown.
        """
        attack = _Attack.on(self.linked, self.known, is_shown)
        return {side: self._not_reached(attack, is_shown, list(targets), side) for side in SIDES}

    def add(self, table: Numbers) -> None:
        """Keep a table that could be the true one under some choice of what is shown."""
        self._tables.append(table)
        self._sums.append(self.linked.parts @ table)

    def _not_reached(self, attack: _Attack, is_shown: Flags, targets: list[int], side: Side) -> list[int]:
        found: list[int] = []
        open_ones = self._open(is_shown, targets, side)
        while open_ones:
            sought, *others = open_ones
            # With an eye on the others first, because one table often serves many; then for this one alone.
            for beside in (others, []):
                self.add(attack.extreme(self.linked, sought, beside, side))
                open_ones = self._open(is_shown, open_ones, side)
                if sought not in open_ones:
                    break
            else:
                found.append(sought)
                open_ones.remove(sought)
        return found

    def _open(self, is_shown: Flags, targets: list[int], side: Side) -> list[int]:
        """The targets that no witness reaches so far."""
        reached = self._reached(is_shown, side)
        if side == "low":
            return [target for target in targets if reached[target] > self.must_reach[target].low]
        return [target for target in targets if reached[target] < self.must_reach[target].high]

    def _reached(self, is_shown: Flags, side: Side) -> Numbers:
        """How far each cell goes in the tables that look like the true one."""
        every = np.array([self.linked.totals.astype(np.float64), *self._alike(is_shown)])
        reached: Numbers = every.min(axis=0) if side == "low" else every.max(axis=0)
        return reached

    def _alike(self, is_shown: Flags) -> Iterator[Numbers]:
        true, seen = self.linked.totals[is_shown], self.known.totals
        for table, sums in zip(self._tables, self._sums, strict=True):
            if np.array_equal(sums[is_shown], true) and np.array_equal(self.known.parts @ table, seen):
                yield sums


@dataclass(frozen=True, slots=True)
class _Attack:
    """The equations that whoever has all that is shown can write down, without the counts that they can read off.

    ``free`` are the places of the other counts, ``lines`` and ``totals`` their equations, ``apart`` the number of the
    set of counts that each belongs to (no equation joins two sets), ``most`` what each of them can't exceed.
    """

    start: Numbers
    free: npt.NDArray[np.int64]
    lines: csr_array
    totals: Numbers
    apart: npt.NDArray[np.integer]
    most: Numbers

    @classmethod
    def on(cls, linked: Linked, known: Known, is_shown: Flags) -> _Attack:
        from scipy.sparse import csr_array, vstack
        from scipy.sparse.csgraph import connected_components

        lines = vstack([linked.parts[np.flatnonzero(is_shown)], csr_array(known.parts.astype(np.float64))]).tocsr()
        totals = np.concatenate([linked.totals[is_shown], known.totals]).astype(np.float64)
        true = linked.counts.ravel().astype(np.float64)
        sizes = np.diff(lines.indptr)
        read_off = np.zeros(true.size, dtype=np.bool_)
        for line in np.flatnonzero((totals == 0) | (sizes == 1)):
            read_off[lines.indices[lines.indptr[line] : lines.indptr[line + 1]]] = True
        free = np.flatnonzero(~read_off)
        rest = totals - lines[:, np.flatnonzero(read_off)] @ true[read_off]
        own = lines[:, free]
        is_used = np.diff(own.indptr) > 0
        own, rest = own[np.flatnonzero(is_used)], rest[is_used]
        apart = connected_components(own.T @ own, directed=False)[1] if own.shape[0] else np.arange(free.size)
        most = np.full(true.size, true.sum() + _MORE_THAN_ANY_LIMIT)
        if linked.ceilings is not None:
            most = np.minimum(most, linked.ceilings.ravel())
        return cls(true, free, own, rest, apart, most[free])

    def extreme(self, linked: Linked, sought: int, others: Sequence[int], side: Side) -> Numbers:
        """A table that looks like the true one, with the sought cell as low (or high) as can be, and the others as far
        as that allows.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        own = linked.parts[[sought]][:, self.free].indices
        which = np.flatnonzero(np.isin(self.apart, np.unique(self.apart[own])))
        if not which.size:
            return self.start
        wish = np.zeros(self.free.size)
        if others:
            # Weights that no two share, so that one answer moves many cells and not the same ones each time.
            weights = 1 / (np.arange(len(others)) + 2)
            wish += linked.parts[list(others)][:, self.free].T @ weights
        wish[own] += _FIRST_OF_ALL
        lines = self.lines[:, which]
        used = np.flatnonzero(np.diff(lines.indptr) > 0)
        found: Any = milp(
            (wish if side == "low" else -wish)[which],
            constraints=LinearConstraint(lines[used], self.totals[used], self.totals[used]) if used.size else (),
            bounds=Bounds(0, self.most[which]),
            integrality=np.ones(which.size, dtype=np.int64),
        )
        table = self.start.copy()
        if found.x is not None:
            table[self.free[which]] = np.round(found.x)
        return table
