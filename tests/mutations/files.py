"""Files damaged and changed in the ways that files really are, and in some that none ever was, from a number each."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tests.mutations.on_bytes import ON_BYTES, Draw
from tests.mutations.on_rows import ON_ROWS, Rows
from tests.mutations.on_workbooks import ON_WORKBOOKS, saved

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data"
REAL_FILES = {
    "deaths.csv": REAL / "deaths" / "Accidental_Drug_Related_Deaths_2012-2022.csv",
    "calls.csv": REAL / "incidents" / "tempe_az_opioid_ems_calls_2017_2024.csv",
    "requests.csv": REAL / "requests" / "getusppe_all_matches.csv",
}
ROWS_OF_REAL_FILES = 200
SEMICOLONS_IN_WINDOWS_1252 = "sample-kit-log-c-2023-11-to-2026-08.csv"
KINDS = (*ON_BYTES, *ON_ROWS, *ON_WORKBOOKS)


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was before anything befell it."""

    name: str
    content: bytes

    @property
    def is_workbook(self) -> bool:
        """Whether it is an Excel workbook."""
        return self.name.endswith(".xlsx")

    @property
    def form(self) -> tuple[str, str]:
        """Encoding and delimiter of a text."""
        return ("cp1252", ";") if self.name == SEMICOLONS_IN_WINDOWS_1252 else ("utf-8-sig", ",")

    def rows(self) -> Rows:
        """Its cells, a workbook's from its first sheet."""
        if self.is_workbook:
            book = openpyxl.load_workbook(io.BytesIO(self.content))
            return [list(cells) for cells in book.worksheets[0].iter_rows(values_only=True)]
        encoding, delimiter = self.form
        return list(csv.reader(io.StringIO(self.content.decode(encoding), newline=""), delimiter=delimiter))


@dataclass(frozen=True, slots=True)
class Mutated:
    """A file with what befell it; ``rows`` are its cells as they were written, as long as nothing befell these."""

    number: int
    name: str
    content: bytes
    kinds: tuple[str, ...]
    rows: Rows | None = None

    def __str__(self) -> str:
        return f"mutation {self.number} of “{self.name}”: {', then '.join(self.kinds)}"


def mutated(number: int) -> Mutated:
    """The file of this number; the kinds of mutation take turns, everything else is drawn with the number as seed."""
    draw = Draw(number)
    kind = KINDS[number % len(KINDS)]
    original = draw.choice([one for one in originals() if one.is_workbook] if kind in ON_WORKBOOKS else originals())
    if original.name in REAL_FILES:
        original = _slice(original.name, draw)
    made = _mutate(number, original, kind, draw)
    while draw.random() < 0.25:
        more = draw.choice(list(ON_BYTES))
        made = replace(made, content=ON_BYTES[more](draw, made.content), kinds=(*made.kinds, more), rows=None)
    return made


def _mutate(number: int, original: Original, kind: str, draw: Draw) -> Mutated:
    if kind in ON_ROWS:
        return _with_rows(number, original, kind, draw)
    content = (ON_BYTES | ON_WORKBOOKS)[kind](draw, original.content)
    return Mutated(number, original.name, content, (kind,))


def _with_rows(number: int, original: Original, kind: str, draw: Draw) -> Mutated:
    rows = ON_ROWS[kind](draw, original.rows())
    if original.is_workbook or draw.random() < 0.1:
        rows = [[_for_a_workbook(cell) for cell in row] for row in rows]
        return Mutated(number, Path(original.name).stem + ".xlsx", _workbook(rows), (kind, "as a workbook"), rows)
    return Mutated(number, original.name, _text(rows, original.form), (kind,), rows)


@cache
def originals() -> tuple[Original, ...]:
    """The sample files, and thrice the real ones where they lie beside the project."""
    folder = ROOT / "sample_data"
    paths = sorted(path for path in (*folder.glob("*"), *folder.glob("formats/*")) if path.suffix in (".csv", ".xlsx"))
    real = [Original(name, b"") for name, path in REAL_FILES.items() if path.exists()]
    return (*(Original(path.name, path.read_bytes()) for path in paths), *real, *real, *real)


def _slice(name: str, draw: Draw) -> Original:
    """Some rows of a real file under its header."""
    header, *rows = _real_rows(name)
    first = draw.randrange(len(rows))
    some = [header, *rows[first : first + draw.randint(1, ROWS_OF_REAL_FILES)]]
    return Original(name, _text(some, ("utf-8", ",")))


@cache
def _real_rows(name: str) -> Rows:
    with REAL_FILES[name].open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def _text(rows: Rows, form: tuple[str, str]) -> bytes:
    encoding, delimiter = form
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    try:
        return stream.getvalue().encode(encoding)
    except UnicodeEncodeError:
        return stream.getvalue().encode("utf-8")


def _workbook(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def _for_a_workbook(cell: Any) -> Any:
    return ILLEGAL_CHARACTERS_RE.sub("", cell)[:32_000] if isinstance(cell, str) else cell
