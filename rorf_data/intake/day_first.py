"""Dates that may be day first, because other dates of the same column can be nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from rorf_data.intake.canonical import Form, fields_of
from rorf_data.intake.cells import Objects, as_objects
from rorf_data.intake.dates import MONTH_FIRST, MONTHS, is_day_first
from rorf_data.intake.sources import Source
from rorf_data.intake.texts import tidy


class DayFirst:
    """What one file has shown so far: for each of its date fields one date that can only be day first.

    It is remembered from chunk to chunk. Rows of earlier chunks were taken before it was seen.
    """

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def doubts(self, texts: Mapping[str, Objects], source: Source) -> dict[str, Objects]:
        """For each date field in doubt a sentence for every row whose date could be two days, None for the others."""
        forms = fields_of(source.feed)
        if is_day_first(source.date_formats):
            return {}
        return {
            field: found
            for field, column in texts.items()
            if forms[field] is Form.DATE and (found := self._doubts_of(field, column)) is not None
        }

    def _doubts_of(self, field: str, column: Objects) -> Objects | None:
        distinct = {text: _numbers(text) for text in set(column)}
        if field not in self._seen:
            only = sorted(written for written, first, second in distinct.values() if 31 >= first > 12 >= second > 0)
            self._seen |= {field: only[0]} if only else {}
        if field not in self._seen:
            return None
        sentences = {text: self._sentence(field, *parts) for text, parts in distinct.items()}
        return as_objects([sentences[text] for text in column])

    def _sentence(self, field: str, written: str, first: int, second: int) -> str | None:
        if first == second or not (1 <= first <= 12 and 1 <= second <= 12):
            return None
        return (
            f"This file also has dates with the day first, such as {self._seen[field]}; {written} could be "
            f"{first} {MONTHS[second - 1].capitalize()} or {second} {MONTHS[first - 1].capitalize()}."
        )


def _numbers(text: str) -> tuple[str, int, int]:
    """A date in digits without its time of day, and its first two numbers; 0 and 0 for anything else."""
    found = MONTH_FIRST.match(tidy(text))
    if not found:
        return "", 0, 0
    return f"{found[1]}{found[2]}{found[3]}{found[2]}{found[4]}", int(found[1]), int(found[3])
