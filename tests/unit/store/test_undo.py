"""Undoing: the figures are those of before, what later loads made stays, and the undoing is itself on record."""

import pytest
import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.store import tables
from rorf_data.store.totals import totals_as_of
from rorf_data.workplace import utc_now

HEADER = "log id,date,agency,town,kits\n"
MARCH = HEADER + "1,2026-03-04,Kent VFD,Kent,2\n2,2026-03-05,Kent VFD,Sharon,1\n"


def kits(workplace):
    """Kits by area as the screens read them; areas without any are left out."""
    totals = tables.monthly_totals.c
    query = sa.select(totals.area, sa.func.sum(totals.total)).where(totals.measure == "kits").group_by(totals.area)
    with workplace.engine.connect() as connection:
        return {area: int(total) for area, total in connection.execute(query) if total}


def from_versions(workplace):
    """The same, summed over the current versions themselves."""
    with workplace.engine.connect() as connection:
        found = totals_as_of(connection, "kits", utc_now())
    sums: dict[str, int] = {}
    for (_, area), total in found.items():
        sums[area] = sums.get(area, 0) + total
    return {area: total for area, total in sums.items() if total}


def loads(workplace):
    """Number, kind and who undid it of every load."""
    with workplace.engine.connect() as connection:
        return [
            tuple(row)
            for row in connection.execute(
                sa.select(tables.loads.c.load_id, tables.loads.c.kind, tables.loads.c.undone_by).order_by(
                    tables.loads.c.load_id
                )
            )
        ]


def test_an_undone_load_leaves_nothing_in_the_figures(load, workplace):
    """As if the file had never come, and both the load and its undoing are on record."""
    report = load(MARCH)

    undone = workplace.undo(report.load_id, by="a test")

    assert (undone.taken_back, undone.brought_back) == (2, 0)
    assert kits(workplace) == from_versions(workplace) == {}
    assert loads(workplace) == [(1, "file", 2), (2, "undo", None)]


def test_undoing_a_correction_brings_back_what_it_replaced(load, workplace):
    """The first file's figures stand again."""
    load(MARCH)
    before = kits(workplace)
    correction = load(MARCH.replace("Kent,2", "Kent,7"), name="corrected.csv")
    assert kits(workplace) != before

    undone = workplace.undo(correction.load_id, by="a test")

    assert (undone.taken_back, undone.brought_back) == (1, 1)
    assert kits(workplace) == from_versions(workplace) == before


def test_undoing_a_load_leaves_what_a_later_one_has_corrected(load, workplace):
    """Row 1 stands as the later file says; only row 2 goes."""
    first = load(MARCH)
    load(HEADER + "1,2026-03-04,Kent VFD,Kent,5\n", name="later.csv")

    workplace.undo(first.load_id, by="a test")

    assert list(kits(workplace).values()) == [5]
    assert kits(workplace) == from_versions(workplace)


def test_a_load_goes_whole_even_after_its_correction_was_undone(load, workplace):
    """What the second undoing takes back are rows of the first file that the first undoing had brought back."""
    first = load(MARCH)
    correction = load(MARCH.replace("Kent,2", "Kent,7"), name="corrected.csv")
    workplace.undo(correction.load_id, by="a test")

    workplace.undo(first.load_id, by="a test")

    assert kits(workplace) == from_versions(workplace) == {}


def test_an_undoing_can_be_undone(load, workplace):
    """The load is in force again, and says so."""
    report = load(MARCH)
    before = kits(workplace)
    undone = workplace.undo(report.load_id, by="a test")

    workplace.undo(undone.load_id, by="a test")

    assert kits(workplace) == from_versions(workplace) == before
    assert loads(workplace) == [(1, "file", None), (2, "undo", 3), (3, "undo", None)]


def test_a_file_can_be_loaded_again_after_it_was_undone(load, workplace):
    """Its rows are new once more."""
    report = load(MARCH)
    before = kits(workplace)
    workplace.undo(report.load_id, by="a test")

    again = load(MARCH)

    assert (again.new, again.unchanged) == (2, 0)
    assert kits(workplace) == from_versions(workplace) == before


def test_trying_an_undoing_changes_nothing(load, workplace):
    """It only says what would happen."""
    report = load(MARCH)
    before = kits(workplace)

    tried = workplace.undo(report.load_id, by="a test", dry_run=True)

    assert (tried.load_id, tried.taken_back) == (None, 2)
    assert kits(workplace) == before
    assert loads(workplace) == [(1, "file", None)]


def test_what_is_undone_or_unknown_can_not_be_undone(load, workplace):
    """Two people may press the button at once; the second reads a sentence."""
    report = load(MARCH)
    workplace.undo(report.load_id, by="a test")

    with pytest.raises(StoreRefused, match="undone already, by load 2"):
        workplace.undo(report.load_id, by="another test")
    with pytest.raises(StoreRefused, match="no load 99"):
        workplace.undo(99, by="a test")


def test_months_of_an_undone_load_are_no_longer_covered(load, workplace):
    """A month that nobody else reported is missing again, not zero."""
    report = load(MARCH)
    workplace.undo(report.load_id, by="a test")

    months = tables.reported_months.c
    with workplace.engine.connect() as connection:
        assert connection.scalars(sa.select(months.month).where(months.ended_by.is_(None))).all() == []


def test_rows_that_an_undone_load_held_wait_no_longer(load, workplace):
    """And those that it had let go of wait again."""
    load(HEADER + "1,2026-03-04,Kent VFD,Canaan,2\n")
    clean = load(HEADER + "1,2026-03-04,Kent VFD,North Canaan,2\n3,2026-03-06,Kent VFD,Canaan,1\n", name="mended.csv")

    workplace.undo(clean.load_id, by="a test")

    held = tables.held_rows.c
    with workplace.engine.connect() as connection:
        waiting = connection.execute(sa.select(held.row, held.load_id).where(held.ended_by.is_(None))).all()
    assert [tuple(row) for row in waiting] == [(2, 1)]
    assert kits(workplace) == {}


def test_months_that_an_undoing_changes_are_written_down(load, workplace):
    """What March said before and says now, by town."""
    report = load(MARCH)

    undone = workplace.undo(report.load_id, by="a test")

    changes = tables.restatements.c
    with workplace.engine.connect() as connection:
        found = connection.execute(
            sa.select(changes.before, changes.after)
            .where(changes.load_id == undone.load_id, changes.measure == "kits")
            .order_by(changes.before)
        ).all()
    assert [tuple(row) for row in found] == [(1, 0), (2, 0)]
    assert [month.isoformat() for month in undone.months] == ["2026-03-01"]


def test_a_chain_of_undoings_marks_just_what_does_not_stand(load, workplace):
    """An undoing, its undoing, and the undoing of that: the file is undone again, by the first of them."""
    load(MARCH)
    for number in (1, 2, 3):
        workplace.undo(number, by="a test")

    assert kits(workplace) == from_versions(workplace) == {}
    assert loads(workplace) == [(1, "file", 2), (2, "undo", None), (3, "undo", 4), (4, "undo", None)]
    with pytest.raises(StoreRefused, match="undone already, by load 2"):
        workplace.undo(1, by="a test")
