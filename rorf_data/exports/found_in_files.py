"""What one of our files says of itself, read back out of it: check codes, questions, facts and the cells of a table."""

from __future__ import annotations

import csv
import html
import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from rorf_data.errors import FileRefused
from rorf_data.exports.check_code import SIGNS, read_check_code
from rorf_data.exports.metadata import CHECK_CODE
from rorf_data.exports.tables import ABOUT, TABLE

LARGEST_FILE, LARGEST_INSIDE, MOST_MEMBERS = 64 * 2**20, 256 * 2**20, 2000
NOT_OURS = (
    "is in none of the forms that files are made in here (CSV, XLSX, PNG, SVG, PPTX, PDF, HTML, ZIP), "
    "and no text with a check code."
)

_CODE = rf"[{SIGNS}]{{4}}-[{SIGNS}]{{4}}-[{SIGNS}]{{4}}"
_SAID = re.compile(rf"(?i:check codes?)[\s:]*((?:{_CODE}[,;.\s]*(?:and\s+)?)+)")
_KEYWORDS = re.compile(rb"(?:/Keywords\s*\(|<pdf:Keywords>|<rdf:li>)([^<)]{1,20000})")
_STREAM = re.compile(rb"stream\r?\n")
_FACT = re.compile(r"([A-Z][A-Za-z ]{1,30}): (.*)")
_UNDONE = re.compile(r"([,;\t]\s*)'(?=[=+\-@])")
_TEXT_IN_PPTX = re.compile(r"ppt/(?:slides|notesSlides)/[^/]+\.xml|docProps/core\.xml")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True, slots=True)
class FoundTable:
    """The table of a CSV or XLSX file as texts: headings and rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One check code with the facts that stand beside it, and the table that it belongs to where there is one."""

    check_code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    table: FoundTable | None = None


def find_in_file(content: bytes, name: str) -> tuple[str, tuple[Found, ...]]:
    """The form of one of our files and what is found in it, each check code once; none where it holds no code.

    Raises :class:`FileRefused` for what is none of our forms, is damaged, or is too large.
    """
    if len(content) > LARGEST_FILE:
        raise FileRefused(f"“{name}” is larger than any file that is made here.")
    form = _form_of(content)
    if not form:
        raise FileRefused(f"“{name}” {NOT_OURS}")
    try:
        found = list(_READERS[form](content))
    except FileRefused:
        raise
    except Exception as problem:  # a damaged file fails in as many ways as there are libraries to read it
        raise FileRefused(f"“{name}” is damaged, or was changed so that it can't be read any more.") from problem
    once: dict[str, Found] = {}
    for one in found:
        if one.check_code not in once or (one.facts and not once[one.check_code].facts):
            once[one.check_code] = one
    return form, tuple(once.values())


def _form_of(content: bytes) -> str:
    """The form by the first bytes, empty for none of ours."""
    if content.startswith(b"\x89PNG"):
        return "png"
    if content.startswith(b"%PDF"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _form_of_archive(content)
    start = content[:2000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in start:
        return "svg"
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith((b"# title:", b'"# title:')):
        return "csv"
    return "txt" if b"\x00" not in content and next(_in_txt(content), None) else ""


def _form_of_archive(content: bytes) -> str:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, NotImplementedError, OSError, ValueError):
        return "zip"
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "pptx" if "ppt/presentation.xml" in names else "zip"


def _in_png(content: bytes) -> Iterator[Found]:
    from PIL import Image  # only pictures need it

    with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
        image.load()
        facts = {str(name): str(text) for name, text in getattr(image, "text", {}).items()}
    yield from _of_facts(facts)


def _in_svg(content: bytes) -> Iterator[Found]:
    root = _parsed(content)
    for element in root.iter():
        if str(element.tag).rpartition("}")[2] == "metadata":
            yield from _in_text("".join(element.itertext()))


def _in_csv(content: bytes) -> Iterator[Found]:
    lines = content.decode("utf-8-sig", errors="replace").splitlines()
    said = [line for line in lines if line.lstrip('"').startswith("#")]
    rows = list(csv.reader(line for line in lines if not line.lstrip('"').startswith("#")))
    facts = dict(_fact_of_comment(line) for line in said)
    table = FoundTable(tuple(rows[0]), tuple(map(tuple, rows[1:]))) if rows else FoundTable((), ())
    yield from _of_facts(facts, table)


def _fact_of_comment(line: str) -> tuple[str, str]:
    """Name and text of a comment line, also of one that a spreadsheet has cut into cells and saved again."""
    if line.startswith('"') or line.endswith(","):
        line = ",".join(next(csv.reader([line]))).rstrip(",")
    name, _, fact = line.lstrip("# ").partition(": ")
    return name, _UNDONE.sub(r"\1", fact)


def _in_xlsx(content: bytes) -> Iterator[Found]:
    from python_calamine import CalamineWorkbook  # only workbooks need it

    with ZipFile(io.BytesIO(content)) as archive:
        _check_size(archive)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if ABOUT not in book.sheet_names:
        return
    facts = {str(row[0]): str(row[1]) for row in book.get_sheet_by_name(ABOUT).to_python() if len(row) > 1}
    sheets = [name for name in book.sheet_names if name == TABLE] or book.sheet_names[:1]
    headings, *rows = [tuple(map(_cell, row)) for row in book.get_sheet_by_name(sheets[0]).to_python()] or [()]
    yield from _of_facts(facts, FoundTable(headings, tuple(rows)))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)


