"""Stock, settlement money and places for help go the one road: corrected, undone, looked back at, told in History."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
import sqlalchemy as sa

from rorf_data.answers.history import load_restatements
from rorf_data.answers.reporting import ledger, months_over, reports_missing
from rorf_data.exports.to_mend import rows_to_mend
from rorf_data.intake.read import open_bytes
from rorf_data.model import NOT_RECORDED, OUTSIDE, Feed, Period
from rorf_data.store import tables
from rorf_data.store.as_of import as_of
from rorf_data.store.ledger import Reporter
from rorf_data.store.queries import load_monthly
from rorf_data.store.queries_programme import load_help_places, load_settlement, load_stock_moves
from rorf_data.towns.gazetteer import code_of
from rorf_data.workplace import Workplace, utc_now
from tests.unit.conftest import Load

STOCK = "Line #,Date,Movement,Storage location,To or from,Kits,Lot,Expiration\n"
IN, OUT = (
    "1,2026-03-04,In,Kent Town Hall,State,24,EX1,2027-03\n",
    "2,2026-03-09,Out,Kent Town Hall,Kent VFD,5,EX1,03/27\n",
)
MONEY = "Date,Type,Fund,Town,Category,Purpose,Amount\n"
GIVEN, SPENT = "2026-03-04,Received,Example Fund,Kent,,,500\n", "2026-03-09,Spent,Example Fund,,HR,Kits,$87.00\n"
PLACES = "Name,Services,Address,City,ZIP,Latitude,Longitude,Hours\n"
PHARMACY = "Example Pharmacy,Naloxone; Sharps,9 Example Street,Kent,06757,41.725,-73.477,24 hours\n"
LIBRARY = "Example Library,Naloxone,2 Example Street,Sharon,06069,,,\n"


def moves(connection: sa.Connection) -> list[tuple[object, ...]]:
    """What the frame of movements holds."""
    return [tuple(row) for row in load_stock_moves(connection).itertuples(index=False)]


def names(connection: sa.Connection) -> list[str]:
    """The places on the list."""
    return list(load_help_places(connection)["name"])


def test_movements_are_given_one_by_one(workplace: Workplace, load: Load) -> None:
    """By day, as plain values; an agency or a lot that isn't said is None."""
    report = load(STOCK + OUT + IN + "3,2026-03-10,Lost,Kent Town Hall,,1,,\n", source="stock")

    with workplace.engine.connect() as connection:
        found = moves(connection)
    march = date(2027, 3, 31)
    assert (3, 3, 0, 0) == (report.read, report.new, report.held, report.refused)
    assert [
        (date(2026, 3, 4), "received", "Kent Town Hall", "State", 24, "EX1", march),
        (date(2026, 3, 9), "issued", "Kent Town Hall", "Kent VFD", 5, "EX1", march),
        (date(2026, 3, 10), "lost", "Kent Town Hall", None, 1, None, None),
    ] == found


def test_a_corrected_movement_changes_its_totals_and_can_be_undone(workplace: Workplace, load: Load) -> None:
    """Old and new figure of the month are on record, and every moment can be had again."""
    load(STOCK + IN + OUT, source="stock")
    before = utc_now()
    report = load(STOCK + IN + OUT.replace(",5,", ",7,"), source="stock", name="again.csv")

    assert (0, 1, 1) == (report.new, report.changed, report.unchanged)
    assert [{"number of kits": ("5", "7")}] == [
        {name: (change.before[name], change.after[name]) for name in change.before} for change in report.changes
    ]
    assert {"stock_received": 24, "stock_issued": 7} == sums(workplace)
    told = load_restatements(workplace.reader(), report.load_id or 0).frame
    assert [("Kits issued from stock", 5, 7)] == [(r.measure, r.before, r.after) for r in told.itertuples()]
    workplace.undo(report.load_id or 0, by="a test")
    assert {"stock_received": 24, "stock_issued": 5} == sums(workplace)
    with as_of(workplace.engine, before) as connection:
        assert [24, 5] == [move[4] for move in moves(connection)]


def test_a_ledger_sent_again_withdraws_what_it_no_longer_holds(workplace: Workplace, load: Load) -> None:
    """Of its own storeroom alone; another's ledger of the same months stays."""
    head, rows = STOCK.removeprefix("Line #,"), [IN[2:], OUT[2:], OUT[2:].replace("09", "19")]
    load(head + "".join(rows), source="stock")
    load(head + IN[2:].replace("Kent Town", "Sharon Town"), source="stock", name="sharon.csv")
    report = load(head + "".join(rows[:2]), source="stock", name="again.csv")

    assert (2, 1) == (report.unchanged, report.gone)
    with workplace.engine.connect() as connection:
        assert ["Kent Town Hall", "Sharon Town Hall", "Kent Town Hall"] == [move[2] for move in moves(connection)]


