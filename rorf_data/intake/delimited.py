"""Delimited text: how it is written, and its records one by one."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import BinaryIO, Protocol

from rorf_data.errors import FileRefused
from rorf_data.intake.blocks import ROWS_AT_ONCE, Block, Gathered, columns_of
from rorf_data.intake.column_cells import delimited_columns
from rorf_data.intake.encoding import Encoding
from rorf_data.intake.sheet import Lines, Record, Sheet

DELIMITERS = (",", ";", "\t", "|", "^")
SAMPLE_BYTES = 65_536
SAMPLE_RECORDS = 100

# So few that what was read is still near at hand when it is looked at again, which is several times as fast.
CHARACTERS_AT_ONCE = 65_536
# Columns are kept tighter than rows, and every call for some costs a millisecond.
CHARACTERS_OF_A_BLOCK = 1 << 20

Opener = Callable[[], BinaryIO]

# A line of our own behind the last one: if it doesn't come out as a record, an open quotation mark has swallowed it.
END = "\x03end of file\x03"
NEVER_CLOSED = ": a quotation mark opens in row {} and is never closed, so that the rows after it would be lost."

BREAKS_OFF = " is damaged: its text ends or breaks off near row {}."

# Far longer than anything that people write, and short enough that an open quotation mark doesn't fill the memory.
LONGEST_CELL = 1_000_000
TOO_LONG = (
    f": row {{}} holds a cell of more than {LONGEST_CELL:,} characters. Perhaps a quotation mark in it is never closed;"
    " else shorten the cell and save the file anew."
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

    def closed(self, lines: Iterable[str]) -> Iterator[Record]:
        """The records of these lines; none at all where the last of them goes on after the lines."""
        records = list(self.reader(chain(lines, [END])))
        return iter(records[:-1] if records[-1] == [END] else [])


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
        sheet,
        read_blocks=lambda: _blocks(name, open_binary, encoding, form),
        read_columns=lambda places: delimited_columns(open_binary(), encoding.name, form.delimiter, places),
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
    row = line = 0
    with io.TextIOWrapper(open_binary(), encoding=encoding.name, errors=encoding.errors, newline="") as lines:
        try:
            while some := lines.readlines(CHARACTERS_AT_ONCE):
                records, taken = _parted(some, form) or _taken_apart(some, lines, form, line)
                yield from map(_without_padding, records) if encoding.has_nuls else records
                row, line = row + len(records), line + taken
        except _Unreadable as problem:
            yield from problem.records
            raise FileRefused(f"“{name}”{problem.sentence.format(row + len(problem.records) + 1)}") from None
        except UnicodeDecodeError:
            raise FileRefused(f"“{name}”{BREAKS_OFF.format(row + 1)}") from None


def _blocks(
    name: str, open_binary: Opener, encoding: Encoding, form: Form
) -> Iterator[Block | list[tuple[int, Record]]]:
    """All rows by column where every line is one row, and as :func:`_records` reads them where one is not."""
    row = line = 0
    gathered, apart = Gathered(), list[tuple[int, Record]]()
    with io.TextIOWrapper(open_binary(), encoding=encoding.name, errors=encoding.errors, newline="") as lines:
        try:
            while some := lines.readlines(CHARACTERS_OF_A_BLOCK):
                columns = columns_of(some, delimiter=form.delimiter, quote=form.quote, read=form.closed)
                if apart and (columns is not None or len(apart) >= ROWS_AT_ONCE):
                    yield apart
                    apart = []
                if columns is not None and gathered.takes(columns):
                    row, line = row + len(some), line + len(some)
                    if len(gathered) >= ROWS_AT_ONCE:
                        yield gathered.block(row)
                    continue
                if gathered:
                    yield gathered.block(row)
                records, taken = _taken_apart(some, lines, form, line)
                apart += _numbered(records, row)
                row, line = row + len(records), line + taken
            if gathered:
                yield gathered.block(row)
            if apart:
                yield apart
        except _Unreadable as problem:
            yield [*apart, *_numbered(problem.records, row)]
            raise FileRefused(f"“{name}”{problem.sentence.format(row + len(problem.records) + 1)}") from None
        except UnicodeDecodeError:
            raise FileRefused(f"“{name}”{BREAKS_OFF.format(row + 1)}") from None
        except csv.Error:
            raise FileRefused(f"“{name}”{TOO_LONG.format(row + 1)}") from None


def _numbered(records: Sequence[Record], above: int) -> list[tuple[int, Record]]:
    return [(row, cells) for row, cells in enumerate(records, above + 1) if any(map(str.strip, cells))]


def _parted(lines: Sequence[str], form: Form) -> tuple[list[Record], int] | None:
    """Lines without any quotation mark, which need only be parted and so are read far quicker; None for others."""
    text = "".join(lines)
    if form.quote in text or form.escape or len(text) > LONGEST_CELL:
        return None
    return [plain.split(form.delimiter) if (plain := line.rstrip("\r\n")) else [] for line in lines], len(lines)


def _taken_apart(some: Sequence[str], more: Iterable[str], form: Form, line: int) -> tuple[list[Record], int]:
    """The records that begin in some lines, and how many lines they take; the last may go on in the lines after them.

    ``line`` is the last line before them.
    """
    reader = form.reader(chain(some, more, [END]))
    records: list[Record] = []
    try:
        while reader.line_num < len(some):
            before = reader.line_num
            cells = next(reader)
            several = reader.line_num - before > 1
            records.append(Lines(cells, line + before + 1, line + reader.line_num) if several else cells)
    except UnicodeDecodeError:
        raise _Unreadable(records, BREAKS_OFF) from None
    except csv.Error:
        raise _Unreadable(records, TOO_LONG) from None
    if records[-1] and records[-1][-1].endswith(END):
        raise _Unreadable(records[:-1], NEVER_CLOSED)
    return records, reader.line_num


class _Unreadable(Exception):
    """The text can't be read on after these records; the sentence has a place for the number of the next row."""

    def __init__(self, records: list[Record], sentence: str) -> None:
        super().__init__(sentence)
        self.records, self.sentence = records, sentence


def _without_padding(cells: Record) -> Record:
    plain = [cell.strip("\x00") for cell in cells]
    return Lines(plain, cells.first, cells.last) if isinstance(cells, Lines) else plain


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
