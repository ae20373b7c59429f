"""Decisions on places: applied at once, remembered for the source or the row, and taken back whole."""

import pytest
import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.store import tables
from tests.unit.store.test_undo import from_versions, kits

NORTH_CANAAN = "54030"
HEADER = "log id,date,agency,town,kits\n"
PLAIN = "date,agency,town,kits\n"
TWO = HEADER + "1,2026-03-04,Kent VFD,Canaan,2\n2,2026-03-05,Kent VFD,canaan,1\n3,2026-03-06,Kent VFD,Kent,4\n"


def waiting(workplace):
    """The numbers of the rows that wait."""
    held = tables.held_rows.c
    with workplace.engine.connect() as connection:
        return list(connection.scalars(sa.select(held.held_id).where(held.ended_by.is_(None)).order_by(held.held_id)))


def test_a_decision_for_the_source_places_every_row_written_alike(load, workplace):
    """Both rows count in North Canaan, and none waits."""
    load(TWO)

    report = workplace.decide_place(waiting(workplace)[0], NORTH_CANAAN, scope="source", by="a test")

    assert (report.rows, [month.isoformat() for month in report.months]) == (2, ["2026-03-01"])
    assert kits(workplace)[NORTH_CANAAN] == 3
    assert kits(workplace) == from_versions(workplace)
    assert waiting(workplace) == []


def test_a_decision_for_one_row_leaves_the_others_waiting(load, workplace):
    """Only the first row is placed."""
    load(TWO)
    first, second = waiting(workplace)

    workplace.decide_place(first, NORTH_CANAAN, scope="row", by="a test")

    assert kits(workplace)[NORTH_CANAAN] == 2
    assert waiting(workplace) == [second]


@pytest.mark.parametrize(
    "text", [TWO, TWO.replace("log id,", "").replace("\n1,", "\n").replace("\n2,", "\n").replace("\n3,", "\n")]
)
@pytest.mark.parametrize("scope", ["source", "row"])
def test_a_decision_survives_loading_the_file_again(load, workplace, text, scope):
    """With and without identifiers: every row that was decided is unchanged."""
    load(text)
    for held_id in waiting(workplace):
        if held_id in waiting(workplace):
            workplace.decide_place(held_id, NORTH_CANAAN, scope=scope, by="a test")
    before = kits(workplace)

    again = load(text)

    assert (again.new, again.changed, again.unchanged, again.held) == (0, 0, 3, 0)
    assert kits(workplace) == from_versions(workplace) == before


def test_a_decision_holds_for_files_to_come(load, workplace):
    """Next month's Canaan is placed by itself."""
    load(TWO)
    workplace.decide_place(waiting(workplace)[0], NORTH_CANAAN, scope="source", by="a test")

    report = load(HEADER + "9,2026-04-04,Kent VFD,CANAAN,5\n", name="april.csv")

    assert (report.new, report.held) == (1, 0)
    assert kits(workplace)[NORTH_CANAAN] == 8


def test_a_decision_taken_back_lets_every_row_wait_again(load, workplace):
    """Also those of later files that it placed."""
    load(TWO)
    report = workplace.decide_place(waiting(workplace)[0], NORTH_CANAAN, scope="source", by="a test")
    load(HEADER + "9,2026-04-04,Kent VFD,CANAAN,5\n", name="april.csv")

    workplace.take_back_decision(report.decision_id, by="a test")

    assert NORTH_CANAAN not in kits(workplace)
    assert kits(workplace) == from_versions(workplace)
    assert len(waiting(workplace)) == 3
    assert load(HEADER + "9,2026-05-04,Kent VFD,CANAAN,5\n", name="may.csv").held == 1


def test_undoing_the_file_takes_its_decided_rows_too(load, workplace):
    """The rows that a decision placed are rows of the file."""
    report = load(TWO)
    workplace.decide_place(waiting(workplace)[0], NORTH_CANAAN, scope="source", by="a test")

    workplace.undo(report.load_id, by="a test")

    assert kits(workplace) == from_versions(workplace) == {}


def test_a_row_may_be_decided_to_lie_outside(load, workplace):
    """It is kept and counted apart, without a place name."""
    load(TWO)

    workplace.decide_place(waiting(workplace)[0], "outside", scope="source", by="a test")

    assert kits(workplace)["outside"] == 3


def test_what_waits_no_longer_or_for_another_reason_is_refused(load, workplace):
    """Two people may decide at once; the second reads a sentence. And a future date is no question of place."""
    load(TWO + "4,2199-03-06,Kent VFD,Kent,4\n")
    first, _, future = waiting(workplace)
    workplace.decide_place(first, NORTH_CANAAN, scope="source", by="a test")

    with pytest.raises(StoreRefused, match="waits no longer"):
        workplace.decide_place(first, NORTH_CANAAN, scope="source", by="another test")
    with pytest.raises(StoreRefused, match="another reason"):
        workplace.decide_place(future, NORTH_CANAAN, scope="row", by="a test")
