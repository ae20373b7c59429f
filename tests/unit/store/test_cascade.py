"""The leave-behind cascade as loads keep it: which calls reach which step, and what moves them."""

from datetime import date

import pytest
import sqlalchemy as sa

from rorf_data.model import Feed, Period
from rorf_data.store import tables
from rorf_data.store.cascade_cells import STEPS
from rorf_data.store.database import writing
from rorf_data.store.ledger import declare_nothing
from rorf_data.store.queries_cascade import load_cascade, load_cascade_sums, load_linkable_months
from rorf_data.workplace import utc_now

CALLS = "call_id,date,agency,town,incident,outcome,transport,kit_left\n"
KITS = "log_id,date,agency,town,kits,incident_ref,offered,accepted,not_left_reason\n"
MARCH, APRIL = Period(date(2026, 3, 1), date(2026, 3, 31)), Period(date(2026, 4, 1), date(2026, 4, 30))
AT_HOME = {"calls", "linkable", "eligible", "eligible_linkable"}
OFFERED, LEFT, REFUSED = ({name, f"eligible_{name}"} for name in ("offered", "left", "refused"))


def steps(workplace, period=MARCH):
    """How many calls reached each step that any reached."""
    with workplace.engine.connect() as connection:
        sums = load_cascade_sums(connection, period)
    return sums.groupby("step")["total"].sum().to_dict()


def calls(*lines):
    """A file of calls."""
    return CALLS + "".join(f"{line}\n" for line in lines)


def kits(*lines):
    """A kit log."""
    return KITS + "".join(f"{line}\n" for line in lines)


ONE_CALL = calls("1,2026-03-04,A,Kent,I1,nonfatal,refused,")


@pytest.mark.parametrize(
    ("row", "reached"),
    [
        ("1,2026-03-04,A,Kent,2,I1,yes,yes,", AT_HOME | OFFERED | LEFT),
        ("1,2026-03-05,A,Kent,2,I1,,,", AT_HOME | OFFERED | LEFT),
        ("1,2026-03-03,B,Sharon,1,I1,,,", AT_HOME | OFFERED | LEFT),
        ("1,2026-03-04,A,Kent,0,I1,yes,no,", AT_HOME | OFFERED | REFUSED),
        ("1,2026-03-04,A,Kent,0,I1,,no,", AT_HOME | OFFERED | REFUSED),
        ("1,2026-03-04,A,Kent,0,I1,,,declined", AT_HOME | OFFERED | REFUSED),
        ("1,2026-03-04,A,Kent,0,I1,yes,,nobody there", AT_HOME | OFFERED),
        ("1,2026-03-04,A,Kent,0,I1,no,no,declined", AT_HOME),
        ("1,2026-03-04,A,Kent,0,I1,,,out of stock", AT_HOME),
        ("1,2026-03-04,A,Kent,2,I1,yes,no,", AT_HOME | OFFERED | LEFT),
        ("1,2026-03-06,A,Kent,2,I1,yes,yes,", AT_HOME),
        ("1,2026-03-04,A,Kent,2,I2,yes,yes,", AT_HOME),
        ("1,2026-03-04,A,Kent,2,,yes,yes,", {"calls", "eligible"}),
    ],
)
def test_a_kit_log_says_what_became_of_a_call(load, workplace, row, reached):
    """By the same incident number, a day before or after at most; a kit that was left was never refused."""
    load(kits(row))
    load(ONE_CALL, source="calls", name="calls.csv")

    assert steps(workplace) == dict.fromkeys(sorted(reached), 1)


@pytest.mark.parametrize(
    ("ending", "reached"),
    [
        ("nonfatal,refused,yes", AT_HOME | OFFERED | LEFT),
        ("nonfatal,none,no", AT_HOME),
        (",none,", {"calls", "eligible"}),
        ("fatal,none,no", {"calls", "linkable"}),
        ("nonfatal,transported,yes", {"calls", "linkable", "offered", "left"}),
        ("nonfatal,deceased,", {"calls"}),
        ("nonfatal,,", {"calls"}),
        ("nonfatal,unknown,unknown", {"calls"}),
    ],
)
def test_a_call_may_say_itself_what_became_of_it(load, workplace, ending, reached):
    """Without any kit log; who was transported or died isn't eligible, nor is one of whom nothing is recorded."""
    load(calls(f"1,2026-03-04,A,Kent,I1,{ending}"), source="calls", name="calls.csv")

    assert steps(workplace) == dict.fromkeys(sorted(reached), 1)


def test_the_order_of_the_files_changes_nothing(load, workplace):
    """A kit log that comes after the calls finds them."""
    load(ONE_CALL, source="calls", name="calls.csv")
    assert set(steps(workplace)) == {"calls", "eligible"}

    load(kits("1,2026-03-04,A,Kent,2,I1,yes,yes,"))

    assert set(steps(workplace)) == AT_HOME | OFFERED | LEFT


def test_a_correction_and_its_undoing_move_the_call(load, workplace):
    """A kit that wasn't left after all, and was."""
    load(ONE_CALL, source="calls", name="calls.csv")
    load(kits("1,2026-03-04,A,Kent,2,I1,yes,yes,"))
    corrected = load(kits("1,2026-03-04,A,Kent,0,I1,yes,no,"), name="corrected.csv")
    assert set(steps(workplace)) == AT_HOME | OFFERED | REFUSED

    workplace.undo(corrected.load_id, by="a test")

    assert set(steps(workplace)) == AT_HOME | OFFERED | LEFT


