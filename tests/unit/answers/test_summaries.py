"""Summaries stand beside the rows of the same towns and months, and in no other figure."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from rorf_data.answers.reader import Reader
from rorf_data.answers.summaries import monthly_summaries
from rorf_data.answers.towns import towns_table
from rorf_data.model import Audience, Filters, Period
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace
from tests.unit.conftest import Load

KENT, SHARON = (gazetteer.code_of(name) for name in ("Kent", "Sharon"))
CHOSEN = Filters(Period(date(2026, 1, 1), date(2026, 3, 31)), (KENT, SHARON))

SUMMARY = (
    "Month,Town,Agency,Kits,Overdose calls\n"
    "Jan 2026,Kent,Agency A,3,1\nJan 2026,Sharon,Agency A,0,\nFeb 2026,Kent,Agency A,2,0\nApr 2026,Kent,Agency A,9,9\n"
)
LOG = "date,agency,town,kits\n2026-01-05,Agency A,Kent,2\n2026-01-06,Agency B,Kent,2\n"


@pytest.fixture
def reader(workplace: Workplace) -> Reader:
    """Staff, looking on a day after the months of the files."""
    return Reader(workplace.engine, workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False)


def test_a_summary_stands_beside_what_the_rows_come_to(reader: Reader, load: Load) -> None:
    """Blank where nothing was given, or where no rows cover the month; zero where they do and hold none."""
    load(SUMMARY, source="monthly-summary")
    load(LOG)
    told = monthly_summaries(reader, CHOSEN)

    assert told.frame[["month", "town", "agency", "source"]].values.tolist() == [
        ["Jan 2026", "Kent", "Agency A", "monthly-summary"],
        ["Jan 2026", "Sharon", "Agency A", "monthly-summary"],
        ["Feb 2026", "Kent", "Agency A", "monthly-summary"],
    ]
    assert _column(told.frame, "reported_kits") == [3, 0, 2]
    assert _column(told.frame, "kits_from_rows") == [4, 0, None]
    assert _column(told.frame, "reported_calls") == [1, None, 0]
    assert _column(told.frame, "calls_from_rows") == [None, None, None]
    assert _column(told.frame, "reported_requests") == [None, None, None]
    assert "never added" in told.facts()["Notes"]


def test_a_summary_is_in_no_other_figure(reader: Reader, load: Load) -> None:
    """The towns' kits are those of rows, with the summary on record and without it."""
    load(LOG)
    before = towns_table(reader, CHOSEN).frame
    load(SUMMARY, source="monthly-summary")

    pd.testing.assert_frame_equal(before, towns_table(reader, CHOSEN).frame)


def test_with_no_summary_on_record_the_answer_is_empty(reader: Reader) -> None:
    """A page then says so."""
    assert monthly_summaries(reader, CHOSEN).frame.empty


def _column(frame: pd.DataFrame, name: str) -> list[int | None]:
    return [None if pd.isna(value) else int(value) for value in frame[name]]
