"""What befalls the bytes of a file, whatever they stand for."""

from __future__ import annotations

import random
from collections.abc import Callable

ENCODINGS = ("cp1252", "mac_roman", "cp437", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7")
DELIMITERS = (",", ";", "\t", "|", "^", ":", "  ")
LINE_ENDS = (b"\r\n", b"\r", b"\n\r", b"\n\n", b"\r\r\n", b"\x0b", b"\x0c", b"\xc2\x85", b"\xe2\x80\xa8", b"\x1e")
NAMES = ("Zoë Ambulance", "Café", "naïve", "Peña’s", "Übersee", "“Kent”")

Draw = random.Random
OnBytes = Callable[[Draw, bytes], bytes]


def _somewhere(draw: Draw, content: bytes) -> int:
    """A place; every third time near the beginning, where the header is."""
    return draw.randrange(max(min(len(content), 300) if draw.random() < 0.3 else len(content), 1))


def flip(draw: Draw, content: bytes) -> bytes:
    """Some bytes are others."""
    changed = bytearray(content)
    for _ in range(draw.choice((1, 2, 5, 30)) if content else 0):
        changed[_somewhere(draw, content)] ^= draw.randint(1, 255)
    return bytes(changed)


def delete(draw: Draw, content: bytes) -> bytes:
    """Some bytes are gone."""
    for _ in range(draw.choice((1, 2, 10))):
        place = _somewhere(draw, content)
        content = content[:place] + content[place + draw.choice((1, 1, 2, 7, 60, 500)) :]
    return content


def _insert(draw: Draw, content: bytes) -> bytes:
    for _ in range(draw.randint(1, 10)):
        content = _put(content, _somewhere(draw, content), draw.randbytes(draw.choice((1, 1, 2, 5, 40))))
    return content


def _double(draw: Draw, content: bytes) -> bytes:
    place = _somewhere(draw, content)
    return _put(content, _somewhere(draw, content), content[place : place + draw.randint(1, 2000)])


def cut(draw: Draw, content: bytes) -> bytes:
    """All is gone behind some place, or before it."""
    place = _somewhere(draw, content)
    return content[:place] if draw.random() < 0.7 else content[place:]


def _put_often(*choices: bytes) -> OnBytes:
    def put(draw: Draw, content: bytes) -> bytes:
        for _ in range(draw.choice((1, 1, 2, 3, 10))):
            content = _put(content, _somewhere(draw, content), draw.choice(choices))
        return content

    return put


def _put(content: bytes, place: int, more: bytes) -> bytes:
    return content[:place] + more + content[place:]


def _join_lines(draw: Draw, content: bytes) -> bytes:
    lines = content.split(b"\n")
    for _ in range(draw.randint(1, 5)):
        place = draw.randrange(len(lines))
        lines[place : place + 2] = [b"".join(lines[place : place + 2])]
    return b"\n".join(lines)


def _shuffle_lines(draw: Draw, content: bytes) -> bytes:
    lines = content.split(b"\n")
    draw.shuffle(lines)
    return b"\n".join(lines)


def _mix_encodings(draw: Draw, content: bytes) -> bytes:
    share, others = draw.random(), draw.sample(ENCODINGS, k=draw.randint(1, 3))
    lines = content.split(b"\n")
    return b"\n".join(
        _in_another_encoding(draw, line, draw.choice(others)) if draw.random() < share else line for line in lines
    )


def _in_another_encoding(draw: Draw, line: bytes, encoding: str) -> bytes:
    text = line.decode("utf-8", errors="replace")
    words = text.split(" ")
    words.insert(draw.randrange(len(words) + 1), draw.choice(NAMES))
    return " ".join(words).encode(encoding, errors="replace")


def _change_encoding(draw: Draw, content: bytes) -> bytes:
    text = content.decode("utf-8-sig", errors="replace")
    if draw.random() < 0.7:
        text = text.replace(" ", f" {draw.choice(NAMES)} ", draw.randint(1, 20))
    return text.encode(draw.choice(ENCODINGS), errors="replace")


def _change_delimiters(draw: Draw, content: bytes) -> bytes:
    share, new = draw.choice((0.05, 0.5, 1.0)), draw.choice(DELIMITERS).encode()
    lines = content.split(b"\n")
    return b"\n".join(line.replace(b",", new) if draw.random() < share else line for line in lines)


def _change_line_ends(draw: Draw, content: bytes) -> bytes:
    share, new = draw.choice((0.05, 0.5, 1.0)), draw.choice(LINE_ENDS)
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    return b"".join(line + (new if draw.random() < share else b"\n") for line in lines)


ON_BYTES: dict[str, OnBytes] = {
    "bytes flipped": flip,
    "bytes deleted": delete,
    "bytes inserted": _insert,
    "bytes doubled": _double,
    "file cut": cut,
    "stray quotation marks": _put_often(b'"', b"'", b'""', b'\\"', b',"', b'",'),
    "NULs": _put_often(b"\x00", b"\x00" * 3, b"\x00" * 512),
    "lines torn": _put_often(b"\n", b"\r\n", b"\r"),
    "lines joined": _join_lines,
    "lines shuffled": _shuffle_lines,
    "encodings mixed": _mix_encodings,
    "encoding changed": _change_encoding,
    "delimiters changed": _change_delimiters,
    "line ends changed": _change_line_ends,
}
