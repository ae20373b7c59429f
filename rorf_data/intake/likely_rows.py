"""About how many rows a file has, told from its size before it is read, for those who wait."""

from __future__ import annotations

from collections.abc import Sequence

from rorf_data.intake.read import SourceFile
from rorf_data.intake.sheet import HEAD_RECORDS, Record, Sheet

BYTES_OF_A_WORKBOOK_ROW = 40
"""What a row of a handful of cells takes in a workbook, which is packed."""


def likely_rows(file: SourceFile, sheets: Sequence[Sheet]) -> int:
    """A guess from the length of the first rows of a text, and from the size alone of a workbook; never less than 1.

    Exact where the file is so short that all of it is among the first rows.
    """
    heads = [sheet.head for sheet in sheets]
    if all(len(head) < HEAD_RECORDS for head in heads):
        return max(sum(map(len, heads)), 1)
    if file.kind != "delimited":
        return max(file.size // BYTES_OF_A_WORKBOOK_ROW, 1)
    records = [record for head in heads for record in head]
    return max(round(file.size * len(records) / sum(map(_length, records))), 1)


def _length(record: Record) -> int:
    """The bytes of a record in a text: its cells, and a delimiter or a line break behind each."""
    return sum(len(cell.encode("utf-8", "replace")) + 1 for cell in record) or 1
