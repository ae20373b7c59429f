"""The check code: the same for the same figures, another for any other, and read as people type it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from rorf_data.answers.labels import LABELS
from rorf_data.disclosure.asked import Asked
from rorf_data.disclosure.release import Released
from rorf_data.errors import ExportRefused
from rorf_data.exports.check_code import SIGNS, check_code, content_sha256, read_check_code
from rorf_data.exports.metadata import facts_for_file
from rorf_data.exports.methods import MEASURED_BY, method_of
from rorf_data.measures.catalogue import MEASURES
from rorf_data.model import Audience
from tests.unit.picture_frames import by_town, released

KITS = by_town(total_kits=[4, 1, None]).asked_as(Asked("towns.towns_table", ("2026",)))


def hiding(shown: Released, column: str, row: int) -> Released:
    """The same frame with one cell hidden."""
    frame, hidden = shown.frame.copy(), shown.hidden.copy()
    frame.loc[row, column], hidden.loc[row, column] = pd.NA, True
    return replace(shown, frame=frame, hidden=hidden)


def test_a_code_is_twelve_signs_in_three_groups() -> None:
    """Signs of Crockford's alphabet, which has no I, L, O or U."""
    assert re.fullmatch(rf"[{SIGNS}]{{4}}-[{SIGNS}]{{4}}-[{SIGNS}]{{4}}", check_code(KITS))
    assert not set("ILOU") & set(SIGNS)
    assert len(SIGNS) == 32


OTHERS: dict[str, Callable[[Released], Released]] = {
    "a number": lambda shown: replace(
        shown, frame=shown.frame.assign(total_kits=pd.array([4, 2, None], dtype="Int64"))
    ),
    "zero for missing": lambda shown: replace(
        shown, frame=shown.frame.assign(total_kits=pd.array([4, 1, 0], dtype="Int64"))
    ),
    "hidden for missing": lambda shown: hiding(shown, "total_kits", 2),
    "a row less": lambda shown: replace(shown, frame=shown.frame.iloc[:2], hidden=shown.hidden.iloc[:2]),
    "order": lambda shown: replace(shown, frame=shown.frame.iloc[::-1]),
    "a question": lambda shown: shown.asked_as(Asked("towns.towns_table", ("2025",))),
    "no question": lambda shown: replace(shown, asked=None),
    "a data version": lambda shown: replace(shown, about=replace(shown.about, data_version=7)),
    "a protection": lambda shown: replace(shown, about=replace(shown.about, protection="“hidden” stands for …")),
    "invented figures": lambda shown: replace(shown, about=replace(shown.about, is_sample=True)),
    "an audience": lambda shown: replace(shown, audience=Audience.INTERNAL),
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_anything_else_gives_another_code(change: Callable[[Released], Released]) -> None:
    """Figures, what is hidden of them, the question, the data version, the protection and the audience all count."""
    assert check_code(change(KITS)) != check_code(KITS)


def test_words_that_only_describe_give_no_other_code() -> None:
    """A note may be worded anew without making a file another."""
    told = replace(KITS, about=replace(KITS.about, notes=("Other words.",)))

    assert check_code(told) == check_code(KITS)


def test_the_same_figures_of_another_type_are_the_same() -> None:
    """Whether a count is stored as a whole number or with a decimal point is no difference."""
    whole = by_town(total_kits=[4, 1, 0])
    pointed = replace(whole, frame=whole.frame.assign(total_kits=pd.array([4.0, 1.0, 0.0], dtype="Float64")))

    assert content_sha256(whole) == content_sha256(pointed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("K7QF-2MXD-9TPA", "K7QF-2MXD-9TPA"),
        (" k7qf 2mxd 9tpa ", "K7QF-2MXD-9TPA"),
        ("k7qf2mxd9tpa", "K7QF-2MXD-9TPA"),
        ("OOOO-IIII-LLLL", "0000-1111-1111"),
        ("K7QF\u20132MXD\u20139TPA", "K7QF-2MXD-9TPA"),
        ("K7QF-2MXD-9TP", None),
        ("K7QF-2MXD-9TPU", None),
        ("", None),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, code: str | None) -> None:
    """Small letters, spaces, other dashes and the usual mistakes are put right; what can't be a code is none."""
    assert read_check_code(typed) == code


def test_every_file_is_told_the_same() -> None:
    """The frame's facts, for whom, how counted, the question, the code; title and words of the picture where given."""
    facts = facts_for_file(KITS, title="Kits left by town", alt="Highest: 4 kits.")

    assert facts["Title"] == "Kits left by town"
    assert facts["Audience"] == "may be passed on"
    assert facts["Method"].startswith("Kits left: the kits in every row of a kit log (source: the kit logs")
    assert facts["Question"] == '["towns.towns_table", ["2026"], {}]'
    assert facts["Check code"] == check_code(KITS)
    assert list(facts)[-2:] == ["Check code", "Description"]
    assert facts_for_file(replace(KITS, audience=Audience.INTERNAL))["Audience"].startswith("INTERNAL")
    assert "Question" not in facts_for_file(replace(KITS, asked=None))


def test_what_is_for_the_screen_only_has_no_facts_for_a_file() -> None:
    """No form can be made of it by another way."""
    with pytest.raises(ExportRefused):
        facts_for_file(replace(KITS, about=replace(KITS.about, is_for_screen_only=True)))


def test_a_method_is_told_of_every_measure_once() -> None:
    """Also where the measures are rows; a frame without a measure has none."""
    rows = released({"measure": ["Kits left", "Overdose calls", "Something else"], "value": [1, 2, 3]})
    both = by_town(total_kits=[1], kits_12_months=[3])

    assert method_of(rows).count("(source: ") == 2
    assert method_of(both).count("Kits left:") == 1
    assert method_of(released({"town": ["Kent"]})) == ""


def test_methods_name_columns_and_measures_that_there_are() -> None:
    """A measure that gets another name takes its line with it."""
    assert set(MEASURED_BY) - {"step"} <= set(LABELS) | {"median_delay_days"}
    assert set(MEASURED_BY.values()) <= set(MEASURES)
