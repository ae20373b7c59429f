"""When records came: each with the file that brought it first."""

from datetime import date

import pytest
import sqlalchemy as sa

from rorf_data.model import Feed, Period
from rorf_data.store import tables
from rorf_data.store.database import token_key
from rorf_data.store.desk import decide_place
from rorf_data.store.queries_arrivals import load_arrivals, load_first_arrivals
from rorf_data.workplace import utc_now

HEADER = "log_id,date,agency,town,kits\n"
FIRST = HEADER + "1,2026-03-04,A,Kent,2\n2,2026-03-04,A,Kent,1\n3,2026-03-05,A,Sharon,1\n"
SECOND = HEADER + "1,2026-03-04,A,Kent,5\n3,2026-03-05,A,Sharon,1\n4,2026-03-01,A,Kent,1\n"
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
KENT = "40290"


def came(workplace, period=YEAR):
    """Records by load and day."""
    with workplace.engine.connect() as connection:
        frame = load_arrivals(connection, Feed.DISTRIBUTIONS, period)
    sums = frame.groupby(["load_id", "day"], as_index=False)["total"].sum()
    return {(row.load_id, f"{row.day:%m-%d}"): row.total for row in sums.itertuples()}


def test_a_record_came_with_the_file_that_brought_it_first(load, workplace):
    """Neither a correction nor the same row again is an arrival."""
    load(FIRST)
    load(SECOND, name="second.csv")

    assert came(workplace) == {(1, "03-04"): 2, (1, "03-05"): 1, (2, "03-01"): 1}


def test_both_ends_of_a_period_are_in_it(load, workplace):
    """The days before and after are not."""
    load(HEADER + "".join(f"{day},2026-03-0{day},A,Kent,1\n" for day in (1, 2, 3, 4)))

    assert came(workplace, Period(date(2026, 3, 2), date(2026, 3, 3))) == {(1, "03-02"): 1, (1, "03-03"): 1}


def test_a_row_that_waited_came_with_its_file(load, workplace):
    """The desk decided it days later; the agency was no later for that. Taking the decision back takes the row back."""
    load(HEADER + "1,2026-03-04,A,Kent,2\n2,2026-03-05,A,Canaan,1\n")
    load(HEADER + "9,2026-03-09,A,Kent,1\n", name="second.csv")
    with workplace.engine.connect() as connection:
        held = connection.scalar(sa.select(tables.held_rows.c.held_id))
    decided = decide_place(
        workplace.engine,
        held,
        KENT,
        scope="row",
        sources=workplace.sources(),
        token_key=token_key(workplace.engine, workplace.places),
        now=utc_now(),
        by="a test",
    )
    assert came(workplace) == {(1, "03-04"): 1, (1, "03-05"): 1, (2, "03-09"): 1}

    workplace.undo(decided.load_id, by="a test")

    assert came(workplace) == {(1, "03-04"): 1, (2, "03-09"): 1}


def test_what_was_undone_never_came(load, workplace):
    """And came when the undoing is undone; what an undoing brings back is no arrival."""
    load(FIRST)
    second = load(SECOND, name="second.csv")
    undone = workplace.undo(second.load_id, by="a test")
    assert came(workplace) == {(1, "03-04"): 2, (1, "03-05"): 1}

    workplace.undo(undone.load_id, by="a test")

    assert came(workplace) == {(1, "03-04"): 2, (1, "03-05"): 1, (2, "03-01"): 1}


def test_each_source_has_its_first_load(load, workplace):
    """The first one in force, with the moment of its coming."""
    first = load(FIRST)
    load(SECOND, name="second.csv")
    with workplace.engine.connect() as connection:
        found = load_first_arrivals(connection, Feed.DISTRIBUTIONS)
        moment = connection.scalar(sa.select(tables.loads.c.loaded_at).where(tables.loads.c.load_id == 1))
    assert [tuple(row) for row in found.itertuples(index=False)] == [("kit-log", 1, moment)]

    workplace.undo(first.load_id, by="a test")

    with workplace.engine.connect() as connection:
        assert load_first_arrivals(connection, Feed.DISTRIBUTIONS)["load_id"].tolist() == [2]


@pytest.mark.parametrize("feed", [Feed.CALLS, Feed.DEATHS])
def test_a_feed_without_files_has_empty_frames(workplace, feed):
    """With their columns all the same."""
    with workplace.engine.connect() as connection:
        assert load_arrivals(connection, feed, YEAR).columns.tolist()[:3] == ["source", "day", "area"]
        assert load_first_arrivals(connection, feed).empty
