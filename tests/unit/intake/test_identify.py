"""Which record a row is, and what it holds, as keyed hashes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable
from typing import Any

import pytest

from rorf_data.intake.identify import hasher
from rorf_data.intake.sources import source_from_mapping
from rorf_data.model import Feed
from tests.unit.intake.reading import take_in

HEADER = "log_id,Date,Agency,Town,Kits,Incident number\n"


def test_a_hash_is_keyed_blake2b_with_its_purpose_before_the_text() -> None:
    """As Python's own library computes it from the definition."""
    expected = hashlib.blake2b(b"a\x1fb\x00text", key=b"key", digest_size=16).hexdigest()

    assert expected == hasher(b"key", "a", "b")("text")
    assert expected != hasher(b"other key", "a", "b")("text")
    assert expected != hasher(b"key", "a", "c")("text")


@pytest.mark.parametrize("length", [1, 63, 64, 65, 500])
def test_a_key_may_be_of_any_length_but_none(length: int) -> None:
    """BLAKE2b itself takes at most 64 bytes."""
    assert re.fullmatch("[0-9a-f]{32}", hasher(b"k" * length, "x")("text"))
    with pytest.raises(ValueError, match="may not be empty"):
        hasher(b"", "x")


def test_a_number_of_its_own_makes_a_row_the_same_record_whatever_else_changes() -> None:
    """So a corrected row is known again; its content differs."""
    first, second = _rows("7,3/4/2026,Kent VFD,Kent,1,", "7,3/5/2026,Kent VFD,Sharon,2,")

    assert first["is_own_key"]
    assert first["record_key"] == second["record_key"]
    assert first["content"] != second["content"]


def test_a_number_tells_records_apart_only_within_one_agency() -> None:
    """Two departments that both count from 1 don't overwrite each other; the spelling in capitals is one agency."""
    kent, sharon, loud = _rows(
        "1,3/4/2026,Kent VFD,Kent,1,", "1,3/4/2026,Sharon VFD,Kent,1,", "1,3/4/2026,KENT VFD,Kent,1,"
    )

    assert kent["record_key"] != sharon["record_key"]
    assert kent["record_key"] == loud["record_key"]


def test_without_an_agency_a_number_tells_calls_apart_only_beside_the_day() -> None:
    """Call 1 of one department isn't call 1 of another, whether the column is absent or the cell blank."""
    header = "Incident number,Incident Date,Town,Outcome\n"
    first, later, again = take_in(
        header + "1,3/4/2026,Kent,fatal\n1,3/5/2026,Sharon,nonfatal\n1,2026-03-04,Kent,nonfatal\n"
    ).rows
    named = "Incident number,Incident Date,Agency,Town,Outcome\n"
    blank, other_blank, kent, kent_later = take_in(
        named + "1,3/4/2026,,Kent,fatal\n1,3/5/2026,,Kent,fatal\n"
        "1,3/4/2026,Kent VFD,Kent,fatal\n1,3/5/2026,Kent VFD,Kent,fatal\n"
    ).rows

    assert all(row["is_own_key"] for row in (first, later, again, blank, other_blank, kent))
    assert first["record_key"] != later["record_key"]
    assert first["record_key"] == again["record_key"] == blank["record_key"]
    assert blank["record_key"] != other_blank["record_key"]
    assert kent["record_key"] == kent_later["record_key"] != blank["record_key"]


def test_answers_of_two_forms_that_both_count_from_one_are_two_requests() -> None:
    """The same form exported again, with its days of delivery filled in, is still the same requests."""
    header = "ID,Completion time,Which town do you live in?,How many kits would you like?,Delivered on\n"
    (spring,) = take_in(header + "1,3/4/26 9:00:00,Kent,1,\n").rows
    (autumn,) = take_in(header + "1,9/4/26 9:00:00,Sharon,2,\n").rows
    (delivered,) = take_in(header + "1,3/4/26 9:00:00,Kent,1,3/9/2026\n").rows

    assert spring["is_own_key"]
    assert spring["record_key"] != autumn["record_key"]
    assert spring["record_key"] == delivered["record_key"]
    assert spring["content"] != delivered["content"]


