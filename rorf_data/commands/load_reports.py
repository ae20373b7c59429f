"""What became of the rows of a file, or why it could not be loaded, in words for a terminal or a report."""

from __future__ import annotations

from collections.abc import Sequence

from rorf_data.errors import FileRefused, SeveralSources, SourceNotRecognised
from rorf_data.intake.joining import is_joined
from rorf_data.model import Issue, Outcome, in_words
from rorf_data.store.changes import Change
from rorf_data.store.load import LoadReport

MOST_ISSUES_SHOWN = 50
MOST_ALIKE = 5
OUTCOMES = {Outcome.HELD: "held", Outcome.REFUSED: "refused", Outcome.NOTED: "taken, but for this"}


def report_in_words(
    report: LoadReport, *, is_dry_run: bool, most: int = MOST_ISSUES_SHOWN, rest: str = "--json lists them all"
) -> str:
    """A load report for a terminal: the five counts, the columns left out, what was corrected or withdrawn, and the
    rows that need a person or lost a cell.

    Of these the first ``most``; ``rest`` says where the others are.
    """
    lines = [
        f"{report.file}: {report.source} ({report.feed.value}){', tried only' if is_dry_run else ''}",
        f"  {report.read:,} rows read = {report.new:,} new + {report.changed:,} changed"
        f" + {report.unchanged:,} unchanged + {report.held:,} held + {report.refused:,} refused",
    ]
    if report.left_out_columns:
        lines.append(f"  columns left out: {', '.join(report.left_out_columns)}")
    lines += [f"  {sentence}" for sentence in report.date_evidence]
    lines += [f"  {issue.problem}" for issue in report.issues if _is_on_the_whole(issue)]
    joined = [issue for issue in report.issues if is_joined(issue)]
    lines += [f"  {_joined_in_words(len(joined))}"] if joined else []
    changes = sorted((one for one in report.changes if one.kind != "added"), key=lambda change: change.day)
    lines += _cut([_change_in_words(change, is_dry_run=is_dry_run) for change in changes], most, rest)
    lines += _cut(_of_rows(report.issues), most, rest)
    return "\n".join(lines)


def _of_rows(issues: Sequence[Issue]) -> list[str]:
    """What is to be said of single rows, in order; of many rows the same once, with the first of them."""
    alike: dict[tuple[str, ...], list[Issue]] = {}
    for issue in issues:
        if not _is_on_the_whole(issue) and not is_joined(issue):
            alike.setdefault((issue.sheet, issue.column, issue.problem, issue.outcome), []).append(issue)
    said = [(issue, 1) for group in alike.values() if len(group) <= MOST_ALIKE for issue in group]
    said += [(group[0], len(group)) for group in alike.values() if len(group) > MOST_ALIKE]
    order = {id(issue): number for number, issue in enumerate(issues)}
    return [_issue_in_words(issue, count) for issue, count in sorted(said, key=lambda entry: order[id(entry[0])])]


def _issue_in_words(issue: Issue, count: int) -> str:
    more = f" and {count - 1:,} more" if count > 1 else ""
    return f"{_place(issue, more)}: {issue.problem} ({OUTCOMES[issue.outcome]})"


def _cut(sentences: Sequence[str], most: int, rest: str) -> list[str]:
    more = [f"  … and {len(sentences) - most:,} more; {rest}"] if len(sentences) > most else []
    return [*(f"  {sentence}" for sentence in sentences[:most]), *more]


def _is_on_the_whole(issue: Issue) -> bool:
    return issue.outcome is Outcome.NOTED and not issue.column and not is_joined(issue)


def _joined_in_words(count: int) -> str:
    rows = "1 row is" if count == 1 else f"{count:,} rows are"
    return f"{rows} of the same incident as another row, and {'was' if count == 1 else 'were'} counted with it."


def _change_in_words(change: Change, *, is_dry_run: bool) -> str:
    who = ", ".join(filter(None, [in_words(change.day), change.agency, change.place]))
    if change.kind == "gone":
        return f"{who}: {'would be withdrawn' if is_dry_run else 'withdrawn'}"
    differences = (f"{title} {change.before[title]} → {after}" for title, after in change.after.items())
    return f"{who}: {', '.join(differences)}"


def _place(issue: Issue, more: str) -> str:
    named = f"row{'s' if more else ''} {issue.row}{more}"
    row = f"{named} of “{issue.sheet}”" if issue.sheet else named
    return f"{row}, {issue.column}" if issue.column else row


def how_to_map(problem: FileRefused) -> str:
    """What can be done about a file of a kind that isn't known, as a sentence to add; empty for any other file."""
    if not isinstance(problem, SourceNotRecognised):
        return ""
    if isinstance(problem, SeveralSources):
        return " Name it with --source, or load the file on the page Load data."
    return " Its columns can be mapped on the page Load data; the next file of its kind is then known."
