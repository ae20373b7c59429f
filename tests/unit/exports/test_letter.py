"""The letter to an agency: thanks, what is in order, what to mend and why, and how; no blame and nothing personal."""

from datetime import date

import pytest

from rorf_data.exports.letter import to_letter
from rorf_data.exports.to_mend import Problem, RowToMend, ToMend
from rorf_data.intake.fix_list import Reference

PROGRAMME = "Regional Opioid Response Fund"
BLAMING = ("error", "wrong", "mistake", "invalid", "fail", "fault", "incorrect", "bad", "you must", "victim")


def row(number, *problems, sheet="", is_taken=False):
    """A row to mend with these sentences on it."""
    told = tuple(Problem("town", sentence, 0) for sentence in problems)
    return RowToMend(Reference(1, sheet, number), ("somewhere",), told, is_taken)


def listed(*rows, read=10, agency="Kent VFD", load_id=1, **more):
    """An agency's part of a file."""
    return ToMend("august.csv", load_id, agency, read, ("town",), rows, **more)


def letter(part, **more):
    """The letter with its line breaks taken for spaces."""
    return " ".join(to_letter(part, programme=PROGRAMME, made_on=date(2026, 11, 22), **more).split())


def test_a_letter_says_all_that_the_agency_needs():
    """What came and when, what is in order, what is not and why, where, what next, and how to send it back."""
    text = letter(
        listed(row(3, "Two towns could be meant."), row(7, "Two towns could be meant.")), fix_list="list.xlsx"
    )

    assert text.startswith("Subject: Your file “august.csv”: thank you, and 2 rows to look at Good day, Thank you")
    assert "“august.csv”, which we read on 22 November 2026. It holds 10 rows of Kent VFD." in text
    assert "8 rows are in order and counted." in text
    assert (
        "2 rows need a second look before they can be counted: - town: Two towns could be meant. Rows 3 and 7" in text
    )
    assert "What happens next: nothing is lost." in text
    assert "How to send them back: the list “list.xlsx”" in text
    assert text.endswith(PROGRAMME)


def test_all_fine_is_said_with_thanks_and_asks_for_nothing():
    """No row to mend, nothing to do."""
    text = letter(listed())

    assert "thank you, all is in order" in text
    assert "All 10 rows are in order and counted. There is nothing that you need to do." in text
    assert "send" not in text


def test_before_a_load_nothing_is_said_to_be_counted():
    """The file was only looked at."""
    assert "8 rows are in order." in letter(listed(row(3, "x"), row(4, "x"), load_id=None))


def test_one_row_is_spoken_of_as_one():
    """Numbers of one thing and of several."""
    text = letter(listed(row(3, "Two towns could be meant."), read=1))

    assert "It holds 1 row of Kent VFD." in text
    assert "1 row needs a second look before it can be counted" in text
    assert "Row 3" in text
    assert "in order" not in text


def test_reasons_that_differ_only_in_what_they_quote_are_one():
    """The most frequent reason first; rows that follow one another as a span."""
    dates = [row(number, f"“2026-02-{number + 20}” isn't a day.") for number in (9, 10, 11, 14)]
    text = letter(listed(row(2, "Two towns could be meant."), *dates))

    assert "- town: “2026-02-29” isn't a day. (and others like it) Rows 9 to 11 and 14 - town: Two towns" in text


def test_a_row_with_two_problems_stands_under_both():
    """So that nobody mends half of it."""
    text = letter(listed(row(5, "No day.", "No number.")))

    assert "No day. Row 5" in text
    assert "No number. Row 5" in text


def test_of_very_many_rows_the_first_are_named():
    """The list has them all."""
    text = letter(listed(*(row(number, "No day.") for number in range(2, 200, 2)), read=200))

    assert "Rows 2, 4, 6," in text
    assert "and 74 more, which are all in the list" in text


def test_rows_of_sheets_are_named_with_their_sheet():
    """Row 2 of one sheet isn't row 2 of another."""
    text = letter(listed(row(2, "No day.", sheet="March"), row(2, "No day.", sheet="April"), has_sheets=True))

    assert "Row 2 of the sheet “March”; Row 2 of the sheet “April”" in text


def test_rows_left_aside_and_noted_cells_are_told_of():
    """They need nothing, and are not counted among those in order or to mend."""
    text = letter(
        listed(row(3, "No day."), row(4, "Left out.", is_taken=True), set_aside=(("This row is a test.", 2),))
    )

    assert "7 rows are in order" in text
    assert "Of 1 row a cell was left out; the list shows it." in text
    assert "2 rows were left aside; you need do nothing about them: - This row is a test. (2 rows)" in text


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (listed(row(3, "x"), agency=""), "It holds 10 rows that name no agency."),
        (listed(row(3, "x"), agency="", read=1), "It holds 1 row that names no agency."),
        (listed(row(3, "x"), agency="", has_agencies=False), "It holds 10 rows."),
        (listed(read=0, agency="", has_agencies=False), "It holds no rows. There is nothing to mend."),
        (listed(read=1), "The row is in order and counted."),
    ],
)
def test_a_letter_fits_what_the_file_names(part, said):
    """Files with and without agencies, rows without one, and no rows at all."""
    assert said in letter(part)


@pytest.mark.parametrize("part", [listed(), listed(row(3, "Two towns could be meant."), row(4, "No day."))])
def test_a_letter_blames_nobody_and_reads_easily(part):
    """It greets without a name; no word of blame; sentences that a person takes in at once; lines fit an e-mail."""
    text = to_letter(part, programme=PROGRAMME, made_on=date(2026, 11, 22), fix_list="list.xlsx")
    sentences = [sentence for sentence in " ".join(text.split()).replace(":", ".").split(". ") if sentence]

    assert "Good day," in text
    assert [word for word in BLAMING if word in text.casefold()] == []
    assert max(len(sentence.split()) for sentence in sentences) <= 36
    assert all(len(line) <= 78 for line in text.splitlines()[1:])
