"""A database of an earlier release, brought up to date: what is kept beside the rows is as if kept from the start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from rorf_data.intake.read import open_bytes
from rorf_data.model import Feed
from rorf_data.settings import find_places, read_settings
from rorf_data.store import tables
from rorf_data.store.brought import brought_by
from rorf_data.store.database import MIGRATIONS, open_store, token_key
from rorf_data.store.desk import decide_place
from rorf_data.workplace import Workplace, utc_now

KITS = "log_id,date,agency,town,kits,incident_ref\n1,2026-03-04,A,Kent,2,I1\n2,2026-03-05,A,Canaan,1,I2\n"
CORRECTED = "log_id,date,agency,town,kits,incident_ref\n1,2026-03-04,A,Kent,0,I1\n3,2026-03-05,B,Sharon,1,I3\n"
CALLS = (
    "call_id,date,agency,town,incident,outcome,transport,kit_left\n1,2026-03-04,A,Kent,I1,nonfatal,none,\n"
    "2,2026-03-05,A,Kent,I2,nonfatal,none,\n3,2026-03-06,,Kent,,fatal,none,yes\n"
)
KEPT = (tables.daily_cascade, tables.monthly_cascade, tables.linkable_months, tables.arrivals)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Workplace]:
    """An installation of today with files, a correction, a decision and an undoing."""
    url = f"sqlite:///{tmp_path / 'filled.sqlite'}"
    places = find_places({"RORF_DATABASE_URL": url, "RORF_DATA_DIR": str(tmp_path)}, tmp_path)
    opened = Workplace(read_settings(), places, open_store(url))
    for source, text in (("kit-log", KITS), ("calls", CALLS), ("kit-log", CORRECTED)):
        file = open_bytes(text.encode(), "a.csv")
        opened.load(file, opened.recognise(file, source=source), loaded_by="a test")
    decide_place(
        opened.engine,
        1,
        "40290",
        scope="row",
        sources=opened.sources(),
        token_key=token_key(opened.engine, opened.places),
        now=utc_now(),
        by="a test",
    )
    opened.undo(3, by="a test")
    yield opened
    opened.engine.dispose()


def test_an_older_database_gets_all_that_is_kept_now(filled: Workplace, engine_url: str) -> None:
    """The cascade, the arrivals and the numbers of each load's versions, from its rows alone."""
    copy_into_older(filled.engine, engine_url)

    upgraded = open_store(engine_url)

    with filled.engine.connect() as original, upgraded.connect() as connection:
        for table in KEPT:
            assert rows_of(connection, table) == rows_of(original, table) != []
        for versions in tables.VERSIONS.values():
            assert brought(connection, versions) == brought(original, versions)
    upgraded.dispose()


def copy_into_older(engine: sa.Engine, url: str) -> None:
    """Make a database of the schema before, with the rows of this one."""
    older = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with older.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    known = sa.MetaData()
    known.reflect(older)
    with engine.connect() as original, older.connect() as connection, connection.begin():
        for table in known.sorted_tables:
            if table.name != "alembic_version" and table.name in tables.metadata.tables:
                copy(original, connection, tables.metadata.tables[table.name], table)
    older.dispose()


def copy(original: sa.Connection, connection: sa.Connection, source: sa.Table, target: sa.Table) -> None:
    """Copy what both tables hold; versions are numbered by the database, as they were."""
    names = [column.name for column in target.columns if column.name in source.c and column.name != "version_id"]
    rows = original.execute(sa.select(*(source.c[name] for name in names)).order_by(*source.primary_key.columns))
    found = [dict(row) for row in rows.mappings()]
    if found:
        # The columns of our own tables know how a day and a text of JSON are written.
        into = sa.table(target.name, *(sa.column(name, source.c[name].type) for name in names))
        connection.execute(into.insert(), found)


def rows_of(connection: sa.Connection, table: sa.Table) -> list[tuple[object, ...]]:
    """All rows in one order."""
    return sorted(tuple(map(str, row)) for row in connection.execute(sa.select(table)))


def brought(connection: sa.Connection, versions: sa.Table) -> list[list[str]]:
    """The records that each load brought, asked for by the numbers of its versions."""
    loads = connection.scalars(sa.select(tables.loads.c.load_id).order_by(tables.loads.c.load_id)).all()
    query = sa.select(versions.c.record_key)
    return [sorted(connection.scalars(query.where(brought_by(connection, versions, load)))) for load in loads]


@pytest.mark.parametrize("feed", [Feed.DISTRIBUTIONS, Feed.CALLS])
def test_numbers_say_the_same_as_the_column(filled: Workplace, feed: Feed) -> None:
    """Whichever way a load's versions are asked for."""
    versions = tables.VERSIONS[feed]
    with filled.engine.connect() as connection:
        for load in connection.scalars(sa.select(tables.loads.c.load_id)).all():
            by_number = sa.select(versions.c.version_id).where(brought_by(connection, versions, load))
            by_column = sa.select(versions.c.version_id).where(versions.c.load_id == load)
            assert connection.scalars(by_number).all() == connection.scalars(by_column).all()
