"""What becomes of the files that people send: a table goes in, rows and sentences come out.

Rows are numbered as in the file, its first line being row 1. A row without a sentence was taken.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from rorf_data.errors import FileRefused, SourceNotRecognised
from rorf_data.intake.sources import source_from_mapping
from rorf_data.model import Feed, Outcome
from tests.unit.intake.reading import Taken, compound_file, take_in, workbook

HOW_TO = "write it as 2026-03-04 or 3/4/2026 (month first)."


def test_a_log_needs_a_date_an_agency_a_place_and_a_number() -> None:
    """All else in a kit log is optional, and the doses in a kit are the programme's own unless the log says so."""
    taken = take_in(
        drawn(
            """
            Date       | Agency   | Town       | Kits
            2026-03-04 | Kent VFD | Kent       | 2
            3/5/2026   | Kent VFD | Bantam     | 1
            """
        )
    )

    assert shown_rows(taken, "left_date", "agency", "place_name", "area", "kits", "doses_per_kit") == rows(
        """
        row | left_date  | agency   | place_name | area  | kits | doses_per_kit
        2   | 2026-03-04 | Kent VFD | Kent       | 40290 | 2    | 2
        3   | 2026-03-05 | Kent VFD | Litchfield | 43370 | 1    | 2
        """
    )
    assert set_aside(taken) == []


def test_what_is_missing_or_cannot_be_refuses_the_row_alone() -> None:
    """A row is refused for one thing that must be mended in it; the others of the file are taken."""
    taken = take_in(
        drawn(
            """
            Date       | Agency   | Town       | Kits
            2026-03-04 | Kent VFD | Kent       | 2
                       | Kent VFD | Kent       | 2
            NULL       | Kent VFD | Kent       | 2
            2/30/2026  | Kent VFD | Kent       | 2
            soon       | Kent VFD | Kent       | 2
            12/31/1989 | Kent VFD | Kent       | 2
            2026-03-04 |          | Kent       | 2
            2026-03-04 | Kent VFD | Kent       |
            2026-03-04 | Kent VFD | Kent       | -1
            2026-03-04 | Kent VFD | Kent       | 1.5
            2026-03-04 | Kent VFD | Kent       | three
            2026-03-04 | Kent VFD | Kent       | 2 kits
            2026-03-04 | Kent VFD | Kent       | =1+1
            2026-03-04 | @SUM(A1) | Kent       | 1
            2026-03-04 | Kent VFD | -cmd       | 1
            Date       | Agency   | Town       | Kits
            """
        )
    )

    assert 16 == taken.read
    assert [2] == [row["row"] for row in taken.rows]
    assert set_aside(taken) == rows(
        f"""
        row | outcome | column | problem
        3   | refused | Date   | The date left is missing.
        4   | refused | Date   | The date left is missing.
        5   | refused | Date   | “2/30/2026” isn't a day in the calendar; {HOW_TO}
        6   | refused | Date   | This isn't a date that can be read; {HOW_TO}
        7   | refused | Date   | The date left is before 1990, so it can't be right.
        8   | refused | Agency | The agency is missing.
        9   | refused | Kits   | The number of kits is missing.
        10  | refused | Kits   | “-1” is negative; a number of kits is 0 or more.
        11  | refused | Kits   | “1.5” isn't a whole number.
        12  | refused | Kits   | “three” is a number in words; write it in digits.
        13  | refused | Kits   | This number of kits isn't a plain whole number; write digits only.
        14  | refused | Kits   | This is a formula, not a value; write what it comes to.
        15  | refused | Agency | This is a formula, not a value; write what it comes to.
        16  | refused | Town   | This is a formula, not a value; write what it comes to.
        17  | refused |        | This row repeats the header.
        """
    )


