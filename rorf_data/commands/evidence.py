"""``rorf statement`` and ``rorf evidence``: what a grant writer takes away, without a browser's page."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from rorf_data.answers.reader import Reader
    from rorf_data.meetings.presets import Preset
    from rorf_data.model import Filters
    from rorf_data.workplace import Workplace

Found = TypeVar("Found")

CHARTS = ("towns", "months", "years", "calls", "requests")


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe both commands."""
    statement = commands.add_parser("statement", help="write the need statement for a grant")
    _add_choices(statement)
    statement.add_argument("--check", metavar="CLAIM", help="say what no record bears in this sentence instead")
    statement.set_defaults(run=_run_statement)
    evidence = commands.add_parser("evidence", help="write the evidence pack of a chart, one zip")
    _add_choices(evidence)
    evidence.add_argument("--chart", choices=CHARTS, default="towns")
    evidence.add_argument("--out", type=Path, metavar="FILE", help="where to; without it, by its own name, here")
    evidence.set_defaults(run=_run_evidence)


def _add_choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--funder", metavar="NAME", help="a preset of funders.toml; without it, the first")
    parser.add_argument(
        "--period", metavar="NAME", help="as the page calls it, such as “Last 12 months”; else the newest whole year"
    )
    parser.add_argument("--town", action="append", default=[], metavar="T", help="only this town; may be repeated")


def _run_statement(given: argparse.Namespace) -> int:
    from rorf_data.exports.taking import log_taken
    from rorf_data.meetings.claims import check_claims
    from rorf_data.meetings.need_statement import need_statement
    from rorf_data.workplace import utc_now

    workplace = given.workplace()
    reader = _reader(workplace)
    try:
        preset, chosen = _chosen(given, workplace, reader)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    statement = need_statement(reader, chosen, preset)
    if given.check is not None:
        refusals = check_claims(given.check, statement.bearing)
        lines = [f"“{one.words}” ({one.rule}): {one.reason}\n  What can be said: {one.offer}" for one in refusals]
        print("\n".join(lines) or "None of the words that are known to say too much.")
        return 0
    text = statement.whole()
    frames = statement.frames
    log_taken(reader, text.encode(), frames, form="txt", by=given.who(), now=utc_now(), title="Need statement")
    print(text, end="")
    return 0


def _run_evidence(given: argparse.Namespace) -> int:
    from rorf_data.exports.taking import log_taken
    from rorf_data.meetings.evidence import evidence_pack
    from rorf_data.workplace import utc_now

    workplace = given.workplace()
    reader = _reader(workplace)
    try:
        preset, chosen = _chosen(given, workplace, reader)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    pack = evidence_pack(reader, chosen, preset, given.chart)
    log_taken(reader, pack.content, pack.frames, form="zip", by=given.who(), now=utc_now(), title="Evidence pack")
    out: Path = given.out or Path(pack.name)
    try:
        out.write_bytes(pack.content)
    except OSError:
        print(f"{out.name} can't be written.", file=sys.stderr)
        return 1
    print(f"{out.name} is written.")
    return 0


def _reader(workplace: Workplace) -> Reader:
    from dataclasses import replace

    from rorf_data.store.kept import Memory

    return replace(workplace.reader(), memory=Memory())


def _chosen(given: argparse.Namespace, workplace: Workplace, reader: Reader) -> tuple[Preset, Filters]:
    """The preset, period and towns that were asked for. ``ValueError`` says which of them there isn't."""
    from rorf_data.commands.tables import town_code
    from rorf_data.meetings.presets import find_presets_file, read_presets
    from rorf_data.model import Filters

    presets = {preset.name: preset for preset in read_presets(find_presets_file(workplace.places))}
    preset = _named(presets, given.funder, "--funder")
    period = _named(preset.periods(reader.newest_full_month()), given.period, "--period")
    return preset, Filters(period, tuple(town_code(name) for name in given.town))


def _named(among: Mapping[str, Found], name: str | None, option: str) -> Found:
    """The one of this name, in any letters, or the first; ``ValueError`` lists them."""
    if name is None:
        return next(iter(among.values()))
    folded = {one.casefold(): found for one, found in among.items()}
    if name.strip().casefold() not in folded:
        raise ValueError(f"{option} {name}: there are {', '.join(f'“{one}”' for one in among)}")
    return folded[name.strip().casefold()]
