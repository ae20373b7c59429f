"""How long a file will take, in words."""

import pytest

from rorf_data.wording import progress_in_words, time_left


@pytest.mark.parametrize(
    ("rows", "expected", "seconds", "said"),
    [
        (0, 1000, 5.0, ""),
        (100, 1000, 0.0, ""),
        (999, 1000, 10.0, "1 second left"),
        (500, 1000, 12.0, "12 seconds left"),
        (100, 1000, 9.9, "2 minutes left"),
        (500, 1000, 89.0, "89 seconds left"),
        (500, 1000, 90.0, "2 minutes left"),
        (500, 1000, 89 * 60.0, "89 minutes left"),
        (500, 1000, 90 * 60.0, "about 2 hours left"),
        (1000, 1000, 10.0, "nearly done"),
        (1001, 1000, 10.0, "nearly done"),
    ],
)
def test_the_time_left_is_that_of_the_rows_left_at_the_pace_so_far(rows, expected, seconds, said):
    """Rounded up; nothing before there is a pace; no number where more rows came than were expected."""
    assert time_left(rows, expected, seconds) == said


def test_progress_says_rows_done_of_about_how_many_and_time_left():
    """The number expected is a guess, and says so."""
    assert progress_in_words(123_000, 1_000_000, 1.7) == "123,000 of about 1,000,000 rows, 13 seconds left"
    assert progress_in_words(1_050_000, 1_000_000, 9.0) == "1,050,000 rows, nearly done"
    assert progress_in_words(1, 10, 0.0) == "1 of about 10 rows"
