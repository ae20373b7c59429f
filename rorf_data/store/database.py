"""Opening the database: SQLite in one file, or PostgreSQL; the schema brought up to date before anything is read."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from rorf_data.errors import StoreRefused
from rorf_data.settings import Places
from rorf_data.store import tables

NEWEST_SCHEMA = "0008"
LONGEST_WAIT_SECONDS = 60
SHORTEST_KEY = 32
ADVISORY_LOCK = 7_267_702
MIGRATIONS = Path(__file__).with_name("migrations")


def open_store(url: str) -> sa.Engine:
    """An engine on a database whose schema is this program's; the file of an SQLite database is made if need be.

    Raises :class:`StoreRefused` when the database can't be reached or was made by a newer version of the program.
    """
    engine = _engine_for(url)
    try:
        _bring_up_to_date(engine)
    except StoreRefused:
        engine.dispose()
        raise
    except sa.exc.SQLAlchemyError as problem:
        engine.dispose()
        raise StoreRefused(f"The database can't be opened: {_reason(problem)}.") from None
    return engine


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that no other load can run beside; it is rolled back whole when anything in it fails.

    Raises :class:`StoreRefused` when the database can't take it, such as while another load runs for too long.
    """
    try:
        with engine.connect().execution_options(rorf_writes=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE loads IN EXCLUSIVE MODE"))
            yield connection
    except sa.exc.OperationalError as problem:
        raise StoreRefused(f"Nothing was stored: {_reason(problem)}. Try again when no other load runs.") from problem


def token_key(engine: sa.Engine, places: Places) -> bytes:
    """The key that identifiers are hashed with: from the environment, or from the file beside the database.

    A new key is made with a new database. Raises :class:`StoreRefused` when rows were stored under another key, because
    the same record would then be counted twice.
    """
    kept = places.token_key or _kept_key(places.key_file)
    key = hashlib.blake2b(kept.encode(), digest_size=32).digest()
    fingerprint = _fingerprint(key)
    with writing(engine) as connection:
        known = connection.scalar(sa.select(tables.facts.c.value).where(tables.facts.c.name == "token_key"))
        if known is None:
            connection.execute(tables.facts.insert().values(name="token_key", value=fingerprint))
        elif known != fingerprint:
            raise StoreRefused(
                f"The key in {places.key_file.name} is not the one that this database was filled with. "
                "Put the right key file back, or set RORF_TOKEN_KEY to it."
            )
    return key


def data_version(engine: sa.Engine) -> int:
    """The number of the newest load, 0 before the first: as long as it stands still, so do all figures."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.max(tables.loads.c.load_id))) or 0


def _engine_for(url: str) -> sa.Engine:
    parsed = _parse(url)
    if parsed.get_backend_name() != "sqlite":
        return _postgresql_engine(parsed)
    if parsed.database:
        _make_folder(Path(parsed.database).parent)
    engine = sa.create_engine(parsed, connect_args={"timeout": LONGEST_WAIT_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _parse(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise StoreRefused(
            "RORF_DATABASE_URL is no database address; it looks like sqlite:///data/rorf.sqlite."
        ) from None
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StoreRefused(f"RORF_DATABASE_URL names {parsed.get_backend_name()}; SQLite and PostgreSQL can be used.")
    return parsed


def _postgresql_engine(url: sa.URL) -> sa.Engine:
    try:
        return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)
    except ModuleNotFoundError:
        raise StoreRefused("The database is PostgreSQL, whose driver psycopg is not installed here.") from None


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling would commit before CREATE TEMP TABLE; _begin_sqlite takes it over.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "temp_store=FILE", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("rorf_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(engine: sa.Engine) -> None:
    found = _schema_of(engine)
    if found == NEWEST_SCHEMA:
        return
    if found is not None and found > NEWEST_SCHEMA:
        raise StoreRefused(
            f"The database (schema {found}) was made by a newer version of this program; update it first."
        )
    # Imported here because most starts find the schema as it should be.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect().execution_options(rorf_writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            # Two processes may find the database empty at the same moment; the second waits here and finds it made.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ADVISORY_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _schema_of(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        version: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return version


def _kept_key(path: Path) -> str:
    """The key in its file, which appears whole or not at all; an empty or cut one would be a key that anybody knows."""
    if not path.exists():
        _make_folder(path.parent)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii", delete=False) as fresh:
            fresh.write(secrets.token_hex(32))
        try:
            os.link(fresh.name, path)
        except FileExistsError:  # another process was quicker; its key counts
            pass
        except OSError:  # a file system without hard links
            Path(fresh.name).replace(path)
        Path(fresh.name).unlink(missing_ok=True)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < SHORTEST_KEY:
        raise StoreRefused(f"The key in {path.name} is empty or cut short. Put the right key file back.")
    return key


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreRefused(f"The data folder {folder.name} can't be made: {problem.strerror}.") from None


def _reason(problem: sa.exc.SQLAlchemyError) -> str:
    return str(getattr(problem, "orig", None) or problem).strip().splitlines()[0].rstrip(".")


def _fingerprint(key: bytes) -> str:
    return hashlib.blake2b(b"fingerprint", key=key, digest_size=16).hexdigest()
