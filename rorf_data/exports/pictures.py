"""A chart or a town map as PNG at print size, or as SVG, with its facts inside the file."""

from __future__ import annotations

import io
from xml.etree import ElementTree

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from rorf_data.exports.browser import PROCESS_BROWSER, PictureBrowser
from rorf_data.exports.leaving import check_may_leave
from rorf_data.exports.page import WIDTH, Picture, lay_out

PRINT_WIDTH = 2400
DOTS_PER_INCH = 300
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"

__all__ = ["Picture", "to_png", "to_svg"]


def to_png(picture: Picture, *, browser: PictureBrowser = PROCESS_BROWSER) -> bytes:
    """A PNG of 2,400 pixels width, 8 inches at 300 dots each, with facts and words in its text fields.

    Raises :class:`rorf_data.errors.ExportRefused` where no browser can draw it.
    """
    facts = facts_of(picture)
    drawn = browser.draw(lay_out(picture).to_dict(), form="png", scale=PRINT_WIDTH / WIDTH)
    texts = PngInfo()
    for name, fact in facts.items():
        texts.add_itxt(name, fact)
    stream = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as image:
        image.save(stream, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH), pnginfo=texts, optimize=True)
    return stream.getvalue()


def to_svg(picture: Picture, *, browser: PictureBrowser = PROCESS_BROWSER) -> bytes:
    """An SVG whose title, description and metadata hold the facts and the words.

    Raises :class:`rorf_data.errors.ExportRefused` where no browser can draw it.
    """
    facts = facts_of(picture)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(browser.draw(lay_out(picture).to_dict(), form="svg", scale=1))
    root.set("role", "img")
    inner = {"title": picture.title, "desc": picture.alt, "metadata": "\n".join(f"{k}: {v}" for k, v in facts.items())}
    for place, (name, text) in enumerate(inner.items()):
        element = ElementTree.Element(f"{{{_SVG}}}{name}")
        element.text = text
        root.insert(place, element)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def facts_of(picture: Picture) -> dict[str, str]:
    """The frame's facts under the picture's own title, and the picture in words; refused as every file is."""
    check_may_leave(picture.released)
    return picture.released.facts() | {"Title": picture.title, "Description": picture.alt}
