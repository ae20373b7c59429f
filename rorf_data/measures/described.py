"""What a measure says of itself: the paragraphs of its docstring, for the page that explains the numbers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PARAGRAPHS = ("Numerator", "Denominator", "Source", "Limits")
"""What the docstring of every measure says after its definition, each in a paragraph that begins with the word."""


@dataclass(frozen=True, slots=True)
class Told:
    """One measure in words: its name on screen, its definition, and one text for each of :data:`PARAGRAPHS`."""

    name: str
    definition: str
    numerator: str
    denominator: str
    source: str
    limits: str


def told(name: str, measure: Callable[..., Any]) -> Told:
    """What the docstring of ``measure`` says; ``ValueError`` where it leaves one of the paragraphs out.

    The definition is what stands before the first of these paragraphs; the words of code (``double quotes``) lose their
    marks. Anything between the definition and them that a person needn't read stands under ``For programs:``.
    """
    text = inspect.getdoc(measure) or ""
    parts = re.split(rf"(?m)^({'|'.join((*PARAGRAPHS, 'For programs'))}): ", text)
    found = {word: _in_plain_words(part) for word, part in zip(parts[1::2], parts[2::2], strict=True)}
    if missing := [word for word in PARAGRAPHS if not found.get(word)]:
        raise ValueError(f"the docstring of {measure.__name__} says nothing under {missing[0]}")
    return Told(name, _in_plain_words(parts[0]), *(found[word] for word in PARAGRAPHS))


def _in_plain_words(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("``", "")).strip()
