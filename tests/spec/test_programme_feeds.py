"""Stock, settlement money and places for help: what of a row is kept, what waits, and what is refused, row by row."""

from __future__ import annotations

from datetime import date

import pytest

from rorf_data.intake.canonical import STORED_FIELDS
from rorf_data.model import Feed, Outcome
from rorf_data.towns.gazetteer import code_of
from tests.unit.intake.reading import TODAY, Taken, take_in

STOCK = "Date,Movement,Storage location,To or from,Kits,Lot,Expiration\n"
MONEY = "Date,Type,Fund,Town,Category,Purpose,Amount\n"
PLACES = "Name,Services,Address,City,ZIP,Latitude,Longitude,Hours,Phone,Email\n"
SOURCE_OF = {STOCK: "stock", MONEY: "settlement", PLACES: "help-places"}


@pytest.mark.parametrize("header", SOURCE_OF)
def test_each_is_recognised_by_its_headings(header: str) -> None:
    """Without being told, and as nothing else."""
    assert SOURCE_OF[header] == take_in(header).recognised.source.name


@pytest.mark.parametrize(
    ("written", "move"),
    [
        ("Received", "received"), ("IN", "received"), ("Opening balance", "received"), ("issued to agency", "issued"),
        ("Out", "issued"), ("handed out", "issued"), ("Returned by agency", "returned"), ("Lost/damaged", "lost"),
        ("expired - discarded", "expired"), ("Stolen", "lost"),
    ],
)  # fmt: skip
def test_a_movement_is_known_in_many_spellings(written: str, move: str) -> None:
    """All of them mean one of five."""
    taken = take_in(STOCK + f"3/4/2026,{written},Kent Town Hall,,4,,\n")

    assert [move] == [row["move"] for row in taken.rows]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2027-03", date(2027, 3, 31)),
        ("Mar 2027", date(2027, 3, 31)),
        ("March 2027", date(2027, 3, 31)),
        ("3/2027", date(2027, 3, 31)),
        ("03/27", date(2027, 3, 31)),
        ("EXP 02/28", date(2028, 2, 29)),
        ("exp. date: Feb 2027", date(2027, 2, 28)),
        ("2027-03-15", date(2027, 3, 15)),
        ("3/15/2027", date(2027, 3, 15)),
        ("", None),
    ],
)
def test_a_month_on_the_label_means_its_last_day(printed: str, day: date | None) -> None:
    """As printed dates do; a whole day is that day, and one that lies ahead is what it should be."""
    taken = take_in(STOCK + f"3/4/2026,Received,Kent Town Hall,State,4,EX1,{printed}\n")

    assert [day] == [row["expiry_date"] for row in taken.rows]


@pytest.mark.parametrize(
    ("row", "becomes", "said"),
    [
        ("3/4/2026,Counted,Kent Town Hall,,4,,", "refused", "write received, issued, returned, expired or lost"),
        ("3/4/2026,,Kent Town Hall,,4,,", "refused", "movement is missing"),
        ("3/4/2026,In,,,4,,", "refused", "place of storage is missing"),
        ("3/4/2026,In,Kent Town Hall,,-4,,", "refused", "negative"),
        ("3/4/2026,In,Kent Town Hall,,four,,", "refused", "in words"),
        ("3/4/2026,In,Kent Town Hall,,,,", "refused", "number of kits is missing"),
        ("3/4/2026,In,Kent Town Hall,,4,,soon", "refused", "isn't a date"),
        ("3/4/2026,In,Jane Doe,,4,,", "held", "rather than of a place of storage"),
        ("3/4/2026,In,Kent Town Hall,Jane Doe,4,,", "held", "rather than of an agency"),
        ("3/4/2026,In,Kent Town Hall,,5001,,", "held", "more than 5000 kits"),
        ("3/4/2026,In,Kent Town Hall,,4,,2207-03", "held", "more than 10 years from the movement"),
        ("3/4/2027,In,Kent Town Hall,,4,,", "held", "in the future"),
        ("3/4/2026,In,Kent Town Hall,,4,my lot,", "noted", "isn't the code of a lot"),
    ],
)
def test_what_of_a_movement_can_not_be_read_is_said(row: str, becomes: str, said: str) -> None:
    """Refused or held where it would change what is on hand; a lot that can't be read is left out alone."""
    taken = take_in(STOCK + row + "\n")

    assert 1 == taken.read == len(taken.rows) + len(taken.held) + len(taken.refused)
    assert said in " ".join(problems_of(taken, becomes))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('3/4/2026,Spent,Example Fund,Kent,Harm Reduction,Naloxone kits,"$1,234.50"',
         ("spending", "Example Fund", "harm-reduction", "kits", 123_450)),
        ("3/4/2026,Contribution,Example Fund,Kent,,,1234", ("contribution", "Example Fund", None, None, 123_400)),
        ("3/4/2026,Expense,,,Recovery supports,Coach hours,12.5", ("spending", None, "recovery", "other", 1_250)),
        ("3/4/2026,Received,Example Fund,,,,(200)", ("contribution", "Example Fund", None, None, -20_000)),
        ("3/4/2026,paid,Example Fund,,Treatment,Training on naloxone,5",
         ("spending", "Example Fund", "treatment", None, 500)),
    ],
)  # fmt: skip
def test_money_is_kept_in_cents_with_the_four_words(row: str, expected: tuple[object, ...]) -> None:
    """A purpose that only touches on kits is left open and noted; any other is another purpose."""
    (taken,) = take_in(MONEY + row + "\n").rows

    assert expected == tuple(taken[field] for field in ("kind", "fund", "category", "purpose", "cents"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("3/4/2026,Transfer,Example Fund,,,,5", "write contribution or spending"),
        ("3/4/2026,Spent,Example Fund,,,,two hundred", "amount in words"),
        ("3/4/2026,Spent,Example Fund,,,,1.234", "parts of a cent"),
        ("3/4/2026,Spent,Example Fund,,,,", "amount is missing"),
    ],
)
def test_an_entry_whose_money_can_not_be_read_is_refused(row: str, said: str) -> None:
    """With a sentence that quotes nothing."""
    ((_, _, problem),) = take_in(MONEY + row + "\n").refused

    assert said in problem