def test_money_is_given_in_cents_by_town(workplace: Workplace, load: Load) -> None:
    """A town where one is named; the change of a load is told in dollars."""
    report = load(MONEY + GIVEN + SPENT, source="settlement")

    with workplace.engine.connect() as connection:
        found = [tuple(row) for row in load_settlement(connection).itertuples(index=False)]
    assert [
        (date(2026, 3, 4), "contribution", "Example Fund", code_of("Kent"), None, None, 50_000),
        (date(2026, 3, 9), "spending", "Example Fund", NOT_RECORDED, "harm-reduction", "kits", 8_700),
    ] == found
    assert {"$500.00", "$87.00"} == {change.after["amount"] for change in report.changes}
    assert {"settlement_contributed": 50_000, "settlement_spent": 8_700} == sums(workplace)


def test_more_money_than_a_small_number_holds_is_kept(workplace: Workplace, load: Load) -> None:
    """A thousand million dollars but a cent, on either database."""
    load(MONEY + '2026-03-04,Received,Example Fund,,,,"$999,999,999.99"\n', source="settlement")

    assert {"settlement_contributed": 99_999_999_999} == sums(workplace)


def test_places_are_given_with_point_kinds_and_town(workplace: Workplace, load: Load) -> None:
    """Kinds as a tuple; outside the area the place's own name stands for the town."""
    load(PLACES + PHARMACY + LIBRARY + "Example Clinic,,,Hartford,06103,,,\n", source="help-places")

    with workplace.engine.connect() as connection:
        found = load_help_places(connection)
    assert ["Example Clinic", "Example Library", "Example Pharmacy"] == list(found["name"])
    assert [OUTSIDE, code_of("Sharon"), code_of("Kent")] == list(found["area"])
    assert ["Hartford", "Sharon", "Kent"] == list(found["town"])
    assert [(), ("naloxone",), ("naloxone", "disposal")] == list(found["kinds"])
    assert [(41.725, -73.477)] == list(
        found.dropna(subset="latitude")[["latitude", "longitude"]].itertuples(index=False)
    )
    assert ["9 Example Street"] == list(found["address"][found["name"] == "Example Pharmacy"])


def test_the_newest_list_replaces_the_one_before_whole(workplace: Workplace, load: Load) -> None:
    """What it no longer holds is withdrawn, on record and undoable; what is unchanged stays listed since it was."""
    load(PLACES + PHARMACY + LIBRARY, source="help-places")
    before = utc_now()
    report = load(PLACES + LIBRARY + PHARMACY.replace("Pharmacy", "Clinic"), source="help-places", name="new.csv")

    assert (1, 1, 0, 1) == (report.new, report.unchanged, report.changed, report.gone)
    assert ["1 record on file from this source's list before it"] == [
        issue.problem.split(" is ")[0] for issue in report.issues
    ]
    with workplace.engine.connect() as connection:
        assert ["Example Clinic", "Example Library"] == names(connection)
    with as_of(workplace.engine, before) as connection:
        assert ["Example Library", "Example Pharmacy"] == names(connection)
    workplace.undo(report.load_id or 0, by="a test")
    with workplace.engine.connect() as connection:
        assert ["Example Library", "Example Pharmacy"] == names(connection)


def test_a_list_replaces_the_one_before_also_where_hardly_anything_is_left(workplace: Workplace, load: Load) -> None:
    """Nobody is asked; but a file in which no row is good takes nothing away."""
    load(PLACES + PHARMACY + LIBRARY + LIBRARY.replace("Library", "Church"), source="help-places")
    refused = load(PLACES + ",,,Kent,,,,\n", source="help-places", name="bad.csv")
    left = load(PLACES + "Example Clinic,,,Kent,,,,\n", source="help-places", name="new.csv")

    assert (0, 3) == (refused.gone, left.gone)
    with workplace.engine.connect() as connection:
        assert ["Example Clinic"] == names(connection)


def test_the_lists_of_two_sources_stand_beside_each_other(workplace: Workplace, load: Load) -> None:
    """Loaded on one day in one town, they are still two lists."""
    many = "".join(PHARMACY.replace("Pharmacy", f"Pharmacy {number}") for number in range(8))
    load(PLACES + many, source="help-places")
    with workplace.engine.begin() as connection:
        connection.execute(tables.help_places.update().values(source="other-list"))
    load(PLACES + LIBRARY + many, source="help-places", name="new.csv")

    with workplace.engine.connect() as connection:
        assert 17 == len(names(connection))


