"""Which source a file is of."""

from __future__ import annotations

import pytest

from rorf_data.errors import FileRefused, SeveralSources, SourceNotRecognised
from rorf_data.intake.read import open_bytes
from rorf_data.intake.recognise import Recognised, recognise
from rorf_data.intake.sources import Source, source_from_mapping
from rorf_data.model import Feed
from tests.unit.intake.reading import SHIPPED, workbook

CANONICAL_LOG = (
    "log_id,date,town,zip,agency,agency_type,channel,incident_ref,suspected_overdose,recipient,kits,doses_per_kit,offered,"
    "accepted,not_left_reason,transport,naloxone_before_arrival,lot,expiry,stock_reason"
)


@pytest.mark.parametrize(
    ("headings", "source"),
    [
        (CANONICAL_LOG, "kit-log"),
        ("Date,Agency,Town,Kits", "kit-log"),
        ("DATE LEFT,Department,Municipality,# kits", "kit-log"),
        ("Date of distribution,EMS Agency,Village,Number of kits", "kit-log"),
        ("Date,Agency,ZIP Code,Qty", "kit-log"),
        ("date_left,agency_name,place,kits_left,name,phone", "kit-log"),
        (
            "Timestamp,When was the kit left?,What agency are you with?,In which town was the kit left?,"
            "How many kits were left?",
            "kit-log",
        ),
        (
            "ID,Start time,Completion time,Email,Name,Which town do you live in?,How many kits would you like?",
            "request-form",
        ),
        ("Submission Date,First Name,Last Name,E-mail,Town,Number of kits", "request-form"),
        ("Timestamp,ZIP code,How many naloxone kits do you need,Delivered on,Status", "request-form"),
        ("Incident Date,Incident City,Outcome,Naloxone Given", "calls"),
        ("Overdose Date/Time,Latitude,Longitude,Address,City,Overdose Type,Agency,Case Number", "calls"),
        ("eResponse.03,eTimes.03,eScene.17,eScene.19,eDisposition.30", "calls"),
        ("X,Y,OBJECTID,Incident_Date,Narcan_Given,Latitude_Random,Longitude_Random", "calls"),
        ("Date,Date Type,Residence City,Injury City,Injury State,Death City,Any Opioid", "ct-deaths"),
        ("CaseNumber,Date,DateType,ResidenceCity,InjuryCity,InjuryState,DeathCity,AnyOpioid", "ct-deaths"),
    ],
)
def test_the_headings_tell_the_source(headings: str, source: str) -> None:
    """As agencies, form tools, records systems and the state write them."""
    assert source == _recognised(headings).source.name


@pytest.mark.parametrize(
    "headings",
    [
        "Date,Town",
        "Date,Town,Amount",
        "Name,Phone",
        "Timestamp,Agency,Town,Kits left",
        "Date,Death City,Residence City",
    ],
)
def test_a_file_that_only_could_be_something_is_not_guessed(headings: str) -> None:
    """A person then says what it is, or maps its columns."""
    with pytest.raises(SourceNotRecognised):
        _recognised(headings)


def test_the_place_of_a_death_is_where_the_injury_happened() -> None:
    """Never where somebody died or lived; those columns are left out."""
    found = _recognised("Date,Death City,Death State,Residence City,Injury City,Injury State,DeathCityGeo")

    assert ("Injury City",) == found.columns["place"]
    assert ("Injury State",) == found.columns["state"]
    assert ("Death City", "Death State", "Residence City", "DeathCityGeo") == found.left_out_columns


def test_what_nobody_needs_is_left_out_by_name_in_the_files_order() -> None:
    """Personal columns above all, and coordinates, which only serve to find the town."""
    found = _recognised("Name,Incident Date,Phone,Lat,Long,Outcome,E-mail,Age,Street address,Notes\na\n")

    assert ("Name", "Phone", "Lat", "Long", "E-mail", "Age", "Street address", "Notes") == found.left_out_columns
    assert {"call_date", "latitude", "longitude", "outcome"} == set(found.columns)


def test_a_column_without_a_heading_is_named_by_its_number_when_it_holds_something() -> None:
    """Blank columns at the edge of a table are nothing to speak of."""
    assert ("column 3 (no heading)",) == _recognised(
        "Date,Agency,,Town,Kits,,\n3/4/2026,A,note,Kent,1,,\n"
    ).left_out_columns


def test_the_first_name_of_a_list_that_fits_is_taken() -> None:
    """A log with the day it was left and another day is read by the first."""
    found = _recognised("Date,Date left,Agency,Town,Kits")

    assert ("Date left",) == found.columns["left_date"]
    assert ("Date",) == found.left_out_columns


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        ("Date,Agency,Town,Town,Kits", "has two columns headed “Town”"),
        ("Date,Agency,Town,TOWN ,Kits", "has “Town” and “TOWN”, and only one can be the place"),
        (
            "Timestamp,Town,How many kits do you mostly need?,How many kits would your friends need?",
            "has “How many kits do you mostly need.” and “How many kits would your friends need.”",
        ),
    ],
)
def test_two_columns_that_could_be_one_field_are_not_chosen_between(headings: str, sentence: str) -> None:
    """The file is refused, and a person renames one of them."""
    with pytest.raises(FileRefused, match=sentence) as refused:
        _recognised(headings)
    assert not isinstance(refused.value, SourceNotRecognised)


