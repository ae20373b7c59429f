"""``rorf load``: files, or a whole folder as they come; and how things stand, as ``rorf status`` says it."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rorf_data.errors import FileRefused
from rorf_data.model import Feed

if TYPE_CHECKING:
    from rorf_data.intake.read import SourceFile
    from rorf_data.intake.recognise import Recognised
    from rorf_data.store.load import Choices, LoadReport
    from rorf_data.workplace import Workplace

EVERY_SECONDS = 30.0
LINE = 78

AFTERWARDS = """
With --watch, files are taken as soon as nobody writes them any more. They go to DIR/done when they are on record, and
to DIR/needs-a-person when only a person can decide, each with a report beside it. No file is ever loaded twice.
Exit codes: 0 when every file could be loaded, 2 when a file can't be read or needs a person, 1 when the folder, the
settings or the database can't be used.
"""


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe ``rorf load``."""
    load = commands.add_parser("load", help="load files that agencies sent", epilog=AFTERWARDS)
    load.add_argument("files", nargs="*", type=Path, metavar="FILE")
    load.add_argument("--source", help="the source these files come from, where it can't be told by their columns")
    load.add_argument("--dry-run", action="store_true", help="say what would be loaded, and store nothing")
    load.add_argument("--json", action="store_true", help="print the reports as JSON")
    load.add_argument(
        "--date-order", choices=["month-first", "day-first"], default="", help="where the dates of a file don't say it"
    )
    whole = load.add_mutually_exclusive_group()
    whole.add_argument(
        "--replaces", action="store_true", help="a file is the whole of its months; records not in it are withdrawn"
    )
    whole.add_argument("--adds", action="store_true", help="a file only adds to its months; nothing is withdrawn")
    load.add_argument(
        "--other-events", action="store_true", help="a file tells of other events than a source that looks alike"
    )
    load.add_argument(
        "--accept-dates", action="store_true",
        help="days before the programme, or far from a file's others, are right; the load's record says so",
    )  # fmt: skip
    load.add_argument("--fix-lists", type=Path, metavar="DIR", help="write fix lists and letters to the agencies there")
    load.add_argument("--with-notes", action="store_true", help="fix lists also of rows that are taken with a note")
    load.add_argument("--watch", type=Path, metavar="DIR", help="load every file that comes into this folder")
    load.add_argument("--every", type=_seconds, default=EVERY_SECONDS, metavar="SECONDS", help="how often to look")
    load.add_argument("--once", action="store_true", help="with --watch: take what is there now, and end")
    load.set_defaults(run=_run_load, refuse=load.error)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError("must be more than 0")
    return seconds


def _run_load(given: argparse.Namespace) -> int:
    if given.watch is not None:
        return _run_watch(given)
    if not given.files:
        given.refuse("name one or more files, or a folder with --watch")
    if given.once:
        given.refuse("--once belongs to --watch")
    wishes = Wishes(
        source=given.source,
        dry_run=given.dry_run,
        choices=_choices(given),
        fix_lists=given.fix_lists,
        with_notes=given.with_notes,
    )
    from rorf_data.commands.load_reports import how_to_map, report_in_words

    progress = say_progress(is_quiet=given.json)
    workplace = given.workplace()
    for sentence in workplace.broken_sources():
        print(sentence, file=sys.stderr)
    reports, written, refused = load_files(workplace, given.files, wishes, loaded_by=given.who(), progress=progress)
    clear_progress()
    if given.json:
        print(json.dumps([report.as_json() for report in reports], ensure_ascii=False, indent=2))
    elif reports:
        print("\n\n".join(report_in_words(report, is_dry_run=given.dry_run) for report in reports))
        print("".join(f"  written: {name}\n" for name in written), end="")
    for problem in refused:
        print(f"{problem}{how_to_map(problem)}", file=sys.stderr)
    return 2 if refused else 0


def _run_watch(given: argparse.Namespace) -> int:
    alone = {"FILE": given.files, "--dry-run": given.dry_run, "--json": given.json, "--fix-lists": given.fix_lists}
    alone |= {"--date-order": given.date_order, "--replaces": given.replaces, "--adds": given.adds}
    alone |= {"--other-events": given.other_events, "--with-notes": given.with_notes}
    alone |= {"--accept-dates": given.accept_dates}
    if too_much := [name for name, value in alone.items() if value]:
        given.refuse(f"{too_much[0]} doesn't go with --watch")
    from rorf_data.commands.watch import watch_folder

    return watch_folder(
        given.workplace(),
        given.watch,
        every=given.every,
        once=given.once,
        source=given.source,
        who=given.who(),
        progress=say_progress(is_quiet=False),
    )


