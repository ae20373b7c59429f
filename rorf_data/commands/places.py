"""``rorf places`` and ``rorf agency``: what waits for a person, decisions on it, and names that are agencies'."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rorf_data.model import NOT_RECORDED, OUTSIDE

if TYPE_CHECKING:
    from rorf_data.answers.places import Waiting
    from rorf_data.store.desk_export import ImportReport


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the two commands."""
    _add_places(commands.add_parser("places", help="places that wait for a person, and decisions on them"))
    agency = commands.add_parser("agency", help="confirm names that look like a person's")
    acts = agency.add_subparsers(required=True, metavar="ACT")
    confirm = acts.add_parser("add", help="say that a name is an agency's; then load its file again")
    confirm.add_argument("name")
    confirm.set_defaults(run=_run_confirm)


def _add_places(places: argparse.ArgumentParser) -> None:
    places.add_argument("--json", action="store_true")
    places.set_defaults(run=_run_queue)
    acts = places.add_subparsers(metavar="ACT")
    decide = acts.add_parser("decide", help="say where a place that waits is")
    decide.add_argument("number", type=int, help="the number that `rorf places` names it by")
    decide.add_argument("area", help=f"a town, {OUTSIDE} or {NOT_RECORDED}")
    decide.add_argument("--row", action="store_true", help="for this row alone, not for the whole source")
    decide.set_defaults(run=_run_decide)
    undo = acts.add_parser("undo", help="take a decision back; its rows wait again")
    undo.add_argument("decision", type=int)
    undo.set_defaults(run=_run_undo)
    made = acts.add_parser("decisions", help="the decisions made, newest first")
    made.add_argument("--json", action="store_true")
    made.set_defaults(run=_run_decisions)
    export = acts.add_parser("export", help="write the decisions in force to a file")
    export.add_argument("file", type=Path)
    export.set_defaults(run=_run_export)
    take_in = acts.add_parser("import", help="take in such a file of another installation")
    take_in.add_argument("file", type=Path)
    take_in.set_defaults(run=_run_import)


def _run_queue(given: argparse.Namespace) -> int:
    from rorf_data.answers.places import other_rows_waiting, places_waiting, waiting_places
    from rorf_data.exports.plain import as_records

    reader = given.workplace().reader()
    places = waiting_places(reader)
    others = as_records(other_rows_waiting(reader))
    if given.json:
        numbered = [{"number": place.held_id} | row for place, row in zip(places, as_records(places_waiting(reader)))]
        print(json.dumps({"places": numbered, "other_rows": others}, ensure_ascii=False, indent=2))
        return 0
    lines = [_in_words(place) for place in places] or ["No place waits for a decision."]
    print("\n".join(lines))
    if others:
        print("\nWaiting for another reason:")
        print("\n".join(f"  {row['file']}, row {row['row']}: {row['problem']} {row['how_to_mend']}" for row in others))
    return 0


def _in_words(place: Waiting) -> str:
    from rorf_data.answers.places import NOT_KEPT, months_in_words
    from rorf_data.towns.gazetteer import area_label

    written = f"“{place.written}”" if place.written else NOT_KEPT
    could_be = f" Could be {' or '.join(map(area_label, place.candidates))}." if place.candidates else ""
    rows = "1 row" if place.rows == 1 else f"{place.rows} rows"
    months = f", {months_in_words(place.months)}" if place.months else ""
    return f"{place.held_id}: {written} in {place.source} ({rows}{months}): {place.problem}{could_be}"


def _run_decide(given: argparse.Namespace) -> int:
    from rorf_data.answers.places import report_in_words

    workplace = given.workplace()
    scope = "row" if given.row else "source"
    report = workplace.decide_place(given.number, _area(given.area), scope=scope, by=given.who())
    print(f"Decision {report.decision_id}: {report_in_words(report.rows, report.months)}")
    return 0


def _run_undo(given: argparse.Namespace) -> int:
    from rorf_data.answers.places import months_in_words

    report = given.workplace().take_back_decision(given.decision, by=given.who())
    months = f" Changed: {months_in_words(report.months)}." if report.months else ""
    print(f"Decision {given.decision} is taken back; its rows wait again.{months}")
    return 0


def _run_decisions(given: argparse.Namespace) -> int:
    from rorf_data.answers.places import place_decisions
    from rorf_data.exports.plain import as_records

    made = as_records(place_decisions(given.workplace().reader()))
    if given.json:
        print(json.dumps(made, ensure_ascii=False, indent=2))
    else:
        lines = (
            f"{row['decision']}: {row['written']} in {row['source']} is {row['town']}, for {row['scope']}"
            f" ({row['decided_by']}, {row['decided_at']}, {row['standing']})"
            for row in made
        )
        print("\n".join(lines) or "Nothing was decided yet.")
    return 0


def _run_export(given: argparse.Namespace) -> int:
    from rorf_data.errors import ExportRefused

    text = given.workplace().decisions_file()
    try:
        given.file.write_text(text, encoding="utf-8")
    except OSError:
        raise ExportRefused(f"{given.file.name} can't be written there.") from None
    count = text.count("[[decisions]]")
    print(f"{count} {'decision is' if count == 1 else 'decisions are'} in {given.file.name}.")
    return 0


def _run_import(given: argparse.Namespace) -> int:
    from rorf_data.errors import FileRefused

    try:
        text = given.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise FileRefused(f"“{given.file.name}” can't be read.") from None
    print(_import_in_words(given.workplace().take_in_decisions(text, by=given.who())))
    return 0


def _import_in_words(report: ImportReport) -> str:
    from rorf_data.answers.places import import_in_words

    return "\n".join([import_in_words(report), *(f"  not taken: {what}: {why}" for what, why in report.not_taken)])


def _run_confirm(given: argparse.Namespace) -> int:
    name = given.workplace().confirm_agency(given.name, by=given.who())
    print(f"“{name}” is kept as an agency's name. Load the files again that hold rows of it.")
    return 0


def _area(written: str) -> str:
    """The code of a town named in full, or one of the two areas that are no town."""
    from rorf_data.errors import StoreRefused
    from rorf_data.towns.gazetteer import towns

    plain = written.strip().casefold()
    areas = {town.name.casefold(): town.code for town in towns()} | {area: area for area in (OUTSIDE, NOT_RECORDED)}
    if plain not in areas:
        raise StoreRefused(f"A place is decided to be one of the 21 towns, {OUTSIDE} or {NOT_RECORDED}.")
    return areas[plain]
