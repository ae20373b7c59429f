"""``rorf expect``, ``rorf nothing`` and ``rorf reporting``: who reports what, and what has come."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from rorf_data.commands.dates import as_month
from rorf_data.model import Feed

if TYPE_CHECKING:
    from rorf_data.store.ledger import Expectation
    from rorf_data.workplace import Workplace

FEEDS = {
    "kit-logs": Feed.DISTRIBUTIONS,
    "requests": Feed.REQUESTS,
    "calls": Feed.CALLS,
    "deaths": Feed.DEATHS,
    "summaries": Feed.SUMMARIES,
    "stock": Feed.STOCK,
    "settlement": Feed.SETTLEMENT,
}
OF_AGENCIES = (Feed.DISTRIBUTIONS, Feed.SUMMARIES)
EVERY = {"month": 1, "quarter": 3, "year": 12, "never": 0}


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the three commands."""
    expect = commands.add_parser("expect", help="say how often an agency or source reports")
    _add_who(expect)
    expect.add_argument("--every", choices=list(EVERY), required=True)
    expect.add_argument("--due-days", type=int, metavar="N", help="days after the end until it is late; 15 at first")
    expect.add_argument("--from", dest="first", type=_month, metavar="M", help="the first month expected, as 2026-01")
    expect.add_argument("--until", type=_month, metavar="M", help="the last month expected; it goes on without it")
    expect.set_defaults(run=_run_expect)
    nothing = commands.add_parser("nothing", help="say that an agency or source has nothing to report for a month")
    _add_who(nothing)
    nothing.add_argument(
        "--month", type=_month, action="append", required=True, metavar="M", help="as 2026-09; may be repeated"
    )
    nothing.set_defaults(run=_run_nothing)
    reporting = commands.add_parser("reporting", help="what is expected, what has come, how late, and what is missing")
    reporting.add_argument("--months", type=_count, default=12, metavar="N", help="the newest N months that are over")
    reporting.add_argument("--json", action="store_true")
    reporting.set_defaults(run=_run_reporting)


def _add_who(command: argparse.ArgumentParser) -> None:
    command.add_argument("--agency", required=True, metavar="A", help="the agency, or the source where none is named")
    command.add_argument("--feed", type=_feed, choices=list(FEEDS), default="kit-logs", help="kit-logs unless said")


def _feed(written: str) -> str:
    return written.strip().casefold().replace(" ", "-")


def _month(written: str) -> date:
    return as_month(written).first


def _count(written: str) -> int:
    if not written.isdecimal() or not 1 <= int(written) <= 120:
        raise argparse.ArgumentTypeError("between 1 and 120 months can be shown")
    return int(written)


def _run_expect(given: argparse.Namespace) -> int:
    from rorf_data.answers.reporting import RHYTHMS
    from rorf_data.store.ledger import set_expected
    from rorf_data.workplace import utc_now

    workplace = given.workplace()
    expectation = _expectation(workplace, given)
    set_expected(workplace.engine, expectation, now=utc_now(), by=given.who())
    due = f", due {expectation.due_days} days after the end" if expectation.every_months else ""
    until = f" to {expectation.last_month:%B %Y}" if expectation.last_month else ""
    name, rhythm = expectation.reporter.name, RHYTHMS[expectation.every_months]
    print(f"Expected of “{name}”: {rhythm}{due}, from {expectation.first_month:%B %Y}{until}.")
    return 0


def _expectation(workplace: Workplace, given: argparse.Namespace) -> Expectation:
    """What was said, with what is in force already for all that was not said."""
    from rorf_data.errors import StoreRefused
    from rorf_data.measures.reporting import ASSUMED_DUE_DAYS
    from rorf_data.store.ledger import Expectation, new_agency

    feed = FEEDS[given.feed]
    known = _known(workplace, feed, given.agency)
    if known is None and feed not in OF_AGENCIES:
        raise StoreRefused(_unknown(workplace, feed, given.agency))
    first: date | None = given.first or (known.first_month if known else None)
    if first is None:
        raise StoreRefused("This agency is new here; say with --from from which month on it is expected.")
    due = known.due_days if known else ASSUMED_DUE_DAYS
    return Expectation(
        known.reporter if known else new_agency(feed, given.agency),
        EVERY[given.every],
        due if given.due_days is None else given.due_days,
        first,
        given.until,
    )


def _run_nothing(given: argparse.Namespace) -> int:
    from rorf_data.errors import StoreRefused
    from rorf_data.store.ledger import declare_nothing, months_in_words
    from rorf_data.workplace import utc_now

    workplace = given.workplace()
    feed = FEEDS[given.feed]
    known = _known(workplace, feed, given.agency)
    if known is None:
        raise StoreRefused(_unknown(workplace, feed, given.agency))
    who = known.reporter
    number = declare_nothing(
        workplace.engine,
        feed,
        who.source,
        who.agency,
        given.month,
        now=utc_now(),
        today=workplace.today(),
        by=given.who(),
    )
    print(f"“{who.name}” has nothing to report for {months_in_words(sorted(set(given.month)))} (load {number}).")
    return 0


def _run_reporting(given: argparse.Namespace) -> int:
    from rorf_data.answers.reporting import expectations, reports, reports_by_month
    from rorf_data.exports.plain import as_records

    reader = given.workplace().reader()
    by_month = as_records(reports_by_month(reader, given.months))
    every = as_records(reports(reader, given.months))
    if given.json:
        found = {"months": by_month, "reports": every, "expected": as_records(expectations(reader))}
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print(_in_words(by_month, every))
    return 0


def _in_words(by_month: list[dict[str, Any]], every: list[dict[str, Any]]) -> str:
    """A line for each month, newest first, and under it those who have not reported or reported late."""
    lines = []
    for month in by_month:
        lines.append(f"{month['month']}: {month['in_words']}")
        theirs = [row for row in every if row["month_start"] == month["month_start"]]
        lines += [f"  {row['agency']} ({row['feed']}): {_word(row)}" for row in theirs if _is_worth_a_line(row)]
    return "\n".join(lines)


def _is_worth_a_line(row: dict[str, Any]) -> bool:
    return bool(row["days_late"]) or row["report"] not in ("received", "not expected")


def _word(row: dict[str, Any]) -> str:
    from rorf_data.measures.reporting import days_in_words

    return f"{row['report']}, {days_in_words(row['days_late'])} late" if row["days_late"] else str(row["report"])


def _known(workplace: Workplace, feed: Feed, name: str) -> Expectation | None:
    """What is in force of whoever has this name in the feed, without regard to case; None where nobody has."""
    from rorf_data.answers.reporting import expectations_in_force

    with workplace.engine.connect() as connection:
        found = expectations_in_force(connection)
    same = (one for one in found if one.reporter.feed is feed and one.reporter.name.casefold() == name.casefold())
    return next(same, None)


def _unknown(workplace: Workplace, feed: Feed, name: str) -> str:
    from rorf_data.answers.labels import FEED_WORDS
    from rorf_data.answers.reporting import expectations_in_force

    with workplace.engine.connect() as connection:
        names = [one.reporter.name for one in expectations_in_force(connection) if one.reporter.feed is feed]
    listed = f"Known are {', '.join(f'“{known}”' for known in names)}." if names else "Nobody has reported any yet."
    return f"Nobody called “{name}” reports {FEED_WORDS[feed].lower()}. {listed}"
