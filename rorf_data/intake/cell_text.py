"""A cell of a workbook as a person reads it."""

from __future__ import annotations

import datetime

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def text_of(cell: Cell) -> str:
    """The text of a cell: ``3`` for 3.0, ``2026-03-04`` for a date without a time of day."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "seconds")
    return str(cell)
