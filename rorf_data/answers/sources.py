"""The state of each source: what was loaded, how far it reaches, what waits for a person."""

from __future__ import annotations

import pandas as pd

from rorf_data.answers.asking import answer
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.answers.reader import Reader, describe_and_release, local_day
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import free
from rorf_data.model import Feed, Period, last_of_month
from rorf_data.store import queries


@answer
def source_states(reader: Reader) -> Released:
    """One row for each source ever loaded: feed, files loaded, records, rows held, first and newest day, day last
    loaded. A list of places for help has no days.
    """
    with reader.connect() as connection:
        loaded = queries.load_sources(connection)
        held = queries.load_held_by_source(connection).set_index("source")["held_rows"]
        frame = pd.DataFrame(
            {
                "source": loaded["source"],
                "feed": [FEED_WORDS[Feed(feed)] for feed in loaded["feed"]],
                "loads": loaded["loads"].astype("Int64"),
                "rows_on_record": loaded["records"].astype("Int64"),
                "held_rows": loaded["source"].map(held).fillna(0).astype("Int64"),
                "first_date": pd.to_datetime(loaded["first_date"].where(loaded["feed"] != Feed.HELP_PLACES)),
                "newest_date": pd.to_datetime(loaded["newest_date"].where(loaded["feed"] != Feed.HELP_PLACES)),
                "last_load_date": pd.to_datetime([local_day(moment, reader) for moment in loaded["last_loaded_at"]]),
            }
        )
        days = [day for day in (*loaded["first_date"], *loaded["newest_date"]) if day is not None]
        # In whole months: the newest day of all may be that of a single call.
        period = (
            Period(min(days).replace(day=1), last_of_month(max(days))) if days else Period(reader.today, reader.today)
        )
        return describe_and_release(
            reader,
            connection,
            frame,
            title="State of each source",
            period=period,
            towns=(),
            feeds=list(Feed),
            rests=free(["source", "feed", "loads", "last_load_date"], len(frame)),
        )
