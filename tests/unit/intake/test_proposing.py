"""What the columns of an unknown layout are proposed to be, against layouts that people have written by hand."""

from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import Path

import pytest

from rorf_data.intake.headings import shown
from rorf_data.intake.likeness import is_personal
from rorf_data.intake.proposing import Proposal, find_header, headings_at, propose, propose_words
from rorf_data.intake.read import open_file
from rorf_data.intake.recognise import recognise
from rorf_data.intake.sources import read_sources
from rorf_data.model import Feed
from rorf_data.sample import load_order

SOURCES = read_sources()
SAMPLE = Path(__file__).parents[3] / "sample_data"

PAPER = """
    Paper log of the Kent squad

    When,Village,How many,Who took it,Crew member
    2026-08-03,Kent,2,family member,John Smith
    2026-08-09,Lakeville,1,patient,Ann Jones
"""
SPREADSHEET = """
    Entry,Day of visit,Department,Where,ZIP code of scene,Boxes,Left with whom?,OD?,Trnsport,Phone,Town of residence
    1,08/03/2026,Warren VFD,Kent,06757,2,Family,Y,Refused,860-555-0112,Kent
    2,08/09/2026,Kent Fire Dept,Salisbury,06068,1,Patient,N,Transported,860-555-0113,Sharon
    3,08/19/2026,Kent Fire Dept,Sharon,06069,1,Friend,N,No transport,860-555-0113,Sharon
"""
FORM = """
    Timestamp,First Name,Last Name,Email,Your town*,How many naloxone kits should we bring?,Is this your first time?
    8/3/2026 10:22:11,Ann,Lee,a@example.com,Kent,2,Yes
    8/4/2026 10:22:11,Bob,Lee,c@example.com,Warren,1,No
"""
DISPATCH = """
    Inc #,Disp Time,Unit,Nature,Muni,Zip,Narcan?,Result
    26-001,2026-08-03 10:11,A1,OVERDOSE,Kent,06757,Y,survived
    26-002,2026-08-04 10:11,A2,OVERDOSE,Sharon,06069,N,died
"""
COMBINED = """
    Case,Date/Time,Overdose Type,Municipality
    9,2026-08-03 10:11,Nonfatal - Single Dose Naloxone,Kent
    8,2026-08-04 10:11,Fatal - No Naloxone,Sharon
"""
SUMMARY = """
    Town,Month,Kits,OD calls
    Kent,2026-01,3,2
    Kent,2026-02,1,0
"""


def proposal_of(text: str, feed: Feed | None = None) -> tuple[Proposal, dict[str, tuple[str, ...]]]:
    """What is proposed for a file drawn as text, and the fields of each heading that got any."""
    records = list(csv.reader(io.StringIO("\n".join(line.strip() for line in text.strip().splitlines()))))
    row = find_header(records, SOURCES)
    headings = headings_at(records, row)
    found = propose(headings, records[row:], SOURCES, feed=feed)
    return found, {heading: found.fields_at(p) for p, heading in enumerate(headings) if found.fields_at(p)}


@pytest.mark.parametrize(
    ("text", "feed", "columns"),
    [
        (
            PAPER,
            Feed.DISTRIBUTIONS,
            {"When": "left_date", "Village": "place", "How many": "kits", "Who took it": "recipient"},
        ),
        (
            SPREADSHEET,
            Feed.DISTRIBUTIONS,
            {
                "Day of visit": "left_date",
                "Department": "agency",
                "Where": "place",
                "ZIP code of scene": "zip",
                "Boxes": "kits",
                "Left with whom?": "recipient",
                "OD?": "suspected_overdose",
                "Trnsport": "transport",
            },
        ),
        (
            FORM,
            Feed.REQUESTS,
            {"Timestamp": "received_date", "Your town*": "place", "How many naloxone kits should we bring?": "kits"},
        ),
        (
            DISPATCH,
            Feed.CALLS,
            {"Disp Time": "call_date", "Muni": "place", "Zip": "zip", "Narcan?": "naloxone_given", "Result": "outcome"},
        ),
        (SUMMARY, Feed.SUMMARIES, {"Town": "place", "Month": "month_date", "Kits": "kits", "OD calls": "calls"}),
    ],
    ids=["paper", "spreadsheet", "form", "dispatch", "summary"],
)
def test_columns_are_proposed_as_a_person_would_map_them(text: str, feed: Feed, columns: dict[str, str]) -> None:
    """The kind of rows and the meaning of each column, by heading and by content; names and free text are left out."""
    found, mapped = proposal_of(text)

    assert found.feed is feed
    assert mapped == {heading: (field,) for heading, field in columns.items()}


