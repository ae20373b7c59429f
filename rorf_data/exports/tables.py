"""A released frame as CSV and XLSX, each with the facts that explain it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime

import pandas as pd
import xlsxwriter

from rorf_data.disclosure.release import Released
from rorf_data.exports.leaving import check_may_leave
from rorf_data.wording import decimals_of, plain_number

Cell = str | int | float | date | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_AFTER_SEPARATOR = re.compile(r"([,;\t]\s*)(?=[=+\-@])")
_NARROWEST, _WIDEST = 8, 44
_DATE_FORMAT = "yyyy-mm-dd"


def to_csv(released: Released) -> bytes:
    """UTF-8 with a byte-order mark, so that Excel reads it rightly; comment lines (``#``) with the facts come first.

    Headings are the columns' labels, days are ISO 8601, a missing value is an empty cell, and text that a spreadsheet
    would run as a formula gets a leading apostrophe. Raises :class:`rorf_data.errors.ExportRefused` for what may not
    leave the screen, as every file here does.
    """
    check_may_leave(released)
    written = io.StringIO()
    for name, fact in released.facts().items():
        written.write(f"# {name}: {_harmless_comment(fact)}\r\n")
    rows = csv.writer(written)
    rows.writerow([_harmless(released.about.labels[column]) for column in released.frame.columns])
    columns = [_cells(released.frame[column]) for column in released.frame.columns]
    rows.writerows([_as_text(cell) for cell in row] for row in zip(*columns, strict=True))
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")


def to_xlsx(released: Released) -> bytes:
    """A workbook: the table with a frozen header on its first sheet, the facts on "About this file".

    Days are real dates, missing values are empty cells, and text is never read as a number, a link or a formula.
    """
    check_may_leave(released)
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties(_properties(released))
        _write_table(workbook, released)
        _write_facts(workbook, released)
    return stream.getvalue()


def _cells(column: pd.Series) -> list[Cell]:
    return [_cell(value) for value in column]


def _cell(value: object) -> Cell:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | str):
        return value
    number = plain_number(value)
    return round(number, 4) if isinstance(number, float) else number


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _harmless(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS) else text


def _harmless_comment(text: str) -> str:
    """A fact on one line; a spreadsheet cuts comment lines at separators, so each piece is made harmless."""
    return _AFTER_SEPARATOR.sub(r"\1'", " ".join(text.split()))


def _properties(released: Released) -> dict[str, object]:
    about = released.about
    return {
        "title": about.title,
        "subject": f"{about.period}; {about.towns}",
        "comments": "\n".join(f"{name}: {fact}" for name, fact in released.facts().items()),
        "created": datetime(about.as_of.year, about.as_of.month, about.as_of.day),  # noqa: DTZ001  # XLSX has no time zone
    }


def _write_table(workbook: xlsxwriter.Workbook, released: Released) -> None:
    sheet = workbook.add_worksheet("Table")
    heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for place, column in enumerate(released.frame.columns):
        label, cells = released.about.labels[column], _cells(released.frame[column])
        sheet.write_string(0, place, label, heading)
        number = workbook.add_format({"num_format": _number_format(column)})
        day = workbook.add_format({"num_format": _DATE_FORMAT})
        sheet.set_column(place, place, _width(label, cells))
        for row, cell in enumerate(cells, start=1):
            _write_cell(sheet, row, place, cell, number=number, day=day)


def _write_cell(
    sheet: xlsxwriter.workbook.Worksheet, row: int, place: int, cell: Cell, *, number: object, day: object
) -> None:
    write: Callable[..., object]
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, place, cell)
        return
    write, look = (sheet.write_datetime, day) if isinstance(cell, date) else (sheet.write_number, number)
    write(row, place, cell, look)


def _number_format(column: str) -> str:
    if column == "year":
        return "0"
    places = decimals_of(column)
    return f"#,##0.{'0' * places}" if places else "#,##0"


def _width(label: str, cells: list[Cell]) -> int:
    longest = max([len(str(cell)) for cell in cells if cell is not None], default=0)
    longest_word = max(len(word) for word in label.split()) if label.split() else 0
    return min(_WIDEST, max(_NARROWEST, longest + 2, longest_word + 2, len(label) // 2 + 2))


def _write_facts(workbook: xlsxwriter.Workbook, released: Released) -> None:
    sheet = workbook.add_worksheet("About this file")
    name_look = workbook.add_format({"bold": True, "valign": "top"})
    fact_look = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    for row, (name, fact) in enumerate(released.facts().items()):
        sheet.write_string(row, 0, name, name_look)
        sheet.write_string(row, 1, fact, fact_look)
