"""A chart or a town map as PNG at print size, or as SVG, with its facts inside the file."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from rorf_data.exports.browser import PROCESS_BROWSER, PictureBrowser
from rorf_data.exports.metadata import facts_for_file
from rorf_data.exports.page import PAGE, SIZES, Picture, Size, lay_out

DOTS_PER_INCH = 300
_SVG = "http://www.w3.org/2000/svg"
_LOT = re.compile(rb"(?:defs-|-legend-|\btrace|legend[2-9]?|\bp[0-9a-f]{6}-)([0-9a-f]{6})(?![0-9a-f])")
_NOT_IN_A_NUMBER = rb"(?:(?<=legend[2-9])|(?<![#0-9.]))"
_XLINK = "http://www.w3.org/1999/xlink"

__all__ = ["SIZES", "Picture", "Size", "to_png", "to_svg"]


def to_png(picture: Picture, size: Size = PAGE, *, browser: PictureBrowser = PROCESS_BROWSER) -> bytes:
    """A PNG with 300 dots to the inch of its size, with facts and words in its text fields.

    Raises :class:`rorf_data.errors.ExportRefused` where no browser can draw it.
    """
    facts = facts_of(picture)
    page = lay_out(picture, size)
    scale = DOTS_PER_INCH * size.width_inches / page.layout.width
    drawn = browser.draw(page.to_dict(), form="png", scale=scale)
    texts = PngInfo()
    for name, fact in facts.items():
        texts.add_itxt(name, fact)
    stream = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as image:
        image.save(stream, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH), pnginfo=texts, optimize=True)
    return stream.getvalue()


def to_svg(picture: Picture, size: Size = PAGE, *, browser: PictureBrowser = PROCESS_BROWSER) -> bytes:
    """An SVG of its size in inches, whose title, description and metadata hold the facts and the words.

    Raises :class:`rorf_data.errors.ExportRefused` where no browser can draw it.
    """
    facts = facts_of(picture)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(browser.draw(lay_out(picture, size).to_dict(), form="svg", scale=1))
    root.set("role", "img")
    drawn = {side: float(root.get(side, "0")) for side in ("width", "height")}
    for side, pixels in drawn.items():
        root.set(side, f"{pixels * size.width_inches / drawn['width']:.4g}in")
    inner = {"title": picture.title, "desc": picture.alt, "metadata": "\n".join(f"{k}: {v}" for k, v in facts.items())}
    for place, (name, text) in enumerate(inner.items()):
        element = ElementTree.Element(f"{{{_SVG}}}{name}")
        element.text = text
        root.insert(place, element)
    return _steady(bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)))


def _steady(svg: bytes) -> bytes:
    """The drawing with the same names of its parts each time; the browser draws lots for them."""
    names = {lot: b"%06d" % number for number, lot in enumerate(dict.fromkeys(_LOT.findall(svg)))}
    if not names:
        return svg
    return re.sub(_NOT_IN_A_NUMBER + b"(" + b"|".join(names) + b")", lambda found: names[found[1]], svg)


def facts_of(picture: Picture) -> dict[str, str]:
    """The frame's facts under the picture's own title, and the picture in words; refused as every file is."""
    return facts_for_file(picture.released, title=picture.title, alt=picture.alt)
