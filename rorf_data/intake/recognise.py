"""Which source a file is of, on which sheet and under which header row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from rorf_data.errors import FileRefused, SeveralSources, SourceNotRecognised
from rorf_data.intake.canonical import NEED_NO_PLACE, TITLES
from rorf_data.intake.columns import Fit, Headings, Names, fit, left_out
from rorf_data.intake.crosstab import long_sheets
from rorf_data.intake.headings import shown
from rorf_data.intake.parts import Candidate, Part, choose_parts
from rorf_data.intake.read import SourceFile
from rorf_data.intake.sheet import Record, Sheet
from rorf_data.intake.sources import Source
from rorf_data.model import Feed

__all__ = ["Part", "Recognised", "recognise"]

HEADER_WITHIN_ROWS = 30
PLACES = {"place", "zip", "latitude"}
NO_PLACES = "No column of this file says where, so all of its rows count as “place not recorded”."
NOT_OF_DEATHS = " Where somebody lived or died is never taken for the place of injury."


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file with its source, and the sheets that are read of it with their headers.

    ``columns``: canonical field -> the file's own heading (several where an identity has several columns), on the first
    sheet that has one.
    ``left_out_columns``: headings that nothing is stored of, in the file's order; coordinates are among them, for they
    only serve to find the town. ``notes``: sentences on what in the file isn't plain, and on what was not read of it.
    """

    source: Source
    parts: tuple[Part, ...] = field(repr=False)
    columns: dict[str, tuple[str, ...]]
    left_out_columns: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def sheet(self) -> Sheet:
        """The first sheet that is read."""
        return self.parts[0].sheet

    @property
    def header_row(self) -> int:
        """The row of the first sheet that names the columns."""
        return self.parts[0].header_row

    @property
    def fit(self) -> Fit:
        """How the headings of the first sheet fit the source."""
        return self.parts[0].fit

    @property
    def has_own_identity(self) -> bool:
        """Whether this very file carries an identifier of its own for each record, on every sheet that is read."""
        return all("record_id" in part.fit.positions for part in self.parts)


def recognise(file: SourceFile, sources: Sequence[Source], *, name: str | None = None) -> Recognised:
    """The one source whose required columns the file has; of several, the one that knows most of its columns.

    ``name`` asks for one source; it still needs its required columns. Raises :class:`SourceNotRecognised` when no
    source fits, :class:`SeveralSources` when two fit alike, and :class:`FileRefused` when nothing is on any sheet or
    two columns could be the same field.
    """
    asked = [Names(source) for source in (sources if name is None else [_named(sources, name)])]
    sheets = file.sheets()
    if not any(any(map(str.strip, record)) for sheet in sheets for record in sheet.head):
        raise FileRefused(f"“{file.name}” holds no header and no rows.")
    candidates = [candidate for sheet in sheets for candidate in _candidates(sheet, asked)]
    fitting = _fitting(candidates, name)
    if not fitting:
        sheets = tuple(long for sheet in sheets for long in long_sheets(sheet, file.name) or (sheet,))
        fitting = _fitting([candidate for sheet in sheets for candidate in _candidates(sheet, asked)], name)
    if not fitting:
        raise SourceNotRecognised(_why_not(file.name, candidates, name))
    best = max(fitting, key=lambda candidate: (not candidate.sheet.is_hidden, candidate.rank))
    _check_alone(file.name, best, fitting)
    return _recognised(file, best, sheets, fitting)


def _fitting(candidates: Sequence[Candidate], name: str | None) -> list[Candidate]:
    return [c for c in candidates if (c.fit.is_recognisable if name is None else c.fit.is_whole)]


def _named(sources: Sequence[Source], name: str) -> Source:
    for source in sources:
        if source.name == name:
            return source
    known = ", ".join(source.name for source in sources)
    raise SourceNotRecognised(f"No source is called “{name}”. Known are: {known}.")


def _candidates(sheet: Sheet, sources: Sequence[Names]) -> Iterator[Candidate]:
    above: Record = ()
    for row, record in enumerate(sheet.head[:HEADER_WITHIN_ROWS], 1):
        # A heading merged over two rows stands in the upper one.
        choices = [(True, Headings(record)), *([(False, Headings(_together(above, record)))] if any(above) else [])]
        for is_one_row, headings in choices:
            yield from (Candidate(sheet, row, is_one_row, fit(headings, names)) for names in sources)
        above = record


