"""Amounts in dollars, as sheets write them, to whole cents."""

from __future__ import annotations

import re
from decimal import Decimal

from rorf_data.intake.refusal import Unclean, check_no_formula, is_in_words

SIGN, MARK = "[-−+]", r"(?:US\$|USD|\$)"
# Thousands may be set apart by commas, but then all of them are.
AMOUNT = re.compile(
    rf"^(?P<before>{SIGN})?\s*{MARK}?\s*(?P<open>\()?\s*(?P<within>{SIGN})?\s*{MARK}?\s*(?P<after>{SIGN})?\s*"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?P<part>\.\d*)?\s*(?:USD)?\s*(?P<close>\))?$",
    re.IGNORECASE,
)
NOTHING = re.compile(r"^\$\s*[-–—]+$")
MOST_DIGITS = 9
# Programs leave so little of a cent behind when they work an amount out.
NOISE = Decimal("0.0001")


def cents_of(text: str) -> int:
    """The whole cents of an amount such as ``$1,234.50`` or ``1234``; ``(200)`` is 200 dollars below zero.

    :class:`Unclean` for what is no such amount, for parts of a cent, and for a thousand million dollars or more.
    """
    if NOTHING.match(text):
        return 0
    found = AMOUNT.match(text)
    if not found or not _is_number(found) or (not found["open"]) != (not found["close"]):
        raise Unclean(_why_not(text))
    signs = [sign for sign in (found["before"], found["within"], found["after"], found["open"]) if sign]
    if len(signs) > 1:
        raise Unclean("This amount has more than one sign; write it as -200.00.")
    cents = _cents(found["whole"].replace(",", ""), found["part"] or "")
    return cents if "".join(signs) in ("", "+") else -cents


def dollars_in_words(cents: int) -> str:
    """``$1,234.50``, or ``-$200.00``."""
    return f"{'-' if cents < 0 else ''}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def _is_number(found: re.Match[str]) -> bool:
    return any(map(str.isdecimal, found["whole"] + (found["part"] or "")))


def _cents(whole: str, part: str) -> int:
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise Unclean("This is too large for an amount.")
    exact = Decimal(f"0{whole}{part}") * 100
    if abs(exact - exact.to_integral_value()) > NOISE:
        raise Unclean("This amount has parts of a cent; write dollars and cents.")
    return int(exact.to_integral_value())


def _why_not(text: str) -> str:
    check_no_formula(text)
    if is_in_words(text):
        return "This is an amount in words; write it in digits, as 1234.50."
    return "This isn't an amount that can be read; write dollars and cents, as 1234.50 or $1,234.50."
