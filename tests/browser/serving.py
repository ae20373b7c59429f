"""The dashboard as the README starts it, on a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running dashboard."""

    url: str
    data_folder: Path
    pid: int
    log: Path

    def address(self, path: str = "") -> str:
        """The full address of a page, such as ``towns?period=last-month``."""
        return f"{self.url}/{path}"


@contextmanager
def serve(
    data_folder: Path, *, port: int, root: Path = ROOT, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Start ``streamlit run app.py``, wait until it answers, and end it afterwards.

    The program sees no RORF setting but the data folder and ``settings``. No page has been asked for when this yields.
    """
    log = data_folder / "server.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
        environment = _clean_environment() | {"RORF_DATA_DIR": str(data_folder)} | dict(settings or {})
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_for_health(port, process, log)
        yield Server(f"http://localhost:{port}", data_folder, process.pid, log)
    finally:
        process.terminate()
        _wait_for_end(process)


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("RORF_", "STREAMLIT_"))}


def _wait_for_health(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up:
        if process.poll() is not None:
            break
        if _is_healthy(port):
            return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start on port {port}:\n{log.read_text(errors='replace')}")


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
            return bool(answer.read() == b"ok")
    except OSError:
        return False


def _wait_for_end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
