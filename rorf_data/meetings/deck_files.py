"""The deck as files to take away: one for each form, all of one document, each of them written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rorf_data.answers.audited import check_pack
from rorf_data.answers.reader import Reader
from rorf_data.exports.deck_pptx import to_deck_pptx
from rorf_data.exports.document import Document
from rorf_data.exports.names import slug
from rorf_data.exports.paper import to_pdf
from rorf_data.exports.taking import log_taken
from rorf_data.exports.web import to_html
from rorf_data.model import Audience, Period

FORMS: Final[Mapping[str, Callable[[Document], bytes]]] = {"pptx": to_deck_pptx, "pdf": to_pdf, "html": to_html}
"""What makes a file of each form; its name is the file's ending."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file: its name, its ending and its bytes."""

    name: str
    form: str
    content: bytes


def deck_files(
    reader: Reader,
    document: Document,
    *,
    month: Period,
    forms: Sequence[str] = tuple(FORMS),
    by: str,
    now: datetime,
    progress: Callable[[str], None] = lambda said: None,
) -> list[MadeFile]:
    """A file of each form, all of one document; each is written down as taken away before it is given out.

    ``by`` and ``now`` (UTC) are who takes them and when; ``progress`` is told of each file. Raises
    :class:`rorf_data.errors.StoreRefused` where they can't be written down, and
    :class:`rorf_data.errors.DisclosureRefused` where a shared one would tell a number that was not decided to be shown.
    ValueError for an unknown form.
    """
    if unknown := sorted({*forms} - {*FORMS}):
        raise ValueError(f"there is no deck of the form {unknown[0]}")
    frames = [released for slide in document.slides for released in slide.traced]
    check_pack(reader, [released for slide in document.slides for released in slide.frames])
    files = []
    for form in dict.fromkeys(forms):
        progress(form.upper())
        content = FORMS[form](document)
        log_taken(reader, content, frames, form=form, by=by, now=now, title=document.title)
        files.append(MadeFile(deck_name(document, month, form), form, content))
    return files


def deck_name(document: Document, month: Period, form: str) -> str:
    """``meeting-deck_2026-10.pptx``; ``sample_`` before invented data, towns that were chosen, INTERNAL where it is."""
    parts = [
        "sample" if document.is_sample else "",
        "meeting-deck",
        "" if document.towns.startswith("All ") else slug(document.towns),
        f"{month.first:%Y-%m}",
        "INTERNAL" if document.audience is Audience.INTERNAL else "",
    ]
    return f"{'_'.join(part for part in parts if part)}.{form}"
