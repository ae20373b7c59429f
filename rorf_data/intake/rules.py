"""What a source's own rules decide of a row: a coded field, or that the row is none of this kind."""

from __future__ import annotations

from collections.abc import Mapping

from rorf_data.intake.cells import Objects
from rorf_data.intake.columns import Fit
from rorf_data.intake.table import Table


def apply_rules(texts: Mapping[str, Objects], table: Table, found: Fit) -> tuple[dict[str, Objects], Objects | None]:
    """The texts with the fields that rules decide, and for each row why it is no row of the source (None where it
    is).
    """
    return dict(texts), None
