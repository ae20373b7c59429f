"""Workbooks: their sheets as records of text, with sentences on what in them isn't plain values."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from rorf_data.errors import FileRefused
from rorf_data.intake.apart import Protected, Unreadable, merged_of, read_apart
from rorf_data.intake.archive import MOST_CELLS, broken, too_wide
from rorf_data.intake.cell_text import text_of
from rorf_data.intake.headings import shown
from rorf_data.intake.people import sheet_name_to_keep
from rorf_data.intake.sheet import Record, Sheet
from rorf_data.intake.sheet_xml import PartFacts

# Names of streams inside an OLE container, as they are written in its directory.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
COMPUTE = "Open the file in Excel, save it and load it again."
NOT_TOLD = (
    "In a workbook of this kind it can't be told whether rows or columns of “{sheet}” are hidden, or computed by "
    "formulas; all were read. Save it as .xlsx to be told."
)
MACROS = "_VBA_PROJECT".encode("utf-16-le")


def check_ole(name: str, stream: BinaryIO) -> tuple[str, ...]:
    """Raise :class:`FileRefused` for an OLE container that is no open workbook, such as a password-protected one.

    Else sentences on what in it is left alone.
    """
    content = stream.read()
    if ENCRYPTED in content:
        raise _protected(name)
    if not any(stream_name in content for stream_name in WORKBOOK_STREAMS):
        raise FileRefused(f"“{name}” is no Excel workbook. Save it as .xlsx or as CSV and try again.")
    return (f"“{name}” holds macros, which were left alone.",) if MACROS in content else ()


def other_sheets_of(name: str, stream: BinaryIO) -> tuple[Sheet, ...]:
    """The sheets of a checked .xls, .xlsb or .ods workbook that hold anything, in its order.

    What is hidden in a sheet of these formats, and what is computed, isn't known, and a note says so.
    """
    try:
        sheets = read_apart(stream.read())
        named = [replace(one, name=sheet_name_to_keep(one.name, number)) for number, one in enumerate(sheets, 1)]
        return tuple(replace(one, notes=(*one.notes, NOT_TOLD.format(sheet=shown(one.name)))) for one in named)
    except Protected:
        raise _protected(name) from None
    except Unreadable:
        raise broken(name) from None


def sheets_of(name: str, stream: BinaryIO, facts: Mapping[str, PartFacts]) -> tuple[Sheet, ...]:
    """The sheets of a checked .xlsx workbook that hold anything, in its order; ``facts`` by the title of the sheet."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
        hidden = {about.name for about in book.sheets_metadata if about.visible != SheetVisibleEnum.Visible}
        sheets = [sheet for title in book.sheet_names if (sheet := book.get_sheet_by_name(title)).height]
        if any(sheet.height * sheet.width > MOST_CELLS for sheet in sheets):
            raise too_wide(name)
        return tuple(
            _sheet(sheet_name_to_keep(sheet.name, number), sheet, facts.get(sheet.name), sheet.name in hidden)
            for number, sheet in enumerate(sheets, 1)
        )
    except PasswordError:
        raise _protected(name) from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise broken(name) from None
    except BaseException as problem:
        # A damaged workbook can make the reader give up in a way that isn't an ordinary exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise broken(name) from None


def _sheet(title: str, sheet: CalamineSheet, facts: PartFacts | None, is_hidden: bool) -> Sheet:
    def records() -> Iterator[Record]:
        for cells in sheet.iter_rows():
            yield [text_of(cell) for cell in cells]

    notes = _notes(shown(title), facts) if facts else ()
    return Sheet.of(title, records, is_hidden=is_hidden, notes=notes, merged=tuple(merged_of(sheet)))


def _notes(sheet: str, facts: PartFacts) -> tuple[str, ...]:
    """What a person who looks at the sheet may not see, or see otherwise than it was read."""
    parts = ((facts.hidden_rows, "hidden row"), (facts.hidden_columns, "hidden column"))
    hidden = " and ".join(count_of(count, what) for count, what in parts if count)
    were = "was" if facts.hidden_rows + facts.hidden_columns == 1 else "were"
    computed, blank, errors = facts.formulas - facts.blank_formulas, facts.blank_formulas, facts.errors
    sentences = (
        (hidden, f"{hidden} of “{sheet}” {were} read as well."),
        (computed, f"Of {count_of(computed, 'formula')} in “{sheet}” the last computed result was read."),
        (blank, f"{count_of(blank, 'formula')} in “{sheet}” without a computed result counted as blank. {COMPUTE}"),
        (errors, f"{count_of(errors, 'cell')} of “{sheet}” with an error such as #REF! counted as blank."),
    )
    return tuple(sentence for is_so, sentence in sentences if is_so)


def count_of(number: int, what: str) -> str:
    """The number with its word, in the plural unless it is one."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _protected(name: str) -> FileRefused:
    return FileRefused(f"“{name}” is protected by a password. Save a copy without the password and load that.")
