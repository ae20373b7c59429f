"""Tables of counts with the months across or the towns across, as the long ones that the rest of intake reads.

Towns down and months across (also with several counts under each month), or months down and towns across. What the
numbers count must be said: in the corner, in a title above, in the name of the sheet or of the file. It isn't guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rorf_data.intake.headings import shown, spaced
from rorf_data.intake.sheet import HEAD_RECORDS, Record, Sheet
from rorf_data.intake.texts import tidy
from rorf_data.intake.written_dates import MONTHS, days_of, month_of
from rorf_data.towns.resolve import resolve

HEADER_WITHIN_ROWS = 10
FEWEST_ACROSS = 2

MEASURES = {"kits": "Kits", "calls": "Overdose calls", "requests": "Requests"}
TOTALS = {"total", "totals", "subtotal", "subtotals", "ytd", "average", "avg", "mean", "sum"}
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")

Rows = Iterator[tuple[int, Record]]


@dataclass(frozen=True, slots=True)
class LongSheet(Sheet):
    """A sheet whose records are the cells of a table with counts across; its header is its first record.

    Several records have the number of the one row of the file that they come from.
    """

    long_rows: Callable[[], Rows] = field(default=lambda: iter(()), repr=False, compare=False)

    def rows_below(self, header_row: int) -> Rows:
        """Row number in the file and cells of every record; ``header_row`` is always 1."""
        return self.long_rows()


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the parts of a table stand: its header's row, the column of what stands at the left, other columns that
    each row is known by, and of every column of counts what it stands for and which count it is. ``year`` is that of
    months without one.
    """

    header_row: int
    at_left: int
    kept: tuple[int, ...]
    across: Mapping[int, tuple[str, str]]
    left_out: tuple[str, ...]
    headings: Record
    has_months_across: bool
    year: int | None


def long_sheets(sheet: Sheet, about: str = "") -> tuple[Sheet, ...]:
    """The sheet as a long one with the columns Month, Town and the counts; none where it is no such table.

    ``about`` is the file's name. Totals are left out, and the sheet's notes say so.
    """
    for row, header in enumerate(sheet.head[:HEADER_WITHIN_ROWS]):
        words = [" ".join(map(tidy, above)) for above in reversed(sheet.head[:row])]
        told = [*words, tidy(sheet.name), tidy(about)]
        table = _months_across(sheet, row, header, told) or _towns_across(sheet, row, header, told)
        if table is not None:
            return (_long(sheet, table),)
    return ()


def measure_of(words: str) -> str:
    """What a text says is counted: kits, calls or requests; empty where it says none of them or several."""
    plain = set(spaced(words).split())
    if plain & {"requested", "needed", "ordered"}:
        return ""
    found = [
        name
        for name, marks in (
            ("kits", {"kit", "kits"}),
            ("calls", {"call", "calls", "overdose", "overdoses", "od", "ods"}),
            ("requests", {"request", "requests"}),
        )
        if plain & marks
    ]
    # "Kit requests" and "requests for kits" count requests.
    return "requests" if found == ["kits", "requests"] else found[0] if len(found) == 1 else ""


def _months_across(sheet: Sheet, row: int, header: Record, told: Sequence[str]) -> _Table | None:
    months = _months_of(header, told)
    if len(set(months.values())) < FEWEST_ACROSS:
        return None
    below = sheet.head[row + 1 :]
    under = below[0] if below else []
    spread = _spread(header, months, len(under))
    counted = {p: measure_of(under[p]) for p in spread if p < len(under) and not _is_total(under[p])}
    has_two_rows = any(counted.values()) and all(counted[p] or not tidy(under[p]) for p in counted)
    if has_two_rows:
        across = {p: (spread[p].isoformat(), name) for p, name in counted.items() if name}
        at_left = _column_of_towns(below[1:], min(months))
        left_out = (*_totals(header), *_totals(under))
    else:
        measure = _first_measure([header[p] for p in range(min(months))], told)
        across = {p: (month.isoformat(), measure) for p, month in months.items()} if measure else {}
        at_left, left_out = _column_of_towns(below, min(months)), tuple(_totals(header))
    if at_left is None or not across:
        return None
    kept = tuple(p for p, text in enumerate(header) if p != at_left and p not in spread and tidy(text))
    kept = tuple(p for p in kept if not _is_total(header[p]))
    return _Table(row + 1 + has_two_rows, at_left, kept, across, tuple(left_out), header, True, _year_told(told))


def _towns_across(sheet: Sheet, row: int, header: Record, told: Sequence[str]) -> _Table | None:
    named = [p for p, text in enumerate(header) if p and tidy(text)]
    towns = [p for p in named if _is_town(header[p])]
    below = sheet.head[row + 1 :]
    at_left = _column_of_months(below, min(towns), told) if len(towns) >= FEWEST_ACROSS else None
    measure = _first_measure(header[: min(towns)], told) if towns else ""
    # A row that begins with a month is one of the counts, or of another log in which towns stand.
    if at_left is None or not measure or _month(_cell(header, at_left), None):
        return None
    right = [p for p in named if p > at_left and not _is_total(header[p])]
    # A row of a log may hold a town and an agency named after one; a heading row holds hardly anything but towns.
    if 2 * len(towns) < len(right) or len({_town_meant(header[p]) for p in towns}) < FEWEST_ACROSS:
        return None
    counts = [p for p in right if _holds_numbers(below, p)]
    across = {p: (tidy(header[p]), measure) for p in counts}
    kept = tuple(p for p in named if p != at_left and p not in across and not _is_total(header[p]))
    return _Table(row + 1, at_left, kept, across, tuple(_totals(header)), header, False, _year_told(told))