def test_one_text_may_say_two_things_of_a_call() -> None:
    """A combined overdose type tells the outcome and whether naloxone was given; no other column is taken twice."""
    _, mapped = proposal_of(COMBINED)

    assert mapped["Overdose Type"] == ("outcome", "naloxone_given")


@pytest.mark.parametrize("text", [PAPER, SPREADSHEET, FORM, DISPATCH, COMBINED, SUMMARY])
@pytest.mark.parametrize("feed", list(Feed))
def test_no_field_is_proposed_twice(text: str, feed: Feed) -> None:
    """Whatever the rows are said to be, a field stands at one column at most and every guess has its reason."""
    found, _ = proposal_of(text, feed)

    fields = [guess.field for guess in found.guesses]
    assert len(fields) == len(set(fields))
    assert all(guess.reason and 0 < guess.confidence <= 1 for guess in found.guesses)


def test_where_somebody_lives_is_not_where_it_happened() -> None:
    """A town of residence is proposed for a request, which is for that person, and never for a kit or a call."""
    text = "Date,Agency,Kits,Town of residence\n2026-08-03,Kent Fire Dept,2,Kent\n2026-08-04,Kent Fire Dept,1,Sharon"

    _, mapped = proposal_of(text, Feed.DISTRIBUTIONS)

    assert "Town of residence" not in mapped


def test_a_reason_says_what_speaks_for_it() -> None:
    """The heading, what it is like, or what stands under it."""
    found, _ = proposal_of(SPREADSHEET)

    reasons = {guess.field: guess.reason for guess in found.guesses}
    assert reasons["left_date"] == "all values are dates"
    assert reasons["zip"] == "the heading reads like “zip code” and all values are ZIP codes"
    assert reasons["agency"] == "the heading is a known one and all values are names of agencies"
    assert reasons["transport"] == "the heading reads like “transport” and all values are known words for this"


def test_a_number_that_differs_in_every_row_is_proposed_as_the_records_number() -> None:
    """By its heading and because it never comes twice; one that does tells no record from another."""
    found, _ = proposal_of(DISPATCH)
    twice, _ = proposal_of(DISPATCH.replace("26-002", "26-001"))

    assert (found.identity, twice.identity) == ((0,), ())


@pytest.mark.parametrize("path", load_order(SAMPLE), ids=lambda path: path.name)
def test_what_is_recognised_anyway_is_proposed_alike(path: Path) -> None:
    """Of every sample file the same row names the columns, and the same columns carry the same fields."""
    file = open_file(path)
    known = recognise(file, SOURCES)
    row = find_header(known.sheet.head, SOURCES)
    headings = headings_at(known.sheet.head, row)
    found = propose(headings, [cells for _, cells in islice(known.sheet.rows_below(row), 300)], SOURCES)

    assert (row, found.feed) == (known.header_row, known.source.feed)
    assert {guess.field: (shown(headings[guess.position]),) for guess in found.guesses}.items() <= known.columns.items()
    missed = {field for field in known.columns if field not in {guess.field for guess in found.guesses}}
    assert missed <= {"record_id", "incident"}


def test_a_heading_merged_over_two_rows_is_read_from_the_upper_one() -> None:
    """Blank cells of the header take what stands above them; a title above it gives none."""
    head = [["Log of kits", "", ""], ["Date", "Where", ""], ["", "Town", "ZIP"], ["2026-08-03", "Kent", "06757"]]

    assert headings_at(head, 3) == ["Date", "Town", "ZIP"]
    assert headings_at(head, 2) == ["Date", "Where", ""]
    assert find_header(head, SOURCES) == 3


@pytest.mark.parametrize(
    ("heading", "personal"),
    [
        ("First Name", True),
        ("E-mail", True),
        ("Patient DOB", True),
        ("How can we reach you?", True),
        ("Comments", True),
        ("Crew member", True),
        ("Entered by", True),
        ("Town", False),
        ("Kits left", False),
        ("Unit", False),
    ],
)
def test_headings_of_what_may_not_be_kept_are_known(heading: str, personal: bool) -> None:
    """Names, ways to reach somebody and free text."""
    assert is_personal(heading) is personal


def test_words_are_proposed_for_what_is_written() -> None:
    """A known word, one that is held in a longer text, one with a letter wrong, and nothing for the rest."""
    assert propose_words("recipient", ["Pt", "Left with family member", "freind", "the mayor"]) == {
        "Pt": "patient",
        "Left with family member": "family",
        "freind": "friend",
        "the mayor": None,
    }
