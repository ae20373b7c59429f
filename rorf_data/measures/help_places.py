"""Public places where help is to be had, counted by town."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

KINDS: Final = ("naloxone", "treatment", "disposal", "other help")
COLUMNS: Final = {
    "naloxone": "naloxone_places",
    "treatment": "treatment_places",
    "disposal": "disposal_places",
    "other help": "other_help_places",
}


def places_by_area(places: pd.DataFrame, areas: Sequence[str]) -> pd.DataFrame:
    """How many public places in each town offer naloxone, treatment, disposal or other help, and how many there are.

    Numerator: places on the newest list of each source; one that offers two kinds counts for each, and once in all.
    Denominator: none; it is a count.
    Source: a list of places as a store locator exports it.
    Limits: a list can be old or incomplete, and a place in the next town may be nearer than one's own; a town without a
    place on the list is not a town without help.

    For programs: one row for each of ``areas`` in that order, columns as in COLUMNS and total_places; ``places`` has
    area and kinds (a tuple).
    """
    counts = pd.DataFrame(0, index=pd.Index(list(areas), name="area"), columns=[*COLUMNS.values(), "total_places"])
    for area, kinds in zip(places["area"], places["kinds"], strict=True):
        if area in counts.index:
            counts.loc[area, [*(COLUMNS[kind] for kind in kinds), "total_places"]] += 1
    return counts
