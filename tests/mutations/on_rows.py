"""What befalls the cells of a table before it is written: text, or whatever a cell of a workbook can hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from tests.mutations.on_bytes import Draw

ODD_DATES = (
    *("", "2/30/2026", "0000-00-00", "9999-12-31", "0001-01-01", "10000-01-01", "13/13/2026", "1/1/1", "12/31/1989"),
    *("46085", "46085.75", "-1", "60", "2958465", "2958466", "99999999", "20260304", "20261399", "1700000000", "1e5"),
    *("1900-02-29", "2026-02-29", "12/31/69", "03.04.2026", "2026-W07", "2026-03", "1e400", "inf", "nan", "NaT"),
    *("24:00", "1/0/2026", "1/2/3/4", "2026-03-08T02:30:00-05:00", "2026-03-04T25:61:00Z", "1/1/2027"),
    *("2026-03-04T16:05:00+99:99", "2026-03-04T16:05:00.123456789Z", "٢٠٢٦-٠٣-٠٤", "２０２６/３/４", "²/³/2026"),
    *("March 2026", "4 mars 2026", "4-Mar-26", "Q1 2026", "3/4/2026 - 3/5/2026", "May 32, 2026", "3/4/2026 noon"),
)
ODD_NUMBERS = (
    *("", "-1", "0", "-0", "1e308", "1e999", "nan", "inf", "-inf", "Infinity", "0x10", "1_000", "1,000", "1.000,5"),
    *("1.5", "3.0", "3.0000000000001", "--", "+2", "2-", "(2)", "two", "1/2", "=1+1", "#REF!", "TRUE", "1e-7", "∞"),
    *("１２", "٣", "²", "½", "2147483648", "9223372036854775808", "00002", "10001", "999999999999", "9" * 400),
    *("2 kits", "2 kits/4 doses", "a few", "2\xa0", "1 000", "3 or 4"),
)
ODD_CELLS = (
    *("", " ", "\x00", "\x1c", "\x1f", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffd", "\ufffe", "\U0010ffff"),
    *('"', "'", '""', "\\", '\\"', ",", ";", "\t", "|", "\n", "\r", "\r\n", "Kent\nSharon", 'Kent "Center"', "=A1"),
    *("x" * 5000, "é" * 300, "town of " * 200, "KENT, CT\n(41.7, -73.4)", "İ", "ß", "ﬁ", "Ⓚⓔⓝⓣ", "e\u0301", "😀"),
    *("%s {0}", "None", "NULL", "N/A", "total", "Grand total:", "<b>", "@", "Canaan", "06068", "Kent or Sharon"),
    *("Albany, NY", "1\x00", "12 Main St"),
)
HEADINGS = ("", "Town", "Date", "kits", "Agency", "Month", "Total", "Jane Doe", "Incident Number", "received", "City")
DAY = re.compile(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}")

Row = list[Any]
Rows = list[Row]
OnRows = Callable[[Draw, Rows], Rows]


def _columns_in(draw: Draw, rows: Rows) -> list[int]:
    width = max(map(len, rows), default=0)
    return draw.sample(range(width), min(width, draw.choice((1, 1, 1, 2, 3, 8))))


def _drop_columns(draw: Draw, rows: Rows) -> Rows:
    dropped = _columns_in(draw, rows)
    return [[cell for at, cell in enumerate(row) if at not in dropped] for row in rows]


def _double_columns(draw: Draw, rows: Rows) -> Rows:
    doubled = _columns_in(draw, rows)
    return [[cell for at, cell in enumerate(row) for _ in range(1 + (at in doubled))] for row in rows]


def _move_columns(draw: Draw, rows: Rows) -> Rows:
    order = list(range(max(map(len, rows), default=0)))
    draw.shuffle(order)
    return [[row[at] if at < len(row) else None for at in order] for row in rows]


def _swap_columns(draw: Draw, rows: Rows) -> Rows:
    """The headings stay and two columns under them change their places."""
    width = len(rows[0])
    one, other = draw.randrange(width), draw.randrange(width)
    order = [other if at == one else one if at == other else at for at in range(width)]
    return [rows[0], *([row[at] if at < len(row) else "" for at in order] for row in rows[1:])]


def _rename_columns(draw: Draw, rows: Rows) -> Rows:
    header = draw.choice(rows[:3])
    for at in _columns_in(draw, [header]):
        heading = str(header[at] or "")
        header[at] = draw.choice([heading.upper(), heading[::-1], f" {heading}\n", *HEADINGS, *ODD_CELLS[:20]])
    return rows


def _empty_columns(draw: Draw, rows: Rows) -> Rows:
    emptied, share = _columns_in(draw, rows), draw.random()
    return [
        [None if at in emptied and number and draw.random() < share else cell for at, cell in enumerate(row)]
        for number, row in enumerate(rows)
    ]


def _cut_rows(draw: Draw, rows: Rows) -> Rows:
    share = draw.random()
    return [row for number, row in enumerate(rows) if not number or draw.random() < share]


def _double_rows(draw: Draw, rows: Rows) -> Rows:
    share = draw.random() ** 2
    return [list(row) for row in rows for _ in range(draw.choice((2, 3)) if draw.random() < share else 1)]


def _shuffle_rows(draw: Draw, rows: Rows) -> Rows:
    below = rows[1:]
    draw.shuffle(below)
    return [rows[0], *below]


def _tear_rows(draw: Draw, rows: Rows) -> Rows:
    torn: Rows = []
    for row in rows:
        at = draw.randrange(len(row) + 1)
        torn += [row[:at], row[at:]] if draw.random() < 0.1 else [row]
    return torn


def _put_blank_rows(draw: Draw, rows: Rows) -> Rows:
    blanks: list[Row] = [[], [""], ["", " ", "\t"], ["\xa0"]]
    return [each for row in rows for each in ([draw.choice(blanks), row] if draw.random() < 0.2 else [row])]


def _repeat_header(draw: Draw, rows: Rows) -> Rows:
    repeated = list(rows)
    for _ in range(draw.randint(1, 5)):
        repeated.insert(draw.randrange(len(rows)), list(rows[0]))
    return repeated


def _cut_header(draw: Draw, rows: Rows) -> Rows:
    return rows[1:] if draw.random() < 0.3 else [rows[0][: draw.randrange(len(rows[0]) + 1)], *rows[1:]]


def _put_titles_above(draw: Draw, rows: Rows) -> Rows:
    titles: list[Row] = [["Kit log of March 2026"], [], ["Town", "Date"], ["", "", "Total", 12], list(rows[-1])]
    return [*(draw.choice(titles) for _ in range(draw.choice((1, 2, 5, 29, 30, 45)))), *rows]


def _replace(choices: Sequence[Any], pattern: re.Pattern[str]) -> OnRows:
    """Some of the cells that look so are replaced, or any where none does."""

    def replace_cells(draw: Draw, rows: Rows) -> Rows:
        share, some = draw.choice((0.02, 0.2, 0.8)), draw.sample(choices, k=5)
        places = [(row, at) for row in rows[1:] for at, cell in enumerate(row) if pattern.search(str(cell or ""))]
        for cells, at in places or [(row, at) for row in rows for at in range(len(row))]:
            if draw.random() < share:
                cells[at] = draw.choice(some)
        return rows

    return replace_cells


def _replace_signs(draw: Draw, rows: Rows) -> Rows:
    """Any character that there is, in any cell."""
    for row in rows:
        for at in range(len(row)):
            if draw.random() < 0.05:
                sign = chr(draw.choice((draw.randrange(0xD800), draw.randrange(0xE000, 0x110000), draw.randrange(256))))
                row[at] = f"{row[at] or ''}{sign}" if draw.random() < 0.5 else sign
    return rows


def _drop_cells(draw: Draw, rows: Rows) -> Rows:
    return [row[: draw.randrange(len(row) + 1)] if draw.random() < 0.1 else row for row in rows]


def _add_cells(draw: Draw, rows: Rows) -> Rows:
    return [[*row, *draw.choices(ODD_CELLS, k=3)] if draw.random() < 0.1 else row for row in rows]


ON_ROWS: dict[str, OnRows] = {
    "columns dropped": _drop_columns,
    "columns doubled": _double_columns,
    "columns moved": _move_columns,
    "columns swapped": _swap_columns,
    "columns renamed": _rename_columns,
    "columns emptied": _empty_columns,
    "rows cut": _cut_rows,
    "rows doubled": _double_rows,
    "rows shuffled": _shuffle_rows,
    "rows torn": _tear_rows,
    "blank rows": _put_blank_rows,
    "header repeated": _repeat_header,
    "header cut": _cut_header,
    "titles above": _put_titles_above,
    "odd dates": _replace(ODD_DATES, DAY),
    "odd numbers": _replace(ODD_NUMBERS, re.compile(r"^\d+$")),
    "odd cells": _replace(ODD_CELLS, re.compile("")),
    "odd signs": _replace_signs,
    "cells dropped": _drop_cells,
    "cells added": _add_cells,
}
