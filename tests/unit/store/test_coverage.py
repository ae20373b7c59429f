"""Which months a file reports: those between its rows, but not years of silence."""

from datetime import date

import pytest

from rorf_data.model import add_months
from rorf_data.store.coverage import LONGEST_QUIET, covered_months

JANUARY = date(2025, 1, 1)


def test_the_quiet_months_between_two_rows_are_reported():
    """A file with rows in January and April has nothing to report in February and March."""
    assert list(covered_months([JANUARY, date(2025, 4, 1)])) == [add_months(JANUARY, step) for step in range(4)]


@pytest.mark.parametrize(
    ("quiet", "is_covered"), [(LONGEST_QUIET - 1, True), (LONGEST_QUIET, True), (LONGEST_QUIET + 1, False)]
)
def test_a_year_typed_wrong_does_not_make_years_of_zeros(quiet, is_covered):
    """A longer silence than a year is not taken for a report of none."""
    later = add_months(JANUARY, quiet + 1)

    months = list(covered_months([JANUARY, later]))

    assert len(months) == (quiet + 2 if is_covered else 2)


def test_a_file_without_rows_reports_no_month():
    """An empty file says nothing about any month."""
    assert list(covered_months([])) == []
