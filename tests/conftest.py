"""What every test may ask for: a clean environment and a database of its own, SQLite and PostgreSQL alike."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.machine import missing
from tests.postgres import PostgresServer, PostgresUnavailable, start_postgres

DATABASES = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgres)]

# Few examples and the same ones every time where a red run must mean that something changed;
# HYPOTHESIS_PROFILE=nightly looks harder, and at new ones.
settings.register_profile(
    "default", max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("nightly", parent=settings.get_profile("default"), max_examples=1000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


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