def test_what_only_a_person_can_decide_is_held() -> None:
    """A place that could be two towns, a day to come, a number beyond belief: nothing is guessed or thrown away."""
    taken = take_in(
        drawn(
            """
            Date       | Agency   | Town    | ZIP   | Kits
            2026-11-22 | Kent VFD | Kent    |       | 500
            2026-11-23 | Kent VFD | Kent    |       | 1
            2026-03-04 | Kent VFD | Kent    |       | 501
            2026-03-04 | Kent VFD | Canaan  |       | 1
            2026-03-04 | Kent VFD | Canaan  | 06018 | 1
            2026-03-04 | Kent VFD |         | 6754  | 1
            """
        )
    )

    assert [(2, "Kent"), (6, "North Canaan")] == [(row["row"], row["place_name"]) for row in taken.rows]
    assert [3, 4, 5, 7] == [row["row"] for row in taken.held]
    assert [("Date", "held"), ("Kits", "held"), ("Town", "held"), ("Town", "held")] == [
        (issue.column, issue.outcome.value) for issue in taken.issues
    ]
    assert ["Canaan", "North Canaan"] == taken.held[2]["candidates"]
    assert {"Warren", "Cornwall"} <= set(taken.held[3]["candidates"])


def test_a_place_outside_or_not_recorded_is_no_reason_to_hold_a_row() -> None:
    """Outside the area the name is kept; a blank, NULL or unknown place is "place not recorded"."""
    taken = take_in(
        drawn(
            """
            Date       | Agency   | Town       | State | Kits
            2026-03-04 | Kent VFD | Hartford   |       | 1
            2026-03-04 | Kent VFD | Sharon     | MA    | 1
            2026-03-04 | Kent VFD | Sharon, MA |       | 1
            2026-03-04 | Kent VFD | Sharon     |       | 1
            2026-03-04 | Kent VFD | NULL       |       | 1
            2026-03-04 | Kent VFD | unknown    |       | 1
            """
        )
    )

    assert ["outside", "outside", "outside", "67960", "not-recorded", "not-recorded"] == [
        row["area"] for row in taken.rows
    ]


def test_no_kits_left_is_a_row_that_counts_as_none() -> None:
    """Zero kits is a statement; a blank is not."""
    taken = take_in("Date,Agency,Town,Kits\n2026-03-04,Kent VFD,Kent,0\n")

    assert [0] == [row["kits"] for row in taken.rows]


def test_wholly_blank_rows_are_no_rows() -> None:
    """They keep their number in the file and are not counted as read."""
    taken = take_in("Date,Agency,Town,Kits\n\n,,,\n2026-03-04,Kent VFD,Kent,1\n  , ,,\n")

    assert 1 == taken.read
    assert [4] == [row["row"] for row in taken.rows]


def test_a_header_alone_is_a_file_of_no_rows() -> None:
    """That is no mistake."""
    taken = take_in("Date,Agency,Town,Kits\n")

    assert (0, [], []) == (taken.read, taken.rows, taken.issues)


def test_a_row_with_more_cells_than_the_header_is_refused() -> None:
    """Nobody can say which of its cells belongs to which column; blank cells at the end are fine."""
    taken = take_in("Date,Agency,Town,Kits\n2026-03-04,Kent VFD,Kent,1,,\n2026-03-04,Kent, VFD,Kent,1\n")

    assert [2] == [row["row"] for row in taken.rows]
    assert [(3, "", "This row has more cells than the header, so its columns can't be told apart.")] == taken.refused


