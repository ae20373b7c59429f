"""The archive that a workbook is: refused when it could do harm, else what it holds beside plain values.

No part is ever written to disk. What an archive says about its own sizes isn't believed: every part is unpacked once,
in blocks, and counted.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Literal
from xml.etree import ElementTree

from rorf_data.errors import FileRefused
from rorf_data.intake.sheet_xml import PartFacts, Unbearable, facts_of, shared_text_bytes, shared_text_lengths

BLOCK = 1 << 20
LARGEST_UNPACKED = 600_000_000
LARGEST_INDEX = 10_000_000
MOST_PARTS = 10_000
MOST_CELLS = 20_000_000
MOST_SHARED_TEXT = 2_000_000_000

BookKind = Literal["xlsx", "xlsb", "ods"]

# The part that makes an archive a workbook of each kind.
BOOKS: dict[str, BookKind] = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb"}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"

# What other archives are, by a part that they have.
OTHER_ARCHIVES = (
    ("word/document.xml", "a Word document, not a table. Copy its table into Excel, save that and load it"),
    ("ppt/presentation.xml", "a PowerPoint file, not a table. Copy its table into Excel, save that and load it"),
    ("Index/Document.iwa", "a document of Apple's Numbers. Export it from there as Excel or CSV and load that"),
)

# What is left alone, by where it lies in the archive.
LEFT_ALONE = (
    ("macros", re.compile(r"(^|/)vbaProject[^/]*\.bin$|^xl/macrosheets/|^Basic/|^Scripts/", re.IGNORECASE)),
    ("links to other files", re.compile(r"^xl/externalLinks/|^xl/connections\.xml$", re.IGNORECASE)),
    ("embedded objects", re.compile(r"^xl/(embeddings|activeX|ctrlProps)/.|^Object \d+/", re.IGNORECASE)),
)
IN_WORDS = {1: "{}", 2: "{} and {}", 3: "{}, {} and {}"}

OUTSIDE = re.compile(r"^/|\\|^[A-Za-z]:|(^|/)\.\.(/|$)|\x00")
UNPACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENTRY_HEADER = 30

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
FROM_1904 = (
    "“{}” counts its days from 1904. Its dates are read rightly, but a day that stands there as a bare number would "
    "come out four years too early; give such cells the form of a date."
)


@dataclass(frozen=True, slots=True)
class Archive:
    """A workbook that may be opened: its kind, sentences on what is left alone, and what is known of sheets by title.

    The sheets of .xlsb and .ods are not looked into beforehand; what is hidden or computed in them isn't known.
    """

    kind: BookKind
    notes: tuple[str, ...] = ()
    sheets: Mapping[str, PartFacts] = field(default_factory=dict, repr=False)


def check_archive(name: str, stream: BinaryIO) -> Archive:
    """Raise :class:`FileRefused` unless the archive is a whole workbook of bearable size without tricks."""
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_entries(name, archive)
            kind = _kind(name, archive)
            facts = _look_through(name, archive)
            _check_shared_text(name, archive, facts)
            sheets, is_from_1904 = _sheets(archive, facts) if kind == "xlsx" else ({}, False)
            notes = (*_left_alone(name, archive.namelist()), *([FROM_1904.format(name)] if is_from_1904 else []))
            return Archive(kind, notes, sheets)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise broken(name) from None
    except (ElementTree.ParseError, LookupError):
        raise broken(name) from None


def broken(name: str) -> FileRefused:
    """That a workbook can't be read as it is."""
    return FileRefused(f"“{name}” is a broken Excel workbook. Open it in Excel, save it anew and try again.")


def too_wide(name: str) -> FileRefused:
    """That a workbook asks for more cells than there is room for."""
    return FileRefused(
        f"“{name}” has a cell far away from its table. Delete what is outside the table and save it anew."
    )


def _too_large(name: str) -> FileRefused:
    return FileRefused(f"“{name}” unpacks to far more than its size; it isn't opened. Save it as CSV.")


def _entities(name: str) -> FileRefused:
    return FileRefused(
        f"“{name}” declares entities in its XML, which no spreadsheet program does; it isn't opened. "
        "Open it in Excel, save it anew and try again."
    )


