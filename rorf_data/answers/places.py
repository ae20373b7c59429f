"""The place-name desk: places that wait for a person, what was decided, and rows that wait for another reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from rorf_data.answers.asking import answer
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.answers.reader import Reader, describe_and_release, local_moment
from rorf_data.disclosure.release import Released
from rorf_data.intake.doubted_days import DAYS_IN_DOUBT
from rorf_data.intake.people import PERHAPS
from rorf_data.model import Feed, Period, add_months, in_words, last_of_month
from rorf_data.store import desk_queries
from rorf_data.store.desk_export import ImportReport
from rorf_data.towns import gazetteer

NOT_KEPT = "(not kept)"
IN_FORCE, TAKEN_BACK = "in force", "taken back"
SCOPES = {"source": "the whole source", "row": "one row"}
CONFIRM = "Confirm the name below if it is an agency's, then load the file again; else have the cell mended."
HOW_TO_MEND = {
    "is in the future": (
        "Have the date mended in the file and load it again, or load the file again when the day is past."
    ),
    **dict.fromkeys(
        DAYS_IN_DOUBT,
        "Have the date mended in the file and load it again. If it is right, load the file again and say so there.",
    ),
    "kits in one row": (
        "Have the number mended in the file and load it again. If it is right, raise most_kits_in_one_row in the "
        "settings before."
    ),
    "same identifier": "Have one of the two rows mended or deleted in the file and load it again.",
}
MEND = "Have the row mended in the file and load it again."

LABELS_OF_PLACES = {
    "written": "Written",
    "problem": "Why it waits",
    "candidates": "Could be",
    "rows": "Rows",
    "months": "Months",
}
LABELS_OF_ROWS = {"file": "File", "sheet": "Sheet", "row": "Row in the file", "day": "Day"}
LABELS_OF_OTHERS = {
    "file": "File",
    "sheet": "Sheet",
    "row": "Row in the file",
    "column": "Column",
    "problem": "Why it waits",
    "how_to_mend": "What to do",
}
LABELS_OF_DECISIONS = {
    "decision": "Decision",
    "decided_at": "When",
    "decided_by": "By",
    "written": "Written",
    "problem": "Why it waited",
    "town": "Decided to be",
    "scope": "Holds for",
    "rows": "Rows then",
    "months": "Earlier months changed",
    "standing": "Standing",
}
LABELS_OF_AGENCIES = {"agency": "Agency", "added_at": "When", "added_by": "By"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One place that a person must decide on: what a source wrote, the sentence on why, and what hangs on it.

    ``held_id`` is one of its ``rows`` rows; ``written`` is empty where the words are not kept. ``candidates`` are codes
    of towns, the likeliest first. ``months`` are first days, earliest first.
    """

    held_id: int
    source: str
    feed: Feed
    written_key: str
    written: str
    problem: str
    candidates: tuple[str, ...]
    rows: int
    months: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One row that waits for a place: its number in the database, and where a person finds it in its file."""

    held_id: int
    file: str
    sheet: str
    row: int
    day: date | None


def waiting_places(reader: Reader) -> tuple[Waiting, ...]:
    """Every place that waits, by source and as written, those with most rows first."""
    with reader.connect() as connection:
        found = desk_queries.load_waiting_places(connection)
        months = desk_queries.load_waiting_months(connection)
    return tuple(
        Waiting(
            held_id=row["held_id"],
            source=row["source"],
            feed=Feed(row["feed"]),
            written_key=row["written_key"],
            written=row["written"] or "",
            problem=row["problem"],
            candidates=tuple(map(gazetteer.code_of, row["candidates"])),
            rows=row["rows"],
            months=tuple(months.get((row["source"], row["written_key"]), ())),
        )
        for row in found.to_dict("records")
    )


def rows_of(reader: Reader, place: Waiting) -> tuple[WaitingRow, ...]:
    """The rows that wait for a place, in the order of their files, at most 500."""
    with reader.connect() as connection:
        found = desk_queries.load_rows_of_place(connection, place.source, place.written_key)
    return tuple(
        WaitingRow(row["held_id"], row["file"], row["sheet"], row["row"], _day(row["day"]))
        for row in found.to_dict("records")
    )


@answer
def places_waiting(reader: Reader) -> Released:
    """One row for each place that waits: written, problem, candidates, rows, months, source, feed."""
    places = waiting_places(reader)
    frame = pd.DataFrame(
        {
            "written": [place.written or NOT_KEPT for place in places],
            "problem": [place.problem for place in places],
            "candidates": [", ".join(map(gazetteer.area_label, place.candidates)) for place in places],
            "rows": pd.array([place.rows for place in places], dtype="Int64"),
            "months": [months_in_words(place.months) for place in places],
            "source": [place.source for place in places],
            "feed": [FEED_WORDS[place.feed] for place in places],
        }
    )
    months = [month for place in places for month in place.months]
    return _release(reader, frame, "Places that wait for a decision", months, LABELS_OF_PLACES)


def rows_of_place(reader: Reader, place: Waiting) -> Released:
    """The rows that wait for a place, in the order of their files, at most 500: file, sheet, row, day."""
    rows = rows_of(reader, place)
    frame = pd.DataFrame(
        {
            "file": [row.file for row in rows],
            "sheet": [row.sheet for row in rows],
            "row": pd.array([row.row for row in rows], dtype="Int64"),
            "day": [in_words(row.day) if row.day else "" for row in rows],
        }
    )
    return _release(reader, _without_empty_sheets(frame), "Where it is written", place.months, LABELS_OF_ROWS)


def candidate_towns(reader: Reader, place: Waiting) -> Released:
    """The towns that a place could mean: town_code and town."""
    frame = pd.DataFrame(
        {
            "town_code": list(place.candidates),
            "town": [gazetteer.area_label(code) for code in place.candidates],
        }
    )
    return _release(reader, frame, "Towns that it could be", place.months, {}, towns=place.candidates)


@answer
def other_rows_waiting(reader: Reader) -> Released:
    """Rows that wait for another reason than their place, at most 500, with what to do about each.

    Columns: file, sheet, row, column, problem, how_to_mend, source.
    """
    with reader.connect() as connection:
        found = desk_queries.load_other_rows(connection)
    advice = [how_to_mend(problem) for problem in found["problem"]]
    frame = found.assign(row=found["row"].astype("Int64"), how_to_mend=advice)[[*LABELS_OF_OTHERS, "source"]]
    return _release(reader, _without_empty_sheets(frame), "Rows that wait for another reason", (), LABELS_OF_OTHERS)


@answer
def place_decisions(reader: Reader) -> Released:
    """Every decision on a place, newest first.

    Columns: decision (its number), decided_at (local time), decided_by, source, written, problem, town, scope, rows
    placed when it was made, months on record that it changed, standing.
    """
    with reader.connect() as connection:
        found = desk_queries.load_decisions(connection)
        months = desk_queries.load_restated_months(connection)
    frame = pd.DataFrame(
        {
            "decision": found["decision_id"].astype("Int64"),
            "decided_at": [f"{local_moment(moment, reader):%Y-%m-%d %H:%M}" for moment in found["decided_at"]],
            "decided_by": found["decided_by"],
            "source": found["source"],
            "written": [written or NOT_KEPT for written in found["written"]],
            "problem": found["reason"],
            "town": [gazetteer.area_label(area) for area in found["area"]],
            "scope": [SCOPES["row" if key else "source"] for key in found["record_key"]],
            "rows": found["rows"].astype("Int64"),
            "months": [months_in_words(months.get(load_id, ())) for load_id in found["load_id"]],
            "standing": [IN_FORCE if pd.isna(load_id) else TAKEN_BACK for load_id in found["undone_by"]],
        }
    )
    return _release(reader, frame, "Decisions made", (), LABELS_OF_DECISIONS)


@answer
def confirmed_agencies(reader: Reader) -> Released:
    """Names that look like a person's and were confirmed to be agencies', A to Z: agency, added_at, added_by."""
    with reader.connect() as connection:
        found = desk_queries.load_confirmed_agencies(connection)
    frame = pd.DataFrame(
        {
            "agency": found["name"],
            "added_at": [f"{local_moment(moment, reader):%Y-%m-%d %H:%M}" for moment in found["added_at"]],
            "added_by": found["added_by"],
        }
    )
    return _release(reader, frame, "Names confirmed to be agencies'", (), LABELS_OF_AGENCIES)


def months_in_words(months: Iterable[date]) -> str:
    """``Mar 2026``, and months on end as ``Jan 2026 to Apr 2026``; runs apart with a comma between them."""
    runs: list[list[date]] = []
    for month in sorted(set(months)):
        if runs and add_months(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(_run_in_words(run) for run in runs)


def report_in_words(rows: int, months: Iterable[date]) -> str:
    """What a decision did, for whoever made it."""
    placed = {0: "No row waited for it", 1: "1 row is placed"}.get(rows, f"{rows:,} rows are placed")
    changed = months_in_words(months)
    return f"{placed}; figures on record changed in {changed}." if changed else f"{placed}; no month on record changed."


def import_in_words(report: ImportReport) -> str:
    """What became of a file of decisions, in one line; those not taken are named by whoever shows it."""
    counts = [f"{report.taken} taken in"]
    counts += [f"{report.already} in force already"] if report.already else []
    counts += [f"{len(report.not_taken)} not taken"] if report.not_taken else []
    return f"Decisions: {', '.join(counts)}. {report_in_words(report.rows, report.months)}"


def how_to_mend(problem: str) -> str:
    """What a person can do about a row that waits for this reason."""
    if problem.startswith(PERHAPS):
        return CONFIRM
    return next((advice for sign, advice in HOW_TO_MEND.items() if sign in problem), MEND)


def _run_in_words(run: Sequence[date]) -> str:
    return f"{run[0]:%b %Y}" if len(run) == 1 else f"{run[0]:%b %Y} to {run[-1]:%b %Y}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _without_empty_sheets(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without the column of sheets, where no file has several."""
    return frame if (frame["sheet"] != "").any() else frame.drop(columns="sheet")


def _release(
    reader: Reader,
    frame: pd.DataFrame,
    title: str,
    months: Sequence[date],
    labels: Mapping[str, str],
    *,
    towns: Sequence[str] = (),
) -> Released:
    period = Period(min(months), last_of_month(max(months))) if months else Period(reader.today, reader.today)
    own_labels = {name: label for name, label in labels.items() if name in frame}
    with reader.connect() as connection:
        return describe_and_release(
            reader,
            connection,
            frame,
            title=title,
            period=period,
            towns=towns,
            feeds=list(Feed),
            extra_labels=own_labels,
        )
