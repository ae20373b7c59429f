"""Evidence packs with their need statements, in every funder's way, read back file by file from their zips."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from PIL import Image

from rorf_data.answers.reader import Reader
from rorf_data.errors import DisclosureRefused
from rorf_data.meetings.evidence import CHART_KINDS, ChartKind, evidence_pack
from rorf_data.meetings.presets import Preset, read_presets
from rorf_data.model import Filters, Period, add_months
from rorf_data.towns import gazetteer
from tests.attacked import TOWNS
from tests.attacker import Attack, Table, csv_table, xlsx_table
from tests.said import Said, drawn_beside, pptx_said, svg_said, told_in_alts, told_in_words, unexplained

Asked = tuple[Filters, Preset, ChartKind]

_INTERVAL = r" \(95 % interval [\d,]+ to [\d,]+\)"
_A_RATE = r", or [\d.]+ for each 1,000 residents [^()]+ \([\d.]+ to [\d.]+\)"
_BESIDE = re.compile(
    rf"(?P<count>\d+ (?:suspected overdose calls?|requests?)\b[^(\d]*){_INTERVAL}(?:{_A_RATE})?"
    r"|That is [\d.]+ (?:kits|doses) for each 1,000 residents [^()]+\([\d,]+ residents, \d{4} Census\)"
    r"|\b(?:at|resting on) \d+ visits?|\d+ (?:characters|of at most [\d,]+ characters)|\b95 %|\[\d\]"
    r"|fewer than \d+ visits|1 April 2020|\d{4} Census|300 dots|in \d+ of the \d+|the \d+ chosen towns"
    r"|1,000 residents|under \d+|\d+ rows"
)
"""What stands beside a count that is told, and follows from it; and what counts nothing."""

_DESCRIBED = re.compile(r"^Description: (?P<alt>.+)$", re.MULTILINE)
"""The words for a picture, among the facts in the notes of its slide."""


def read_grant(seen: Attack, reader: Reader, asked: Asked) -> list[str]:
    """Take in one evidence pack; the texts with a number that wasn't understood. Nothing of it where it is refused."""
    chosen, preset, kind = asked
    try:
        pack = evidence_pack(reader, chosen, preset, kind)
    except DisclosureRefused:
        return []
    return read_pack(seen, unpacked(pack.content), chosen, preset)


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def read_pack(seen: Attack, files: Mapping[str, bytes], chosen: Filters, preset: Preset) -> list[str]:
    """Take in the files of one pack by their names; the texts with a number that wasn't understood."""
    assert {"csv", "xlsx", "pptx", "svg", "png", "txt"} == {name.rpartition(".")[2] for name in files}
    read = [_said_in(name, content) for name, content in files.items()]
    tables = [table for said in read for table in said.tables]
    described = [found["alt"] for said in read for text in said.words for found in _DESCRIBED.finditer(text)]
    words = [_BESIDE.sub(r"\g<count>", _DESCRIBED.sub("", text)) for said in read for text in said.words]
    alts = [*described, *(alt for said in read for alt in said.alts)]

    seen.read(tables)
    where = frozenset(gazetteer.area_label(code) for code in chosen.towns) or frozenset(TOWNS)
    newest = [*chosen.period.months()][-1]
    seen.figures.update(told_in_words(words, seen, where, newest, fiscal_from=preset.first_month))
    seen.figures.update(told_in_alts(alts, seen))
    known = {int(cell) for table in tables for row in table.rows for cell in row if cell.isdigit()}
    drawn = next(svg_said(content.decode()).alts for name, content in files.items() if name.endswith(".svg"))
    return [
        *unexplained(Said(words=words, alts=alts)),
        *(f"only in the drawing: {number}" for number in drawn_beside(drawn, known)),
    ]


def asked_packs(period: Period) -> Iterator[Asked]:
    """Packs of every chart, for every funder and with several filters, without each of all with each: of the period, of
    its last months, of one town and of all but one.
    """
    codes = [gazetteer.code_of(town) for town in TOWNS]
    newest = Period(add_months(period.last.replace(day=1), -2), period.last)
    everywhere = (Filters(period), Filters(newest), Filters(period, (codes[0],)), Filters(newest, tuple(codes[1:])))
    presets = read_presets()
    for number, kind in enumerate((*CHART_KINDS, "calls", "requests", "calls")):
        turn = number + number // len(everywhere)
        yield everywhere[number % len(everywhere)], presets[turn % len(presets)], kind


def _said_in(name: str, content: bytes) -> Said:
    form = name.rpartition(".")[2]
    if name == "figures.csv":
        return Said(tables=[*_figures(content)])
    if form == "csv":
        return Said(tables=[csv_table(content)])
    if form == "xlsx":
        return Said(tables=[xlsx_table(content)])
    if form == "pptx":
        return pptx_said(content)
    if form == "svg":
        texts = {tag: [*_texts(content, tag)] for tag in ("title", "metadata", "desc")}
        return Said(words=[*texts["title"], *texts["metadata"]], alts=texts["desc"])
    if form == "png":
        with Image.open(io.BytesIO(content)) as picture:
            return Said(words=[f"{fact}: {said}" for fact, said in picture.info.items() if isinstance(said, str)])
    if name == "alt.txt":
        return Said(alts=[content.decode()])
    return Said(words=[content.decode().partition("\n\nMethod\n\n")[0]])


def _texts(drawing: bytes, tag: str) -> Iterator[str]:
    for element in ElementTree.fromstring(drawing).iter(f"{{http://www.w3.org/2000/svg}}{tag}"):
        yield "".join(element.itertext())


def _figures(content: bytes) -> Iterator[Table]:
    """Each line of the figures as a table of its own, since each has a period and towns of its own."""
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
        yield Table(row, [row["Figure"]], [[row["Value"]]])
