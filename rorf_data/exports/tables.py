"""A released frame as CSV and XLSX, each with the facts that explain it."""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

import pandas as pd
import xlsxwriter

from rorf_data.disclosure.release import Released
from rorf_data.exports.metadata import CHECK_CODE, INTERNAL, facts_for_file
from rorf_data.model import Audience
from rorf_data.wording import HIDDEN, decimals_of, plain_number

Cell = str | int | float | date | None

TABLE, ABOUT = "Table", "About this file"

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_AFTER_SEPARATOR = re.compile(r"([,;\t]\s*)(?=[=+\-@])")
_NARROWEST, _WIDEST = 8, 44
_POINTS_OF_A_LINE = 15
_DATE_FORMAT = "yyyy-mm-dd"


class Looks(NamedTuple):
    """How the cells of one column look in a workbook."""

    number: object
    day: object
    hidden: object


def to_csv(released: Released) -> bytes:
    """UTF-8 with a byte-order mark, so that Excel reads it rightly; comment lines (``#``) with the facts come first.

    Headings are the columns' labels, days are ISO 8601, a missing value is an empty cell, a hidden one reads "hidden",
    and text that a spreadsheet would run as a formula gets a leading apostrophe. Raises
    :class:`rorf_data.errors.ExportRefused` for what may not leave the screen, as every file here does.
    """
    written = io.StringIO()
    for name, fact in facts_for_file(released).items():
        written.write(f"# {name}: {_harmless_comment(fact)}\r\n")
    rows = csv.writer(written)
    rows.writerow([_harmless(released.about.labels[column]) for column in released.frame.columns])
    columns = [cells_of(released, column) for column in released.frame.columns]
    rows.writerows([as_text(cell) for cell in row] for row in zip(*columns, strict=True))
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")


def to_xlsx(released: Released) -> bytes:
    """A workbook: the table with a frozen header on its first sheet, the facts on "About this file".

    Days are real dates, missing values are empty cells, hidden ones read "hidden" in a column of numbers, and text is
    never read as a number, a link or a formula.
    """
    return workbook_of(released)


def workbook_of(
    released: Released, *, title: str = "", alt: str = "", draw: Callable[[xlsxwriter.Workbook], None] | None = None
) -> bytes:
    """The same, with the sheets that ``draw`` adds after the table, and the title and words of what is drawn there."""
    facts = facts_for_file(released, title=title, alt=alt)
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties(_properties(released, facts))
        _write_table(workbook, released)
        if draw:
            draw(workbook)
        _write_facts(workbook, facts)
        if released.audience is Audience.INTERNAL:
            for sheet in workbook.worksheets():
                sheet.set_header(f'&C&"Arial,Bold"{INTERNAL}')
    return stream.getvalue()


def cells_of(released: Released, column: str) -> list[Cell]:
    """A column as its cells are written into files."""
    hidden = released.is_hidden(column)
    return [
        HIDDEN if is_hidden else _cell(value) for value, is_hidden in zip(released.frame[column], hidden, strict=True)
    ]


def as_text(cell: Cell) -> str:
    """A cell as CSV has it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _harmless(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _cell(value: object) -> Cell:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | str):
        return value
    number = plain_number(value)
    return round(number, 4) if isinstance(number, float) else number


def _harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS) else text


def _harmless_comment(text: str) -> str:
    """A fact on one line; a spreadsheet cuts comment lines at separators, so each piece is made harmless."""
    return _AFTER_SEPARATOR.sub(r"\1'", " ".join(text.split()))


def _properties(released: Released, facts: Mapping[str, str]) -> dict[str, object]:
    about = released.about
    return {
        "title": facts["Title"],
        "subject": f"{about.period}; {about.towns}",
        "comments": "\n".join(f"{name}: {fact}" for name, fact in facts.items()),
        "keywords": facts[CHECK_CODE],
        "created": datetime(about.as_of.year, about.as_of.month, about.as_of.day),  # noqa: DTZ001  # XLSX has no time zone
    }


def _write_table(workbook: xlsxwriter.Workbook, released: Released) -> None:
    sheet = workbook.add_worksheet(TABLE)
    heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    lines = 1
    for place, column in enumerate(released.frame.columns):
        label, cells = released.about.labels[column], cells_of(released, column)
        sheet.write_string(0, place, label, heading)
        looks = Looks(
            workbook.add_format({"num_format": _number_format(column)}),
            workbook.add_format({"num_format": _DATE_FORMAT}),
            workbook.add_format({"italic": True, "align": "right", "pattern": 14, "fg_color": "#B9B9B9"}),
        )
        sheet.set_column(place, place, _width(label, cells))
        lines = max(lines, len(textwrap.wrap(label, _width(label, cells) - 1)))
        for row, (cell, is_hidden) in enumerate(zip(cells, released.is_hidden(column), strict=True), start=1):
            if is_hidden:
                sheet.write_string(row, place, HIDDEN, looks.hidden)
            else:
                _write_cell(sheet, row, place, cell, looks)
    # Not every program makes room for broken lines by itself.
    sheet.set_row(0, _POINTS_OF_A_LINE * lines)


def _write_cell(sheet: xlsxwriter.workbook.Worksheet, row: int, place: int, cell: Cell, looks: Looks) -> None:
    write: Callable[..., object]
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, place, cell)
        return
    write, look = (sheet.write_datetime, looks.day) if isinstance(cell, date) else (sheet.write_number, looks.number)
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


def _write_facts(workbook: xlsxwriter.Workbook, facts: Mapping[str, str]) -> None:
    sheet = workbook.add_worksheet(ABOUT)
    name_look = workbook.add_format({"bold": True, "valign": "top"})
    fact_look = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    for row, (name, fact) in enumerate(facts.items()):
        sheet.write_string(row, 0, name, name_look)
        sheet.write_string(row, 1, fact, fact_look)
