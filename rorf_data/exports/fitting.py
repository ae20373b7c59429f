"""How wide a text is and how many lines it fills, so that what stands on a slide fits before anybody opens it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

POINTS_TO_THE_INCH = 72
LINE_HEIGHT = 1.2
"""The height of a line, in sizes of its letters."""

# Widths of the letters of Arial (and of Liberation Sans, which has the same), in thousandths of their size.
_REGULAR = {
    191: "'", 222: "ijl’", 260: "|", 278: "!,./:;I[\\]ft· ", 333: "()-`r“”", 334: "{}", 355: '"', 389: "*", 469: "^",
    500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu–", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY",
    722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "…—", 1015: "@",
}  # fmt: skip
_BOLD = {
    238: "'", 278: ",./I\\ijl’· ", 280: "|", 333: "!()-:;[]`ft", 389: "*r{}", 474: '"', 500: "z“”",
    556: "#$0123456789J_aceksvxy–", 584: "+<=>^~", 611: "?FLTZbdghnopqu", 667: "EPSVXY", 722: "&ABCDHKNRU",
    778: "GOQw", 833: "M", 889: "%m", 944: "W", 975: "@", 1000: "…—",
}  # fmt: skip
_OTHER = 700
_ROOM = 1.03
"""Programs set letters a little differently; so much more room is taken."""


_NARROWER, _MOST_WIDE = (0.85, 0.7, 0.55, 0.4), 2


def _by_letter(widths: Mapping[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


_WIDTHS = {False: _by_letter(_REGULAR), True: _by_letter(_BOLD)}


def width_of(text: str, size: float, *, is_bold: bool = False) -> float:
    """The width in inches of a text on one line, in letters of ``size`` points."""
    widths = _WIDTHS[is_bold]
    return _ROOM * size * sum(widths.get(letter, _OTHER) for letter in text) / 1000 / POINTS_TO_THE_INCH


def lines_of(text: str, size: float, width: float, *, is_bold: bool = False) -> int:
    """How many lines a text fills that is broken between words at ``width`` inches; 1 for an empty one."""
    lines, line = 1, ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size, is_bold=is_bold) > width:
            lines, line = lines + 1, word
        else:
            line = longer
    return lines


def height_of(texts: Sequence[str], size: float, width: float, *, apart: float = 0.0, is_bold: bool = False) -> float:
    """The height in inches of paragraphs with ``apart`` points between each two of them."""
    lines = sum(lines_of(text, size, width, is_bold=is_bold) for text in texts)
    return (lines * size * LINE_HEIGHT + apart * max(0, len(texts) - 1)) / POINTS_TO_THE_INCH


def size_that_fits(
    texts: Sequence[str],
    sizes: Sequence[float],
    *,
    width: float,
    height: float,
    apart: float = 0.0,
    is_bold: bool = False,
) -> float:
    """The first of ``sizes``, largest first, in which the paragraphs fit into so many inches; else the last."""
    for size in sizes:
        if height_of(texts, size, width, apart=apart, is_bold=is_bold) <= height:
            return size
    return sizes[-1]


def shared_widths(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Widths for columns side by side in ``room``: what each wants where that fits, stretched to fill the room.

    Otherwise the widest give way first, none to less than its ``least`` as long as that fits at all.
    """
    if sum(wanted) <= room:
        return [width * room / sum(wanted) for width in wanted]
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    low, high = 0.0, max(wanted)
    for _ in range(40):
        middle = (low + high) / 2
        given = sum(max(small, min(width, middle)) for width, small in zip(wanted, least, strict=True))
        low, high = (low, middle) if given > room else (middle, high)
    return [max(small, min(width, low)) for width, small in zip(wanted, least, strict=True)]


def widths_of_least_height(
    wanted: Sequence[float], least: Sequence[float], room: float, height: Callable[[Sequence[float]], float]
) -> list[float]:
    """The same, or else with narrower columns beside the widest one or two, whichever makes the table least high.

    ``height`` is that of the table with these widths.
    """
    fair = shared_widths(wanted, least, room)
    if sum(wanted) <= room or sum(least) >= room:
        return fair
    widest = sorted(range(len(wanted)), key=lambda place: -wanted[place])[:_MOST_WIDE]
    tried = [fair]
    for count in range(1, len(widest) + 1):
        for cap in (share * max(fair) for share in _NARROWER):
            own = [width if place in widest[:count] else min(width, cap) for place, width in enumerate(wanted)]
            tried.append(shared_widths(own, least, room))
    return min(tried, key=height)
