"""Two states of the same table beside each other, and a table in a file beside the one that it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from rorf_data.disclosure.release import Released
from rorf_data.exports.found_in_files import FoundTable
from rorf_data.exports.tables import as_text, cells_of
from rorf_data.wording import NO_RECORD

_YES_AND_NO = {"true": "1", "false": "0"}
_NO_NAMES = ("_said", "_in_words", "town_code")
A_ROW, NO_ROW = "a row", "no row"


class Difference(NamedTuple):
    """One cell that is another: its row by its names, the heading of its column, and what it said and says."""

    row: str
    column: str
    before: str
    after: str

    @property
    def where(self) -> str:
        """``Kent, Mar 2026, Kits left``."""
        return ", ".join(part for part in (self.row, self.column) if part)

    @property
    def said_before(self) -> str:
        """What it said, "no record" where that was nothing."""
        return self.before or NO_RECORD

    @property
    def said_after(self) -> str:
        """What it says, "no record" where that is nothing."""
        return self.after or NO_RECORD


def differences(then: Released, now: Released) -> list[Difference]:
    """The cells in which two answers to one question differ; rows are the same by their names."""
    labels = {**now.about.labels, **then.about.labels}
    told = _compared(_texts(then), _texts(now), _names(then))
    return [one._replace(column=labels.get(one.column, one.column)) for one in told]


def cells_changed(made_of: Released, found: FoundTable) -> list[Difference]:
    """The cells of a file that are not those of the table that it was made of."""
    labels = made_of.about.labels
    columns = {as_text(labels[str(name)]): str(name) for name in made_of.frame.columns}
    headings = [columns.get(heading, heading) for heading in found.headings]
    rows = [dict(zip(headings, map(_plain, row), strict=False)) for row in found.rows]
    before = [{name: _plain(text) for name, text in row.items()} for row in _texts(made_of)]
    told = [*_compared(before, rows, _names(made_of))]
    return [one._replace(column=labels.get(one.column, one.column)) for one in told]


def _compared(
    before: Sequence[dict[str, str]], after: Sequence[dict[str, str]], names: Sequence[str]
) -> Iterator[Difference]:
    earlier, later = _by_name(before, names), _by_name(after, names)
    for row in dict.fromkeys((*earlier, *later)):
        if row not in earlier or row not in later:
            yield Difference(_said(row), "", *((A_ROW, NO_ROW) if row in earlier else (NO_ROW, A_ROW)))
            continue
        for column, text in earlier[row].items():
            if later[row].get(column, "") != text:
                yield Difference(_said(row), column, text, later[row].get(column, ""))


def _by_name(rows: Sequence[dict[str, str]], names: Sequence[str]) -> dict[tuple[str, ...], dict[str, str]]:
    """The rows by what names them, and by their place among those of the same names."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        name, place = tuple(row.get(column, "") for column in names), 0
        while (*name, str(place)) in found:
            place += 1
        found[(*name, str(place))] = row
    return found


def _said(row: tuple[str, ...]) -> str:
    *names, place = row
    return ", ".join(name for name in names if name) or f"row {int(place) + 1}"


def _names(released: Released) -> list[str]:
    """The columns that name a row: texts and days, as far as they hide nothing."""
    return [
        str(name)
        for name in released.frame.columns
        if not pd.api.types.is_numeric_dtype(released.frame[name]) and not any(released.is_hidden(str(name)))
        and not str(name).endswith(_NO_NAMES)
    ]  # fmt: skip


def _texts(released: Released) -> list[dict[str, str]]:
    names = [str(name) for name in released.frame.columns]
    columns = [[as_text(cell) for cell in cells_of(released, name)] for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(text: str) -> str:
    """A cell's text without what programs make of it: an apostrophe in front, a point and zeros behind, yes and no."""
    text = text.strip().removeprefix("'")
    text = _YES_AND_NO.get(text.casefold(), text)
    try:
        return f"{float(text):.4f}".rstrip("0").rstrip(".")
    except ValueError:
        return text
