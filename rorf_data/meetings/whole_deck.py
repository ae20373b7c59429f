"""The whole deck of a month: its figures, what changed since the last meeting, the questions and the decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rorf_data.answers.reader import Reader
from rorf_data.exports.document import Document
from rorf_data.meetings.agenda_slides import facts_of, meeting_slides
from rorf_data.meetings.deck import meeting_document
from rorf_data.model import Audience, Period
from rorf_data.store.meetings import Meeting


def whole_deck(
    reader: Reader,
    month: Period,
    *,
    audience: Audience,
    towns: Sequence[str] = (),
    meeting: Meeting | None = None,
    progress: Callable[[str], None] = lambda said: None,
) -> Document:
    """The deck with all that belongs to a meeting; ``meeting`` is the snapshot that the reader looks at, if any.

    Changes, questions and decisions are of the whole programme, so the deck of chosen towns goes without them.
    """
    if towns:
        return meeting_document(reader, month, audience=audience, towns=towns, progress=progress)
    slides = meeting_slides(reader, month, audience)
    return meeting_document(
        reader,
        month,
        audience=audience,
        further=slides.further,
        questions=slides.questions,
        decisions=slides.decisions,
        facts=facts_of(meeting),
        progress=progress,
    )
