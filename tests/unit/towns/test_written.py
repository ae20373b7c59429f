"""What is read off the ends of a place cell, and out of ZIP and state cells."""

from __future__ import annotations

import pytest

from rorf_data.towns.written import is_connecticut, read_state, read_zip, take_apart


@pytest.mark.parametrize(
    ("cell", "zip_code"),
    [
        ("06069", "06069"),
        ("6069", "06069"),
        ("6069.0", "06069"),
        ("06069-1234", "06069"),
        ("6069-1234", "06069"),
        ("060691234", "06069"),
        ("60691234", "06069"),
        (" 06069 ", "06069"),
        ("CT 06069", "06069"),
        ("0606", "00606"),
        ("606", ""),
        ("060691", ""),
        ("00000", ""),
        ("99999", ""),
        ("abc", ""),
        ("", ""),
    ],
)
def test_a_zip_is_five_digits_with_its_zero_put_back(cell: str, zip_code: str) -> None:
    """Spreadsheets drop a leading zero and add a decimal; four digits are a ZIP, three or six are not."""
    assert read_zip(cell) == zip_code


@pytest.mark.parametrize(
    ("cell", "state"),
    [("CT", "CT"), ("ct.", "CT"), ("Conn.", "CT"), ("Connecticut", "CT"), ("C.T.", "CT"), ("09", "CT"), ("9", "CT"),
     ("MA", "MA"), ("Mass.", "MA"), ("new  york", "NY"), ("N.Y.", "NY"), ("36", "NY"), ("Washington", "WA"),
     ("CT 06757", "CT"), ("", ""), ("UNKNOWN", ""), ("UK", ""), ("NULL", ""), ("Ontario", "?"), ("99", "?")],
)  # fmt: skip
def test_a_state_is_read_from_code_name_or_census_number(cell: str, state: str) -> None:
    """Empty and unknown say nothing; text that is no state is not taken for one."""
    assert read_state(cell) == state


@pytest.mark.parametrize(
    ("place", "parts", "zips", "states"),
    [
        ("12 Main St, Kent, CT 06757-1234", ("12 Main St", "Kent"), {"06757"}, {"CT"}),
        ("Kent, Connecticut, United States", ("Kent",), set(), {"CT"}),
        ("BRISTOL, CT\n(41.673037, -72.945791)", ("BRISTOL",), set(), {"CT"}),
        ("Charleston, West Virginia", ("Charleston",), set(), {"WV"}),
        ("Litchfield Co", ("Litchfield Co",), set(), set()),
        ("Denver, CO", ("Denver",), set(), {"CO"}),
        ("PO Box 6757", ("PO Box 6757",), set(), set()),
        ("Kent 2024", ("Kent 2024",), set(), set()),
        ("06757", (), {"06757"}, set()),
        ("", (), set(), set()),
    ],
)
def test_a_place_is_taken_apart(place: str, parts: tuple[str, ...], zips: set[str], states: set[str]) -> None:
    """Country, states and ZIP codes come off; a box number, a year and a county stay."""
    written = take_apart(place)
    assert (written.parts, set(written.zips), set(written.states)) == (parts, zips, states)


@pytest.mark.parametrize(
    ("zip_code", "expected"), [("06001", True), ("06928", True), ("06390", False), ("05999", False), ("07001", False)]
)
def test_connecticuts_zips_begin_with_06(zip_code: str, expected: bool) -> None:
    """All of 06 is Connecticut's but Fishers Island, which is New York's."""
    assert is_connecticut(zip_code) == expected
