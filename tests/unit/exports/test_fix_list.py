"""The fix list: exactly the rows to mend, as in the file, with the reasons; and that it is read when it is back."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from rorf_data.errors import ExportRefused
from rorf_data.exports.fix_list import SHEET, fix_list_name, to_fix_list
from rorf_data.exports.to_mend import rows_to_mend
from rorf_data.intake.fix_list import REFERENCE, ROW_IN_FILE, SHEET_IN_FILE, WHAT_TO_MEND, is_fix_list
from rorf_data.intake.read import open_bytes
from rorf_data.intake.sources import source_from_mapping, source_to_toml
from rorf_data.model import Feed, Issue, Outcome
from rorf_data.store.load import LoadReport
from tests.unit.intake.reading import workbook

DAY = date(2026, 11, 22)
LOG = """log_id,"Date
left",agency,town,zip,kits,recipient,phone,full name
1,2026-03-04,Kent VFD,Kent,06757,2,family,860-555-0100,Zebulon Q.
2,2026-03-04,Kent VFD,Canaan,,1,,860-555-0101,Zebulon Q.
3,2026-02-31,Kent VFD,Canaan,06757,three,family,,
4,2026-03-04,Sharon Ambulance,Sharon,06069,1,somebody,,
5,2026-03-04,,Kent,06757,1,,,
6,soon,Kent VFD,=1+1,06757,1,zq@example.org,,
7,2026-03-05,kent vfd,Kent,06757,1,,,
"""
HEADER = (WHAT_TO_MEND, REFERENCE, ROW_IN_FILE, "log_id", "Date\nleft", "agency", "town", "zip", "kits", "recipient")


@pytest.fixture
def mended(workplace):
    """Load a file and ask which of its rows are to be mended, by agency."""

    def ask(content, *, name="log.csv", source=None, dry_run=False, with_notes=False):
        file = open_bytes(content.encode() if isinstance(content, str) else content, name)
        recognised = workplace.recognise(file, source=source)
        report = workplace.load(file, recognised, loaded_by="a test", dry_run=dry_run)
        return {listed.agency: listed for listed in rows_to_mend(recognised, report, with_notes=with_notes)}

    return ask


def sheet_of(listed):
    """The one sheet of the fix list as a person opens it."""
    book = openpyxl.load_workbook(io.BytesIO(to_fix_list(listed, programme="The fund", made_on=DAY)))
    assert book.sheetnames == [SHEET]
    return book[SHEET]


def header_row(sheet):
    """The number of the row that names the columns."""
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == WHAT_TO_MEND)


def table_of(sheet):
    """The rows under the header, each as a dictionary of texts."""
    start = header_row(sheet)
    headings = [cell.value for cell in sheet[start]]
    return [
        dict(zip(headings, ["" if cell.value is None else cell.value for cell in row], strict=True))
        for row in sheet.iter_rows(min_row=start + 1)
    ]


def test_every_agency_has_its_own_part_and_rows_without_one_stand_together(mended):
    """A to Z without regard to case, the rows without an agency last; together they are all rows of the file."""
    found = mended(LOG)

    assert [(name, listed.read, len(listed.rows), listed.in_order) for name, listed in found.items()] == [
        ("Kent VFD", 5, 3, 2),
        ("Sharon Ambulance", 1, 0, 1),
        ("", 1, 1, 0),
    ]


def test_the_list_holds_exactly_the_rows_to_mend_as_in_the_file(mended):
    """In the file's order and columns, each with its reference and its row; ZIP codes keep their zeros."""
    rows = table_of(sheet_of(mended(LOG)["Kent VFD"]))

    assert [tuple(row)[0:3] for row in rows] == [HEADER[0:3]] * 3
    assert [tuple(row) for row in rows] == [HEADER] * 3
    assert [(row[REFERENCE], row[ROW_IN_FILE], row["log_id"]) for row in rows] == [
        ("L1-R3", "3", "2"),
        ("L1-R4", "4", "3"),
        ("L1-R7", "7", "6"),
    ]
    assert [(row["Date\nleft"], row["town"], row["zip"], row["kits"]) for row in rows] == [
        ("2026-03-04", "Canaan", "", "1"),
        ("2026-02-31", "Canaan", "06757", "three"),
        ("soon", "=1+1", "06757", "1"),
    ]


