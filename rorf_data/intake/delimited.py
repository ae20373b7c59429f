"""Delimited text: how it is written, and its records one by one."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import BinaryIO, Protocol

from rorf_data.errors import FileRefused
from rorf_data.intake.column_cells import delimited_columns
from rorf_data.intake.encoding import Encoding
from rorf_data.intake.sheet import Lines, Record, Sheet

DELIMITERS = (",", ";", "\t", "|", "^")
SAMPLE_BYTES = 65_536
SAMPLE_RECORDS = 100

# So few that what was read is still near at hand when it is looked at again, which is several times as fast.
RECORDS_AT_ONCE = 500

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
NAMED_DELIMITER = re.compile(r"""^sep=([^\w\s"'\\]|\t)\s*$""", re.IGNORECASE)


class Reader(Protocol):
    """Records one by one, and how many lines they have taken."""

    line_num: int

    def __iter__(self) -> Iterator[Record]: ...

    def __next__(self) -> Record: ...


@dataclass(frozen=True, slots=True)
class Form:
    """How the cells of a text are told apart: ``escape`` is the sign before a quotation mark inside a cell, if any."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None

    def reader(self, lines: Iterable[str]) -> Reader:
        """The records of these lines."""
        return csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote, escapechar=self.escape)


def find_form(open_binary: Opener, encoding: str) -> Form:
    """The form under which most of the first records have one and the same number of cells; commas if none."""
    with open_binary() as stream:
        text = stream.read(SAMPLE_BYTES).decode(encoding, errors="ignore")
    named = NAMED_DELIMITER.match(text.partition("\n")[0])
    delimiters = (named[1],) if named else DELIMITERS
    return max((form for one in delimiters for form in _forms(text, one)), key=lambda form: _evenness(text, form))


def sheet_of(name: str, open_binary: Opener, encoding: Encoding, form: Form) -> Sheet:
    """The one sheet of a delimited file."""
    sheet = Sheet.of("", lambda: _records(name, open_binary, encoding, form))
    is_plain = form == Form(form.delimiter) and not encoding.has_nuls and encoding.is_sure_of_letters
    if not is_plain:
        return sheet
    return replace(
        sheet, read_columns=lambda places: delimited_columns(open_binary(), encoding.name, form.delimiter, places)
    )


def _forms(text: str, delimiter: str) -> list[Form]:
    if _is_in_single_quotes(text, delimiter):
        return [Form(delimiter, quote="'")]
    return [Form(delimiter), *([Form(delimiter, escape="\\")] if '\\"' in text else [])]


def _is_in_single_quotes(text: str, delimiter: str) -> bool:
    """Whether most lines have a cell that begins with a single quotation mark and one that ends with it."""
    lines = [cells for line in text.splitlines()[:SAMPLE_RECORDS] if len(cells := line.split(delimiter)) > 1]
    if any(cell.strip().startswith('"') for cells in lines for cell in cells):
        return False
    quoted = [cells for cells in lines if _starts_quoted(cells) and _ends_quoted(cells)]
    return len(quoted) * 2 > len(lines)


def _starts_quoted(cells: Record) -> bool:
    return any(cell.lstrip().startswith("'") for cell in cells)


def _ends_quoted(cells: Record) -> bool:
    return any(len(cell.strip()) > 1 and cell.rstrip().endswith("'") for cell in cells)


def _records(name: str, open_binary: Opener, encoding: Encoding, form: Form) -> Iterator[Record]:
    row = 0
    with io.TextIOWrapper(open_binary(), encoding=encoding.name, errors=encoding.errors, newline="") as lines:
        reader = form.reader(chain(lines, [END]))
        while True:
            line = reader.line_num
            records, problem = _some(reader)
            last = records.pop() if records and records[-1] and records[-1][-1].endswith(END) else None
            if reader.line_num - line > len(records) + (last is not None):
                records = _with_lines(records, line)
            yield from map(_without_padding, records) if encoding.has_nuls else records
            row += len(records)
            if problem:
                raise FileRefused(f"“{name}”{problem.format(row + 1)}")
            if last:
                break
    if last != [END]:
        raise FileRefused(f"“{name}”: {NEVER_CLOSED.format(row + 1)}")


def _some(reader: Iterator[Record]) -> tuple[list[Record], str]:
    """The next records, and what ended them before their time, if anything."""
    records: list[Record] = []
    try:
        records.extend(islice(reader, RECORDS_AT_ONCE))
    except UnicodeDecodeError:
        return records, " is damaged: its text ends or breaks off near row {}."
    except csv.Error:
        return records, f": {TOO_LONG}"
    return records, ""


def _with_lines(records: Iterable[Record], line: int) -> list[Record]:
    """The records, of which those over several lines know them; ``line`` is the one before the first."""
    known: list[Record] = []
    for cells in records:
        breaks = sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in cells)
        known.append(Lines(cells, line + 1, line + 1 + breaks) if breaks else cells)
        line += 1 + breaks
    return known


def _without_padding(cells: Record) -> Record:
    return [cell.strip("\x00") for cell in cells]


def _evenness(text: str, form: Form) -> float:
    try:
        sample = list(islice(form.reader(io.StringIO(text, newline="")), SAMPLE_RECORDS))
    except csv.Error:
        return 0.0
    widths = Counter(len(cells) for cells in sample if len(cells) > 1)
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    return width * count / len(sample)
