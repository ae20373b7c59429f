"""What of a frame stays behind when it leaves the programme, besides numbers: words on late records, columns, names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import pytest

from rorf_data.disclosure.over_time import Provisional
from rorf_data.disclosure.protection import Decided, Protection, for_sharing
from rorf_data.disclosure.release import Description, Released, release
from rorf_data.disclosure.rests import FREE, INSIDE, Later, RestsOn, free
from rorf_data.errors import DisclosureRefused
from rorf_data.model import Feed
from rorf_data.policies import Policy

POLICY = Policy("a test", 6, are_zeros_shown=True)
PROTECTION = Protection(POLICY, {"calls": Decided({}, {}, frozenset())}, {"deaths": "stays inside"})
LATE = (
    Provisional(date(2026, 9, 1), 0.8, Feed.CALLS, is_by_lateness=True),
    Provisional(date(2026, 10, 1), 0.4, Feed.CALLS),
    Provisional(date(2026, 10, 1), 0.9, Feed.DEATHS, is_by_lateness=True),
    Provisional(date(2026, 10, 1), 0.7, Feed.DISTRIBUTIONS, is_by_lateness=True),
)


def frame(columns: Mapping[str, Sequence[object]], rests: Mapping[str, Sequence[RestsOn]]) -> Released:
    """A frame of these columns, each its own heading."""
    about = Description(
        "A table", "2026", "Kent", "a file", date(2026, 11, 22), {name: name for name in columns},
        inside_notes=("Two calls elsewhere.",), provisional=LATE,
    )  # fmt: skip
    return release(pd.DataFrame(columns), about, rests=rests)


def test_how_late_sensitive_records_came_stays_behind() -> None:
    """A month that is not reported is still told as such; one that only lateness tells is not, but of kits it is."""
    shared = for_sharing(frame({"kits": [1]}, free(["kits"], 1)), PROTECTION)

    assert [(one.month.month, one.feed, one.expected_share) for one in shared.about.provisional] == [
        (10, Feed.CALLS, None),
        (10, Feed.DISTRIBUTIONS, 0.7),
    ]
    assert shared.about.inside_notes == ()


def test_a_frame_of_words_leaves_whole_or_not_at_all() -> None:
    """Who has reported is a table of words; the names beside numbers that stay inside are no table."""
    words = {"agency": ["Agency A"], "report": ["received"]}

    assert list(for_sharing(frame(words, free(words, 1)), PROTECTION).frame) == ["agency", "report"]
    with pytest.raises(DisclosureRefused):
        for_sharing(frame({"town": ["Kent"], "late_calls": [2]}, free(["town"], 1)), PROTECTION)


def test_hidden_is_explained_wherever_anything_may_be() -> None:
    """Also where it is not for a sum, but because single records would tell it."""
    inside: dict[str, list[RestsOn]] = {"measure": [FREE, FREE], "value": [FREE, INSIDE]}
    shared = for_sharing(frame({"measure": ["Kits", "Waiting"], "value": [3, 1]}, inside), PROTECTION)

    assert shared.is_hidden("value") == [False, True]
    assert "hidden" in shared.facts()["Protection"]


def test_what_numbers_rest_on_is_worked_out_when_a_file_is_made() -> None:
    """And not when the frame is made, which is what a screen waits for."""
    asked: list[int] = []

    def work_out() -> dict[str, list[RestsOn]]:
        asked.append(1)
        return free(["kits"], 1)

    released = frame({"kits": [1]}, Later(work_out))
    assert asked == []

    assert for_sharing(released, PROTECTION).frame["kits"].tolist() == [1]
    assert asked == [1]
