"""What a mapping says beside the columns: numbers of records, one agency for all rows, coded words, rows left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from pages._shared.column_lines import word_fields
from pages._shared.escaping import plain
from pages._shared.layout import Layout
from rorf_data.intake.canonical import KEPT_BY, MAIN_DATES, TITLES, fields_of
from rorf_data.intake.columns import Headings
from rorf_data.intake.headings import joined, shown, spaced
from rorf_data.intake.people import looks_like_a_person
from rorf_data.intake.proposing import propose_words
from rorf_data.intake.sources import CAN_STAY_INSIDE, INTERNAL, OPEN, RefuseWhen
from rorf_data.intake.words import reader_of, words_of

MOST_WORDS = 12
MOST_VALUES_TO_LEAVE_OUT = 60
LONGEST_AGENCY = 80


@dataclass(frozen=True, slots=True)
class Particulars:
    """The parts of a source that are not told by single columns."""

    identity: tuple[str, ...] = ()
    identity_within: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    refuse_when: tuple[RefuseWhen, ...] = ()
    release: str = OPEN


def ask_particulars(layout: Layout, columns: Mapping[str, str]) -> Particulars:
    """Ask for what the columns alone don't tell, with what is proposed or was said before."""
    fixed = _ask_whose(layout, columns)
    identity, within = _ask_identity(layout)
    words = _ask_words(layout, columns)
    refused = _ask_rows_to_leave_out(layout)
    return Particulars(identity, within, fixed, words, refused, _ask_release(layout))


def _ask_whose(layout: Layout, columns: Mapping[str, str]) -> dict[str, str]:
    """The agency (or store, or fund) of a file that names none, because all of it is of one."""
    whose = KEPT_BY.get(layout.feed)
    if whose is None or whose in columns:
        return {}
    before = layout.before.fixed.get(whose, "") if layout.before else ""
    name = st.text_input(
        f"The {TITLES[whose]} of all rows, because no column names it",
        before,
        max_chars=LONGEST_AGENCY,
        key=f"{layout.key}_agency",
        width=500,
    )
    return {whose: name.strip()} if name.strip() else {}


def _ask_release(layout: Layout) -> str:
    """Whether figures that rest on these rows may leave; asked of what somebody else may have handed over on terms."""
    if layout.feed not in CAN_STAY_INSIDE:
        return OPEN
    before = layout.before.release if layout.before else OPEN
    stays = st.checkbox(
        "These rows stay inside the programme until somebody clears them, as those of ODMAP do",
        value=before == INTERNAL,
        key=f"{layout.key}_release",
    )
    return INTERNAL if stays else OPEN


def _ask_identity(layout: Layout) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The headings of the columns that number the records, and the fields that the numbers are unique within."""
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{layout.key}_numbers"):
        chosen = st.multiselect(
            "Columns that number the records (together they differ from one record to the next)",
            layout.positions,
            default=_identity_before(layout),
            format_func=layout.heading,
            key=f"{layout.key}_identity",
            placeholder="No column",
            width=620,
        )
        within = _ask_within(layout) if chosen else ()
    return tuple(layout.headings[position] for position in chosen), within


def _identity_before(layout: Layout) -> list[int]:
    if layout.before is None:
        return [place for place in layout.proposal.identity if place in layout.positions]
    row = Headings(layout.headings)
    return [places[0] for name in layout.before.identity if (places := row.under(name))]


def _ask_within(layout: Layout) -> tuple[str, ...]:
    day, whose = MAIN_DATES[layout.feed], KEPT_BY.get(layout.feed, "")
    choices: list[tuple[str, ...]] = [(), (whose,), (day,), (whose, day)]
    offered = [choice for choice in choices if fields_of(layout.feed).keys() >= set(choice)]
    proposed = layout.before.identity_within if layout.before else layout.proposal.identity_within
    return st.selectbox(
        "The same number comes again only",
        offered,
        index=offered.index(proposed) if proposed in offered else 0,
        format_func=_within_in_words,
        key=f"{layout.key}_within",
        width=300,
    )


def _within_in_words(within: tuple[str, ...]) -> str:
    words = [f"for another {TITLES[name]}" if name in KEPT_BY.values() else "on another day" for name in within]
    return " or ".join(words) if words else "for the same record"


def _ask_words(layout: Layout, columns: Mapping[str, str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each coded column which of our words its values stand for, where that isn't known anyway."""
    found = {}
    for name in word_fields(layout.feed):
        if name in columns and (lists := _ask_words_of(layout, name, columns[name])):
            found[name] = lists
    return found


