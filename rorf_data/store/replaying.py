"""Temporary views and tables made again as they were made before, by the statements that made them then.

Writing such statements takes ten times as long as running them, and while the data stand they are the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from rorf_data.store.kept import Memory

Statement = tuple[str, Any]

_MOST = 8
"""States of the data, each with its moment, that are kept of one database."""
_memories: WeakKeyDictionary[sa.Engine, Memory] = WeakKeyDictionary()
_lock = Lock()


def made_once(connection: sa.Connection, state: Hashable, make: Callable[[], None]) -> None:
    """Make what ``make`` makes on the connection; of a ``state`` that was met before by the statements of then.

    What ``make`` writes into the database must be told by the state alone. What it reads on the way is read the first
    time only.
    """
    with _lock:
        memory = _memories.setdefault(connection.engine, Memory(_MOST))
    was_made = False

    def written() -> list[Statement]:
        nonlocal was_made
        was_made = True
        return _watched(connection, make)

    statements = memory.recall(state, written)
    if not was_made:
        for text, values in statements:
            connection.exec_driver_sql(text, values or None)


def _watched(connection: sa.Connection, make: Callable[[], None]) -> list[Statement]:
    """Make it, and have every statement that wrote something."""
    written: list[Statement] = []

    def watch(_connection: Any, _cursor: Any, text: str, values: Any, context: Any, _many: bool) -> None:
        if context.isddl or context.isinsert:
            written.append((text, values))

    sa.event.listen(connection, "before_cursor_execute", watch)
    try:
        make()
    finally:
        sa.event.remove(connection, "before_cursor_execute", watch)
    return written
