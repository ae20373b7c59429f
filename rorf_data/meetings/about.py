"""The last slide: where the numbers come from, what is hidden, and what they can't say."""

from __future__ import annotations

from collections.abc import Iterable

from rorf_data.disclosure.release import Released
from rorf_data.exports.document import Document, Slide
from rorf_data.model import Audience, in_words
from rorf_data.settings import Settings

INTERNAL = "INTERNAL: exact figures, small numbers among them. Not to be passed on outside the programme."
LIMITS = (
    "The figures are what was recorded and sent in, so they are the least that happened; late records still change "
    "them.",
    "“Too few to say” means that a difference of this size is often chance. No figure here gives a cause, or tells "
    "whether anybody used a kit.",
)


def about_the_numbers(document: Document, settings: Settings) -> Slide:
    """Sources, day, protection and limits of everything that the document shows."""
    shown = [released for slide in document.slides for released in slide.frames]
    day = f"Figures as of {in_words(document.as_of)} (data version {document.data_version})."
    return Slide(
        title="About these numbers",
        sentences=(
            f"Sources: {'; '.join(_sources(shown))}." if shown else "Nothing is on record yet.",
            f"{day} {'These are invented sample data.' if document.is_sample else ''}".strip(),
            *((INTERNAL,) if document.audience is Audience.INTERNAL else document.protections),
            *LIMITS,
            f"A kit holds {settings.doses_per_kit} doses of naloxone; kits and doses are never added together."
            + ("" if settings.is_town_list_confirmed else " The list of member towns is not confirmed."),
            *(f"{name}: {fact}." for name, fact in document.facts),
        ),
        spoken=("Every figure can be found again by the check code in the notes of its slide.",),
    )


def _sources(shown: Iterable[Released]) -> list[str]:
    return list(dict.fromkeys(part for one in shown for part in one.about.source.split("; ")))
