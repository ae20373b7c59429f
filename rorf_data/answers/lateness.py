"""How late records usually come, by source, and how much of a month is usually in by when."""

from __future__ import annotations

import math

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.received import MONTHS_WATCHED, completeness_by_feed, first_files_of, with_days
from rorf_data.disclosure.over_time import share_in_words
from rorf_data.disclosure.release import Released
from rorf_data.measures.lateness import (
    FEWEST_MONTHS,
    FEWEST_RECORDS,
    TIME_TO_COMPLETE,
    ExpectedCompleteness,
    usual_delay,
)
from rorf_data.model import Feed, Period, add_months
from rorf_data.store.queries_lateness import load_day_arrivals

FEEDS = (Feed.DISTRIBUTIONS, Feed.REQUESTS, Feed.CALLS, Feed.DEATHS)
DAYS_AFTER = (0, 15, 30, 60, 90)
NOT_KNOWN_YET = "not known yet"
ALL_IN = "all"
DELAY_LABELS = {
    "first_file_date": "First file came on",
    "total_records": "Records since",
    "delay": "From the event to receipt",
    "median_delay_days": "Median days from event to receipt",
    "p90_delay_days": "90th percentile of days from event to receipt",
}
DELAY_NOTE = (
    f"Counted are records of the last {MONTHS_WATCHED} months that came after a source's first file, of days since "
    f"that file came; under {FEWEST_RECORDS} of them the usual delay is not known yet."
)
COMPLETENESS_NOTE = (
    f"By what came in the last {MONTHS_WATCHED} months. It is not known yet with under {FEWEST_MONTHS} earlier months "
    f"that are over for {TIME_TO_COMPLETE} days, or under {FEWEST_RECORDS} records in them."
)


@answer
def usual_delays(reader: Reader) -> Released:
    """One row for each source, by feed and name: when its first file came, the records that tell of delay, and the
    usual delay in words, as median and as 90th percentile of days (missing under 10 records).
    """
    with reader.connect() as connection:
        period = _watched(reader)
        arrivals = with_days(load_day_arrivals(connection, FEEDS, period.first), reader.calendar)
        parts = []
        for feed, firsts in first_files_of(connection, FEEDS, reader.calendar).items():
            found = usual_delay(arrivals[arrivals["feed"] == feed.value], firsts).set_index("source")
            found = found.reindex(sorted(firsts)).fillna({"total_records": 0})
            found.insert(0, "feed", FEED_WORDS[feed])
            found.insert(1, "first_file_date", pd.to_datetime([firsts[source].received_date for source in found.index]))
            parts.append(found)
        frame = pd.concat(parts).reset_index(names="source")
        days = frame[["median_delay_days", "p90_delay_days"]].to_numpy(dtype=float, na_value=math.nan)
        frame.insert(4, "delay", [_delay_in_words(median, p90) for median, p90 in days])
        return _release(reader, connection, frame, "Usual delay by source", period, DELAY_NOTE, DELAY_LABELS)


@answer
def usual_completeness(reader: Reader) -> Released:
    """One row for each kind of records: how much of a month is usually in 0, 15, 30, 60 and 90 days after its end, in
    words.
    """
    labels = {f"after_{days}_days": f"{days} days after a month's end" for days in DAYS_AFTER}
    labels["after_0_days"] = "At a month's end"
    with reader.connect() as connection:
        usual = completeness_by_feed(connection, FEEDS, reader.calendar)
        frame = pd.DataFrame({"feed": [FEED_WORDS[feed] for feed in FEEDS]})
        for days in DAYS_AFTER:
            frame[f"after_{days}_days"] = [_share_in_words(usual[feed], days) for feed in FEEDS]
        title = "How much of a month is usually in"
        return _release(reader, connection, frame, title, _watched(reader), COMPLETENESS_NOTE, labels)


def _watched(reader: Reader) -> Period:
    return Period(add_months(reader.today.replace(day=1), -MONTHS_WATCHED), reader.today)


def _delay_in_words(median: float, p90: float) -> str:
    return NOT_KNOWN_YET if math.isnan(median) else f"half within {median:g} days, nine of ten within {p90:g}"


def _share_in_words(usual: ExpectedCompleteness, days_after: int) -> str:
    share = usual.share(days_after)
    if share is None:
        return NOT_KNOWN_YET
    return ALL_IN if share == 1 else share_in_words(share)


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    period: Period,
    note: str,
    labels: dict[str, str],
) -> Released:
    return describe_and_release(
        reader, connection, frame, title=title, period=period, towns=(), feeds=FEEDS, notes=[note], extra_labels=labels
    )
