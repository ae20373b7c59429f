"""The ledger: what is expected, what has come, and that there is nothing to report."""

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.store.coverage import bring_back_coverage, end_coverage
from rorf_data.store.database import writing
from rorf_data.store.ledger import (
    Expectation,
    Reporter,
    declare_nothing,
    ledger_version,
    load_expected,
    load_reported,
    months_in_words,
    set_expected,
)
from rorf_data.store.queries import load_reported_months
from rorf_data.store.undo import undo_load

NOW, TODAY = datetime.fromisoformat("2026-11-22 12:00"), date(2026, 11, 22)
KENT = Reporter(Feed.DISTRIBUTIONS, "", "Kent Ambulance")
LOG = """date,agency,town,kits
2026-06-03,Kent Ambulance,Kent,2
2026-08-09,Kent Ambulance,Kent,0
"""
REQUESTS = "received,town,kits,delivered on\n2026-06-05,Kent,1,2026-07-02\n"


def months(*numbers):
    """The first days of these months of 2026."""
    return [date(2026, number, 1) for number in numbers]


def declare(workplace, *numbers, feed=Feed.DISTRIBUTIONS, source="", agency="Kent Ambulance", now=NOW):
    """Nothing to report for these months of 2026."""
    return declare_nothing(workplace.engine, feed, source, agency, months(*numbers), now=now, today=TODAY, by="a test")


def reported(workplace, reporter=KENT):
    """The months on record of a reporter, each with the day on which it came and whether it was nothing."""
    with workplace.engine.connect() as connection:
        found = [one for one in load_reported(connection) if one.reporter == reporter]
    return {one.month.month: (one.received_at, one.is_nothing) for one in found}


def load_at(workplace, load, moment, text, **details):
    """Load a file as if it had come at this moment; the number of the load."""
    load(text, **details)
    with writing(workplace.engine) as connection:
        newest = connection.scalar(sa.select(sa.func.max(tables.loads.c.load_id)))
        connection.execute(tables.loads.update().where(tables.loads.c.load_id == newest).values(loaded_at=moment))
    return newest


def test_a_month_was_received_with_the_first_load_that_covers_it(workplace, load):
    """June to August came on 3 September; the same log a month later brings September and changes no day."""
    first, second = datetime.fromisoformat("2026-09-03 08:00"), datetime.fromisoformat("2026-10-04 09:00")
    load_at(workplace, load, first, LOG)
    load_at(workplace, load, second, LOG + "2026-09-01,Kent Ambulance,Kent,1\n", name="later.csv")

    assert reported(workplace) == {6: (first, False), 7: (first, False), 8: (first, False), 9: (second, False)}


def test_an_agency_is_one_reporter_whatever_its_files_look_like(workplace, load):
    """The source of a kit log does not count where the agency is named; of an extract it is all there is."""
    load(LOG)
    load(REQUESTS, name="requests.csv", source="request-form")

    with workplace.engine.connect() as connection:
        reporters = {one.reporter for one in load_reported(connection)}

    assert reporters == {KENT, Reporter(Feed.REQUESTS, "request-form", "")}
    assert {one.name for one in reporters} == {"Kent Ambulance", "request-form"}


def test_nothing_to_report_covers_its_month(workplace, load):
    """September counts as 0 from then on, under a load of its own that says in words what was done."""
    load(LOG)

    number = declare(workplace, 9, 10)

    assert reported(workplace)[9] == (NOW, True)
    with workplace.engine.connect() as connection:
        assert load_reported_months(connection, Feed.DISTRIBUTIONS) == months(6, 7, 8, 9, 10)
        load_row = connection.execute(sa.select(tables.loads).where(tables.loads.c.load_id == number)).mappings().one()
    assert (load_row["kind"], load_row["file"], load_row["read"]) == ("nothing", "nothing to report", 0)
    assert load_row["source"] == "kit-log"
    assert load_row["note"] == "“Kent Ambulance” has nothing to report for September and October 2026."


def test_a_file_that_comes_after_all_goes_before_the_word(workplace, load):
    """September was reported as nothing and then a row came: it is a month with rows, received on the first day."""
    load(LOG)
    declare(workplace, 9)
    load("date,agency,town,kits\n2026-09-04,Kent Ambulance,Kent,1\n", name="late.csv")

    assert reported(workplace)[9] == (NOW, False)