def _choices(given: argparse.Namespace) -> Choices:
    from rorf_data.store.load import Choices

    replace = True if given.replaces else False if given.adds else None
    return Choices(
        replace=replace,
        date_order=given.date_order,
        is_other_events=given.other_events,
        accept_dates=given.accept_dates,
    )


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is wanted of files: their source and whether to store them, and where fix lists go, if anywhere."""

    source: str | None = None
    dry_run: bool = False
    choices: Choices | None = None
    fix_lists: Path | None = None
    with_notes: bool = False


def load_files(
    workplace: Workplace,
    paths: Sequence[Path],
    wishes: Wishes,
    *,
    loaded_by: str,
    progress: Callable[[SourceFile, Recognised], Callable[[int], None]],
) -> tuple[list[LoadReport], list[str], list[FileRefused]]:
    """Load the files in the order given, each in a transaction of its own; one that can't be read stops no other.

    Their reports, the names of fix lists and letters that were written, and what was refused.
    """
    from rorf_data.commands.fixing import write_fix_lists
    from rorf_data.intake.read import open_file

    reports: list[LoadReport] = []
    written: list[str] = []
    refused: list[FileRefused] = []
    for path in paths:
        try:
            file = open_file(path)
            recognised = workplace.recognise(file, source=wishes.source)
            report = workplace.load(
                file,
                recognised,
                loaded_by=loaded_by,
                dry_run=wishes.dry_run,
                choices=wishes.choices,
                progress=progress(file, recognised),
            )
            reports.append(report)
            if wishes.fix_lists is not None:
                written += write_fix_lists(
                    workplace, recognised, report, wishes.fix_lists, with_notes=wishes.with_notes
                )
        except FileRefused as problem:
            refused.append(problem)
    return reports, written, refused


def say_progress(*, is_quiet: bool) -> Callable[[SourceFile, Recognised], Callable[[int], None]]:
    """For each file a word on the terminal's error stream: rows read of how many, and the time left.

    Nothing where nobody watches.
    """
    if is_quiet or not sys.stderr.isatty():
        return lambda file, recognised: lambda rows: None
    return _progress_of


def _progress_of(file: SourceFile, recognised: Recognised) -> Callable[[int], None]:
    from rorf_data.intake.likely_rows import likely_rows
    from rorf_data.wording import progress_in_words

    expected = likely_rows(file, [part.sheet for part in recognised.parts])
    started = time.monotonic()

    def say(rows: int) -> None:
        said = f"{file.name}: {progress_in_words(rows, expected, time.monotonic() - started)}"
        print(f"\r{said:<{LINE}}", end="", file=sys.stderr, flush=True)

    return say


def clear_progress() -> None:
    """Make room on the terminal for what is said next."""
    if sys.stderr.isatty():
        print(f"\r{'':<{LINE}}\r", end="", file=sys.stderr, flush=True)


def status(workplace: Workplace) -> dict[str, Any]:
    """How many files were loaded, the state of each feed and source, and who has not reported, as plain values."""
    from rorf_data.answers.labels import FEED_WORDS
    from rorf_data.answers.month import who_has_reported
    from rorf_data.answers.sources import source_states
    from rorf_data.exports.plain import as_records

    reader = workplace.reader()
    month = reader.newest_full_month()
    sources = as_records(source_states(reader))
    reported = as_records(who_has_reported(reader, month))
    return {
        "loads": sum(row["loads"] for row in sources),
        "feeds": {feed.value: _feed_state([r for r in sources if r["feed"] == FEED_WORDS[feed]]) for feed in Feed},
        "sources": sources,
        "month": str(month),
        "not_reported": [row for row in reported if row["has_reported"] != "yes"],
    }


def status_in_words(found: dict[str, Any]) -> str:
    """The status for a terminal."""
    if not found["sources"]:
        return "Nothing has been loaded yet."
    lines = [
        f"{row['source']}: {row['rows_on_record']:,} records from {row['loads']} files,"
        f" newest day {row['newest_date']}, {row['held_rows']} rows waiting for a person"
        for row in found["sources"]
    ]
    missing = ", ".join(row["agency"] for row in found["not_reported"]) or "nobody"
    return "\n".join([*lines, f"Not yet reported for {found['month']}: {missing}"])


def _feed_state(sources: Sequence[dict[str, Any]]) -> dict[str, Any]:
    newest = [row["newest_date"] for row in sources if row["newest_date"]]
    return {"rows": sum(row["rows_on_record"] for row in sources), "newest_date": max(newest, default=None)}