def test_what_an_earlier_list_left_waiting_is_let_go_with_it(workplace: Workplace, load: Load) -> None:
    """Decided afterwards it would come back into a list that no longer holds it; undoing lets it wait again."""
    load(PLACES + PHARMACY + "Example Church,,,Canaan,,,,\n", source="help-places")
    assert 1 == waiting(workplace)
    report = load(PLACES + PHARMACY, source="help-places", name="new.csv")
    assert 0 == waiting(workplace)
    workplace.undo(report.load_id or 0, by="a test")
    assert 1 == waiting(workplace)


def test_a_place_that_waits_comes_in_once_its_town_is_decided(workplace: Workplace, load: Load) -> None:
    """With all that its row said."""
    load(PLACES + "Example Church,Naloxone,4 Example Street,Canaan,,,,24 hours\n", source="help-places")
    with workplace.engine.connect() as connection:
        held_id = connection.scalar(sa.select(tables.held_rows.c.held_id)) or 0
    workplace.decide_place(held_id, code_of("Canaan"), scope="source", by="a test")

    with workplace.engine.connect() as connection:
        (place,) = load_help_places(connection).to_dict("records")
    assert ("Example Church", ("naloxone",), "4 Example Street", "24 hours", code_of("Canaan")) == tuple(
        place[name] for name in ("name", "kinds", "address", "hours", "area")
    )


def test_the_same_list_on_another_day_changes_nothing(workplace: Workplace, load: Load) -> None:
    """The day of loading is no part of what a list says."""
    load(PLACES + PHARMACY, source="help-places")
    with workplace.engine.begin() as connection:
        connection.execute(tables.help_places.update().values(listed_date=date(2025, 1, 1)))
    report = load(PLACES + PHARMACY + LIBRARY, source="help-places", name="new.csv")

    assert (1, 1, 0) == (report.new, report.unchanged, report.changed)


@pytest.mark.parametrize("source", ["stock", "settlement", "help-places"])
def test_nothing_regular_is_expected_of_them(workplace: Workplace, load: Load, source: str) -> None:
    """They move neither the newest full month nor the reports that are missing; a list of places reports no month."""
    text = {"stock": STOCK + IN, "settlement": MONEY + GIVEN, "help-places": PLACES + PHARMACY}[source]
    before = workplace.reader().newest_full_month()
    load(text, source=source)
    reader = workplace.reader()

    with workplace.engine.connect() as connection:
        reports = ledger(reader, connection, months_over(reader, 12))
        assert () == reports_missing(reader, connection, list(Feed), Period(date(2026, 1, 1), date(2026, 9, 30)))
    assert before == reader.newest_full_month()
    assert not any(report.is_expected for report in reports)
    assert {report.reporter for report in reports} == (
        set() if source == "help-places" else {Reporter(Feed(source), source, "")}
    )


def test_the_rows_of_a_ledger_to_be_mended_are_one_list(workplace: Workplace) -> None:
    """They are the office's own, whomever it issued kits to; what comes back mended is taken for what it was."""
    wrong = OUT.replace(",5,", ",five,"), OUT.replace("2,2026", "3,2026").replace("Out", "Counted")
    file = open_bytes("".join((STOCK, IN, *wrong)).encode(), "ledger.csv")
    recognised = workplace.recognise(file)
    report = workplace.load(file, recognised, loaded_by="a test")
    (to_mend,) = rows_to_mend(recognised, report)

    assert ("", 2, 3) == (to_mend.agency, len(to_mend.rows), to_mend.read)
    assert "five" in to_mend.rows[0].cells


def test_no_address_is_kept_of_any_other_feed() -> None:
    """The table of public places alone has a column for one, or for a point."""
    public = {"address", "latitude", "longitude"}

    assert ["help_places"] == [table.name for table in tables.metadata.sorted_tables if public & set(table.c.keys())]


def sums(workplace: Workplace) -> dict[str, int]:
    """The totals of March 2026 by measure."""
    measures = [f"stock_{move}" for move in ("received", "issued", "returned", "expired", "lost")]
    measures += ["settlement_contributed", "settlement_spent"]
    with workplace.engine.connect() as connection:
        found = load_monthly(connection, measures, Period.of_month(date(2026, 3, 1)))
    totals: dict[str, int] = defaultdict(int)
    for one in found:
        totals[one.measure] += one.total
    return {name: total for name, total in totals.items() if total}


def waiting(workplace: Workplace) -> int:
    """Rows that wait for a person."""
    with workplace.engine.connect() as connection:
        held = tables.held_rows.c
        return connection.scalar(sa.select(sa.func.count(held.held_id)).where(held.ended_by.is_(None))) or 0
