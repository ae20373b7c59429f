"""What the file leaves open: columns that it lacks, the doses in a kit, and how a request ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from rorf_data.intake.canonical import GIVEN_BY_LOADING, STORED_FIELDS
from rorf_data.intake.cells import Column, Entry, blank_column, same, same_column
from rorf_data.intake.sources import Source
from rorf_data.model import Feed
from rorf_data.settings import Settings

# A kit may hold a few doses; anything else is a slip of the pen.
MOST_DOSES_IN_A_KIT = 12


def complete(
    columns: Mapping[str, Column], source: Source, settings: Settings, *, rows: int, today: date
) -> dict[str, Column]:
    """The columns with those that the file lacks, the doses in each kit, and each request's end decided.

    A request with a delivered date has no closed date. A place of help is listed since ``today``, and half a point is
    none.
    """
    whole = {field: blank_column(rows) for field in STORED_FIELDS[source.feed]} | dict(columns)
    if source.feed is Feed.DISTRIBUTIONS:
        whole["doses_per_kit"] = whole["doses_per_kit"].changed(_doses_or(settings.doses_per_kit))
    if "ended_date" in columns and "status" in columns:
        for field, word in (("delivered_date", "delivered"), ("closed_date", "closed")):
            whole[field] = _end(whole[field], columns["ended_date"], columns["status"], word)
    if source.feed is Feed.REQUESTS:
        # What was delivered waits no longer; counted as closed as well, it would be two ends of one request.
        whole["closed_date"] = whole["closed_date"].without(whole["delivered_date"].is_known)
    if source.feed in GIVEN_BY_LOADING:
        whole[GIVEN_BY_LOADING[source.feed]] = same_column(today, rows)
    if source.feed is Feed.HELP_PLACES:
        is_point = whole["latitude"].is_known & whole["longitude"].is_known
        whole |= {field: whole[field].without(~is_point) for field in ("latitude", "longitude")}
    return whole


def _doses_or(usual: int) -> Callable[[Entry], Entry]:
    """The doses written, or the usual number where none or an impossible one is."""

    def change(entry: Entry) -> Entry:
        if entry.value is None:
            return entry._replace(value=usual)
        if 1 <= entry.value <= MOST_DOSES_IN_A_KIT:
            return entry
        return Entry(usual, f"This can't be the number of doses in a kit, so {usual} were taken.", is_given=True)

    return change


def _end(given: Column, ended: Column, status: Column, word: str) -> Column:
    """The date given for this end, or the common end date where the status is this word."""
    return given.chosen(ended, same(status.values, word) & ~given.is_given & ended.is_known)
