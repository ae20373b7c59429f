"""What the tests need of the machine they run on: programs that are there, and ports that are free."""

from __future__ import annotations

import os
import socket
from typing import NoReturn

import pytest

WORKERS = 8


def free_port(ports: range, *, worker: str) -> int:
    """A port of ``ports`` that nothing listens on, from the share of one worker.

    Workers are named ``gw0``, ``gw1`` … as pytest-xdist does; each of the first eight has a share of its own.
    """
    share = len(ports) // WORKERS
    first = ports.start + int(worker.removeprefix("gw")) % WORKERS * share
    for port in range(first, first + share):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError(f"the ports {first} to {first + share - 1} are all taken")


def missing(what: str) -> NoReturn:
    """Skip a test whose program is not on this machine; in CI, where everything must run, fail."""
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)
