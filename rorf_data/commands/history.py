"""``rorf history`` and ``rorf undo``: what every load was and changed, and undoing one whole."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rorf_data.answers.reader import Reader
    from rorf_data.store.undo import UndoReport

USUAL_LIMIT = 20
MOST_SHOWN = 50


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe ``rorf history`` and ``rorf undo``."""
    history = commands.add_parser("history", help="every load, newest first, or one of them in full")
    history.add_argument("load", nargs="?", type=int, metavar="LOAD", help="the number of one load")
    history.add_argument("--limit", type=_count, default=USUAL_LIMIT, metavar="N", help=f"at most N ({USUAL_LIMIT})")
    history.add_argument("--json", action="store_true", help="print it as JSON")
    history.set_defaults(run=_run_history)

    undo = commands.add_parser("undo", help="undo one load, whole; the undoing is on record and can be undone too")
    undo.add_argument("load", type=int, metavar="LOAD", help="its number, as rorf history says it")
    undo.add_argument("--dry-run", action="store_true", help="say what would happen, and store nothing")
    undo.set_defaults(run=_run_undo)


def _count(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 on is needed")
    return int(written)


def _run_history(given: argparse.Namespace) -> int:
    reader = given.workplace().reader()
    if given.load is None:
        _print_loads(reader, limit=given.limit, as_json=given.json)
    else:
        _print_one(reader, given.load, as_json=given.json)
    return 0


def _run_undo(given: argparse.Namespace) -> int:
    report = given.workplace().undo(given.load, by=given.who(), dry_run=given.dry_run)
    print(_in_words(report))
    return 0


def _print_loads(reader: Reader, *, limit: int, as_json: bool) -> None:
    from rorf_data.answers.history import loads_table
    from rorf_data.exports.plain import as_records

    loads = as_records(loads_table(reader))
    if as_json:
        print(_to_json(loads[:limit]))
        return
    print("\n".join(_line(load) for load in loads[:limit]) or "Nothing has been loaded yet.")
    if len(loads) > limit:
        print(f"… and {len(loads) - limit:,} earlier ones; --limit shows more")


def _print_one(reader: Reader, load_id: int, *, as_json: bool) -> None:
    from rorf_data.answers.history import load_issues, load_restatements, loads_table
    from rorf_data.exports.plain import as_records

    issues = as_records(load_issues(reader, load_id))
    restated = as_records(load_restatements(reader, load_id))
    load = next(row for row in as_records(loads_table(reader)) if row["load_id"] == load_id)
    if as_json:
        print(_to_json({"load": load, "issues": issues, "restatements": restated}))
    else:
        print("\n".join([_line(load), *_particulars(load), *_changes(restated), *_notes(issues)]))


def _line(load: dict[str, Any]) -> str:
    words = f"{load['load_id']:>5}  {load['loaded_at']}  {load['kind']}: {load['file']} ({load['source']}), "
    return f"{words}{_counts(load)}, {load['standing']}"


def _counts(load: dict[str, Any]) -> str:
    """The counts that are not zero, in words."""
    is_undoing = load["standing"].startswith("undoes")
    words = {
        "read": "read",
        "new": "brought back" if is_undoing else "new",
        "changed": "corrected",
        "unchanged": "already on record",
        "held": "waiting",
        "refused": "refused",
        "gone": "taken away" if is_undoing else "withdrawn",
    }
    return ", ".join(f"{load[name]:,} {word}" for name, word in words.items() if load[name]) or "no rows"


def _particulars(load: dict[str, Any]) -> list[str]:
    lines = [f"       by {load['loaded_by']}"]
    if load["sha256"]:
        lines.append(f"       SHA-256 {load['sha256']}")
    if load["left_out_columns"]:
        lines.append(f"       columns left out: {load['left_out_columns']}")
    return [*lines, f"       {load['note']}"] if load["note"] else lines


def _changes(restated: list[dict[str, Any]]) -> list[str]:
    lines = [
        f"  {row['month']}, {row['town']}, {row['measure']}: {row['before']:,} before, {row['after']:,} after"
        for row in restated
    ]
    return ["Figures of earlier months that it changed:", *_cut(lines)] if lines else []


def _notes(issues: list[dict[str, Any]]) -> list[str]:
    lines = [f"  {_place(issue)}: {issue['problem']} ({issue['outcome']})" for issue in issues]
    return ["Notes on its rows:", *_cut(lines)] if lines else []


def _cut(lines: list[str]) -> list[str]:
    more = [f"  … and {len(lines) - MOST_SHOWN:,} more; --json lists them all"] if len(lines) > MOST_SHOWN else []
    return [*lines[:MOST_SHOWN], *more]


def _place(issue: dict[str, Any]) -> str:
    sheet = [f"sheet “{issue['sheet']}”"] if issue["sheet"] else []
    return ", ".join([*sheet, f"row {issue['row']}", *([issue["column"]] if issue["column"] else [])])


def _in_words(report: UndoReport) -> str:
    """What an undoing did, or would do."""
    is_tried = report.load_id is None
    lines = [
        f"Load {report.undoes} {'would be' if is_tried else 'is'} undone:"
        f" {_records(report.taken_back)} taken away, {report.brought_back:,} brought back."
    ]
    if report.months:
        months = ", ".join(f"{month:%b %Y}" for month in report.months)
        lines.append(f"Earlier months whose figures {'would change' if is_tried else 'changed'}: {months}.")
    lines.append(
        "Nothing was stored; without --dry-run it happens."
        if is_tried
        else f"The undoing is load {report.load_id}; rorf undo {report.load_id} takes it back."
    )
    return "\n".join(lines)


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count:,} records"


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
