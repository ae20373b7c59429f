"""Delimited text: encodings, delimiters and quotation marks."""

from __future__ import annotations

import csv
import io

import pytest

from rorf_data.errors import FileRefused
from rorf_data.intake.blocks import Block
from rorf_data.intake.delimited import END, find_form
from rorf_data.intake.encoding import find_encoding
from rorf_data.intake.read import open_bytes
from tests.unit.intake.reading import take_in


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"Date,Town", "utf-8-sig"),
        ("Café".encode(), "utf-8-sig"),
        ("Café".encode("utf-8-sig"), "utf-8-sig"),
        ("Café".encode("utf-16"), "utf-16"),
        ("Café".encode("utf-32"), "utf-32"),
        (b"\x00\x00\xfe\xff" + "Café".encode("utf-32-be"), "utf-32"),
        ("Café".encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_found_from_all_of_the_text(content: bytes, encoding: str) -> None:
    """Also when a letter is cut in two by the blocks that the file is read in."""
    single_bytes = [content] if encoding in ("utf-16", "utf-32") else [content[i : i + 1] for i in range(len(content))]

    assert encoding == find_encoding("x.csv", single_bytes).name


def test_a_late_letter_of_windows_1252_decides_for_the_whole_file() -> None:
    """A first block of plain letters says nothing."""
    assert "cp1252" == find_encoding("x.csv", [b"a" * 10, b"\xe9"]).name


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2", ","),
        ("a;b\n1,5;2,5", ";"),
        ("a\tb\n1\t2", "\t"),
        ("a|b\n1|2", "|"),
        ("a\n1", ","),
        ("sep=;\na,b,c;d", ";"),
        ('"When, where";n\n"x, y";1', ";"),
        ("Where?,How?,Why?\nKent,Box;,x\nKent,Box;,x", ","),
        ("Kit log\n\na;b;c\n1;2;3", ";"),
        ("a^b\n1,5^2", "^"),
        ("sep=\t\na,b\tc", "\t"),
        ("sep=^\r\na,b^c", "^"),
        ("sep=x\na,b", ","),
        ("Kits left, by town, by day\nin March, 2026\n\na;b;c\n1;2;3\n4;5;6", ";"),
    ],
)
def test_the_delimiter_is_the_one_that_makes_even_rows(text: str, delimiter: str) -> None:
    """Commas in numbers or sentences don't mislead."""
    assert delimiter == find_form(lambda: io.BytesIO(text.encode()), "utf-8-sig").delimiter


ONE_FORM_OF_QUOTING = [
    pytest.param('a,b\n"x, y",1\n"say ""hi""",2\n', [["x, y", "1"], ['say "hi"', "2"]], id="double"),
    pytest.param("a,b\n'x, y','1'\n'O''Brien','2'\n", [["x, y", "1"], ["O'Brien", "2"]], id="single"),
    pytest.param(
        'a,b\n"x, y",1\n"say \\"hi\\", he did",2\n', [["x, y", "1"], ['say "hi", he did', "2"]], id="backslash"
    ),
    pytest.param("a,b\nO'Brien,1\n'Tis,2\n", [["O'Brien", "1"], ["'Tis", "2"]], id="apostrophes"),
    pytest.param("a,b\n'001,1\n'002,2\n", [["'001", "1"], ["'002", "2"]], id="text forced by Excel"),
    pytest.param('a,b\n5" hose,1\nC:\\x,2\n', [['5" hose', "1"], ["C:\\x", "2"]], id="inches and paths"),
]


@pytest.mark.parametrize(("text", "rows"), ONE_FORM_OF_QUOTING)
def test_quotation_marks_of_any_style_are_found_out(text: str, rows: list[list[str]]) -> None:
    """Single ones only where most rows have cells in them, backslashes only where rows come out evener for it."""
    (sheet,) = open_bytes(text.encode(), "x.csv").sheets()

    assert rows == [list(cells) for _, cells in sheet.rows_below(1)]


def test_a_delimiter_at_the_end_of_every_row_adds_no_column() -> None:
    """Whether or not the header has one as well."""
    for header in ("Date,Agency,Town,Kits", "Date,Agency,Town,Kits,"):
        taken = take_in(f"{header}\n2026-03-04,Kent VFD,Kent,1,\n2026-03-05,Kent VFD,Kent,2,\n")

        assert ([1, 2], []) == ([row["kits"] for row in taken.rows], taken.issues)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_kind_of_line_end_parts_rows(end: str) -> None:
    """Also of the kind that only old Macs write."""
    (sheet,) = open_bytes(f"a,b{end}1,2{end}3,4".encode(), "x.csv").sheets()

    assert [["a", "b"], ["1", "2"], ["3", "4"]] == [list(cells) for cells in sheet.read()]


