"""Several rows of one incident, one for each unit that went, as the one call that they are."""

from __future__ import annotations

import pandas as pd

from rorf_data.intake.sources import Source
from rorf_data.model import Issue


def join_units(rows: pd.DataFrame, source: Source) -> tuple[pd.DataFrame, list[Issue]]:
    """The rows with those of one incident joined into the first of them, and a note for each row that went into
    another.
    """
    return rows, []
