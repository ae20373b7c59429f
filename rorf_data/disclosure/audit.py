"""What somebody who has everything that is shown could reckon of what is hidden.

A hidden number is safe when two other tables would have looked just the same: one in which it is as small as a hidden
number can be, and one in which it is as large as one that has to be hidden can be. Each of the two is found and kept as
a *witness*; so whether something is safe is never a matter of an estimate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from rorf_data.disclosure.linked import Counts, Flags, Linked
from rorf_data.disclosure.programs import Numbers, cheapest, together
from rorf_data.policies import Range

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Side = Literal["low", "high"]

SIDES: tuple[Side, Side] = ("low", "high")
_MORE_THAN_ANY_LIMIT = 1000
"""How far above all counts together one is let go where no equation holds it: programs want an end."""


@dataclass(frozen=True)
class Known:
    """Sums that were shown before, of counts that still are what they were: one row of flags over the counts each."""

    parts: Flags
    totals: npt.NDArray[np.int64]
    cells: tuple[int, ...] = ()
    """Which cell each sum is the earlier number of, so that the two can be compared; empty where that says nothing."""

    @classmethod
    def nothing(cls, unknowns: int) -> Known:
        """Nothing was shown before."""
        return cls(np.zeros((0, unknowns), dtype=np.bool_), np.zeros(0, dtype=np.int64))

    @cached_property
    def lines(self) -> csr_array:
        """The parts as what is reckoned with: 1 for each count of a sum."""
        from scipy.sparse import csr_array

        return csr_array(self.parts.astype(np.float64))


@dataclass(frozen=True)
class StayHidden:
    """Numbers that were hidden at an earlier time, as they were then: one row of flags over the counts each, and what
    each must still look as if it could have been.
    """

    parts: Flags
    must_reach: Sequence[Range]

    @classmethod
    def nothing(cls, unknowns: int) -> StayHidden:
        """Nothing was hidden before."""
        return cls(np.zeros((0, unknowns), dtype=np.bool_), ())


@dataclass(slots=True)
class Audit:
    """The audit of one set of linked counts, whatever of them is shown; witnesses found once are used again.

    Behind the cells of ``linked`` come those that were ``hidden_then``, as cells that never are shown.
    """

    linked: Linked
    must_reach: Sequence[Range]
    """For each cell; only those of targets are looked at."""
    known: Known
    hidden_then: InitVar[StayHidden | None] = None
    parts: csr_array = field(init=False)
    totals: Counts = field(init=False)
    _sums: Numbers = field(init=False)
    """The cells of each witness: of counts by area and month that could be the true ones, given what is known."""

    def __post_init__(self, hidden_then: StayHidden | None) -> None:
        from scipy.sparse import csr_array, vstack

        then = hidden_then or StayHidden.nothing(self.linked.unknowns.size)
        self.must_reach = [*self.must_reach, *then.must_reach]
        self.parts = vstack([self.linked.parts, csr_array(then.parts.astype(np.float64))]).tocsr()
        self.totals = (self.parts @ self.linked.unknowns).astype(np.int64)
        self._sums = self.totals.astype(np.float64).reshape(1, -1)

    def unsafe(self, is_shown: Flags, targets: Sequence[int]) -> dict[Side, list[int]]:
        """Those of the ``targets`` (places of hidden cells) that can't be as low, or as high, as they have to.

        ``is_shown`` says of each cell whether its number is shown.
        """
        attack = _Attack.on(self, is_shown)
        return {side: self._not_reached(attack, is_shown, list(targets), side) for side in SIDES}

    def is_safe(self, is_shown: Flags, targets: Sequence[int]) -> bool:
        """Whether every one of the targets can be as low, and as high, as it has to."""
        attack = _Attack.on(self, is_shown)
        return not any(next(self._found(attack, is_shown, list(targets), side), None) is not None for side in SIDES)

    def is_open(self, is_shown: Flags, target: int, side: Side) -> bool:
        """Whether no table that was found so far takes the target as far as it has to go."""
        return bool(self._open(is_shown, [target], side))

    def add(self, table: Numbers) -> None:
        """Keep a table that could be the true one under some choice of what is shown."""
        if np.array_equal(self.known.lines @ table, self.known.totals):
            self._sums = np.vstack([self._sums, self.parts @ table])

    def _not_reached(self, attack: _Attack, is_shown: Flags, targets: list[int], side: Side) -> list[int]:
        return list(self._found(attack, is_shown, targets, side))

    def _found(self, attack: _Attack, is_shown: Flags, targets: list[int], side: Side) -> Iterator[int]:
        """One after the other the targets that can't go as far as they have to."""
        open_ones = self._open(is_shown, targets, side)
        while open_ones:
            sought, *others = open_ones
            self.add(attack.extreme(self, sought, others, side))
            open_ones = self._open(is_shown, open_ones, side)
            if sought in open_ones:
                yield sought
                open_ones.remove(sought)

    def _open(self, is_shown: Flags, targets: list[int], side: Side) -> list[int]:
        """The targets that no witness reaches so far."""
        reached = self._reached(is_shown, side)
        if side == "low":
            return [target for target in targets if reached[target] > self.must_reach[target].low]
        return [target for target in targets if reached[target] < self.must_reach[target].high]

    def _reached(self, is_shown: Flags, side: Side) -> Numbers:
        """How far each cell goes in the tables that look like the true one."""
        alike = self._sums[(self._sums[:, is_shown] == self.totals[is_shown]).all(axis=1)]
        reached: Numbers = alike.min(axis=0) if side == "low" else alike.max(axis=0)
        return reached


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
    def on(cls, audit: Audit, is_shown: Flags) -> _Attack:
        from scipy.sparse import vstack
        from scipy.sparse.csgraph import connected_components

        linked, known = audit.linked, audit.known
        earlier = known.lines
        # What is shown then and now says by how much it grew.
        both = [row for row, cell in enumerate(known.cells) if is_shown[cell]]
        cells = [known.cells[row] for row in both]
        lines = vstack([linked.parts[np.flatnonzero(is_shown)], earlier, linked.parts[cells] - earlier[both]]).tocsr()
        lines.eliminate_zeros()
        grown = linked.totals[cells] - known.totals[both]
        totals = np.concatenate([audit.totals[is_shown], known.totals, grown]).astype(np.float64)
        true = linked.unknowns.astype(np.float64)
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
        most = np.minimum(linked.limits, true.sum() + _MORE_THAN_ANY_LIMIT)
        return cls(true, free, own, rest, apart, most[free])

    def extreme(self, audit: Audit, sought: int, others: Sequence[int], side: Side) -> Numbers:
        """A table that looks like the true one, with the sought cell as low (or high) as it has to go if that can be,
        and as many of the others as far towards their own goals as that allows.
        """
        own = audit.parts[[sought]][:, self.free].indices
        which = np.flatnonzero(np.isin(self.apart, np.unique(self.apart[own])))
        if not which.size:
            return self.start
        cells = [sought, *others]
        goals = np.array([getattr(audit.must_reach[cell], side) for cell in cells], dtype=np.float64)
        parts = audit.parts[cells]
        free = parts[:, self.free[which]]
        fixed = parts @ self.start - free @ self.start[self.free[which]]
        lines = self.lines[:, which]
        used = np.flatnonzero(np.diff(lines.indptr) > 0)
        # Beside the counts stands how far each cell goes, up to its goal: further is worth nothing.
        rows = together(
            (used.size + len(cells), which.size + len(cells)),
            [(0, 0, lines[used], 1), (used.size, 0, free, 1)],
            [(used.size, which.size, len(cells), -1)],
        )
        endless = np.full(len(cells), np.inf)
        low, high = (-endless, -fixed) if side == "low" else (-fixed, endless)
        before_all_others = 1 + np.abs(goals - audit.totals[cells]).sum()
        weights = np.concatenate([[before_all_others], np.ones(len(others))])
        least, most = (goals, endless) if side == "low" else (-endless, goals)
        found = cheapest(
            np.concatenate([np.zeros(which.size), weights if side == "low" else -weights]),
            rows,
            (np.concatenate([self.totals[used], low]), np.concatenate([self.totals[used], high])),
            (np.concatenate([np.zeros(which.size), least]), np.concatenate([self.most[which], most])),
            whole=which.size,
        )
        table = self.start.copy()
        if found is not None:
            table[self.free[which]] = found[: which.size]
        return table
