"""``rorf events``: what happened on a day and may explain what a chart shows."""

from __future__ import annotations

import argparse
import json
from typing import Any

from rorf_data.commands.dates import as_day
from rorf_data.model import in_words


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the command."""
    events = commands.add_parser("events", help="dated events, which are drawn on every chart over time")
    acts = events.add_subparsers(required=True, metavar="ACT")
    added = acts.add_parser("add", help="keep an event")
    added.add_argument("day", type=as_day, metavar="DAY", help="as 2026-03-10")
    added.add_argument("words", metavar="WORDS", help="what happened, in a few words in quotation marks")
    added.set_defaults(run=_run_add)
    listed = acts.add_parser("list", help="the events on record, earliest first, with their numbers")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=_run_list)
    removed = acts.add_parser("remove", help="draw an event no more; who removed it and when stays on record")
    removed.add_argument("event", type=int, metavar="NUMBER", help="as rorf events list says it")
    removed.set_defaults(run=_run_remove)


def _run_add(given: argparse.Namespace) -> int:
    from rorf_data.store.dated_events import add_event
    from rorf_data.workplace import utc_now

    workplace = given.workplace()
    event = add_event(workplace.engine, given.day, given.words, now=utc_now(), today=workplace.today(), by=given.who())
    print(f"Event {event.event_id} is kept: {in_words(event.day)}, “{event.words}”.")
    return 0


def _run_list(given: argparse.Namespace) -> int:
    from rorf_data.answers.dated import dated_events
    from rorf_data.exports.plain import as_records

    events = as_records(dated_events(given.workplace().reader()))
    if given.json:
        print(json.dumps(events, ensure_ascii=False, indent=2))
        return 0
    lines = (
        f"{row['event_id']}: {row['event_date']}, {row['event']} ({row['added_by']}, {row['added_date']})"
        for row in events
    )
    print("\n".join(lines) or "No event is kept yet.")
    return 0


def _run_remove(given: argparse.Namespace) -> int:
    from rorf_data.store.dated_events import remove_event
    from rorf_data.workplace import utc_now

    event = remove_event(given.workplace().engine, given.event, now=utc_now(), by=given.who())
    print(f"Event {event.event_id} is removed: {in_words(event.day)}, “{event.words}”.")
    return 0
