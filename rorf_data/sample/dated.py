"""Dated events of the sample: two plain facts about its files, so that charts of it have some."""

from __future__ import annotations

from datetime import date

from rorf_data.sample.agencies import POND
from rorf_data.sample.events import sample_months

_SECOND_CALL_SYSTEM = -12
"""The month, counted from the end, from which on the calls of the sample come in another system's files."""


def dated_events(last_month: date) -> list[tuple[date, str]]:
    """The day and the words of each, earliest first; they begin with "sample: ", because they happened nowhere."""
    months = sample_months(last_month)
    return [
        (months[POND.first_month], f"sample: {POND.name} begins to leave kits"),
        (months[_SECOND_CALL_SYSTEM], "sample: overdose calls come from another system"),
    ]
