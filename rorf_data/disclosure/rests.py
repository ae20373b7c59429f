"""What the numbers of a frame rest on: which sums of which measures, so that each can be protected where they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rorf_data.model import Period

Places = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of one of the store's measures over some areas (their codes) and days, both ends included."""

    measure: str
    areas: Places
    span: Period


RestsOn = tuple[Sum, ...] | None
"""What one number rests on: these sums and nothing else of theirs; nothing that could be sensitive (an empty tuple); or
what is never shown outside the programme (None)."""

Rests = Mapping[str, Sequence[RestsOn]]
"""For each column of a frame what its rows rest on. A column that isn't named stays inside the programme."""

FREE: RestsOn = ()
INSIDE: RestsOn = None


def rests_of(
    columns: Mapping[str, Sequence[str]],
    areas: Sequence[Places],
    spans: Sequence[Period],
    *,
    also: Mapping[str, Sequence[Period]] | None = None,
) -> dict[str, list[RestsOn]]:
    """The usual case: each column rests on the same measures in every row, over the row's own areas and span.

    ``also`` names, for columns that compare, the further spans (one for each row) over which they rest on the same.
    """
    further = also or {}
    return {
        column: [
            tuple(
                Sum(measure, places, one)
                for measure in measures
                for one in dict.fromkeys((span, *([further[column][row]] if column in further else [])))
            )
            for row, (places, span) in enumerate(zip(areas, spans, strict=True))
        ]
        for column, measures in columns.items()
    }


def free(columns: Iterable[str], rows: int) -> dict[str, list[RestsOn]]:
    """Columns that tell nothing of anybody: names, days, residents, kits in a cupboard."""
    return {column: [FREE] * rows for column in columns}
