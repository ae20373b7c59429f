"""Units of one incident."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any

import pytest

from rorf_data.intake.sources import source_from_mapping
from rorf_data.model import Feed, Outcome
from tests.unit.intake.reading import Taken, take_in

HEADER = "Incident Number,Unit,Agency,Dispatched,Final Call Type,Town,Outcome,Narcan Given,Transported,Kit Left"


def test_the_first_row_stays_and_takes_what_the_others_tell() -> None:
    """The earliest day, the first known place and agency, and the weightiest of each word."""
    taken = _take_in(
        "7,E1,,3/2/2026 0:10,OVERDOSE,,nonfatal,No,refused,No",
        "7,A1,Agency A,3/1/2026 23:50,OVERDOSE,Kent,fatal,Unknown,no,",
        "7,P1,Agency B,3/2/2026 0:20,OVERDOSE,Kent,unknown,Yes,transported,Yes",
    )
    (call,) = taken.rows

    assert (2, date(2026, 3, 1), "Agency A", "40290") == (
        call["row"],
        call["call_date"],
        call["agency"],
        call["area"],
    )
    assert ("fatal", "yes", "transported", "yes") == _words(call)
    assert [3, 4] == [row for row, _, problem in taken.noted if "same incident as row 2" in problem]


@pytest.mark.parametrize(
    ("field", "order"),
    [
        ("Outcome", ["Fatal", "Nonfatal", "Unknown", ""]),
        ("Narcan Given", ["Yes", "No", "Unknown", ""]),
        ("Transported", ["Transported", "Refused", "None", "Unknown", ""]),
        ("Kit Left", ["Yes", "No", "Unknown", ""]),
    ],
)
def test_of_two_units_the_weightier_word_counts(field: str, order: list[str]) -> None:
    """Whichever came first; nothing said is lightest."""
    for weightier in range(len(order)):
        for lighter in order[weightier + 1 :]:
            for first, second in ((order[weightier], lighter), (lighter, order[weightier])):
                taken = take_in(
                    f"Incident Number,Unit,Dispatched,Final Call Type,Town,{field}\n"
                    f"1,A,3/1/2026,OVERDOSE,Kent,{first}\n1,B,3/1/2026,OVERDOSE,Kent,{second}\n"
                )
                alone = take_in(
                    f"Incident Number,Unit,Dispatched,Final Call Type,Town,{field}\n"
                    f"1,A,3/1/2026,OVERDOSE,Kent,{order[weightier]}\n"
                )
                assert _words(alone.rows[0]) == _words(taken.rows[0])


def test_the_content_is_that_of_the_joined_row() -> None:
    """So loading one row that says it all changes nothing."""
    joined = _take_in(
        "7,A1,Agency A,3/1/2026,OVERDOSE,Kent,,No,,", "7,E1,Agency A,3/2/2026,OVERDOSE,,fatal,Yes,transported,"
    )
    at_once = _take_in("7,A1,Agency A,3/1/2026,OVERDOSE,Kent,fatal,Yes,transported,")

    assert [at_once.rows[0][key] for key in ("record_key", "content")] == [
        joined.rows[0][key] for key in ("record_key", "content")
    ]


def test_an_incident_counts_when_one_of_its_rows_does() -> None:
    """The engine's row may say another thing and is still of the same call. Other incidents are refused."""
    taken = _take_in(
        "7,E1,A,3/1/2026,LIFT ASSIST,Kent,,,,",
        "7,A1,A,3/1/2026,OVERDOSE,Kent,,Yes,,",
        "8,A1,A,3/1/2026,SICK PERSON,Kent,,,,",
    )

    assert [(2, "yes")] == [(row["row"], row["naloxone_given"]) for row in taken.rows]
    assert [(4, "", "This row was closed as something else than an overdose.")] == taken.refused


def test_rows_without_a_number_are_calls_of_their_own() -> None:
    """Nobody knows that they belong together."""
    taken = _take_in(",A1,A,3/1/2026,OVERDOSE,Kent,,,,", "n/a,E1,A,3/1/2026,OVERDOSE,Kent,,,,")

    assert [2, 3] == [row["row"] for row in taken.rows]


