"""The ground of a deck: an empty presentation of 16:9 with real places for title, words, footer and number."""

from __future__ import annotations

import io
import re
from copy import deepcopy
from datetime import date
from typing import Any

from rorf_data import palette
from rorf_data.exports.native_shapes import FONT, Box, placed
from rorf_data.exports.steady import steady_zip

WIDTH, HEIGHT = 13.333, 7.5
EDGE = 0.6
LANGUAGE = "en-US"
TITLE_SIZE, WORDS_SIZE, FOOT_SIZE = 28, 18, 10
PICTURE_LAYOUT, WORDS_LAYOUT, TITLE_LAYOUT = "Finding with picture", "Finding in words", "Title"

_EMUS = 914_400
_FOLLOWING = {"ftr", "sldNum"}
_LAYOUTS = {"Title Slide": TITLE_LAYOUT, "Title and Content": PICTURE_LAYOUT, "Section Header": WORDS_LAYOUT}
_ACCENTS = (palette.KITS, palette.CALLS, palette.REQUESTS, palette.WAITING, palette.REFUSED, palette.DEATHS)
_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


_ACROSS = WIDTH - 2 * EDGE
TITLE = Box(EDGE, 0.35, _ACROSS, 1.0)
WORDS = Box(EDGE, 1.42, _ACROSS, 1.0)
WORDS_ALONE = Box(EDGE, 1.6, _ACROSS, 5.0)
FOOT = Box(EDGE, 6.86, _ACROSS - 0.9, 0.42)
NUMBER = Box(WIDTH - EDGE - 0.8, 6.86, 0.8, 0.42)
CONTENT_BOTTOM = 6.78
OPENING_TITLE = Box(1.0, 2.0, WIDTH - 2.0, 1.5)
OPENING_WORDS = Box(1.0, 3.6, WIDTH - 2.0, 2.6)


def emus(inches: float) -> int:
    """Inches in the unit of presentations."""
    return round(inches * _EMUS)


def empty_deck() -> Any:
    """A presentation without slides whose layouts are ``TITLE_LAYOUT``, ``PICTURE_LAYOUT`` and ``WORDS_LAYOUT``.

    It is made from the empty one that python-pptx brings, in our sizes, letters and colours.
    """
    from pptx import Presentation
    from pptx.util import Emu

    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(emus(WIDTH)), Emu(emus(HEIGHT))
    for layout in [one for one in deck.slide_layouts if one.name not in _LAYOUTS]:
        deck.slide_layouts.remove(layout)
    _drop_leftovers(deck)
    _paint(deck)
    _set_master(deck.slide_master)
    for layout in deck.slide_layouts:
        layout.element.cSld.set("name", _LAYOUTS[layout.name])
        _set_layout(layout)
    return deck


def layout_named(deck: Any, name: str) -> Any:
    """One of the three layouts."""
    return next(layout for layout in deck.slide_layouts if layout.name == name)


def add_foot(slide: Any, words: str, *, is_bold: bool) -> None:
    """Footer and slide number, which a new slide does not take over from its layout; last, as they are read last."""
    for shape in slide.slide_layout.placeholders:
        if _kind(shape) in _FOLLOWING:
            own = deepcopy(shape.element)
            properties = own.spPr
            for child in list(properties):
                properties.remove(child)
            own.nvSpPr.cNvPr.set("id", str(max(map(int, slide.element.xpath("//p:cNvPr/@id"))) + 1))
            slide.shapes._spTree.append(own)
    for shape in slide.placeholders:
        if _kind(shape) == "ftr":
            shape.text_frame.text = words
            shape.text_frame.paragraphs[0].runs[0].font.bold = is_bold


def finished(deck: Any, *, title: str, subject: str, comments: str, keywords: str, day: date) -> bytes:
    """The file: its properties, its language on every text, and the same bytes each time for the same deck."""
    from datetime import datetime

    told = deck.core_properties
    moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # the file format has no time zone
    for name, text in (("title", title), ("subject", subject), ("description", comments), ("keywords", keywords)):
        # python-pptx takes no more than 255 letters, which no format and no program asks for
        told._element._get_or_add(name).text = text
    told.author = told.last_modified_by = told.category = ""
    told.created = told.modified = moment
    told.revision, told.language = 1, LANGUAGE
    for slide in deck.slides:
        _speak(slide.element)
        if slide.has_notes_slide:
            _speak(slide.notes_slide.element)
    written = io.BytesIO()
    deck.save(written)
    return steady_zip(written.getvalue(), day)


def _drop_leftovers(deck: Any) -> None:
    """The printer settings, the thumbnail and the properties of the program that made the empty presentation."""
    for part in (deck.part, deck.part.package):
        relations = part._rels
        for name, relation in list(relations.items()):
            if relation.reltype.endswith(("/printerSettings", "/thumbnail")):
                relations.pop(name)
            elif relation.reltype.endswith("/extended-properties"):
                relation.target_part._blob = _PROPERTIES


