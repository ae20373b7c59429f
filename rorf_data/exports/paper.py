"""A document as a tagged PDF on letter paper, for reading and for print; no browser is needed for it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rorf_data.exports.document import Document
from rorf_data.exports.fitting import POINTS_TO_THE_INCH, widths_of_least_height
from rorf_data.exports.printed import Printed, PrintedPicture, PrintedTable, Section, printed
from rorf_data.maps import TownMap

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FONT = "DejaVu Sans"
STANDARD: Final = "ua-1"
"""PDF/UA-1, the standard of files that screen readers can read; typst refuses to write what breaks it."""

_PAGE_WIDTH, _PAGE_LENGTH, _EDGE = 8.5, 11.0, 0.75
_ACROSS, _ACROSS_TURNED = _PAGE_WIDTH - 2 * _EDGE, _PAGE_LENGTH - 2 * _EDGE
_TABLE_SIZES, _TURNED_SIZES = (9.0, 8.5, 8.0, 7.5), (9.0, 8.0, 7.5, 7.0, 6.5, 6.0)
_WIDEST_COLUMN = 2.6
_BESIDE_CELL = 0.13
_HEADING_LINES = 2
_MOST_ROWS = 40
_FOOT_SIZE = 7.5
_BELOW_FOOT = 0.35
_PAGE_NUMBER = 1.0
_PIXELS_TO_THE_INCH = 145
_MAP_HEIGHT, _LEAST_HEIGHT, _MOST_HEIGHT, _MOST_OF_SEVERAL = 4.8, 2.6, 7.2, 3.4


def to_pdf(document: Document) -> bytes:
    """The document as tagged PDF: a heading for each slide, its words, pictures with their alt texts, tables.

    The check codes stand in the keywords of the file. The same document gives the same bytes. Raises
    :class:`rorf_data.errors.ExportRefused` for what may not leave the screen.
    """
    import typst  # it is large, and only a file needs it

    told = printed(document)
    drawings = dict(_drawings(told))
    parts: Any = {
        "main.typ": files("rorf_data.exports").joinpath("paper.typ").read_bytes(),
        "document.json": json.dumps(_content(told, document), ensure_ascii=False).encode(),
        **{name: svg.encode() for name, svg in drawings.items()},
    }
    made = typst.compile(
        parts,
        font_paths=[str(_font_folder())],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=[STANDARD],
        timestamp=0,
    )
    assert isinstance(made, bytes), "a document is one file"
    return made


def _drawings(told: Printed) -> Iterator[tuple[str, str]]:
    from rorf_data.exports.drawn import drawn_svg

    for name, own, height in _placed(told):
        yield name, drawn_svg(own.picture, width_in=_ACROSS, height_in=height, prefix=name.removesuffix("svg"))


def _placed(told: Printed) -> Iterator[tuple[str, PrintedPicture, float]]:
    """Each picture with the name of its drawing and its height in inches."""
    for place, section in enumerate(told.sections):
        beside = len(section.pictures) + len(section.tables)
        for number, own in enumerate(section.pictures):
            yield _name_of(place, number), own, _height_of(own, beside)


def _name_of(place: int, number: int) -> str:
    return f"p{place}-{number}.svg"


def _height_of(own: PrintedPicture, beside: int) -> float:
    """As high as it needs for all that is on it; two keep to one page, on one slide or on two."""
    if isinstance(own.picture, TownMap):
        wanted = _MAP_HEIGHT
    else:
        wanted = float(own.picture.figure.layout.height or 0) / _PIXELS_TO_THE_INCH
    most = _MOST_HEIGHT if beside == 1 else _MOST_OF_SEVERAL
    return round(min(most, max(_LEAST_HEIGHT, wanted)), 2)


def _content(told: Printed, document: Document) -> dict[str, Any]:
    """What the template is told; all of it is text or number and nothing of it markup."""
    heights = {name: height for name, _, height in _placed(told)}
    return {
        "title": told.title,
        "programme": told.programme,
        "covers": told.covers,
        "heading": told.heading,
        "opening": told.opening,
        "marks": " ".join(told.marks),
        "foot": f"{told.programme} · {told.foot}",
        "protection": told.protection,
        "codes": told.codes,
        "font": FONT,
        "foot-size": _FOOT_SIZE,
        "bottom": _room_for_foot(told),
        "year": document.as_of.year,
        "month": document.as_of.month,
        "day": document.as_of.day,
        "sections": [_section(place, section, heights) for place, section in enumerate(told.sections)],
        "about": told.about,
    }


def _section(place: int, section: Section, heights: dict[str, float]) -> dict[str, Any]:
    is_wide = any(_least_width(own, _TABLE_SIZES[-1]) > _ACROSS for own in section.tables)
    return {
        "title": section.title,
        "sentences": section.sentences,
        "counted": section.is_counted,
        "bears": bool(section.pictures or section.tables),
        "wide": is_wide,
        "pictures": [
            _picture(own, name, heights[name])
            for number, own in enumerate(section.pictures)
            for name in [_name_of(place, number)]
        ],
        "tables": [_table(own, is_wide=is_wide) for own in section.tables],
    }


def _picture(own: PrintedPicture, name: str, height: float) -> dict[str, Any]:
    return {
        "file": name, "width": _ACROSS, "height": height,
        "title": own.title, "alt": own.alt, "caption": own.caption, "code": own.code,
    }  # fmt: skip


def _table(own: PrintedTable, *, is_wide: bool) -> dict[str, Any]:
    room = _ACROSS_TURNED if is_wide else _ACROSS
    sizes = _TURNED_SIZES if is_wide else _TABLE_SIZES
    size = next((size for size in sizes if _least_width(own, size) <= room), sizes[-1])
    return {
        "title": own.title,
        "caption": f"{_left_out(own)}{own.caption}",
        "code": own.code,
        "size": size,
        "widths": widths_of_least_height(_wanted(own, size), _least(own, size), room, partial(_lines, own, size)),
        "headings": own.table.headings,
        "numbers": own.table.is_number,
        "rows": [[{"text": cell.text, "kind": cell.kind} for cell in row] for row in own.table.rows[:_MOST_ROWS]],
    }


def _left_out(own: PrintedTable) -> str:
    """What is said under a table that would fill pages."""
    count = len(own.table.rows)
    return f"The first {_MOST_ROWS} of {count} rows; the web page holds them all. " if count > _MOST_ROWS else ""


def _lines(own: PrintedTable, size: float, widths: Sequence[float]) -> int:
    """About how many lines the table fills."""
    lines = (
        [math.ceil(_width(text, size) / (width - _BESIDE_CELL)) for text in column[: _MOST_ROWS + 1]]
        for column, width in zip(_columns(own), widths, strict=True)
    )
    return sum(max(1, *row) for row in zip(*lines, strict=True))


def _least_width(own: PrintedTable, size: float) -> float:
    return sum(_least(own, size))


def _least(own: PrintedTable, size: float) -> list[float]:
    """The width of each column in inches in which no word of it is broken."""
    return [_BESIDE_CELL + max(_width(word, size) for text in column for word in text.split() or [""])
            for column in _columns(own)]  # fmt: skip


def _wanted(own: PrintedTable, size: float) -> list[float]:
    """The width of each column in which no cell runs over two lines and its heading over a few, of long texts less."""
    least = _least(own, size)
    lines = [
        _BESIDE_CELL + max(_width(heading, size) / _HEADING_LINES, *(_width(text, size) for text in texts), 0)
        for heading, *texts in _columns(own)
    ]
    return [max(small, min(line, _WIDEST_COLUMN)) for small, line in zip(least, lines, strict=True)]


def _columns(own: PrintedTable) -> list[Sequence[str]]:
    cells = zip(*([cell.text for cell in row] for row in own.table.rows), strict=True)
    return [(heading, *column) for heading, column in zip(own.table.headings, cells, strict=False)] or [
        (heading,) for heading in own.table.headings
    ]


def _room_for_foot(told: Printed) -> float:
    """The height of the foot in inches: the protection, two lines of check codes, and its last lines."""
    last = f"{told.programme} · {told.foot}"
    lines = 4 + sum(int(_width(text, _FOOT_SIZE) * 1.05 // room)
                    for text, room in ((told.protection, _ACROSS), (last, _ACROSS - _PAGE_NUMBER)))  # fmt: skip
    return round(_BELOW_FOOT + 0.12 + lines * _FOOT_SIZE * 1.5 / POINTS_TO_THE_INCH, 2)


def _width(text: str, size: float) -> float:
    """The width of a text on one line in inches, as if all of it were bold."""
    return float(_letters().getlength(text)) / _DRAWN_AT * size / POINTS_TO_THE_INCH


_DRAWN_AT: Final = 100


@cache
def _letters() -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(_font_folder() / "DejaVuSans-Bold.ttf"), _DRAWN_AT)


def _font_folder() -> Path:
    """The letters that the drawing library brings along, so that each machine sets the same pages."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf"