def _long(sheet: Sheet, table: _Table) -> LongSheet:
    kept = [table.headings[p] for p in table.kept]
    measures = list(dict.fromkeys(name for _, name in table.across.values()))
    heading = [*kept, "Month", "Town", *(MEASURES[name] for name in measures)]

    def rows() -> Rows:
        for row, cells in sheet.rows_below(table.header_row):
            if not _is_total(_cell(cells, table.at_left)):
                yield from ((row, record) for record in _records(cells, table, measures))

    def read() -> Iterator[Record]:
        yield heading
        yield from (record for _, record in rows())

    head = [record for record, _ in zip(read(), range(HEAD_RECORDS))]
    return LongSheet(
        name=sheet.name,
        head=tuple(head),
        read=read,
        is_hidden=sheet.is_hidden,
        notes=(*sheet.notes, *_notes(sheet, table)),
        long_rows=rows,
    )


def _records(cells: Record, table: _Table, measures: Sequence[str]) -> Iterator[Record]:
    """One record for each month or town of a row under which anything stands."""
    kept = [_cell(cells, p) for p in table.kept]
    at_left = _cell(cells, table.at_left)
    found: dict[str, dict[str, str]] = {}
    for position, (stands_for, measure) in table.across.items():
        if tidy(value := _cell(cells, position)):
            found.setdefault(stands_for, {})[measure] = value
    for stands_for, values in found.items():
        month = _month(at_left, table.year)
        where = (
            [stands_for, at_left] if table.has_months_across else [month.isoformat() if month else at_left, stands_for]
        )
        yield [*kept, *where, *(values.get(name, "") for name in measures)]


def _notes(sheet: Sheet, table: _Table) -> Iterator[str]:
    across, down = ("months", "towns") if table.has_months_across else ("towns", "months")
    yield f"The table has {across} across and {down} down; each of its cells was read as a row of its own."
    for heading in dict.fromkeys(table.left_out):
        yield f"The column “{shown(heading)}” holds totals, so it was left out."
    totals = [row for row, cells in sheet.rows_below(table.header_row) if _is_total(_cell(cells, table.at_left))]
    for row in totals:
        yield f"Row {row} holds totals, so it was left out."


def _spread(header: Record, months: Mapping[int, date], width: int) -> dict[int, date]:
    """The month of each column from the first on, where a heading merged over several columns goes on to the next."""
    spread: dict[int, date] = {}
    month: date | None = None
    for position in range(min(months), max(len(header), width)):
        if tidy(_cell(header, position)):
            month = months.get(position)
        if month is not None:
            spread[position] = month
    return spread


def _months_of(header: Record, told: Sequence[str]) -> dict[int, date]:
    year = _year_told(told)
    found = {position: _month(text, year) for position, text in enumerate(header)}
    return {position: month for position, month in found.items() if month is not None}


def _month(text: str, year: int | None) -> date | None:
    """The month that a heading names: with its year, as a day of it, or by its bare name where one year is told."""
    plain = tidy(text)
    if not plain:
        return None
    if month := month_of(plain):
        return month
    days = days_of(plain.partition(" ")[0] if plain[:4].isdigit() else plain)
    if days is not None and not days.is_in_digits and days.month_first is not None:
        return days.month_first.replace(day=1)
    number = _bare_month(plain)
    return date(year, number, 1) if number and year else None


def _bare_month(plain: str) -> int:
    word = plain.casefold().rstrip(".")
    names = (name for name in MONTHS if word in (name, name[:3]) or (word == "sept" and name == "september"))
    name = next(names, None)
    return MONTHS.index(name) + 1 if name else 0


def _year_told(texts: Iterable[str]) -> int | None:
    """The year that the words above a table name, where they name just one."""
    years = {int(year) for text in texts for year in YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def _first_measure(corner: Iterable[str], told: Sequence[str]) -> str:
    return next((found for text in (*corner, *told) if (found := measure_of(text))), "")


def _column_of_towns(below: Sequence[Record], width: int) -> int | None:
    return _most_of(below, width, _is_town)


def _column_of_months(below: Sequence[Record], width: int, told: Sequence[str]) -> int | None:
    year = _year_told(told)
    return _most_of(below, width, lambda text: _month(text, year) is not None)


def _most_of(below: Sequence[Record], width: int, holds: Callable[[str], bool]) -> int | None:
    """The first column left of the counts of whose cells at least half are of this kind, totals not counted."""
    for position in range(width):
        texts = [tidy(_cell(cells, position)) for cells in below]
        texts = [text for text in texts if text and not _is_total(text)]
        if texts and 2 * sum(map(holds, texts)) >= len(texts):
            return position
    return None


def _is_town(text: str) -> bool:
    return bool(_town_meant(text))


def _town_meant(text: str) -> tuple[str, ...]:
    """The town that is meant, or those that could be; none where no town of the region is named."""
    found = resolve(tidy(text), state="CT") if tidy(text) else None
    if found is None:
        return ()
    return (found.town,) if found.status == "town" and found.town else tuple(found.candidates)


def _holds_numbers(below: Sequence[Record], position: int) -> bool:
    texts = [text for cells in below if (text := tidy(_cell(cells, position)))]
    return not texts or any(text[0].isdigit() for text in texts)


def _is_total(text: str) -> bool:
    return bool(TOTALS.intersection(spaced(text).split()))


def _totals(header: Record) -> list[str]:
    return [text for text in header if _is_total(text)]


def _cell(cells: Record, position: int) -> str:
    return cells[position] if position < len(cells) else ""
