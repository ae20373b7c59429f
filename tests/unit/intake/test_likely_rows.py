"""The number of rows expected of a file is near enough for a progress bar."""

import pytest

from rorf_data.intake.likely_rows import likely_rows
from rorf_data.intake.read import open_bytes
from tests.unit.intake.reading import workbook

HEADER = "log_id,date,agency,town,kits\n"


def guess(content, name="log.csv"):
    """The guess for a file with this content."""
    file = open_bytes(content, name)
    return likely_rows(file, file.sheets())


@pytest.mark.parametrize("rows", [40, 500, 20_000])
def test_the_guess_is_near_the_truth(rows):
    """Within a tenth, for rows of much the same length."""
    text = HEADER + "".join(
        f"{number},2026-03-04,Example Ambulance,Litchfield,1\n" for number in range(10_000, 10_000 + rows)
    )

    assert abs(guess(text.encode()) - rows) <= rows / 10


def test_a_short_file_is_counted():
    """Its header among its rows, as in the file."""
    assert guess((HEADER + "1,2026-03-04,A,Kent,1\n").encode()) == 2


def test_a_workbook_is_guessed_by_its_size():
    """Of the right order, no more."""
    rows: list[list[object]] = [["date", "agency", "town", "kits"]]
    rows += [["2026-03-04", "Example Ambulance", "Kent", 1]] * 3000

    assert 300 < guess(workbook({"Log": rows}), "log.xlsx") < 30_000
