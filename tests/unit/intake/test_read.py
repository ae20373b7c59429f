"""What a file is, by what is in it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from rorf_data.errors import FileRefused
from rorf_data.intake.read import check_size, open_bytes, open_file, open_text
from tests.unit.intake.reading import SETTINGS, compound_file, old_workbook, take_in, workbook

LOG = b"Date,Agency,Town,Kits\n2026-03-04,Kent VFD,Kent,1\n"


def test_a_file_knows_its_name_hash_and_size(tmp_path: Path) -> None:
    """The name is without the folder, the hash that of the bytes; a path and its bytes are the same file."""
    path = tmp_path / "log.csv"
    path.write_bytes(LOG)
    opened = open_file(path)

    assert ("log.csv", hashlib.sha256(LOG).hexdigest(), len(LOG)) == (opened.name, opened.sha256, opened.size)
    assert opened == open_bytes(LOG, "log.csv")


@pytest.mark.parametrize("name", ["log.csv", "log.xlsx", "log.pdf", "log"])
def test_the_name_does_not_decide_what_a_file_is(name: str) -> None:
    """Text is text and a workbook a workbook under any name."""
    assert "delimited" == open_bytes(LOG, name).kind
    assert "xlsx" == open_bytes(workbook({"A": [["Date"]]}), name).kind
    assert "xls" == open_bytes(old_workbook([["Date"]]), name).kind


def test_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    """Each in its own words, without the folders above it."""
    (tmp_path / "logs").mkdir()

    with pytest.raises(FileRefused, match="^“logs” is a folder, not a file.$"):
        open_file(tmp_path / "logs")
    with pytest.raises(FileRefused, match="^“no.csv” can't be found.$"):
        open_file(tmp_path / "no.csv")


def test_the_size_may_reach_the_bound_and_not_pass_it() -> None:
    """One megabyte is 1,000,000 bytes."""
    one_mb = replace(SETTINGS, largest_upload_mb=1)
    opened = open_bytes(LOG, "log.csv")

    check_size(replace(opened, size=999_999), one_mb)
    check_size(replace(opened, size=1_000_000), one_mb)
    with pytest.raises(FileRefused, match="larger than 1 MB"):
        check_size(replace(opened, size=1_000_001), one_mb)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", "a PDF document"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"GIF89a", "a picture"),
        (b"\x1f\x8b\x08", "a compressed archive"),
        (b"{\\rtf1", "a text document"),
        (b"SQLite format 3\x00", "a database"),
    ],
)
def test_other_kinds_are_named(content: bytes, kind: str) -> None:
    """A person learns what they chose by mistake."""
    with pytest.raises(FileRefused, match=f"“x.csv” is {kind}, not a table"):
        open_bytes(content, "x.csv")


def test_an_ole_container_that_is_no_workbook_is_refused() -> None:
    """Such as an old text document."""
    with pytest.raises(FileRefused, match="is no Excel workbook"):
        open_bytes(compound_file({"WordDocument": b""}), "letter.doc")


def test_nothing_of_a_file_shows_when_it_is_printed() -> None:
    """What is logged of a file holds no record."""
    opened = open_bytes(LOG, "log.csv")

    assert "Kent" not in repr(opened) + repr(opened.sheets())


def test_a_file_name_of_stray_bytes_can_be_stored_and_shown(tmp_path: Path) -> None:
    """As a name in Windows-1252 comes from a disk, and with control characters from a browser; also when refused."""
    path = tmp_path / "caf\udce9.csv"
    path.write_bytes(LOG)

    assert "caf\ufffd.csv" == open_file(path).name
    assert "caf\ufffd.csv" == open_bytes(LOG, "caf\x00\udce9\x1f.csv").name
    with pytest.raises(FileRefused, match="^“no\ufffd.csv” can't be found.$"):
        open_file(tmp_path / "no\udce9.csv")


def test_a_control_character_in_a_heading_or_cell_leaves_no_trace() -> None:
    """UTF-16 can carry a NUL, which no database takes: not in a heading left out, a sentence or a stored value."""
    text = "Da\x00te,Agency,Town,Kits,No\x00tes\n3/4/2026,Kent\x00 VFD,Kent,1,x\n3/4/2026,Kent VFD,Ke\x00nt,1,x\n"
    taken = take_in((text + "soon\x00,Kent VFD,Kent,1,x\n3/4/2026,Kent VFD,Kent,1,x\n").encode("utf-16"))

    assert "\\x00" not in repr((taken.rows, taken.held, taken.issues, taken.recognised.left_out_columns))
    assert ("Notes",) == taken.recognised.left_out_columns
    assert 4 == taken.read


def test_pasted_cells_are_read_as_a_file() -> None:
    """As Excel puts them on the clipboard: tabs, and quotation marks around a cell with a line break."""
    pasted = 'Date\tAgency\tTown\tKits\tNotes\r\n3/4/2026\tKent VFD\tKent\t2\t"first\nsecond, ""third"""\r\n'
    opened = open_text(pasted)

    assert ("Pasted cells", "delimited", "\t") == (opened.name, opened.kind, opened.delimiter)
    assert [["3/4/2026", "Kent VFD", "Kent", "2", 'first\nsecond, "third"']] == [
        list(cells) for _, cells in opened.sheets()[0].rows_below(1)
    ]
    assert opened.sha256 == open_text(pasted, "March").sha256


def test_a_text_that_begins_like_another_kind_of_file_is_still_text() -> None:
    """Somebody typed it; only bytes can be a workbook."""
    assert "delimited" == open_text("PK\x03\x04\tx").kind
    assert "a\ufffd" == open_text("a\ud800").sheets()[0].head[0][0]


@pytest.mark.parametrize("text", ["", " \t\r\n "])
def test_nothing_pasted_is_refused(text: str) -> None:
    """In the words that an empty file is refused with."""
    with pytest.raises(FileRefused, match="^“Pasted cells” is empty.$"):
        open_text(text)