def test_each_reason_stands_beside_its_cell(mended):
    """In words at the front, as a note on the cell, and as a colour: every reason of the row, not only the first."""
    sheet = sheet_of(mended(LOG)["Kent VFD"])
    told = table_of(sheet)[1][WHAT_TO_MEND].split("\n")
    row = sheet[header_row(sheet) + 2]
    noted = {HEADER[cell.column - 1]: cell for cell in row if cell.comment}

    assert [sentence.partition(":")[0] for sentence in told] == ["Date left", "kits", "town"]
    assert set(noted) == {"Date\nleft", "kits", "town"}
    assert "isn't a day in the calendar" in noted["Date\nleft"].comment.text
    assert "number in words" in noted["kits"].comment.text
    colors = {HEADER[cell.column - 1]: cell.fill.fgColor.rgb for cell in row}
    assert colors["kits"] == colors["town"] != colors["zip"]


def test_what_is_personal_is_not_in_the_list(mended):
    """Columns that nothing is stored of stay out, and so does an e-mail in another; the row number leads back to it."""
    content = to_fix_list(mended(LOG)["Kent VFD"], programme="The fund", made_on=DAY)
    book = openpyxl.load_workbook(io.BytesIO(content))
    everything = repr([[cell.value for cell in row] + [cell.comment and cell.comment.text for cell in row]
                       for row in book[SHEET].iter_rows()])  # fmt: skip
    third = table_of(book[SHEET])[2]

    assert [secret for secret in ("860-555", "Zebulon", "zq@", "phone", "full name") if secret in everything] == [
        "phone"
    ]
    assert third["recipient"] == ""
    assert "an e-mail address or a phone number, which may not be kept. It is left out here" in third[WHAT_TO_MEND]


def test_a_name_where_the_agency_should_stand_heads_no_list(mended):
    """The row stands among those without an agency, and is told to name one."""
    found = mended("date,agency,town,kits\n2026-03-04,Zebulon Quillfeather,Kent,1\n2026-03-04,Kent VFD,Kent,1\n")

    assert list(found) == ["Kent VFD", ""]
    assert [str(problem) for problem in found[""].rows[0].problems] == [
        "agency: This may be the name of a person; please write the name of the agency."
    ]


def test_cells_in_the_wrong_columns_are_not_passed_on(mended):
    """A row with too many cells could hold a name in any of them: only its number and the reason are told."""
    found = mended("date,agency,town,kits\n2026-03-04,A,Kent,1\nZebulon,2026-03-04,A,Kent,1\n2026-03-04,A,Kent,1,1\n")

    assert [(row.cells, row.reference.row) for row in found[""].rows] == [(("", "", "", ""), 3)]
    assert [(row.cells, row.reference.row) for row in found["A"].rows] == [(("", "", "", ""), 4)]


def test_a_source_of_one_agency_has_all_its_rows_in_one_list(mended, workplace):
    """Also those whose cells stand in the wrong columns: it says itself whose they are."""
    columns = {"left_date": "day", "place": "where", "kits": "how many"}
    own = source_from_mapping("own", "Own", Feed.DISTRIBUTIONS, columns, fixed={"agency": "Kent VFD"})
    workplace.places.source_folder.mkdir()
    (workplace.places.source_folder / "own.toml").write_text(source_to_toml(own), encoding="utf-8")

    found = mended("day,where,how many\nsoon,Kent,1\n2026-03-04,Kent,1,1\n2026-03-04,Kent,1\n")

    assert [(name, listed.read, len(listed.rows)) for name, listed in found.items()] == [("Kent VFD", 3, 2)]


def test_a_header_that_comes_again_needs_no_mending(mended):
    """It is refused, and no agency can do anything about it."""
    found = mended("date,agency,town,kits\n2026-03-04,A,Kent,1\ndate,agency,town,kits\n2026-03-05,A,Kent,1\n")

    assert [(listed.agency, listed.read, listed.rows) for listed in found.values()] == [("A", 2, ())]


