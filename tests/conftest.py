"""What every test may ask for: a clean environment and a database of its own, SQLite and PostgreSQL alike."""

from __future__ import annotations

import functools
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from _pytest.nodeid import NodeId
from hypothesis import HealthCheck, settings

from rorf_data.answers.protected import protection_of
from rorf_data.store.database import open_store
from rorf_data.workplace import open_sample, open_workplace
from tests.machine import missing
from tests.postgres import PostgresServer, PostgresUnavailable, start_postgres

ROOT = Path(__file__).parents[1]
DATABASES = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgres)]

# Few examples and the same ones every time where a red run must mean that something changed;
# HYPOTHESIS_PROFILE=nightly looks harder, and at new ones.
settings.register_profile(
    "default", max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("nightly", parent=settings.get_profile("default"), max_examples=1000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests that share a server, a browser or a long look keep to one worker.

    pytest-xdist 3.8 adds the group to a name that pytest 9.2 no longer reads; so every worker started a server of its
    own and took the long look again.
    """
    for item in items:
        named = getattr(item, "_nodeid", item.nodeid)
        if named != item.nodeid:
            item._id = NodeId.parse(named)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what the collected tests consist of out of every later look for what is not needed any more.

    There are millions of such objects, they stay to the end, and going through them took longer than many a test.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def components_found_once() -> Iterator[None]:
    """Let visits without a browser look once, and not each of them, through all that is installed for components."""
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        found = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(autouse=True)
def environment_without_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the person who runs the tests reaches them, and they never reach that person's records."""
    for name in [name for name in os.environ if name.startswith("RORF_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RORF_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this run of the tests alone, stopped and removed at its end."""
    try:
        server = start_postgres(worker=os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    except PostgresUnavailable as problem:
        missing(str(problem))
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database that no other test has seen."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'rorf.sqlite'}"


@pytest.fixture(params=DATABASES)
def engine_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, once for SQLite and once for PostgreSQL: what holds on one holds on both."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with every table and no row, to be copied: making the tables takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "rorf.sqlite"
    open_store(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture(scope="session")
def migrated_name(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of a PostgreSQL database with every table and no row, to be copied."""
    with postgres_server.database() as url:
        open_store(url).dispose()
        name = sa.make_url(url).database
        assert name is not None
        yield name


@pytest.fixture
def migrated_sqlite_url(migrated_file: Path, sqlite_url: str) -> str:
    """The address of an SQLite database with every table and no row."""
    path = sa.make_url(sqlite_url).database
    assert path is not None
    shutil.copy(migrated_file, path)
    return sqlite_url


@pytest.fixture
def migrated_postgres_url(postgres_server: PostgresServer, migrated_name: str) -> Iterator[str]:
    """The address of a PostgreSQL database with every table and no row."""
    with postgres_server.database(like=migrated_name) as url:
        yield url


@pytest.fixture(params=DATABASES)
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with every table and no row, once for SQLite and once for PostgreSQL."""
    url: str = request.getfixturevalue(f"migrated_{request.param}_url".replace("postgresql", "postgres"))
    return url


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the sample database has been made, and no other; to be copied, never written to."""
    folder = tmp_path_factory.mktemp("sample")
    own = open_workplace({"RORF_DATA_DIR": str(folder)}, folder)
    sample = open_sample(own, ROOT / "sample_data")
    protection_of(sample.reader())
    sample.engine.dispose()
    own.engine.dispose()
    return folder


def copy_sample(made: Path, folder: Path) -> None:
    """Put the sample database that was made once into another data folder, as its first visitor would have it made."""
    for file in made.glob("sample.*"):
        shutil.copy(file, folder)
