"""Which encoding a text is taken for, and what is said of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rorf_data.errors import FileRefused
from rorf_data.intake.encoding import find_encoding
from rorf_data.intake.read import open_bytes
from tests.unit.intake.reading import take_in

LOG = "Date,Agency,Town,Kits\n"
PLAIN = "2026-03-04,Kent VFD,Kent,1\n" * 200


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp437"])
@pytest.mark.parametrize(
    "words",
    ["José Núñez", "Peña", "García", "Ramírez", "Müller, Muñoz", "Renée", "Hélène Côté; García; Muñoz; Müller; Zoë"],
)
@pytest.mark.parametrize("plain", ["", PLAIN], ids=["short", "long"])
def test_names_with_accents_tell_how_they_were_saved(words: str, encoding: str, plain: str) -> None:
    """By Windows, an old Mac program or an old DOS one; a single name is enough, and plain rows change nothing."""
    content = f'{LOG}{plain}2026-03-04,"{words}",Kent,1\n{plain}'.encode(encoding)

    assert words in content.decode(find_encoding("x.csv", [content]).name)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("words", ["Kent “box”", "Chief’s desk", "5–6 kits", "see below…", "don’t – O’Brien’s", "10°"])
def test_typographic_signs_tell_how_they_were_saved(words: str, encoding: str) -> None:
    """Curly quotation marks and dashes are what a word processor leaves in a log."""
    content = f"{LOG}{PLAIN}2026-03-04,{words},Kent,1\n".encode(encoding)
    found = find_encoding("x.csv", [content]).name

    # A degree sign alone could be either's; Windows is likelier.
    assert found == ("cp1252" if words == "10°" else encoding)


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (LOG.encode(), ""),
        ("Café".encode(), ""),
        ("Café".encode("utf-8-sig"), ""),
        ("Café".encode("utf-16"), ""),
        ("Café".encode("cp1252"), "“x.csv” isn't in UTF-8; it was read as Windows-1252."),
        ("Peña".encode("mac_roman"), "“x.csv” isn't in UTF-8; it was read as Mac OS Roman."),
        ("Peña".encode("cp437"), "“x.csv” isn't in UTF-8; it was read as the encoding of DOS (code page 437)."),
        (LOG.encode("utf-16-le"), "“x.csv” isn't in UTF-8; it was read as UTF-16 without its mark (LE)."),
        (LOG.encode("utf-16-be"), "“x.csv” isn't in UTF-8; it was read as UTF-16 without its mark (BE)."),
        (b"Caf\xc3\xa9\nCaf\xe9\n", "“x.csv” mixes UTF-8 with another encoding."),
    ],
)
def test_what_the_file_itself_does_not_settle_is_said(content: bytes, note: str) -> None:
    """A mark at its beginning settles it, and so does UTF-8 all through."""
    said = find_encoding("x.csv", [content]).note

    assert said.startswith(note)
    assert bool(note) == bool(said)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read(encoding: str) -> None:
    """As some databases export it."""
    taken = take_in((LOG + "2026-03-04,Café Öl EMS,Kent,1\n").encode(encoding))

    assert ["Café Öl EMS"] == [row["agency"] for row in taken.rows]


def test_in_a_mix_of_encodings_no_row_is_lost() -> None:
    """What can't be read says so in its own row; everything else is taken."""
    lines = [b"2026-03-04,Caf\xc3\xa9 EMS,Kent,1", b"2026-03-05,Caf\xe9 EMS,Kent,1", b"2026-03-06,Kent VFD,Kent,1"]
    taken = take_in(LOG.encode() + b"\n".join(lines))

    assert ["Café EMS", "Kent VFD"] == [row["agency"] for row in taken.rows]
    assert [(3, "Agency", "This holds characters that can't be read; save the file as UTF-8 and try again.")] == (
        taken.refused
    )
    assert 3 == taken.read


def test_a_byte_that_the_encoding_does_not_have_is_said_in_its_row() -> None:
    """Windows-1252 has five of them."""
    rows = b"2026-03-04,Caf\xe9 EMS,Kent,1\n2026-03-05,Caf\xe9 \x81 EMS,Kent,1\n"
    taken = take_in(LOG.encode() + rows)

    assert 2 == taken.read
    assert 2 == len(taken.rows) + len(taken.refused)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_padding_of_nul_characters_is_no_text_and_no_reason_to_refuse_the_file(encoding: str) -> None:
    """Programs with fields of fixed length pad so, and a computer that lost power leaves it at the end of a file."""
    rows = "2026-03-04,Kent VFD\x00\x00\x00,Kent\x00,1\x00\n2026-03-05,Kent VFD,Ke\x00nt,1\n" + "\x00" * 5000
    taken = take_in((LOG + "\x00\x00\n" + rows).encode(encoding))

    assert [("Kent VFD", "Kent", 1)] == [(row["agency"], row["place_name"], row["kits"]) for row in taken.rows]
    assert [(4, "Town", "This holds characters that can't be read; save the file as UTF-8 and try again.")] == (
        taken.refused
    )
    assert 2 == taken.read


@pytest.mark.parametrize("content", [b"a\x00b\x01", b"\x00\x01\x02\x03" * 100, b"MZ\x90\x00\x03\x00\x00\x00\x04"])
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    """NUL characters with other control characters among them are a program's own data."""
    with pytest.raises(FileRefused, match="is neither text nor an Excel workbook"):
        open_bytes(content, "x.csv")


def test_what_finds_an_encoding_is_imported_only_for_a_file_that_needs_it() -> None:
    """It takes longer to import than such a file to read."""
    program = (
        "import sys; from rorf_data.intake.read import open_bytes; "
        "open_bytes('Café,é'.encode(), 'x.csv'); assert 'charset_normalizer' not in sys.modules; "
        "open_bytes('Café,é'.encode('cp1252'), 'x.csv'); assert 'charset_normalizer' in sys.modules"
    )

    assert 0 == subprocess.run([sys.executable, "-c", program], check=False).returncode
