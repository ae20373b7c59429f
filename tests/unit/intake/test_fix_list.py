"""A fix list that comes back: its references, and all that is wrong with a row in one go."""

import pytest

from rorf_data.intake.batches import read_batches
from rorf_data.intake.fix_list import (
    REFERENCE,
    ROW_IN_FILE,
    WHAT_TO_MEND,
    Reference,
    is_fix_list,
    read_reference,
    reference_to,
)
from rorf_data.intake.read import open_bytes
from rorf_data.intake.recognise import recognise
from rorf_data.model import Outcome
from tests.unit.intake.reading import KEY, SETTINGS, SHIPPED, TODAY

BACK = f"""{WHAT_TO_MEND},{REFERENCE},{ROW_IN_FILE},date,agency,town,kits
mended,L12-R7,7,2026-03-04,A,Kent,2
still unsure,L12-R9,9,2026-03-04,A,Canaan,1
still no date,L12-R11,11,soon,A,Kent,1
a row of their own,,,2026-03-05,A,Kent,1
"""


def recognised(text):
    """The text as a recognised file."""
    return recognise(open_bytes(text.encode(), "back.csv"), SHIPPED)


def batches_of(text):
    """The batches of a small file."""
    file = open_bytes(text.encode(), "back.csv")
    return list(read_batches(file, recognised(text), settings=SETTINGS, today=TODAY, token_key=KEY))


@pytest.mark.parametrize(
    "reference",
    [
        Reference(12, "", 7),
        Reference(1, "August 2026", 40_000),
        Reference(1, "Rows - of - R7", 3),
        Reference(None, "", 7, "0a1b2c3d"),
    ],
)
def test_a_reference_is_read_as_it_was_written(reference):
    """With a load, with a sheet, and of a file that was only looked at."""
    assert read_reference(f" {reference} ") == reference


def test_a_file_that_was_only_looked_at_is_named_by_its_hash():
    """Eight digits of the hash, and none where there is a load."""
    assert str(reference_to(None, "0a1b2c3d4e5f", sheet="", row=7)) == "F0a1b2c3d-R7"
    assert str(reference_to(12, "0a1b2c3d4e5f", sheet="", row=7)) == "L12-R7"


@pytest.mark.parametrize("text", ["", "-", "R7", "L-R7", "L12", "L12-R", "F12-R7", "12-7", "call 860-555-0100"])
def test_anything_else_in_the_column_is_no_reference(text):
    """People write what they like."""
    assert read_reference(text) is None


def test_a_fix_list_is_known_by_its_own_columns():
    """Its two columns together; a file with neither or with only one of them is an ordinary one."""
    assert is_fix_list(recognised(BACK))
    assert not is_fix_list(recognised("date,agency,town,kits\n2026-03-04,A,Kent,2\n"))
    assert not is_fix_list(recognised(f"{REFERENCE},date,agency,town,kits\nL12-R7,2026-03-04,A,Kent,2\n"))


def test_the_columns_of_the_list_are_left_out_and_its_source_is_the_old_one():
    """What was added for people is nothing to store."""
    found = recognised(BACK)

    assert found.source.name == "kit-log"
    assert found.left_out_columns == (WHAT_TO_MEND, REFERENCE, ROW_IN_FILE)


def test_rows_taken_or_held_answer_for_the_rows_they_stand_for():
    """A row that is refused again leaves the old one waiting; one without a reference answers for none."""
    [batch] = batches_of(BACK)

    assert batch.references == [(2, Reference(12, "", 7)), (3, Reference(12, "", 9))]


def test_an_ordinary_file_answers_for_nothing():
    """Whatever its columns hold."""
    [batch] = batches_of(f"{REFERENCE},date,agency,town,kits\nL12-R7,2026-03-04,A,Kent,2\n")

    assert batch.references == []


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    """One sentence decides; the others are kept beside it, so that nobody has to mend a row twice."""
    [batch] = batches_of("date,agency,town,kits\nsoon,A,Canaan,three\n2026-03-04,A,Canaan,1\n")

    assert [(issue.row, issue.column, issue.outcome) for issue in batch.issues] == [
        (2, "date", Outcome.REFUSED),
        (3, "town", Outcome.HELD),
    ]
    assert [(issue.row, issue.column, issue.outcome) for issue in batch.further] == [
        (2, "kits", Outcome.REFUSED),
        (2, "town", Outcome.HELD),
    ]


def test_of_a_row_that_is_amiss_as_a_whole_nothing_further_is_said():
    """Its cells stand in the wrong columns."""
    [batch] = batches_of("date,agency,town,kits\nsoon,A,Canaan,three,4\n")

    assert [issue.column for issue in batch.issues] == [""]
    assert batch.further == []