def test_a_source_can_be_asked_for_and_still_needs_its_columns() -> None:
    """By name, also where the headings alone would not show it."""
    assert "calls" == _recognised("Date,Town", name="calls").source.name
    with pytest.raises(SourceNotRecognised, match="can't be read as “Kit log”.*Missing: agency; number of kits"):
        _recognised("Date,Town", name="kit-log")
    with pytest.raises(SourceNotRecognised, match="No source is called “log”. Known are: calls, ct-deaths"):
        _recognised("Date,Town", name="log")


def test_two_sources_that_fit_alike_are_both_named() -> None:
    """And nothing is loaded until a person chooses."""
    one, two = (_own(name, {"death_date": "day"}) for name in ("one", "two"))

    with pytest.raises(SeveralSources, match="could be “One” .one. or “Two” .two.. Choose which it is."):
        _recognised("day", sources=[one, two])


def test_a_mapping_of_ones_own_goes_before_what_is_shipped() -> None:
    """Though the shipped source knows more of the columns; without all the columns it names it doesn't fit."""
    own = _own("ours", {"death_date": "Date", "date_basis": "Date Type"})

    assert "ours" == _recognised("Date,Date Type,Injury City,Any Opioid", sources=[*SHIPPED, own]).source.name
    assert "ct-deaths" == _recognised("Date,Injury City,Any Opioid", sources=[*SHIPPED, own]).source.name


@pytest.mark.parametrize(("rows_above", "is_found"), [(0, True), (28, True), (29, True), (30, False)])
def test_the_header_is_looked_for_in_the_first_thirty_rows(rows_above: int, is_found: bool) -> None:
    """Under titles and blank lines."""
    text = "about this log\n" * rows_above + "Date,Agency,Town,Kits\n"
    if is_found:
        assert rows_above + 1 == _recognised(text).header_row
    else:
        with pytest.raises(SourceNotRecognised):
            _recognised(text)


@pytest.mark.parametrize(("letters", "is_found"), [(2_000, True), (2_001, False)])
def test_a_text_longer_than_any_question_is_no_heading(letters: int, is_found: bool) -> None:
    """It is a cell that has swallowed others, and to look for words in it again and again would take very long."""
    heading = "Which town do you live in? ".ljust(letters, "?")

    assert is_found == ("place" in _recognised(f'date,agency,kits,zip,"{heading}"').columns)


def test_a_published_file_that_lies_in_one_place_is_placed_there_without_its_coordinates() -> None:
    """The layout's place stands in for columns that the file has for it; other files of the source keep theirs."""
    tempe = "X,Y,Incident_Date,Narcan_Given,Patient_ASU,Patient_Veteran,Latitude_Random,Longitude_Random"
    found = _recognised(tempe)

    assert {"place": "Tempe", "state": "AZ"} == found.source.fixed
    assert {"call_date", "naloxone_given"} == set(found.columns)
    assert {} == _recognised(tempe.replace("Patient_ASU,", "")).source.fixed


def test_every_sheet_with_the_columns_is_read_and_the_others_are_named() -> None:
    """A workbook with a sheet for each month: columns in another order, headers in other rows, titles above."""
    header, row = ["Date", "Agency", "Town", "Kits"], ["3/4/2026", "A", "Kent", "1"]
    sheets = {
        "March": [header, row],
        "April": [["Kits left in April"], ["Kits", "Date", "Town", "Agency"], ["2", "4/4/2026", "Kent", "A"]],
        "May": [header],
        "Requests": [["Date", "Town"], ["3/4/2026", "Kent"]],
    }
    found = recognise(open_bytes(workbook(sheets), "log.xlsx"), SHIPPED)

    assert [("March", 1), ("April", 2)] == [(part.sheet.name, part.header_row) for part in found.parts]
    assert {"left_date": (1,), "agency": (3,), "place": (2,), "kits": (0,)} == dict(found.parts[1].fit.positions)
    assert (
        "The sheet “May” has the columns but no rows.",
        "The sheet “Requests” with 2 rows was NOT read: it doesn't have the columns of “Kit log”.",
    ) == found.notes


def test_the_first_sheet_that_is_read_gives_the_header_of_the_file() -> None:
    """Left-out columns are those of every sheet, once each."""
    sheets = {
        "March": [["Date", "Agency", "Town", "Kits", "Phone"], ["3/4/2026", "A", "Kent", "1", "x"]],
        "April": [["Date", "Agency", "Town", "Kits", "Phone", "E-mail"], ["4/4/2026", "A", "Kent", "1", "x", "y"]],
    }
    found = recognise(open_bytes(workbook(sheets), "log.xlsx"), SHIPPED)

    assert ("March", 1) == (found.sheet.name, found.header_row)
    assert ("Phone", "E-mail") == found.left_out_columns


