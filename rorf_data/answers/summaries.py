"""Summaries as agencies sent them, beside what the rows of the same towns and months come to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.resting import resting_on
from rorf_data.answers.series import FEED_OF
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import Rests, RestsOn, free
from rorf_data.model import Feed, Filters, Period
from rorf_data.store import queries
from rorf_data.store.summaries import COUNTED, load_summaries
from rorf_data.towns import gazetteer

SUMMARIES_NOTE = (
    "Summaries are what agencies counted themselves. They are kept apart and are in no other figure: where a month has "
    "rows as well, what these come to stands beside the summary, and the two are never added."
)
ALL_AGENCIES_NOTE = (
    "“Counted from rows” is of every agency in that town and month, and blank where no rows of that kind are on record "
    "for the month; a summary of one agency may therefore be smaller."
)


@answer
def monthly_summaries(reader: Reader, chosen: Filters) -> Released:
    """One row for each month, chosen town, source and agency of which a summary is on record, in that order.

    Columns: month, town, source, agency, then of kits, calls and requests what was reported (``reported_kits``,
    missing where the summary says nothing of it) and what the rows of all agencies in that town and month come to
    (``kits_from_rows``, missing where no rows of that feed are on record for the month). The two are never added.
    """
    towns = reader.towns_of(chosen)
    period = Period(Period.of_month(chosen.period.first).first, Period.of_month(chosen.period.last).last)
    with reader.connect() as connection:
        told = load_summaries(connection, towns, period)
        frame = pd.DataFrame(
            {
                "month": [f"{month:%b %Y}" for month in told["month"]],
                "town": [gazetteer.area_label(area) for area in told["area"]],
                "source": told["source"],
                "agency": told["agency"].replace("", None),
            }
        )
        keys = list(zip(told["month"], told["area"], strict=True))
        for name in COUNTED:
            frame[f"reported_{name}"] = pd.array(told[name].to_list(), dtype="Int64")
            frame[f"{name}_from_rows"] = _from_rows(connection, name, keys, period)
        return describe_and_release(
            reader,
            connection,
            frame,
            title="Monthly summaries beside what rows come to",
            period=period,
            towns=towns,
            feeds=[Feed.SUMMARIES],
            notes=[SUMMARIES_NOTE, ALL_AGENCIES_NOTE] if len(frame) else [SUMMARIES_NOTE],
            rests=_rests(keys),
        )


def _rests(keys: Sequence[tuple[date, str]]) -> Rests:
    """What the rows come to is known elsewhere; what agencies say of calls and requests stays inside."""
    rests: dict[str, list[RestsOn]] = free(["month", "town", "source", "agency"], len(keys))
    for name in COUNTED:
        said = [resting_on(f"summary_{name}", [area], Period.of_month(month)) for month, area in keys]
        if None not in said:
            rests[f"reported_{name}"] = said
        rests[f"{name}_from_rows"] = [resting_on(name, [area], Period.of_month(month)) for month, area in keys]
    return rests


def _from_rows(
    connection: sa.Connection, measure: str, keys: Sequence[tuple[date, str]], period: Period
) -> pd.api.extensions.ExtensionArray:
    """What rows come to in each of these months and areas; missing where none of the feed cover the month."""
    on_record = set(queries.load_reported_months(connection, FEED_OF[measure]))
    monthly = queries.load_monthly(connection, [measure], period)
    totals = {(one.month, one.area): one.total for one in monthly}
    counted = [totals.get(key, 0) if key[0] in on_record else None for key in keys]
    return pd.array(counted, dtype="Int64")
