"""What may be shown outside the programme, as its settings say."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

SENSITIVE = ("calls", "deaths", "kits_at_overdose", "requests")
"""The kinds of counts that can be sensitive: each is decided on with all that is counted of it."""


@dataclass(frozen=True, slots=True)
class Range:
    """What an attacker must at least believe possible of a hidden number: from ``low`` to ``high``, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be shown of a sensitive measure outside the programme.

    ``smallest_shown``: counts from 1 to one less are hidden. ``are_zeros_shown``: whether "none" is said.
    ``zeros_after_months``: of a single town "none" is said only of times that ended so many months before the newest;
    before that a late record would stand out, since "none" would turn into a hidden number.
    """

    name: str
    smallest_shown: int
    are_zeros_shown: bool
    zeros_after_months: int = 0

    def is_too_small(self, count: int, most: float = math.inf, *, is_open: bool = False) -> bool:
        """Whether this count itself may not be shown. ``most``: what everybody knows that it can't exceed; ``is_open``:
        whether it is one of which "none" isn't said yet.

        Under such a ceiling a zero is hidden too, and 0 where nothing was possible is shown: a hidden number that is at
        least 1 and at most 1 would be told.
        """
        if not math.isinf(most):
            return most > 0 and count < self.smallest_shown
        return count < self.smallest_shown and (count > 0 or is_open or not self.are_zeros_shown)

    def reach_of(self, most: float = math.inf, *, is_open: bool = False) -> Range:
        """What a count hidden for its own sake must look as if it could be, under this ceiling."""
        if math.isinf(most):
            return Range(0, self.smallest_shown - 1) if is_open else self.must_reach
        return Range(0, min(self.smallest_shown - 1, int(most)))

    @property
    def must_reach(self) -> Range:
        """Every count that is hidden for its own sake must look as if it could be any of these."""
        return Range(1 if self.are_zeros_shown else 0, self.smallest_shown - 1)

    def __str__(self) -> str:
        zeros = f"shown after {self.zeros_after_months} months" if self.are_zeros_shown else "hidden"
        return f"{self.name}, {self.smallest_shown}, zeros {zeros}"


def policy_in(words: str) -> Policy:
    """The policy that these words, its own, stand for."""
    name, smallest, zeros = words.rsplit(", ", 2)
    after = re.search(r"\d+", zeros)
    return Policy(name, int(smallest), after is not None, int(after[0]) if after else 0)


def laxer_in_turn(policy: Policy, others: Iterable[Policy]) -> list[Policy]:
    """The policy, then in turn with all that earlier ones allowed besides, least first: smaller numbers, and "none" in
    more places.
    """
    turns = [policy]
    for one in sorted(others, key=_strictness, reverse=True):
        now = turns[-1]
        are_zeros_shown = now.are_zeros_shown or one.are_zeros_shown
        months = [both.zeros_after_months for both in (now, one) if both.are_zeros_shown]
        smallest = min(now.smallest_shown, one.smallest_shown)
        turns.append(Policy(policy.name, smallest, are_zeros_shown, min(months, default=0)))
    return list(dict.fromkeys(turns))


def _strictness(policy: Policy) -> tuple[int, bool, int]:
    return policy.smallest_shown, not policy.are_zeros_shown, policy.zeros_after_months


@dataclass(frozen=True, slots=True)
class SharingRules:
    """The table ``disclosure`` of the settings.

    ``policy``: the one in force. ``policies``: all by name. ``sensitive``: the kinds of counts that it covers.
    ``withheld_sources``: sources of which nothing leaves the programme until somebody clears them, on record.
    """

    policy: Policy
    policies: Mapping[str, Policy]
    sensitive: tuple[str, ...]
    withheld_sources: tuple[str, ...]

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Self:
        """The rules from a table of the settings; ``ValueError`` names the entry that can't be used."""
        if unknown := sorted(set(table) - {"policy", "policies", "sensitive", "withheld_sources"}):
            raise ValueError(f"the table disclosure has the entry {unknown[0]!r}, which is not known")
        policies = {name: _policy(name, entry) for name, entry in table["policies"].items()}
        if table["policy"] not in policies:
            raise ValueError(f"the policy {table['policy']!r} is none of {', '.join(policies)}")
        sensitive, withheld = _names("sensitive", table), _names("withheld_sources", table)
        if wrong := sorted(set(sensitive) - set(SENSITIVE)):
            raise ValueError(f"sensitive can name {', '.join(SENSITIVE)}, not {wrong[0]!r}")
        return cls(policies[table["policy"]], policies, sensitive, withheld)


def _names(entry: str, table: Mapping[str, Any]) -> tuple[str, ...]:
    """The names that an entry lists. A name without brackets would be read letter by letter, and withhold nothing."""
    found = table[entry]
    if not isinstance(found, list) or not all(isinstance(name, str) and name for name in found):
        raise ValueError(f'{entry} is a list of names, as ["calls", "deaths"]')
    return tuple(found)


def _policy(name: str, entry: Mapping[str, Any]) -> Policy:
    if set(entry) != {"smallest_shown", "zeros_shown", "zeros_after_months"}:
        raise ValueError(
            f"the policy {name!r} needs smallest_shown, zeros_shown and zeros_after_months, and nothing else"
        )
    smallest, zeros, after = entry["smallest_shown"], entry["zeros_shown"], entry["zeros_after_months"]
    if type(smallest) is not int or not 2 <= smallest <= 100:
        raise ValueError(f"smallest_shown of the policy {name!r} is a whole number from 2 to 100")
    if type(zeros) is not bool:
        raise ValueError(f"zeros_shown of the policy {name!r} is true or false")
    if type(after) is not int or not 0 <= after <= 120:
        raise ValueError(f"zeros_after_months of the policy {name!r} is a whole number from 0 to 120")
    return Policy(name, smallest, zeros, after)
