"""Which rows of a file its agencies are asked to mend, with their cells as in the file, and why.

Nothing of this is stored anywhere: the cells are read again from the file while it is at hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from rorf_data.intake.canonical import KEPT_BY, Form, fields_of
from rorf_data.intake.clean import NAMED
from rorf_data.intake.columns import COORDINATES, Fit, Headings, dropped_after_use
from rorf_data.intake.described import COUNTS
from rorf_data.intake.fix_list import Reference, reference_to
from rorf_data.intake.headings import joined, printable, shown
from rorf_data.intake.people import PERHAPS, perhaps_a_person
from rorf_data.intake.personal import holds_contact, why_personal
from rorf_data.intake.recognise import Recognised
from rorf_data.intake.rules import NOT_OF_THE_SOURCE
from rorf_data.intake.sheet import Record
from rorf_data.intake.sources import Source
from rorf_data.intake.table import HEADER_AGAIN, TOO_LONG, TORN
from rorf_data.intake.texts import tidy
from rorf_data.model import Issue, Outcome
from rorf_data.store.load import LoadReport

LONGEST_CELL = 32_767
"""As many characters as a cell of a workbook holds."""

IDENTIFIER = "identifier"
MISSHAPEN = {TOO_LONG, TORN}

SAID_TO_AGENCIES = {
    perhaps_a_person(what): f"{PERHAPS}; please write the name of {what.replace('an ', 'the ').replace('a ', 'the ')}."
    for what in NAMED.values()
}
"""Sentences that tell the programme's own staff what to do, as the agency is told."""

Place = tuple[str, int]
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, or with the row as a whole (``column`` is then empty).

    ``place``: which of the list's columns it is, None where the list hasn't got it.
    """

    column: str
    sentence: str
    place: int | None

    def __str__(self) -> str:
        return f"{self.column}: {self.sentence}" if self.column else self.sentence


@dataclass(frozen=True, slots=True)
class RowToMend:
    """One row as in the file: ``cells`` are those of the list's columns, blank where they may not be passed on."""

    reference: Reference
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]
    is_taken: bool


@dataclass(frozen=True, slots=True)
class ToMend:
    """What one agency's part of a file came to; ``agency`` is empty for rows that name none.

    ``read``: its rows in the file. ``rows``: those to mend, in the order of the file. ``set_aside``: sentences on rows
    that were left aside and need nothing, with how many there are. ``headings``: the list's columns as in the file.
    ``has_agencies``: whether the file says of its rows whose they are.
    """

    file: str
    load_id: int | None
    agency: str
    read: int
    headings: tuple[str, ...]
    rows: tuple[RowToMend, ...]
    set_aside: tuple[tuple[str, int], ...] = ()
    has_sheets: bool = False
    has_agencies: bool = True

    @property
    def waiting(self) -> tuple[RowToMend, ...]:
        """The rows that don't count as they are; the others of ``rows`` only have a note."""
        return tuple(row for row in self.rows if not row.is_taken)

    @property
    def in_order(self) -> int:
        """How many rows need nothing, those with a note among them."""
        return self.read - len(self.waiting) - sum(count for _, count in self.set_aside)


@dataclass(slots=True)
class _Agency:
    name: str
    read: int = 0
    rows: list[RowToMend] = field(default_factory=list)
    set_aside: Counter[str] = field(default_factory=Counter)


def rows_to_mend(recognised: Recognised, report: LoadReport, *, with_notes: bool = False) -> tuple[ToMend, ...]:
    """One entry for each agency in the file, A to Z, and at the end one for the rows that name none, if there are any.

    Held and refused rows are to be mended, and with ``with_notes`` those of which a cell was left out. Columns that
    nothing is stored of, such as names and telephone numbers, are not in the list, nor is what looks like them in any
    other; coordinates only are where the file says in no other way where it was. Raises :class:`FileRefused` when the
    file can't be read any more.
    """
    reading = _Reading(recognised, report, with_notes)
    agencies: dict[str, _Agency] = {}
    by_name: dict[str, _Agency] = {}
    for name, row, aside in reading.rows():
        agency = by_name.get(name) or by_name.setdefault(name, agencies.setdefault(name.casefold(), _Agency(name)))
        agency.read += 1
        if row:
            agency.rows.append(row)
        if aside:
            agency.set_aside[aside] += 1
    in_order = sorted(agencies.values(), key=lambda agency: (not agency.name, agency.name.casefold()))
    return tuple(reading.result(agency) for agency in in_order)


