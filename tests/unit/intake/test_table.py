"""Rows that can't be told apart by column, and rows that only add up others."""

from __future__ import annotations

import pytest

from rorf_data.intake.read import open_bytes
from rorf_data.intake.sheet import Lines
from tests.unit.intake.reading import take_in, workbook

LOG = "Date,Agency,Town,Kits,Notes\n"
LAST = "3/9/2026,Kent VFD,Kent,1,\n"
TORN = "of the file seem to be several rows run together; a quotation mark is missing or one too many."
TOTAL = "This row is a total of others, not a record."


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        ('3/4/2026,"Kent VFD,Kent,1,\n3/5/2026,Kent" VFD,Kent,1,', 2, 3),
        ('3/4/2026,Kent VFD,Kent,1,"\n3/5/2026,Kent VFD,Kent,1,"', 2, 3),
        ('3/4/2026,Kent VFD,Kent,1,"x\n3/5/2026,Kent VFD,Kent,1,x\n3/6/2026,Kent VFD,Kent,1,y"', 2, 4),
        ('3/4/2026,"Kent VFD,Kent,1,\n3/5/2026,"Kent, VFD",Kent,1,', 2, 3),
        ('3/4/2026,Kent VFD,"Kent,1,\n3/5/2026,Kent VFD,Kent,1,\n3/6/2026,Kent VFD",Kent,1,', 2, 4),
        ('3/4/2026,Kent VFD,Kent,1,"5 boxes\r\n3/5/2026,Kent VFD,Kent,1,6"" box"', 2, 3),
        ('3/4/2026,Kent VFD,Kent,1,"a"\n3/5/2026,Kent VFD,"Kent,1,\n2026-03-06,Kent VFD,Kent",1,', 3, 4),
        ('"3/4/2026,Kent VFD,Kent,1,\n3/5/2026,Kent VFD,Kent,1,"', 2, 3),
    ],
)
def test_rows_run_together_are_refused_with_the_lines_they_stand_in(lines: str, first: int, last: int) -> None:
    """Also when a proper quotation mark of a later row ends what a stray one began."""
    taken = take_in(LOG + lines + "\n" + LAST)

    assert [(f"Lines {first} to {last} {TORN}")] == [problem for _, _, problem in taken.refused]
    assert "2026-03-09" == str(taken.rows[-1]["left_date"])


@pytest.mark.parametrize(
    "row",
    [
        '3/4/2026,Kent VFD,Kent,1,"KENT, CT\n(41.7, -73.5)"',
        '3/4/2026,"Kent\nVFD",Kent,1,"first, second,\nthird, fourth, fifth, sixth"',
        '3/4/2026,Kent VFD,Kent,1,"called again on\n3/6/2026, nobody in"',
        '3/4/2026,Kent VFD,Kent,1,"- one\r\n- two\r\n- three"',
        '"3/4/2026","Kent VFD","Kent","1","\n"',
    ],
)
def test_a_cell_of_several_lines_is_no_row_run_together(row: str) -> None:
    """Lists, addresses and days in a note are a note's own business."""
    taken = take_in(f"{LOG}{row}\n{LAST}")

    assert (2, []) == (len(taken.rows), taken.refused)


def test_in_a_workbook_no_rows_run_together() -> None:
    """Its cells are cells, whatever stands in them."""
    rows = [LOG.strip().split(","), ["3/4/2026", "A", "Kent", "1", "x\n3/5/2026,A,Kent,1,y"]]

    assert 1 == len(take_in(workbook({"Log": rows}), name="log.xlsx").rows)


def test_a_record_of_several_lines_knows_them_behind_any_others() -> None:
    """Lines are those of the file, rows are counted by record; a last line without an end counts."""
    text = 'a,b\n\n1,"x\ny"\r\n2,z\n"3\n\n",w\n4,"p\rq"'
    records = list(open_bytes(text.encode(), "x.csv").sheets()[0].read())

    assert [(3, 4), (6, 8), (9, 10)] == [(cells.first, cells.last) for cells in records if isinstance(cells, Lines)]
    assert [["a", "b"], [], ["1", "x\ny"], ["2", "z"], ["3\n\n", "w"], ["4", "p\rq"]] == [list(r) for r in records]


@pytest.mark.parametrize(
    "row",
    [
        "Total,,,57,",
        "TOTAL:,,,57,",
        "Grand total,,,57,",
        ",Total,,57,",
        ",,Totals,57,",
        "Total for March,,,57,",
        "Subtotal,Kent VFD,,57,",
        "3/31/2026,Total,Kent,57,",
        "3/31/2026,Kent VFD,Total,57,",
    ],
)
def test_a_row_that_adds_up_others_is_refused_and_said_to_be_one(row: str) -> None:
    """Its kits are those of the rows above it, so that they would count twice."""
    taken = take_in(f"{LOG}3/4/2026,Kent VFD,Kent,57,\n{row}\n")

    assert [57] == [row["kits"] for row in taken.rows]
    assert [(3, "", TOTAL)] == taken.refused


@pytest.mark.parametrize("row", ["3/4/2026,Total Care EMS,Kent,1,", "3/4/2026,Kent VFD,Kent,1,total of two visits"])
def test_a_name_or_note_with_such_a_word_in_it_is_no_total(row: str) -> None:
    """Where a day stands, only a name that is nothing else makes one."""
    assert TOTAL not in [problem for _, _, problem in take_in(f"{LOG}{row}\n").refused]
