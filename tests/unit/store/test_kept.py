"""What was read once of one state of the store is the same when it is asked again, and nobody can change it."""

from datetime import date
from functools import partial

import pandas as pd
import sqlalchemy as sa

from rorf_data.model import Feed, Period
from rorf_data.store import queries
from rorf_data.store.kept import OPTION, Memory

OCTOBER = Period.of_month(date(2026, 10, 1))
KITS = "date,agency,town,kits\n2026-10-01,Agency A,Kent,3\n"


def lent(engine: sa.Engine, memory: Memory) -> sa.Connection:
    """A connection that remembers."""
    return engine.connect().execution_options(**{OPTION: memory})


def test_what_was_read_is_not_read_again(workplace, load):
    """A connection that was lent a memory answers as before, whatever was loaded since; another one answers anew."""
    load(KITS)
    memory = Memory()
    with lent(workplace.engine, memory) as connection:
        before = queries.load_sums(connection, ["kits"], OCTOBER)
    load(KITS.replace("Kent,3", "Sharon,4"), name="more.csv")
    with lent(workplace.engine, memory) as connection:
        again = queries.load_sums(connection, ["kits"], OCTOBER)
    with lent(workplace.engine, Memory()) as connection:
        anew = queries.load_sums(connection, ["kits"], OCTOBER)

    pd.testing.assert_frame_equal(before, again)
    assert anew["total"].sum() == 7


def test_other_questions_have_other_answers(workplace, load):
    """Measures, periods and feeds are told apart."""
    load(KITS)
    with lent(workplace.engine, Memory()) as connection:
        assert queries.load_sums(connection, ["kits"], OCTOBER)["total"].sum() == 3
        assert queries.load_sums(connection, ["doses"], OCTOBER)["total"].sum() == 6
        assert queries.load_sums(connection, ["kits"], Period.of_month(date(2026, 9, 1)))["total"].sum() == 0
        assert queries.load_reported_months(connection, Feed.DISTRIBUTIONS) == [date(2026, 10, 1)]
        assert queries.load_reported_months(connection, Feed.CALLS) == []


def test_nobody_changes_what_is_kept(workplace, load):
    """Whoever writes into a frame or a list that was handed out writes into their own."""
    load(KITS)
    with lent(workplace.engine, Memory()) as connection:
        found = queries.load_sums(connection, ["kits"], OCTOBER)
        found.loc[0, "total"] = 99
        queries.load_reported_months(connection, Feed.DISTRIBUTIONS).clear()

        assert queries.load_sums(connection, ["kits"], OCTOBER)["total"].tolist() == [3]
        assert queries.load_reported_months(connection, Feed.DISTRIBUTIONS) == [date(2026, 10, 1)]


def test_what_was_worked_out_is_handed_out_as_a_copy_too():
    """Also what no query gave: the first who asks and the next have frames of their own."""
    memory = Memory()
    first = memory.recall("ages", lambda: pd.DataFrame({"days": [3]}))
    first.loc[0, "days"] = 99
    first["more"] = 1

    assert memory.recall("ages", pd.DataFrame).to_dict("list") == {"days": [3]}


def test_a_memory_is_bounded():
    """Of more answers than it holds, those asked for longest ago are forgotten."""
    memory = Memory(most=2)
    asked: list[str] = []

    for question in ("a", "b", "a", "c", "a", "b"):
        memory.recall(question, partial(asked.append, question))

    assert asked == ["a", "b", "c", "b"]
