"""The cells of a chunk by column, and the rows whose cells can't be told apart by column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from rorf_data.intake.blocks import Block
from rorf_data.intake.canonical import MAIN_DATES
from rorf_data.intake.cells import Column, Flags, Objects, is_there
from rorf_data.intake.check import Verdicts
from rorf_data.intake.columns import Fit, Headings
from rorf_data.intake.headings import joined, shown
from rorf_data.intake.sheet import Lines, Record
from rorf_data.intake.texts import tidy
from rorf_data.model import Outcome

TOO_LONG = "This row has more cells than the header, so its columns can't be told apart."
TORN = "{} to be several rows run together; a quotation mark is missing or one too many."
HEADER_AGAIN = "This row repeats the header."
TOTAL = "This row is a total of others, not a record."

LINE_BREAK = re.compile(r"\r\n?|\n")
# Fields that hold names; a row in whose place of one stands "Total" adds up others.
NAMES = ("place", "agency")
TOTALS = re.compile(r"(?:grand |sub ?|overall )?totals?|sum")
TOTAL_OF = re.compile(r"(?:grand |sub ?|overall )?totals?\b.*")
LOOKS_LIKE_A_DAY = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{2,4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """Raw texts by column, as wide as the header; ``is_too_long`` marks rows with more cells than that.

    ``broken``: the cells of rows of a delimited file that go over several of its lines.
    """

    columns: list[Objects]
    is_too_long: Flags
    broken: Mapping[int, Record] = field(default_factory=dict)
    delimiter: str = ""

    @classmethod
    def of(cls, records: Sequence[Record], *, width: int, delimiter: str = "") -> Table:
        """Rows that end early are filled with blank cells; blank cells beyond the header's width are dropped.

        ``delimiter`` is the file's own, empty for a workbook, whose cells can't run together.
        """
        goes_on = bool(delimiter) and Lines in set(map(type, records))
        broken = {row: cells for row, cells in enumerate(records) if isinstance(cells, Lines)} if goes_on else {}
        if set(map(len, records)) <= {width}:
            columns = list(zip(*records, strict=True)) or [()] * width
            return cls(_arrays(columns), np.zeros(len(records), dtype=np.bool_), broken, delimiter)
        filled = [[*cells[:width], *[""] * (width - len(cells))] for cells in records]
        is_too_long = np.array([any(map(str.strip, cells[width:])) for cells in records], dtype=np.bool_)
        return cls(_arrays(list(zip(*filled, strict=True))), is_too_long, broken, delimiter)

    @classmethod
    def of_block(cls, block: Block, *, width: int, delimiter: str) -> Table:
        """Rows that are there by column already; without detours when they are just as wide as the header."""
        if len(block.columns) == width:
            return cls(block.columns, np.zeros(len(block.numbers), dtype=np.bool_), {}, delimiter)
        return cls.of(list(zip(*block.columns, strict=True)), width=width, delimiter=delimiter)

    def column(self, position: int) -> Objects:
        """The raw texts of one column."""
        return self.columns[position]

    def texts(self, found: Fit) -> dict[str, Objects]:
        """The raw texts of every field that has a column or a fixed value; identifiers are left to :meth:`column`."""
        places = {field: positions[0] for field, positions in found.positions.items() if field != "record_id"}
        texts = {field: self.column(position) for field, position in places.items()}
        rows = len(self.is_too_long)
        return texts | {field: np.full(rows, value, dtype=object) for field, value in found.source.fixed.items()}


def _arrays(columns: Sequence[Sequence[str]]) -> list[Objects]:
    return [np.array(cells, dtype=object) for cells in columns]


def refuse_misshapen(verdicts: Verdicts, table: Table, days: Column, found: Fit) -> None:
    """Refuse rows run together or with too many cells, the header repeated, totals, and rows that the source says to
    refuse.

    ``days`` is the column that every row counts on; only where it holds no day can a row be the header again.
    """
    torn = _torn(table, found)
    verdicts.decide(is_there(torn), Outcome.REFUSED, "", torn)
    verdicts.decide(table.is_too_long, Outcome.REFUSED, "", TOO_LONG)
    verdicts.decide(_repeats_header(table, days, found), Outcome.REFUSED, "", HEADER_AGAIN)
    verdicts.decide(_is_total(table, days, found), Outcome.REFUSED, "", TOTAL)
    for rule in found.source.refuse_when:
        position = Headings(found.headings).under(rule.column)[0]
        values = {tidy(value).casefold() for value in rule.values}
        cells = table.columns[position]
        is_named = {text: tidy(text).casefold() in values for text in set(cells)}
        where = np.array([is_named[text] for text in cells], dtype=np.bool_)
        verdicts.decide(where, Outcome.REFUSED, shown(found.headings[position]), f"This row {rule.reason}.")


def _repeats_header(table: Table, days: Column, found: Fit) -> Flags:
    used = [places[0] for places in found.positions.values()]
    # Where no file tells the day, any row could.
    repeats = days.has_problem | ~days.is_given
    for row in np.flatnonzero(repeats):
        repeats[row] = all(joined(table.columns[p][row]) == joined(found.headings[p]) for p in used)
    return repeats


def _is_total(table: Table, days: Column, found: Fit) -> Flags:
    """Rows that add up others: those that begin so and have no day, and those with a total for a name."""
    is_total: Flags = np.zeros(len(table.is_too_long), dtype=np.bool_)
    for row in np.flatnonzero(~days.is_known):
        first = next((cells[row] for cells in table.columns if cells[row].strip()), "")
        is_total[row] = bool(TOTAL_OF.fullmatch(_plain(first)))
    for position in [found.positions[name][0] for name in NAMES if name in found.positions]:
        cells = table.columns[position]
        totals = {text for text in set(cells) if TOTALS.fullmatch(_plain(text))}
        is_total |= np.array([text in totals for text in cells], dtype=np.bool_) if totals else False
    return is_total


def _plain(text: str) -> str:
    return tidy(text).casefold().rstrip(":")


def _torn(table: Table, found: Fit) -> Objects:
    """For each row None, or where it goes over several lines that seem to be rows of their own a sentence with these.

    Between two stray quotation marks one cell swallows the end of its own row, whole rows, and another's beginning.
    """
    torn: Objects = np.full(len(table.is_too_long), None, dtype=object)
    main = found.positions.get(MAIN_DATES[found.source.feed], (0,))[0]
    for row, cells in table.broken.items():
        if (
            len(cells) < len(found.headings)
            or _has_swallowed(cells, table.delimiter)
            or _holds_rows(cells, table, main)
        ):
            torn[row] = TORN.format(_lines_of(cells))
    return torn


def _has_swallowed(cells: Record, delimiter: str) -> bool:
    """Whether a cell holds as many delimiters as fit between the two stray marks: those of the columns after it in its
    first line, those before it in its last, and all of a row's in any line between them.
    """
    width = len(cells)
    for position, cell in enumerate(cells):
        counts = [line.count(delimiter) for line in LINE_BREAK.split(cell)]
        if (
            len(counts) > 1
            and width > 1
            and counts == [width - 1 - position, *[width - 1] * (len(counts) - 2), position]
        ):
            return True
    return False


def _holds_rows(cells: Record, table: Table, main: int) -> bool:
    """Whether any line but the first has the cells of a whole row, with a day where the rows have theirs."""
    lines = [line.split(table.delimiter) for line in LINE_BREAK.split(table.delimiter.join(cells))[1:]]
    return any(len(line) >= len(table.columns) and LOOKS_LIKE_A_DAY.search(line[main]) for line in lines)


def _lines_of(cells: Record) -> str:
    return f"Lines {cells.first} to {cells.last} of the file seem" if isinstance(cells, Lines) else "This row seems"
