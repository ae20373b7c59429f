"""The command line: the same core as the dashboard, without a browser.

Exit codes: 0 when every row is accounted for, 1 when a setting or the database can't be used or the command is wrong
in itself, 2 when a file can't be read at all (or was refused whole).
"""

from __future__ import annotations

import argparse
import dataclasses
import getpass
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from rorf_data.commands import (
    dated,
    deck,
    evidence,
    history,
    leaving,
    ledger,
    loading,
    mail,
    meeting,
    places,
    signals,
    tables,
    town_pages,
    verify,
)
from rorf_data.errors import FileRefused, RorfDataError

if TYPE_CHECKING:
    from rorf_data.workplace import Workplace

TOPICS = (
    loading, tables, signals, history, ledger, dated, deck, evidence, leaving, mail, meeting, places, town_pages,
    verify,
)  # fmt: skip
"""Modules of commands: each has ``add``, imports what it needs only when it runs, and gets from the parser
``given.workplace()``, the installation opened, ``given.who()``, the name that stands in the history, and
``given.environment()``, the variables that the program was started with.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is what it returns."""
    # A console of another code page, as on Windows, must not end a load that is already stored.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except FileRefused as problem:
        print(problem, file=sys.stderr)
        return 2
    except RorfDataError as problem:
        print(problem, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


class _Parser(argparse.ArgumentParser):
    """Ends with 1 on a wrong command, so that 2 always means a file that can't be read."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command, and how it is meant."""
        self.print_usage(sys.stderr)
        self.exit(1, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="rorf", description="Naloxone leave-behind kits: load files, print tables.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    parser.set_defaults(workplace=_workplace, who=_who, environment=lambda: os.environ)
    for topic in TOPICS:
        topic.add(commands)
    _add_resolve(commands)
    _add_sample(commands)
    _add_status(commands)
    return parser


def _add_resolve(commands: argparse._SubParsersAction[_Parser]) -> None:
    resolve = commands.add_parser("resolve", help="say which town a written place is")
    resolve.add_argument("place")
    resolve.add_argument("--zip", default="")
    resolve.add_argument("--state", default="")
    resolve.add_argument("--json", action="store_true")
    resolve.set_defaults(run=_run_resolve)


def _add_sample(commands: argparse._SubParsersAction[_Parser]) -> None:
    sample = commands.add_parser("sample", help="make the invented sample files anew")
    sample.add_argument("--out", type=Path, metavar="DIR", required=True)
    sample.add_argument("--seed", type=int)
    sample.set_defaults(run=_run_sample)


def _add_status(commands: argparse._SubParsersAction[_Parser]) -> None:
    status = commands.add_parser("status", help="loads, row counts, newest dates, who has not reported")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=_run_status)


# Each command imports what it needs when it runs, so that `rorf --help` and `rorf resolve` answer at once.


def _run_resolve(given: argparse.Namespace) -> int:
    from rorf_data.towns.resolve import resolve

    found = resolve(given.place, zip_code=given.zip, state=given.state)
    if given.json:
        print(_to_json(dataclasses.asdict(found)))
    else:
        print(f"{found.status}: {found.town or ', '.join(found.candidates) or given.place} ({found.reason})")
    return 0


def _run_sample(given: argparse.Namespace) -> int:
    from rorf_data.sample import make_sample

    written = make_sample(given.out) if given.seed is None else make_sample(given.out, seed=given.seed)
    print("\n".join(path.name for path in written))
    return 0


def _run_status(given: argparse.Namespace) -> int:
    from rorf_data.commands.loading import status, status_in_words

    found = status(given.workplace())
    print(_to_json(found) if given.json else status_in_words(found))
    return 0


def _workplace() -> Workplace:
    """The installation that the environment and the working folder name."""
    from rorf_data.workplace import open_workplace

    return open_workplace(os.environ, Path.cwd())


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account that the system has no name for
        return "unknown"


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main())
