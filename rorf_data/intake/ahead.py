"""Large files are read by a process of their own, while what it has read is stored.

Reading and storing a million rows take about as long as each other, and neither waits for the other this way. The
process ends with the load, however that ends.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from rorf_data.errors import RorfDataError
from rorf_data.intake.batches import Batch, read_batches
from rorf_data.intake.columns import Fit
from rorf_data.intake.read import SourceFile
from rorf_data.intake.recognise import Part, Recognised
from rorf_data.intake.sheet import Sheet

Read = Callable[..., Iterator[Batch]]

ROOT = Path(__file__).parents[2]
START = "import sys; sys.path.insert(0, sys.argv[1]); import rorf_data.intake.ahead as it; sys.exit(it.main())"

LARGE = 20_000_000
"""Bytes; below it the other process would take longer to start than it saves."""


@dataclass(frozen=True, slots=True)
class _Task:
    """What the other process is told: the file, how its one sheet fits the source, and how it is to be read."""

    file: SourceFile
    header_row: int
    fit: Fit
    notes: tuple[str, ...]
    how: dict[str, Any]


@contextmanager
def reader_of(file: SourceFile, recognised: Recognised) -> Iterator[Read]:
    """A function that gives what :func:`read_batches` gives of the file, and raises what that raises.

    A large file on disk is read by another process, which starts at once and is gone when the context ends.
    """
    if not _is_worth_it(file, recognised):
        yield partial(read_batches, file, recognised)
        return
    command = [sys.executable, "-P", "-c", START, str(ROOT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield partial(_read_there, process, file, recognised)
        finally:
            process.kill()


def _read_there(
    process: subprocess.Popen[bytes], file: SourceFile, recognised: Recognised, **how: Any
) -> Iterator[Batch]:
    assert process.stdin, "the process was asked for with a pipe to it"
    assert process.stdout, "and with one from it"
    part = recognised.parts[0]
    plain = how | {"origins": dict(how.get("origins", {}))}
    with suppress(BrokenPipeError), process.stdin as told:
        pickle.dump(_Task(file, part.header_row, part.fit, recognised.notes, plain), told)
    yield from _received(process.stdout)


def main() -> int:
    """Read the file that standard input tells of, and write its batches to standard output, None behind the last."""
    task: _Task = pickle.load(sys.stdin.buffer)
    part = Part(task.file.sheets()[0], task.header_row, task.fit)
    recognised = Recognised(task.fit.source, (part,), {}, (), task.notes)
    try:
        for batch in read_batches(task.file, recognised, **task.how):
            _send(batch)
        _send(None)
    except RorfDataError as problem:
        _send(problem)
    except BrokenPipeError:  # whoever asked is gone
        return 1
    return 0


def _is_worth_it(file: SourceFile, recognised: Recognised) -> bool:
    is_plain = len(recognised.parts) == 1 and type(recognised.sheet) is Sheet and not recognised.sheet.filled
    return file.kind == "delimited" and file.is_on_disk and file.size >= LARGE and is_plain


def _received(stream: IO[bytes]) -> Iterator[Batch]:
    while True:
        try:
            found = pickle.load(stream)
        except EOFError:
            raise RuntimeError("the process that reads the file ended before its end; nothing was stored") from None
        if found is None:
            return
        if isinstance(found, RorfDataError):
            raise found
        yield found


def _send(found: Batch | RorfDataError | None) -> None:
    pickle.dump(found, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
