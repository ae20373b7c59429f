"""Short codes that are printed on goods."""

from __future__ import annotations

import re

from rorf_data.intake.personal import NUMBER, why_personal
from rorf_data.intake.refusal import Unclean, check_no_formula

LONGEST_LOT = 24
PRINTED_BEFORE = re.compile(r"^(?:lot|batch)\b\.?\s*(?:#|no\b\.?|number\b)?\s*:?\s*", re.IGNORECASE)
LOT = re.compile(r"^(?=.*\d)[A-Za-z0-9]+(?:[-/._][A-Za-z0-9]+)*$")
# A longer run of letters could be somebody's name.
WORD = re.compile(r"[A-Za-z]{8,}")
# Digits with a letter right before or after them are no telephone number.
UNBROKEN = re.compile(r"^(?:[A-Za-z]+\d+|\d+[A-Za-z]+)[A-Za-z0-9]*$")

NO_LOT = "This isn't the code of a lot, which is short, has a digit and no spaces; it was left out."


def lot_code(text: str) -> str:
    """The code of a lot, in capitals, without the word "lot" before it.

    :class:`Unclean` for a text that is no such code; a name, an address or a telephone number never is one.
    """
    check_no_formula(text)
    code = PRINTED_BEFORE.sub("", text)
    if not LOT.match(code) or len(code) > LONGEST_LOT or WORD.search(code):
        raise Unclean(why_personal(text) or NO_LOT)
    if why_personal(code) and not UNBROKEN.match(code):
        raise Unclean(NUMBER)
    return code.upper()
