"""How small and how large sums of unknown counts can be, given other sums of them: linear and integer programming.

It is written from the definition alone and shares nothing with the program that hides numbers. Every table that is
found is kept as a witness: it answers for each sum that it takes as far as is asked, so few programs are solved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ends = tuple[int, int]

_ALMOST = 1e-6
_BEFORE_ALL_OTHERS = 1000.0
DOWN, UP = 1, -1


@dataclass(frozen=True)
class Reckoning:
    """Whole numbers from 0 to ``most``, of which the sums in ``lines`` (1 for each number of a sum) are known.

    ``read_off`` are those that stand fast at once: what a sum of 0 holds, and the last one of a sum; ``start`` has
    them, and 0 for the others.
    """

    lines: Numbers
    sums: Numbers
    most: Numbers
    read_off: Flags
    start: Numbers

    @classmethod
    def of(cls, lines: Numbers, sums: Numbers, most: Numbers) -> Reckoning:
        """The same with what can be read off taken out of the lines, and every line once.

        ``ValueError`` where the sums can't all be true.
        """
        read_off, start = most == 0, np.zeros(most.size)
        while True:
            open_lines, rest = lines * ~read_off, sums - lines @ start
            if (rest < 0).any() or (rest[~open_lines.any(axis=1)] != 0).any():
                raise ValueError("these sums can't all be true")
            sizes = open_lines.sum(axis=1)
            single = np.flatnonzero(sizes == 1)
            found = open_lines[rest == 0].any(axis=0)
            found[open_lines[single].argmax(axis=1)] = True
            if not found.any():
                break
            start[open_lines[single].argmax(axis=1)] = rest[single]
            read_off |= found
        told = np.unique(np.column_stack([open_lines, rest])[sizes > 0], axis=0)
        return cls(told[:, :-1], told[:, -1], most, read_off, start)

    def narrowed(self, sought: Numbers, low: Numbers, high: Numbers) -> list[Ends | None]:
        """For each sum that is ``sought`` (a row like a line): None where it can be as small as ``low`` and as large as
        ``high``; else its ends, exact where they fall short of these two.
        """
        witnesses = self._any_table().reshape(1, -1)
        is_narrow = np.zeros(len(sought), dtype=bool)
        for side, goals in ((DOWN, low), (UP, high)):
            is_open = np.ones(len(sought), dtype=bool)
            while True:
                is_open &= (side * (sought @ witnesses.T)).min(axis=1) > side * goals
                if not is_open.any():
                    break
                first, *others = np.flatnonzero(is_open)
                table = self._furthest(sought[[first, *others]], goals[[first, *others]], side)
                if side * (sought[first] @ table) > side * goals[first]:
                    table = self._furthest(sought[[first]], goals[[first]], side)
                    is_narrow[first] = side * (sought[first] @ table) > side * goals[first]
                    is_open[first] = False
                witnesses = np.vstack([witnesses, table])
        ends = zip((sought @ witnesses.T).min(axis=1), (sought @ witnesses.T).max(axis=1), strict=True)
        return [
            (round(least), round(most)) if is_one else None
            for (least, most), is_one in zip(ends, is_narrow, strict=True)
        ]

    def _any_table(self) -> Numbers:
        none = np.zeros(0)
        return self._cheapest(none, np.zeros((0, self.most.size)), (none, none), (none, none))

    def _furthest(self, sought: Numbers, goals: Numbers, side: int) -> Numbers:
        """A table that takes the first of the sums as far towards its goal as can be, and of the others as many as
        far as that allows. Beside the counts stands how far each sum goes, up to its goal: further is worth nothing.
        """
        fixed, endless = sought @ self.start, np.full(len(goals), np.inf)
        weights = np.ones(len(goals))
        weights[0] = _BEFORE_ALL_OTHERS
        if side == DOWN:
            return self._cheapest(weights, sought, (-endless, -fixed), (goals, endless))
        return self._cheapest(-weights, sought, (-fixed, endless), (-endless, goals))

    def _cheapest(
        self, cost: Numbers, sought: Numbers, beyond: tuple[Numbers, Numbers], ends: tuple[Numbers, Numbers]
    ) -> Numbers:
        """The table with the least cost of how far each sum goes, which lies between its ``ends``, and ``beyond`` the
        sum itself by no more than these. Mostly the corners of what is possible are whole numbers already.
        """
        free = np.flatnonzero(~self.read_off)
        lines = np.block(
            [[self.lines[:, free], np.zeros((len(self.sums), len(cost)))], [sought[:, free], -np.eye(len(cost))]]
        )
        numbers = np.zeros(0)
        for is_whole in (0, 1) if free.size else ():
            found: Any = milp(
                np.concatenate([np.zeros(free.size), cost]),
                constraints=LinearConstraint(
                    csr_array(lines), np.concatenate([self.sums, beyond[0]]), np.concatenate([self.sums, beyond[1]])
                ),
                bounds=Bounds(
                    np.concatenate([np.zeros(free.size), ends[0]]), np.concatenate([self.most[free], ends[1]])
                ),
                integrality=np.repeat([is_whole, 0], [free.size, len(cost)]),
                options={"presolve": bool(is_whole)},
            )
            if found.x is None:
                raise ValueError(f"these sums can't all be true: {found.message}")
            numbers = np.round(found.x[: free.size])
            if np.abs(numbers - found.x[: free.size]).max() < _ALMOST:
                break
        table = self.start.copy()
        table[free] = numbers
        assert np.array_equal(self.lines @ table, self.sums), "what is found obeys every sum"
        return table
