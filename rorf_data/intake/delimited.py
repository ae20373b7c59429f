"""Delimited text: which encoding, which delimiter, and its records one by one."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import BinaryIO

from rorf_data.errors import FileRefused
from rorf_data.intake.column_cells import delimited_columns
from rorf_data.intake.sheet import Record, Sheet

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_BYTES = 65_536
SAMPLE_RECORDS = 100

Opener = Callable[[], BinaryIO]

# A line of our own behind the last one: if it doesn't come out as a record, an open quotation mark has swallowed it.
END = "\x03end of file\x03"
NEVER_CLOSED = "a quotation mark opens in row {} and is never closed, so that the rows after it would be lost."

# Far longer than anything that people write, and short enough that an open quotation mark doesn't fill the memory.
LONGEST_CELL = 1_000_000
TOO_LONG = (
    f"row {{}} holds a cell of more than {LONGEST_CELL:,} characters. Perhaps a quotation mark in it is never closed; "
    "else shorten the cell and save the file anew."
)
csv.field_size_limit(LONGEST_CELL)

# Excel's own first line that names the delimiter.
NAMED_DELIMITER = re.compile(r"^sep=(.)\s*$", re.IGNORECASE)


def find_encoding(name: str, blocks: Iterable[bytes]) -> str:
    """UTF-32 or UTF-16 with its mark, UTF-8 with or without one, else Windows-1252; the whole file is looked at.

    Raises :class:`FileRefused` when the bytes are no text.
    """
    is_utf8, is_first = True, True
    decoder = codecs.getincrementaldecoder("utf-8")()
    for block in blocks:
        # The mark of UTF-32 begins with that of UTF-16.
        if is_first and block.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            return "utf-32"
        if is_first and block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\x00" in block:
            raise FileRefused(f"“{name}” is neither text nor an Excel workbook; save it as CSV or .xlsx and try again.")
        is_utf8 = is_utf8 and _decodes(decoder, block)
        is_first = False
    return "utf-8-sig" if is_utf8 and _decodes(decoder, b"", final=True) else "cp1252"


def find_delimiter(open_binary: Opener, encoding: str) -> str:
    """The delimiter under which most of the first records have one and the same number of cells; a comma if none."""
    with open_binary() as stream:
        text = stream.read(SAMPLE_BYTES).decode(encoding, errors="ignore")
    if named := NAMED_DELIMITER.match(text.partition("\n")[0]):
        return named[1]
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def sheet_of(name: str, open_binary: Opener, encoding: str, delimiter: str) -> Sheet:
    """The one sheet of a delimited file."""
    sheet = Sheet.of("", lambda: _records(name, open_binary, encoding, delimiter))
    return replace(
        sheet, read_columns=lambda positions: delimited_columns(open_binary(), encoding, delimiter, positions)
    )


def _records(name: str, open_binary: Opener, encoding: str, delimiter: str) -> Iterator[Record]:
    errors = "replace" if encoding == "cp1252" else "strict"
    row = 0
    with io.TextIOWrapper(open_binary(), encoding=encoding, errors=errors, newline="") as lines:
        records = csv.reader(chain(lines, [END]), delimiter=delimiter)
        try:
            for cells in records:
                if cells and cells[-1].endswith(END):
                    break
                row += 1
                yield cells
        except UnicodeDecodeError:
            raise FileRefused(f"“{name}” is damaged: its text ends or breaks off near row {row + 1}.") from None
        except csv.Error:
            raise FileRefused(f"“{name}”: {TOO_LONG.format(row + 1)}") from None
    if cells != [END]:
        raise FileRefused(f"“{name}”: {NEVER_CLOSED.format(row + 1)}")


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _evenness(text: str, delimiter: str) -> float:
    try:
        sample = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), SAMPLE_RECORDS))
    except csv.Error:
        return 0.0
    widths = Counter(len(cells) for cells in sample if len(cells) > 1)
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    return width * count / len(sample)
