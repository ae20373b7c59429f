"""Towns shown together: the parting with the most groups, held to a search through all partings."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from rorf_data.disclosure.merging import towns_together
from rorf_data.towns import gazetteer

ROW = {"a": "b", "b": "ac", "c": "bd", "d": "ce", "e": "d"}
"""Five towns in a row."""


def partings(towns: tuple[str, ...]) -> Iterator[list[frozenset[str]]]:
    """Every way to part the towns into groups."""
    if not towns:
        yield []
        return
    first, *rest = towns
    for parting in partings(tuple(rest)):
        yield [frozenset([first]), *parting]
        for place, group in enumerate(parting):
            yield [*parting[:place], group | {first}, *parting[place + 1 :]]


def is_in_one_piece(group: frozenset[str]) -> bool:
    """Whether the towns of a group follow each other in the row."""
    letters = sorted(group)
    return all(ord(later) - ord(earlier) == 1 for earlier, later in zip(letters, letters[1:], strict=False))


@given(st.lists(st.integers(0, 7), min_size=5, max_size=5))
@settings(deadline=None)
def test_no_other_parting_has_more_groups(drawn):
    """Against all 52 partings of five towns, where one exists that leaves no town out."""
    counts = dict(zip("abcde", drawn, strict=True))
    possible = [
        parting
        for parting in partings(tuple("abcde"))
        if all(
            is_in_one_piece(group)
            and (sum(counts[t] for t in group) >= 6 or (len(group) == 1 and not counts[min(group)]))
            for group in parting
        )
    ]
    together = towns_together(counts, 6, ROW.__getitem__)

    if possible:
        groups = len(together) + 5 - sum(map(len, together))
        assert groups == max(map(len, possible))
    for group in together:
        assert sum(counts[town] for town in group) >= 6
        assert is_in_one_piece(frozenset(group))


def test_a_large_town_and_one_without_any_stay_alone():
    """6 and 0 need nobody; 2 and 4 need each other."""
    assert towns_together({"a": 6, "b": 0, "c": 2, "d": 4, "e": 0}, 6, ROW.__getitem__) == [("c", "d")]


def test_a_town_without_neighbours_who_help_is_left_out():
    """Too few in all: no group."""
    assert towns_together({"a": 1, "b": 0, "c": 0, "d": 0, "e": 1}, 6, ROW.__getitem__) == []


def test_the_towns_of_a_group_adjoin_each_other_on_the_map():
    """With the region's own towns."""
    counts = {town.code: 2 for town in gazetteer.towns()}
    for group in towns_together(counts, 6, gazetteer.neighbours):
        assert all(set(gazetteer.neighbours(town)) & set(group) for town in group)
        assert len(group) >= 3
