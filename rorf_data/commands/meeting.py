"""``rorf meeting``: snapshots of meetings, what changed since the last one, questions, decisions."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from rorf_data.commands.dates import as_day, as_month, month_to_show
from rorf_data.model import in_words

if TYPE_CHECKING:
    from rorf_data.disclosure.release import Released

NONE_YET = "No snapshot of a meeting has been taken yet."


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the command."""
    meeting = commands.add_parser("meeting", help="snapshots of meetings, what changed since, questions, decisions")
    acts = meeting.add_subparsers(required=True, metavar="ACT")
    _add_snapshots(acts)
    _add_looks(acts)
    _add_decisions(acts)


def _add_snapshots(acts: argparse._SubParsersAction[Any]) -> None:
    take = acts.add_parser("take", help="freeze the figures of a meeting under a number")
    take.add_argument("--month", type=as_month, metavar="M", help="as 2026-10; the newest whole month without it")
    take.add_argument("--held", type=as_day, metavar="DAY", help="the day of the meeting; today without it")
    take.add_argument("--note", default="", help="a few words")
    take.set_defaults(run=_run_take)
    listed = acts.add_parser("list", help="the snapshots on record, newest first")
    listed.set_defaults(run=_run_list)
    withdraw = acts.add_parser("withdraw", help="withdraw a snapshot taken by mistake; it stays on record")
    withdraw.add_argument("number", type=int, metavar="NUMBER")
    withdraw.set_defaults(run=_run_withdraw)


def _add_looks(acts: argparse._SubParsersAction[Any]) -> None:
    changes = acts.add_parser("changes", help="what changed since a meeting")
    changes.add_argument("--since", type=int, metavar="NUMBER", help="the newest meeting without it")
    changes.set_defaults(run=_run_changes)
    questions = acts.add_parser("questions", help="questions for the agenda, each with its rows")
    questions.add_argument("--month", type=as_month, metavar="M", help="as 2026-10; the newest whole month without it")
    questions.set_defaults(run=_run_questions)


def _add_decisions(acts: argparse._SubParsersAction[Any]) -> None:
    decide = acts.add_parser("decide", help="keep what was decided at the newest meeting")
    decide.add_argument("words", metavar="WORDS", help="in a few words, without names of people")
    decide.add_argument("--measure", required=True, help="kits, calls, requests, delivered, waiting or reports")
    decide.add_argument("--owner", required=True, metavar="ROLE", help="a role, such as “programme coordinator”")
    decide.add_argument("--town", action="append", default=[], metavar="T", help="only this town; may be repeated")
    decide.add_argument("--due", type=as_day, metavar="DAY")
    decide.add_argument("--meeting", type=int, metavar="NUMBER", help="the newest meeting without it")
    decide.set_defaults(run=_run_decide)
    for word, status in (("done", "done"), ("drop", "dropped"), ("reopen", "open")):
        act = acts.add_parser(word, help=f"say that a decision is {status}")
        act.add_argument("decision", type=int, metavar="NUMBER", help="as rorf meeting decisions says it")
        act.set_defaults(run=_run_status, status=status)
    listed = acts.add_parser("decisions", help="the decisions, each with its measure then and now")
    listed.set_defaults(run=_run_decisions)


def _run_take(given: argparse.Namespace) -> int:
    from rorf_data.answers.meetings import take_meeting
    from rorf_data.workplace import utc_now

    reader = given.workplace().reader()
    month = given.month or reader.newest_full_month()
    meeting = take_meeting(reader, month=month, held_on=given.held, note=given.note, now=utc_now(), by=given.who())
    print(f"Meeting {meeting.number} is kept: {month}, held on {in_words(meeting.held_on)}.")
    return 0


def _run_list(given: argparse.Namespace) -> int:
    from rorf_data.answers.meetings import meetings_table

    _print(meetings_table(given.workplace().reader()), empty=NONE_YET)
    return 0


def _run_withdraw(given: argparse.Namespace) -> int:
    from rorf_data.store.meetings import withdraw_meeting
    from rorf_data.workplace import utc_now

    withdraw_meeting(given.workplace().engine, given.number, now=utc_now(), by=given.who())
    print(f"The snapshot of meeting {given.number} is withdrawn; it stays on record.")
    return 0


def _run_changes(given: argparse.Namespace) -> int:
    from rorf_data.answers.meeting_changes import (
        missing_reports,
        new_by_town,
        new_months,
        old_months_moved,
        rows_by_agency,
    )
    from rorf_data.answers.meetings import meeting_before

    reader = given.workplace().reader()
    before = meeting_before(reader)
    since = given.since or (before and before.number)
    if since is None:
        print(NONE_YET)
    else:
        looks: Sequence[Callable[..., Released]] = (new_months, new_by_town, old_months_moved, rows_by_agency)
        for look in looks:
            _print(look(reader, since), empty="nothing")
    _print(missing_reports(reader), empty="every report that is due is in")
    return 0


def _run_questions(given: argparse.Namespace) -> int:
    from rorf_data.answers.agenda import agenda

    reader = given.workplace().reader()
    asked = agenda(reader, month_to_show(reader, given.month))
    for place, question in enumerate(asked, 1):
        print(f"{place}. {question.words}")
        _print(question.rows, empty="nothing")
    if not asked:
        print("No rule poses a question.")
    return 0


def _run_decide(given: argparse.Namespace) -> int:
    from rorf_data.answers.meetings import meeting_before
    from rorf_data.errors import StoreRefused
    from rorf_data.store.decisions import add_decision
    from rorf_data.towns import gazetteer
    from rorf_data.workplace import utc_now

    reader = given.workplace().reader()
    before = meeting_before(reader)
    if given.meeting is None and before is None:
        raise StoreRefused(f"{NONE_YET} Take one first: rorf meeting take")
    try:
        towns = [gazetteer.code_of(name) for name in given.town]
    except ValueError as problem:
        raise StoreRefused(f"{str(problem)[0].upper()}{str(problem)[1:]}.") from None
    kept = add_decision(
        reader.engine, given.words, meeting=given.meeting or (before.number if before else 0), measure=given.measure,
        towns=towns, owner_role=given.owner, due_on=given.due, now=utc_now(), by=given.who(),
    )  # fmt: skip
    print(f"Decision {kept.decision_id} is kept with meeting {kept.meeting}: “{kept.words}”.")
    return 0


def _run_status(given: argparse.Namespace) -> int:
    from rorf_data.store.decisions import set_status
    from rorf_data.workplace import utc_now

    decision = set_status(given.workplace().engine, given.decision, given.status, now=utc_now(), by=given.who())
    print(f"Decision {decision.decision_id} is {given.status}: “{decision.words}”.")
    return 0


def _run_decisions(given: argparse.Namespace) -> int:
    from rorf_data.answers.decisions import decisions_table

    _print(decisions_table(given.workplace().reader()), empty="No decision is kept yet.")
    return 0


def _print(released: Released, *, empty: str) -> None:
    """A frame under its title, one line for each row."""
    from rorf_data.exports.plain import as_records

    labels = released.about.labels
    print(f"\n{released.about.title} ({released.about.period})")
    hidden = ("month_start", "town_code")
    for row in as_records(released):
        said = [
            f"{labels[name]}: {'–' if value is None else value}" for name, value in row.items() if name not in hidden
        ]
        print(f"  {'; '.join(said)}")
    if released.frame.empty:
        print(f"  {empty}")
