"""When two headings mean the same."""

from __future__ import annotations

import pytest

from rorf_data.intake.headings import joined, pattern, shown, spaced


@pytest.mark.parametrize(
    "heading",
    ["Injury City", "InjuryCity", "injury_city", " INJURY\nCITY ", "Injury-City:", "injury  city?", "Injury City*"],
)
def test_case_spaces_line_breaks_and_punctuation_do_not_count(heading: str) -> None:
    """However a program or a person has bent it."""
    assert "injurycity" == joined(heading)


@pytest.mark.parametrize("heading", ["Injury State", "City", "Injury Cities", "Injury City 2"])
def test_other_letters_do_count(heading: str) -> None:
    """Nothing is matched that is only near."""
    assert "injurycity" != joined(heading)


@pytest.mark.parametrize(
    ("name", "heading", "fits"),
    [
        ("*how many*kits*", "How many naloxone\nkits would you like?", True),
        ("*how many*kits*", "How many kits?", True),
        ("*how many*kits*", "How many kitchens?", False),
        ("*which town*", "In which town do you live?", True),
        ("*which town*", "Which townhouse?", False),
        ("date*", "Date left", True),
        ("date*", "Updated", False),
        ("date*", "The date", False),
    ],
)
def test_a_star_stands_for_any_words(name: str, heading: str, fits: bool) -> None:
    """And never for a part of a word."""
    assert fits == bool(pattern(name).match(spaced(heading)))


@pytest.mark.parametrize(("length", "is_whole"), [(79, True), (80, True), (81, False)])
def test_a_long_heading_is_cut_in_messages(length: int, is_whole: bool) -> None:
    """At eighty letters, on one line."""
    assert (is_whole, min(length, 80)) == (shown("x" * length) == "x" * length, len(shown("x" * length)))
    assert "a b" == shown(" a\n b ")


@pytest.mark.parametrize("sign", ["x", "1", "(", "é", "-", "1/", "a.b."])
def test_however_long_a_heading_is_it_is_read_once(sign: str) -> None:
    """A cell that has swallowed the rows after it; looked through anew from each of its signs it would take hours."""
    assert len(shown(sign * 200_000)) <= 80
    assert "a (left out) (left out)" == shown(f"a jo@{sign * 200_000} jane@example.org")


def test_what_no_database_takes_is_not_shown() -> None:
    """Control characters are left out, half a character is marked as one."""
    assert "Date left" == shown("Da\x00te\x1f \x7fle\x9fft")
    assert "Date \ufffd" == shown("Date \udcff")
