"""What the XML of a workbook's part says beside the values: how far its cells go, and what is hidden or computed.

The text is looked through as it is unpacked, some whole rows at a time, so that a part of any size takes little memory.
Every pattern here is tried on short pieces, each cut off at a tag: none can be made to search the same text over and
over.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

LONGEST_PIECE = 4 << 20
LONGEST_TAG = 1000
ENDS = (b"row>", b"c>", b"si>")

ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Cells say where they are; so do rows, without a letter. What stands before the r is looked at last, which is quicker.
REFERENCE = re.compile(rb"""r(?<![A-Za-z]r)\s*=\s*["']([A-Za-z]{0,8}[0-9]{1,18})["']""")
LETTERS, DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"
ROW, COLUMN, CELL, TEXT = (re.compile(rb"<(?:\w+:)?%s(?=[\s/>])" % tag) for tag in (b"row", b"col", b"c", b"si"))
# Rows and cells need not say where they are; then each is the next one. Attributes are short, so that looking stays so.
WITHOUT_PLACE = rb"<(?:\w+:)?%s(?=[\s/>])(?![^<>]{0,300}?\sr\s*=)"
ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(r(?=ow[\s/>])|c(?=[\s/>]))")
UNPLACED_ROW, UNPLACED_CELL = (re.compile(WITHOUT_PLACE % tag) for tag in (b"row", b"c"))
HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
FROM_COLUMN, TO_COLUMN = (re.compile(rb"""\b%s\s*=\s*["']([0-9]{1,5})["']""" % name) for name in (b"min", b"max"))
IS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
IS_SHARED_TEXT = re.compile(rb"""\bt\s*=\s*["']s["']""")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
VALUE = re.compile(rb"<(?:(?:\w+:)?v>[^<]|(?:\w+:)?is[\s>])")
INDEX = re.compile(rb"<(?:\w+:)?v>\s*([0-9]{1,9})\s*<")


class Unbearable(Exception):
    """The XML is of a kind that isn't read."""


@dataclass(slots=True)
class PartFacts:
    """What is known of one part.

    ``blank_formulas`` are those of ``formulas`` whose result nobody has computed; ``errors`` are cells such as #REF!.
    ``longest_text``: bytes of the longest text that cells share. ``unplaced_rows`` don't say which row they are;
    ``widest`` is the most cells of a row some of whose cells don't say where they are, ``open_row`` those of the last.
    """

    is_sheet: bool = False
    last_row: int = 0
    last_column: int = 0
    hidden_rows: int = 0
    hidden_spans: list[tuple[int, int]] = field(default_factory=list)
    formulas: int = 0
    blank_formulas: int = 0
    errors: int = 0
    longest_text: int = 0
    unplaced_rows: int = 0
    widest: int = 0
    open_row: int = 0

    @property
    def hidden_columns(self) -> int:
        """How many columns are hidden up to the last one that holds a cell."""
        return sum(max(0, min(last, self.last_column) - first + 1) for first, last in self.hidden_spans)

    @property
    def cells(self) -> int:
        """How many cells there are room for, at most, between the first cell of the sheet and the last."""
        rows, columns = self.last_row + self.unplaced_rows, self.last_column + self.widest
        return rows * columns if self.is_sheet else 0


def facts_of(blocks: Iterable[bytes]) -> PartFacts:
    """Look through one part; raises :class:`Unbearable` at a declaration of entities."""
    facts = PartFacts()
    for text in _pieces(blocks):
        _take_in(facts, text)
    return facts


def shared_text_lengths(blocks: Iterable[bytes]) -> array[int]:
    """Bytes of each text of a part that holds the texts which cells share."""
    return array("Q", (len(text) for piece in _pieces(blocks) for text in TEXT.split(piece)[1:]))


def shared_text_bytes(blocks: Iterable[bytes], lengths: array[int]) -> int:
    """How many bytes of shared text the cells of a sheet come to."""
    places = (place for piece in _pieces(blocks) for place in _shared_places(piece))
    return sum(lengths[place] for place in places if place < len(lengths))


def _shared_places(text: bytes) -> Iterator[int]:
    for cell in CELL.split(text)[1:]:
        if IS_SHARED_TEXT.search(cell.partition(b">")[0]) and (found := INDEX.search(cell)):
            yield int(found[1])


def _pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The text again, cut only where a row, a cell or a shared text ends."""
    rest = b""
    for block in blocks:
        text = rest + block
        end = _end_of_rows(text)
        if len(text) - end < LONGEST_PIECE:
            yield text[:end]
            rest = text[end:]
        else:  # A row or text without an end isn't carried along for ever.
            yield text
            rest = text[-LONGEST_TAG:]
    yield rest


def _take_in(facts: PartFacts, text: bytes) -> None:
    if b"<!" in text and ENTITIES.search(text):
        raise Unbearable
    row, column = _furthest(text)
    facts.last_row, facts.last_column = max(facts.last_row, row), max(facts.last_column, column)
    _take_in_unplaced(facts, text)
    if b"si>" in text:
        facts.longest_text = max(facts.longest_text, *map(len, TEXT.split(text)))
    if b"hidden" in text:
        facts.hidden_rows += sum(map(_is_hidden_row, ROW.split(text)[1:]))
        facts.hidden_spans += filter(None, map(_hidden_span, COLUMN.split(text)[1:]))
    facts.is_sheet = facts.is_sheet or b"sheetData" in text
    if facts.is_sheet and (b"<f" in text or b":f" in text or b'"e"' in text or b"'e'" in text):
        _take_in_cells(facts, CELL.split(text)[1:])


def _take_in_unplaced(facts: PartFacts, text: bytes) -> None:
    """Rows and cells that don't say where they are follow on each other, in a row that may have begun before."""
    facts.unplaced_rows += len(UNPLACED_ROW.findall(text))
    if not UNPLACED_CELL.search(text):
        facts.open_row = 0
        return
    letters = b"".join(ROW_OR_CELL.findall(text))
    goes_on, *rows = map(len, letters.split(b"r"))
    counts = [facts.open_row + goes_on, *rows]
    facts.widest, facts.open_row = max(facts.widest, *counts), counts[-1]


def _take_in_cells(facts: PartFacts, cells: Iterable[bytes]) -> None:
    for cell in cells:
        is_formula = bool(FORMULA.search(cell))
        facts.formulas += is_formula
        facts.blank_formulas += is_formula and not VALUE.search(cell)
        facts.errors += bool(IS_ERROR.search(cell.partition(b">")[0]))


def _end_of_rows(text: bytes) -> int:
    """Behind the last whole row in the text, or else the last whole cell or shared text; 0 if there is none."""
    ends = (place + len(end) for end in ENDS if (place := text.rfind(end)) >= 0)
    return next(ends, 0)


def _furthest(xml: bytes) -> tuple[int, int]:
    """The last row and the last column that any cell reference in the text names."""
    references = b" ".join(REFERENCE.findall(xml)).upper()
    rows = map(int, set(references.translate(None, LETTERS).split()))
    columns = map(_column_number, set(references.translate(None, DIGITS).split()))
    return max(rows, default=0), max(columns, default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _is_hidden_row(row: bytes) -> bool:
    attributes, _, cells = row.partition(b">")
    return bool(HIDDEN.search(attributes) and VALUE.search(cells))


def _hidden_span(column: bytes) -> tuple[int, int] | None:
    attributes = column.partition(b">")[0]
    first, last = FROM_COLUMN.search(attributes), TO_COLUMN.search(attributes)
    return (int(first[1]), int(last[1])) if HIDDEN.search(attributes) and first and last else None
