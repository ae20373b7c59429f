"""Answers that can be asked again by the name that stands in a file made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from importlib import import_module
from typing import Any, Concatenate, ParamSpec

from rorf_data.answers.reader import Reader
from rorf_data.disclosure.asked import Asked
from rorf_data.disclosure.release import Released

Question = ParamSpec("Question")
_ANSWERS = "rorf_data.answers"


def answer(
    ask: Callable[Concatenate[Reader, Question], Released],
) -> Callable[Concatenate[Reader, Question], Released]:
    """An answer that knows its question; what it was asked is plain values, periods, filters and grains."""
    name = f"{ask.__module__.removeprefix(f'{_ANSWERS}.')}.{ask.__name__}"

    @wraps(ask)
    def asking(reader: Reader, *question: Question.args, **details: Question.kwargs) -> Released:
        return replace(ask(reader, *question, **details), asked=Asked(name, question, details))

    asking.is_answer = True  # type: ignore[attr-defined]  # what find_answer() looks for
    return asking  # type: ignore[return-value]  # what wraps() gives back is called just as the function was


def ask_again(reader: Reader, asked: Asked) -> Released:
    """What the question is answered with now. ``ValueError`` where there is no such answer."""
    module, _, name = asked.name.rpartition(".")
    if not module.isidentifier():
        raise ValueError(f"there is no answer {asked.name!r}")
    try:
        ask: Any = getattr(import_module(f"{_ANSWERS}.{module}"), name)
    except (ImportError, AttributeError):
        raise ValueError(f"there is no answer {asked.name!r}") from None
    if not getattr(ask, "is_answer", False):
        raise ValueError(f"there is no answer {asked.name!r}")
    found: Released = ask(reader, *asked.question, **asked.details)
    return found
