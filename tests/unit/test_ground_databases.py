"""The databases that tests are given."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from rorf_data.settings import find_places
from tests.postgres import PostgresServer


@pytest.fixture(scope="module")
def database_of_the_person() -> Iterator[str]:
    """The name of a setting that the person who runs the tests has made."""
    os.environ["RORF_DATABASE_URL"] = "sqlite:///the-real-one.sqlite"
    yield "RORF_DATABASE_URL"
    os.environ.pop("RORF_DATABASE_URL", None)


def test_a_database_is_empty_and_can_be_written(engine_url: str) -> None:
    """Every test that asks for a database gets one without tables, on SQLite and on PostgreSQL."""
    engine = sa.create_engine(engine_url)

    assert sa.inspect(engine).get_table_names() == []

    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE kept (n INTEGER)"))
        connection.execute(sa.text("INSERT INTO kept VALUES (7)"))
    with engine.connect() as connection:
        assert 7 == connection.scalar(sa.text("SELECT n FROM kept"))
    engine.dispose()


def test_two_databases_of_one_server_do_not_share_tables(postgres_server: PostgresServer) -> None:
    """What one test writes no other test sees."""
    with postgres_server.database() as first, postgres_server.database() as second:
        engine, other = sa.create_engine(first), sa.create_engine(second)
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE kept (n INTEGER)"))

        assert sa.inspect(engine).get_table_names() == ["kept"]
        assert sa.inspect(other).get_table_names() == []

        engine.dispose()
        other.dispose()


def test_the_server_listens_on_this_machine_alone(postgres_server: PostgresServer) -> None:
    """The server of the tests is reached on the loopback address and nowhere else."""
    with postgres_server.database() as url:
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            assert "127.0.0.1" == connection.scalar(sa.text("SHOW listen_addresses"))
        engine.dispose()


def test_no_setting_of_the_person_who_runs_the_tests_reaches_them(database_of_the_person: str) -> None:
    """A RORF setting that stands in the environment before a test begins is gone inside it."""
    assert os.environ.get(database_of_the_person) is None


def test_a_test_never_reaches_the_records_of_the_person_who_runs_it(tmp_path: Path) -> None:
    """Where a test names no data folder, the program's is one that goes with the test."""
    places = find_places(os.environ, Path.cwd())

    assert places.data_folder == tmp_path / "data"
