"""A PostgreSQL server of the tests' own: made in a temporary folder, reached on 127.0.0.1 alone, removed at the end."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from tests.machine import free_port

TRIES = 5
PORTS = range(55440, 55500)
# A server that is thrown away need not survive a power cut.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=40"


class PostgresUnavailable(Exception):
    """No server can be started here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; ``database`` lends an empty database."""

    programs: Path
    folder: Path
    port: int
    _numbers: count[int] = field(default_factory=count)

    @contextmanager
    def database(self, *, like: str = "template1") -> Iterator[str]:
        """The SQLAlchemy address of a new database, dropped afterwards together with any connection left open.

        It is empty, or a copy of the one ``like`` names, to which nobody may be connected.
        """
        name = f"test_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        try:
            yield f"postgresql+psycopg://rorf@127.0.0.1:{self.port}/{name}"
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """End the server at once and remove its folder."""
        _run(self.programs / "pg_ctl", "stop", "-D", str(self.folder / "data"), "-m", "immediate", "-w")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _execute(self, statement: str) -> None:
        address = f"host=127.0.0.1 port={self.port} user=rorf dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())


def start_postgres(*, worker: str) -> PostgresServer:
    """A new server on a free port of this worker.

    Raises :class:`PostgresUnavailable` when no server program is found.
    """
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="rorf-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, user="nobody")
    data = folder / "data"
    _run(programs / "initdb", "-D", str(data), "-A", "trust", "-U", "rorf", "-E", "UTF8", "--locale=C", "--no-sync")
    for tries_left in reversed(range(TRIES)):
        port = free_port(PORTS, worker=worker)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} {QUICK}"
        try:
            _run(programs / "pg_ctl", "start", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w")
            break
        except subprocess.CalledProcessError:  # another run of the tests took the port in this very moment
            if not tries_left:
                raise
            time.sleep(random.uniform(0.1, 0.5))
    return PostgresServer(programs, folder, port)


def find_programs() -> Path:
    """The folder that holds ``initdb`` and ``pg_ctl``: the newest of Debian's, or the one on PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    raise PostgresUnavailable("PostgreSQL's server is not installed here: make test installs it or says how")


def _run(program: Path, *arguments: str) -> None:
    # The server refuses to run as root, so root hands it to the user that owns nothing.
    user = "nobody" if os.geteuid() == 0 else None
    subprocess.run([program, *arguments], user=user, cwd="/", check=True, stdout=subprocess.DEVNULL)
