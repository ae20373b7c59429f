"""``rorf leaving``: what may leave the programme, and which sources are cleared for it."""

from __future__ import annotations

import argparse
from typing import Any


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the command."""
    leaving = commands.add_parser("leaving", help="what may leave the programme, and what is cleared for it")
    acts = leaving.add_subparsers(required=True, metavar="ACT")
    shown = acts.add_parser("show", help="each sensitive measure, and how much of it is hidden in files to share")
    shown.set_defaults(run=_run_show)
    clear = acts.add_parser("clear", help="let rows of a withheld source leave, on record")
    clear.add_argument("source", metavar="SOURCE", help="as the settings name it, such as odmap")
    clear.add_argument("--why", required=True, help="who allows it and where that is written")
    clear.set_defaults(run=_run_clear)
    withdraw = acts.add_parser("withdraw", help="take such a clearing back; it stays on record")
    withdraw.add_argument("source", metavar="SOURCE")
    withdraw.set_defaults(run=_run_withdraw)


def _run_show(given: argparse.Namespace) -> int:
    from rorf_data.answers.leaving import clearings, leaving_by_measure
    from rorf_data.exports.plain import as_records

    reader = given.workplace().reader()
    found = leaving_by_measure(reader)
    for row in as_records(found):
        hidden = f", {row['hidden_cells']} of {row['total_cells']} numbers" if row["total_cells"] else ""
        print(f"{row['measure']}: {row['leaves']}{hidden}")
    print("\n".join(found.about.notes))
    for row in as_records(clearings(reader)):
        print(f"Cleared: {row['source']}, {row['cleared_date']}, by {row['cleared_by']}: {row['why']}")
    return 0


def _run_clear(given: argparse.Namespace) -> int:
    from rorf_data.store.sharing import clear_source
    from rorf_data.workplace import utc_now

    clearing = clear_source(given.workplace().engine, given.source, why=given.why, now=utc_now(), by=given.who())
    print(f"“{clearing.source}” is cleared: figures that rest on it may leave, with small numbers hidden.")
    return 0


def _run_withdraw(given: argparse.Namespace) -> int:
    from rorf_data.store.sharing import withdraw_clearing
    from rorf_data.workplace import utc_now

    withdraw_clearing(given.workplace().engine, given.source, now=utc_now(), by=given.who())
    print(f"The clearing of “{given.source}” is withdrawn: figures that rest on it stay inside.")
    return 0
