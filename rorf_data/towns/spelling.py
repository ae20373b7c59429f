"""How alike two spellings are: to ask a person whether a town was meant, never to decide it."""

from __future__ import annotations

import re
from functools import lru_cache

SHORTEST_BEGINNING = 4
LONGEST_SHORT_NAME = 5


def typing_slips(written: str, meant: str, *, most: int | None = None) -> int:
    """How many letters were left out, added, changed or swapped with their neighbour (optimal string alignment).

    With ``most``, counting ends as soon as there are more, and the answer is then one more than that.
    """
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(written, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(meant, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and (letter, written[i - 2]) == (meant[j - 2], wanted):
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
        # A swap may reach back two rows, so both must be beyond the limit before the rest can be.
        if most is not None and min(row) > most and min(before) > most:
            return most + 1
    return row[-1]


def distance(written: str, meant: str) -> int | None:
    """The slips between two plain names without spaces when they are alike enough to ask about, else None.

    One slip for names of up to five letters, two for longer ones; names that sound alike by their consonants, and the
    beginning of a name in place of the whole, count as two slips.
    """
    allowed = 1 if min(len(written), len(meant)) <= LONGEST_SHORT_NAME else 2
    if abs(len(written) - len(meant)) <= allowed:
        slips = typing_slips(written, meant, most=allowed)
        if slips <= allowed:
            return slips
    is_beginning = len(written) >= SHORTEST_BEGINNING and meant.startswith(written)
    return 2 if is_beginning or _sounds_alike(written, meant) else None


def _sounds_alike(written: str, meant: str) -> bool:
    sound = _consonants(written)
    return len(sound) >= SHORTEST_BEGINNING and sound == _consonants(meant)


@lru_cache(maxsize=4096)
def _consonants(name: str) -> str:
    spoken = re.sub(r"cks|cs|x", "ks", name.replace("ph", "f"))
    return spoken[:1] + re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy]", "", spoken[1:]))