def test_kits_on_record_are_not_nothing(workplace, load):
    """June holds two kits, so nobody can say that there was nothing; the message names June, and nothing is kept."""
    load(LOG)

    with pytest.raises(StoreRefused, match="“Kent Ambulance” has kits on record in June 2026"):
        declare(workplace, 6, 9)

    assert 9 not in reported(workplace)


def test_a_row_without_kits_has_reported_its_month_already(workplace, load):
    """August holds a row with 0 kits and July lies between two rows: both are on record as they are."""
    load(LOG)

    with pytest.raises(StoreRefused, match="has already reported July and August 2026"):
        declare(workplace, 7, 8)


def test_requests_on_record_are_not_nothing(workplace, load):
    """A source of requests has nothing to report only where no request came in; a delivery alone is no request."""
    load(REQUESTS, name="requests.csv", source="request-form")

    with pytest.raises(StoreRefused, match="has records on record in June 2026"):
        declare(workplace, 6, feed=Feed.REQUESTS, source="request-form", agency="")
    declare(workplace, 8, feed=Feed.REQUESTS, source="request-form", agency="")

    assert reported(workplace, Reporter(Feed.REQUESTS, "request-form", ""))[8][1]


@pytest.mark.parametrize(
    ("agency", "numbers", "told"),
    [
        ("", (9,), "which agency or source"),
        ("Kent Ambulance", (), "at least one month"),
        ("Kent Ambulance", (10, 11), "November 2026 can be reported once it is over"),
    ],
)
def test_a_word_that_says_too_little_or_too_early_is_refused(workplace, agency, numbers, told):
    """Nobody named, no month named, or a month that still runs."""
    with pytest.raises(StoreRefused, match=told):
        declare(workplace, *numbers, agency=agency)


def test_an_agency_that_never_sent_a_file_can_have_nothing_to_report(workplace):
    """Its report has a source of its own, because no file gives one."""
    declare(workplace, 10)

    with workplace.engine.connect() as connection:
        assert connection.scalar(sa.select(tables.loads.c.source)) == "by-word"
    assert reported(workplace) == {10: (NOW, True)}


def test_a_report_that_was_taken_back_is_missing_again(workplace, load):
    """Undoing a load ends the months that it brought; what another load covers stays, from that load's day on."""
    later = datetime.fromisoformat("2026-09-09")
    first = load_at(workplace, load, datetime.fromisoformat("2026-09-03"), LOG)
    load_at(workplace, load, later, "date,agency,town,kits\n2026-08-01,Kent Ambulance,Kent,1\n", name="b.csv")

    undo_load(workplace.engine, first, now=NOW, by="a test")

    assert reported(workplace) == {8: (later, False)}


def test_a_word_that_was_taken_back_is_missing_again(workplace, load):
    """September counts no longer as 0 once the load that said so is undone, and can be reported anew."""
    load(LOG)
    number = declare(workplace, 9)

    undo_load(workplace.engine, number, now=NOW, by="a test")

    assert 9 not in reported(workplace)
    declare(workplace, 9)
    assert reported(workplace)[9] == (NOW, True)


def test_what_is_expected_is_kept_once_for_each_reporter(workplace):
    """Setting it again replaces it, with who set it and when, and changes what pages may keep."""
    monthly = Expectation(KENT, 1, 15, date(2026, 1, 1))
    set_expected(workplace.engine, monthly, now=NOW, by="a test")
    before = ledger_version(workplace.engine)
    later = datetime.fromisoformat("2026-11-23")

    set_expected(workplace.engine, Expectation(KENT, 3, 30, date(2026, 4, 1), date(2026, 9, 1)), now=later, by="b")

    with workplace.engine.connect() as connection:
        assert load_expected(connection) == [
            Expectation(KENT, 3, 30, date(2026, 4, 1), date(2026, 9, 1), set_at=later, set_by="b")
        ]
    assert ledger_version(workplace.engine) != before


@pytest.mark.parametrize(
    "wrong",
    [
        Expectation(Reporter(Feed.CALLS, "", ""), 1, 15, date(2026, 1, 1)),
        Expectation(KENT, 2, 15, date(2026, 1, 1)),
        Expectation(KENT, 1, -1, date(2026, 1, 1)),
        Expectation(KENT, 1, 367, date(2026, 1, 1)),
        Expectation(KENT, 1, 15, date(2026, 2, 1), date(2026, 1, 1)),
    ],
)
def test_what_cannot_be_expected_is_refused(workplace, wrong):
    """Nobody, every two months, before the end of the month, after more than a year, or an end before the beginning."""
    with pytest.raises(StoreRefused):
        set_expected(workplace.engine, wrong, now=NOW, by="a test")


