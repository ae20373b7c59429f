"""The slides of a meeting that its figures alone don't give: what changed since the last one, the questions that the
rules pose, and what was decided before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rorf_data.answers.agenda import agenda
from rorf_data.answers.decisions import decisions_table
from rorf_data.answers.meeting_changes import missing_reports, new_months, old_months_moved, rows_by_agency
from rorf_data.answers.meetings import meeting_before, month_of_meeting
from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.release import Released
from rorf_data.errors import DisclosureRefused
from rorf_data.exports.document import Slide
from rorf_data.meetings.findings import cell_at
from rorf_data.model import Audience, Period, in_words
from rorf_data.plain_words.phrases import KITS, amount
from rorf_data.store.meetings import Meeting
from rorf_data.wording import rows_of

MOST_AGENCIES: Final = 3
ABOUT_THE_WORK: Final = (
    "The questions are about the programme’s own work; each was put by a rule, and its rows are at hand."
)


@dataclass(frozen=True, slots=True)
class MeetingSlides:
    """The slides by their places in the deck; none where there is nothing to say."""

    further: tuple[Slide, ...]
    questions: tuple[Slide, ...]
    decisions: tuple[Slide, ...]

    def __iter__(self) -> Iterator[Slide]:
        return iter((*self.further, *self.questions, *self.decisions))


def meeting_slides(reader: Reader, month: Period, audience: Audience) -> MeetingSlides:
    """What changed since the meeting before the reader's moment, up to three questions, and the open decisions.

    For the shared audience each holds only what may be shared, and tells of nothing else.
    """
    before = meeting_before(reader)
    return MeetingSlides(
        further=(_since(reader, before, audience),) if before else (),
        questions=_questions(reader, month, audience),
        decisions=_decisions(reader, audience),
    )


def facts_of(meeting: Meeting | None) -> tuple[tuple[str, str], ...]:
    """What a deck made of a snapshot says of it on its last page; nothing without one."""
    return (("Snapshot", f"meeting {meeting.number} of {in_words(meeting.held_on)}"),) if meeting else ()


def _since(reader: Reader, meeting: Meeting, audience: Audience) -> Slide:
    is_internal = audience is Audience.INTERNAL
    new = _leaving(reader, new_months(reader, meeting.number), audience)
    moved = _leaving(reader, old_months_moved(reader, meeting.number, "all" if is_internal else "kits"), audience)
    rows = _leaving(reader, rows_by_agency(reader, meeting.number, "all" if is_internal else "kits"), audience)
    missing = _leaving(reader, missing_reports(reader), audience)
    said = f"Since meeting {meeting.number} of {in_words(meeting.held_on)}"
    title = f"{said}: {_new_kits(new)}, {_months(moved)}"
    tables = tuple(one for one in (new, moved) if one and not one.frame.empty)
    return Slide(
        title=title,
        sentences=(*_by_agency(rows), *_not_reported(missing)),
        tables=tables,
        spoken=(
            f"{title}.",
            f"The last meeting looked at {month_of_meeting(meeting)}; months up to it are the old ones.",
            "Late rows came after that meeting; corrected rows were on record then and read otherwise now.",
            *(() if is_internal else ("Of old months only kits are told here.",)),
        ),
    )


def _questions(reader: Reader, month: Period, audience: Audience) -> tuple[Slide, ...]:
    asked = agenda(reader, month, audience)
    if not asked:
        return ()
    words = tuple(one.words for one in asked)
    rows = _leaving(reader, asked[0].rows, audience)
    return (
        Slide(
            title="A question for the meeting" if len(words) == 1 else "Questions for the meeting",
            sentences=words,
            tables=(rows,) if rows and not rows.frame.empty else (),
            spoken=(*words, ABOUT_THE_WORK),
            is_counted=len(words) > 1,
        ),
    )


def _decisions(reader: Reader, audience: Audience) -> tuple[Slide, ...]:
    found = decisions_table(reader, only_open=True)
    shown = None if found.frame.empty else _leaving(reader, found, audience)
    if shown is None:
        return ()
    count = len(shown.frame)
    title = "One decision is still open" if count == 1 else f"{count} decisions are still open"
    return (
        Slide(
            title=title,
            sentences=(
                "Beside each stands its measure then and now; a difference between two months is often chance.",
            ),
            tables=(shown,),
            spoken=(f"{title}.", "Who sees to it says where it stands, and whether it is done or dropped."),
        ),
    )


def _leaving(reader: Reader, released: Released, audience: Audience) -> Released | None:
    """The frame as the audience may see it; None where no form of it may leave."""
    if audience is Audience.INTERNAL:
        return released
    try:
        return share(reader, released)
    except DisclosureRefused:
        return None


def _new_kits(new: Released | None) -> str:
    places = [place for place, row in enumerate(rows_of(new)) if row["measure"] == "Kits left"] if new else []
    counts = [cell_at(new, place, "new_since") for place in places] if new else []
    known = [count for count in counts if isinstance(count, int | float)]
    return f"{amount(int(sum(known)), KITS)} in new months" if known else "no new month of kits"


def _months(moved: Released | None) -> str:
    count = len({row["month"] for row in rows_of(moved)}) if moved else 0
    return {0: "no old month moved", 1: "1 old month moved"}.get(count, f"{count} old months moved")


def _by_agency(rows: Released | None) -> tuple[str, ...]:
    listed = rows_of(rows) if rows else []
    said = [f"{row['agency']} ({row['late_rows']} late, {row['corrected_rows']} corrected)" for row in listed]
    if not said:
        return ()
    more = f", and {len(said) - MOST_AGENCIES} others" if len(said) > MOST_AGENCIES else ""
    return (f"Rows of old months came from {', '.join(said[:MOST_AGENCIES])}{more}.",)


def _not_reported(missing: Released | None) -> tuple[str, ...]:
    names = [f"{row['agency']} ({row['months']})" for row in rows_of(missing)] if missing else []
    if not names:
        return ("Every report that is due is in.",)
    more = f", and {len(names) - MOST_AGENCIES} others" if len(names) > MOST_AGENCIES else ""
    return (f"Not reported yet: {', '.join(names[:MOST_AGENCIES])}{more}.",)
