"""``rorf signals``: what the newest overdose calls say, in sentences or as a table."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rorf_data.disclosure.release import Released


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe ``rorf signals``."""
    signals = commands.add_parser("signals", help="say whether the newest overdose calls are more than usual")
    signals.add_argument(
        "--as-of", type=date.fromisoformat, metavar="D", help="by what was on record at the end of this day"
    )
    signals.add_argument("--format", choices=["text", "csv", "json"], default="text")
    signals.set_defaults(run=_run_signals)


def _run_signals(given: argparse.Namespace) -> int:
    from rorf_data.answers.signals import regional_signals, town_signals
    from rorf_data.exports.plain import to_plain_csv, to_plain_json

    now = given.workplace().reader()
    reader = now if given.as_of is None else now.at_the_end_of(given.as_of)
    regional = regional_signals(reader, given.as_of)
    if given.format == "text":
        print(_in_words(regional, town_signals(reader, given.as_of)))
    else:
        print(to_plain_csv(regional) if given.format == "csv" else to_plain_json(regional), end="")
    return 0


def _in_words(regional: Released, towns: Released) -> str:
    """Every sentence on a line of its own, the notes below them."""
    if regional.frame.empty:
        return "No overdose calls are on record, so there is nothing to compare."
    sentences = [*regional.frame["in_words"], *towns.frame["in_words"]]
    notes = dict.fromkeys((*towns.about.notes, *regional.about.notes))
    return "\n".join([*sentences, "", *notes])