def test_a_number_is_the_same_in_small_and_in_capital_letters() -> None:
    """As an incident number is; a program may change the case between two exports."""
    small, capital = _rows("ab-1,3/4/2026,Kent VFD,Kent,1,", "AB-1,3/4/2026,Kent VFD,Kent,1,")

    assert small["record_key"] == capital["record_key"]


def test_without_a_number_day_agency_and_place_say_which_record_it_is() -> None:
    """The number of kits may be corrected; the store numbers rows that are alike."""
    one, more, other_day, other_place, other_agency = _rows(
        ",3/4/2026,Kent VFD,Kent,1,", ",2026-03-04,kent vfd,Town of Kent,2,", ",3/5/2026,Kent VFD,Kent,1,",
        ",3/4/2026,Kent VFD,Sharon,1,", ",3/4/2026,Sharon VFD,Kent,1,",
    )  # fmt: skip

    assert not one["is_own_key"]
    assert one["record_key"] == more["record_key"]
    assert 4 == len({row["record_key"] for row in (one, other_day, other_place, other_agency)})


def test_the_same_facts_have_the_same_content_however_they_are_written() -> None:
    """Dates, spaces and case of coded words don't count."""
    first, second = _rows("1,3/4/2026,Kent VFD,Kent,1,", "2,4-Mar-26, Kent  VFD ,KENT,1.0,")

    assert first["content"] == second["content"]
    assert first["record_key"] != second["record_key"]


def test_an_incident_number_leaves_only_as_a_token_that_is_alike_in_every_source() -> None:
    """So that kits and calls can be matched, and nobody can read the number."""
    (kits,) = _rows("1,3/4/2026,Kent VFD,Kent,1,26-001a")
    (call,) = take_in("Incident Date,Town,Outcome,Incident number\n3/4/2026,Kent,fatal,26-001A\n").rows

    assert kits["incident"] == call["incident"]
    assert re.fullmatch("[0-9a-f]{32}", kits["incident"])
    assert "26-001" not in str(kits) + str(call)


def test_an_identity_of_several_columns_needs_all_of_them() -> None:
    """With one part blank the natural key stands in."""
    source = source_from_mapping(
        "matches", "Matches", Feed.REQUESTS, {"received_date": "made"}, identity=["key", "kind"]
    )
    taken = take_in("made,key,kind\n2026-03-04,a,x\n2026-03-05,a,x\n2026-03-04,a,y\n2026-03-04,a,\n", sources=[source])

    assert ("key", "kind") == taken.recognised.columns["record_id"]
    assert [True, True, True, False] == [row["is_own_key"] for row in taken.rows]
    assert 3 == len({row["record_key"] for row in taken.rows})
    assert taken.rows[0]["record_key"] == taken.rows[1]["record_key"]


def test_parts_of_an_identity_do_not_run_together() -> None:
    """ "a" and "bc" are another record than "ab" and "c"."""
    source = source_from_mapping("m", "M", Feed.REQUESTS, {"received_date": "made"}, identity=["key", "kind"])
    taken = take_in("made,key,kind\n2026-03-04,a,bc\n2026-03-04,ab,c\n", sources=[source])

    assert 2 == len({row["record_key"] for row in taken.rows})


def test_another_key_gives_other_hashes() -> None:
    """What one installation stores says nothing to another."""
    text = HEADER + "1,3/4/2026,Kent VFD,Kent,1,26-001\n"
    (first,), (second,) = take_in(text, key=b"one").rows, take_in(text, key=b"two").rows

    assert not {first["record_key"], first["content"], first["incident"]} & {
        second["record_key"], second["content"], second["incident"],
    }  # fmt: skip


def _rows(*lines: str) -> list[dict[Hashable, Any]]:
    return take_in(HEADER + "\n".join(lines) + "\n").rows