def _paint(deck: Any) -> None:
    """Our letters and colours in the theme, so that what somebody adds looks like the rest."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    written = theme.blob.decode("utf-8")
    for place, colour in enumerate(_ACCENTS, start=1):
        written = re.sub(rf"(<a:accent{place}><a:srgbClr val=\")[0-9A-Fa-f]{{6}}", rf"\g<1>{colour[1:]}", written)
    theme._blob = re.sub(r'(<a:(?:major|minor)Font><a:latin typeface=")[^"]*', rf"\g<1>{FONT}", written).encode("utf-8")


def _set_master(master: Any) -> None:
    styles = master.element.find(_tag("p:txStyles"))
    _set_style(styles.find(_tag("p:titleStyle")), TITLE_SIZE, is_bold=True)
    _set_style(styles.find(_tag("p:bodyStyle")), WORDS_SIZE, is_bold=False)
    _add_band(master)
    _set_places(master, {"title": TITLE, "body": WORDS, "ftr": FOOT, "sldNum": NUMBER})


def _add_band(master: Any) -> None:
    """A band of colour along the upper edge of every slide."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    left, top, width, height = placed(Box(0, 0, WIDTH, 0.11))
    band = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="99" name="Band"><a:extLst>'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        f'</a:ext></a:extLst></p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{palette.KITS[1:]}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
    master.shapes._spTree.insert(2, band)


def _set_layout(layout: Any) -> None:
    words = WORDS_ALONE if layout.name == WORDS_LAYOUT else WORDS
    places = {"title": TITLE, "body": words, "ftr": FOOT, "sldNum": NUMBER}
    if layout.name == TITLE_LAYOUT:
        places |= {"title": OPENING_TITLE, "body": OPENING_WORDS}
    _set_places(layout, places)


def _set_places(owner: Any, places: dict[str, Box]) -> None:
    """Each place in its box, its words beginning at its upper left; the day has no place of its own."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    for shape in list(owner.placeholders):
        kind = _kind(shape)
        if kind not in places:
            shape.element.getparent().remove(shape.element)
            continue
        shape.left, shape.top, shape.width, shape.height = placed(places[kind])
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = {"title": MSO_ANCHOR.MIDDLE, "body": MSO_ANCHOR.TOP}.get(kind, MSO_ANCHOR.BOTTOM)
        for style in frame._txBody.findall(_tag("a:lstStyle")):
            for level in list(style):
                style.remove(level)
        if kind in _FOLLOWING:
            for paragraph in frame.paragraphs:
                paragraph.alignment = PP_ALIGN.RIGHT if kind == "sldNum" else PP_ALIGN.LEFT
            _set_letters(frame, FOOT_SIZE, palette.LIGHT.quiet_text)
        else:
            for child in list(frame._txBody.bodyPr):
                frame._txBody.bodyPr.remove(child)


def _set_letters(frame: Any, size: int, colour: str) -> None:
    """The size and colour of a place's letters, in the style that the slides take over."""
    from lxml import etree  # type: ignore[import-untyped]  # comes with python-pptx

    style = frame._txBody.find(_tag("a:lstStyle"))
    level = etree.SubElement(style, _tag("a:lvl1pPr"), algn="r" if "sldNum" in _kind_of(frame) else "l")
    letters = etree.SubElement(level, _tag("a:defRPr"), sz=str(size * 100))
    fill = etree.SubElement(letters, _tag("a:solidFill"))
    etree.SubElement(fill, _tag("a:srgbClr"), val=colour[1:])


def _kind_of(frame: Any) -> str:
    return str(frame._txBody.getparent().xpath("./p:nvSpPr/p:nvPr/p:ph/@type")[0])


def _set_style(style: Any, size: int, *, is_bold: bool) -> None:
    """The first level without a bullet and to the left, in our size and ink."""
    from lxml import etree

    level = style.find(_tag("a:lvl1pPr"))
    level.attrib.update({"marL": "0", "indent": "0", "algn": "l"})
    for child in list(level):
        if etree.QName(child).localname.startswith(("bu", "spcBef")):
            level.remove(child)
    level.insert(0, etree.Element(_tag("a:buNone")))
    letters = level.find(_tag("a:defRPr"))
    letters.attrib.update({"sz": str(size * 100), "b": str(int(is_bold))})
    ink = letters.find(_tag("a:solidFill"))
    for child in list(ink):
        ink.remove(child)
    etree.SubElement(ink, _tag("a:srgbClr"), val=palette.LIGHT.text[1:])


def _speak(element: Any) -> None:
    """The language on every piece of text."""
    from lxml import etree

    for run in element.iter(_tag("a:r"), _tag("a:fld")):
        letters = run.find(_tag("a:rPr"))
        if letters is None:
            letters = etree.Element(_tag("a:rPr"))
            run.insert(0, letters)
        letters.set("lang", LANGUAGE)
    for end in element.iter(_tag("a:endParaRPr")):
        end.set("lang", LANGUAGE)


def _kind(shape: Any) -> str:
    """``title``, ``body``, ``ftr``, ``sldNum`` or ``dt``."""
    place = shape.element.xpath(".//p:nvPr/p:ph")[0]
    kind = str(place.get("type", "obj"))
    return {"ctrTitle": "title", "subTitle": "body", "obj": "body"}.get(kind, kind)


def _tag(name: str) -> str:
    from pptx.oxml.ns import qn

    return str(qn(name))
