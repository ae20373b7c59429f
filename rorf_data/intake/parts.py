"""Which sheets of a file are read, once it is known what the file is, and what a person must be told of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rorf_data.intake.canonical import Form, fields_of
from rorf_data.intake.columns import Fit
from rorf_data.intake.headings import shown
from rorf_data.intake.sheet import Merged, Sheet


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of a file that is read: its header's row, and how the headings fit the source."""

    sheet: Sheet
    header_row: int
    fit: Fit


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A row of a sheet as its header, and how its headings fit a source; ``is_one_row`` unless it goes over two."""

    sheet: Sheet
    header_row: int
    is_one_row: bool
    fit: Fit

    @property
    def rank(self) -> tuple[bool, int, bool]:
        """A mapping that the programme made itself comes first, then the number of columns that the source knows."""
        return self.fit.source.is_own, len(self.fit.positions) + len(self.fit.read_by_rules), self.is_one_row

    @property
    def has_rows(self) -> bool:
        """Whether anything stands under the header."""
        return next(self.sheet.rows_below(self.header_row), None) is not None


def choose_parts(
    best: Candidate, sheets: Sequence[Sheet], fitting: Sequence[Candidate]
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Every sheet that fits the source of the best one and holds rows of its own, in the file's order; and sentences on
    what else the sheets hold.

    A sheet that fits another source better isn't read, nor one that only repeats the rows of another. At least the best
    one is a part.
    """
    fits = [_candidate_of(sheet, best, fitting) for sheet in sheets]
    with_rows = [candidate for candidate in fits if candidate and candidate.has_rows] or [best]
    copies = _copies(with_rows)
    read = [candidate for candidate in with_rows if candidate not in copies]
    notes: list[str] = []
    for sheet, candidate in zip(sheets, fits, strict=True):
        if candidate in read:
            notes += [*sheet.notes, *_of_hidden(candidate, len(sheets)), *_of_merged(candidate)]
        elif candidate in copies:
            notes.append(_of_copy(sheet, copies[candidate]))
        else:
            notes.append(_of_other(sheet, candidate, best, fitting))
    return tuple(map(_part, read)), tuple(notes)


def _candidate_of(sheet: Sheet, best: Candidate, fitting: Sequence[Candidate]) -> Candidate | None:
    """How a sheet fits the source of the best one; None when it doesn't, or fits another source better."""
    ours = [c for c in fitting if c.sheet is sheet and c.fit.source.name == best.fit.source.name]
    found = max(ours, key=lambda c: c.rank, default=None)
    return None if found and _better(found, fitting) else found


def _better(found: Candidate, fitting: Sequence[Candidate]) -> Candidate | None:
    others = [c for c in fitting if c.sheet is found.sheet and c.rank[:2] > found.rank[:2]]
    return max(others, key=lambda c: c.rank, default=None)


def _copies(candidates: Sequence[Candidate]) -> dict[Candidate, tuple[Candidate, int]]:
    """The sheets that only repeat another one's rows, with that other one and how many rows these are.

    Of two alike the visible one is the one that is read, or else the first.
    """
    copies: dict[Candidate, tuple[Candidate, int]] = {}
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: c.sheet.is_hidden):
        alike = next(((other, rows) for other in kept if (rows := _rows_alike(other, candidate))), None)
        if alike:
            copies[candidate] = alike
        else:
            kept.append(candidate)
    return copies


def _rows_alike(one: Candidate, other: Candidate) -> int:
    """How many rows two sheets have if they have the same; 0 as soon as one differs."""
    if set(one.fit.positions) != set(other.fit.positions):
        return 0
    rows = 0
    for ours, theirs in zip_longest(_used_cells(one), _used_cells(other)):
        if ours != theirs:
            return 0
        rows += 1
    return rows


def _used_cells(candidate: Candidate) -> Iterator[list[str]]:
    positions = [place for field in sorted(candidate.fit.positions) for place in candidate.fit.positions[field]]
    for _, cells in candidate.sheet.rows_below(candidate.header_row):
        yield [cells[place].strip() if place < len(cells) else "" for place in positions]


def _part(candidate: Candidate) -> Part:
    filled, _ = _merged(candidate)
    sheet = candidate.sheet.filling(filled) if filled else candidate.sheet
    return Part(sheet, candidate.header_row, candidate.fit)


def _merged(candidate: Candidate) -> tuple[list[Merged], list[Merged]]:
    """The merged cells among the rows: those whose text holds for each of their rows, and those with numbers.

    A number of kits over three rows may be that of all three together.
    """
    forms, positions = fields_of(candidate.fit.source.feed), candidate.fit.positions
    numbers = {place for field, places in positions.items() if forms.get(field) is Form.NUMBER for place in places}
    below = [one for one in candidate.sheet.merged if one.first_row > candidate.header_row]
    return [one for one in below if one.column not in numbers], [one for one in below if one.column in numbers]


def _of_merged(candidate: Candidate) -> Iterator[str]:
    filled, numbers = _merged(candidate)
    sheet = shown(candidate.sheet.name)
    if filled:
        what = "1 merged cell was" if len(filled) == 1 else f"{len(filled):,} merged cells were"
        yield f"In “{sheet}” {what} read for every row that {'it covers' if len(filled) == 1 else 'they cover'}."
    if numbers:
        what = "1 merged number was" if len(numbers) == 1 else f"{len(numbers):,} merged numbers were"
        yield f"In “{sheet}” {what} read for the first row only; write the number of each row into its own cell."


def _of_hidden(candidate: Candidate, sheets: int) -> Iterator[str]:
    if candidate.sheet.is_hidden:
        yield f"The sheet “{shown(candidate.sheet.name)}” is hidden; it was read" + (" as well." if sheets > 1 else ".")


def _of_copy(sheet: Sheet, alike: tuple[Candidate, int]) -> str:
    other, rows = alike
    what = "the 1 row" if rows == 1 else f"the {rows:,} rows"
    return f"The sheet “{shown(sheet.name)}” only repeats {what} of “{shown(other.sheet.name)}” and was not read again."


def _of_other(sheet: Sheet, candidate: Candidate | None, best: Candidate, fitting: Sequence[Candidate]) -> str:
    """Why a sheet was not read, and how many rows that are."""
    hidden = "hidden sheet" if sheet.is_hidden else "sheet"
    if candidate:
        return f"The {hidden} “{shown(sheet.name)}” has the columns but no rows."
    other = max((c for c in fitting if c.sheet is sheet), key=lambda c: c.rank, default=None)
    rows = sum(1 for _ in sheet.rows_below(other.header_row if other else 0))
    what = f"The {hidden} “{shown(sheet.name)}” with {rows:,} {'row' if rows == 1 else 'rows'} was NOT read"
    if other:
        return f"{what}; it looks like “{other.fit.source.title}”. Save it as a file of its own and load that too."
    return f"{what}: it doesn't have the columns of “{best.fit.source.title}”."
