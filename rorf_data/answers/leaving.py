"""What may leave the programme, as staff see it: by measure, with the price of the protection; and what was cleared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rorf_data.answers.protected import protection_of
from rorf_data.answers.reader import Reader, describe_and_release, local_day
from rorf_data.disclosure.families import FAMILIES, MEMBERS
from rorf_data.disclosure.protection import Decided, Protection
from rorf_data.disclosure.release import Released
from rorf_data.model import Period
from rorf_data.store.sharing import load_clearings

MEASURES = {
    "calls": "Overdose calls",
    "fatal_calls": "Fatal overdose calls",
    "deaths": "Published deaths",
    "opioid_deaths": "Published deaths with an opioid",
    "kits_at_overdose": "Kits left at an overdose scene",
    "requests": "Requests received",
}
NOT_SENSITIVE = "exact: not sensitive by the settings"
WITH_HIDING = "small numbers hidden"
LABELS = {
    "measure": "Measure",
    "leaves": "Leaves the programme",
    "total_cells": "Numbers decided on",
    "hidden_cells": "Of these hidden",
    "hidden_share": "Share hidden, %",
    "towns_together": "Towns shown together",
}
CELLS_NOTE = (
    "Decided on are each member town, the towns shown together and all of them, by month, quarter, calendar year and "
    "fiscal year, as far as these are over and on record."
)
CLEARING_LABELS = {"source": "Source", "why": "Why", "cleared_date": "Cleared on", "cleared_by": "Cleared by"}


def leaving_by_measure(reader: Reader) -> Released:
    """One row for each sensitive measure: what becomes of it in files to share, and how much of it is hidden.

    It takes the decision for this state of the data if none was taken yet.
    """
    protection = protection_of(reader)
    rows = [_row(measure, protection, reader) for family in FAMILIES for measure in family.shown]
    frame = pd.DataFrame(rows, columns=list(LABELS)).astype({"total_cells": "Int64", "hidden_cells": "Int64"})
    with reader.connect() as connection:
        return describe_and_release(
            reader,
            connection,
            frame,
            title="What may leave the programme",
            period=Period(reader.today, reader.today),
            towns=(),
            feeds=[family.feed for family in FAMILIES],
            notes=[protection.said(), CELLS_NOTE],
            extra_labels=LABELS,
        )


def _row(measure: str, protection: Protection, reader: Reader) -> Mapping[str, Any]:
    found = protection.decided.get(measure)
    if found is None:
        return {"measure": MEASURES[measure], "leaves": protection.inside.get(measure, NOT_SENSITIVE)}
    numbers = list(found.numbers.values())
    hidden = sum(number is None for number in numbers)
    return {
        "measure": MEASURES[measure],
        "leaves": WITH_HIDING,
        "total_cells": len(numbers),
        "hidden_cells": hidden,
        "hidden_share": round(100 * hidden / len(numbers), 1) if numbers else None,
        "towns_together": "; ".join(_groups(found)),
    }


def _groups(found: Decided) -> list[str]:
    return [name for name in found.groups if name != MEMBERS]


def clearings(reader: Reader) -> Released:
    """One row for each source that somebody cleared to leave the programme, oldest first."""
    with reader.connect() as connection:
        found = load_clearings(connection)
        frame = pd.DataFrame(
            {
                "source": [one.source for one in found],
                "why": [one.why for one in found],
                "cleared_date": pd.to_datetime([local_day(one.cleared_at, reader) for one in found]),
                "cleared_by": [one.cleared_by for one in found],
            }
        )
        return describe_and_release(
            reader,
            connection,
            frame,
            title="Sources cleared to leave the programme",
            period=Period(reader.today, reader.today),
            towns=(),
            feeds=(),
            extra_labels=CLEARING_LABELS,
        )