def test_a_mended_date_takes_its_months_back(workplace, load):
    """A row of June typed as September covered July to September; once it is mended, only June is on record."""
    numbered = "log_id,date,agency,town,kits\n1,2026-06-03,Kent Ambulance,Kent,2\n2,{},Kent Ambulance,Kent,1\n"
    load(numbered.format("2026-09-06"))
    load(numbered.format("2026-06-09"), name="mended.csv")

    with writing(workplace.engine) as connection:
        newest = connection.scalar(sa.select(sa.func.max(tables.loads.c.load_id)))
        end_coverage(connection, Feed.DISTRIBUTIONS, "kit-log", newest)

    assert list(reported(workplace)) == [6]


def test_months_between_the_rows_of_others_stay_covered(workplace, load):
    """In a log that one person keeps for two agencies, the other agency's row of September still covers September."""
    log = (
        "log_id,date,agency,town,kits\n1,2026-06-03,Kent Ambulance,Kent,2\n"
        "2,2026-09-06,Sharon Fire,Sharon,1\n3,{},Kent Ambulance,Kent,1\n"
    )
    load(log.format("2026-10-06"))
    load(log.format("2026-06-10"), name="mended.csv")

    with writing(workplace.engine) as connection:
        newest = connection.scalar(sa.select(sa.func.max(tables.loads.c.load_id)))
        end_coverage(connection, Feed.DISTRIBUTIONS, "kit-log", newest)

    assert list(reported(workplace)) == [6, 7, 8, 9]


def test_a_load_that_ends_nothing_takes_no_month_back(workplace, load):
    """New rows and the same rows again leave the coverage of earlier loads alone."""
    load(LOG)
    load(LOG + "2026-09-01,Kent Ambulance,Kent,1\n", name="later.csv")

    with writing(workplace.engine) as connection:
        assert end_coverage(connection, Feed.DISTRIBUTIONS, "kit-log", 2) == 0


def test_undoing_brings_taken_months_back(workplace, load):
    """When the load that took months back is undone they are on record again, received on the day they first were."""
    first = datetime.fromisoformat("2026-10-03")
    numbered = "log_id,date,agency,town,kits\n1,2026-06-03,Kent Ambulance,Kent,2\n2,{},Kent Ambulance,Kent,1\n"
    load_at(workplace, load, first, numbered.format("2026-09-06"))
    mending = load_at(workplace, load, NOW, numbered.format("2026-06-09"), name="mended.csv")
    with writing(workplace.engine) as connection:
        end_coverage(connection, Feed.DISTRIBUTIONS, "kit-log", mending)
    assert list(reported(workplace)) == [6]

    undo_load(workplace.engine, mending, now=NOW, by="a test")

    assert reported(workplace) == dict.fromkeys((6, 7, 8, 9), (first, False))


def test_months_that_several_loads_covered_come_back_once(workplace, load):
    """Two loads had covered September when a third took it back; its undoing holds one copy of each month."""
    numbered = "log_id,date,agency,town,kits\n1,2026-06-03,Kent Ambulance,Kent,2\n2,{},Kent Ambulance,Kent,1\n"
    load(numbered.format("2026-09-06"))
    load(numbered.format("2026-09-06") + "3,2026-06-20,Kent Ambulance,Kent,1\n", name="again.csv")
    load(numbered.format("2026-06-09"), name="mended.csv")
    rows = tables.reported_months
    with writing(workplace.engine) as connection:
        newest = connection.scalar(sa.select(sa.func.max(tables.loads.c.load_id)))
        end_coverage(connection, Feed.DISTRIBUTIONS, "kit-log", newest)
        bring_back_coverage(connection, newest, newest)
        september = sa.and_(rows.c.month == date(2026, 9, 1), rows.c.ended_by.is_(None))
        assert connection.scalar(sa.select(sa.func.count()).where(september)) == 1


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (months(3), "March 2026"),
        (months(3, 4), "March and April 2026"),
        ([date(2025, 12, 1), *months(1, 2)], "December 2025, January and February 2026"),
    ],
)
def test_months_are_named_with_each_year_once(chosen, words):
    """As a person would write them."""
    assert months_in_words(chosen) == words
