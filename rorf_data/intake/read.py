"""From a path or bytes to a file whose kind, hash and sheets are known.

What a file is is decided by what is in it, never by its name. Nothing here knows what the columns mean.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

from rorf_data.errors import FileRefused
from rorf_data.intake import delimited, workbook
from rorf_data.intake.apart import Unreadable, read_apart
from rorf_data.intake.archive import Archive, BookKind, check_archive
from rorf_data.intake.delimited import Form
from rorf_data.intake.encoding import Encoding, find_encoding
from rorf_data.intake.headings import HALF_A_CHARACTER, printable
from rorf_data.intake.people import file_name_to_keep
from rorf_data.intake.sheet import Sheet
from rorf_data.settings import Settings

BLOCK = 1 << 20
START = 4096
BYTES_IN_MB = 1_000_000

PASTED = "Pasted cells"

SAVE_AS = "Save it as an Excel workbook (.xlsx) or as CSV and try again."

# The first bytes by which files of other kinds give themselves away.
OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"{\\rtf", "a text document"),
    (b"SQLite format 3", "a database"),
)
WEB_PAGE = re.compile(
    rb"^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?<(!doctype html|html|head|body|table|meta|style)", re.IGNORECASE
)
OTHER_MARKUP = re.compile(rb"^(\xef\xbb\xbf)?\s*<(\?xml|!doctype|workbook)", re.IGNORECASE)
LARGEST_PAGE = 50_000_000

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Kind = Literal["delimited", "xls", "web page"] | BookKind


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can be read: ``name`` without its folder and control characters, SHA-256 in hex, ``size`` in bytes.

    ``encoding`` and ``delimiter`` are empty for a workbook. ``notes``: sentences on what of the whole file was taken
    for granted or left alone, such as its encoding or its macros.
    """

    name: str
    sha256: str
    size: int
    kind: Kind
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    _at: Path | bytes = field(default=b"", repr=False, compare=False)
    _how: tuple[Encoding, Form] | Encoding | Archive | None = field(default=None, repr=False, compare=False)

    @property
    def is_on_disk(self) -> bool:
        """Whether the content lies in a file of this machine, not in memory alone."""
        return isinstance(self._at, Path)

    def sheets(self) -> tuple[Sheet, ...]:
        """Every sheet that holds anything, in the file's order; a delimited file is one sheet without a name.

        Raises :class:`FileRefused` for a workbook or web page that turns out to be broken.
        """
        match self._how:
            case (encoding, form):
                return (delimited.sheet_of(self.name, lambda: _open(self._at), encoding, form),)
            case Encoding(name=encoding):
                return _tables(self.name, self._at, encoding)
            case Archive(kind="xlsx", sheets=facts):
                with _open(self._at) as stream:
                    return workbook.sheets_of(self.name, stream, facts)
        with _open(self._at) as stream:
            return workbook.other_sheets_of(self.name, stream)


def open_file(path: Path) -> SourceFile:
    """The file at ``path``, hashed and of known kind; a large delimited file is never held in memory.

    Raises :class:`FileRefused` naming the file when it is absent, a folder, empty, or of a kind that can't be read.
    """
    name = _file_name(path.name)
    if path.is_dir():
        raise FileRefused(f"“{name}” is a folder, not a file.")
    try:
        return _known(name, path)
    except FileNotFoundError:
        raise FileRefused(f"“{name}” can't be found.") from None
    except OSError:
        raise FileRefused(f"“{name}” can't be opened.") from None


def open_bytes(content: bytes, name: str) -> SourceFile:
    """An uploaded file, hashed and of known kind; raises :class:`FileRefused` as :func:`open_file` does."""
    return _known(_file_name(name), content)


