"""The table that is being mapped: its sheet, the row that names the columns, what its rows are, what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import streamlit as st

from pages._shared import reader
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.intake.columns import Headings, Names, fit
from rorf_data.intake.headings import joined, shown
from rorf_data.intake.likeness import is_personal
from rorf_data.intake.looks import is_date
from rorf_data.intake.people import looks_like_a_person
from rorf_data.intake.personal import why_personal
from rorf_data.intake.proposing import Proposal, find_header, headings_at, propose
from rorf_data.intake.read import SourceFile
from rorf_data.intake.recognise import Recognised
from rorf_data.intake.sheet import Record
from rorf_data.intake.sources import Source
from rorf_data.intake.texts import tidy
from rorf_data.model import Feed

LOOKED_AT = 300
"""Rows that a proposal is made from; a few hundred say what a column holds."""

COUNTED = 20_000
"""Rows in which the different words of a column are looked for."""

EXAMPLES = 3
LONGEST_EXAMPLE = 30
LONGEST_CODE = 40
MOST_WORDS_OF_AN_EXAMPLE = 5
DOTS = "•••"


@dataclass(frozen=True, slots=True)
class Layout:
    """One table of a file: its headings, its rows, what is proposed for them, and the source that is corrected, if any.

    ``positions``: the columns that can be mapped; those without a heading, and headings that come again, can't.
    """

    file: SourceFile
    headings: tuple[str, ...]
    records: Sequence[Record]
    positions: tuple[int, ...]
    feed: Feed
    proposal: Proposal
    before: Source | None
    key: str

    def fields_at(self, position: int) -> tuple[str, ...]:
        """What a column carries by the source that is corrected, or by the proposal."""
        if self.before is None or self.before.feed is not self.feed:
            return self.proposal.fields_at(position)
        found = fit(Headings(self.headings), Names(self.before))
        return tuple(name for name, places in found.positions.items() if name != "record_id" and places[0] == position)

    def reason_at(self, position: int) -> str:
        """Why that is proposed; empty where nothing is, or where a person has said it before."""
        return self.proposal.reason_at(position) if self.before is None else ""

    def codes_at(self, position: int) -> list[str]:
        """The different short texts of a column, the most frequent first, without what may be somebody's.

        What looks like a name is one of them when it comes again, as a word of a list does; under a heading that speaks
        of people nothing is, unless the column is known to be something else.
        """
        if is_personal(self.headings[position]) and not self.fields_at(position):
            return []
        cells = (tidy(cells[position]) for cells in self.records if position < len(cells))
        counts = Counter(text for text in cells if text and len(text) <= LONGEST_CODE)
        return [
            text
            for text, count in counts.most_common()
            if not why_personal(text) and (count > 1 or not looks_like_a_person(text))
        ]

    def examples_at(self, position: int) -> str:
        """Up to three different values of a column; dots in place of what may be somebody's name or free text."""
        is_proposed = bool(self.fields_at(position))
        if is_personal(self.headings[position]) and not is_proposed:
            return DOTS
        return examples_under(self.records[:LOOKED_AT], position, is_known=is_proposed)

    def heading(self, position: int) -> str:
        """A heading on one line."""
        return shown(self.headings[position])


class Reading:
    """A file as it is being mapped: its sheets, rows and proposals, each worked out once."""

    def __init__(self, file: SourceFile, sources: Sequence[Source]) -> None:
        self.file, self.sources = file, sources
        self.sheets = file.sheets()
        self._records: dict[tuple[int, int], list[Record]] = {}
        self._proposals: dict[tuple[int, int, Feed | None], Proposal] = {}

    @cached_property
    def headers(self) -> list[int]:
        """For each sheet the row that seems to name the columns."""
        return [find_header(sheet.head, self.sources) for sheet in self.sheets]

    @cached_property
    def likeliest(self) -> int:
        """The sheet whose columns fit best."""
        fits = [self.proposal(number, row, None).likelihood for number, row in enumerate(self.headers)]
        return fits.index(max(fits))

    def records(self, sheet: int, row: int) -> list[Record]:
        """The rows under a header, as many as are looked at."""
        if (sheet, row) not in self._records:
            below = islice(self.sheets[sheet].rows_below(row), COUNTED)
            self._records[sheet, row] = [cells for _, cells in below]
        return self._records[sheet, row]

    def headings(self, sheet: int, row: int) -> tuple[str, ...]:
        """The headings of a row."""
        return tuple(headings_at(self.sheets[sheet].head, row))

    def proposal(self, sheet: int, row: int, feed: Feed | None) -> Proposal:
        """What the columns seem to be, for one feed or for the likeliest."""
        if (sheet, row, feed) not in self._proposals:
            headings, some = self.headings(sheet, row), self.records(sheet, row)[:LOOKED_AT]
            self._proposals[sheet, row, feed] = propose(headings, some, self.sources, feed=feed)
        return self._proposals[sheet, row, feed]


