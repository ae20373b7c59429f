"""Loading files, and how things stand, as the commands say it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rorf_data.answers.labels import FEED_WORDS
from rorf_data.answers.month import who_has_reported
from rorf_data.answers.sources import source_states
from rorf_data.errors import FileRefused
from rorf_data.exports.plain import as_records
from rorf_data.intake.read import open_file
from rorf_data.model import Feed, Issue, Outcome
from rorf_data.store.load import LoadReport
from rorf_data.workplace import Workplace

MOST_ISSUES_SHOWN = 50


def load_files(
    workplace: Workplace,
    paths: Sequence[Path],
    *,
    source: str | None,
    dry_run: bool,
    loaded_by: str,
    say: Callable[[int], None],
) -> tuple[list[LoadReport], list[FileRefused]]:
    """Load the files in the order given, each in a transaction of its own; one that can't be read stops no other."""
    reports, refused = [], []
    for path in paths:
        try:
            file = open_file(path)
            recognised = workplace.recognise(file, source=source)
            reports.append(workplace.load(file, recognised, loaded_by=loaded_by, dry_run=dry_run, progress=say))
        except FileRefused as problem:
            refused.append(problem)
    return reports, refused


def report_in_words(report: LoadReport, *, is_dry_run: bool) -> str:
    """A load report for a terminal: the five counts, the columns left out, and the first rows that need a person."""
    lines = [
        f"{report.file}: {report.source} ({report.feed.value}){', tried only' if is_dry_run else ''}",
        f"  {report.read:,} rows read = {report.new:,} new + {report.changed:,} changed"
        f" + {report.unchanged:,} unchanged + {report.held:,} held + {report.refused:,} refused",
    ]
    if report.left_out_columns:
        lines.append(f"  columns left out: {', '.join(report.left_out_columns)}")
    lines += [f"  {issue.problem}" for issue in report.issues if issue.outcome is Outcome.NOTED and not issue.column]
    deciding = [issue for issue in report.issues if issue.outcome is not Outcome.NOTED]
    lines += [f"  {_place(issue)}: {issue.problem} ({issue.outcome.value})" for issue in deciding[:MOST_ISSUES_SHOWN]]
    if len(deciding) > MOST_ISSUES_SHOWN:
        lines.append(f"  … and {len(deciding) - MOST_ISSUES_SHOWN:,} more; --json lists them all")
    return "\n".join(lines)


def _place(issue: Issue) -> str:
    return f"row {issue.row}, {issue.column}" if issue.column else f"row {issue.row}"


def status(workplace: Workplace) -> dict[str, Any]:
    """How many files were loaded, the state of each feed and source, and who has not reported, as plain values."""
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
