"""How long requests wait, those that are still open counted in: by town, by channel, by month of receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, Literal

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release, local_day
from rorf_data.answers.reporting import reports_missing
from rorf_data.answers.series import notes_on_gaps
from rorf_data.answers.towns import elsewhere_in_notes
from rorf_data.disclosure.release import Released
from rorf_data.measures.waiting_times import DELIVERED, days_in_words, share_delivered, waits_by
from rorf_data.model import Feed, Filters, in_words
from rorf_data.store import queries
from rorf_data.store.request_waits import Key, load_request_waits
from rorf_data.towns import gazetteer

By = Literal["town", "channel", "month"]

ALL = "All together"
NOT_RECORDED = "Not recorded"
NO_REQUEST = "No request."
KEYS: Final[dict[By, Key]] = {"town": "area", "channel": "channel", "month": "month"}
HEADINGS: Final[dict[By, str]] = {"town": "Town", "channel": "Channel", "month": "Month received"}
SHARES: Final = {"share_delivered": "delivered_percent", "share_low": "delivered_low", "share_high": "delivered_high"}
SHORT: Final = {
    "total_requests": "Received",
    "delivered_so_far": "Delivered",
    "closed_so_far": "Closed",
    "open_so_far": "Open",
    "in_words": "How long they wait",
    "wait_half_days": "Half, days",
    "wait_nine_days": "Nine in ten, days",
}
"""Short headings, so that the words fit beside the counts."""
COUNTS: Final = ["total_requests", "delivered_so_far", "closed_so_far", "open_so_far"]


@answer
def waits_by_group(reader: Reader, chosen: Filters, by: By) -> Released:
    """One row for all requests received in the period, then one for each town (A to Z), channel or month of receipt.

    Columns: group (its name), total_requests, delivered_so_far, closed_so_far, open_so_far, the days until half are
    delivered and until nine in ten are, each with its interval (missing where not reached, and where fewer are
    delivered than percentiles take), and in_words, which then lists the days. A month without any record isn't there,
    and counts are missing where no month of the period is on record.
    """
    analysis = reader.settings.analysis
    with reader.connect() as connection:
        waits = _waits(reader, connection, chosen, by)
        limits: dict[str, Any] = {
            "confidence": analysis.confidence,
            "fewest_for_percentiles": analysis.fewest_for_percentiles,
        }
        together, each = (waits_by(waits, key, **limits) for key in ("", "group"))
        months = _months_on_record(connection, chosen)
        groups = _groups(reader, chosen, by, list(each["group"]), months)
        frame = pd.concat([together.assign(group=ALL), each], ignore_index=True)
        frame = frame.set_index("group").reindex([ALL, *groups]).reset_index()
        frame[COUNTS] = frame[COUNTS].fillna(0) if months else frame[COUNTS].mask(frame[COUNTS].notna())
        frame["in_words"] = frame["in_words"].fillna(NO_REQUEST) if months else None
        numbers = [column for column in frame.columns if column not in ("group", *COUNTS, "in_words")]
        frame = frame[["group", *COUNTS, "in_words", *numbers]]
        title = f"How long requests wait, by {HEADINGS[by].lower()}"
        return _release(reader, connection, frame, chosen, title, labels={"group": HEADINGS[by], **SHORT})


@answer
def share_delivered_by_day(reader: Reader, chosen: Filters, by: By = "town", group: str = ALL) -> Released:
    """The share of the requests received in the period that is delivered within so many days, open ones counted in.

    One row for each number of days at which a request ended, or that one has waited so far: wait_days, requests_at_risk
    (those that had waited so long), total_delivered (on that day), delivered_percent with delivered_low and
    delivered_high (0 to 100; missing where the interval can't be given). ``group`` is one of those of
    :func:`waits_by_group`. No row where fewer are delivered than percentiles take; the notes then list the days.
    """
    analysis = reader.settings.analysis
    with reader.connect() as connection:
        waits = _waits(reader, connection, chosen, by)
        own = waits if group == ALL else waits[waits["group"] == group]
        is_enough = own.loc[own["ending"] == DELIVERED, "total"].sum() >= analysis.fewest_for_percentiles
        curve = share_delivered(own if is_enough else own.iloc[:0], analysis.confidence)
        frame = curve.rename(columns={"days": "wait_days", **SHARES})
        frame[list(SHARES.values())] = (100 * frame[list(SHARES.values())]).round(1)
        listed = "" if is_enough else days_in_words(own, most_listed=analysis.fewest_for_percentiles)
        few = f"Fewer than {analysis.fewest_for_percentiles} of these are delivered, so no share is given. {listed}"
        title = "Requests delivered by day" + ("" if group == ALL else f": {group}")
        return _release(reader, connection, frame, chosen, title, notes=() if is_enough else (few,))


def records_until(reader: Reader, connection: sa.Connection) -> date:
    """The day up to which the records tell what became of requests: that of the newest file, or today without one."""
    loaded = queries.load_newest_loads(connection)
    days = [local_day(moment, reader) for feed, _, moment in loaded if feed == Feed.REQUESTS.value]
    return min(max(days), reader.today) if days else reader.today


def _waits(reader: Reader, connection: sa.Connection, chosen: Filters, by: By) -> pd.DataFrame:
    """Waits of the chosen towns and period, with the name of the group that each belongs to."""
    until, towns = records_until(reader, connection), reader.towns_of(chosen)
    found = reader.recall(
        ("request waits", chosen.period, towns, by, until),
        lambda: load_request_waits(connection, chosen.period, towns, by=[KEYS[by]], until=until),
    )
    return found.assign(group=[_name(by, value) for value in found[KEYS[by]]])


def _name(by: By, value: str | date) -> str:
    if isinstance(value, date):
        return f"{value:%b %Y}"
    if by == "town":
        return gazetteer.area_label(value)
    return NOT_RECORDED if value in ("", "unknown") else value.capitalize()


def _months_on_record(connection: sa.Connection, chosen: Filters) -> list[date]:
    reported = set(queries.load_reported_months(connection, Feed.REQUESTS))
    return [month for month in chosen.period.months() if month in reported]


def _groups(reader: Reader, chosen: Filters, by: By, found: Sequence[str], months: Sequence[date]) -> list[str]:
    """The groups that a table shows, in order: every chosen town, every month on record, the channels there are."""
    if by == "town":
        return [gazetteer.area_label(code) for code in reader.towns_of(chosen)]
    if by == "month":
        return [_name(by, month) for month in months]
    return [*(name for name in found if name != NOT_RECORDED), *(name for name in found if name == NOT_RECORDED)]


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    chosen: Filters,
    title: str,
    *,
    notes: Sequence[str] = (),
    labels: dict[str, str] | None = None,
) -> Released:
    towns, until = reader.towns_of(chosen), records_until(reader, connection)
    _, inside = elsewhere_in_notes(connection, ["requests"], towns, chosen.period)
    confidence = f"{100 * reader.settings.analysis.confidence:g} %"
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=chosen.period,
        towns=towns,
        feeds=[Feed.REQUESTS],
        notes=[
            f"Of requests received in the period, with what became of them up to {in_words(until)}, in calendar days.",
            "Open requests count for as long as they have waited, and closed ones until they were closed "
            f"(Kaplan-Meier). In brackets: the {confidence} interval (Greenwood, log-log).",
            *reports_missing(reader, connection, [Feed.REQUESTS], chosen.period),
            *notes_on_gaps(connection, ["requests"], chosen.period),
        ],
        inside_notes=[*notes, *inside],
        extra_labels=labels,
    )