def ask_layout(file: SourceFile, *, key: str, known: Recognised | None) -> Layout:
    """Let a person say which row names the columns and what the rows are; both are proposed, or as they were known."""
    reading = _reading(file)
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}_layout"):
        sheet = _ask_sheet(reading, known, key=key)
        row = _ask_row(reading, sheet, known, key=f"{key}_{sheet}")
        likely = known.source.feed if known else reading.proposal(sheet, row, None).feed
        feed = _ask_feed(likely, key=f"{key}_{sheet}_{row}")
    headings = reading.headings(sheet, row)
    return Layout(
        file=file,
        headings=headings,
        records=reading.records(sheet, row),
        positions=_usable(headings),
        feed=feed,
        proposal=reading.proposal(sheet, row, feed),
        before=known.source if known and known.source.is_own else None,
        key=f"{key}_{sheet}_{row}_{feed.value}",
    )


def examples_under(records: Sequence[Record], position: int, *, is_known: bool = True) -> str:
    """Up to three different values of a column; dots in place of what may not be kept, or of what may be somebody's
    name or free text where the column is not known to hold something else.
    """
    cells = (tidy(cells[position]) for cells in records if position < len(cells))
    values = [text for text in dict.fromkeys(cells) if text][:EXAMPLES]
    return ", ".join(dict.fromkeys(DOTS if _hides(text, is_known) else _short(text) for text in values))


def forget() -> None:
    """Let go of the files that were being mapped."""
    st.session_state.pop("readings", None)


def _reading(file: SourceFile) -> Reading:
    sources = reader.own().sources()
    kept: dict[tuple[str, str], Reading] = st.session_state.setdefault("readings", {})
    key = (file.sha256, repr(sources))
    if key not in kept:
        kept[key] = Reading(file, sources)
    return kept[key]


def _ask_sheet(reading: Reading, known: Recognised | None, *, key: str) -> int:
    names = [sheet.name for sheet in reading.sheets]
    if len(names) == 1:
        return 0
    likely = names.index(known.sheet.name) if known and known.sheet.name in names else reading.likeliest
    return st.selectbox(
        "The sheet", range(len(names)), likely, format_func=lambda n: shown(names[n]), key=f"{key}_sheet", width=250
    )


def _ask_row(reading: Reading, sheet: int, known: Recognised | None, *, key: str) -> int:
    is_of_known = known is not None and reading.sheets[sheet].name == known.sheet.name
    likely = known.header_row if known and is_of_known else reading.headers[sheet]
    rows = len(reading.sheets[sheet].head)
    return int(st.number_input("The row that names the columns", 1, rows, likely, key=f"{key}_header", width=250))


def _ask_feed(likely: Feed, *, key: str) -> Feed:
    feeds = list(FEED_WORDS)
    index = feeds.index(likely)
    return st.selectbox(
        "The rows of this file are", feeds, index, format_func=FEED_WORDS.__getitem__, key=f"{key}_feed", width=300
    )


def _usable(headings: Sequence[str]) -> tuple[int, ...]:
    """The columns with a heading of their own; of headings that come again the first."""
    first: dict[str, int] = {}
    for position, heading in enumerate(headings):
        first.setdefault(joined(heading), position)
    return tuple(position for heading, position in first.items() if heading)


def _hides(text: str, is_known: bool) -> bool:
    # The digits of a date are as many as those of a telephone number.
    if why_personal(text) and not (is_known and is_date(text)):
        return True
    return not is_known and (looks_like_a_person(text) or len(text.split()) >= MOST_WORDS_OF_AN_EXAMPLE)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1] + "…"