def test_rows_with_a_note_are_in_the_list_when_asked_for(mended):
    """They are taken already, and look otherwise."""
    assert mended(LOG)["Sharon Ambulance"].rows == ()

    [row] = (listed := mended(LOG, with_notes=True)["Sharon Ambulance"]).rows

    assert (row.is_taken, listed.waiting, listed.in_order) == (True, (), 1)
    assert "left out" in table_of(sheet_of(listed))[0][WHAT_TO_MEND]


def test_no_cell_can_start_a_formula(mended):
    """Every cell is a text, also what begins with a sign of equality, and stays one when it is edited."""
    sheet = sheet_of(mended(LOG)["Kent VFD"])
    cells = [cell for row in sheet.iter_rows(min_row=header_row(sheet) + 1) for cell in row]
    [formula] = [cell for cell in cells if cell.value == "=1+1"]

    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert formula.quotePrefix


def test_the_list_can_be_read_and_printed(mended):
    """Wrapped texts, bearable widths, a header that stays in sight and on every page, landscape, one page wide."""
    sheet = sheet_of(mended(LOG)["Kent VFD"])
    header = header_row(sheet)
    widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[header]]

    assert sheet.freeze_panes == f"A{header + 1}"
    assert all(8 <= width <= 60 for width in widths)
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=header) for cell in row)
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.page_setup.fitToWidth in (None, 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${header}:${header}"
    assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())


def test_the_rows_above_say_what_this_is_and_how_to_send_it_back(mended):
    """From which file, how many rows of how many, how to mend them, and to add nothing personal."""
    sheet = sheet_of(mended(LOG)["Kent VFD"])
    above = [sheet.cell(row, 1).value for row in range(1, header_row(sheet))]

    assert above[0] == "Rows to mend from “log.csv”"
    assert "3 rows of Kent VFD that can't be counted yet" in above[1]
    assert "“log.csv” held 5 rows of Kent VFD" in above[1]
    assert "22 November 2026" in above[1]
    assert WHAT_TO_MEND in above[2]
    assert "send it back" in above[3]
    assert all("\u2014" not in text for text in above)


def test_nothing_to_mend_makes_no_list(mended):
    """There is a letter of thanks for that."""
    with pytest.raises(ExportRefused, match="Nothing in"):
        to_fix_list(mended(LOG)["Sharon Ambulance"], programme="The fund", made_on=DAY)


def test_the_name_of_the_list_says_whose_it_is(mended):
    """Short, plain, and different for each agency."""
    found = mended(LOG, name="August log (2).csv")

    assert [fix_list_name(listed, "xlsx") for listed in found.values()] == [
        "august-log-2_kent-vfd_fix-list.xlsx",
        "august-log-2_sharon-ambulance_fix-list.xlsx",
        "august-log-2_no-agency_fix-list.xlsx",
    ]
    assert fix_list_name(found[""], "txt", kind="letter") == "august-log-2_no-agency_letter.txt"


def test_a_mended_list_replaces_the_rows_that_it_was_made_of(mended, workplace):
    """Filled in, saved and loaded like any file: recognised as the same source, and only the row not mended is left."""
    listed = mended(LOG)["Kent VFD"]
    book = openpyxl.load_workbook(io.BytesIO(to_fix_list(listed, programme="The fund", made_on=DAY)))
    sheet = book[SHEET]
    first = header_row(sheet) + 1
    columns = {cell.value: cell.column for cell in sheet[first - 1]}
    sheet.cell(first, columns["zip"]).value = "06018"
    sheet.cell(first + 1, columns["Date\nleft"]).value = "2026-02-28"
    sheet.cell(first + 1, columns["kits"]).value = 3
    sheet.cell(first + 1, columns["town"]).value = "Kent"
    stream = io.BytesIO()
    book.save(stream)

    back = open_bytes(stream.getvalue(), "log_kent-vfd_fix-list.xlsx")
    recognised = workplace.recognise(back)
    report = workplace.load(back, recognised, loaded_by="a test")

    assert (recognised.source.name, is_fix_list(recognised)) == ("kit-log", True)
    assert set(report.left_out_columns) == {WHAT_TO_MEND, REFERENCE, ROW_IN_FILE}
    assert (report.read, report.new, report.held, report.refused) == (3, 2, 0, 1)
    [still] = [row for listed in rows_to_mend(recognised, report) for row in listed.rows]
    assert (str(still.reference), still.cells[0]) == (f"L{report.load_id}-R{first + 2}", "6")


