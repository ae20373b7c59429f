"""An installation with ten months of calls, once on each database."""

from __future__ import annotations

from datetime import date

import pytest

from rorf_data.answers.reader import Reader
from rorf_data.model import Audience
from rorf_data.workplace import Workplace
from tests.unit.conftest import Load
from tests.unit.exports.taken_files import CALLS


@pytest.fixture
def reader(workplace: Workplace, load: Load) -> Reader:
    """Ten months of calls in three towns, of which one has a small number."""
    load("\n".join(CALLS), name="calls.csv", source="calls")
    return Reader(workplace.engine, workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False)
