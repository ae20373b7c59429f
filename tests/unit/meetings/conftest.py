"""A small region with kits, calls and requests on record, and the readers of two installations."""

from __future__ import annotations

from datetime import date

import pytest

from rorf_data.answers.reader import Reader
from rorf_data.model import Audience
from rorf_data.workplace import Workplace
from tests.unit.conftest import Load

TODAY = date(2026, 11, 22)
KITS = """date,agency,town,kits,suspected_overdose
2025-10-05,Agency A,Kent,4,yes
2025-11-02,Agency A,Kent,1,yes
2026-03-04,Agency A,Sharon,2,no
2026-09-04,Agency B,Kent,2,no
2026-10-01,Agency A,Kent,3,yes
2026-10-12,Agency A,Sharon,1,yes
"""
CALLS = """date,city,outcome,naloxone given,agency
2025-10-05,Kent,nonfatal,yes,Agency A
2026-03-03,Sharon,fatal,no,Agency A
2026-10-01,Kent,nonfatal,yes,Agency A
2026-10-02,Kent,unknown,unknown,Agency A
"""
REQUESTS = """received,town,kits,delivered on,closed on
2026-08-01,Kent,1,2026-08-03,
2026-09-25,Sharon,2,,
2026-10-05,Kent,1,2026-11-04,
2026-10-06,Kent,1,,2026-10-20
"""


@pytest.fixture
def nothing(workplace: Workplace) -> Reader:
    """Nothing was ever loaded."""
    return reader_of(workplace)


@pytest.fixture
def region(workplace: Workplace, load: Load) -> Reader:
    """Kits, calls and requests of two towns."""
    load(KITS, name="kits.csv")
    load(CALLS, name="calls.csv", source="calls")
    load(REQUESTS, name="requests.csv", source="request-form")
    return reader_of(workplace)


def reader_of(workplace: Workplace) -> Reader:
    """Who asks on 22 November 2026."""
    return Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, workplace.is_sample)
