"""History: every load and what it changed, and what has changed since any past moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.labels import FEED_WORDS, LABELS
from rorf_data.answers.reader import Reader, describe_and_release, local_day, local_moment, moment_in_words
from rorf_data.answers.series import FEED_OF, grids, waiting_grid
from rorf_data.disclosure.release import Released
from rorf_data.measures.counts import over_areas
from rorf_data.model import Feed, Filters, Outcome, Period, last_of_month
from rorf_data.store import queries
from rorf_data.store.history import load_history, load_one
from rorf_data.store.history import load_issues as issues_on_record
from rorf_data.store.history import load_restatements as restatements_on_record
from rorf_data.towns import gazetteer

KIND_WORDS = {
    "file": "File",
    "undo": "Undoing",
    "decision": "Place decided",
    "nothing": "Nothing to report",
}
OUTCOME_WORDS = {
    Outcome.HELD: "waits for a person",
    Outcome.REFUSED: "refused",
    Outcome.NOTED: "taken, with a note",
}
MEASURE_WORDS = {
    "kits": LABELS["total_kits"],
    "doses": LABELS["total_doses"],
    "distributions": LABELS["total_distributions"],
    "kits_at_overdose": LABELS["kits_at_overdose"],
    "requests": LABELS["total_requests"],
    "kits_requested": "Kits asked for",
    "delivered": LABELS["total_delivered"],
    "closed": "Requests closed without delivery",
    "waiting": "Requests waiting, by the day received",
    "calls": LABELS["total_calls"],
    "fatal_calls": LABELS["fatal_calls"],
    "nonfatal_calls": LABELS["nonfatal_calls"],
    "naloxone_calls": LABELS["naloxone_calls"],
    "kit_left_calls": "Calls at which a kit was left",
    "deaths": LABELS["total_deaths"],
    "opioid_deaths": LABELS["opioid_deaths"],
    "summary_kits": "Kits left, in monthly summaries",
    "summary_calls": "Overdose calls, in monthly summaries",
    "summary_requests": "Requests received, in monthly summaries",
    "stock_received": "Kits received into stock",
    "stock_issued": "Kits issued from stock",
    "stock_returned": "Kits returned to stock",
    "stock_expired": "Kits expired in stock",
    "stock_lost": "Kits lost from stock",
    "settlement_contributed": "Settlement money contributed, in cents",
    "settlement_spent": "Settlement money spent, in cents",
}
COMPARED = {
    "kits": MEASURE_WORDS["kits"],
    "calls": MEASURE_WORDS["calls"],
    "requests": MEASURE_WORDS["requests"],
    "delivered": MEASURE_WORDS["delivered"],
    "waiting": "Requests waiting at the end of the month",
    "deaths": MEASURE_WORDS["deaths"],
}
HEADLINES = ("kits", "calls", "requests", "waiting")
LABELS_OF_LOADS = {
    "load_id": "Load",
    "loaded_at": "When",
    "kind": "What it was",
    "file": "File",
    "read": "Rows read",
    "new": "New",
    "changed": "Corrected",
    "unchanged": "Already on record",
    "held": "Waiting for a person",
    "refused": "Refused",
    "gone": "Withdrawn",
    "issues": "Notes on rows",
    "months_restated": "Earlier months changed",
    "standing": "Standing",
    "loaded_by": "By",
    "left_out_columns": "Columns of which nothing is stored",
    "note": "Note",
    "sha256": "SHA-256 of the file",
}
LABELS_OF_ISSUES = {
    "sheet": "Sheet",
    "row": "Row in the file",
    "column": "Column",
    "problem": "What is the matter",
    "outcome": "What became of it",
}
LABELS_OF_CHANGES = {"before": "Before", "after": "After", "difference": "Difference", "town": "Place"}


@answer
def loads_table(reader: Reader) -> Released:
    """One row for each load, newest first: who, when (local time), what, the counts of its rows, whether it stands.

    ``months_restated`` counts the months that were on record before the load and that it changed.
    """
    with reader.connect() as connection:
        loads = load_history(connection)
        days = [local_moment(moment, reader) for moment in loads["loaded_at"]]
        frame = loads.assign(
            loaded_at=[f"{moment:%Y-%m-%d %H:%M}" for moment in days],
            kind=[KIND_WORDS.get(kind, kind) for kind in loads["kind"]],
            feed=[FEED_WORDS[Feed(feed)] for feed in loads["feed"]],
            left_out_columns=[", ".join(columns or ()) for columns in loads["left_out_columns"]],
            sha256=loads["sha256"].where(loads["kind"] == "file", ""),
            standing=[_standing(*pair) for pair in zip(loads["undoes"], loads["undone_by"], strict=True)],
        )
        columns = list(LABELS_OF_LOADS)
        columns[4:4] = ["source", "feed"]
        period = Period(days[-1].date(), days[0].date()) if days else Period(reader.today, reader.today)
        return describe_and_release(
            reader,
            connection,
            frame[columns],
            title="History of loads",
            period=period,
            towns=(),
            feeds=list(Feed),
            extra_labels=LABELS_OF_LOADS,
        )


@answer
def load_issues(reader: Reader, load_id: int) -> Released:
    """One row for each note on a row of a load, in the order of the file: sheet, row, column, problem, outcome."""
    with reader.connect() as connection:
        found = issues_on_record(connection, load_id)
        frame = found.assign(outcome=[OUTCOME_WORDS[Outcome(outcome)] for outcome in found["outcome"]])
        return _of_one_load(reader, connection, load_id, frame, "Notes on the rows", LABELS_OF_ISSUES)


@answer
def load_restatements(reader: Reader, load_id: int) -> Released:
    """One row for each figure that a load changed in a month already on record, newest month first.

    Columns: measure, month, town (or where else), before, after, difference.
    """
    with reader.connect() as connection:
        found = restatements_on_record(connection, load_id)
        found = found.sort_values("measure", key=_in_order).sort_values("month", ascending=False, kind="stable")
        frame = pd.DataFrame(
            {
                "measure": [MEASURE_WORDS.get(measure, measure) for measure in found["measure"]],
                "month": [f"{month:%b %Y}" for month in found["month"]],
                "town": [gazetteer.area_label(area) for area in found["area"]],
                "before": found["before"].astype("Int64"),
                "after": found["after"].astype("Int64"),
                "difference": (found["after"] - found["before"]).astype("Int64"),
            }
        )
        return _of_one_load(reader, connection, load_id, frame, "Earlier months changed", LABELS_OF_CHANGES)


@answer
def changed_since(reader: Reader, moment: datetime, period: Period | None = None) -> Released:
    """One row for each measure and month whose figure is another now than at ``moment`` (UTC), newest month first.

    Columns: measure, month_start, month, before, now; for the member towns of the period together. Without ``period``
    every month on record is looked at. A figure is missing where the month was, or is, not on record.
    """
    earlier = reader.at(moment)
    compared = period or _on_record(reader)
    before, now = _by_month(earlier, compared), _by_month(reader, compared)
    both = before.merge(now, on=["measure", "month_start"], suffixes=("_then", "_now"), validate="one_to_one")
    is_other = both["total_then"].fillna(-1) != both["total_now"].fillna(-1)
    touched = both[is_other].sort_values("month_start", ascending=False, kind="stable")
    frame = pd.DataFrame(
        {
            "measure": [COMPARED[name] for name in touched["measure"]],
            "month_start": touched["month_start"].array,
            "month": [f"{month:%b %Y}" for month in touched["month_start"]],
            "before": touched["total_then"].array,
            "now": touched["total_now"].array,
        }
    )
    said = moment_in_words(moment, reader)
    return _compare(reader, frame, f"Changed since {said}", compared, said, list(COMPARED))


@answer
def month_then_and_now(reader: Reader, moment: datetime) -> Released:
    """The headline figures of the month that was the newest full one at ``moment`` (UTC): measure, before, now.

    They are those of the month's member towns together; a figure is missing where the month was or is not on record.
    """
    earlier = reader.at(moment)
    month = earlier.newest_full_month()
    before, now = (_by_month(one, month).set_index("measure")["total"] for one in (earlier, reader))
    frame = pd.DataFrame(
        {
            "measure": [COMPARED[name] for name in HEADLINES],
            "before": before.loc[list(HEADLINES)].array,
            "now": now.loc[list(HEADLINES)].array,
        }
    )
    said = moment_in_words(moment, reader)
    return _compare(reader, frame, f"{month}, as it stood on {said} and now", month, said, HEADLINES)


def _in_order(measures: pd.Series) -> pd.Series:
    """The measures in the order in which they are shown everywhere."""
    return measures.map({name: place for place, name in enumerate(MEASURE_WORDS)})


def _standing(undoes: float | None, undone_by: float | None) -> str:
    """Whether a load counts, and what it has to do with another."""
    words = [f"undoes load {undoes:.0f}"] if pd.notna(undoes) else []
    words += [f"undone by load {undone_by:.0f}"] if pd.notna(undone_by) else []
    return ", ".join(words) or "in force"


def _of_one_load(
    reader: Reader, connection: sa.Connection, load_id: int, frame: pd.DataFrame, title: str, labels: dict[str, str]
) -> Released:
    load = load_one(connection, load_id)
    day = local_day(load.loaded_at, reader)
    return describe_and_release(
        reader,
        connection,
        frame,
        title=f"Load {load_id}: {title[0].lower()}{title[1:]}",
        period=Period(load.first_date or day, load.last_date or load.first_date or day),
        towns=(),
        feeds=[Feed(load.feed)],
        extra_labels=labels,
    )


def _on_record(reader: Reader) -> Period:
    """From the first month on record of any feed that is compared to the newest one that is over."""
    newest = reader.newest_full_month()
    with reader.connect() as connection:
        feeds = {FEED_OF[name] for name in COMPARED}
        months = [month for feed in feeds for month in queries.load_reported_months(connection, feed)]
    return Period(min([newest.first, *months]), max([newest.last, *map(last_of_month, months)]))


def _by_month(reader: Reader, period: Period) -> pd.DataFrame:
    """The compared measures of the member towns together: measure, month_start, total."""
    towns = reader.towns_of(Filters(period))
    counted = [name for name in COMPARED if name != "waiting"]
    with reader.connect() as connection:
        found = grids(connection, counted, towns, period) | {"waiting": waiting_grid(connection, towns, period)}
    long = [
        over_areas(found[name]).to_frame("total").reset_index(names="month_start").assign(measure=name)
        for name in COMPARED
    ]
    return pd.concat(long, ignore_index=True)


def _compare(
    reader: Reader, frame: pd.DataFrame, title: str, period: Period, said: str, measures: Sequence[str]
) -> Released:
    feeds = dict.fromkeys(FEED_OF[name] for name in measures)
    with reader.connect() as connection:
        return describe_and_release(
            reader,
            connection,
            frame,
            title=title,
            period=period,
            towns=reader.towns_of(Filters(period)),
            feeds=feeds,
            extra_labels={"before": f"On {said}", "now": "Now"},
        )
