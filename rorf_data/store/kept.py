"""What was read of the store once is read no second time while the data stand as they do.

One page asks the store the same things for each of its figures (which months are on record, who has reported), and a
change of towns asks for nothing new at all, since sums come for every place. Whoever opens a connection may lend it a
:class:`Memory`, which must be of one state of the data and of one moment that they are read as of.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
import sqlalchemy as sa

Asked = ParamSpec("Asked")
Found = TypeVar("Found")
OPTION = "memory"


class Memory:
    """The newest answers to questions put to one state of the store, at most ``most`` of them."""

    def __init__(self, most: int = 400) -> None:
        """A memory that holds nothing yet."""
        self._answers: OrderedDict[object, Any] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def recall(self, question: object, answer: Callable[[], Any]) -> Any:
        """The answer that was kept, or else that of ``answer``, kept from now on.

        Frames and lists are handed out as copies, so whoever writes into one writes into their own; nobody may change
        anything else.
        """
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
                return _own(self._answers[question])
        found = answer()
        with self._lock:
            self._answers[question] = found
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return _own(found)


def is_remembering(connection: sa.Connection) -> bool:
    """Whether the connection was lent a memory."""
    return connection.get_execution_options().get(OPTION) is not None


def kept(
    load: Callable[Concatenate[sa.Connection, Asked], Found],
) -> Callable[Concatenate[sa.Connection, Asked], Found]:
    """A query whose answer is remembered on connections that were lent a memory."""
    name = f"{load.__module__}.{load.__qualname__}"

    @wraps(load)
    def recalled(connection: sa.Connection, *asked: Asked.args, **named: Asked.kwargs) -> Found:
        memory = connection.get_execution_options().get(OPTION)
        if memory is None:
            return load(connection, *asked, **named)
        question = (name, _hashable(asked), _hashable(tuple(sorted(named.items()))))
        found: Found = memory.recall(question, lambda: load(connection, *asked, **named))
        return found

    return recalled  # type: ignore[return-value]  # what wraps() gives back is called just as the function was


def _own(answer: Any) -> Any:
    """The same answer for one who asked: of a frame a shallow copy, since pandas copies what is written to."""
    if isinstance(answer, pd.DataFrame):
        return answer.copy(deep=False)
    return list(answer) if isinstance(answer, list) else answer


def _hashable(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_hashable(one) for one in value)
    return frozenset(value) if isinstance(value, set) else value
