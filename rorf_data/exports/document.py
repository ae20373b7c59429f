"""A document of slides or pages: what a deck, a PDF and a web page are all made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rorf_data.charts import Chart
from rorf_data.disclosure.release import Released
from rorf_data.maps import TownMap
from rorf_data.model import Audience


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide, or one page: a title, a few sentences, and at most two of pictures and tables together.

    ``spoken`` is what a speaker says to it, in plain words.
    """

    title: str
    sentences: tuple[str, ...] = ()
    pictures: tuple[Chart | TownMap, ...] = ()
    tables: tuple[Released, ...] = ()
    spoken: tuple[str, ...] = ()

    @property
    def released(self) -> tuple[Released, ...]:
        """Every frame that the slide shows something of."""
        return (*(picture.released for picture in self.pictures), *self.tables)


@dataclass(frozen=True, slots=True)
class Document:
    """Slides in their order, with what is said of all of them: programme, period, towns, day, audience.

    ``data_version``: the number of the newest load that the figures know of. ``facts``: further lines for the last
    page and the properties of a file, such as the number of the meeting's snapshot.
    """

    title: str
    programme: str
    period: str
    towns: str
    as_of: date
    data_version: int
    audience: Audience
    is_sample: bool
    slides: tuple[Slide, ...]
    facts: tuple[tuple[str, str], ...] = ()
