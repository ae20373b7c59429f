"""Classes of a rate with round limits, so that a shade can be read back as a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rorf_data.palette import Ground
from rorf_data.wording import Number

_CLASSES = 4
_ROUND_STEPS = (1, 2, 2.5, 5)


@dataclass(frozen=True, slots=True)
class Classes:
    """Limits of the shaded classes, from 0 up; a value equal to a limit lies in the lower class. Empty: no shading.

    Exactly 0 is a class of its own, left unshaded.
    """

    limits: tuple[float, ...]

    def shade(self, value: Number, ground: Ground) -> str:
        """The colour of a value on this ground."""
        if value is None:
            return ground.no_record
        if value <= 0:
            return ground.none
        return ground.ramp[sum(value > limit for limit in self.limits[1:-1])]

    def names(self) -> list[str]:
        """``none``, ``up to 0.5``, ``over 0.5 to 1`` and so on, in the order of the ramp."""
        if not self.limits:
            return []
        inner = [f"over {low:g} to {high:g}" for low, high in pairwise(self.limits[1:])]
        return ["none", f"up to {self.limits[1]:g}", *inner]

    def shades(self, ground: Ground) -> list[str]:
        """The colours of :meth:`names`, in the same order."""
        return [ground.none, *ground.ramp] if self.limits else []

    def key(self, values: Sequence[Number], ground: Ground) -> list[tuple[str, str]]:
        """Names with their colours; "none" only where a value of the map is 0, since unshaded may also mean too few."""
        pairs = list(zip(self.names(), self.shades(ground), strict=True))
        return pairs if any(value is not None and value <= 0 for value in values) else pairs[1:]


def classes_of(values: Sequence[Number]) -> Classes:
    """Four equal classes from 0 to the lowest round limit that holds the highest value; none if no value is above 0."""
    highest = max((value for value in values if value is not None), default=0)
    if highest <= 0:
        return Classes(())
    step = _round_step(highest / _CLASSES)
    return Classes(tuple(round(step * number, 6) for number in range(_CLASSES + 1)))


def _round_step(least: float) -> float:
    power = -4
    while True:
        for step in _ROUND_STEPS:
            if step * 10.0**power >= least * (1 - 1e-9):
                return step * 10.0**power
        power += 1
