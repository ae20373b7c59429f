"""What an answer keeps of a place name, and how sure a ZIP code must be."""

from __future__ import annotations

import pytest

from rorf_data.towns import resolve as resolving
from rorf_data.towns.gazetteer import ZipShare
from rorf_data.towns.resolved import Resolved, fit_to_keep, is_not_recorded, is_outside, is_town, is_unsure


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("GREAT BARRINGTON", "Great Barrington"),
        ("great  barrington", "Great Barrington"),
        ("CORNWALL-ON-HUDSON", "Cornwall-On-Hudson"),
        ("isle of wight", "Isle of Wight"),
        ("o'fallon", "O'fallon"),
        ("St. Albans", "St. Albans"),
        ("Área Única", "Área Única"),
        ("Zone 4", None),
        ("4", None),
        ("someone@example.org", None),
        ("<b>Kent</b>", None),
        ("", None),
        ("- .", None),
        ("a" * 55, "A" + "a" * 54),
        ("a" * 56, "A" + "a" * 55),
        ("a" * 57, None),
        ("one two three four five", "One Two Three Four Five"),
        ("one two three four five six", "One Two Three Four Five Six"),
        ("one two three four five six seven", None),
    ],
)
def test_only_what_can_be_a_name_is_kept(written: str, kept: str | None) -> None:
    """A name in even capitals; digits, odd signs, more than 56 letters or six words are not kept."""
    assert fit_to_keep(written) == kept


def test_a_name_with_its_state_has_at_most_60_letters() -> None:
    """The longest name that is kept leaves room for a comma and the state."""
    kept = is_outside("a" * 56, "Because.", state="MA").place_name
    assert kept is not None
    assert kept.endswith(", MA")
    assert len(kept) == 60


@pytest.mark.parametrize(
    ("answer", "area"),
    [
        (is_town("43370", "Because."), "43370"),
        (is_outside("Danbury", "Because."), "outside"),
        (is_not_recorded("Because."), "not-recorded"),
        (is_unsure("Canaan", "Because.", ["10940", "54030"]), None),
    ],
)
def test_an_answer_has_an_area_unless_a_person_must_decide(answer: Resolved, area: str | None) -> None:
    """A town's code, outside or not recorded can be counted; a question can't be yet."""
    assert answer.area == area


def test_candidates_are_named_once() -> None:
    """The same town from two reasons is one choice, in the place where it came first."""
    assert is_unsure("", "Because.", ["54030", "10940", "54030"]).candidates == ("North Canaan", "Canaan")


@pytest.mark.parametrize(
    ("zip_code", "share", "status"), [("06704", 0.9499, "unsure"), ("06705", 0.95, "town"), ("06706", 0.9501, "town")]
)
def test_a_zip_decides_from_95_percent_on(
    monkeypatch: pytest.MonkeyPatch, zip_code: str, share: float, status: str
) -> None:
    """Just under 95 % of the people in one town is a question, 95 % and more is the town."""
    shares = (ZipShare("Norfolk", "53470", share), ZipShare("Goshen", "32290", 1 - share))
    monkeypatch.setattr(resolving, "zip_shares", lambda: {zip_code: shares})
    found = resolving.resolve(f"a place nobody knows in {zip_code}", zip_code=zip_code)
    assert found.status == status
    assert found.candidates == (("Norfolk", "Goshen") if status == "unsure" else ())
