"""What the place-name desk says of places that wait and of decisions on them."""

from __future__ import annotations

from datetime import date

import pytest

from rorf_data.answers.places import (
    CONFIRM,
    MEND,
    candidate_towns,
    confirmed_agencies,
    how_to_mend,
    import_in_words,
    months_in_words,
    other_rows_waiting,
    place_decisions,
    places_waiting,
    report_in_words,
    rows_of,
    rows_of_place,
    waiting_places,
)
from rorf_data.intake.people import PERHAPS_A_PERSON
from rorf_data.maps import small_map
from rorf_data.store.desk_export import ImportReport

CANAAN, NORTH_CANAAN = "10940", "54030"
LOG = (
    "log id,date,agency,town,zip,kits\n"
    "1,2026-03-04,Kent VFD,Kent,,2\n"
    "2,2026-03-04,Kent VFD,Canaan,,2\n"
    "3,2026-05-05,Kent VFD,CANAAN,,1\n"
    "4,2026-03-05,Kent VFD,4 Elm Street,,1\n"
    "5,2026-03-05,Jane Doe,Canaan,,1\n"
    "6,2199-03-05,Kent VFD,Kent,,1\n"
)


def months(*days: str) -> list[date]:
    """First days of months."""
    return [date.fromisoformat(f"{day}-01") for day in days]


def test_rows_written_alike_in_a_source_are_one_question(load, workplace):
    """Without regard to case; a row that waits for its agency is no question of place."""
    load(LOG)
    canaan, street = waiting_places(workplace.reader())

    assert (canaan.written, canaan.rows, canaan.candidates) == ("Canaan", 2, (CANAAN, NORTH_CANAAN))
    assert list(canaan.months) == months("2026-03", "2026-05")
    assert (street.written, street.rows, street.candidates) == ("", 1, ())


def test_a_question_says_where_it_is_written(load, workplace):
    """File, row and day, so that a person can look."""
    load(LOG)
    canaan, _ = waiting_places(workplace.reader())

    assert [(row.file, row.row, row.day) for row in rows_of(workplace.reader(), canaan)] == [
        ("log.csv", 3, date(2026, 3, 4)),
        ("log.csv", 4, date(2026, 5, 5)),
    ]
    shown = rows_of_place(workplace.reader(), canaan).frame
    assert list(shown.columns) == ["file", "row", "day"]
    assert list(shown["day"]) == ["4 March 2026", "5 May 2026"]


def test_the_same_words_in_another_source_are_another_question(load, workplace):
    """Each source has its own ways."""
    load(LOG)
    load("call date,city,outcome\n2026-03-04,Canaan,fatal\n", source="calls", name="calls.csv")

    found = places_waiting(workplace.reader()).frame

    assert sorted(found[found["written"] == "Canaan"]["source"]) == ["calls", "kit-log"]


def test_the_candidates_stand_on_a_small_map(load, workplace):
    """They alone are pointed out and named; nothing is fetched from anywhere."""
    load(LOG)
    canaan, _ = waiting_places(workplace.reader())
    drawn = small_map(candidate_towns(workplace.reader(), canaan), look="light")

    assert "Canaan and North Canaan pointed out" in drawn.alt
    assert '"Canaan"' in drawn.deck.to_json()
    assert '"Kent"' not in drawn.deck.to_json()
    assert "http" not in drawn.deck.to_json()


def test_rows_that_wait_for_another_reason_are_listed_with_what_to_do(load, workplace):
    """A name is in none of it."""
    load(LOG)
    found = other_rows_waiting(workplace.reader()).frame

    assert list(found["row"]) == [6, 7]
    assert list(found["how_to_mend"])[0] == CONFIRM
    assert "Doe" not in found.to_string()


def test_a_decision_stands_with_who_made_it_and_what_it_changed(load, workplace):
    """March was on record before, May was not."""
    load(LOG)
    canaan, _ = waiting_places(workplace.reader())
    first = workplace.decide_place(canaan.held_id, NORTH_CANAAN, scope="source", by="AB")
    workplace.take_back_decision(first.decision_id, by="AB")
    canaan, _ = waiting_places(workplace.reader())
    workplace.decide_place(canaan.held_id, CANAAN, scope="row", by="CD")

    made = place_decisions(workplace.reader()).frame

    assert list(made["decided_by"]) == ["CD", "AB"]
    assert list(made["town"]) == ["Canaan", "North Canaan"]
    assert list(made["scope"]) == ["one row", "the whole source"]
    assert list(made["rows"]) == [1, 2]
    assert list(made["standing"]) == ["in force", "taken back"]
    assert made["months"][1].startswith("Mar 2026")


def test_a_confirmed_agency_is_kept_once(load, workplace):
    """However it is typed the second time."""
    assert workplace.confirm_agency("  Harbour  Light ", by="AB") == "Harbour Light"
    assert workplace.confirm_agency("HARBOUR LIGHT", by="CD") == "Harbour Light"

    assert list(confirmed_agencies(workplace.reader()).frame["agency"]) == ["Harbour Light"]


def test_a_confirmed_agencys_rows_come_in_with_the_file(load, workplace):
    """One of a Canaan waits for its place then, as the others do."""
    load(LOG)
    workplace.confirm_agency("jane doe", by="AB")
    load(LOG)

    assert [place.rows for place in waiting_places(workplace.reader())] == [3, 1]
    assert list(other_rows_waiting(workplace.reader()).frame["row"]) == [7]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], ""),
        (["2026-03"], "Mar 2026"),
        (["2026-03", "2026-04"], "Mar 2026 to Apr 2026"),
        (["2025-12", "2026-01", "2026-02", "2026-04"], "Dec 2025 to Feb 2026, Apr 2026"),
        (["2026-04", "2026-03", "2026-04"], "Mar 2026 to Apr 2026"),
        (["2025-03", "2026-03"], "Mar 2025, Mar 2026"),
    ],
)
def test_months_on_end_are_said_in_one(found, words):
    """Gaps are kept."""
    assert months_in_words(months(*found)) == words


@pytest.mark.parametrize(
    ("rows", "found", "words"),
    [
        (0, [], "No row waited for it; no month on record changed."),
        (1, ["2026-03"], "1 row is placed; figures on record changed in Mar 2026."),
        (1200, [], "1,200 rows are placed; no month on record changed."),
    ],
)
def test_what_a_decision_did_is_a_sentence(rows, found, words):
    """For whoever made it."""
    assert report_in_words(rows, months(*found)) == words


def test_what_became_of_a_file_of_decisions_is_a_sentence():
    """Counts that are none are not said."""
    report = ImportReport(taken=2, already=1, rows=3, months=(), not_taken=(("x", "y"),))

    assert import_in_words(report).startswith(
        "Decisions: 2 taken in, 1 in force already, 1 not taken. 3 rows are placed"
    )


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (PERHAPS_A_PERSON, "Confirm the name"),
        ("The date left is in the future; please check it.", "when the day is past"),
        ("This is more than 50 kits in one row; please check the number.", "most_kits_in_one_row"),
        ("the same identifier stands in row 10 with other values", "one of the two rows"),
        ("The status says closed, but no date says when.", MEND),
    ],
)
def test_every_reason_to_wait_has_a_way_out(problem, words):
    """In words for whoever has the file."""
    assert words in how_to_mend(problem)
