"""A cell's text without what nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

BLANKS = {"", "null", "(null)", "n/a", "#n/a", "na", "nan", "-", "--", "\u2014", "\\n"}
LONGEST_BLANK = max(map(len, BLANKS))

BLANKS_IN_CAPITALS = {blank.upper() for blank in BLANKS}
SPACE_BUT_LINES = re.compile(r"[^\S\n]")

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def tidy(text: str) -> str:
    """The text without invisible characters and needless spaces; empty when it only says that there is nothing."""
    seen = text if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    plain = " ".join(seen.split())
    return "" if len(plain) <= LONGEST_BLANK and plain.casefold() in BLANKS else plain


def in_capitals(texts: Iterable[str]) -> list[str]:
    """Every text tidy and in capitals; those that hold nothing to be tidied are turned all at once."""
    listed = list(texts)
    joined = "\n".join(listed)
    if not joined.isascii() or SPACE_BUT_LINES.search(joined) or joined.count("\n") != len(listed) - 1:
        return [tidy(text).upper() for text in listed]
    return ["" if text in BLANKS_IN_CAPITALS else text for text in joined.upper().split("\n")]
