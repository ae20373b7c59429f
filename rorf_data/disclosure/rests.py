"""What the numbers of a frame rest on: which sums of which measures, so that each can be protected where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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


class Later(Mapping[str, Sequence[RestsOn]]):
    """The same, worked out when somebody first asks: a screen never does, and files are made of few frames."""

    def __init__(self, work_out: Callable[[], Rests]) -> None:
        self._work_out = work_out

    def __getitem__(self, column: str) -> Sequence[RestsOn]:
        return self._found[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __bool__(self) -> bool:
        return True  # without working it out

    @cached_property
    def _found(self) -> Rests:
        return self._work_out()


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