def test_rows_with_and_without_quotation_marks_come_out_as_one_reader_would_read_them() -> None:
    """Blocks without any are parted in a quicker way; blocks end wherever they end."""
    rows = [["id", "town", "notes"]]
    rows += [[str(n), "Kent", f'said "{n}",\nand left' if n % 997 == 0 else f"plain {n % 7}"] for n in range(20_000)]
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    (sheet,) = open_bytes(stream.getvalue().encode(), "x.csv").sheets()

    assert rows == [list(cells) for cells in sheet.read()]


def test_a_quoted_line_break_belongs_to_its_cell_and_record() -> None:
    """Rows are counted by record."""
    (sheet,) = open_bytes(b'a,b\n"x\ny",1\nz,2\n', "x.csv").sheets()

    assert [(2, ["x\ny", "1"]), (3, ["z", "2"])] == list(sheet.rows_below(1))


@pytest.mark.parametrize("text", ['a,b\n1,"2\n3,4\n', 'a,b\n1,"', 'a,b\n1,"' + "x" * 200_000])
def test_a_quotation_mark_that_is_never_closed_refuses_the_file(text: str) -> None:
    """Or every row after it would vanish into one cell."""
    opened = open_bytes(text.encode(), "x.csv")

    with pytest.raises(FileRefused, match="a quotation mark opens in row 2 and is never closed"):
        list(opened.sheets()[0].read())


ODD_CELLS = [
    "", " ", "  x  ", "NA", "nan", "null", "None", "1", "1.50", "007", "1e5", "-0", "TRUE", "inf", "2026-03-04", "é",
    "“”", "\x85", "a\u2028b", "a\x1cb", "a\x0bb", "\x0c", "x\ufeff", "#N/A", "'x'", "\\N", "\\", "a b", "\U0001f600",
    "=1+1", "%", "^", 'say "hi"', "x, y", '"', '""', ",", "'",
]  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_rows_read_by_column_are_the_rows_read_one_by_one(delimiter: str, end: str, encoding: str) -> None:
    """Every cell as it stands there, whatever else might take it for a number, a blank or the end of a line."""
    rows = [[cell, other, str(n)] for n, cell in enumerate(ODD_CELLS) for other in ODD_CELLS]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows([["a", "b", "c"], *rows, ["", " ", ""]])
    (sheet,) = open_bytes(stream.getvalue().encode(encoding), "x.csv").sheets()
    assert sheet.read_blocks is not None

    by_column = [
        (int(number), list(cells))
        for block in sheet.read_blocks()
        for number, cells in (zip(block.numbers, zip(*block.columns)) if isinstance(block, Block) else block)
    ]

    assert [(1, ["a", "b", "c"]), *enumerate(rows, 2)] == by_column
    assert by_column == [(number, list(cells)) for number, cells in sheet.rows_below(0)]


@pytest.mark.parametrize("end", ['1,"2', '1,"2\n', '1,"2\n3,4\n5,6\n'])
def test_a_stray_quotation_mark_in_the_last_column_is_seen_however_the_rows_are_read(end: str) -> None:
    """Row by row or many at a time."""
    (sheet,) = open_bytes(("a,b\n" + "1,2\n" * 200 + end).encode(), "x.csv").sheets()
    assert sheet.read_blocks is not None

    for read in (sheet.read, sheet.read_blocks):
        with pytest.raises(FileRefused, match="a quotation mark opens in row 202 and is never closed"):
            list(read())


@pytest.mark.parametrize(
    ("length", "is_read"), [(131_073, True), (999_999, True), (1_000_000, True), (1_000_001, False)]
)
def test_a_long_cell_that_is_properly_closed_is_read_up_to_a_million_characters(length: int, is_read: bool) -> None:
    """Beyond that the sentence says what is wrong, and doesn't claim that a quotation mark is missing."""
    opened = open_bytes(f'a,b\n1,"{"x" * length}"\n'.encode(), "x.csv")

    if is_read:
        assert length == len(list(opened.sheets()[0].read())[1][1])
    else:
        with pytest.raises(FileRefused, match="row 2 holds a cell of more than 1,000,000 characters. Perhaps"):
            opened.sheets()


@pytest.mark.parametrize("text", ["a,b\n1,2", "a,b\n1,2\n", 'a,b\n1,"2"', 'a,b\n1,"2"\n\n'])
def test_the_end_of_the_file_is_seen_with_and_without_a_last_line_end(text: str) -> None:
    """And the mark that we look for is never a record."""
    records = list(open_bytes(text.encode(), "x.csv").sheets()[0].read())

    assert [["a", "b"], ["1", "2"]] == records[:2]
    assert END not in str(records)


def test_utf_32_with_its_mark_is_read() -> None:
    """Its mark begins like that of UTF-16."""
    (sheet,) = open_bytes("a;b\nCafé;1\n".encode("utf-32"), "x.csv").sheets()

    assert [["a", "b"], ["Café", "1"]] == list(sheet.read())


def test_utf_16_that_breaks_off_is_refused() -> None:
    """Half a letter at the end is a file cut short."""
    with pytest.raises(FileRefused, match="is damaged"):
        list(open_bytes("a,b\n1,2".encode("utf-16")[:-1], "x.csv").sheets()[0].read())