def test_a_request_keeps_the_order_of_its_days() -> None:
    """Delivered or closed before it was received can't be; a wish for no kits is none."""
    taken = take_in(
        drawn(
            """
            Timestamp          | Which town do you live in? | How many kits would you like? | Delivered on | Status
            7/2/24 11:00:22    | Kent                       | 2                             | 7/3/2024     | delivered
            7/2/24 11:00:22    | Kent                       | 2                             | 7/2/2024     |
            7/2/24 11:00:22    | Kent                       | 2                             | 7/1/2024     |
            7/2/24 11:00:22    | Kent                       | 0                             |              |
            7/2/24 11:00:22    | Kent                       |                               |              |
            7/2/24 11:00:22    | Kent                       | 1                             |              | delivered
            """
        )
    )

    assert shown_rows(taken, "received_date", "delivered_date", "kits") == rows(
        """
        row | received_date | delivered_date | kits
        2   | 2024-07-02    | 2024-07-03     | 2
        3   | 2024-07-02    | 2024-07-02     | 2
        6   | 2024-07-02    |                |
        """
    )
    assert set_aside(taken) == rows(
        """
        row | outcome | column                        | problem
        4   | refused | Delivered on                  | Delivered on 1 July 2024, before it was received on 2 July 2024.
        5   | refused | How many kits would you like? | A request asks for at least 1 kit; this one says 0.
        7   | held    | Status                        | The status says delivered, but no date says when.
        """
    )


def test_a_request_ends_once_and_as_its_status_says() -> None:
    """With both dates it counts as delivered; a status that says otherwise than the dates waits for a person."""
    taken = take_in(
        drawn(
            """
            Timestamp | Town | Delivered on | Closed on | Status
            7/2/2024  | Kent | 7/3/2024     | 7/6/2024  |
            7/2/2024  | Kent | 7/3/2024     | 7/6/2024  | delivered
            7/2/2024  | Kent | 7/3/2024     | 7/1/2024  | delivered
            7/2/2024  | Kent |              | 7/6/2024  | closed
            7/2/2024  | Kent | 7/3/2024     |           | delivered
            7/2/2024  | Kent | 7/3/2024     |           | cancelled
            7/2/2024  | Kent | 7/3/2024     | 7/6/2024  | closed
            7/2/2024  | Kent | 7/3/2024     |           | open
            7/2/2024  | Kent |              | 7/6/2024  | open
            """
        )
    )

    assert shown_rows(taken, "delivered_date", "closed_date") == rows(
        """
        row | delivered_date | closed_date
        2   | 2024-07-03     |
        3   | 2024-07-03     |
        4   | 2024-07-03     |
        5   |                | 2024-07-06
        6   | 2024-07-03     |
        """
    )
    assert set_aside(taken) == rows(
        """
        row | outcome | column | problem
        7   | held    | Status | The status says closed, but there is a date of delivery.
        8   | held    | Status | The status says closed, but there is a date of delivery.
        9   | held    | Status | The status says open, but there is a date of delivery.
        10  | held    | Status | The status says open, but there is a closing date.
        """
    )
    left_out = "This request was delivered, so the date on which it was closed was left out."
    assert [(row, "Closed on", left_out) for row in (2, 3, 4, 8)] == taken.noted


def test_one_end_date_is_told_apart_by_the_status() -> None:
    """A log that keeps one date for both ends says by its status which it was; the rows that are tests are refused."""
    source = source_from_mapping(
        "matches",
        "Matches",
        Feed.REQUESTS,
        {"received_date": "made", "ended_date": "ended", "status": "state", "kits": "qty"},
        words={"status": {"open": ["pre_match"]}},
    )
    taken = take_in(
        drawn(
            """
            made                       | ended                   | state     | qty
            2020-12-24 00:00:00 UTC    | 2021-01-05 15:33:25 UTC | delivered | 80
            2020-12-24 23:59:59.92 UTC | 2021-01-06 00:00:00 UTC | closed    | 80
            2020-12-24 00:00:00 UTC    |                         | pre_match | 80
            2020-12-24 00:00:00 UTC    | 2021-01-06 00:00:00 UTC | pre_match | 80
            """
        ),
        sources=[source],
    )

    assert shown_rows(taken, "received_date", "delivered_date", "closed_date", "area") == rows(
        """
        row | received_date | delivered_date | closed_date | area
        2   | 2020-12-24    | 2021-01-05     |             | not-recorded
        3   | 2020-12-24    |                | 2021-01-06  | not-recorded
        4   | 2020-12-24    |                |             | not-recorded
        """
    )
    assert [(5, "state")] == [(row["row"], row["column"]) for row in taken.held]


