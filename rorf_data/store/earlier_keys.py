"""Whether a record has come before in the same load, told in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.bytes_]
MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64
)
"""Odd numbers without a pattern, one for each eight digits of a key."""


class EarlierKeys:
    """The keys of the batches so far, each kept as a number of eight bytes.

    Two keys may have the same number, though hardly in a lifetime of loads; it is then said that a key came before.
    """

    def __init__(self) -> None:
        self._numbers: npt.NDArray[np.uint64] = np.empty(0, dtype=np.uint64)

    def meet(self, keys: Keys) -> bool:
        """Whether one of these keys came in an earlier batch; they are kept."""
        numbers = np.sort(_numbers(keys))
        is_met = self._has_one_of(numbers)
        # Two runs that are in order each are merged by a stable sort in one go.
        self._numbers = np.sort(np.concatenate([self._numbers, numbers]), kind="stable")
        return is_met

    def _has_one_of(self, numbers: npt.NDArray[np.uint64]) -> bool:
        if not len(self._numbers):
            return False
        places = np.searchsorted(self._numbers, numbers).clip(max=len(self._numbers) - 1)
        return bool((self._numbers[places] == numbers).any())


def as_keys(texts: list[Any]) -> Keys:
    """Keys of 32 digits as bytes, which sort and compare many times as fast as texts."""
    return np.array(texts, dtype="S32")


def _numbers(keys: Keys) -> npt.NDArray[np.uint64]:
    parts = keys.view(np.uint64).reshape(-1, len(MULTIPLIERS)) * MULTIPLIERS
    folded: npt.NDArray[np.uint64] = np.bitwise_xor.reduce(parts, axis=1)
    return folded ^ (folded >> np.uint64(29))
