"""A fix list that comes back: which rows of which earlier load its rows stand for.

A fix list holds the rows of one file that an agency was asked to mend (:mod:`rorf_data.exports.fix_list`). Each carries
a reference to where it came from, so that the mended row can take the place of the one that waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rorf_data.intake.cells import Flags, Objects
from rorf_data.intake.columns import Headings
from rorf_data.intake.identify import hasher
from rorf_data.intake.recognise import Recognised
from rorf_data.intake.texts import tidy

WHAT_TO_MEND = "What to mend"
REFERENCE = "Fix list reference"
ROW_IN_FILE = "Row in your file"
SHEET_IN_FILE = "Sheet in your file"
HASH_DIGITS = 8

_WRITTEN = re.compile(rf"^(?:L(\d{{1,9}})|F([0-9a-f]{{{HASH_DIGITS}}}))-R(\d{{1,7}})(?:-(.+))?$", re.IGNORECASE)


class Reference(NamedTuple):
    """One row of one earlier file: the load that brought it, its sheet (empty unless several were read) and its row.

    Of a file that was only looked at there is no load; ``sha256_start`` then holds the first eight digits of its hash.
    """

    load_id: int | None
    sheet: str
    row: int
    sha256_start: str = ""

    def __str__(self) -> str:
        """As it stands in a fix list: ``L12-R7``, ``F0a1b2c3d-R7``, or ``L12-R7-August`` of several sheets."""
        file = f"F{self.sha256_start}" if self.load_id is None else f"L{self.load_id}"
        return f"{file}-R{self.row}" + (f"-{self.sheet}" if self.sheet else "")


def reference_to(load_id: int | None, sha256: str, *, sheet: str, row: int) -> Reference:
    """The reference to one row of a file, by its load where there is one."""
    return Reference(load_id, sheet, row, "" if load_id is not None else sha256[:HASH_DIGITS])


def read_reference(text: str) -> Reference | None:
    """The reference that a cell holds; None for a blank one and for anything else that somebody wrote there."""
    found = _WRITTEN.match(tidy(text))
    if found is None:
        return None
    load_id, start, row, sheet = found.groups()
    return Reference(int(load_id) if load_id else None, sheet or "", int(row), (start or "").lower())


def is_fix_list(recognised: Recognised) -> bool:
    """Whether the file is a fix list that came back: it holds some rows of a period, never all of them."""
    return any(_reference_column(part.fit.headings) is not None for part in recognised.parts)


def references(
    headings: Sequence[str], columns: Sequence[Iterable[str]], origins: Mapping[int, str]
) -> list[Reference | None]:
    """For each row what it stands for; nothing at all where the file is no fix list.

    ``columns`` are the raw texts of each column under ``headings``. ``origins``: the start of the hash of each load's
    file, so that two lists made of one file, before and after it was loaded, name the same rows.
    """
    position = _reference_column(headings)
    found = [] if position is None else [read_reference(text) for text in columns[position]]
    return [
        reference and reference._replace(sha256_start=reference.sha256_start or origins.get(reference.load_id or 0, ""))
        for reference in found
    ]


def keys_by_reference(
    keys: Objects, is_own_key: Flags, found: Sequence[Reference | None], source_name: str, *, token_key: bytes
) -> Objects:
    """The record keys with those of rows that have no identifier made from what the rows stand for.

    A mended row is a record of its own. Compared by day, agency and place it could be taken for another row of the same
    file that says the same, and be lost or take that one's place.
    """
    hash_text = hasher(token_key, "record", source_name, "mended")
    changed = keys.copy()
    for row, reference in enumerate(found):
        if reference is not None and not is_own_key[row]:
            changed[row] = hash_text(str(reference._replace(load_id=None) if reference.sha256_start else reference))
    return changed


def _reference_column(headings: Sequence[str]) -> int | None:
    """The column of references, where the one that says what to mend is there as well."""
    named = Headings(headings)
    places = named.under(REFERENCE)
    return places[0] if places and named.under(WHAT_TO_MEND) else None
