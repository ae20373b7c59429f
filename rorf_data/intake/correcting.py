"""A source that a person maps anew: what the mapping says is taken, and what it says nothing of stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rorf_data.intake.columns import Headings, Names
from rorf_data.intake.headings import joined
from rorf_data.intake.sources import CAN_STAY_INSIDE, OPEN, Source

SAID_BESIDE_COLUMNS = "agency"
"""The one fixed value that a mapping asks for; others, such as a place, are only written by hand."""


def corrected(before: Source, made: Source, headings: Sequence[str]) -> Source:
    """``before`` with what ``made``, a person's mapping of a file with these ``headings``, says of it.

    Headings that a column goes by in other files stay beside the one of this file, and so does a column that this file
    doesn't have. Where the rows were said to be of another kind, nothing that is told by columns stays. Raises
    :class:`SettingsRefused` where the two don't go together, such as units of one incident without its number.
    """
    kept = replace(
        made,
        date_formats=before.date_formats,
        date_order=made.date_order or before.date_order,
        time_marks=before.time_marks,
        since=before.since,
        release=before.release if made.feed in CAN_STAY_INSIDE else OPEN,
        default_state=before.default_state,
    )
    return kept if made.feed is not before.feed else _of_the_same_feed(before, kept, headings)


def _of_the_same_feed(before: Source, made: Source, headings: Sequence[str]) -> Source:
    columns = _columns(before, made, headings)
    fixed = {name: value for name, value in before.fixed.items() if name not in (*columns, SAID_BESIDE_COLUMNS)}
    words = {name: lists for name, lists in before.words.items() if name in columns and name not in made.columns}
    return replace(
        made,
        columns=columns,
        required=_required(before, made, {*columns, *fixed, *made.fixed}),
        fixed={**fixed, **made.fixed},
        words={**words, **made.words},
        signs=before.signs,
        marks=before.marks,
        unless=before.unless,
        one_record=before.one_record,
        rules=before.rules,
        layouts=before.layouts,
        variants=before.variants,
    )


def _columns(before: Source, made: Source, headings: Sequence[str]) -> dict[str, tuple[str, ...]]:
    here = Names(before).found(Headings(headings))
    # A mapping tells of the columns that number records together; a list of usual headings for one it knows nothing of.
    is_said = {*here} - {"record_id"} if not made.identity else {*here, "record_id"}
    not_said = {name: listed for name, listed in before.columns.items() if name not in is_said}
    before_of = before.columns.get
    said = {name: _listed(before_of(name, ()), now, here.get(name), headings) for name, now in made.columns.items()}
    return {**not_said, **said}


def _listed(
    before: Sequence[str], said: tuple[str, ...], found: Sequence[int] | None, headings: Sequence[str]
) -> tuple[str, ...]:
    """The headings of one field: those of before, where the one that was said is the one that they found."""
    is_the_same = found is not None and joined(headings[found[0]]) in map(joined, said)
    return tuple(before) if is_the_same else said


def _required(before: Source, made: Source, given: set[str]) -> tuple[str, ...]:
    """What a file must have: all that is mapped where a mapping made it so, else what was written and still can be."""
    if before.required == tuple(before.columns):
        return made.required
    return tuple(entry for entry in before.required if _can_be(entry, given))


def _can_be(entry: str, given: set[str]) -> bool:
    return any(set(choice.split("+")) <= given for choice in entry.split("|"))
