"""Whatever a file holds: its fix lists hold each row to mend once, can be read back, and give nothing personal away."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from rorf_data.exports.fix_list import to_fix_list
from rorf_data.exports.letter import to_letter
from rorf_data.exports.to_mend import ToMend, rows_to_mend
from rorf_data.intake.batches import read_batches
from rorf_data.intake.fix_list import is_fix_list
from rorf_data.intake.read import SourceFile, open_bytes
from rorf_data.intake.recognise import Recognised, recognise
from rorf_data.intake.table import HEADER_AGAIN
from rorf_data.model import Outcome
from rorf_data.store.load import LoadReport
from tests.properties.test_row_accounting import HEADINGS, ROWS, _written
from tests.unit.intake.reading import KEY, SETTINGS, SHIPPED, TODAY

DAY = date(2026, 11, 22)
SECRETS = ("Zebulon Quillfeather", "860-555-0199", "zq@example.org", "99 Hollyhock Lane")


def looked_at(content: bytes, name: str = "log.csv") -> tuple[SourceFile, Recognised, LoadReport]:
    """A file, and the report on it as a load would give it."""
    file = open_bytes(content, name)
    recognised = recognise(file, SHIPPED)
    batches = list(read_batches(file, recognised, settings=SETTINGS, today=TODAY, token_key=KEY))
    report = LoadReport(
        file.name,
        file.sha256,
        recognised.source.name,
        recognised.source.feed,
        read=sum(batch.read for batch in batches),
        issues=tuple(issue for batch in batches for issue in batch.issues),
        further=tuple(issue for batch in batches for issue in batch.further),
    )
    return file, recognised, report


def lists_of(content: bytes) -> tuple[LoadReport, tuple[ToMend, ...]]:
    """The report on a file and what its agencies are asked to mend."""
    _, recognised, report = looked_at(content)
    return report, rows_to_mend(recognised, report)


@given(rows=ROWS)
def test_each_row_to_mend_is_in_one_list(rows: list[tuple[str, ...]]) -> None:
    """Held and refused rows, and no other; with the rows in order they are all rows of the file."""
    report, parts = lists_of(_written(rows).encode())
    decided = {issue.row: issue.problem for issue in report.issues if issue.outcome is not Outcome.NOTED}
    header_again = [row for row, problem in decided.items() if problem == HEADER_AGAIN]
    listed = [row.reference.row for part in parts for row in part.rows]

    assert sorted(listed) == sorted(decided.keys() - set(header_again))
    assert sum(part.read for part in parts) == report.read - len(header_again)
    assert sum(part.in_order for part in parts) == report.read - len(decided)
    assert all(row.problems for part in parts for row in part.rows)


@settings(max_examples=25)
@given(rows=ROWS)
def test_a_list_that_comes_back_as_it_was_is_read_as_the_same_source(rows: list[tuple[str, ...]]) -> None:
    """Row by row with its references; nobody's row is lost on the way."""
    _, parts = lists_of(_written(rows).encode())
    for part in parts:
        if not part.rows:
            continue
        content = to_fix_list(part, programme="The fund", made_on=DAY)
        _, recognised, report = looked_at(content, "back.xlsx")

        assert (recognised.source.name, is_fix_list(recognised)) == ("kit-log", True)
        assert report.read == len(part.rows)


@settings(max_examples=25)
@given(rows=ROWS, place=st.integers(0, 200))
def test_lists_and_letters_give_nothing_personal_away(rows: list[tuple[str, ...]], place: int) -> None:
    """What was planted in columns that nothing is stored of, and in the agency's, is in no list and no letter."""
    name, phone, e_mail, address = SECRETS
    planted = [(*row[:8], name, f"call {phone}, {e_mail}, {address}") for row in rows]
    line = ("", "soon", address, "", e_mail, phone, e_mail, "", name, phone)
    planted.insert(place % (len(rows) + 1), line)
    _, parts = lists_of(_written(planted, headings=HEADINGS).encode())
    told = [to_letter(part, programme="The fund", made_on=DAY) for part in parts]
    books = [to_fix_list(part, programme="The fund", made_on=DAY) for part in parts if part.rows]
    cells = [
        (cell.value, cell.comment and cell.comment.text)
        for content in books
        for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()
        for cell in row
    ]

    assert [secret for secret in SECRETS if secret.casefold() in repr((told, cells)).casefold()] == []


@settings(max_examples=25)
@given(rows=ROWS)
def test_every_cell_of_a_list_is_a_text(rows: list[tuple[str, ...]]) -> None:
    """No formula, no number, no date: what stands in it is what stood in the file."""
    _, parts = lists_of(_written(rows).encode())
    for part in parts:
        if part.rows:
            content = to_fix_list(part, programme="The fund", made_on=DAY)
            cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
            assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