def _together(above: Record, below: Record) -> Record:
    width = max(len(above), len(below))
    upper, lower = ([*cells, *[""] * (width - len(cells))] for cells in (above, below))
    return [low if low.strip() else up for up, low in zip(upper, lower, strict=True)]


def _check_alone(file_name: str, best: Candidate, fitting: Sequence[Candidate]) -> None:
    alike = {c.fit.source.name: c.fit.source.title for c in fitting if c.rank[:2] == best.rank[:2]}
    if len(alike) > 1:
        names = " or ".join(f"“{title}” ({name})" for name, title in alike.items())
        raise SeveralSources(f"“{file_name}” could be {names}. Choose which it is.")


def _check_clear(file_name: str, part: Part) -> None:
    where = f"“{file_name}”, sheet “{shown(part.sheet.name)}”," if part.sheet.name else f"“{file_name}”"
    for name, headings in part.fit.unclear.items():
        first, second = shown(headings[0]), shown(headings[1])
        what = f"two columns headed “{first}”" if first == second else f"“{first}” and “{second}”"
        raise FileRefused(f"{where} has {what}, and only one can be the {TITLES[name]}. Rename or delete the other.")


def _recognised(file: SourceFile, best: Candidate, sheets: Sequence[Sheet], fitting: Sequence[Candidate]) -> Recognised:
    parts, notes = choose_parts(best, sheets, fitting)
    for part in parts:
        _check_clear(file.name, part)
    return Recognised(
        source=best.fit.source,
        parts=parts,
        columns=_columns(parts),
        left_out_columns=_without_repeats(left_out(part.fit, part.sheet.head[part.header_row :]) for part in parts),
        notes=(*file.notes, *notes, *_on_places(parts)),
    )


def _on_places(parts: Sequence[Part]) -> list[str]:
    """What is to be known of a file none of whose columns says where."""
    source = parts[0].fit.source
    if source.feed in NEED_NO_PLACE or any(PLACES & {*part.fit.positions, *source.fixed} for part in parts):
        return []
    instead = NOT_OF_DEATHS if source.feed is Feed.DEATHS else ""
    return [NO_PLACES + instead]


def _columns(parts: Sequence[Part]) -> dict[str, tuple[str, ...]]:
    """The headings of each field, those of the first sheet that has a column for it."""
    columns: dict[str, tuple[str, ...]] = {}
    for found in (part.fit for part in parts):
        new = [name for name in found.positions if name not in columns]
        columns |= {name: tuple(shown(found.headings[place]) for place in found.positions[name]) for name in new}
    return columns


def _without_repeats(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(lists)))


def _why_not(file_name: str, candidates: Sequence[Candidate], name: str | None) -> str:
    """What the nearest source found and what it misses, in words."""
    nearest = max(candidates, key=lambda c: (_nearness(c.fit), c.is_one_row, -c.header_row))
    found, source = nearest.fit, nearest.fit.source
    if not found.positions:
        who = "any known source" if name is None else f"the source “{name}”"
        return f"“{file_name}”: no row at its beginning holds headings of {who}. The first row must name the columns."
    named = ", ".join(f"“{found.heading(field)}” ({TITLES[field]})" for field in found.positions)
    start = f"“{file_name}” fits no known source; the nearest is" if name is None else f"“{file_name}” can't be read as"
    return f"{start} “{source.title}” ({source.name}). Found in {_where(nearest)}: {named}. {_what_is_wrong(found)}"


def _nearness(found: Fit) -> int:
    return len(found.positions) - len(found.missing) - len(found.missing_signs)


def _where(candidate: Candidate) -> str:
    row = f"row {candidate.header_row}"
    return f"{row} of “{shown(candidate.sheet.name)}”" if candidate.sheet.name else row


def _what_is_wrong(found: Fit) -> str:
    if found.missing:
        return "Missing: " + "; ".join(_entry_in_words(entry) for entry in found.missing) + "."
    if found.missing_signs:
        return "Missing, to be sure of it: " + "; ".join(_entry_in_words(entry) for entry in found.missing_signs) + "."
    return f"But the column “{found.contrary}” belongs to another kind of file. Choose the source yourself."


def _entry_in_words(entry: str) -> str:
    choices = [" and ".join(TITLES.get(field, field) for field in choice.split("+")) for choice in entry.split("|")]
    return " or ".join(choices)