def test_a_file_has_its_own_identity_only_if_every_sheet_of_it_has() -> None:
    """Else rows of one of them could not be told from those of an earlier load."""
    with_id, without = (
        [["log_id", "Date", "Agency", "Town", "Kits"], ["7", "3/4/2026", "A", "Kent", "1"]],
        [
            ["Date", "Agency", "Town", "Kits"],
            ["4/4/2026", "A", "Kent", "1"],
        ],
    )
    one = recognise(open_bytes(workbook({"March": with_id}), "log.xlsx"), SHIPPED)
    both = recognise(open_bytes(workbook({"March": with_id, "April": without}), "log.xlsx"), SHIPPED)

    assert one.has_own_identity
    assert not both.has_own_identity
    assert ("log_id",) == both.columns["record_id"]


def test_a_sheet_of_another_source_is_named_with_its_rows() -> None:
    """The sheets of the best source are read; a person loads the others as files of their own."""
    request = ["Timestamp", "Which town do you live in?", "How many kits would you like?"]
    sheets = {
        "Requests": [request, ["7/2/2026", "Kent", "1"], ["7/3/2026", "Kent", "1"]],
        "Log": [["Date", "Agency", "Town", "Kits"], ["3/4/2026", "A", "Kent", "1"]],
    }
    found = recognise(open_bytes(workbook(sheets), "log.xlsx"), SHIPPED)

    assert ["Log"] == [part.sheet.name for part in found.parts]
    assert (
        "The sheet “Requests” with 2 rows was NOT read; it looks like “Request form”. "
        "Save it as a file of its own and load that too.",
    ) == found.notes


def test_a_sheet_that_repeats_another_is_read_once() -> None:
    """Also with its columns in another order; one cell of difference makes it a sheet of its own."""
    header, row = ["Date", "Agency", "Town", "Kits"], ["3/4/2026", "A", "Kent", "1"]
    turned = [["Kits", "Town", "Agency", "Date"], ["1", "Kent ", "A", "3/4/2026"], ["1", "Kent", "A", "3/4/2026"]]
    sheets = {"March": [header, row, row], "March (2)": turned, "April": [header, row, ["3/4/2026", "A", "Kent", "2"]]}
    found = recognise(open_bytes(workbook(sheets), "log.xlsx"), SHIPPED)

    assert ["March", "April"] == [part.sheet.name for part in found.parts]
    assert ("The sheet “March (2)” only repeats the 2 rows of “March” and was not read again.",) == found.notes


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_only_if_it_fits_and_is_told_of_either_way(state: str) -> None:
    """It never decides what the file is while a visible sheet does."""
    header = ["Date", "Agency", "Town", "Kits"]
    sheets = {
        "Old": [[*header, "Recipient"], ["3/4/2026", "A", "Kent", "1", "family"]],
        "Log": [header, ["4/4/2026", "A", "Kent", "1"]],
        "Lists": [["Towns"], ["Kent"]],
    }
    content = workbook(sheets, states={"Old": state, "Lists": state})
    found = recognise(open_bytes(content, "log.xlsx"), SHIPPED)

    assert ["Old", "Log"] == [part.sheet.name for part in found.parts]
    assert (
        "The sheet “Old” is hidden; it was read as well.",
        "The hidden sheet “Lists” with 2 rows was NOT read: it doesn't have the columns of “Kit log”.",
    ) == found.notes


def test_two_columns_of_one_field_on_a_later_sheet_are_not_chosen_between() -> None:
    """The sentence says on which sheet."""
    header = ["Date", "Agency", "Town", "Kits"]
    sheets = {
        "March": [header, ["3/4/2026", "A", "Kent", "1"]],
        "April": [[*header, "Town"], ["4/4/2026", "A", "Kent", "1", "x"]],
    }

    with pytest.raises(FileRefused, match="“log.xlsx”, sheet “April”, has two columns headed “Town”"):
        recognise(open_bytes(workbook(sheets), "log.xlsx"), SHIPPED)


def test_what_is_missing_is_said_with_the_sheet_that_comes_nearest() -> None:
    """In a workbook the row alone wouldn't tell."""
    sheets = {"Notes": [["call the chief"]], "March": [["Date left", "Agency", "Town"], ["3/4/2026", "A", "Kent"]]}

    with pytest.raises(SourceNotRecognised, match="Found in row 1 of “March”: .* Missing: number of kits."):
        recognise(open_bytes(workbook(sheets), "log.xlsx"), SHIPPED)


def _recognised(
    text: str, *, sources: tuple[Source, ...] | list[Source] = SHIPPED, name: str | None = None
) -> Recognised:
    return recognise(open_bytes(text.encode(), "log.csv"), sources, name=name)


def _own(name: str, columns: dict[str, str]) -> Source:
    return source_from_mapping(name, name.capitalize(), Feed.DEATHS, columns)


def test_a_source_that_asks_for_little_is_not_the_nearest_for_that() -> None:
    """The oldest edition of the deaths needs only a date to be whole, and much more to be known by."""
    with pytest.raises(SourceNotRecognised, match="the nearest is “Kit log”"):
        _recognised("date,kits,village")
