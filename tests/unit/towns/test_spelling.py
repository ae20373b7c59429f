"""When two spellings are near enough to ask about."""

from __future__ import annotations

import pytest

from rorf_data.towns.spelling import distance, typing_slips


@pytest.mark.parametrize(
    ("written", "meant", "slips"),
    [
        ("kent", "kent", 0),
        ("torington", "torrington", 1),
        ("torringtonn", "torrington", 1),
        ("sharan", "sharon", 1),
        ("shraon", "sharon", 1),
        ("hartford", "hartland", 3),
        ("", "kent", 4),
        ("kitten", "sitting", 3),
    ],
)
def test_slips_count_letters_left_out_added_changed_or_swapped(written: str, meant: str, slips: int) -> None:
    """One slip of the hand is one, two neighbours swapped are one as well."""
    assert typing_slips(written, meant) == slips


@pytest.mark.parametrize(
    ("written", "meant", "expected"),
    [
        ("kant", "kent", 1),
        ("kand", "kent", None),
        ("kents", "kent", 1),
        ("goshon", "goshen", 1),
        ("gashon", "goshen", 2),
        ("gashont", "goshen", None),
        ("litc", "litchfield", 2),
        ("lit", "litchfield", None),
        ("rocksbury", "roxbury", 2),
        ("hartford", "hartland", None),
        ("harwinton", "hartland", None),
    ],
)
def test_short_names_bear_one_slip_and_longer_ones_two(written: str, meant: str, expected: int | None) -> None:
    """Beyond that it is another name, unless it sounds the same or stops after at least four letters."""
    assert distance(written, meant) == expected
