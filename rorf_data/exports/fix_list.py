"""The fix list: a workbook of exactly the rows that an agency is asked to mend, with the reason beside each cell.

It is made while the file is at hand, from the file itself, and stored nowhere. What comes back mended is read by the
same source as the file was (:mod:`rorf_data.intake.fix_list`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter

from rorf_data.errors import ExportRefused
from rorf_data.exports.names import slug
from rorf_data.exports.to_mend import RowToMend, ToMend
from rorf_data.intake.fix_list import REFERENCE, ROW_IN_FILE, SHEET_IN_FILE, WHAT_TO_MEND
from rorf_data.model import in_words
from rorf_data.wording import rows_in_words

MOST_ROWS = 100_000
SHEET = "Rows to mend"
WIDTHS = {WHAT_TO_MEND: 58, REFERENCE: 14, ROW_IN_FILE: 9, SHEET_IN_FILE: 14}
NARROWEST, WIDEST = 8, 40
CHARACTERS_IN_A_LINE, POINTS_OF_A_LINE = 110, 15.5
MOST_COLUMNS_SPANNED = 7

PAPER, TO_MEND, NOTED, OURS = "#FFFFFF", "#FFE08A", "#E4ECF7", "#F0F0F0"
FORMULA_STARTS = ("=", "+", "-", "@")


def to_fix_list(listed: ToMend, *, programme: str, made_on: date) -> bytes:
    """An XLSX with one sheet: what this is and how to send it back, the file's own header, and the rows to mend.

    Every cell of the file is a text, so that no cell is a formula and ZIP codes keep their zeros. The cells to mend are
    coloured and carry a note; the column at the front says the same in words. Raises :class:`ExportRefused` when there
    is nothing to mend, or far too much for people to mend one by one.
    """
    if not listed.rows:
        raise ExportRefused(f"Nothing in “{listed.file}” is to be mended.")
    if len(listed.rows) > MOST_ROWS:
        raise ExportRefused(
            f"{len(listed.rows):,} rows of “{listed.file}” would have to be mended, too many for a list. "
            "Ask for the file anew; the letter says what is wrong with it."
        )
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties(_properties(listed, programme, made_on))
        _Writer(workbook, listed, programme, made_on).write()
    return stream.getvalue()


def fix_list_name(listed: ToMend, suffix: str, *, kind: str = "fix-list") -> str:
    """A short ASCII name such as ``august-log_kent-fire_fix-list.xlsx``; the agency stands in it where there is one."""
    stem = listed.file.rpartition(".")[0] or listed.file
    whose = slug(listed.agency, otherwise="agency") if listed.agency else "no-agency" * listed.has_agencies
    parts = [slug(stem, otherwise="file"), whose, kind]
    return f"{'_'.join(part for part in parts if part)}.{suffix.removeprefix('.')}"


def what_it_is(listed: ToMend, *, made_on: date) -> tuple[str, ...]:
    """The sentences above the header: what this is, how to mend it, and how to send it back."""
    waiting, noted = len(listed.waiting), len(listed.rows) - len(listed.waiting)
    of_whom = f" of {listed.agency}" if listed.agency else ""
    counted = f"This list holds {rows_in_words(waiting)}{of_whom} that can't be counted yet" if waiting else ""
    with_note = f"{rows_in_words(noted)} that {'is' if noted == 1 else 'are'} taken, but of which a cell was left out"
    if noted:
        counted = f"{counted}, and {with_note}" if waiting else f"This list holds {with_note}"
    return (
        f"{counted}. It was made on {in_words(made_on)}; “{listed.file}” held {rows_in_words(listed.read)}{of_whom}.",
        f"Please look at the coloured cells. The column “{WHAT_TO_MEND}” says what the matter is, and so does a note "
        f"on each of them. Write the right value into the cell, and leave the column “{REFERENCE}” as it is: "
        "by it each row finds its place. A row that you can't mend may stay as it is.",
        "When you are done, save this workbook and send it back the way you sent your file. "
        "There is no need to send the whole file again. Please add no names, telephone numbers or addresses.",
    )


class _Writer:
    """One fix list on its way into a workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook, listed: ToMend, programme: str, made_on: date) -> None:
        self._listed, self._workbook, self._programme = listed, workbook, programme
        self._ours = [WHAT_TO_MEND, REFERENCE, ROW_IN_FILE, *([SHEET_IN_FILE] if listed.has_sheets else [])]
        self._above = (f"Rows to mend from “{listed.file}”", *what_it_is(listed, made_on=made_on))
        self._sheet = workbook.add_worksheet(SHEET)
        text = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#C8C8C8"}
        self._looks = {
            (color, is_quoted): workbook.add_format(text | {"bg_color": color, "quote_prefix": is_quoted})
            for color in (PAPER, TO_MEND, NOTED, OURS)
            for is_quoted in (False, True)
        }
        self._header = workbook.add_format(text | {"bold": True, "bottom": 2, "bg_color": OURS})

    def write(self) -> None:
        """The whole sheet."""
        self._write_above()
        headings = [*self._ours, *self._listed.headings]
        for place, heading in enumerate(headings):
            self._sheet.write_string(len(self._above), place, heading, self._header)
        for number, row in enumerate(self._listed.rows, start=len(self._above) + 1):
            self._write_row(number, row)
        self._set_up(headings)

    def _write_above(self) -> None:
        last = min(len(self._ours) + len(self._listed.headings), MOST_COLUMNS_SPANNED) - 1
        title = self._workbook.add_format({"bold": True, "font_size": 14, "valign": "top", "text_wrap": True})
        plain = self._workbook.add_format({"valign": "top", "text_wrap": True})
        for number, text in enumerate(self._above):
            self._sheet.merge_range(number, 0, number, last, "")
            self._sheet.write_string(number, 0, text, title if number == 0 else plain)
            lines = -(-len(text) // CHARACTERS_IN_A_LINE)
            self._sheet.set_row(number, POINTS_OF_A_LINE * (lines + (number == 0)))

    def _write_row(self, number: int, row: RowToMend) -> None:
        color = NOTED if row.is_taken else TO_MEND
        told = "\n".join(map(str, row.problems))
        ours = [told, str(row.reference), str(row.reference.row), *([row.reference.sheet] * self._listed.has_sheets)]
        for place, text in enumerate(ours):
            self._write_text(number, place, text, OURS)
        notes = {problem.place: problem.sentence for problem in row.problems if problem.place is not None}
        for place, text in enumerate(row.cells):
            self._write_text(number, place + len(ours), text, color if place in notes else PAPER)
        for place, sentence in notes.items():
            size = {"author": self._programme, "x_scale": 2, "y_scale": max(1, len(sentence) / 90)}
            self._sheet.write_comment(number, place + len(ours), sentence, size)

    def _write_text(self, number: int, place: int, text: str, color: str) -> None:
        # A text that begins like a formula stays a text also when somebody edits it.
        look = self._looks[color, text.lstrip().startswith(FORMULA_STARTS)]
        if text:
            self._sheet.write_string(number, place, text, look)
        else:
            self._sheet.write_blank(number, place, None, look)

    def _set_up(self, headings: Sequence[str]) -> None:
        sheet, header, last = self._sheet, len(self._above), len(self._above) + len(self._listed.rows)
        for place, heading in enumerate(headings):
            cells = (
                [row.cells[place - len(self._ours)] for row in self._listed.rows] if place >= len(self._ours) else []
            )
            sheet.set_column(place, place, WIDTHS[heading] if place < len(self._ours) else _width(heading, cells))
        sheet.freeze_panes(header + 1, 0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        sheet.set_landscape()
        sheet.set_paper(1)  # US Letter
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header)
        sheet.print_area(0, 0, last, len(headings) - 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L{self._programme.replace('&', '&&')}&R&P of &N")


def _width(heading: str, cells: Sequence[str]) -> int:
    """Wide enough for most cells and for the longest word of the heading, which breaks its lines."""
    longest = max((len(line) for text in cells for line in text.split("\n")), default=0)
    longest_word = max(map(len, heading.split()), default=0)
    return min(WIDEST, max(NARROWEST, longest + 2, longest_word + 2, len(heading) // 3 + 2))


def _properties(listed: ToMend, programme: str, made_on: date) -> dict[str, object]:
    return {
        "title": f"Rows to mend from {listed.file}",
        "author": programme,
        "created": datetime(made_on.year, made_on.month, made_on.day),  # noqa: DTZ001  # XLSX has no time zone
    }