def test_a_file_that_was_only_looked_at_has_its_list_too(mended):
    """Nothing is stored, so the rows are named by the file's hash."""
    listed = mended(LOG, dry_run=True)["Kent VFD"]

    assert [str(row.reference)[0] for row in listed.rows] == ["F", "F", "F"]
    assert listed.rows[0].reference.row == 3


def test_coordinates_are_in_the_list_only_where_nothing_else_says_the_place(mended, workplace):
    """A point tells where somebody lives; it goes back to the agency only if its rows can't be mended without it."""
    with_town = "date,agency,town,kits,latitude,longitude\nsoon,A,Kent,1,41.72,-73.47\n"
    without = "date,agency,kits,latitude,longitude\nsoon,A,1,41.72,-73.47\n"

    assert mended(with_town)["A"].headings == ("date", "agency", "town", "kits")

    columns = {name: name for name in ("agency", "kits", "latitude", "longitude")}
    points = source_from_mapping("points", "Points", Feed.DISTRIBUTIONS, {"left_date": "date"} | columns)
    workplace.places.source_folder.mkdir()
    (workplace.places.source_folder / "points.toml").write_text(source_to_toml(points), encoding="utf-8")

    assert mended(without, source="points")["A"].headings == ("date", "agency", "kits", "latitude", "longitude")


def test_rows_of_several_sheets_say_which_sheet_they_are_of(workplace):
    """The same columns in another order come under the headings of the first sheet."""
    march = workbook({"March": [["date", "agency", "town", "kits"], ["soon", "A", "Kent", 1]]})
    april = workbook({"April": [["agency", "date", "town", "kits"], ["A", "2026-04-01", "Kent", "none"]]})
    first, second = (workplace.recognise(open_bytes(book, "log.xlsx")) for book in (march, april))
    issues = (
        Issue(2, "date", "This isn't a date.", Outcome.REFUSED, "March"),
        Issue(2, "kits", "This isn't a number.", Outcome.REFUSED, "April"),
    )
    report = LoadReport("log.xlsx", "0" * 64, "kit-log", Feed.DISTRIBUTIONS, load_id=1, issues=issues)

    [listed] = rows_to_mend(replace(first, parts=(*first.parts, *second.parts)), report)
    rows = table_of(sheet_of(listed))

    assert [row[SHEET_IN_FILE] for row in rows] == ["March", "April"]
    assert [(row["date"], row["agency"], row["kits"]) for row in rows] == [
        ("soon", "A", "1"),
        ("2026-04-01", "A", "none"),
    ]
    assert [row[REFERENCE] for row in rows] == ["L1-R2-March", "L1-R2-April"]


def test_a_file_without_agencies_makes_one_list(mended):
    """A request form says nobody's name but the town's."""
    found = mended("Timestamp,Town,How many kits would you like?\nsoon,Kent,1\n3/4/2026,Kent,1\n")

    [(name, listed)] = found.items()
    assert (name, listed.has_agencies, listed.read, len(listed.rows)) == ("", False, 2, 1)
    assert fix_list_name(listed, "xlsx") == "log_fix-list.xlsx"


def test_a_cell_that_no_workbook_can_hold_is_made_to_fit(mended):
    """Control characters go, line breaks stay, and what is too long is cut."""
    text = "a\x01b " + "x" * 40_000
    listed = mended(f'date,agency,town,kits\n2026-03-04,A,"{text}",1\n')["A"]

    assert listed.rows[0].cells[2].startswith("ab ")
    assert len(table_of(sheet_of(listed))[0]["town"]) == 32_767
