"""Whether words that somebody typed tell a number: nobody can say what it is of, so they stay inside the programme."""

from __future__ import annotations

import re
from typing import Final

_TELLING: Final = re.compile(
    r"\d|\bfirst\b(?! select)|\bno (?:\w+ )?(?:calls?|deaths?|requests?|overdoses?|kits?)\b"
    r"|\b(?:zero|none|nobody|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
    r"|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|once|twice|thrice|both|single|double|triple|dozen|pair|couple|trio)s?\b",
    re.IGNORECASE,
)


def tells_a_number(words: str) -> bool:
    """Whether a number, or that there was none, stands in the words, in digits or spelt out."""
    return _TELLING.search(words) is not None
