"""The workbook of log B: made for eyes, with a title, merged cells and a header over two rows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime

import xlsxwriter

TITLE = "INVENTED SAMPLE DATA: naloxone kits left behind, log of two agencies that do not exist"
HEADER_ROWS = (3, 4)
TOP = ("Date", "Agency", "Where the kits were left", "", "Kits", "Left with", "How distributed", "Incident", "Notes")
UNDER = ("", "", "Town or village", "ZIP", "", "", "", "", "")
WIDTHS = (12, 28, 24, 8, 6, 14, 14, 18, 30)

# A workbook says when it was made; a fixed moment keeps the bytes the same each time.
MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)


def workbook_bytes(rows: Sequence[Sequence[object]]) -> bytes:
    """The workbook with the rows under its header; days become real Excel dates."""
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "m/d/yyyy"})
    workbook.set_properties({"title": TITLE, "created": MADE_AT})
    sheet = workbook.add_worksheet("Kit log")
    bold = workbook.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True})
    _write_head(sheet, bold)
    for number, row in enumerate(rows, start=HEADER_ROWS[1]):
        for column, value in enumerate(row):
            _write_cell(sheet, number, column, value)
    workbook.close()
    return content.getvalue()


def _write_head(sheet: xlsxwriter.worksheet.Worksheet, bold: xlsxwriter.format.Format) -> None:
    top, under = (number - 1 for number in HEADER_ROWS)
    sheet.merge_range(0, 0, 0, len(TOP) - 1, TITLE, bold)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
        if not UNDER[column]:
            sheet.merge_range(top, column, under, column, TOP[column], bold)
    sheet.merge_range(top, UNDER.index("Town or village"), top, UNDER.index("ZIP"), TOP[2], bold)
    for column, words in enumerate(UNDER):
        if words:
            sheet.write_string(under, column, words, bold)


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, str(value))
