"""What decks, pages and pictures say, read back from the files as anybody could: tables, charts, alt texts, sentences.

The answer are tables for the attacker, and the words; :func:`told_in_words` takes the counts out of these.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pikepdf
from lxml import html as web  # type: ignore[import-untyped]  # carries no types; comes with python-pptx

from tests.attacker import (
    HEADINGS,
    JULY,
    MONTHS,
    TOGETHER,
    Attack,
    Figure,
    Months,
    Table,
    months_between,
    span,
    year_begins,
)

A_YEAR = 12
UNITS = {
    "kits": "kits",
    "doses": "kits",
    "requests": "requests",
    "overdose calls": "calls",
    "fatal calls": "fatal_calls",
}
DOSES_IN_A_KIT = 2

_WHAT = (
    r"(?<![\d.,])(?<!holds )(?P<number>\d[\d,]*) (?:more |suspected )?"
    r"(?P<what>kits?|doses|requests?|overdose calls?|fatal calls?)\b"
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
_TIME = re.compile(
    rf"(?:the )?12 months to (?P<year_to>{_MONTH})|(?P<span>{_MONTH} to {_MONTH})|(?P<month>{_MONTH})"
    r"|(?P<named>\d{4} Q[1-4]|FY \d{4}-\d{2}|\bin \d{4}\b(?! Q))"
)
_ALT = re.compile(rf"^(?P<title>.+), (?P<period>{_MONTH}(?: to {_MONTH})?), (?P<towns>[^:]+): (?P<said>.*)$", re.DOTALL)
_PANEL = re.compile(r"^(?P<towns>.+): one panel of (?P<title>.+)\.$")
_CAPTION = re.compile(rf"(?P<period>{_MONTH}(?: to {_MONTH})?) · (?P<towns>.+)$")
_EXTREME = re.compile(rf"(?:Highest|Lowest)(?: shown)?: {_WHAT} \((?P<where>[^)]+)\)")
_ONE = re.compile(rf"(?P<where>[A-Z][\w -]+): {_WHAT}")
_TOTAL = re.compile(rf"Total: {_WHAT}")
_BROKEN = re.compile(
    r"(?<=[:;,])\n|\n(?=[a-z])|(?:(?<=\bto)|(?<=\bin)|(?<=\bof)|(?<=\band)|(?<=\bfrom)|(?<=[a-z]{2}ary)|(?<=\bMarch)"
    r"|(?<=\bApril)|(?<=\bMay)|(?<=\bJune)|(?<=\bJuly)|(?<=\bAugust)|(?<=[a-z]ber))\n"
)
"""Where a line ends within a sentence."""

_MARK = re.compile(r"\b[xy]\d*tick(?:_\d+)?\b")
"""What a mark of an axis is called by those who draw."""

_EXAMPLE = re.compile(r"120 kits on 239 calls|120 kits, 239 suspected-overdose calls, 0\.50")
_DAY_ZERO = date(1899, 12, 30)
"""Before the first day as workbooks count days."""

_NO_COUNT = re.compile(
    r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}|"  # a check code, before what looks like a month in it
    rf"\d{{1,2}} {_MONTH}|{_MONTH}|\d{{4}}-\d{{2}}(?:-\d{{2}})?|FY \d{{4}}-\d{{2}}|\b20\d\d\b(?: Q[1-4])?"
    r"|\d+ member towns|from \d+ to \d+, for|\d+ (?:of (?:these|the) \d+ )?months"
    r"|data version:? \d+|(?:map of|table of|and) \d+ (?:towns|rows|more)|Rows: \d+|holds 2 doses"
    r"|fewer than \d+ delivered"
    r"|covers the use of \d+ days|in \d+ of 100 cases|share of the settings \(\d+ %\)"
    r"|each of \d+ (?:places|shown|with a record)|\d+(?:\.\d+)? kits per 1,000 residents"
    r"|\d+ visits or more|\d+ to \d+ visits|\d+ calls or more|per 1,000|1000 \* counts|\d+ towns with numbers"
    r"|may exceed 1|Hidden in \d+ of \d+|Scharf and others 2020|first 8 are shown|Kits left not counted here: \d+"
    r"|the most kits were left in [A-Z][\w ,]+: \d+|is not 0|0 means that there were none"
    r"|every number on record for (?:it|them) is 0",  # which the tables have, town by town and month by month
    re.IGNORECASE,
)  # fmt: skip


@dataclass
class Said:
    """What one file says. ``words`` are its texts, each with what stands together; ``alts`` those of its pictures."""

    tables: list[Table] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)


def pptx_said(content: bytes) -> Said:
    """Every text frame, table, native chart and alt text of a deck, and its speaker notes."""
    from pptx import Presentation

    said = Said()
    for slide in Presentation(io.BytesIO(content)).slides:
        named = _facts_named(slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "")
        in_maps, numbers, caption = set[int](), set[str](), ""
        for shape in _shapes(slide.shapes):
            alt = "".join(shape._element.xpath("./*/p:cNvPr/@descr"))
            if alt and not (alt in numbers and shape.shape_id in in_maps):
                said.alts.append(alt)
            facts = _facts_of_alt(alt, caption)
            if shape.has_text_frame and shape.shape_id not in in_maps:
                said.words.append(shape.text_frame.text)
                caption = shape.text_frame.text if _CAPTION.search(shape.text_frame.text) else caption
            if getattr(shape, "has_table", False):
                headings, *rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
                said.tables += _tables_of(facts or next(iter(named.values()), {}), headings, rows)
            if getattr(shape, "has_chart", False):
                is_panel = facts and shape.name != facts["Title"]
                said.tables += _tables_of_chart(shape.chart, {**facts, "Towns": shape.name} if is_panel else facts)
            if hasattr(shape, "shapes") and "map of" in alt:
                in_maps |= {one.shape_id for one in shape.shapes}
                of_map = [*_tables_of_map(shape, alt, facts)]
                said.tables += of_map
                numbers = {row[-1] for table in of_map for row in table.rows}
        if slide.has_notes_slide:
            said.words.append(slide.notes_slide.notes_text_frame.text)
    return said


def html_said(content: bytes) -> Said:
    """Every table with its facts, heading, line and label of a web page."""
    said, tree = Said(), web.fromstring(content)
    for gone in [*tree.iter("style", "script")]:
        gone.drop_tree()
    facts: dict[str, dict[str, str]] = {}
    lines = [element.text_content().strip() for element in tree.iter("li")]
    for line in lines:
        name, _, fact = line.partition(": ")
        if name == "Title":
            latest = facts.setdefault(fact, {})
        if facts and name in ("Period", "Towns", "Notes"):
            latest.setdefault(name, fact)
    for table in tree.iter("table"):
        headings, *rows = [[cell.text_content().strip() for cell in row.iter("th", "td")] for row in table.iter("tr")]
        about = facts.get(table.findtext("caption") or "", {})
        if {"Period", "Towns"} <= {*about}:
            said.tables += _tables_of(about, headings, rows)
    said.words = [text for text in lines if not text.startswith(("Question: ", "Method: ", "Check code: "))]
    said.words += [one.text_content() for one in tree.iter("h1", "h2", "h3", "p", "figcaption", "dd", "title", "desc")]
    said.alts = [one for label in ("aria-label", "alt") for one in tree.xpath(f"//@{label}")]
    return said


def pdf_said(content: bytes) -> Said:
    """The words of a PDF as pdftotext reads them, line after line, without numbers of pages, and the alt texts of its
    pictures.
    """
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    text = re.sub(r"Page \d+ of \d+", "", read.stdout.decode())
    lines = [line for line in text.splitlines() if not re.fullmatch(r"[\d\s]*", line)]
    with pikepdf.open(io.BytesIO(content)) as file:
        alts = [str(one["/Alt"]) for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    return Said(words=re.split(r"[•\f]", "\n".join(lines)), alts=alts)


def svg_said(content: str) -> Said:
    """The title, the description and the words of a drawing, without the marks of its axes."""
    return Said(alts=[*_drawn_words(ElementTree.fromstring(content))])


def _drawn_words(element: ElementTree.Element) -> Iterator[str]:
    if _MARK.search(f"{element.get('id', '')} {element.get('class', '')}"):
        return
    if element.tag.rpartition("}")[2] in ("title", "desc", "text"):
        yield "".join(element.itertext())
        return
    for part in element:
        yield from _drawn_words(part)


def told_in_words(
    texts: Iterable[str], seen: Attack, towns: frozenset[str], month: date, *, fiscal_from: int = JULY
) -> Iterator[Figure]:
    """The counts that sentences tell: what, how many, and where and when by the sentence itself, or else of the
    ``towns`` that all of it is of and the time that was spoken of before; at first the ``month``.
    """
    year = tuple(one for one in seen.months if _index(month) - A_YEAR < _index(one) <= _index(month))
    for text in texts:
        months: Months = (month,)
        for sentence in _sentences(text):
            months = (
                year if "these 12 months" in sentence else _months_said(sentence, seen.months, fiscal_from) or months
            )
            every = frozenset(seen.towns) if "member towns" in sentence else towns
            where = frozenset(town for town in seen.towns if re.search(rf"\b{town}\b", sentence))
            for found in re.finditer(_WHAT, sentence):
                if _is_of_that_time(sentence):
                    yield Figure(_measure(found["what"]), where or every, months, _number_of(found))


def told_in_alts(alts: Iterable[str], seen: Attack) -> Iterator[Figure]:
    """The counts that the words for a picture tell: the highest, the lowest, single ones and the total."""
    for alt in alts:
        about = _ALT.match(alt)
        if not about:
            continue
        towns, period = seen.towns_of(about["towns"]), months_between(about["period"], seen.months)
        begins = year_begins(about["title"])
        for found in (*_EXTREME.finditer(about["said"]), *_ONE.finditer(about["said"])):
            for place in re.split(r", | and ", found["where"]):
                named = _months_said(place, seen.months, begins)
                if place not in seen.towns and not named:
                    continue
                months = tuple(month for month in named if month in period) or period
                where = frozenset([place]) if place in seen.towns else towns
                yield Figure(_measure(found["what"]), where, months, _number_of(found))
        if total := _TOTAL.search(about["said"]):
            yield Figure(_measure(total["what"]), towns, period, _number_of(total))


def unexplained(said: Said) -> list[str]:
    """What is left of the words where a number stands in them that is neither a count that is read nor a date, a page,
    a check code or another thing that is told of no count.
    """
    left = []
    for text in (*said.words, *said.alts):
        for sentence in _sentences(text):
            rest = re.sub(_WHAT, "", sentence) if _is_of_that_time(sentence) else sentence
            if re.search(r"\d", _NO_COUNT.sub("", rest)):
                left.append(sentence)
    return left


def drawn_beside(words: Sequence[str], known: Iterable[int]) -> list[int]:
    """The numbers that stand in a drawing and are not ``known``."""
    return sorted({int(one) for one in words if re.fullmatch(r"\d+", one.strip())} - {*known})


def _sentences(text: str) -> list[str]:
    """The sentences of a text whose lines may be broken anywhere, without the one example from elsewhere, and without
    what is told together, which the attacker reads by itself.
    """
    joined = TOGETHER.sub("", _EXAMPLE.sub("", _BROKEN.sub(" ", text)))
    return [one for one in re.split(r"(?<=[.;])\s+|\n", joined) if not one.startswith("Question: ")]


def _shapes(shapes: Iterable[Any]) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)


def _facts_named(notes: str) -> dict[str, dict[str, str]]:
    """The facts in the notes of a slide, by the title of what they are of."""
    found: dict[str, dict[str, str]] = {}
    for part in notes.split("About “")[1:]:
        title, _, lines = part.partition("”\n")
        found[title] = dict(line.split(": ", 1) for line in lines.splitlines() if ": " in line)
    return found


def _facts_of_alt(alt: str, caption: str) -> dict[str, str]:
    """What the words for a picture say of it; of one panel that it is of a town, and the rest in the caption."""
    found, panel, told = _ALT.match(alt), _PANEL.match(alt), _CAPTION.search(caption)
    if panel and told:
        return {"Period": told["period"], "Towns": panel["towns"], "Title": panel["title"]}
    return {"Period": found["period"], "Towns": found["towns"], "Title": found["title"]} if found else {}


def _tables_of(facts: Mapping[str, str], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Table]:
    """The table as it stands; where its rows name what is counted, the month's and the year's numbers as a row each."""
    yield Table(facts, headings, rows)
    if headings[0] != "Measure":
        return
    month = months_between(facts["Period"], [*_every_month()])[-1]
    year = [one for one in _every_month() if _index(month) - A_YEAR < _index(one) <= _index(month)]
    for column, first in (("This month", month), ("Last 12 months", year[0])):
        if column in headings:
            of = {**facts, "Period": f"{first:%B %Y} to {month:%B %Y}"}
            yield Table(of, [row[0] for row in rows], [[row[headings.index(column)] for row in rows]])


def _tables_of_chart(chart: Any, facts: Mapping[str, str]) -> Iterator[Table]:
    """A table for each series of a native chart, with what it counts by its own name or by that of the chart."""
    of_chart = next((heading for heading in HEADINGS if facts.get("Title", "").startswith(heading)), "")
    for plot in chart.plots:
        names = [_category(str(one)) for one in plot.categories]
        year = re.search(r"[Ff]iscal year \(.+?\)", facts.get("Title", ""))
        place = "Town" if not any(span(name) for name in names) else f"F{year[0][1:]}" if year else "Period"
        for series in plot.series:
            heading, town = (series.name, "") if series.name in HEADINGS else (of_chart, series.name)
            rows = [
                [name, town, str(round(value))]
                for name, value in zip(names, series.values, strict=True)
                if value is not None
            ]
            if place == "Town":
                yield Table(facts, ["Town", "Series", heading], rows)
            else:
                yield Table(facts, [place, "Town", heading], rows)


def _category(name: str) -> str:
    """A day as workbooks count them as its month; other names as they are."""
    if not re.fullmatch(r"\d{5}\.0", name):
        return name
    day = _DAY_ZERO + timedelta(days=int(float(name)))
    return f"{MONTHS[day.month - 1]} {day.year}"


def _tables_of_map(shape: Any, alt: str, facts: Mapping[str, str]) -> Iterator[Table]:
    """What stands in a map's towns, their names above it, and what each town's own words say."""
    heading = next((one for one in HEADINGS if f". {one}." in alt), "")
    lines = [one.text_frame.text.split("\n") for one in shape.shapes if one.has_text_frame]
    yield Table(facts, ["Town", heading], [line for line in lines if len(line) == 2])
    named = {measure: one for one, measure in HEADINGS.items()}
    for one in shape.shapes:
        for found in re.finditer(_WHAT, "".join(one._element.xpath("./*/p:cNvPr/@descr"))):
            yield Table(facts, ["Town", named[_measure(found["what"])]], [[one.name, found["number"]]])


def _is_of_that_time(sentence: str) -> bool:
    """Whether its counts are of the time that it names, and not differences or what would have to be."""
    return not re.search(r"\b(?:more|fewer|less) than|would|it takes|twice as many", sentence)


def _months_said(words: str, months: Sequence[date], fiscal_from: int = JULY) -> Months:
    found = _TIME.search(words)
    if not found:
        return tuple(month for month in span(words, fiscal_from) if month in months)
    if found["year_to"]:
        last = months_between(found["year_to"], [*_every_month()])[0]
        return tuple(month for month in months if month <= last and _index(month) > _index(last) - A_YEAR)
    if found["named"]:
        return tuple(month for month in span(found["named"].removeprefix("in "), fiscal_from) if month in months)
    return months_between(found["span"] or found["month"], months)


def _every_month() -> Iterator[date]:
    return (date(year, month, 1) for year in range(2020, 2031) for month in range(1, 13))


def _index(month: date) -> int:
    return month.year * A_YEAR + month.month


def _measure(what: str) -> str:
    return UNITS[what if what.endswith("s") else f"{what}s"]


def _number_of(found: re.Match[str]) -> int:
    """The number before what is counted; of doses the kits that they are in."""
    number = int(found["number"].replace(",", ""))
    return number // DOSES_IN_A_KIT if found["what"] == "doses" else number
