"""The programs that look for a table: the best one, in whole numbers, of all that obey some equations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csc_array, csr_array

Numbers = npt.NDArray[np.float64]
Placed = tuple[int, int, "csr_array", float]
"""Some lines, by the row and column where they begin among all, and what they are taken times."""
Slant = tuple[int, int, int, float]
"""Cells that follow one another down and to the right: row and column of the first, how many, and what is in them."""

_ALMOST = 1e-6
_INFEASIBLE = 2
"""What scipy's ``milp`` says where nothing keeps all lines, other than where HiGHS gave up."""


def together(shape: tuple[int, int], blocks: Sequence[Placed], slants: Sequence[Slant] = ()) -> csc_array:
    """One matrix of blocks and slants, the rest of it empty.

    That is what :func:`scipy.sparse.block_array` does; putting the many small programs of a decision together with it
    takes longer than solving them.
    """
    from scipy.sparse import csc_array

    rows, columns, values = list[Any](), list[Any](), list[Any]()
    for row, column, lines, times in blocks:
        rows.append(row + np.repeat(np.arange(lines.shape[0]), np.diff(lines.indptr)))
        columns.append(column + lines.indices)
        values.append(times * lines.data)
    for row, column, size, value in slants:
        rows.append(row + np.arange(size))
        columns.append(column + np.arange(size))
        values.append(np.full(size, value))
    return csc_array((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape)


def cheapest(
    cost: Numbers,
    lines: csc_array,
    sums: tuple[Numbers, Numbers],
    bounds: tuple[Numbers | float, Numbers],
    *,
    whole: int,
) -> Numbers | None:
    """What costs least of all that keeps every line between its least and its largest sum, and itself in its bounds;
    the first so many are ``whole`` numbers. None where nothing does.

    Tables of sums have mostly whole numbers in their corners; so it is looked for among all numbers first, and at once:
    making so small a program smaller takes longer than answering it.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    for wants_whole in (False, True):
        found: Any = milp(
            cost,
            constraints=LinearConstraint(lines, *sums),
            bounds=Bounds(*bounds),
            integrality=np.repeat([int(wants_whole), 0], [whole, cost.size - whole]),
            options={"presolve": wants_whole},
        )
        if found.status == _INFEASIBLE:
            return None
        if found.x is None:
            continue
        numbers: Numbers = found.x
        rounded = np.round(numbers[:whole])
        if wants_whole or np.abs(rounded - numbers[:whole]).max(initial=0) < _ALMOST:
            numbers[:whole] = rounded
            return numbers
    return None
