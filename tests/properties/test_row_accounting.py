"""Whatever a file holds: every row is accounted for, only a refusal may come out instead, and nothing personal ever."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rorf_data.errors import FileRefused
from rorf_data.model import Outcome
from tests.unit.intake.reading import Taken, old_workbook, take_in, workbook

HEADINGS = ("log_id", "date", "town", "zip", "agency", "kits", "recipient", "incident_ref", "name", "notes")

DATES = st.one_of(
    st.dates().map(str),
    st.sampled_from(["3/4/2026", "4-Mar-26", "", "soon", "2/30/2026", "46085", "NULL", "1/1/2027", "12/31/1989"]),
)
PLACES = st.sampled_from(
    ["Kent", "Canaan", "KENT ", "Falls Village", "Hartford", "Sharon, MA", "", "unknown", "12 Main St, Kent", "x" * 101]
)
NUMBERS = st.one_of(
    st.integers(-2, 600).map(str), st.sampled_from(["", "three", "1.5", "3.0", "=1+1", "a few", "9" * 12, "2 kits"])
)
WORDS = st.sampled_from(["family", "Patient", "", "somebody", "unknown"])
FREE = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=20)

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "1", "2", "3"]), DATES, PLACES, st.sampled_from(["", "06018", "6757", "06754", "x"]),
        st.sampled_from(["Kent VFD", "kent vfd", "", "@x"]), NUMBERS, WORDS, st.sampled_from(["", "26-1"]), FREE, FREE,
    ),
    max_size=12,
)  # fmt: skip
MUTATIONS = ("flip", "cut", "drop column", "double column", "double header", "drop comma", "insert quote", "shuffle")


@given(rows=ROWS, delimiter=st.sampled_from(",;\t|"), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_row_is_taken_held_or_refused(rows: list[tuple[str, ...]], delimiter: str, encoding: str) -> None:
    """Once each, with one deciding sentence for every row that isn't taken."""
    taken = take_in(_written(rows, delimiter).encode(encoding))

    assert len([row for row in rows if any(map(str.strip, row))]) == taken.read
    _check_accounts(taken)


@settings(max_examples=50)
@given(rows=ROWS, chunk_rows=st.integers(1, 13))
def test_the_size_of_the_chunks_changes_nothing(rows: list[tuple[str, ...]], chunk_rows: int) -> None:
    """Rows, hashes, sentences and their order are those of the whole file."""
    text = _written(rows)

    assert take_in(text) == replace(take_in(text, chunk_rows=chunk_rows), recognised=take_in(text).recognised)


@settings(max_examples=50)
@given(rows=ROWS)
def test_a_workbook_and_a_text_of_the_same_cells_come_out_alike(rows: list[tuple[str, ...]]) -> None:
    """Row by row, hash by hash; characters that no workbook can hold are left aside."""
    plain = [tuple(_for_a_workbook(cell) for cell in row) for row in rows]
    from_text, from_book = take_in(_written(plain)), take_in(workbook({"Log": [HEADINGS, *plain]}))

    assert (from_text.rows, from_text.held, from_text.issues) == (from_book.rows, from_book.held, from_book.issues)


@given(data=st.data(), rows=ROWS, mutation=st.sampled_from(MUTATIONS))
def test_a_mutilated_text_is_read_or_refused(data: st.DataObject, rows: list[tuple[str, ...]], mutation: str) -> None:
    """No other error comes out, and what is read adds up."""
    content = _mutated(data, _written(rows).encode(), mutation)
    try:
        taken = take_in(content)
    except FileRefused:
        return
    _check_accounts(taken)


@pytest.mark.parametrize(
    "whole",
    [
        workbook({"Log": [["Date", "Agency", "Town", "Kits"], ["3/4/2026", "Kent VFD", "Kent", 1]]}),
        old_workbook([["Date", "Agency", "Town", "Kits"], ["3/4/2026", "Kent VFD", "Kent", 1.0]]),
    ],
    ids=["xlsx", "xls"],
)
@settings(max_examples=20, deadline=None)
@given(data=st.data(), mutation=st.sampled_from(["flip", "cut"]))
def test_a_mutilated_workbook_is_read_or_refused(whole: bytes, data: st.DataObject, mutation: str) -> None:
    """The same holds for workbooks, new and old."""
    try:
        taken = take_in(_mutated(data, whole, mutation))
    except FileRefused:
        return
    _check_accounts(taken)


