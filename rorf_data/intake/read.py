"""From a path or bytes to a file whose kind, hash and sheets are known.

What a file is is decided by what is in it, never by its name. Nothing here knows what the columns mean.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Literal

from rorf_data.errors import FileRefused
from rorf_data.intake import delimited, workbook
from rorf_data.intake.headings import printable
from rorf_data.intake.people import file_name_to_keep, sheet_name_to_keep
from rorf_data.intake.sheet import Sheet
from rorf_data.settings import Settings

BLOCK = 1 << 20
START = 4096
BYTES_IN_MB = 1_000_000

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
WEB_PAGE = re.compile(rb"^(\xef\xbb\xbf)?\s*<(!doctype|html|head|body|table|\?xml)", re.IGNORECASE)

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Kind = Literal["delimited", "xlsx", "xls"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can be read: ``name`` without its folder and control characters, SHA-256 in hex, ``size`` in bytes.

    ``encoding`` and ``delimiter`` are empty for a workbook.
    """

    name: str
    sha256: str
    size: int
    kind: Kind
    encoding: str = ""
    delimiter: str = ""
    _at: Path | bytes = field(default=b"", repr=False, compare=False)

    def sheets(self) -> tuple[Sheet, ...]:
        """Every sheet that holds anything, in the file's order; a delimited file is one sheet without a name."""
        if self.kind == "delimited":
            return (delimited.sheet_of(self.name, lambda: _open(self._at), self.encoding, self.delimiter),)
        with _open(self._at) as stream:
            read = workbook.sheets_of if self.kind == "xlsx" else workbook.old_sheets_of
            sheets = read(self.name, stream)
        return tuple(
            replace(sheet, name=sheet_name_to_keep(sheet.name, number)) for number, sheet in enumerate(sheets, 1)
        )


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
        return _workbook(name, sha256, size, at)
    if start.startswith(OLE):
        with _open(at) as stream:
            workbook.check_ole(name, stream)
        return SourceFile(name, sha256, size, "xls", _at=at)
    encoding = delimited.find_encoding(name, _blocks(at))
    delimiter = delimited.find_delimiter(lambda: _open(at), encoding)
    return SourceFile(name, sha256, size, "delimited", encoding, delimiter, _at=at)


def _workbook(name: str, sha256: str, size: int, at: Path | bytes) -> SourceFile:
    with _open(at) as stream:
        workbook.check_zip(name, stream)
    return SourceFile(name, sha256, size, "xlsx", _at=at)


def _check_other_kinds(name: str, start: bytes) -> None:
    for mark, kind in OTHER_KINDS:
        if start.startswith(mark):
            raise FileRefused(f"“{name}” is {kind}, not a table. {SAVE_AS}")
    if WEB_PAGE.match(start):
        raise FileRefused(f"“{name}” is a web page, whatever its name says. Open it in Excel. {SAVE_AS}")


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
