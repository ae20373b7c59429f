"""Totals read back from the files of a deck, each form by a reader of its own, and compared with one another."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pikepdf
from pptx import Presentation

from tests.unit.exports.web_reading import read

Fact = tuple[str, str, str]
"""The title of an answer, the name of a row (or Highest, Lowest, Total), and the label of a column."""

Told = dict[Fact, frozenset[float | None]]
"""What one form says of each fact; None where it says that there is no number to show."""

GLANCE, TOWNS = "The region in October 2026", "Kits, requests and overdose calls by town"
KITS_BY_MONTH, REQUESTS = "Kits left by month, together", "Requests received by quarter, together"
CALLS, KITS_BY_QUARTER = "Overdose calls by quarter, together", "Kits left by quarter, together"
THIS_MONTH, YEAR_BEFORE, TWELVE = "This month", "Same month a year before", "Last 12 months"
MEASURES = ("Kits left", "Overdose calls", "Requests received")
COLUMNS = (*MEASURES, THIS_MONTH, YEAR_BEFORE, TWELVE)
DRAWN_OF = {"Kits left by town": TOWNS}
"""Pictures with a title of their own, each with that of the answer that it draws."""

TITLES = (GLANCE, TOWNS, KITS_BY_MONTH, REQUESTS, CALLS, KITS_BY_QUARTER, *DRAWN_OF)
ROW_NAMES = ("Measure", "Period", "Town")
NUMBER = r"(\d[\d,]*|an? hidden number of|no)"
FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet, from which the days of a chart are counted."""


def of_csv(content: bytes) -> Iterator[tuple[Fact, float | None]]:
    """The cells of a CSV file."""
    lines = content.decode("utf-8-sig").splitlines()
    title = next(line.partition(": ")[2] for line in lines if line.lower().startswith("# title: "))
    headings, *rows = csv.reader(line for line in lines if not line.startswith("#"))
    yield from of_rows(title, headings, rows)


def of_xlsx(content: bytes) -> Iterator[tuple[Fact, float | None]]:
    """The cells of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    facts = {str(row[0]): row[1] for row in book["About this file"].iter_rows(values_only=True) if len(row) > 1}
    headings, *rows = book["Table"].iter_rows(values_only=True)
    yield from of_rows(str(facts["Title"]), [str(one) for one in headings], rows)


def of_deck(content: bytes) -> Iterator[tuple[Fact, float | None]]:
    """The titles, tables and native charts of a presentation."""
    for slide in Presentation(io.BytesIO(content)).slides:
        yield from of_sentence(slide.shapes.title.text_frame.text)
        for shape in slide.shapes:
            if shape.has_table:
                headings, *rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
                yield from of_rows(title_in(_alt_of(shape)), headings, rows)
            if shape.has_chart:
                yield from _of_chart(title_in(_alt_of(shape)), shape.chart)


def of_paper(content: bytes, folder: Path) -> Iterator[tuple[Fact, float | None]]:
    """The headings, the table and the bars of a PDF, as another program makes text of it."""
    (folder / "deck.pdf").write_bytes(content)
    made = subprocess.run(["pdftotext", "-layout", "deck.pdf", "-"], cwd=folder, capture_output=True, check=True)
    text = made.stdout.decode()
    yield from of_sentence(text)
    for row in re.findall(
        r"(?m)^ *([A-Z][a-z]+ [a-z]+|Requests waiting) {2,}(\S+) {2,}(\S+) .*? {2,}(\d+|–) {2,}", text
    ):
        if row[0] in MEASURES:
            for column, value in zip((THIS_MONTH, YEAR_BEFORE, TWELVE), row[1:], strict=True):
                yield (GLANCE, row[0], column), as_number(value)
    bars = text.split("Kits left by town\n")[-1].partition("Check code")[0]
    for town, value in re.findall(r"(?m)^ *([A-Z][a-z]+(?: [A-Z][a-z]+)?) +(\d+)$", bars):
        yield (TOWNS, town, "Kits left"), as_number(value)


def of_web(content: bytes) -> Iterator[tuple[Fact, float | None]]:
    """The headings and tables of a web page."""
    tables: list[tuple[list[str], list[list[str]]]] = []
    for element in read(content).elements:
        words = element.words.strip()
        if element.tag == "h2":
            yield from of_sentence(words)
        elif element.tag == "caption":
            tables.append(([words], []))
        elif element.tag == "tr":
            tables[-1][1].append([])
        elif element.tag in ("th", "td"):
            tables[-1][1][-1].append(words)
    for (title,), (headings, *rows) in tables:
        yield from of_rows(title, headings, rows)


def alts_of_deck(content: bytes) -> Iterator[tuple[Fact, float | None]]:
    """What a presentation says to those who can't see its pictures."""
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            yield from of_alt(_alt_of(shape))


