"""The tables of the command line: what is on record, and who was a member when."""

from datetime import date
from typing import Any

from rorf_data.answers.reader import Reader
from rorf_data.answers.tables import table
from rorf_data.model import Audience
from rorf_data.settings import read_settings
from rorf_data.towns import gazetteer

KENT = gazetteer.code_of("Kent")


def reader_of(workplace, settings=None):
    """Whoever asks, on 22 November 2026."""
    return Reader(
        workplace.engine, settings or workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False
    )


def test_a_delivery_is_on_record_in_the_month_that_it_came(workplace, load):
    """Received in January and delivered in February: February is on record, December before it is not."""
    load("received,town,kits,delivered on\n2026-01-20,Kent,1,2026-02-05\n", source="request-form")
    asked: dict[str, Any] = {"by": ["month"], "first": date(2025, 12, 1), "last": None, "towns": [KENT]}

    requests = table(reader_of(workplace), "requests", **asked).frame
    turnaround = table(reader_of(workplace), "turnaround", **asked).frame

    assert requests["month"].tolist() == ["2025-12", "2026-01", "2026-02"]
    assert requests["total_requests"].fillna(-1).tolist() == [-1, 1, 0]
    assert requests["total_delivered"].fillna(-1).tolist() == [-1, 0, 1]
    assert turnaround["total_delivered"].fillna(-1).tolist() == [-1, 0, 1]


def test_a_town_is_a_member_only_in_its_own_months(workplace, load, tmp_path):
    """Kent joins in February: its row of January says so."""
    own = tmp_path / "own.toml"
    own.write_text('[[members]]\ntown = "Kent"\nstatus = "confirmed"\nmember_from = 2026-02-01\n')
    load("date,agency,town,kits\n2026-01-05,A,Kent,1\n2026-02-05,A,Kent,1\n")

    found = table(
        reader_of(workplace, read_settings(own)), "kits", by=["month", "town"], first=None, last=None, towns=[KENT]
    ).frame

    assert found[["month", "is_member"]].to_dict("records") == [
        {"month": "2026-01", "is_member": False},
        {"month": "2026-02", "is_member": True},
    ]


def test_a_span_says_how_much_of_it_is_on_record(workplace, load):
    """A fiscal year of which one month was reported is no whole year."""
    load("date,agency,town,kits\n2026-01-05,A,Kent,1\n")

    asked: dict[str, Any] = {"by": ["fiscal_year"], "first": date(2025, 7, 1), "last": date(2026, 6, 30), "towns": ()}
    by_year = table(reader_of(workplace), "kits", **asked)

    assert by_year.frame["total_kits"].tolist() == [1]
    assert "Kit logs are on record for 1 of these 12 months." in by_year.about.notes
