"""From texts to clean values."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from rorf_data.intake.cells import as_objects, read_column
from rorf_data.intake.clean import agency_name, whole_number
from rorf_data.intake.refusal import Unclean, Withheld, check_no_formula, check_readable
from rorf_data.intake.texts import tidy


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Kent \n VFD ", "Kent VFD"),
        ("Kent\u00a0VFD", "Kent VFD"),
        ("\ufeffKent\u200b", "Kent"),
        ("Cafe\u0301", "Café"),
        ("NULL", ""), ("null", ""), ("N/A", ""), ("#N/A", ""), ("nan", ""), (" - ", ""), ("\u2014", ""), ("   ", ""),
        ("0", "0"), ("none", "none"), ("Nandini", "Nandini"),
    ],
)  # fmt: skip
def test_a_text_is_tidied_and_a_word_for_nothing_is_nothing(text: str, plain: str) -> None:
    """ "None" stays, for it is an answer to some questions."""
    assert plain == tidy(text)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("3", 3), ("3.0", 3), ("007", 7), ("999999999", 999_999_999)])
def test_whole_numbers(text: str, number: int) -> None:
    """Also as a spreadsheet writes them."""
    assert number == whole_number(text, what="number of kits")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-1", "“-1” is negative; a number of kits is 0 or more."),
        ("−2", "“−2” is negative; a number of kits is 0 or more."),
        ("-1.5", "“-1.5” is negative; a number of kits is 0 or more."),
        ("1.5", "“1.5” isn't a whole number."),
        ("1,5", "“1,5” isn't a whole number."),
        (".5", "This number of kits isn't a whole number."),
        ("41.823177", "This number of kits isn't a whole number."),
        ("three", "“three” is a number in words; write it in digits."),
        ("Twenty-one", "“Twenty-one” is a number in words; write it in digits."),
        ("a few", "“a few” is a number in words; write it in digits."),
        ("1000000000", "This is too large for a number of kits."),
        ("3 kits", "This number of kits isn't a plain whole number; write digits only."),
        ("1e3", "This number of kits isn't a plain whole number; write digits only."),
        ("860-555-0123", "This number of kits isn't a plain whole number; write digits only."),
        ("J. Doe", "This number of kits isn't a plain whole number; write digits only."),
        ("=2+1", "This is a formula, not a value; write what it comes to."),
        ("+3", "This is a formula, not a value; write what it comes to."),
        ("@A1", "This is a formula, not a value; write what it comes to."),
        ("-A1", "This is a formula, not a value; write what it comes to."),
    ],
)
def test_what_is_no_whole_number_is_said_without_quoting_what_may_be_personal(text: str, sentence: str) -> None:
    """Only short numbers and number words are ever repeated."""
    with pytest.raises(Unclean) as problem:
        whole_number(text, what="number of kits")

    assert sentence == str(problem.value)


@pytest.mark.parametrize(("length", "is_taken"), [(99, True), (100, True), (101, False)])
def test_an_agencys_name_has_at_most_a_hundred_letters(length: int, is_taken: bool) -> None:
    """No agency's name is longer."""
    assert is_taken == _is_taken(agency_name, "K" * length)


@pytest.mark.parametrize(
    ("text", "is_taken"),
    [
        ("Kent Volunteer Fire Department", True),
        ("Troop B - CSP", True),
        ("Engine 12", True),
        ("Station 2026", True),
        ("1st Responders of Kent", True),
        ("99 Hollyhock Lane", False),
        ("12B Main St., Kent", False),
        ("41.912345", False),
        ("12", False),
        ("chief@kentvfd.example", False),
        ("Kent VFD 860-555-0123", False),
        ("Kent VFD (860) 555 0123", False),
        ("Kent VFD 555-0123", False),
        ("chief (at) kentvfd.example", False),
        ("chief at kentvfd.com", False),
        ("chief at kentvfd dot org", False),
        ("Rescue at Kent Company", True),
        ("PO Box 12, Kent", False),
        ("P.O. Box 12", False),
        ("Jane, Apt 4", False),
        ("Kent VFD 123-45-6789", False),
        ("Kent VFD 123 45 6789", False),
        ("Kent VFD 123-456", True),
        ("Kent VFD 1234567", False),
        ("Kent VFD 12/31/1970", False),
        ("Kent VFD 41.8451", False),
        ("Kent\x00VFD", False),
        ("Kent\udcffVFD", False),
        ("=HYPERLINK(A1)", False),
        ("Caf\ufffd", False),
    ],
)
def test_an_agencys_name_holds_no_formula_address_or_phone(text: str, is_taken: bool) -> None:
    """Numbers of stations and years are fine."""
    assert is_taken == _is_taken(agency_name, text)


def test_what_looks_like_a_persons_name_is_withheld_until_it_is_confirmed_to_be_an_agencys() -> None:
    """However the confirmed name was typed."""
    with pytest.raises(Withheld) as doubt:
        agency_name("Harbour Light")

    assert "Harbour" not in str(doubt.value)
    assert "Harbour Light" == agency_name("Harbour Light", {"harbour light"})


def test_a_withheld_text_tells_rows_apart_and_is_no_value() -> None:
    """Neither the value nor the sentence of the cell holds it."""
    column = read_column(as_objects(["Jane Doe", "Kent VFD", "Jane Roe"]), agency_name)

    assert [None, "Kent VFD", None] == column.values.tolist()
    assert 3 == len(set(column.keys))
    assert [True, False, True] == column.is_withheld.tolist()


def test_each_distinct_text_is_read_once() -> None:
    """However many rows hold it."""
    seen: list[str] = []

    def read(text: str) -> str:
        seen.append(text)
        return text

    column = read_column(as_objects(["b", "a", "b", "", "b"]), read)

    assert ["b", "a"] == seen
    assert ["b", "a", "b", None, "b"] == column.values.tolist()
    assert [True, True, True, False, True] == column.is_given.tolist()


def test_a_column_tells_blank_from_unreadable() -> None:
    """Both have no value; only one has a problem."""
    column = read_column(as_objects(["3", "", "x"]), lambda text: whole_number(text, what="number"))

    assert [3, None, None] == column.values.tolist()
    assert ["3", "", ""] == column.keys.tolist()
    assert [False, False, True] == column.has_problem.tolist()
    assert [True, False, False] == column.is_known.tolist()
    assert [True, False, False] == column.where(lambda number: number > 2).tolist()
    assert np.bool_ == column.is_known.dtype


@pytest.mark.parametrize("check", [check_no_formula, check_readable])
def test_a_plain_name_passes(check: Callable[[str], None]) -> None:
    """A place with a hyphen or an apostrophe is neither a formula nor unreadable."""
    for name in ("Winchester-Center", "Bull's Bridge", "North Canaan"):
        check(name)


def _is_taken(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except Unclean:
        return False
    return True