def test_words_are_read_by_meaning_and_other_text_is_never_kept() -> None:
    """A combined text is read by its words; what isn't known is left out with a note that doesn't quote it."""
    taken = take_in(
        drawn(
            """
            Incident Date       | Incident City | Overdose Type                           | Transported
            2026/03/04 23:30:00 | Kent          | Nonfatal - Multiple Doses Naloxone      | Y
            2026/03/04 23:30:00 | Kent          | Fatal - No Naloxone                     | deceased
            2026/03/04 23:30:00 | Kent          | Non-fatal, unknown                      | 4230009
            2026/03/04 23:30:00 | Kent          | Fatal                                   | ask J. Doe
            """
        )
    )

    assert shown_rows(taken, "outcome", "naloxone_given", "transport") == rows(
        """
        row | outcome  | naloxone_given | transport
        2   | nonfatal | yes            | transported
        3   | fatal    | no             | deceased
        4   | nonfatal | unknown        | refused
        5   | fatal    |                |
        """
    )
    assert [(5, "Transported", "This isn't a known word for the transport, so it was left out.")] == taken.noted


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "“log.csv” is empty.", id="empty"),
        pytest.param(b"\n\n , ,\n", "“log.csv” holds no header and no rows.", id="blank"),
        pytest.param(b"%PDF-1.7 ...", "“log.csv” is a PDF document, not a table.", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n...", "“log.csv” is a picture, not a table.", id="picture"),
        pytest.param(
            b"<html><table></table></html>",
            "“log.csv” is a web page, whatever its name says, without a table",
            id="html",
        ),
        pytest.param(b"a\x00b\x01", "“log.csv” is neither text nor an Excel workbook;", id="binary"),
        pytest.param(b"PK\x03\x04 broken", "“log.csv” is a broken Excel workbook.", id="broken workbook"),
        pytest.param(
            compound_file({"EncryptionInfo": b"", "EncryptedPackage": b""}),
            "“log.csv” is protected by a password.",
            id="password",
        ),
        pytest.param(
            b"Date,Date,Agency,Town,Kits\n1,2,3,4,5\n",
            "“log.csv” has two columns headed “Date”, and only one can be the date left.",
            id="two columns of one name",
        ),
        pytest.param(
            b'Date,Agency,Town,Kits\n2026-03-04,"A,Kent,1\n2026-03-04,A,Kent,1\n',
            "“log.csv”: a quotation mark opens in row 2 and is never closed",
            id="quotation mark",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    """The sentence names the file and says what to do; nothing of the file is taken."""
    with pytest.raises(FileRefused) as refused:
        take_in(content)

    assert str(refused.value).startswith(sentence)


def test_a_file_without_a_header_says_what_was_looked_for() -> None:
    """No row names columns, so nothing can be told."""
    with pytest.raises(SourceNotRecognised, match="no row at its beginning holds headings of any known source"):
        take_in("2026-03-04,Kent VFD,Kent,1\n2026-03-05,Kent VFD,Kent,1\n")


def test_a_file_that_nearly_fits_says_what_is_missing() -> None:
    """The nearest source, what was found of it, and what is not there."""
    with pytest.raises(SourceNotRecognised) as refused:
        take_in("Date left,Agency,Town\n2026-03-04,Kent VFD,Kent\n")

    assert str(refused.value) == (
        "“log.csv” fits no known source; the nearest is “Kit log” (kit-log). Found in row 1: “Date left” (date left), "
        "“Agency” (agency), “Town” (place). Missing: number of kits."
    )


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda text: text.encode("utf-8-sig"), id="UTF-8 with mark"),
        pytest.param(lambda text: text.encode("utf-8"), id="UTF-8"),
        pytest.param(lambda text: text.encode("utf-16"), id="UTF-16"),
        pytest.param(lambda text: text.encode("cp1252"), id="Windows-1252"),
        pytest.param(lambda text: text.replace(",", ";").encode(), id="semicolons"),
        pytest.param(lambda text: text.replace(",", "\t").encode(), id="tabs"),
        pytest.param(lambda text: text.replace(",", "|").encode(), id="bars"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(lambda text: text.replace("\n", "\r").encode(), id="old Mac line ends"),
        pytest.param(lambda text: text.rstrip("\n").encode(), id="no last line end"),
        pytest.param(lambda text: ("sep=,\n" + text).encode(), id="Excel names the delimiter"),
        pytest.param(lambda text: ("Kit log of March\n\n" + text).encode(), id="title rows"),
    ],
)
def test_the_same_log_is_read_alike_however_it_was_saved(encode: Callable[[str], bytes]) -> None:
    """Encoding, delimiter and line ends are found out."""
    taken = take_in(encode("Date,Agency,Town,Kits\n2026-03-04,Café “Öl” – EMS,Kent,1\n"))

    assert [("Café “Öl” – EMS", "40290", 1)] == [(row["agency"], row["area"], row["kits"]) for row in taken.rows]


