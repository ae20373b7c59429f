"""Words that staff type and that are kept: what may be kept of them, and why not where it may not."""

from __future__ import annotations

from rorf_data.errors import StoreRefused
from rorf_data.intake.people import looks_like_a_person, may_name_a_person
from rorf_data.intake.personal import why_personal
from rorf_data.intake.refusal import Unclean, check_no_formula, check_readable

MAY_NAME_SOMEBODY = (
    "This may be the name of a person, which may not be kept; write it without the name, and other words small."
)
ROLE_NOT_NAME = "This may be the name of a person. Give a role, such as “programme coordinator”."
ROLES = (
    "programme coordinator",
    "council staff",
    "ambulance chief",
    "fire chief",
    "first selectman",
    "health district",
    "police liaison",
    "supply keeper",
    "task force",
)
"""Roles that are at hand; others can be typed."""

ROLE_WORDS = frozenset(
    (
        *("administrator", "agency", "board", "chief", "committee", "coordinator", "council", "department", "director"),
        *("district", "force", "group", "keeper", "lead", "liaison", "manager", "member", "nurse", "office", "officer"),
        *("programme", "selectman", "selectwoman", "staff", "supervisor", "team"),
    )
)
"""Words of which one makes a text a role, however it looks."""

LONGEST_ROLE = 60


def words_to_keep(words: str, what: str, longest: int) -> str:
    """The words with single spaces.

    Raises :class:`StoreRefused` where they are empty, too long, or hold what may not be kept; no message quotes them.
    """
    plain = " ".join(words.split())
    if not any(map(str.isalpha, plain)):
        raise StoreRefused(f"{what} is said in a few words.")
    if len(plain) > longest:
        raise StoreRefused(f"{what} is said in {longest} characters at most; this has {len(plain)}.")
    try:
        check_no_formula(plain)
        check_readable(plain)
    except Unclean as problem:
        raise StoreRefused(f"These words can't be kept. {problem}") from None
    if why := why_personal(plain) or (MAY_NAME_SOMEBODY if may_name_a_person(plain) else ""):
        raise StoreRefused(f"These words can't be kept. {why}")
    return plain


def role_to_keep(role: str) -> str:
    """The role of whoever does something; :class:`StoreRefused` also where it looks like a person's name."""
    plain = " ".join(role.split())
    if plain in ROLES:
        return plain
    plain = words_to_keep(plain, "A role", LONGEST_ROLE)
    if ROLE_WORDS.isdisjoint(plain.casefold().split()) and (looks_like_a_person(plain) or " " not in plain):
        raise StoreRefused(ROLE_NOT_NAME)
    return plain