def alts_of_paper(content: bytes) -> Iterator[tuple[Fact, float | None]]:
    """The same of a tagged PDF."""
    with pikepdf.open(io.BytesIO(content)) as paper:
        alts = [str(one["/Alt"]) for one in paper.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    for alt in alts:
        yield from of_alt(alt)


def alts_of_web(content: bytes) -> Iterator[tuple[Fact, float | None]]:
    """The same of a web page."""
    for element in read(content).elements:
        if element.facts.get("role") == "img":
            yield from of_alt(element.facts["aria-label"])


def alts_of_svg(content: bytes) -> Iterator[tuple[Fact, float | None]]:
    """The same of a drawing."""
    for element in ElementTree.fromstring(content).iter("{http://www.w3.org/2000/svg}desc"):
        yield from of_alt(element.text or "")


def of_alt(alt: str) -> Iterator[tuple[Fact, float | None]]:
    """The highest, the lowest and the total that an alt text tells."""
    title = title_in(alt)
    for what, value in re.findall(r"(Highest|Lowest|Total)(?: shown)?: ([\d,]+)", alt) if title in TITLES else ():
        yield (DRAWN_OF.get(title, title), what, _measure_of(title)), as_number(value)


def of_sentence(text: str) -> Iterator[tuple[Fact, float | None]]:
    """The totals that headings tell."""
    said = " ".join(text.split())
    for kits, calls, requests in re.findall(
        rf"In October 2026: {NUMBER} kits left, {NUMBER} overdose calls?, {NUMBER} requests?", said
    ):
        for measure, value in zip(MEASURES, (kits, calls, requests), strict=True):
            yield (GLANCE, measure, THIS_MONTH), as_number(value)
    for values in re.findall(rf"In the 12 months to October 2026: {NUMBER} kits left, {NUMBER} overdose calls", said):
        for measure, value in zip(MEASURES, values, strict=False):
            yield (GLANCE, measure, TWELVE), as_number(value)
    for town, value in re.findall(r"the most kits were left in ([A-Z][A-Za-z ]+): (\d+)", said):
        yield (TOWNS, town, "Kits left"), as_number(value)
    for now, before in re.findall(rf"{NUMBER} kits were left in October 2026; {NUMBER} a year before", said):
        yield (GLANCE, "Kits left", THIS_MONTH), as_number(now)
        yield (GLANCE, "Kits left", YEAR_BEFORE), as_number(before)
    for title, words in ((REQUESTS, "requests were received"), (CALLS, "overdose calls are on record")):
        for now, year, quarter, before in re.findall(rf"{NUMBER} {words} in (\d+) (Q\d); {NUMBER} a year before", said):
            yield (title, f"{year} {quarter}", _measure_of(title)), as_number(now)
            yield (title, f"{int(year) - 1} {quarter}", _measure_of(title)), as_number(before)


def told(facts: Iterable[tuple[Fact, float | None]]) -> Told:
    """Everything that one form says of each fact."""
    gathered: dict[Fact, set[float | None]] = defaultdict(set)
    for fact, value in facts:
        gathered[fact].add(value)
    return {fact: frozenset(values) for fact, values in gathered.items()}


def with_wholes(cells: Iterable[tuple[Fact, float | None]]) -> Iterator[tuple[Fact, float | None]]:
    """Cells, and what they come to: what is highest, lowest and all of them together, which other forms tell too."""
    columns: dict[tuple[str, str], dict[str, float | None]] = defaultdict(dict)
    for fact, value in cells:
        yield fact, value
        columns[fact[0], fact[2]][fact[1]] = value
    for (title, column), rows in columns.items():
        known = [value for value in rows.values() if value is not None]
        if title == GLANCE or len(rows) < 3 or not known:
            continue
        yield (title, "Highest", column), max(known)
        yield (title, "Lowest", column), min(known)
        if len(known) == len(rows):
            yield (title, "Total", column), sum(known)
            yield from _of_the_region(title, column, rows)


def find_disagreements(forms: Mapping[str, Told], screen: Told) -> list[str]:
    """A sentence for each fact that two forms tell in two ways, and for each number that isn't the screen's."""
    found = []
    for fact in {fact: None for one in forms.values() for fact in one}:
        said = {form: one[fact] for form, one in forms.items() if fact in one}
        if len(frozenset().union(*said.values())) > 1:
            found.append(f"{' / '.join(fact)}: {said}")
        exact = screen.get(fact)
        found += [
            f"{' / '.join(fact)}: {set(values)} in {form}, {set(exact)} on the screen"
            for form, values in said.items()
            if exact and not values - {None} <= exact
        ]
    return found


def as_number(cell: Any) -> float | None:
    """A cell as a number; None where it is empty, hidden or a dash. "no" before a noun is 0."""
    text = str(cell).strip().replace(",", "")
    if text == "no":
        return 0.0
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def of_rows(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[tuple[Fact, float | None]]:
    """The numbers of a table under its title, each row by the name that it begins with."""
    if title not in TITLES:
        return
    name = next(headings.index(one) for one in ROW_NAMES if one in headings)
    for row in rows:
        for heading, cell in zip(headings, row, strict=True):
            if heading in COLUMNS:
                yield (DRAWN_OF.get(title, title), str(row[name]), heading), as_number(cell)


def _of_chart(title: str, chart: Any) -> Iterator[tuple[Fact, float | None]]:
    if title not in TITLES:
        return
    [plot] = chart.plots
    for series in plot.series:
        for category, value in zip(plot.categories, series.values, strict=True):
            yield (DRAWN_OF.get(title, title), _row_named(str(category)), series.name), value


def _row_named(category: str) -> str:
    """The name of a place on the axis; a day of a spreadsheet is the month that begins on it."""
    if not re.fullmatch(r"\d+\.0", category):
        return category
    return f"{FIRST_DAY + timedelta(days=int(float(category))):%b %Y}"


def _of_the_region(title: str, column: str, rows: Mapping[str, float | None]) -> Iterator[tuple[Fact, float | None]]:
    """Which total of the month's own table this is as well."""
    if title == TOWNS:
        yield (GLANCE, column, TWELVE), sum(value or 0 for value in rows.values())
    if title == KITS_BY_MONTH:
        yield (GLANCE, column, THIS_MONTH), rows["Oct 2026"]
        yield (GLANCE, column, YEAR_BEFORE), rows["Oct 2025"]


def _alt_of(shape: Any) -> str:
    return str(next(iter(shape._element.xpath(".//p:cNvPr/@descr")), ""))


def title_in(alt: str) -> str:
    """The title that words for those who can't see a picture begin with; empty for a picture of something else."""
    return max((title for title in TITLES if alt.startswith(f"{title}, ")), key=len, default="")


def _measure_of(title: str) -> str:
    return next(measure for measure in MEASURES if title.startswith(measure))