def test_a_number_that_comes_back_later_is_not_joined() -> None:
    """In another year it is another call; in the same one a person must say which number is right."""
    next_year = _take_in("7,A,A,3/1/2025,OVERDOSE,Kent,,,,", "7,A,A,3/1/2026,OVERDOSE,Kent,,,,")
    same_year = _take_in("7,A,A,3/1/2026,OVERDOSE,Kent,,,,", "7,A,A,3/3/2026,OVERDOSE,Kent,,,,")

    assert 2 == len({row["record_key"] for row in next_year.rows})
    assert [2] == [row["row"] for row in same_year.rows]
    assert [
        (
            3,
            "Incident Number",
            "This row has the same number as row 2, but is of another day; please check which number is right.",
        )
    ] == same_year.decided(Outcome.HELD)


def test_the_turn_of_the_year_parts_no_call() -> None:
    """Units sent before and after midnight of 31 December are one call of the old year."""
    taken = _take_in("7,A,A,1/1/2026 0:05,OVERDOSE,Kent,,,,", "7,B,A,12/31/2025 23:58,OVERDOSE,Kent,,,,")

    assert [date(2025, 12, 31)] == [row["call_date"] for row in taken.rows]


def test_where_units_name_other_places_the_first_is_kept_and_noted() -> None:
    """A place that only one of them knows is no contradiction."""
    taken = _take_in(
        "7,A,A,3/1/2026,OVERDOSE,Kent,,,,", "7,B,A,3/1/2026,OVERDOSE,Sharon,,,,", "8,A,A,3/1/2026,OVERDOSE,,,,,",
        "8,B,A,3/1/2026,OVERDOSE,Sharon,,,,",
    )  # fmt: skip

    assert ["Kent", "Sharon"] == [row["place_name"] for row in taken.rows]
    assert [2] == [row for row, _, problem in taken.noted if "another place" in problem]


def test_a_known_place_goes_before_one_that_a_person_must_decide_on() -> None:
    """And that before none at all."""
    known = _take_in("7,A,A,3/1/2026,OVERDOSE,Canaan,,,,", "7,B,A,3/1/2026,OVERDOSE,North Canaan,,,,")
    unsure = _take_in("7,A,A,3/1/2026,OVERDOSE,,,,,", "7,B,A,3/1/2026,OVERDOSE,Canaan,,,,")

    assert ["North Canaan"] == [row["place_name"] for row in known.rows]
    assert ([], 1) == (unsure.rows, len(unsure.held))


@pytest.mark.parametrize("chunk_rows", [1, 2, 3, 5, 100])
def test_units_are_joined_wherever_in_the_file_they_stand(chunk_rows: int) -> None:
    """A file that is read in pieces gives the same calls as one that is read at once."""
    lines = [f"{number % 4},U{number},A,3/1/2026,OVERDOSE,{'' if number < 8 else 'Kent'},,,," for number in range(12)]
    lines.insert(3, ",X,A,3/2/2026,OVERDOSE,Kent,,,,")
    taken = _take_in(*lines, chunk_rows=chunk_rows)

    assert {2, 3, 4, 5, 6} == {row["row"] for row in taken.rows}
    assert {"Kent"} == {row["place_name"] for row in taken.rows}
    assert (13, 8) == (taken.read, sum("same incident" in problem for _, _, problem in taken.noted))


def test_a_row_that_would_be_refused_by_itself_joins_nothing() -> None:
    """Its reason stays its own."""
    taken = _take_in("7,A,A,3/1/2026,OVERDOSE,Kent,,,,", "7,B,A,31/31/2026,OVERDOSE,Kent,,,,")

    assert [2] == [row["row"] for row in taken.rows]
    assert [3] == [row for row, _, _ in taken.refused]


def test_rows_of_other_sources_are_records_of_their_own() -> None:
    """Only a source that says so has several rows for one record."""
    source = source_from_mapping(
        "c", "C", Feed.CALLS, {"record_id": "no", "call_date": "day", "place": "town"}, identity_within=[]
    )
    taken = take_in("no,day,town\n7,2026-03-01,Kent\n7,2026-03-01,Kent\n", sources=[source])

    assert 2 == len(taken.rows)


def _take_in(*lines: str, chunk_rows: int = 50_000) -> Taken:
    return take_in("\n".join((HEADER, *lines)) + "\n", chunk_rows=chunk_rows)


def _words(call: dict[Hashable, Any]) -> tuple[str, ...]:
    return tuple(call[name] for name in ("outcome", "naloxone_given", "transport", "kit_left"))
