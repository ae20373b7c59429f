"""Why a cell can't be taken, in a sentence that quotes nothing personal."""

from __future__ import annotations

import re

# Only texts of these forms are ever quoted: short numbers, dates in digits, and number words. A phone number, a ZIP
# code, a coordinate or a name has none of them.
SHORT_NUMBER = re.compile(r"^[-−]?\d{1,4}(?:[.,]\d{1,2})?$")
DIGIT_DATE = re.compile(r"^(?:\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}([-/.])\d{1,2}\2\d{1,2})$")
UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ud800-\udfff]")
FORMULA = re.compile(r"^(?:[=+@]|-\s*[A-Za-z(])")
NUMBER_WORD = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|half|couple|few"
    r"|several|many|some|a|and|of)"
)
NUMBER_IN_WORDS = re.compile(rf"^{NUMBER_WORD}(?:[- ]{NUMBER_WORD}){{0,4}}$", re.IGNORECASE)


class Unclean(Exception):
    """A cell that can't be taken; the message is the sentence of its issue."""


class Withheld(Unclean):
    """A cell that a person has to look at before it may be kept; ``text`` tells rows apart and goes nowhere."""

    def __init__(self, problem: str, text: str) -> None:
        super().__init__(problem)
        self.text = text


def check_no_formula(text: str) -> None:
    """Raise :class:`Unclean` for a text that a spreadsheet program would run."""
    if FORMULA.match(text):
        raise Unclean("This is a formula, not a value; write what it comes to.")


def check_readable(text: str) -> None:
    """Raise :class:`Unclean` for a text with characters that can't be read."""
    if UNREADABLE.search(text):
        raise Unclean("This holds characters that can't be read; save the file as UTF-8 and try again.")


def is_in_words(text: str) -> bool:
    """Whether the text is a number written in words."""
    return bool(NUMBER_IN_WORDS.match(text))


def quote_if_harmless(text: str, otherwise: str) -> str:
    """The text in quotation marks when its form can't hold anything personal, else ``otherwise``."""
    is_harmless = SHORT_NUMBER.match(text) or DIGIT_DATE.match(text) or is_in_words(text)
    return f"“{text}”" if is_harmless else otherwise
