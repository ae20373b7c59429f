"""Web pages that a program calls a spreadsheet: their tables, read as text and never run, fetched or shown."""

from __future__ import annotations

from html.parser import HTMLParser

from rorf_data.intake.sheet import Merged

MOST_CELLS = 5_000_000
LARGEST_SPAN = 1000

Attributes = list[tuple[str, str | None]]


class TooManyCells(Exception):
    """The tables of the page ask for more room than there is."""


def tables_of(page: str) -> list[tuple[list[list[str]], list[Merged]]]:
    """The rows and merged cells of every table of a page that holds text, in its order.

    A table inside another one stands by itself. A cell over several columns is followed by blank ones, a cell over
    several rows has blank ones under it. Raises :class:`TooManyCells`.
    """
    reader = _Tables()
    reader.feed(page)
    reader.close()
    holding = [table for table in reader.tables if any(any(map(str.strip, row)) for row in table.rows)]
    return [(table.rows, table.merged) for table in holding]


class _Tables(HTMLParser):
    """Fills ``tables``; what stands outside a cell, and scripts and styles anywhere, are passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._room = MOST_CELLS
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """A table, a row, a cell or a line break begins."""
        if tag in ("script", "style"):
            self._unseen += 1
        elif tag == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif self._open:
            self._room -= self._open[-1].begin(tag, dict(attrs))
        if self._room < 0:
            raise TooManyCells

    def handle_endtag(self, tag: str) -> None:
        """A table, a row or a cell ends."""
        if tag in ("script", "style"):
            self._unseen = max(0, self._unseen - 1)
        elif tag == "table" and self._open:
            self._open.pop()
        elif tag in ("td", "th", "tr") and self._open:
            self._open[-1].cell = None

    def handle_data(self, data: str) -> None:
        """Text, which counts inside a cell only."""
        if self._open and not self._unseen:
            self._open[-1].write(data)


class _Table:
    """One table while it is read; ``cell`` is the place in the last row that text goes to."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.merged: list[Merged] = []
        self.cell: int | None = None
        self._begins_line = True
        self._covered: dict[int, int] = {}

    def begin(self, tag: str, attributes: dict[str, str | None]) -> int:
        """Take in the start of a tag; how many cells it adds."""
        if tag == "tr":
            self.rows.append([])
            self.cell = None
        elif tag in ("td", "th") and self.rows:
            return self._begin_cell(_span(attributes.get("colspan")), _span(attributes.get("rowspan")))
        elif tag in ("br", "p", "div") and self.cell is not None and self.rows[-1][self.cell]:
            self.rows[-1][self.cell] += "\n"
            self._begins_line = True
        return 0

    def _begin_cell(self, columns: int, rows: int) -> int:
        cells, number = self.rows[-1], len(self.rows)
        before = len(cells)
        while self._covered.get(len(cells), 0) >= number:
            cells.append("")
        self.cell, self._begins_line = len(cells), True
        if rows > 1:
            self.merged.append(Merged(self.cell, number, number + rows - 1))
            self._covered |= dict.fromkeys(range(self.cell, self.cell + columns), number + rows - 1)
        cells += [""] * columns
        return len(cells) - before

    def write(self, text: str) -> None:
        """Add text to the open cell as a browser shows it: line breaks and runs of spaces are one space."""
        if self.cell is None:
            return
        words = " ".join(text.split())
        starts_apart = text[:1].isspace() and not self._begins_line
        shown = (" " if starts_apart else "") + words + (" " if words and text[-1:].isspace() else "")
        self.rows[-1][self.cell] += shown if words else ""
        self._begins_line = self._begins_line and not words


def _span(said: str | None) -> int:
    return min(max(int(said), 1), LARGEST_SPAN) if said and said.isascii() and said.isdigit() else 1