@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """Noise is never an error of the program."""
    with pytest.raises(FileRefused):
        take_in(content)


@given(rows=ROWS, place=st.integers(0, 200))
def test_what_nobody_asked_for_leaves_no_trace(rows: list[tuple[str, ...]], place: int) -> None:
    """Names, phones, e-mails and addresses in columns that no field claims, and an incident number, appear nowhere."""
    secrets = ("Zebulon Quillfeather", "860-555-0199", "zq@example.org", "99 Hollyhock Lane", "41.912345", "INC-777")
    headings = (*HEADINGS[:7], "incident_ref", "name", "phone", "e-mail", "address", "latitude", "notes")
    line = ("", "3/4/2026", "Kent", "", "Kent VFD", "1", "")
    name, phone, e_mail, address, latitude, incident = secrets
    planted = [(*row[:7], incident, name, phone, e_mail, address, latitude, f"call {name} at {phone}") for row in rows]
    planted.insert(place % (len(rows) + 1), (*line, incident, name, phone, e_mail, address, latitude, phone))
    taken = take_in(_written(planted, headings=headings))
    everything = repr((taken.rows, taken.held, taken.issues, taken.recognised.left_out_columns)).casefold()

    assert [] == [secret for secret in secrets if secret.casefold() in everything]
    assert {"name", "phone", "e-mail", "address", "latitude", "notes"} == set(taken.recognised.left_out_columns)


@pytest.mark.parametrize(
    ("field", "secret"),
    [
        *product(["date", "zip", "agency", "kits", "recipient", "town"], ["zq@example.org", "860-555-0199"]),
        *product(["date", "zip", "agency", "kits", "recipient", "town"], ["99 Hollyhock Lane", "41.912345"]),
        *product(["date", "zip", "kits", "recipient", "town"], ["Zebulon Q.", "Kent Quillfeather"]),
    ],
)
def test_what_is_personal_in_the_wrong_column_is_never_repeated(field: str, secret: str) -> None:
    """A slip of the form: the row is set aside or the cell left out, and no sentence quotes it.

    A person's name in the agency's column looks like any other name; "Kent" alone is a known name everywhere.
    """
    values = {"date": "3/4/2026", "town": "Kent", "agency": "Kent VFD", "kits": "1"} | {field: secret}
    taken = take_in(_written([tuple(values.values())], headings=tuple(values)))

    told = repr((taken.rows, taken.held, taken.issues)).casefold()

    assert [] == [word for word in secret.casefold().split() if word not in ("kent", "99", "q.") and word in told]


def _check_accounts(taken: Taken) -> None:
    """Every row once, and a sentence for every row that isn't taken."""
    kept, held = [row["row"] for row in taken.rows], [row["row"] for row in taken.held]
    refused = [row for row, _, _ in taken.refused]

    assert taken.read == len(kept) + len(held) + len(refused)
    assert len({*kept, *held, *refused}) == taken.read
    assert held == [row for row, _, _ in taken.decided(Outcome.HELD)]
    assert all(issue.problem for issue in taken.issues)
    assert {row for row, _, _ in taken.noted if row > taken.recognised.header_row} <= {*kept, *held}


def _written(rows: list[tuple[str, ...]], delimiter: str = ",", *, headings: tuple[str, ...] = HEADINGS) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows([headings, *rows])
    return stream.getvalue()


def _for_a_workbook(cell: str) -> str:
    return "".join(sign for sign in cell if sign.isprintable()).lstrip("=").strip()


def _mutated(data: st.DataObject, content: bytes, mutation: str) -> bytes:
    place = data.draw(st.integers(0, max(len(content) - 1, 0)))
    lines = content.split(b"\n")
    if mutation == "flip":
        return content[:place] + bytes([content[place] ^ data.draw(st.integers(1, 255))]) + content[place + 1 :]
    if mutation == "cut":
        return content[:place]
    if mutation == "drop column":
        return b"\n".join(line.partition(b",")[2] for line in lines)
    if mutation == "double column":
        return b"\n".join(line.partition(b",")[0] + b"," + line for line in lines)
    if mutation == "double header":
        return lines[0] + b"\n" + content
    if mutation == "drop comma":
        return content[:place] + content[place:].replace(b",", b"", 1)
    if mutation == "insert quote":
        return content[:place] + b'"' + content[place:]
    return b"\n".join(data.draw(st.permutations(lines)))