class _Reading:
    """One file read again beside the report on it."""

    def __init__(self, recognised: Recognised, report: LoadReport, with_notes: bool) -> None:
        self._parts, self._report, self._with_notes = recognised.parts, report, with_notes
        self._issues = _by_row((*report.issues, *report.further))
        self._needs_nothing = _needs_nothing(recognised.source)
        has_place = not {"place", "zip"}.isdisjoint(recognised.fit.positions)
        self._columns = [_Columns(part.fit, has_place=has_place) for part in self._parts]
        self._keys = list(dict.fromkeys(key for columns in self._columns for key in columns.positions))

    def rows(self) -> Iterator[tuple[str, RowToMend | None, str]]:
        """For each row of the file its agency, the row where it is to be mended, and why it needs nothing though it
        was left aside.

        A row whose cells stand in the wrong columns comes last, when it is known which names are agencies'.
        """
        misshapen = []
        for part, columns in zip(self._parts, self._columns, strict=True):
            sheet = shown(part.sheet.name) if len(self._parts) > 1 else ""
            for row, cells in part.sheet.rows_below(part.header_row):
                issues = self._issues.get((sheet, row), ())
                if not issues:
                    yield columns.agency(cells, ()), None, ""
                elif any(issue.problem in MISSHAPEN for issue in issues):
                    misshapen.append((columns, cells, (sheet, row), issues))
                elif not any(issue.problem == HEADER_AGAIN for issue in issues):
                    yield columns.agency(cells, issues), *self._judged(columns, cells, (sheet, row), issues)
        known = {agency for columns in self._columns for agency in columns.sound_agencies}
        for columns, cells, place, issues in misshapen:
            agency = columns.agency(cells, None)
            yield agency if agency.casefold() in known else "", *self._judged(columns, [], place, issues)

    def result(self, agency: _Agency) -> ToMend:
        """The agency's part with the columns of the list."""
        return ToMend(
            file=self._report.file,
            load_id=self._report.load_id,
            agency=agency.name,
            read=agency.read,
            headings=tuple(next(c.headings[key] for c in self._columns if key in c.headings) for key in self._keys),
            rows=tuple(agency.rows),
            set_aside=tuple(agency.set_aside.items()),
            has_sheets=len(self._parts) > 1,
            has_agencies=any(columns.has_agency for columns in self._columns),
        )

    def _judged(
        self, columns: _Columns, cells: Record, place: Place, issues: Sequence[Issue]
    ) -> tuple[RowToMend | None, str]:
        deciding = [issue for issue in issues if issue.outcome is not Outcome.NOTED]
        if aside := next((issue.problem for issue in deciding if issue.problem in self._needs_nothing), ""):
            return None, aside
        about_cells = [issue for issue in issues if issue.column]
        if not deciding and not (self._with_notes and about_cells):
            return None, ""
        texts = [columns.text(key, cells) for key in self._keys]
        problems = [self._problem(columns, issue) for issue in dict.fromkeys((*deciding, *about_cells))]
        named = {problem.place for problem in problems}
        problems += [
            Problem(shown(columns.headings[key]), f"{why} It is left out here; see your own file.", number)
            for number, (key, (_, why)) in enumerate(zip(self._keys, texts, strict=True))
            if why and number not in named
        ]
        sheet, row = place
        reference = reference_to(self._report.load_id, self._report.sha256, sheet=sheet, row=row)
        return RowToMend(reference, tuple(text for text, _ in texts), tuple(problems), not deciding), ""

    def _problem(self, columns: _Columns, issue: Issue) -> Problem:
        key = columns.key_of(issue.column)
        sentence = SAID_TO_AGENCIES.get(issue.problem, issue.problem[:1].upper() + issue.problem[1:])
        if issue.column == IDENTIFIER and key:
            return Problem(shown(columns.headings[key]), f"{sentence.rstrip('.')}.", self._keys.index(key))
        return Problem(issue.column, sentence, self._keys.index(key) if key else None)


