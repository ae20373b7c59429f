"""Which heading of a row carries which canonical field of a source; everything else is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rorf_data.intake.canonical import STORED_FIELDS
from rorf_data.intake.headings import WILDCARD, joined, pattern, shown, spaced, words_of
from rorf_data.intake.people import heading_to_keep
from rorf_data.intake.sheet import Record
from rorf_data.intake.sources import Source

PLACE_FIELDS = {"place", "zip", "state", "latitude", "longitude"}

# A question of a form may be long; a longer text is a cell that has swallowed others, and names nothing.
LONGEST_HEADING = 2_000

# Read to place a row and then dropped: nothing of them is stored, so they are named among what was left out.
COORDINATES = ("latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Fit:
    """How the headings of one row fit one source.

    ``positions``: the column of each field found, counted from 0 (several for an identity of several columns).
    ``unclear``: headings that could each be the same field. ``missing`` and ``missing_signs``: entries of the source's
    ``required`` and ``signs`` that nothing fits. ``contrary``: a heading that shows that the file is another thing.
    ``read_by_rules``: columns besides that the source knows by name, though nothing is stored of them.
    """

    source: Source
    headings: tuple[str, ...]
    positions: dict[str, tuple[int, ...]]
    unclear: dict[str, tuple[str, ...]]
    missing: tuple[str, ...]
    missing_signs: tuple[str, ...]
    contrary: str
    read_by_rules: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything that the source requires is there."""
        return not self.missing

    @property
    def is_recognisable(self) -> bool:
        """Whether the headings show by themselves that they are this source's."""
        return not self.missing and not self.missing_signs and not self.contrary

    def heading(self, field: str) -> str:
        """The file's own heading of a field, on one line; empty when the file has no column for it."""
        return shown(self.headings[self.positions[field][0]]) if field in self.positions else ""


class Headings:
    """One row of headings, compared once and then asked for many names."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self._spaced = [spaced(text) if len(text) <= LONGEST_HEADING else "" for text in texts]
        self._words = set(" ".join(self._spaced).split())
        self._positions: dict[str, list[int]] = {}
        for position, text in enumerate(self._spaced):
            self._positions.setdefault(text.replace(" ", ""), []).append(position)

    def under(self, name: str) -> list[int]:
        """The columns with this heading, exactly but for case, spaces and punctuation."""
        return self._positions.get(joined(name), []) if joined(name) else []

    def like(self, name: str) -> list[int]:
        """The columns whose heading fits a name in which ``*`` stands for any words."""
        if WILDCARD not in name:
            return self.under(name)
        if not words_of(name) <= self._words:
            return []
        return [p for p, text in enumerate(self._spaced) if text and pattern(name).match(text)]

    def each(self) -> Iterable[tuple[str, list[int]]]:
        """Every heading, letters and digits only, with its columns."""
        return self._positions.items()


class Names:
    """The names that a source gives its columns, prepared for looking at many rows of headings."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._ranks: dict[str, list[tuple[str, int]]] = {}
        for field, names in source.columns.items():
            for rank, name in enumerate(names):
                self._ranks.setdefault(joined(name), []).append((field, rank))
        self._ranks.pop("", None)
        self._alike = {field: [name for name in names if WILDCARD in name] for field, names in source.columns.items()}

    def found(self, headings: Headings) -> dict[str, list[int]]:
        """The columns that the first fitting name of each field fits: exact names before those with ``*``."""
        best: dict[str, tuple[int, list[int]]] = {}
        for heading, places in headings.each():
            for field, rank in self._ranks.get(heading, ()):
                if field not in best or rank < best[field][0]:
                    best[field] = (rank, places)
        found = {field: places for field, (_, places) in best.items()}
        for field, names in self._alike.items():
            if field not in found and (places := next(filter(None, map(headings.like, names)), [])):
                found[field] = places
        return {field: found[field] for field in self.source.columns if field in found}


