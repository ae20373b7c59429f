"""What may be kept of no text, wherever it stands: e-mail addresses, telephone numbers, addresses, coordinates.

A text is either free of them, or refused or blanked with a sentence that doesn't quote it. Names of people have no such
form; :mod:`rorf_data.intake.people` tells what looks like one.
"""

from __future__ import annotations

import re

E_MAIL = re.compile(
    r"\S@\S|[(\[{]\s*at\s*[)\]}]|\bat\s+\S+?\s*(?:\.|[(\[{]?\s*\bdot\b\s*[)\]}]?)\s*(?:com|org|net|edu|gov|us)\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<!\d)(?:\(?\d{3}\)?[-. ]{0,2})?\d{3}[-. ]?\d{4}(?!\d)")
STREET = re.compile(
    r"^\d+[A-Za-z]?\s.*\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|circle|route|rte|highway|hwy|way)\b",
    re.IGNORECASE,
)
BOX_OR_FLAT = re.compile(r"\bp\.?\s?o\.?\s?box\b|\bapt\b|\bapartment\b", re.IGNORECASE)
# Seven digits or more, however they are set apart: phone numbers, social security numbers, dates of birth.
LONG_NUMBER = re.compile(r"\d(?:[\s().+/-]*\d){6,}")
COORDINATE = re.compile(r"(?<!\d)\d{1,3}\.\d{3,}(?!\d)")

CONTACT = "This holds an e-mail address or a phone number, which may not be kept."
ADDRESS = "This holds an address, which may not be kept."
NUMBER = "This holds a long number, such as a phone number, which may not be kept."
WHY_PERSONAL = frozenset({CONTACT, ADDRESS, NUMBER})
"""The sentences that say that a cell holds what may not be kept."""

LEFT_OUT = "(left out)"

# Each begins where a word does and goes on to the end of one; else a long word would be looked through from every sign.
_WHOLE_E_MAIL = re.compile(
    r"(?<!\S)(?:\S+@\S+|\S+\s*[(\[{]\s*at\s*[)\]}]\s*\S+(?:\s*[(\[{]?\s*\bdot\b\s*[)\]}]?\s*\w+)*\S*"
    r"|\S+\s+at\s+\S+?\s*(?:\.|[(\[{]?\s*\bdot\b\s*[)\]}]?)\s*(?:com|org|net|edu|gov|us)\b\S*)",
    re.IGNORECASE,
)
_STREET_WITHIN = re.compile(
    r"(?<![\w-])(?!(?:19|20)\d\d\b)\d{1,5}[A-Za-z]?[\s_]+(?:[A-Za-z.'’]+[\s_]+){1,3}"
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|circle|route|rte|highway|hwy|way)(?![A-Za-z])\.?",
    re.IGNORECASE,
)
_BOX_OR_FLAT_WITHIN = re.compile(r"\bp\.?\s?o\.?\s?box\b[^,;]*|\b(?:apt|apartment)\b\.?\s*#?\d\w*", re.IGNORECASE)
_NOT_OF_A_NAME = (_WHOLE_E_MAIL, _STREET_WITHIN, _BOX_OR_FLAT_WITHIN, PHONE, COORDINATE)
# Years, months and days belong to what files and columns are called: 2026, 2026-03, 20260315, 3-15-2026, 2012-2022.
_DATES = re.compile(
    r"((?<!\d)(?:(?:19|20)\d\d(?:[-_. ]?(?:0[1-9]|1[0-2])(?:[-_. ]?(?:0[1-9]|[12]\d|3[01]))?|[-_ ](?:19|20)\d\d)"
    r"|\d{1,2}[-_.]\d{1,2}[-_.](?:19|20)\d\d)(?!\d))"
)


def holds_contact(text: str) -> bool:
    """Whether there is an e-mail address or a telephone number in the text."""
    return bool(E_MAIL.search(text) or PHONE.search(text))


def why_personal(text: str) -> str:
    """The sentence on the e-mail address, telephone number, address or long number that a cell holds; empty if none."""
    if holds_contact(text):
        return CONTACT
    if BOX_OR_FLAT.search(text) or STREET.match(text):
        return ADDRESS
    return NUMBER if LONG_NUMBER.search(text) or COORDINATE.search(text) else ""


def without_personal(text: str) -> str:
    """The heading of a column, the name of a sheet or the like with "(left out)" for what may not be kept of it.

    Dates stay, for they say what a file or column is of.
    """
    for form in _NOT_OF_A_NAME:
        text = form.sub(LEFT_OUT, text)
    pieces = _DATES.split(text)
    return "".join(piece if at % 2 else LONG_NUMBER.sub(LEFT_OUT, piece) for at, piece in enumerate(pieces))