def test_two_rows_of_one_call_are_one_call(load, workplace):
    """The cascade counts calls; one kit left and one refused at the same call is a kit left."""
    load(ONE_CALL, source="calls", name="calls.csv")
    load(kits("1,2026-03-04,A,Kent,2,I1,yes,yes,", "2,2026-03-04,B,Kent,0,I1,yes,no,"))

    assert steps(workplace) == dict.fromkeys(sorted(AT_HOME | OFFERED | LEFT), 1)


def test_a_log_can_tell_of_calls_from_its_first_incident_number_on(load, workplace):
    """Before it nobody wrote the numbers down, so that a call without a kit says nothing; after it one does."""
    load(
        kits(
            "1,2026-02-01,A,Kent,1,,,,",
            "2,2026-03-20,A,Kent,1,I9,,,",
            "3,2026-04-20,A,Kent,1,,,,",
        )
    )
    load(
        calls(*(f"{month},2026-0{month}-04,B,Kent,I{month},nonfatal,none," for month in (2, 3, 4, 5))),
        source="calls",
        name="calls.csv",
    )

    with workplace.engine.connect() as connection:
        assert load_linkable_months(connection) == [date(2026, 3, 1), date(2026, 4, 1)]
        sums = load_cascade(connection, Period(date(2026, 1, 1), date(2026, 12, 31)))
    found = sums[sums["step"] == "linkable"]
    assert found["month"].tolist() == [date(2026, 3, 1), date(2026, 4, 1)]


def test_a_word_of_nothing_to_report_covers_its_month(load, workplace):
    """The log's keeper says that there were no kits in April, so the calls of April had none."""
    load(kits("1,2026-03-20,A,Kent,1,I9,,,"))
    load(calls("1,2026-04-04,A,Kent,I1,nonfatal,none,"), source="calls", name="calls.csv")
    assert "linkable" not in steps(workplace, APRIL)

    said = declare_nothing(
        workplace.engine,
        Feed.DISTRIBUTIONS,
        "",
        "A",
        [APRIL.first],
        now=utc_now(),
        today=date(2026, 11, 22),
        by="a test",
    )
    assert steps(workplace, APRIL)["linkable"] == 1

    workplace.undo(said, by="a test")
    assert "linkable" not in steps(workplace, APRIL)


def test_every_agency_has_its_own_and_one_is_not_recorded(load, workplace):
    """The agencies add up to all of them."""
    load(
        calls("1,2026-03-04,A,Kent,,nonfatal,none,yes", "2,2026-03-05,,Kent,,nonfatal,none,yes"),
        source="calls",
        name="calls.csv",
    )

    with workplace.engine.connect() as connection:
        by_agency = load_cascade(connection, MARCH, by_agency=True)
        together = load_cascade(connection, MARCH)
    left = by_agency[by_agency["step"] == "left"]
    assert dict(zip(left["agency"], left["total"])) == {"A": 1, "-": 1}
    assert by_agency["total"].sum() == together["total"].sum()


def test_a_period_takes_in_both_its_ends(load, workplace):
    """Cut months hold the days inside it alone."""
    load(
        calls(*(f"{day},2026-03-{day:02},A,Kent,,nonfatal,none,yes" for day in (9, 10, 11, 20, 21))),
        source="calls",
        name="calls.csv",
    )

    assert steps(workplace, Period(date(2026, 3, 10), date(2026, 3, 20)))["left"] == 3


def test_calls_are_those_of_the_totals(load, workplace):
    """The first step is the number of overdose calls that every other page shows."""
    load(ONE_CALL + "2,2026-03-05,B,Sharon,,fatal,,\n", source="calls", name="calls.csv")

    kept = tables.monthly_totals.c
    with workplace.engine.connect() as connection:
        total = connection.scalar(sa.select(sa.func.sum(kept.total)).where(kept.measure == "calls"))
    assert steps(workplace)["calls"] == total == 2


def test_a_log_without_calls_leaves_the_cascade_alone(load, workplace):
    """Nothing is counted, and nothing looked through, for a log into a database without calls."""
    load(kits("1,2026-03-04,A,Kent,2,I1,yes,yes,"))

    with workplace.engine.connect() as connection:
        assert load_linkable_months(connection) == []
    assert steps(workplace) == {}


def test_the_steps_have_a_total_of_at_least_one(load, workplace):
    """A cell that no call reached is not there, so that nothing is left of calls that were undone."""
    report = load(ONE_CALL, source="calls", name="calls.csv")
    workplace.undo(report.load_id, by="a test")

    with workplace.engine.connect() as connection:
        for table in (tables.daily_cascade, tables.monthly_cascade):
            assert connection.execute(sa.select(table)).all() == []


def test_a_step_has_one_name(workplace):
    """The names are those that the frames hold."""
    assert len(set(STEPS)) == len(STEPS) == 10
    with writing(workplace.engine) as connection:
        assert load_cascade(connection, MARCH).columns.tolist() == ["step", "agency", "month", "area", "total"]
