"""``rorf verify`` and ``rorf taken``: where a file comes from and whether it still holds, and what was taken away."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rorf_data.answers.reader import Reader

USUAL_LIMIT = 20


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe ``rorf verify`` and ``rorf taken``."""
    verify = commands.add_parser("verify", help="say where a file, or a check code, comes from and if it still holds")
    verify.add_argument("what", metavar="FILE|CODE", help="a file that was made here, or a code as K7QF-2MXD-9TPA")
    verify.set_defaults(run=_run_verify)

    taken = commands.add_parser("taken", help="every file that was taken away, newest first")
    taken.add_argument("--limit", type=int, default=USUAL_LIMIT, metavar="N", help=f"at most N ({USUAL_LIMIT})")
    taken.add_argument("--json", action="store_true", help="print it as JSON")
    taken.set_defaults(run=_run_taken)


def _run_verify(given: argparse.Namespace) -> int:
    from rorf_data.errors import FileRefused
    from rorf_data.exports.check_code import read_check_code

    reader, path = given.workplace().reader(), Path(given.what)
    if path.is_file():
        return _verify_file(reader, path)
    if code := read_check_code(given.what):
        return _verify_code(reader, code)
    raise FileRefused(f"“{given.what}” is neither a file nor a check code such as K7QF-2MXD-9TPA.")


def _verify_file(reader: Reader, path: Path) -> int:
    from rorf_data.exports.verified_words import said_of, said_of_file
    from rorf_data.exports.verifying import verify_file

    verified = verify_file(reader, path.read_bytes(), path.name)
    print("\n".join(said_of_file(verified)))
    for verdict in verified.verdicts:
        print("\n".join(["", f"Check code {verdict.check_code}", *said_of(verdict, reader)]))
    return 0 if verified.verdicts and all(verdict.holds for verdict in verified.verdicts) else 1


def _verify_code(reader: Reader, code: str) -> int:
    from rorf_data.exports.verified_words import said_of
    from rorf_data.exports.verifying import verify_code

    verdict = verify_code(reader, code)
    print("\n".join([f"Check code {code}", *said_of(verdict, reader)]))
    return 0 if verdict.holds else 1


def _run_taken(given: argparse.Namespace) -> int:
    from rorf_data.answers.taken import taken_table
    from rorf_data.exports.plain import as_records

    entries = as_records(taken_table(given.workplace().reader()))[: given.limit]
    if given.json:
        print(json.dumps(entries, ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(_line, entries)) or "Nothing was taken away yet.")
    return 0


def _line(entry: dict[str, Any]) -> str:
    what = f"{entry['title']} ({entry['filters']})"
    return (
        f"{entry['taken_at']}  {entry['taken_by']}: {what}, {entry['form']}, {entry['audience']}, {entry['check_code']}"
    )
