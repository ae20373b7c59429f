"""Sentences of frames with hidden cells are the same whatever those held, and say no number of theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from rorf_data import plain_words
from rorf_data.disclosure.release import Released
from rorf_data.wording import HIDDEN, Series, counted, extremes, rows_of, total_in_words
from tests.unit import spoken_frames as frames
from tests.unit.hidden_frames import NAMES, Cells, choices, distinct, hide, twin, without, written

TIMES = 12


@dataclass(frozen=True)
class Said:
    """What is said of some frames, and by which function."""

    say: Callable[..., tuple[str, ...]]
    frames: tuple[Released, ...]


COMPARED = frames.compared(
    ["1,847 (1,760 to 1,938)", "2,903 (2,799 to 3,011)", "3,907 (3,787 to 4,031)"], distinct(3, first=4111),
    ["up", "down", "no clear change"],
)  # fmt: skip
SAID = {
    "month": Said(
        plain_words.month_in_words,
        (frames.month(distinct(4, first=1847), distinct(4, first=2903), ["up", "down", frames.TOO_FEW, None]),),
    ),
    "towns": Said(
        plain_words.towns_in_words,
        (
            frames.towns(distinct(4, first=1847), distinct(4, first=2903)),
            frames.beside(["up", "down", "up", frames.TOO_FEW], ["more", "fewer", "no clear difference", "more"]),
        ),
    ),
    "trends": Said(plain_words.trends_in_words, (COMPARED, frames.months_of_calls(distinct(4, first=957)))),
    "calls": Said(plain_words.calls_in_words, (COMPARED, frames.months_of_calls(distinct(5, first=957)))),
    "cascade": Said(
        plain_words.cascade_in_words,
        (
            frames.cascade(distinct(6, first=1847), distinct(6, first=957)),
            frames.rates("2.137 (1.952 to 2.339)", "4,111 kits, 1,923 calls", 2.137),
        ),
    ),
    "requests": Said(plain_words.requests_in_words, (frames.requests([1847, 957, 313, 577, 419, 121.5, 233.5]),)),
    "need": Said(
        plain_words.need_in_words,
        (frames.spoken(town=["Kent", "Warren", "Goshen"], total_kits=distinct(3, first=1847),
                       total_calls=distinct(3, first=957), planning_kits=distinct(3, first=301)),),
    ),
    "results": Said(
        plain_words.results_in_words,
        (frames.card([1847, 957, 107, 313, 121.5, 577, 419], [None, None, 211, None, None, None, 523]),),
    ),
    "stock": Said(
        plain_words.stock_in_words,
        (frames.stock([1847, 957, 2804], [313, 419, 732], [521, 613, 1134], [107, 211, 318], ["yes", "no", "no"]),),
    ),
    "help": Said(plain_words.help_in_words, (frames.places([107, 0, 211, None], [0, 313, 0, 419]),)),
    "money": Said(
        plain_words.money_in_words,
        (frames.money([91847.5, 52903.25, 13907.75, 957, 14.531]), frames.spent([5123.5, 9871.25, 317.25])),
    ),
}  # fmt: skip


def hidden_in_each(said: Said, *, seed: int) -> Iterator[tuple[Cells, ...]]:
    """Cells to hide in each of the frames."""
    each = [list(choices(one, seed=seed + place, times=TIMES)) for place, one in enumerate(said.frames)]
    for turn in range(max(len(one) for one in each)):
        yield tuple(one[turn % len(one)] for one in each)


def numbers_of(texts) -> set[str]:
    """The numbers of sentences as they are written."""
    return set(re.findall(r"\d[\d.,]*\d", " ".join(texts)))


@pytest.mark.parametrize("name", SAID)
def test_sentences_cope_with_hidden_cells_and_say_no_number_of_theirs(name):
    """Whichever cells are hidden, each sentence is whole and has a capital and a full stop."""
    said = SAID[name]
    for each in hidden_in_each(said, seed=len(name)):
        told = said.say(*(hide(one, cells) for one, cells in zip(said.frames, each, strict=True)))
        shown = {text for one, cells in zip(said.frames, each, strict=True) for text in shown_in(one, cells)}
        values = {
            text
            for one, cells in zip(said.frames, each, strict=True)
            for row, column in cells
            for text in written(one.frame.loc[row, column]) | numbers_of([str(one.frame.loc[row, column])])
        }

        assert not (values - shown) & numbers_of(told)
        assert all(re.fullmatch(r"[A-Z\d].*\.", sentence) and ".." not in sentence for sentence in told), told
        assert "<NA>" not in " ".join(told)


def shown_in(exact: Released, cells: Cells) -> set[str]:
    """The numbers of a frame that are not hidden."""
    return {
        text
        for column in exact.frame.columns
        for row, value in enumerate(exact.frame[column])
        if (row, column) not in cells
        for text in numbers_of([str(value)])
    }


@pytest.mark.parametrize("name", SAID)
def test_sentences_are_the_same_whatever_the_hidden_cells_held(name):
    """Nothing is said of order or change that rests on a hidden value."""
    said = SAID[name]
    for each in hidden_in_each(said, seed=len(name) + 1):
        pairs = list(zip(said.frames, each, strict=True))

        assert said.say(*(hide(one, cells) for one, cells in pairs)) == said.say(
            *(hide(twin(one, cells), cells) for one, cells in pairs)
        )


@pytest.mark.parametrize("name", SAID)
def test_what_stayed_inside_leaves_its_sentence_out(name):
    """A frame without a column is spoken of without it, and never as if it had no record."""
    said = SAID[name]
    for place, one in enumerate(said.frames):
        for column in [column for column in one.frame.columns if column not in NAMES]:
            given = [without(other, column) if at == place else other for at, other in enumerate(said.frames)]

            told = said.say(*given)

            inside = numbers_of(map(str, one.frame[column]))
            assert not inside & numbers_of(told) - shown_in(
                one, frozenset((row, column) for row in range(len(one.frame)))
            )
            assert name == "month" or not any("no record" in sentence for sentence in told), (column, told)


def test_a_frame_that_stays_inside_altogether_is_left_out():
    """Comparisons stay inside, so what is said of a shared pack has none."""
    [said] = plain_words.towns_in_words(frames.towns([4, 9], [1, 2]), None)

    assert said.endswith(
        "the most kits were left in Litchfield: 9. The most overdose calls were on record in Litchfield: 2."
    )
    assert plain_words.calls_in_words(None, frames.months_of_calls([3, 14, 0])) == (
        "The most in one month: 14, in Feb 2026.",
    )
    assert plain_words.trends_in_words(None, frames.months_of_calls([3])) == ()


def test_a_hidden_headline_is_said_not_to_be_shown():
    """Neither none nor no record, and nothing is compared with it."""
    shown = hide(
        frames.month([36, 4, 10, 2], [30, 39, 8, None], ["up", "down", "too few to say", None]),
        frozenset({(1, "this_month"), (1, "change"), (3, "this_month"), (2, "year_before"), (2, "change")}),
    )

    assert plain_words.month_in_words(shown)[1:3] == (
        "The number of overdose calls on record can't be shown.",
        "10 requests were received; that of the same month a year before can't be shown; the number of those waiting "
        "at the end of the month can't be shown.",
    )


def test_the_most_among_towns_is_that_of_what_can_be_shown():
    """A hidden town may have more, so it is named as hidden."""
    shown = hide(frames.towns([4, 51, 9], [1, 12, 3]), frozenset({(0, "total_calls"), (2, "total_calls")}))

    assert (
        "Of what can be shown, the most overdose calls were on record in Litchfield: 12; hidden for Kent and Warren."
        in (plain_words.towns_in_words(shown, None)[0])
    )


def test_the_most_in_one_month_is_the_most_shown():
    """With how many months can't be shown."""
    shown = hide(frames.months_of_calls([3, 14, 12, 2]), frozenset({(0, "total_calls"), (3, "total_calls")}))

    assert plain_words.calls_in_words(None, shown) == (
        "The most shown in one month: 14, in Feb 2026.",
        "The numbers of 2 of 4 months can't be shown.",
    )


