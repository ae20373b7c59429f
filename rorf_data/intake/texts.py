"""A cell's text without what nobody sees."""

from __future__ import annotations

import re
import unicodedata

BLANKS = {"", "null", "(null)", "n/a", "#n/a", "na", "nan", "-", "--", "\u2014", "\\n"}
LONGEST_BLANK = max(map(len, BLANKS))

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def tidy(text: str) -> str:
    """The text without invisible characters and needless spaces; empty when it only says that there is nothing."""
    seen = text if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    plain = " ".join(seen.split())
    return "" if len(plain) <= LONGEST_BLANK and plain.casefold() in BLANKS else plain
