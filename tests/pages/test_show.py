"""How numbers, tables and drawings are shown: what is missing is never shown as nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
import sqlalchemy as sa

from pages._shared import data
from pages._shared.show import NO_RECORD, has_records, in_words
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.release import Description, Released, release
from rorf_data.model import Audience
from rorf_data.settings import read_settings


def released(**columns: list[object]) -> Released:
    """A released frame with these columns."""
    about = Description("Title", "2026", "Kent", "logs", date(2026, 1, 1), {name: name for name in columns})
    return release(pd.DataFrame(columns).convert_dtypes(), about)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (7, "7"),
        (1234, "1,234"),
        (2.5, "2.5"),
        (5.0, "5"),
        (6.25, "6.2"),
        (pd.NA, NO_RECORD),
        (None, NO_RECORD),
    ],
)
def test_a_number_is_told_in_words(value: object, words: str) -> None:
    """Zero is 0; what is missing is "no record"; more than one decimal says more than the data do."""
    assert words == in_words(value)


def test_a_frame_has_records_when_anything_is_there() -> None:
    """Zeros are records; a column of nothing is not; of several columns one is enough."""
    frame = released(total_kits=[0, None], total_calls=[None, None])

    assert has_records(frame, "total_kits")
    assert not has_records(frame, "total_calls")
    assert has_records(frame, "total_calls", "total_kits")


def test_an_answer_is_asked_once_for_each_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same question of the same data is answered from memory; other data, another question or audience is not."""
    asked: list[tuple[object, ...]] = []
    state = {"version": "a"}
    inside = Reader(sa.create_engine("sqlite://"), read_settings(), date(2026, 1, 1), Audience.INTERNAL, is_sample=True)
    visitors = [inside]

    def answer(reader: Reader, town: str) -> Released:
        asked.append((state["version"], town))
        return released(town=[town])

    monkeypatch.setattr("pages._shared.reader.current", lambda: visitors[-1])
    monkeypatch.setattr("pages._shared.reader.version", lambda _reader: state["version"])
    data.forget()
    ask = data.cached(answer)

    assert list(ask("Kent").frame["town"]) == ["Kent"]
    assert ask("Kent") is ask("Kent")
    ask("Sharon")
    state["version"] = "b"
    ask("Kent")
    visitors.append(replace(inside, audience=Audience.SHARED))
    ask("Kent")

    assert asked == [("a", "Kent"), ("a", "Sharon"), ("b", "Kent"), ("b", "Kent")]
    data.forget()
