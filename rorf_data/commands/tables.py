"""``rorf table``: one table, printed."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import Any

COUNTED = ("kits", "requests", "calls", "deaths", "turnaround", "cascade")
LISTED = ("stock", "settlement", "help_places")


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe ``rorf table``."""
    table = commands.add_parser("table", help="print one table")
    table.add_argument("name", choices=[*COUNTED, *LISTED])
    table.add_argument(
        "--by",
        help="town (as without --by), and one of month, quarter, fiscal_year, year (comma between); of the cascade "
        f"also agency; {', '.join(LISTED)} have rows of their own",
    )
    table.add_argument("--from", dest="first", type=date.fromisoformat, metavar="D", help="first day, as 2026-01-31")
    table.add_argument("--to", dest="last", type=date.fromisoformat, metavar="D", help="last day, included")
    table.add_argument("--town", action="append", default=[], metavar="T", help="only this town; may be repeated")
    table.add_argument(
        "--as-of", type=date.fromisoformat, metavar="D", help="as the figures stood at the end of this day"
    )
    table.add_argument("--format", choices=["csv", "json"], default="csv")
    table.set_defaults(run=_run_table)


def _run_table(given: argparse.Namespace) -> int:
    from rorf_data.answers.listings import listing
    from rorf_data.answers.tables import table
    from rorf_data.exports.plain import to_plain_csv, to_plain_json

    now = given.workplace().reader()
    reader = now if given.as_of is None else now.at_the_end_of(given.as_of)
    try:
        towns = [town_code(name) for name in given.town]
        if given.name in LISTED:
            if given.by is not None:
                raise ValueError(f"the table {given.name} has rows of its own and takes no --by")
            released = listing(reader, given.name, first=given.first, last=given.last, towns=towns)
        else:
            by = [column.strip() for column in ("town" if given.by is None else given.by).split(",") if column.strip()]
            released = table(reader, given.name, by=by, first=given.first, last=given.last, towns=towns)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(to_plain_csv(released) if given.format == "csv" else to_plain_json(released), end="")
    return 0


def town_code(written: str) -> str:
    """The code of a town as a person writes it; ValueError where that isn't one town."""
    from rorf_data.towns import gazetteer
    from rorf_data.towns.resolve import resolve

    # An official name is that town here, also where other people mean a village by it: nobody guesses at a table.
    official = {town.name.casefold(): town.code for town in gazetteer.towns()}
    if code := official.get(written.strip().casefold()):
        return code
    found = resolve(written, state="CT")
    if found.code is None:
        raise ValueError(f"--town {written}: {found.reason}")
    return found.code