def test_a_total_is_told_only_where_nothing_in_it_is_hidden():
    """Missing values are left out of a total; a hidden one makes it one that isn't told."""
    assert total_in_words([3, None, 4], "total_calls") == "7 overdose calls"
    assert total_in_words([3, HIDDEN, HIDDEN], "total_calls") == "overdose calls hidden in 2 of 3"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([14, HIDDEN, 6], "Hidden in 1 of 3: b. Highest shown: 14 kits (a). Lowest shown: 6 kits (c)."),
        ([14, HIDDEN, None], "Hidden in 1 of 3: b. A: 14 kits. No record: c."),
        ([HIDDEN, HIDDEN, HIDDEN], "Hidden in 3 of 3: a, b and c."),
        ([2, HIDDEN, 2], "Hidden in 1 of 3: b. Each of 2 shown: 2 kits."),
        ([2, 3, 4], "Highest: 4 kits (c). Lowest: 2 kits (a). Total: 9 kits."),
    ],
)
def test_a_series_in_words_is_that_of_what_is_shown(values, said):
    """No total, and no highest of all, where anything is hidden."""
    assert extremes(Series("total_kits", ["a", "b", "c"], values)) == said


def test_a_count_is_a_number_hidden_or_without_record():
    """Three states, of which 0 is a number."""
    assert [counted(value, "total_kits") for value in (0, 1, HIDDEN, None)] == [
        "0 kits",
        "1 kit",
        "hidden",
        "no record",
    ]


def test_the_rows_of_a_frame_read_hidden_where_they_are():
    """A missing cell stays missing."""
    shown = hide(frames.months_of_calls([3, None]), frozenset({(0, "total_calls")}))

    assert rows_of(shown)[0] == {"month": f"{date(2026, 1, 1):%b %Y}", "total_calls": HIDDEN}
    assert rows_of(shown)[1]["total_calls"] is not HIDDEN
