"""What stands in the speaker notes of a slide: what is said to it, and where its numbers come from."""

from __future__ import annotations

from rorf_data.disclosure.release import Released
from rorf_data.exports.document import Document, Slide
from rorf_data.exports.metadata import AUDIENCE, CHECK_CODE, facts_for_file
from rorf_data.model import in_words

_TOLD = ("Period", "Towns", "Source", "As of", "Population", "Invented", "Protection", AUDIENCE, CHECK_CODE)
"""The facts that notes hold; the rest is in the data file and on the last slide."""


def notes_for(document: Document, slide: Slide) -> str:
    """What is spoken, then the facts of the frames that it can be traced by; of a slide without any, the document's."""
    parts = ["\n".join(slide.spoken)] if slide.spoken else []
    told = {facts_of(one)[CHECK_CODE]: one for one in slide.traced}
    parts += [_facts_in_words(one) for one in told.values()]
    if not told:
        parts.append(f"{document.programme}. {document.period}. As of {in_words(document.as_of)}.")
    return "\n\n".join(parts)


def facts_of(released: Released) -> dict[str, str]:
    """The facts that travel with the frame in every file."""
    return facts_for_file(released)


def _facts_in_words(released: Released) -> str:
    facts = facts_of(released)
    lines = [f"{name}: {facts[name]}" for name in _TOLD if name in facts]
    return "\n".join([f"About “{facts['Title']}”", *lines])
