"""An HTML file as a reader's program takes it in: headings, words, pictures, tables and addresses, by html.parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "hr", "img", "input", "link", "meta"}
_LOADING = ("src", "srcset", "data", "poster", "action", "background", "href", "xlink:href")


@dataclass
class Element:
    """One element with its words, those of the elements in it among them."""

    tag: str
    facts: dict[str, str]
    within: tuple[str, ...]
    words: str = ""


@dataclass
class Read(HTMLParser):
    """The elements of the file in the order in which they begin."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(one.tag for one in self.open))
        self.elements.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a drawing that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """The element ends that began last; a file in which another one ends is not well made."""
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        """Words belong to every element that is open."""
        for element in self.open:
            element.words += data

    def all(self, *tags: str) -> list[Element]:
        """Every element of these kinds."""
        return [element for element in self.elements if element.tag in tags]

    def words_of(self, *tags: str) -> list[str]:
        """The words of every element of these kinds."""
        return [element.words.strip() for element in self.all(*tags)]

    def loaded(self) -> list[str]:
        """The addresses that a browser might follow, apart from places in the file itself and their names."""
        named = [
            address
            for element in self.elements
            for name, address in element.facts.items()
            if name in _LOADING and not address.startswith("#")
        ]
        return named


def read(content: bytes) -> Read:
    """The file, read to its end, where nothing is left open."""
    reading = Read()
    reading.feed(content.decode())
    reading.close()
    assert reading.open == []
    return reading