def _in_pptx(content: bytes) -> Iterator[Found]:
    with ZipFile(io.BytesIO(content)) as archive:
        _check_size(archive)
        parts = sorted(name for name in archive.namelist() if _TEXT_IN_PPTX.fullmatch(name))
        for name in parts:
            root = _parsed(archive.read(name))
            paragraphs = ["".join(one.itertext()) for one in root.iter(f"{_DRAWING}p")]
            text = "\n".join(paragraphs or ["\n".join(root.itertext())])
            yield from _in_text(text)
            if name.startswith("docProps"):
                yield from (Found(code) for code in _codes_of("\n".join(root.itertext())))


def _in_pdf(content: bytes) -> Iterator[Found]:
    """By its keywords, wherever the program that saved it last has put them."""
    for part in (content, *_streams(content)):
        for said in _KEYWORDS.findall(part.replace(b"\x00", b"")):
            yield from (Found(code) for code in _codes_of(said.decode("latin-1")))


def _streams(content: bytes) -> Iterator[bytes]:
    left = LARGEST_INSIDE
    for start in _STREAM.finditer(content):
        try:
            part = zlib.decompressobj().decompress(content[start.end() :], left)
        except zlib.error:
            continue
        left -= len(part)
        if left <= 0:
            return
        yield part


def _in_html(content: bytes) -> Iterator[Found]:
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", content.decode("utf-8", errors="replace"), flags=re.S | re.I)
    named = re.findall(r'<meta\s+name="keywords"\s+content="([^"]*)"', text, flags=re.I)
    yield from _in_text(html.unescape(re.sub(r"<[^>]*>", "\n", text)))
    yield from (Found(code) for words in named for code in _codes_of(words))


def _in_txt(content: bytes) -> Iterator[Found]:
    """A statement or a caption that somebody has kept as text."""
    yield from _in_text(content.decode("utf-8", errors="replace"))


def _in_zip(content: bytes) -> Iterator[Found]:
    with ZipFile(io.BytesIO(content)) as archive:
        _check_size(archive)
        for entry in archive.infolist():
            member = archive.read(entry)
            form = _form_of(member)
            if form and form != "zip":
                yield from _READERS[form](member)


_READERS = {
    "png": _in_png, "svg": _in_svg, "csv": _in_csv, "xlsx": _in_xlsx, "pptx": _in_pptx, "pdf": _in_pdf,
    "html": _in_html, "txt": _in_txt, "zip": _in_zip,
}  # fmt: skip


def _check_size(archive: ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > LARGEST_INSIDE:
        raise FileRefused("The file holds more, packed, than any that is made here.")


def _parsed(content: bytes) -> ElementTree.Element:
    if b"<!ENTITY" in content:
        raise FileRefused("The file holds declarations that no file made here has.")
    return ElementTree.fromstring(content)


def _of_facts(facts: Mapping[str, str], table: FoundTable | None = None) -> Iterator[Found]:
    code = read_check_code(facts.get(CHECK_CODE, ""))
    if code:
        yield Found(code, facts, table)


def _in_text(text: str) -> Iterator[Found]:
    """The check codes of a text in lines, each with the facts in the lines of its own block."""
    facts: dict[str, str] = {}
    for line in text.splitlines():
        said = _FACT.fullmatch(line.strip())
        if said is None:
            continue
        if said[1] in facts:
            facts = {}
        facts[said[1]] = said[2]
        if said[1] == CHECK_CODE:
            yield from _of_facts(dict(facts))
    for codes in _SAID.findall(text):
        yield from (Found(code) for code in _codes_of(codes))


def _codes_of(text: str) -> Sequence[str]:
    return re.findall(rf"\b{_CODE}\b", text)