class _Columns:
    """The columns of one sheet that a fix list takes over; a key names the same one on every sheet."""

    def __init__(self, found: Fit, *, has_place: bool) -> None:
        self._fit = found
        positions = _positions(found, has_place=has_place)
        self.positions = dict(sorted(positions.items(), key=lambda entry: entry[1]))
        self.headings = {key: clean_text(found.headings[place]) for key, place in self.positions.items()}
        self._forms = fields_of(found.source.feed)
        # Stock and money are of one office's keeping, whomever its rows name.
        self._is_by_agency = KEPT_BY.get(found.source.feed) == "agency"
        self._agencies: dict[str, str] = {}

    @property
    def has_agency(self) -> bool:
        """Whether the sheet says whose its rows are."""
        return self._is_by_agency and ("agency" in self._fit.positions or "agency" in self._fit.source.fixed)

    @property
    def sound_agencies(self) -> set[str]:
        """The names, in small letters, under which any row of the sheet was found in order so far."""
        return {agency.casefold() for agency in (*self._agencies.values(), self._fit.source.fixed.get("agency", ""))}

    def agency(self, cells: Record, issues: Sequence[Issue] | None) -> str:
        """The row's agency, empty where it names none or where its name was not taken as it stands.

        With None for the issues the cell may be another column's, and its text is taken for what it is.
        """
        if not self._is_by_agency:
            return ""
        if "agency" not in self._fit.positions:
            return self._fit.source.fixed.get("agency", "")
        text = _cell(cells, self._fit.positions["agency"][0])
        if issues is None:
            return tidy(text)
        if issues and any(issue.column == self._fit.heading("agency") for issue in issues):
            return ""
        if text not in self._agencies:
            self._agencies[text] = tidy(text)
        return self._agencies[text]

    def text(self, key: Key, cells: Record) -> tuple[str, str]:
        """The cell as it may be passed on, and why it is left out where it may not."""
        text = clean_text(_cell(cells, self.positions[key])) if key in self.positions else ""
        why = self._why_personal(key[0], text)
        return ("", why) if why else (text, "")

    def key_of(self, heading: str) -> Key | None:
        """The column that an issue names; None for the row as a whole and for a column that isn't in the list."""
        if heading == IDENTIFIER:
            return next((key for key in self.positions if key[0] == "record_id"), None)
        named = (key for key, place in self.positions.items() if shown(self._fit.headings[place]) == heading)
        return next(named, None) if heading else None

    def _why_personal(self, name: str, text: str) -> str:
        form = self._forms.get(name)
        if form in (Form.AGENCY, Form.WORD, Form.NUMBER) or name in ("place", "state"):
            return why_personal(text)
        # Dates, ZIP codes and numbers of incidents are long numbers themselves.
        is_number = form in (None, Form.HASHED, Form.MONEY, Form.CODE) or name in COORDINATES
        is_contact = "@" in text if is_number else holds_contact(text)
        return why_personal(text) if is_contact else ""


def clean_text(text: str) -> str:
    """A text as a cell can hold it: without control characters, line breaks of one kind, not too long."""
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST_CELL]


def _positions(found: Fit, *, has_place: bool) -> dict[Key, int]:
    """Where the columns are that the source reads: of its fields, of its identity and of its rules."""
    dropped = dropped_after_use(found.source) if has_place else ()
    keys: dict[int, Key] = {}
    for name, places in found.positions.items():
        for number, place in enumerate(places):
            if name not in dropped:
                keys.setdefault(place, (name, number))
    headings, source = Headings(found.headings), found.source
    named = [headings.under(name)[0] for name in (*source.identity, *(rule.column for rule in source.refuse_when))]
    alike: Counter[str] = Counter()
    for place in (*named, *found.read_by_rules):
        heading = joined(found.headings[place])
        keys.setdefault(place, (heading, alike[heading]))
        alike[heading] += 1
    return {key: place for place, key in keys.items()}


def _needs_nothing(source: Source) -> set[str]:
    """The sentences on rows that a source sets aside by its own rules, and that nobody has to mend."""
    aside = [rule.reason for rule in source.refuse_when]
    aside += [rule.reason or NOT_OF_THE_SOURCE for rule in source.rules if rule.field == COUNTS]
    return {f"This row {reason}." for reason in aside}


def _by_row(issues: Sequence[Issue]) -> dict[Place, list[Issue]]:
    found: dict[Place, list[Issue]] = {}
    for issue in sorted(issues, key=attrgetter("row")):
        found.setdefault((issue.sheet, issue.row), []).append(issue)
    return found


def _cell(cells: Record, position: int) -> str:
    return cells[position] if position < len(cells) else ""