def test_negative_spending_counts_as_paid_back_and_says_so() -> None:
    """The sum is then what the sheet itself adds up to; whoever writes spending so is told."""
    taken = take_in(MONEY + "3/4/2026,Spent,Example Fund,,,,(200)\n")

    assert [-20_000] == [row["cents"] for row in taken.rows]
    assert ["counts as money paid back" in problem for _, _, problem in taken.noted] == [True]


def test_a_place_for_help_is_kept_with_its_point_and_without_its_telephone() -> None:
    """Address and point of a public place, its hours and kinds; listed since the day of loading."""
    row = "Example Pharmacy,Naloxone; Sharps,9 Example Street,Kent,06757,41.725,-73.477,24 hours,860-555-0137,a@b.org"
    taken = take_in(f"{PLACES}{row}\n")

    assert [
        {
            "listed_date": TODAY,
            "name": "Example Pharmacy",
            "kinds": "naloxone, disposal",
            "address": "9 Example Street",
            "latitude": 41.725,
            "longitude": -73.477,
            "hours": "24 hours",
        }
    ] == [{field: row[field] for field in STORED_FIELDS[Feed.HELP_PLACES]} for row in taken.rows]
    assert ("Phone", "Email") == taken.recognised.left_out_columns
    assert "0137" not in repr((taken.rows, taken.issues))


@pytest.mark.parametrize(
    ("row", "becomes", "said"),
    [
        ("Example Pharmacy,,,Kent,,41.31,-72.92,,,", "held", "outside Kent"),
        ("Example Pharmacy,,,Hartford,,41.725,-73.477,,,", "held", "The point lies in Kent"),
        ("Example Pharmacy,,,Canaan,,,,,,", "held", "Canaan could mean"),
        ("Jane Doe,,,Kent,,,,,,", "held", "rather than of a place of help"),
        (",,,Kent,,,,,,", "refused", "name of the place is missing"),
        ("Name,Services,Address,City,ZIP,Latitude,Longitude,Hours,Phone,Email", "refused", "repeats the header"),
        ("Example Pharmacy,,c/o Jane Doe 9 Example Street,Kent,,,,,,", "noted", "plain address"),
        ("Example Pharmacy,,,Kent,,41.725,,,,", "noted", "Only one of the two coordinates"),
        ("Example Pharmacy,,,Kent,,north,-73.477,,,", "noted", "isn't a number of degrees"),
        ("Example Pharmacy,Pizza,,Kent,,,,,,", "noted", "kind of help that isn't known"),
        ("Example Pharmacy,,,Kent,,,,ask for Jane,,", "noted", "more than opening hours"),
    ],
)
def test_what_of_a_place_can_not_be_right_waits_or_is_left_out(row: str, becomes: str, said: str) -> None:
    """A point far from its town, a name that may be a person's; what else can't be kept is left out with a note."""
    taken = take_in(PLACES + row + "\n")

    assert 1 == taken.read == len(taken.rows) + len(taken.held) + len(taken.refused)
    assert said in problems_of(taken, becomes)[0]


def test_a_point_alone_says_the_town() -> None:
    """Where the list gives no town."""
    taken = take_in("Name,Type,Latitude,Longitude\nExample Pharmacy,Naloxone,41.725,-73.477\n")

    assert [code_of("Kent")] == [row["area"] for row in taken.rows]


def problems_of(taken: Taken, outcome: str) -> list[str]:
    """The sentences on rows with this outcome."""
    return [problem for _, _, problem in taken.decided(Outcome(outcome))]
