"""Mapping a source anew changes what the mapping says, and nothing else of what somebody wrote by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rorf_data.errors import SettingsRefused
from rorf_data.intake.correcting import corrected
from rorf_data.intake.described import Condition, RefuseWhen, Rule, Source
from rorf_data.intake.sources import source_from_mapping
from rorf_data.model import Feed

RULE = Rule("counts", "yes", "Only overdoses count.", "no", all=(Condition(("Nature",), contains=("overdose",)),))
HEADINGS = ("Inc #", "When", "Muni", "Nature", "Result")


def by_hand() -> Source:
    """A dispatch centre's export as somebody described it in a text editor, with all that a mapping can't say."""
    return replace(
        source_from_mapping(
            "county",
            "County dispatch",
            Feed.CALLS,
            {
                "call_date": ["When", "Date sent"],
                "place": ["Muni"],
                "zip": ["Postal"],
                "record_id": ["Inc #", "Call #"],
            },
            date_formats=["%d.%m.%Y"],
            date_order="day-first",
            time_marks="convert",
            since="2023-07-01",
            release="internal",
            default_state="MA",
            one_record="incident",
            fixed={"agency": "County", "state": "MA"},
        ),
        required=("call_date", "place|zip"),
        marks=("Nature",),
        rules=(RULE,),
    )


def mapped(**columns: str) -> Source:
    """What a person says of a file of that export on the page."""
    return source_from_mapping("county", "County calls", Feed.CALLS, columns, fixed={"agency": "County 911"})


def test_what_a_mapping_does_not_ask_for_stays() -> None:
    """Since, time marks, units of one call, rules, release, marks, state, formats and fixed places stay as written."""
    before = by_hand()
    now = corrected(before, mapped(call_date="When", place="Muni", outcome="Result"), HEADINGS)

    kept = ("date_formats", "date_order", "time_marks", "since", "release", "default_state", "one_record", "rules")
    assert [getattr(before, name) for name in kept] == [getattr(now, name) for name in kept]
    assert (before.marks, before.required) == (now.marks, now.required)
    assert {"agency": "County 911", "state": "MA"} == dict(now.fixed)
    assert "County calls" == now.title


def test_headings_of_other_files_stay_beside_the_one_that_is_here() -> None:
    """A column that this file lacks stays too; one that was said anew goes by its new heading alone."""
    now = corrected(by_hand(), mapped(call_date="When", place="Result"), HEADINGS)

    assert ("When", "Date sent") == now.columns["call_date"]
    assert ("Postal",) == now.columns["zip"]
    assert ("Inc #", "Call #") == now.columns["record_id"]
    assert ("Result",) == now.columns["place"]


def test_a_column_that_was_said_to_be_left_out_is_left_out() -> None:
    """The file has it, and the person took it away; what asked for it alone is asked for no more."""
    before = replace(by_hand(), required=("call_date", "place"))
    now = corrected(before, mapped(call_date="When", zip="Result"), HEADINGS)

    assert "place" not in now.columns
    assert ("call_date",) == now.required


def test_columns_that_number_records_take_the_place_of_a_list_of_headings() -> None:
    """Said on the page, they are the identity; the old list would be a second one."""
    said = replace(mapped(call_date="When", place="Muni"), identity=("Inc #", "When"))
    now = corrected(by_hand(), said, HEADINGS)

    assert ("Inc #", "When") == now.identity
    assert "record_id" not in now.columns


def test_a_source_that_a_mapping_made_still_needs_every_column_that_is_mapped() -> None:
    """A column said later is needed from then on, as the first ones were."""
    before = source_from_mapping("log", "Log", Feed.CALLS, {"call_date": "When"})
    now = corrected(before, mapped(call_date="When", place="Muni"), HEADINGS)

    assert ("call_date", "place") == now.required


def test_rows_of_another_kind_keep_nothing_that_columns_tell() -> None:
    """Rules and fixed values are of the kind of rows; when the programme took the source up is not. Kits can't be kept
    inside, so they aren't said to be.
    """
    kits = source_from_mapping(
        "county", "Kits", Feed.DISTRIBUTIONS, {"left_date": "When", "kits": "Result"}, fixed={"agency": "County"}
    )
    now = corrected(by_hand(), kits, HEADINGS)

    assert ((), "", {"agency": "County"}) == (now.rules, now.one_record, dict(now.fixed))
    assert ("2023-07-01", "open") == (now.since, now.release)
    calls = corrected(by_hand(), mapped(call_date="When"), HEADINGS)
    assert ("2023-07-01", "internal") == (calls.since, calls.release)


def test_rows_left_out_are_those_that_the_mapping_says() -> None:
    """The page shows them and takes them away, so what it says holds."""
    before = replace(by_hand(), refuse_when=(RefuseWhen("Nature", ("TEST",), "is a test"),))

    assert () == corrected(before, mapped(call_date="When"), HEADINGS).refuse_when


def test_what_no_longer_goes_together_is_refused() -> None:
    """Units of one incident can't be told once nothing numbers it."""
    before = replace(by_hand(), columns={"call_date": ("When",)}, identity=("Inc #",))

    with pytest.raises(SettingsRefused, match="one_record"):
        corrected(before, mapped(call_date="When"), HEADINGS)
