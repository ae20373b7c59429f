"""What becomes of a cell that holds what may not be kept, such as a phone number in "agency" or an e-mail in "town"."""

from __future__ import annotations

import pytest

from rorf_data.intake.decisions import Decisions
from rorf_data.intake.people import PERHAPS_A_PERSON
from rorf_data.intake.personal import ADDRESS, CONTACT, NUMBER
from tests.unit.intake.reading import take_in

KIT_LOG = "Date,Agency,Town,ZIP,Kits\n"
CALLS = "Call Date,Agency,Town,ZIP,Outcome\n"


@pytest.mark.parametrize(
    ("agency", "sentence"),
    [
        ("Kent VFD 860-555-0100", CONTACT),
        ("jane.doe@example.org", CONTACT),
        ("Kent VFD 123-45-6789", NUMBER),
        ("Kent VFD 41.84512", NUMBER),
        ("99 Hollyhock Lane", ADDRESS),
        ("PO Box 12", ADDRESS),
    ],
)
def test_an_agency_that_must_be_given_refuses_the_row_and_one_that_need_not_is_left_blank(
    agency: str, sentence: str
) -> None:
    """A kit log says who left the kits; an overdose call counts without its agency too."""
    kits = take_in(KIT_LOG + f"2026-03-04,{agency},Kent,,2\n", source="kit-log")
    calls = take_in(CALLS + f"2026-03-04,{agency},Kent,,fatal\n", source="calls")

    assert [(2, "Agency", sentence)] == kits.refused
    assert [(2, "Agency", sentence)] == calls.noted
    assert [(None, "40290")] == [(row["agency"], row["area"]) for row in calls.rows]


@pytest.mark.parametrize(
    ("place", "zip_code", "area"),
    [
        ("Jane Doe 860-555-0100", "", "not-recorded"),
        ("jane.doe@example.org", "06757", "40290"),
        ("Kent (860) 555-0100", "06069", "67960"),
        ("chief at kentvfd dot org", "06031", None),
    ],
)
def test_a_place_with_a_phone_or_an_e_mail_is_left_blank_and_the_zip_code_decides(
    place: str, zip_code: str, area: str | None
) -> None:
    """Without a ZIP code the row counts as one without a place."""
    taken = take_in(KIT_LOG + f"2026-03-04,Kent VFD,{place},{zip_code},2\n")

    assert [area] == [row["area"] for row in taken.rows] + [None for _ in taken.held]
    assert (2, "Town", CONTACT) in taken.noted
    assert "Doe" not in repr((taken.rows, taken.held, taken.issues))


@pytest.mark.parametrize(("header", "source"), [(KIT_LOG, "kit-log"), (CALLS, "calls")])
def test_an_agency_that_may_be_a_person_waits_until_it_is_confirmed(header: str, source: str) -> None:
    """The row that waits doesn't hold the name; the name confirmed, however it is typed, is taken as written."""
    text = header + "2026-03-04,Harbour Light,Kent,,2\n"
    waiting = take_in(text, source=source)
    confirmed = take_in(text, source=source, decisions=Decisions(agencies=frozenset({"harbour light"})))

    assert [(2, "Agency", PERHAPS_A_PERSON)] == [(row["row"], row["column"], row["problem"]) for row in waiting.held]
    assert "Harbour" not in repr((waiting.held, waiting.issues))
    assert ["Harbour Light"] == [row["agency"] for row in confirmed.rows]
    assert [row["record_key"] for row in waiting.held] == [row["record_key"] for row in confirmed.rows]


def test_rows_that_wait_with_names_of_two_people_are_two_records() -> None:
    """The name tells them apart although it is not kept; so a row without an agency never stands in for them."""
    rows = "2026-03-04,Jane Doe,Kent,,fatal\n2026-03-04,Jane Roe,Kent,,fatal\n2026-03-04,,Kent,,fatal\n"
    taken = take_in(CALLS + rows, source="calls")

    keys = [row["record_key"] for row in (*taken.held, *taken.rows)]
    assert (2, 1, 3) == (len(taken.held), len(taken.rows), len(set(keys)))