def test_a_workbook_is_read_below_its_title_and_merged_header() -> None:
    """The sheet with the header is found, dates and numbers are Excel's own; the other sheet is named as not read."""
    content = workbook(
        {
            "Log": [
                ["Kits left behind, March 2026", None, None, None, None],
                ["Date", "Agency", "Where", None, "Kits\nleft"],
                [None, None, "Town", "ZIP", None],
                [date(2026, 3, 4), "Kent VFD", "Kent", 6757, 2.0],
                [datetime(2026, 3, 5, 22, 15, tzinfo=UTC).replace(tzinfo=None), "Kent VFD", "Bantam", None, 1],
                [46087, "Kent VFD", "Canaan", 6018, "1"],
            ],
            "Notes": [["call the chief"]],
        },
        merged=["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"],
    )
    taken = take_in(content, name="log.xlsx")

    assert 3 == taken.recognised.header_row
    assert shown_rows(taken, "left_date", "place_name", "kits") == rows(
        """
        row | left_date  | place_name   | kits
        4   | 2026-03-04 | Kent         | 2
        5   | 2026-03-05 | Litchfield   | 1
        6   | 2026-03-06 | North Canaan | 1
        """
    )
    told = "The sheet “Notes” with 1 row was NOT read: it doesn't have the columns of “Kit log”."
    assert [(3, "", told)] == taken.noted


def test_a_place_of_five_hundred_letters_is_refused_and_not_repeated() -> None:
    """The sentence doesn't quote it."""
    taken = take_in(f"Date,Agency,Town,Kits\n2026-03-04,Kent VFD,{'K' * 500},1\n")

    assert [(2, "Town", "This is longer than 100 characters, which no place name is.")] == taken.refused


def drawn(table: str) -> str:
    """A table drawn with bars, as CSV."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return "\n".join(",".join('"' + cell + '"' if "," in cell else cell for cell in cells) for cells in lines) + "\n"


def rows(table: str) -> list[dict[str, str]]:
    """A table drawn with bars, as one record for each line under its headings."""
    headings, *lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [dict(zip(headings, line, strict=True)) for line in lines]


def shown_rows(taken: Taken, *columns: str) -> list[dict[str, str]]:
    """The rows taken, as a drawn table would show them."""
    return [{name: "" if row[name] is None else str(row[name]) for name in ("row", *columns)} for row in taken.rows]


def set_aside(taken: Taken) -> list[dict[str, str]]:
    """The rows held or refused, as a drawn table would show them."""
    return [
        {"row": str(issue.row), "outcome": issue.outcome.value, "column": issue.column, "problem": issue.problem}
        for issue in taken.issues
        if issue.outcome is not Outcome.NOTED
    ]
