"""The kept waits are those of the requests on record, whatever was corrected, undone, or asked as of an earlier day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from rorf_data.model import Period
from rorf_data.store import tables, tables_meetings, tables_sharing
from rorf_data.store.as_of import as_of
from rorf_data.store.database import open_store
from rorf_data.store.request_waits import load_request_waits
from rorf_data.towns import gazetteer

MADE_SINCE = [
    table
    for module in (tables_sharing, tables_meetings)
    for table in vars(module).values()
    if isinstance(table, sa.Table)
]
"""The tables of the releases after the one that keeps waits."""

KENT, SHARON = (gazetteer.code_of(name) for name in ("Kent", "Sharon"))
AREAS = (KENT, SHARON)
UNTIL = date(2026, 11, 22)
HEAD = "request_id,received,town,kits,delivered on,closed on,channel"
FIRST = """1,2026-08-30,Kent,1,2026-09-02,,online
2,2026-09-01,Kent,1,2026-09-01,,walk in
3,2026-09-30,Sharon,2,,,online
4,2026-10-05,Kent,1,,2026-10-20,
5,2026-10-31,Sharon,1,,,online
"""
CORRECTED = "3,2026-09-30,Sharon,2,2026-10-10,,online\n"


@pytest.fixture
def connection(workplace, load):
    """The five requests loaded."""
    load(f"{HEAD}\n{FIRST}", name="first.csv", source="request-form")
    with workplace.engine.connect() as opened:
        yield opened


def waits(connection, first, last, *by):
    """The rows of an answer."""
    period = Period(first, last)
    found = load_request_waits(connection, period, AREAS, by=by, until=UNTIL)
    return found.to_records(index=False).tolist()


def kept(connection):
    """All that is kept but zeros."""
    return {
        table.name: sorted(map(str, connection.execute(sa.select(table).where(table.c.total != 0)).all()))
        for table in (tables.request_waits, tables.request_waits_monthly)
    }


def test_each_request_has_its_ending_and_its_days(connection):
    """Delivered after 3 and 0 days, closed after 15, open for 53 and 22 up to 22 November."""
    assert waits(connection, date(2026, 1, 1), date(2026, 12, 31)) == [
        (0, "delivered", 1),
        (3, "delivered", 1),
        (15, "closed", 1),
        (22, "open", 1),
        (53, "open", 1),
    ]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 8, 31), date(2026, 9, 30), {0, 53}),
        (date(2026, 9, 1), date(2026, 9, 29), {0}),
        (date(2026, 9, 2), date(2026, 10, 5), {15, 53}),
        (date(2026, 8, 30), date(2026, 8, 30), {3}),
        (date(2026, 10, 6), date(2026, 10, 30), set()),
    ],
)
def test_a_period_holds_what_was_received_in_it_with_both_ends(connection, first, last, days):
    """Whole months and cut ones, by the day of receipt and not that of delivery."""
    assert {row[0] for row in waits(connection, first, last)} == days


def test_they_are_told_by_place_channel_and_month(connection):
    """Each once, under the channel that the file names, empty where it names none."""
    found = waits(connection, date(2026, 8, 1), date(2026, 10, 31), "area", "channel", "month")

    assert sorted(found) == sorted(
        [
            (KENT, "web request", date(2026, 8, 1), 3, "delivered", 1),
            (KENT, "station", date(2026, 9, 1), 0, "delivered", 1),
            (SHARON, "web request", date(2026, 9, 1), 53, "open", 1),
            (KENT, "", date(2026, 10, 1), 15, "closed", 1),
            (SHARON, "web request", date(2026, 10, 1), 22, "open", 1),
        ]
    )


def test_a_delivery_that_is_told_later_takes_the_place_of_the_wait(workplace, load, connection):
    """The third request was delivered after all: one open less, one delivered more, and nothing twice."""
    connection.rollback()
    load(f"{HEAD}\n{CORRECTED}", name="second.csv", source="request-form")

    found = waits(connection, date(2026, 9, 30), date(2026, 9, 30))
    assert found == [(10, "delivered", 1)]


def test_an_undone_load_leaves_what_was_there_before(workplace, load, connection):
    """The sums after the undoing are those before the load, and undoing the undoing brings the others back."""
    before = kept(connection)
    connection.rollback()
    report = load(f"{HEAD}\n{CORRECTED}", name="second.csv", source="request-form")
    with workplace.engine.connect() as opened:
        after = kept(opened)
    undone = workplace.undo(report.load_id, by="a test")
    with workplace.engine.connect() as opened:
        assert kept(opened) == before
    workplace.undo(undone.load_id, by="a test")

    with workplace.engine.connect() as opened:
        assert kept(opened) == after
    assert after != before


def test_as_of_an_earlier_moment_the_request_still_waits(workplace, load, connection):
    """Seen from before the second file, the sums are those of then."""
    then = kept(connection)
    loaded_at = connection.scalar(sa.select(sa.func.max(tables.loads.c.loaded_at)))
    connection.rollback()
    load(f"{HEAD}\n{CORRECTED}", name="second.csv", source="request-form")

    assert isinstance(loaded_at, datetime)
    with as_of(workplace.engine, loaded_at + timedelta(microseconds=1)) as past:
        assert kept(past) == then
        assert waits(past, date(2026, 9, 30), date(2026, 9, 30)) == [(53, "open", 1)]


def test_a_database_of_the_release_before_gets_its_waits_from_its_requests(workplace, load, connection):
    """Opened by this release, it has what it would have kept all along."""
    load(f"{HEAD}\n{CORRECTED}", name="second.csv", source="request-form")
    connection.rollback()
    with workplace.engine.begin() as opened:
        expected = kept(opened)
        tables.metadata.drop_all(opened, tables=[*MADE_SINCE, tables.request_waits, tables.request_waits_monthly])
        opened.execute(sa.text("UPDATE alembic_version SET version_num = '0005'"))

    engine = open_store(workplace.places.database_url)
    with engine.connect() as opened:
        assert kept(opened) == expected
    engine.dispose()