def fit(headings: Headings, names: Names) -> Fit:
    """Fit one row of headings to a source."""
    source = _in_its_place(names.source, headings)
    found = {field: places for field, places in names.found(headings).items() if field in source.columns}
    positions: dict[str, tuple[int, ...]] = {field: (places[0],) for field, places in found.items()}
    own = _own_headings(headings, source)
    positions |= {"record_id": tuple(own[name] for name in source.identity)} if own and source.identity else {}
    present = {*positions, *source.fixed}
    missing_own = () if own is not None else _absent(headings, source)
    used = {place for places in positions.values() for place in places}
    return Fit(
        source=source,
        headings=headings.texts,
        positions=positions,
        unclear={
            field: tuple(headings.texts[place] for place in places)
            for field, places in found.items()
            if len(places) > 1
        },
        missing=(
            *(entry for entry in source.required if not _holds(entry, present)),
            *missing_own,
            *_none_of(headings, source.deciding),
        ),
        missing_signs=(
            *(entry for entry in source.signs if not _holds(entry, present)),
            *_none_of(headings, source.marks),
        ),
        contrary=next((shown(headings.texts[p]) for name in source.unless for p in headings.like(name)), ""),
        read_by_rules=tuple(p for p in _read_by_rules(headings, source) if p not in used),
    )


def _in_its_place(source: Source, headings: Headings) -> Source:
    """The source with its place settled, where the headings are those of a layout that is known to lie in one place."""
    for layout in source.layouts:
        if all(headings.under(name) for name in layout.headings):
            columns = {name: listed for name, listed in source.columns.items() if name not in PLACE_FIELDS}
            fixed = {**source.fixed, "place": layout.place, "state": layout.state}
            return replace(source, columns=columns, fixed=fixed, layouts=())
    return source


def dropped_after_use(source: Source) -> tuple[str, ...]:
    """The fields that only serve to place a row; of public places the coordinates are kept."""
    return tuple(field for field in COORDINATES if field not in STORED_FIELDS[source.feed])


def left_out(found: Fit, below: Sequence[Record]) -> tuple[str, ...]:
    """Headings of the columns that nothing is stored of, in the file's order.

    A column without a heading is named by its number, when any of the records ``below`` the header holds something in
    it, and so is one whose heading may be the name of a person.
    """
    dropped = dropped_after_use(found.source)
    used = {p for field, places in found.positions.items() if field not in dropped for p in places}
    width = max([len(found.headings), *(len(record) for record in below)])
    names = []
    for position in range(width):
        heading = found.headings[position] if position < len(found.headings) else ""
        if heading.strip():
            names += [] if position in used else [heading_to_keep(shown(heading), position)]
        elif any(position < len(record) and record[position].strip() for record in below):
            names.append(f"column {position + 1} (no heading)")
    return tuple(names)


def _own_headings(headings: Headings, source: Source) -> dict[str, int] | None:
    """Where the headings that the source names itself are: its identity and its rules; None when one is absent."""
    found = {name: headings.under(name) for name in _named(source)}
    return {name: places[0] for name, places in found.items()} if all(found.values()) else None


def _absent(headings: Headings, source: Source) -> tuple[str, ...]:
    return tuple(f"“{name}”" for name in _named(source) if not headings.under(name))


def _none_of(headings: Headings, names: tuple[str, ...]) -> tuple[str, ...]:
    """The first of the names, where names are given and no heading is any of them."""
    return () if not names or any(map(headings.like, names)) else (f"“{names[0].replace('*', '')}”",)


def _read_by_rules(headings: Headings, source: Source) -> list[int]:
    names = (*source.marks, *(name for rule in source.rules for name in rule.headings))
    return sorted({position for name in names for position in headings.like(name)})


def _named(source: Source) -> list[str]:
    return list(dict.fromkeys((*source.identity, *(rule.column for rule in source.refuse_when))))


def _holds(entry: str, present: set[str]) -> bool:
    return any(all(field in present for field in choice.split("+")) for choice in entry.split("|"))
