"""A few columns of a file, read without its rows being taken apart."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.errors import FileRefused
from rorf_data.intake import column_cells
from rorf_data.intake.column_cells import columns_below, delimited_columns
from rorf_data.intake.read import open_bytes
from rorf_data.intake.sheet import Sheet


def below(sheet: Sheet, header_row: int, positions: Sequence[int]) -> dict[int, list[str]]:
    """The cells by row number of every row under the header that isn't blank in these columns."""
    return {
        row: list(cells)
        for rows, columns in columns_below(sheet, header_row, positions)
        for row, cells in zip(rows, zip(*columns, strict=True), strict=True)
        if any(map(str.strip, cells))
    }


def expected(sheet: Sheet, header_row: int, positions: Sequence[int]) -> dict[int, list[str]]:
    """The same by way of whole rows."""
    rows = {row: [cells[p] if p < len(cells) else "" for p in positions] for row, cells in sheet.rows_below(header_row)}
    return {row: cells for row, cells in rows.items() if any(map(str.strip, cells))}


@pytest.mark.parametrize("header_row", [1, 2, 3])
@pytest.mark.parametrize(
    "text",
    [
        "a,b,c\n1,2,3\n4,5,6\n",
        "a,b,c\r\n1,2,3\r\n\r\n4\r\n4,5,6,7",
        'a,b,c\n"x\ny, z",2,3\n4,"5\n\n""6""",\n1,2,3\n',
        'a,b,c\n1,2,3\n1,st"ray,3\n"1"x,2,3\n',
        "a,b,c\r1,2,3\r4,5,6\r",
        "a,b,c",
    ],
)
def test_the_cells_are_those_of_the_rows(text: str, header_row: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With quotation marks, line breaks, blank and short rows, and however much is read at a time."""
    (sheet,) = open_bytes(text.encode(), "x.csv").sheets()
    assert sheet.read_columns is not None

    for at_a_time in (1, 7, 1 << 20):
        monkeypatch.setattr(column_cells, "CHARACTERS_AT_A_TIME", at_a_time)
        assert expected(sheet, header_row, [2, 0]) == below(sheet, header_row, [2, 0])


@given(st.text(alphabet='a1,"\r\n é', max_size=60))
def test_any_text_is_parted_as_the_csv_module_does(text: str) -> None:
    """As long as it can be read at all."""
    try:
        (sheet,) = open_bytes(("x,y\n" + text).encode(), "x.csv").sheets()
        rows = expected(sheet, 1, [0, 1])
    except FileRefused:
        return

    assert rows == below(sheet, 1, [0, 1])


@pytest.mark.parametrize("content", ["a,b\n1,2\n".encode("utf-16")[:-1], b"a,b\n1,\xff\n"])
def test_where_a_file_breaks_off_its_columns_end(content: bytes) -> None:
    """It is refused when its rows are read."""
    encoding = "utf-16" if content.startswith(b"\xff") else "utf-8"

    assert [] == list(delimited_columns(io.BytesIO(content), encoding, ",", [0]))


def test_a_sheet_without_a_quicker_way_gives_the_same() -> None:
    """A workbook has its rows in memory anyway."""
    sheet = Sheet.of("May", lambda: iter([["a", "b"], ["1", "2"], [], ["3"], ["", "4"]]))

    assert {2: ["1", "2"], 4: ["3", ""], 5: ["", "4"]} == below(sheet, 1, [0, 1])
