"""Which counts are hidden: those too small to be shown, and as many more as it takes that nobody can reckon them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rorf_data.disclosure.audit import Audit, Known, Side, StayHidden
from rorf_data.disclosure.linked import Cell, Flags, Linked
from rorf_data.disclosure.programs import cheapest, together
from rorf_data.errors import DisclosureRefused
from rorf_data.policies import Policy, Range

TOLD_BEFORE = "What was shown earlier tells a number that may not be shown now; nothing of these figures can be shared."

_FOR_SIZE = 0.01
"""What hiding a large number costs beside hiding any: of two ways that hide as many, the one with smaller numbers."""
_FOR_LENGTH = 0.1
_FOR_GROUP = 0.25
"""What a longer span, and several towns together, cost beside any cell: they say most, and most is asked of them."""
_FOR_MOVING = 1e-4
"""What moving a hidden count costs: next to nothing, so that nothing is moved to no end."""


@dataclass(frozen=True, eq=False)
class Shown:
    """What is decided of linked counts: of each cell whether its number is shown, and whether it is too small."""

    linked: Linked
    policy: Policy
    is_shown: Flags
    is_too_small: Flags

    def number(self, cell: Cell) -> int | None:
        """The number of a cell; None where it is hidden. ``KeyError`` for what is no cell."""
        place = self.places[cell]
        return int(self.linked.totals[place]) if self.is_shown[place] else None

    @cached_property
    def places(self) -> dict[Cell, int]:
        """Where each cell stands among all."""
        return {cell: place for place, cell in enumerate(self.linked.cells)}

    @property
    def share_hidden(self) -> float:
        """The price of the protection: the share of all cells that is hidden."""
        return float((~self.is_shown).mean()) if self.is_shown.size else 0.0


def decide(
    linked: Linked,
    policy: Policy,
    known: Known | None = None,
    hidden_before: Collection[Cell] = (),
    told_before: Collection[Cell] = (),
    hidden_then: StayHidden | None = None,
) -> Shown:
    """What is shown of linked counts, so that no count too small to be shown can be reckoned from the rest.

    Hidden are the counts that are too small, and others with them until every one of the former could be anything from
    1 (or 0, where zeros are not shown) to one less than the smallest that is shown, with all that is shown, and all
    that is ``known`` from earlier on, still true. The others are found as Kelly, Golden and Assad (1992) find them: for
    each count that could be reckoned, the cheapest change of the table that would move it, whose cells are then hidden;
    in the end each of these is shown again where that does no harm. What was ``hidden_before`` stays hidden, so that
    nobody can set this release beside an earlier one in which the same cells had other neighbours. Numbers that were
    ``told_before`` and still are the same are hidden where they are too small by now, but nothing else is for them.
    Numbers that were ``hidden_then`` are protected as they were then, too: a quarter that is over by now would tell its
    first months.

    Raises :class:`DisclosureRefused` where what was shown earlier already tells a count that is too small now, or tells
    too much of it.
    """
    before = known or Known.nothing(linked.unknowns.size)
    cells = len(linked.cells)
    is_too_small = _too_small(linked, policy)
    stay_hidden = is_too_small | _places_of(linked, hidden_before)
    audit = Audit(linked, _reaches(linked, policy), before, hidden_then)
    earlier = np.ones(audit.totals.size - cells, dtype=np.bool_)
    stay_hidden = np.concatenate([stay_hidden, earlier])
    is_target = np.concatenate([is_too_small & ~_places_of(linked, told_before), earlier])
    targets = np.flatnonzero(is_target).tolist()
    is_shown = ~stay_hidden
    told_then = _protect(audit, is_shown, targets, then_from=cells)
    _show_again(audit, is_shown, stay_hidden, [target for target in targets if target not in told_then])
    return Shown(linked, policy, is_shown[:cells], is_too_small)


def hidden_then(linked: Linked, then: Linked, hidden: Collection[Cell], policy: Policy) -> StayHidden:
    """The counts of an earlier time that were ``hidden`` for their own sake, by a policy, among the unknowns of linked
    counts that remember that time (``before``). ``then`` are the counts as they stood.
    """
    assert linked.before is not None, "only linked counts that remember an earlier time have such"
    counts = linked.before.counts.ravel()
    rows, reaches = [], []
    for cell, most in zip(then.cells, then.most, strict=True):
        part, is_open = then.part_of(cell), then.is_recent_town(cell, policy.zeros_after_months)
        if cell in hidden and policy.is_too_small(int(part @ counts), most, is_open=is_open):
            rows.append(np.concatenate([part, np.zeros_like(part)]))
            reaches.append(policy.reach_of(most, is_open=is_open))
    return StayHidden(np.array(rows, dtype=np.bool_).reshape(len(rows), linked.unknowns.size), reaches)


def too_small(linked: Linked, policy: Policy) -> set[Cell]:
    """The cells whose numbers a policy hides for their own sake."""
    return {cell for cell, is_small in zip(linked.cells, _too_small(linked, policy), strict=True) if is_small}


def _places_of(linked: Linked, cells: Collection[Cell]) -> Flags:
    wanted = set(cells)
    return np.array([cell in wanted for cell in linked.cells], dtype=np.bool_)


def _too_small(linked: Linked, policy: Policy) -> Flags:
    found = [
        policy.is_too_small(int(total), most, is_open=linked.is_recent_town(cell, policy.zeros_after_months))
        for cell, total, most in zip(linked.cells, linked.totals, linked.most, strict=True)
    ]
    return np.array(found, dtype=np.bool_)


def _reaches(linked: Linked, policy: Policy) -> list[Range]:
    return [
        policy.reach_of(most, is_open=linked.is_recent_town(cell, policy.zeros_after_months))
        for cell, most in zip(linked.cells, linked.most, strict=True)
    ]


def recoverable(shown: Shown, known: Known | None = None) -> list[Cell]:
    """The hidden cells that are too small to be shown and that somebody could narrow down; empty where all is well."""
    audit = Audit(
        shown.linked, _reaches(shown.linked, shown.policy), known or Known.nothing(shown.linked.unknowns.size)
    )
    unsafe = audit.unsafe(shown.is_shown, np.flatnonzero(shown.is_too_small).tolist())
    return [shown.linked.cells[place] for place in sorted({place for found in unsafe.values() for place in found})]


def _protect(audit: Audit, is_shown: Flags, targets: Sequence[int], *, then_from: int) -> set[int]:
    """Hide more until every target is safe; the answer are those of an earlier time (from ``then_from`` on) that can't
    be, since files of that time tell them.
    """
    todo, told = list(targets), set[int]()
    while todo:
        unsafe = audit.unsafe(is_shown, todo)
        for side, places in unsafe.items():
            for place in places:
                if audit.is_open(is_shown, place, side) and not _hide_for(audit, is_shown, place, side):
                    if place < then_from:
                        raise DisclosureRefused(TOLD_BEFORE)
                    told.add(place)
        todo = sorted({place for places in unsafe.values() for place in places} - told)
    return told


def _worth(linked: Linked) -> npt.NDArray[np.float64]:
    """What each cell is worth to those who read: a little over 1 more for each that counts more."""
    is_group = np.array([cell.place in linked.groups for cell in linked.cells], dtype=np.float64)
    worth: npt.NDArray[np.float64] = (
        1 + _FOR_SIZE * np.log1p(linked.totals) + _FOR_LENGTH * np.sqrt(linked.lengths - 1) + _FOR_GROUP * is_group
    )
    return worth


def _hide_for(audit: Audit, is_shown: Flags, target: int, side: Side) -> bool:
    """Hide the cells of the cheapest change of the table that takes the target as low, or as high, as it must go; False
    where no change does, because of what is known from earlier on.

    The change adds to some counts and takes from others, in whole numbers. What it costs are the shown cells that it
    moves, by how far; the sums known from earlier on stay.
    """
    linked, known = audit.linked, audit.known
    reach = audit.must_reach[target]
    goal = reach.low if side == "low" else reach.high
    counts, shown = linked.unknowns, np.flatnonzero(is_shown)
    parts, earlier, wanted = linked.parts[shown], known.lines, audit.parts[[target]]
    last, beside = shown.size + earlier.shape[0], 2 * counts.size
    lines = together(
        (last + 1, beside + 2 * shown.size),
        [
            (row, column, own, sign)
            for row, own in ((0, parts), (shown.size, earlier), (last, wanted))
            for column, sign in ((0, 1), (counts.size, -1))
        ],
        [(0, beside, shown.size, -1), (0, beside + shown.size, shown.size, 1)],
    )
    sums = np.zeros(last + 1)
    sums[-1] = goal - audit.totals[target]
    cost = _worth(linked)[shown]
    found = cheapest(
        np.concatenate([np.full(2 * counts.size, _FOR_MOVING), cost, cost]),
        lines,
        (sums, sums),
        (0, np.concatenate([linked.limits - counts, counts, np.full(2 * shown.size, np.inf)])),
        whole=beside,
    )
    if found is None:
        return False
    added, taken = found[:beside].reshape(2, -1)
    table = counts + added - taken
    is_shown[shown[(parts @ table) != linked.totals[shown]]] = False
    audit.add(table)
    return True


def _show_again(audit: Audit, is_shown: Flags, stay_hidden: Flags, targets: Sequence[int]) -> None:
    """Show what was hidden for others' sake wherever they are safe without it, the largest numbers first."""
    hidden = np.flatnonzero(~is_shown & ~stay_hidden)
    worth = _worth(audit.linked)
    for place in sorted(hidden.tolist(), key=lambda place: -worth[place]):
        is_shown[place] = True
        if not audit.is_safe(is_shown, targets):
            is_shown[place] = False
