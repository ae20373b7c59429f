"""Whatever the figures are: the plain words hold no number of their own, and no word that says more than figures do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.answers.said import NOT_COMPARED
from rorf_data.disclosure.release import Released
from rorf_data.plain_words import (
    calls_in_words,
    cascade_in_words,
    help_in_words,
    money_in_words,
    month_in_words,
    need_in_words,
    requests_in_words,
    results_in_words,
    stock_in_words,
    towns_in_words,
    trends_in_words,
)
from tests.unit import spoken_frames as frames
from tests.unit.spoken_frames import TOO_FEW, strange_numbers

Said = tuple[tuple[str, ...], tuple[Released, ...]]

NEVER = re.compile(
    r"\b(rose|fell|increas\w*|decreas\w*|grew|drop\w*|because|due to|thanks to|led to|caus\w+|(?<!harm )reduc\w+|"
    r"sav\w+|missed|victims?|users?|addicts?|abuse\w*|better than|worse|good|bad|success\w*|fail\w*|improv\w*|"
    r"nan|None|NA)\b"
)
UP_OR_DOWN = re.compile(r"\bthat is (up|down)\b")


def _numbers(count: int) -> st.SearchStrategy[list[int | None]]:
    return st.lists(st.none() | st.integers(0, 3000), min_size=count, max_size=count)


def _amounts(count: int) -> st.SearchStrategy[list[float | None]]:
    cents = st.integers(0, 9_000_000).map(lambda found: found / 100)
    return st.lists(st.none() | cents, min_size=count, max_size=count)


def _words(count: int, *said: str) -> st.SearchStrategy[list[str | None]]:
    answers = st.sampled_from([None, *(said or ("up", "down", "no clear change", TOO_FEW, NOT_COMPARED))])
    return st.lists(answers, min_size=count, max_size=count)


@st.composite
def _a_month(draw: st.DrawFn) -> Said:
    frame = frames.month(draw(_numbers(4)), draw(_numbers(4)), draw(_words(4)))
    return month_in_words(frame), (frame,)


@st.composite
def _towns(draw: st.DrawFn) -> Said:
    count = draw(st.integers(1, 4))
    totals = frames.towns(draw(_numbers(count)), draw(_numbers(count)))
    beside = frames.beside(draw(_words(count)), draw(_words(count, "higher", "lower", "no clear difference", TOO_FEW)))
    return towns_in_words(totals, beside), (totals, beside)


@st.composite
def _trends(draw: st.DrawFn) -> Said:
    told = frames.compared(
        draw(_words(3, "0 (0 to 4)", "1 (0 to 6)", "1,095 (1,000 to 1,200)")), draw(_numbers(3)), draw(_words(3))
    )
    months = frames.months_of_calls(draw(_numbers(3)))
    if draw(st.booleans()):
        return trends_in_words(told, months), (told, months)
    return calls_in_words(told, months), (told, months)


@st.composite
def _cascades(draw: st.DrawFn) -> Said:
    steps, value = frames.cascade(draw(_numbers(6)), draw(_numbers(6))), draw(st.none() | st.just(4.777))
    rates = frames.rates("4.78", "172 kits, 36 overdose calls", value)
    return cascade_in_words(steps, rates), (steps, rates)


@st.composite
def _requests(draw: st.DrawFn) -> Said:
    days = st.none() | st.integers(0, 900).map(lambda tenths: tenths / 10)
    frame = frames.requests([*draw(_numbers(5)), draw(days), draw(days)])
    return requests_in_words(frame), (frame,)


@st.composite
def _need(draw: st.DrawFn) -> Said:
    count = draw(st.integers(1, 4))
    frame = frames.towns(draw(_numbers(count)), draw(_numbers(count)))
    return need_in_words(frame), (frame,)


@st.composite
def _shelves(draw: st.DrawFn) -> Said:
    count = draw(st.sampled_from([1, 3, 4]))
    hand, soon, later, past = (draw(_numbers(count)) for _ in range(4))
    frame = frames.stock(hand, soon, later, past, draw(_words(count, "yes", "no")))
    return stock_in_words(frame), (frame,)


@st.composite
def _places(draw: st.DrawFn) -> Said:
    count = draw(st.integers(1, 4))
    frame = frames.places(draw(_numbers(count)), draw(_numbers(count)))
    return help_in_words(frame), (frame,)


@st.composite
def _money(draw: st.DrawFn) -> Said:
    summary, spent = frames.money(draw(_amounts(5))), frames.spent(draw(_amounts(4)))
    return money_in_words(summary, spent), (summary, spent)


@st.composite
def _cards(draw: st.DrawFn) -> Said:
    frame = frames.card(draw(_numbers(7)), draw(_numbers(7)))
    return results_in_words(frame), (frame,)


EVERY_PAGE: list[Callable[[], st.SearchStrategy[Said]]] = [
    _a_month, _towns, _trends, _cascades, _requests, _need, _shelves, _places, _money, _cards,
]  # fmt: skip


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_the_words_hold_no_number_of_their_own_and_say_no_more(page: Callable[[], st.SearchStrategy[Said]]) -> None:
    """Each number is one of the cells, the headings, the period or the towns; there is no cause, no praise, no blame,
    and of people it speaks as people; one to four whole sentences.
    """

    @given(page())
    def holds(told: Said) -> None:
        said, shown = told
        assert strange_numbers(said, *shown) == []
        assert 1 <= len(said) <= 4
        assert not [found for sentence in said for found in NEVER.findall(sentence)]
        assert all(sentence[0] == sentence[0].upper() and sentence.endswith(".") for sentence in said)
        assert ".." not in " ".join(said)

    holds()


@given(_a_month())
def test_up_and_down_are_said_only_where_the_figures_say_it(told: Said) -> None:
    """Whatever the two numbers are, the direction is that of the comparison beside them."""
    said, (summary,) = told
    headlines = summary.frame.to_dict("records")[:3]

    for sentence, row in zip(said, headlines, strict=False):
        if found := UP_OR_DOWN.search(sentence):
            assert found[1] == row["change"]
