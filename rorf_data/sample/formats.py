"""The formats that the dashboard knows from the start, each as one small file of invented events.

They tell events of the sample once more in other shapes, so they are never loaded into the sample database.
"""

from __future__ import annotations

from datetime import date

from rorf_data.sample import events
from rorf_data.sample.agencies import VALLEY
from rorf_data.sample.ambulance_records import ambulance_records
from rorf_data.sample.death_editions import death_editions
from rorf_data.sample.dispatch_export import dispatch_export
from rorf_data.sample.events import Call, Request
from rorf_data.sample.files import SampleFile
from rorf_data.sample.form_tools import form_tools
from rorf_data.sample.monthly_sheets import Count, monthly_sheets
from rorf_data.sample.odmap_export import odmap_export

FOLDER = "formats"
MONTHS_OF_FORMS = 4
MONTHS_OF_SUMMARIES = 6


def format_files(seed: int, last_month: date) -> list[SampleFile]:
    """One file for each format, in the order of their names; their names begin with the folder's."""
    calls = calls_told(seed, last_month)
    return sorted(
        (
            *form_tools(seed, requests_told(seed, last_month)),
            dispatch_export(seed, calls),
            ambulance_records(seed, calls),
            odmap_export(seed, calls),
            *death_editions(seed, last_month),
            *monthly_sheets(counts_told(seed, last_month), events.sample_months(last_month)[-MONTHS_OF_SUMMARIES:]),
        ),
        key=lambda file: file.name,
    )


def calls_told(seed: int, last_month: date) -> list[Call]:
    """The overdose calls of the sample's last year."""
    first = events.sample_months(last_month)[-12]
    return [call for call in events.calls(seed, last_month) if call.at.date() >= first]


def requests_told(seed: int, last_month: date) -> list[Request]:
    """The requests of the last months."""
    first = events.sample_months(last_month)[-MONTHS_OF_FORMS]
    return [request for request in events.requests(seed, last_month) if request.at.date() >= first]


def counts_told(seed: int, last_month: date) -> list[Count]:
    """What one agency would count of its own by member town and month: kits left, and the calls it went to."""
    months = events.sample_months(last_month)
    calls = events.calls(seed, last_month)
    kits = [
        Count(visit.day.replace(day=1), visit.place.town, visit.kits, 0)
        for visit in events.visits(seed, last_month, calls)
        if visit.agency is VALLEY and visit.place is not None
    ]
    gone_to = [
        Count(call.at.date().replace(day=1), call.place.town, 0, 1)
        for call in calls
        if call.agency is VALLEY and call.place is not None
    ]
    return [count for count in (*kits, *gone_to) if count.month >= months[-MONTHS_OF_SUMMARIES]]
