"""What other programmes have published of their leave-behind kits, each with its own denominator and citation."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("data") / "published_cascades.toml"


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure. ``rate`` is the column of the rate here that is defined in the same way, empty where none
    is; ``differs`` says what is counted otherwise all the same.
    """

    rate: str
    place: str
    period: str
    numerator: int
    numerator_words: str
    denominator: int
    denominator_words: str
    differs: str
    citation: str
    link: str

    @property
    def value(self) -> float:
        """What the counts come to: a share, or so many for each."""
        return self.numerator / self.denominator

    @property
    def value_in_words(self) -> str:
        """``0.50`` of a ratio, ``17.8 %`` of a share."""
        return f"{self.value:.2f}" if self.rate == "kits_per_call" else f"{100 * self.value:.1f} %"

    @property
    def counts_in_words(self) -> str:
        """``120 kits, 239 suspected-overdose calls``."""
        return f"{self.numerator:,} {self.numerator_words}, {self.denominator:,} {self.denominator_words}"

    @property
    def name(self) -> str:
        """Where and when, for a label beside a line."""
        return f"{self.place}, {self.period}"


@cache
def published_figures() -> tuple[Published, ...]:
    """All published figures, in the order of the file."""
    return tuple(Published(**entry) for entry in tomllib.loads(TABLE.read_text(encoding="utf-8"))["published"])


def published_beside(rate: str) -> tuple[Published, ...]:
    """The published figures that share the definition of ``rate`` (a column); with "" those that share none."""
    return tuple(figure for figure in published_figures() if figure.rate == rate)