def _ask_words_of(layout: Layout, name: str, heading: str) -> dict[str, tuple[str, ...]]:
    before = layout.before.words.get(name, {}) if layout.before else {}
    near = propose_words(name, layout.codes_at(layout.headings.index(heading)))
    values = [text for text, word in near.items() if word or text.islower() or not looks_like_a_person(text)]
    known = {text for text in values if _is_known(name, text)}
    asked = sorted(values, key=lambda text: text in known)[:MOST_WORDS]
    if not set(asked) - known and not before:
        return {}
    said = {spaced(text): word for word, texts in before.items() for text in texts}
    proposed = {text: said.get(spaced(text), near[text]) for text in asked}
    open_ones = sum(proposed[text] is None for text in asked)
    title = f"Words in “{plain(shown(heading))}”: {_counted(len(asked), open_ones)}"
    with st.expander(title, key=f"{layout.key}_words_{name}", expanded=bool(open_ones)):
        st.caption(f"Which of the words for {TITLES[name]} does each stand for? What is left open is not kept.")
        with st.container(key=f"cards_{layout.key}_{name}"):
            chosen = {text: _ask_word(layout, name, text, proposed[text]) for text in asked}
    not_asked = {text: word for text, word in said.items() if text not in map(spaced, asked)}
    return _lists(name, not_asked | chosen, known)


def _ask_word(layout: Layout, name: str, text: str, proposed: str | None) -> str | None:
    words = words_of(name)
    return st.selectbox(
        plain(text),
        words,
        index=words.index(proposed) if proposed in words else None,
        key=f"{layout.key}_word_{name}_{spaced(text)}",
        placeholder="not kept",
    )


def _lists(name: str, chosen: Mapping[str, str | None], known: set[str]) -> dict[str, tuple[str, ...]]:
    """The texts of each word, without those that are known to stand for it anyway."""
    said = {text: word for text, word in chosen.items() if word is not None}
    own = {text: word for text, word in said.items() if text not in known or reader_of(name, {})(text) != word}
    return {word: tuple(text for text, said_word in own.items() if said_word == word) for word in set(own.values())}


def _ask_rows_to_leave_out(layout: Layout) -> tuple[RefuseWhen, ...]:
    before = layout.before.refuse_when if layout.before else ()
    first = before[0] if before else RefuseWhen("", (), "")
    there = next((p for p in layout.positions if joined(layout.headings[p]) == joined(first.column)), None)
    with st.expander("Rows that are to be left out", key=f"{layout.key}_leaving_out", expanded=bool(before)):
        position = st.selectbox(
            "Rows are left out by what stands under",
            layout.positions,
            index=layout.positions.index(there) if there is not None else None,
            format_func=layout.heading,
            key=f"{layout.key}_leave_column",
            placeholder="No column",
        )
        if position is None:
            return before[1:]
        values = _ask_values(layout, position, first.values if position == there else ())
    if not values:
        return before[1:]
    heading = layout.headings[position]
    reason = first.reason if position == there else f"is left out because of what stands under “{shown(heading)}”"
    return (RefuseWhen(heading, tuple(values), reason), *before[1:])


def _ask_values(layout: Layout, position: int, before: tuple[str, ...]) -> list[str]:
    values = layout.codes_at(position)[:MOST_VALUES_TO_LEAVE_OUT]
    offered = list(dict.fromkeys((*before, *values)))
    return st.multiselect(
        "when it is one of", offered, default=list(before), key=f"{layout.key}_leave_{position}", placeholder="No value"
    )


def _is_known(name: str, text: str) -> bool:
    try:
        reader_of(name, {})(text)
    except KeyError:
        return False
    return True


def _counted(asked: int, unknown: int) -> str:
    return f"{unknown} of {asked} not known yet" if unknown else "all are known or proposed"
