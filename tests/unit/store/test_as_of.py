"""Looking back: the store as it stood at a moment, and nothing of it left behind."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from rorf_data.store import tables
from rorf_data.store.as_of import as_of, first_loaded_at
from rorf_data.store.undo import undo_load
from rorf_data.workplace import Workplace, utc_now
from tests.unit.conftest import Load

INSTANT = timedelta(microseconds=1)
FIRST = "log_id,date,agency,town,kits\n1,2026-03-04,A,Kent,2\n2,2026-03-05,A,Sharon,1\n3,2026-03-05,A,Canaan,7\n"
CORRECTED = "log_id,date,agency,town,kits\n1,2026-03-04,A,Kent,5\n4,2026-04-01,A,Kent,1\n3,2026-03-05,A,Kent,7\n"
TOTALS = (tables.daily_totals, tables.monthly_totals, tables.request_ends, tables.turnaround_totals)


def moments(workplace: Workplace) -> list[datetime]:
    """When each load was, in their order."""
    with workplace.engine.connect() as connection:
        return list(connection.scalars(sa.select(tables.loads.c.loaded_at).order_by(tables.loads.c.load_id)))


def kits(connection: sa.Connection) -> dict[str, int]:
    """Kits on record by month."""
    kept = tables.monthly_totals.c
    query = sa.select(kept.month, sa.func.sum(kept.total)).where(kept.measure == "kits").group_by(kept.month)
    return {f"{month:%Y-%m}": int(total) for month, total in connection.execute(query) if total}


def kits_at(workplace: Workplace, moment: datetime) -> dict[str, int]:
    """Kits on record by month as they stood at a moment."""
    with as_of(workplace.engine, moment) as connection:
        return kits(connection)


def rows(connection: sa.Connection, table: sa.Table) -> list[tuple[str, ...]]:
    """All that a table of totals holds but zeros, in an order."""
    return sorted(tuple(map(str, row)) for row in connection.execute(sa.select(table)) if row.total)


def test_a_load_counts_from_its_very_moment_on(workplace: Workplace, load: Load) -> None:
    """The instant before a correction still shows the old figure; its own moment, and any later one, the new."""
    load(FIRST)
    load(CORRECTED)
    first, second = moments(workplace)

    assert kits_at(workplace, first - INSTANT) == {}
    assert kits_at(workplace, first) == {"2026-03": 3}
    assert kits_at(workplace, second - INSTANT) == {"2026-03": 3}
    assert kits_at(workplace, second) == {"2026-03": 13, "2026-04": 1}
    assert kits_at(workplace, utc_now() + timedelta(days=9)) == {"2026-03": 13, "2026-04": 1}


def test_a_load_that_was_undone_later_is_in_force_before(workplace: Workplace, load: Load) -> None:
    """The figures of the time between loading and undoing stay what they were, also after the undoing is undone."""
    load(FIRST)
    load(CORRECTED)
    undoing = undo_load(workplace.engine, 2, now=utc_now(), by="a test")
    assert undoing.load_id
    undo_load(workplace.engine, undoing.load_id, now=utc_now(), by="a test")
    _, corrected, undone, restored = moments(workplace)

    assert kits_at(workplace, corrected) == {"2026-03": 13, "2026-04": 1}
    assert kits_at(workplace, undone) == {"2026-03": 3}
    assert kits_at(workplace, restored) == {"2026-03": 13, "2026-04": 1}


def test_what_undid_a_load_is_known_from_then_on(workplace: Workplace, load: Load) -> None:
    """The mark comes with the undoing, and goes with the undoing of that."""
    load(FIRST)
    undoing = undo_load(workplace.engine, 1, now=utc_now(), by="a test")
    assert undoing.load_id
    undo_load(workplace.engine, undoing.load_id, now=utc_now(), by="a test")

    found = []
    for moment in moments(workplace):
        with as_of(workplace.engine, moment) as connection:
            found.append(list(connection.scalars(sa.select(tables.loads.c.undone_by).order_by(tables.loads.c.load_id))))

    assert found == [[None], [2, None], [None, 3, None]]


def test_rows_that_waited_then_wait(workplace: Workplace, load: Load) -> None:
    """A row that could be in either Canaan waits after the first load, and no longer after the second."""
    load(FIRST)
    load(CORRECTED)

    waiting = []
    for moment in moments(workplace):
        with as_of(workplace.engine, moment) as connection:
            held = tables.held_rows.c
            waiting.append(list(connection.scalars(sa.select(held.row).where(held.ended_by.is_(None)))))

    assert waiting == [[4], []]


def test_months_on_record_are_those_of_then(workplace: Workplace, load: Load) -> None:
    """April comes on record with the second load, and goes with its undoing."""
    load(FIRST)
    load(CORRECTED)
    undo_load(workplace.engine, 2, now=utc_now(), by="a test")

    reported = []
    for moment in moments(workplace):
        with as_of(workplace.engine, moment) as connection:
            months = tables.reported_months.c
            query = sa.select(months.month).where(months.ended_by.is_(None)).distinct().order_by(months.month)
            reported.append([f"{month:%Y-%m}" for month in connection.scalars(query)])

    assert reported == [["2026-03"], ["2026-03", "2026-04"], ["2026-03"]]


def test_now_is_what_is_kept(workplace: Workplace, load: Load) -> None:
    """Totals as of now are the kept ones, whatever has been loaded, corrected and undone."""
    load(FIRST)
    load("received,town,kits,delivered on,closed on\n2026-01-20,Kent,1,2026-02-05,\n2026-01-21,Kent,1,,\n"
         "2026-01-22,Sharon,1,,2026-01-30\n", source="request-form")  # fmt: skip
    load(CORRECTED)
    undo_load(workplace.engine, 1, now=utc_now(), by="a test")

    with as_of(workplace.engine, utc_now()) as connection:
        then = {table.name: rows(connection, table) for table in TOTALS}
    with workplace.engine.connect() as connection:
        assert then == {table.name: rows(connection, table) for table in TOTALS}


def test_a_connection_that_looked_back_is_handed_on_as_any_other(workplace: Workplace, load: Load) -> None:
    """Whoever gets the same connection from the pool afterwards sees the figures of now, and can store."""
    load(FIRST)
    [moment] = moments(workplace)
    kits_at(workplace, moment - INSTANT)
    with pytest.raises(RuntimeError), as_of(workplace.engine, moment - INSTANT):
        raise RuntimeError("half way")

    with workplace.engine.connect() as connection:
        assert kits(connection) == {"2026-03": 3}
    load(CORRECTED)
    with workplace.engine.connect() as connection:
        assert kits(connection) == {"2026-03": 13, "2026-04": 1}


def test_looking_back_again_shows_the_same_and_after_a_load_what_is_so_now(workplace: Workplace, load: Load) -> None:
    """The second look at a moment is made by the statements of the first, until a load makes them wrong."""
    load(FIRST)
    [moment] = moments(workplace)
    looks = []
    for _ in range(2):
        with as_of(workplace.engine, moment) as connection:
            looks.append([rows(connection, table) for table in TOTALS])
    load(CORRECTED)

    assert looks[0] == looks[1]
    assert any(looks[0])
    for _ in range(2):
        with as_of(workplace.engine, moment) as connection:
            assert [rows(connection, table) for table in TOTALS] == looks[0]
    assert kits_at(workplace, utc_now()) == {"2026-03": 13, "2026-04": 1}


def test_the_second_look_reads_only_which_load_is_the_newest(workplace: Workplace, load: Load) -> None:
    """All else that it runs makes what the first look made."""
    load(FIRST)
    load(CORRECTED)
    [moment, _] = moments(workplace)
    ran: list[list[str]] = []
    sa.event.listen(workplace.engine, "before_cursor_execute", lambda *told: ran[-1].append(told[2]))
    for _ in range(2):
        ran.append([])
        with as_of(workplace.engine, moment):
            pass

    made = [[text for text in look if text.startswith(("CREATE", "INSERT"))] for look in ran]
    read = [[text for text in look if text.startswith("SELECT")] for look in ran]
    assert made[0] == made[1]
    assert len(read[0]) > 1
    assert ["max(" in text for text in read[1]] == [True]


def test_what_is_stored_meanwhile_is_not_seen(workplace: Workplace, load: Load) -> None:
    """Figures of one moment don't change between one question and the next."""
    load(FIRST)
    with as_of(workplace.engine, utc_now() + timedelta(days=1)) as connection:
        before = kits(connection)
        load(CORRECTED)

        assert kits(connection) == before == {"2026-03": 3}


def test_the_first_load_is_known(workplace: Workplace, load: Load) -> None:
    """Before anything is loaded there is no first moment; afterwards it stays the same."""
    with workplace.engine.connect() as connection:
        assert first_loaded_at(connection) is None
    load(FIRST)
    load(CORRECTED)
    with workplace.engine.connect() as connection:
        assert first_loaded_at(connection) == moments(workplace)[0]
