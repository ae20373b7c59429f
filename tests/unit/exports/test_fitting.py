"""How wide texts are, and in which letters they fit."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rorf_data.exports.fitting import (
    height_of,
    lines_of,
    shared_widths,
    size_that_fits,
    width_of,
    widths_of_least_height,
)


def test_a_text_twice_as_large_is_twice_as_wide() -> None:
    """Widths grow with the letters; bold ones are wider."""
    assert width_of("Kits left", 24) == pytest.approx(2 * width_of("Kits left", 12))
    assert width_of("Kits left", 24, is_bold=True) > width_of("Kits left", 24)


def test_ten_letters_of_an_inch_each_need_ten_inches() -> None:
    """An em dash of 72 points is one inch wide, but for the room that is taken beyond that."""
    assert width_of("—" * 10, 72) == pytest.approx(10.3)


def test_a_line_is_broken_between_words_only() -> None:
    """What is longer than a line stays on one line of its own."""
    assert lines_of("", 12, 1.0) == 1
    assert lines_of("one two three", 12, 10.0) == 1
    assert lines_of("one two three", 12, 0.4) == 3
    assert lines_of("unbreakable", 12, 0.1) == 1


def test_the_largest_size_that_fits_is_taken_and_else_the_smallest() -> None:
    """Paragraphs and the room between them count."""
    texts = ["First.", "Second."]
    assert height_of(texts, 12, 5.0, apart=6.0) == pytest.approx((2 * 12 * 1.2 + 6) / 72)
    assert size_that_fits(texts, (24, 12), width=5.0, height=2.0) == 24
    assert size_that_fits(texts, (24, 12), width=5.0, height=0.6) == 12
    assert size_that_fits(texts, (24, 12), width=5.0, height=0.1) == 12


def test_columns_fill_the_room_and_the_widest_give_way_first() -> None:
    """No column gets less than its longest word as long as that can be."""
    assert shared_widths([1.0, 3.0], [0.5, 0.5], 8.0) == [2.0, 6.0]
    assert shared_widths([1.0, 6.0], [0.5, 0.5], 4.0) == pytest.approx([1.0, 3.0], abs=1e-6)
    assert shared_widths([1.0, 6.0, 2.0], [1.0, 2.0, 2.0], 5.0) == pytest.approx([1.0, 2.0, 2.0], abs=1e-6)
    assert shared_widths([2.0, 2.0], [2.0, 2.0], 2.0) == [1.0, 1.0]


def test_the_columns_beside_the_longest_give_way_where_that_saves_lines() -> None:
    """Otherwise each column gets its fair share."""
    texts = [("A long text of many words " * 4, "One name", "Two names")]
    wanted, least = [9.0, 2.0, 2.0], [0.6, 0.6, 0.6]

    def height(widths: Sequence[float]) -> float:
        return sum(max(lines_of(text, 12, width) for text, width in zip(row, widths, strict=True)) for row in texts)

    found = widths_of_least_height(wanted, least, 6.0, height)
    assert sum(found) == pytest.approx(6.0, abs=1e-6)
    assert found[0] > 3.0
    assert height(found) < height(shared_widths(wanted, least, 6.0))
    assert widths_of_least_height([1.0, 3.0], [0.5, 0.5], 8.0, sum) == [2.0, 6.0]
    assert widths_of_least_height([9.0, 2.0, 2.0], least, 6.0, lambda widths: 1.0) == shared_widths(wanted, least, 6.0)
