"""The need statement: a paragraph for a grant in which every figure is computed, cited and bounded.

Figures come from shared frames alone. Whole sentences are dropped until the paragraph fits the funder's limit, the
least important first; none is ever cut, and what was left out is said beside it with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rorf_data.answers.reader import Reader
from rorf_data.disclosure.release import Released
from rorf_data.exports.check_code import check_code
from rorf_data.measures.catalogue import measures_told
from rorf_data.meetings.claims import Bearing
from rorf_data.meetings.presets import Preset
from rorf_data.meetings.statement_sentences import Asking, Figure, LeftOut, Sentence, number_in, sentences
from rorf_data.model import Filters, in_words
from rorf_data.towns import gazetteer

INVENTED: Final = "These figures are invented sample data."
TOO_LONG: Final = "the paragraph would be longer than the funder takes"
_SUBJECTS: Final = ("handed", "calls", "requests", "deaths")
_AS_OTHERS: Final = {"Doses in the kits left": "Kits left"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A need statement as a funder wants it.

    ``sentences`` are those that fit, in their order. ``left_out``: what isn't said, and why. ``programme`` is the name
    that citations begin with. ``bearing`` is what a claim is held against (:func:`check_claims`).
    """

    preset: Preset
    programme: str
    sentences: tuple[Sentence, ...]
    left_out: tuple[LeftOut, ...]
    bearing: Bearing
    is_sample: bool

    @property
    def frames(self) -> tuple[Released, ...]:
        """The shared frames that the figures come from, each once, in the order in which they are cited."""
        return frames_of(self.sentences)

    @property
    def text(self) -> str:
        """The paragraph, with the numbers of its citations."""
        return paragraph(self.sentences)

    @property
    def citations(self) -> tuple[str, ...]:
        """The sources by their numbers in the paragraph, the first first."""
        return tuple(citation_of(released, self.programme) for released in self.frames)

    @property
    def limits(self) -> tuple[str, ...]:
        """What must be known to read the figures: of each measure, of the records, and what is hidden."""
        told = {measure.name: measure.limits for measure in measures_told()}
        titles = [_AS_OTHERS.get(released.about.title, released.about.title) for released in self.frames]
        of_measures = [f"{title}: {told[title]}" for title in titles if title in told]
        of_records = [note for released in self.frames for note in released.about.notes]
        hidden = [released.about.protection for released in self.frames if released.about.protection]
        return tuple(dict.fromkeys((*of_measures, *of_records, *hidden)))

    @property
    def length_in_words(self) -> str:
        """``812 of at most 1,500 characters, spaces counted``."""
        return f"{len(self.text):,} of at most {self.preset.characters:,} characters, spaces counted"

    def whole(self) -> str:
        """The paragraph with its sources, limits and what was left out: a plain text that stands by itself."""
        parts = [
            f"Need statement, {self.preset.name}",
            *([INVENTED] if self.is_sample else []),
            self.text or "No sentence fits, or nothing can be told.",
            f"({self.length_in_words}.)",
            _listed("Sources", [f"[{place}] {said}" for place, said in enumerate(self.citations, start=1)]),
            _listed("Limits", [f"- {limit}" for limit in self.limits]),
            _listed("Not said", [f"- {one.what}: {one.why}." for one in self.left_out]),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"


def need_statement(reader: Reader, chosen: Filters, preset: Preset) -> Statement:
    """The statement of the chosen towns over the period, both ends included, as this funder wants it."""
    found = list(sentences(Asking(reader, chosen, preset)))
    said = [one for one in found if isinstance(one, Sentence)]
    kept = fitting(said, preset.characters)
    dropped = [LeftOut(one.text, TOO_LONG) for one in said if one not in kept]
    return Statement(
        preset=preset,
        programme=f"{reader.settings.programme}, {reader.settings.region}",
        sentences=tuple(kept),
        left_out=(*(one for one in found if isinstance(one, LeftOut)), *dropped),
        bearing=_bearing(reader, chosen, said),
        is_sample=reader.is_sample,
    )


def fitting(said: Sequence[Sentence], characters: int) -> list[Sentence]:
    """The sentences, in their order, without as many of the least important as it takes for the paragraph to fit."""
    kept = list(said)
    while kept and len(paragraph(kept)) > characters:
        kept.remove(max(kept, key=lambda one: one.rank))
    return kept


def paragraph(said: Sequence[Sentence]) -> str:
    """The sentences with the numbers of their sources, numbered as they first appear."""
    codes = [check_code(released) for released in frames_of(said)]
    return " ".join(_cited(one, codes) for one in said)


def frames_of(said: Iterable[Sentence]) -> tuple[Released, ...]:
    """The frames of these sentences, each once."""
    frames = {check_code(one.released): one.released for one in said if one.released is not None}
    return tuple(frames.values())


def citation_of(released: Released, programme: str) -> str:
    """Who, what, when, where, from which source, as of which day, and the code by which it is found again."""
    about = released.about
    parts = [
        f"{programme}: {about.title}, {about.period}, {about.towns}",
        about.source,
        *([f"Residents: {about.population}"] if about.population and _tells_residents(released) else []),
        f"As of {in_words(about.as_of)}, data version {about.data_version}, check code {check_code(released)}",
    ]
    return "; ".join(parts) + "."


def figures_of(statement: Statement) -> tuple[tuple[int, Sentence, Figure], ...]:
    """Every figure of the statement with the number of its citation and its sentence."""
    codes = [check_code(released) for released in statement.frames]
    return tuple(
        (codes.index(check_code(figure.released)) + 1, sentence, figure)
        for sentence in statement.sentences
        for figure in sentence.figures
    )


def _tells_residents(released: Released) -> bool:
    return any(str(column).endswith("_per_1000") or column == "per_1000" for column in released.frame.columns)


def _cited(one: Sentence, codes: Sequence[str]) -> str:
    if one.released is None:
        return one.text
    return f"{one.text.removesuffix('.')} [{codes.index(check_code(one.released)) + 1}]."


def _listed(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *lines]) if lines else ""


def _bearing(reader: Reader, chosen: Filters, said: Sequence[Sentence]) -> Bearing:
    by_key = {one.key: one for one in said}
    frames = {key: one.released for key, one in by_key.items() if one.released is not None}
    columns = {"handed": "total_distributions", "calls": "total_calls", "requests": "total_requests"}
    counts = {
        key: _count(frames[key], column)
        for key, column in (columns | {"deaths": "total_deaths"}).items()
        if key in frames
    }
    is_asked = {key: f"{key}_change" in by_key for key in _SUBJECTS}
    analysis = reader.settings.analysis
    return Bearing(
        counts=counts,
        earlier={key: _count(frames[key], "count_before") if is_asked[key] else None for key in counts},
        changes={key: str(frames[key].frame["change"].iloc[0]) if is_asked[key] else None for key in counts},
        offers={key: one.text for key, one in by_key.items()},
        fewest=analysis.fewest_for_a_rate,
        stable=analysis.fewest_for_a_stable_rate,
        towns=tuple(town.name for town in gazetteer.towns()),
        unreached=_unreached(frames.get("handed"), len(reader.towns_of(chosen))),
    )


def _count(released: Released, column: str) -> int | None:
    number = number_in(released, column)
    return None if number is None else int(number)


def _unreached(released: Released | None, towns: int) -> int | None:
    reached = None if released is None else _count(released, "towns_reached")
    return None if reached is None else towns - reached
