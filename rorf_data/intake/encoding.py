"""In which encoding a text is written."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from rorf_data.errors import FileRefused

SAMPLE_BYTES = 65_536

# The mark of UTF-32 begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What an American office's programs write, the likeliest first; Latin-1 has no letter that Windows-1252 hasn't.
SINGLE_BYTE = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac OS Roman",
    "cp437": "the encoding of DOS (code page 437)",
}
CONTROLS = bytes({*range(1, 9), *range(14, 32), 127} - {0x1A, 0x1B})

# Letters of names and signs of sentences, as they stand in words of the languages written here.
LETTERS = "áéíóúàèìòùâêîôûäëïöüñçãõåÁÉÍÓÚÀÈÙÂÊÎÔÛÄËÏÖÜÑÇÃÕÅßøØæÆœŒÿ"
SIGNS = "‘’“”«»–—…•°½¼¾®©™§£€¢¿¡\xa0"
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
ENDS_OF_WORDS = re.compile(r"(?:s|t|d|m|re|ve|ll)\b", re.IGNORECASE)

IF_WRONG = "If letters with accents look wrong, save it as UTF-8 and load that."
TAKEN = f"“{{}}” isn't in UTF-8; it was read as {{}}. {IF_WRONG}"
MIXED = (
    "“{}” mixes UTF-8 with another encoding. The letters that aren't UTF-8 can't be read, and rows that need them say "
    "so; save it as UTF-8 and load that."
)
NEITHER = "“{}” is neither text nor an Excel workbook; save it as CSV or .xlsx and try again."


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a text are to be read.

    ``errors`` is what becomes of bytes that are no letter: ``strict`` where they show that the file is damaged.
    ``note``: a sentence on what was taken where the file itself doesn't settle it. ``has_nuls``: NUL characters may
    stand in the text, as padding does.
    """

    name: str
    errors: str = "strict"
    note: str = ""
    has_nuls: bool = False

    @property
    def is_sure_of_letters(self) -> bool:
        """Whether no byte can be met that is no letter, or such bytes show that the file is damaged."""
        return self.errors == "strict" or self.name in SINGLE_BYTE


def find_encoding(name: str, blocks: Iterable[bytes]) -> Encoding:
    """UTF-32 or UTF-16 by its mark or its zeros, UTF-8 with or without a mark, else the likeliest single-byte encoding.

    The whole file is looked at. Raises :class:`FileRefused` when the bytes are no text.
    """
    found, coming = _Found(), iter(blocks)
    for number, block in enumerate(coming):
        if number == 0 and (wide := _wide(name, block)):
            # In UTF-16 two zeros may belong to two letters; then it is looked for padding where there is none.
            return replace(wide, has_nuls=any(b"\x00\x00" in one for one in chain([block], coming)))
        if not found.take_in(block):
            raise FileRefused(NEITHER.format(name))
    return found.encoding(name)


class _Found:
    """What the blocks of a text have shown so far."""

    def __init__(self) -> None:
        self._is_utf8, self._has_nuls = True, False
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._sample = bytearray()

    def take_in(self, block: bytes) -> bool:
        """Look at one block; False when it is no text."""
        if b"\x00" in block:
            self._has_nuls = True
            if len(block.translate(None, CONTROLS)) < len(block):
                return False
        self._is_utf8 = self._is_utf8 and self._decodes(block)
        if not block.isascii() and len(self._sample) < SAMPLE_BYTES:
            self._sample += b"\n".join(line for line in block.splitlines() if not line.isascii()) + b"\n"
        return True

    def encoding(self, name: str) -> Encoding:
        """What it comes to, once there are no more blocks."""
        if self._is_utf8 and self._decodes(b"", is_last=True):
            return Encoding("utf-8-sig", has_nuls=self._has_nuls)
        sample = bytes(self._sample[:SAMPLE_BYTES])
        if any(map(_is_utf8, sample.splitlines())):
            return Encoding("utf-8-sig", "replace", MIXED.format(name), self._has_nuls)
        taken = likeliest(sample)
        return Encoding(taken, "replace", TAKEN.format(name, SINGLE_BYTE[taken]), self._has_nuls)

    def _decodes(self, block: bytes, *, is_last: bool = False) -> bool:
        try:
            self._decoder.decode(block, is_last)
        except UnicodeDecodeError:
            return False
        return True


def likeliest(sample: bytes) -> str:
    """The single-byte encoding in which lines with letters beyond ASCII make the most sense; Windows-1252 if unsure.

    charset-normalizer rules out those in which they are a mess. Of the others, the one with the fewest signs that no
    word here has: it was made for longer texts than a column of names.
    """
    # It takes 40 ms to import, and most files are UTF-8.
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=list(SINGLE_BYTE), preemptive_behaviour=False, enable_fallback=False)
    least = min((match.chaos for match in found), default=0)
    able = {match.encoding for match in found if match.chaos == least}
    ranked = [encoding for encoding in SINGLE_BYTE if encoding in able] or list(SINGLE_BYTE)
    return min(ranked, key=lambda encoding: _oddities(sample.decode(encoding, errors="replace")))


def _wide(name: str, block: bytes) -> Encoding | None:
    """An encoding of two or four bytes for a letter, by its mark, or by the zeros in every second byte."""
    if marked := next((encoding for mark, encoding in MARKS if block.startswith(mark)), None):
        return Encoding(marked)
    even, odd = block[::2].count(0), block[1::2].count(0)
    half = max(len(block) // 2, 1)
    if min(even, odd) * 20 < half and max(even, odd) * 10 > half * 7:
        taken = "utf-16-le" if odd > even else "utf-16-be"
        return Encoding(taken, note=TAKEN.format(name, f"UTF-16 without its mark ({taken[-2:].upper()})"))
    return None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _oddities(text: str) -> int:
    """How many signs beyond ASCII stand where no word of the languages written here has them."""
    return sum(_is_odd(text, found.start()) for found in BEYOND_ASCII.finditer(text))


def _is_odd(text: str, place: int) -> bool:
    sign, before, after = text[place], text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if sign in LETTERS:
        return sign.isupper() and before.islower()
    if sign not in SIGNS:
        return True
    if sign == "’" and before.isalpha() and after.isalpha():
        begins_word = not text[max(place - 2, 0) : place - 1].isalpha()
        return not begins_word and not ENDS_OF_WORDS.match(text, place + 1)
    return before.isalpha() and after.isalpha() and sign not in "—\xa0"