def open_text(text: str, name: str = PASTED) -> SourceFile:
    """Cells as a spreadsheet program or a web page puts them on the clipboard: tabs between them, and quotation marks
    around those with line breaks in them. Raises :class:`FileRefused` when there are none.
    """
    content = HALF_A_CHARACTER.sub("\ufffd", text).encode("utf-8")
    kept = name if name == PASTED else _file_name(name)
    if not text.strip():
        raise FileRefused(f"“{kept}” is empty.")
    return _delimited(kept, *_hash(content), content)


def check_size(file: SourceFile, settings: Settings) -> None:
    """Raise :class:`FileRefused` when the file is larger than ``largest_upload_mb`` (of 1,000,000 bytes) allows."""
    if file.size > settings.largest_upload_mb * BYTES_IN_MB:
        raise FileRefused(
            f"“{file.name}” is larger than {settings.largest_upload_mb} MB, the most that the settings allow. "
            "Split it, or raise largest_upload_mb in the settings."
        )


def _file_name(name: str) -> str:
    """The name as it can be stored and shown: nothing personal, and "�" for bytes of it that are no text in UTF-8."""
    return file_name_to_keep(" ".join(printable(name).split()))


def _known(name: str, at: Path | bytes) -> SourceFile:
    sha256, size = _hash(at)
    if size == 0:
        raise FileRefused(f"“{name}” is empty.")
    with _open(at) as stream:
        start = stream.read(START)
    _check_other_kinds(name, start)
    if start.startswith((ZIP, EMPTY_ZIP)):
        with _open(at) as stream:
            book = check_archive(name, stream)
        return SourceFile(name, sha256, size, book.kind, notes=book.notes, _at=at, _how=book)
    if start.startswith(OLE):
        with _open(at) as stream:
            notes = workbook.check_ole(name, stream)
        return SourceFile(name, sha256, size, "xls", notes=notes, _at=at)
    return (_web_page if WEB_PAGE.match(start) else _delimited)(name, sha256, size, at)


def _delimited(name: str, sha256: str, size: int, at: Path | bytes) -> SourceFile:
    encoding = find_encoding(name, _blocks(at))
    form = delimited.find_form(lambda: _open(at), encoding.name)
    notes = (encoding.note,) if encoding.note else ()
    how = (encoding, form)
    return SourceFile(name, sha256, size, "delimited", encoding.name, form.delimiter, notes, _at=at, _how=how)


def _web_page(name: str, sha256: str, size: int, at: Path | bytes) -> SourceFile:
    if size > LARGEST_PAGE:
        raise FileRefused(f"“{name}” is a very large web page, whatever its name says. Open it in Excel. {SAVE_AS}")
    encoding = find_encoding(name, _blocks(at))
    notes = (f"“{name}” is a web page, whatever its name says; its tables were read.",)
    return SourceFile(name, sha256, size, "web page", encoding.name, notes=notes, _at=at, _how=encoding)


def _tables(name: str, at: Path | bytes, encoding: str) -> tuple[Sheet, ...]:
    try:
        with _open(at) as stream:
            tables = read_apart(stream.read(), encoding=encoding)
    except Unreadable:
        tables = ()
    if not tables:
        raise FileRefused(
            f"“{name}” is a web page, whatever its name says, without a table that can be read. "
            f"Open it in Excel. {SAVE_AS}"
        )
    return tables


def _check_other_kinds(name: str, start: bytes) -> None:
    for mark, kind in OTHER_KINDS:
        if start.startswith(mark):
            raise FileRefused(f"“{name}” is {kind}, not a table. {SAVE_AS}")
    if OTHER_MARKUP.match(start) and not WEB_PAGE.match(start):
        raise FileRefused(f"“{name}” is XML, not a table, whatever its name says. Open it in Excel. {SAVE_AS}")


def _hash(at: Path | bytes) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for block in _blocks(at):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def _blocks(at: Path | bytes) -> Iterator[bytes]:
    with _open(at) as stream:
        while block := stream.read(BLOCK):
            yield block


def _open(at: Path | bytes) -> BinaryIO:
    return io.BytesIO(at) if isinstance(at, bytes) else at.open("rb")
