"""The leave-behind cascade: what became of kits at overdose calls, step by step, by town, by agency and by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import pandas as pd
import sqlalchemy as sa

from rorf_data.analysis import Analysis
from rorf_data.answers.asking import answer
from rorf_data.answers.linked import (
    NO_CALLS,
    NO_RECORD,
    REST,
    Told,
    months_counted,
    notes_on_linking,
    only_where_linked,
    shares_of,
    steps_counted,
)
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import reports_missing
from rorf_data.answers.series import notes_on_gaps
from rorf_data.answers.towns import elsewhere_in_notes, with_month_names
from rorf_data.disclosure.release import Released
from rorf_data.model import Feed, Filters, Period
from rorf_data.store import queries
from rorf_data.store.cascade_cells import NO_AGENCY
from rorf_data.towns import gazetteer

By = Literal["town", "agency", "month"]

FEEDS: Final = (Feed.CALLS, Feed.DISTRIBUTIONS)
STEP_WORDS: Final = {
    "total_calls": "Overdose calls",
    "linkable_calls": "A kit record can be told",
    "offered_calls": "Kit offered",
    "kit_left_calls": "Kit left",
    "kit_refused_calls": "Kit refused",
    REST: "No kit recorded",
}
"""The steps as they stand beside each bar, by the column that counts them."""

NO_AGENCY_WORDS = "Not recorded"
ELIGIBLE_NOTE = (
    "Eligible are calls after which nobody was taken to hospital, because that was refused or not done, and nobody had "
    "died; a call without transport on record is not among them."
)
RECORDED_NOTE = (
    "“No kit recorded” says no more than that: whether a kit would have been right, or was left and not written down, "
    "isn't known."
)
AGENCY_NOTE = (
    "The agency is the one that answered the call; a kit that another left counts at the same call. Calls of an agency "
    "whose own log has no incident numbers stand under “no kit recorded” wherever the log of another has them."
)


@answer
def cascade_steps(reader: Reader, chosen: Filters) -> Released:
    """One row for each step, in order: step (its name), total_calls that reached it, and eligible_calls that did.

    The chosen towns together, over the period, both ends included. Offered, left, refused and "no kit recorded" are
    missing where too few calls are linked to kits; a note then says why. Everything is missing where no file of calls
    covers any of the period.
    """
    towns, analysis = reader.towns_of(chosen), reader.settings.analysis
    with reader.connect() as connection:
        counts = steps_counted(connection, towns, chosen.period)[()]
        is_on_record = _is_on_record(connection, chosen.period)
        return _release(
            reader,
            connection,
            _as_steps(only_where_linked(counts, analysis) if is_on_record else NO_RECORD),
            title="Overdose calls and kits, step by step",
            chosen=chosen,
            towns=towns,
            notes=[ELIGIBLE_NOTE, RECORDED_NOTE],
            counting_notes=notes_on_linking(counts, analysis),
        )


@answer
def cascade_by(reader: Reader, chosen: Filters, by: By) -> Released:
    """One row for each chosen town, agency that answered, or month that the period touches; the cascade in columns.

    Columns: town_code and town, agency, or month_start and month; total_calls, kit_left_calls, kit_refused_calls,
    no_kit_recorded_calls, unknown_kit_calls (all calls of a row whose calls are not linked to kits; the three before
    are missing there), kit_left_share_said; the same among eligible_calls; then linkable and offered calls, and both
    shares with their limits as numbers.
    """
    towns, analysis = reader.towns_of(chosen), reader.settings.analysis
    with reader.connect() as connection:
        rows = _rows(reader, connection, towns, chosen.period, by)
        return _release(
            reader,
            connection,
            _frame(rows, by, analysis),
            title=f"Overdose calls and kits by {by}",
            chosen=chosen,
            towns=towns,
            notes=[
                *notes_on_shares(analysis),
                ELIGIBLE_NOTE,
                RECORDED_NOTE,
                *([AGENCY_NOTE] if by == "agency" else []),
                *([] if by == "month" else notes_on_gaps(connection, ["calls"], chosen.period)),
            ],
        )


def notes_on_shares(analysis: Analysis) -> list[str]:
    """What stands in brackets beside a share, and what a share must rest on."""
    low, high = analysis.fewest_for_a_rate, analysis.fewest_for_a_stable_rate
    return [
        f"In brackets: the exact {100 * analysis.confidence:.0f} % interval (Clopper and Pearson).",
        f"Of fewer than {low} calls there is no share; of {low} to {high - 1} it is marked unstable.",
        f"“Not linked” stands where it can be told for fewer than {100 * analysis.fewest_linked_share:.0f} % of the "
        "calls whether a kit was left.",
    ]


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    *,
    title: str,
    chosen: Filters,
    towns: Sequence[str],
    notes: Sequence[str],
    counting_notes: Sequence[str] = (),
) -> Released:
    _, inside = elsewhere_in_notes(connection, ["calls"], towns, chosen.period)
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=chosen.period,
        towns=towns,
        feeds=FEEDS,
        notes=[
            *notes,
            *reports_missing(reader, connection, FEEDS, chosen.period),
        ],
        inside_notes=[*counting_notes, *inside],
    )


def _as_steps(shown: Told) -> pd.DataFrame:
    """The counts of one cascade as a row for each step."""
    return pd.DataFrame(
        {
            "step": list(STEP_WORDS.values()),
            "total_calls": pd.array([shown[column] for column in STEP_WORDS], dtype="Int64"),
            "eligible_calls": pd.array([shown[_eligible(column)] for column in STEP_WORDS], dtype="Int64"),
        }
    )


def _eligible(column: str) -> str:
    return "eligible_calls" if column == "total_calls" else f"eligible_{column}"


def _is_on_record(connection: sa.Connection, period: Period) -> bool:
    return not set(period.months()).isdisjoint(queries.load_reported_months(connection, Feed.CALLS))


def _rows(reader: Reader, connection: sa.Connection, towns: Sequence[str], period: Period, by: By) -> dict[Any, Told]:
    """The cascade by town, agency or month: 0 where nothing came, missing where nothing is on record.

    Agencies are those that answered a call, A to Z, with calls of no named agency last.
    """
    analysis = reader.settings.analysis
    if by == "month":
        months = months_counted(reader, connection, towns, period)
        return {month: only_where_linked(one, analysis) if one else NO_RECORD for month, one in months.items()}
    found = steps_counted(connection, towns, period, [{"town": "area"}.get(by, by)])
    known = {key: only_where_linked(counts, analysis) for (key,), counts in found.items()}
    if by == "agency":
        return {name: known[name] for name in sorted(known, key=lambda name: (name == NO_AGENCY, name))}
    nothing = only_where_linked(NO_CALLS, analysis)
    is_on_record = _is_on_record(connection, period)
    return {town: known.get(town, nothing) if is_on_record else NO_RECORD for town in towns}


def _frame(rows: Mapping[Any, Told], by: By, analysis: Analysis) -> pd.DataFrame:
    """The rows under the names that people read, the columns in the order of reading."""
    told = [shown | shares_of(shown, analysis) for shown in rows.values()]
    frame = pd.DataFrame(told, columns=list(COLUMNS)).astype(TYPES)
    if by == "month":
        return with_month_names(frame.set_axis(pd.DatetimeIndex(list(rows)).as_unit("s")))
    if by == "agency":
        frame.insert(0, "agency", [NO_AGENCY_WORDS if name == NO_AGENCY else name for name in rows])
        return frame
    frame.insert(0, "town_code", list(rows))
    frame.insert(1, "town", [gazetteer.area_label(code) for code in rows])
    return frame


COLUMNS: Final = (
    *("total_calls", "kit_left_calls", "kit_refused_calls", REST, "unknown_kit_calls", "kit_left_share_said"),
    *("eligible_calls", "eligible_kit_left_calls", "eligible_kit_refused_calls", f"eligible_{REST}"),
    *("eligible_unknown_kit_calls", "eligible_kit_left_share_said"),
    *("linkable_calls", "offered_calls", "eligible_linkable_calls", "eligible_offered_calls"),
    *("kit_left_share", "kit_left_share_low", "kit_left_share_high"),
    *("eligible_kit_left_share", "eligible_kit_left_share_low", "eligible_kit_left_share_high"),
)
TYPES: Final = {
    name: "str" if name.endswith("_said") else "Int64" if name.endswith("_calls") else "Float64" for name in COLUMNS
}
