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

    ``spoken`` is what a speaker says to it, in plain words. ``told``: frames that its words alone tell of.
    ``is_counted``: whether the sentences are counted, since people speak of the first and the second.
    """

    title: str
    sentences: tuple[str, ...] = ()
    pictures: tuple[Chart | TownMap, ...] = ()
    tables: tuple[Released, ...] = ()
    spoken: tuple[str, ...] = ()
    told: tuple[Released, ...] = ()
    is_counted: bool = False

    @property
    def released(self) -> tuple[Released, ...]:
        """Every frame that the slide shows something of."""
        return (*(picture.released for picture in self.pictures), *self.tables)

    @property
    def frames(self) -> tuple[Released, ...]:
        """Those, and every frame that its words tell something of."""
        return (*self.released, *self.told)

    @property
    def traced(self) -> tuple[Released, ...]:
        """The frames by which it can be traced: those that it shows, or else the first that its words tell of."""
        return self.released or self.told[:1]

    @property
    def protections(self) -> tuple[str, ...]:
        """What is hidden on it and why, each sentence once; nothing where every number of it may be told."""
        return tuple(dict.fromkeys(one.about.protection for one in self.frames if one.about.protection))


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

    @property
    def protections(self) -> tuple[str, ...]:
        """What is hidden anywhere in it and why, each sentence once."""
        return tuple(dict.fromkeys(said for slide in self.slides for said in slide.protections))
