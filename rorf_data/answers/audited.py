"""The last look at a pack before it is written: whether each of its numbers is one that was decided to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from rorf_data.answers.asking import ask_again
from rorf_data.answers.protected import protection_of, share
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.protection import Protection
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.together import COUNTS
from rorf_data.errors import DisclosureRefused
from rorf_data.model import Audience
from rorf_data.store.kept import Memory


def check_pack(reader: Reader, frames: Iterable[Released]) -> None:
    """Ask every question of a pack's shared frames anew and compare, cell by cell, what the pack would tell.

    Each number must rest on sums that the decision on record tells, each count must be the very number decided on, and
    nothing may stand there that sharing the answer anew would hide. Internal frames are not looked at. Raises
    :class:`DisclosureRefused` naming the frame that can't be written.
    """
    remembering = replace(reader, memory=reader.memory or Memory())
    protection = protection_of(remembering)
    for released in frames:
        if released.audience is Audience.SHARED:
            _check(remembering, released, protection)


def _check(reader: Reader, released: Released, protection: Protection) -> None:
    if released.asked is None:
        raise DisclosureRefused(
            f"“{released.about.title}” can't be asked again, so it can't be checked; it isn't written."
        )
    exact = ask_again(reader, released.asked)
    anew = share(reader, exact)
    is_same = anew.frame.equals(released.frame) and anew.hidden.equals(released.hidden)
    if not is_same or not all(_is_told(exact, anew, column, protection) for column in anew.frame.columns):
        raise DisclosureRefused(f"“{released.about.title}” holds a number that may not leave; it isn't written.")


def _is_told(exact: Released, shared: Released, column: str, protection: Protection) -> bool:
    """Whether every number that stands in a column is told by what was decided on."""
    for number, is_hidden, sums in zip(
        shared.frame[column], shared.is_hidden(column), exact.rests[column], strict=True
    ):
        if is_hidden or pd.isna(number):
            continue
        if not protection.is_known(sums):
            return False
        if column in COUNTS and sums and len(sums) == 1 and protection.number(sums[0]) not in (None, number):
            return False
    return True