def _check_entries(name: str, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_PARTS:
        raise FileRefused(f"“{name}” has more than {MOST_PARTS:,} parts; it isn't opened. Save it as CSV.")
    if any(OUTSIDE.search(entry.orig_filename) for entry in entries):
        raise FileRefused(
            f"“{name}” holds a part whose name points out of the workbook; it isn't opened. "
            "Open it in Excel, save it anew and try again."
        )
    if any(entry.compress_type not in UNPACKED for entry in entries) or _overlap(entries):
        raise broken(name)


def _overlap(entries: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes or a name, by which a small archive unpacks to a huge one or to two things."""
    end, names = 0, set()
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end or entry.filename in names:
            return True
        end = entry.header_offset + ENTRY_HEADER + len(entry.orig_filename) + entry.compress_size
        names.add(entry.filename)
    return False


def _kind(name: str, archive: zipfile.ZipFile) -> BookKind:
    parts = set(archive.namelist())
    for part, kind in BOOKS.items():
        if part in parts:
            return kind
    if {"mimetype", "content.xml"} <= parts and archive.open("mimetype").read(100).startswith(OPEN_DOCUMENT):
        return "ods"
    for part, what in OTHER_ARCHIVES:
        if part in parts:
            raise FileRefused(f"“{name}” is {what}.")
    raise FileRefused(f"“{name}” is an archive, not an Excel workbook. Unpack it and load the files in it.")


def _look_through(name: str, archive: zipfile.ZipFile) -> dict[str, PartFacts]:
    """Unpack every part once; what is known of each, by its name."""
    left, facts = LARGEST_UNPACKED, {}
    for part in archive.infolist():
        try:
            facts[part.filename] = facts_of(_counted(name, archive, part, left))
        except Unbearable:
            # A picture may hold such a declaration; nobody reads it.
            if not part.filename.casefold().endswith(".svg"):
                raise _entities(name) from None
        left -= part.file_size
        if sum(found.cells for found in facts.values()) > MOST_CELLS:
            raise too_wide(name)
    return facts


def _counted(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> Iterator[bytes]:
    """The blocks of a part; :class:`FileRefused` once they come to more than is ``left``."""
    said, unpacked = part.file_size, 0
    # Only so far would be read as the archive says that the part is long, and another reader may go on.
    part.file_size = left + 2 * BLOCK
    for block in _blocks(archive, part):
        unpacked += len(block)
        if unpacked > left:
            raise _too_large(name)
        yield block
    part.file_size = unpacked
    if unpacked != said:
        raise broken(name)


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo | str) -> Iterator[bytes]:
    with archive.open(part) as content:
        while block := content.read(BLOCK):
            yield block


def _check_shared_text(name: str, archive: zipfile.ZipFile, facts: Mapping[str, PartFacts]) -> None:
    """Raise :class:`FileRefused` when cells repeat a long text so often that it would fill the memory."""
    longest = max((found.longest_text for found in facts.values()), default=0)
    if longest * sum(found.cells for found in facts.values()) <= MOST_SHARED_TEXT:
        return
    sheets = [part for part, found in facts.items() if found.is_sheet]
    for shared in [part for part, found in facts.items() if found.longest_text]:
        lengths = shared_text_lengths(_blocks(archive, shared))
        if sum(shared_text_bytes(_blocks(archive, sheet), lengths) for sheet in sheets) > MOST_SHARED_TEXT:
            raise _too_large(name)


def _sheets(archive: zipfile.ZipFile, facts: Mapping[str, PartFacts]) -> tuple[dict[str, PartFacts], bool]:
    """What is known of each sheet, by its title, and whether the workbook counts its days from 1904."""
    if not {WORKBOOK, RELATIONS} <= set(facts):
        return {}, False
    parts = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _tree(archive, RELATIONS)
    }
    sheets, is_from_1904 = {}, False
    for element in _tree(archive, WORKBOOK).iter():
        tag = element.tag.rpartition("}")[2]
        is_from_1904 |= tag == "workbookPr" and element.get("date1904") in ("1", "true")
        related = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
        if tag == "sheet" and parts.get(related) in facts:
            sheets[element.get("name", "")] = facts[parts[related]]
    return sheets, is_from_1904


def _tree(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """A short part that has been looked through, so that it declares no entities."""
    if archive.getinfo(part).file_size > LARGEST_INDEX:
        raise ValueError(part)
    return ElementTree.fromstring(archive.read(part))


def _left_alone(name: str, parts: Iterable[str]) -> list[str]:
    listed = list(parts)
    found = [what for what, pattern in LEFT_ALONE if any(map(pattern.search, listed))]
    return [f"“{name}” holds {IN_WORDS[len(found)].format(*found)}, which were left alone."] if found else []
