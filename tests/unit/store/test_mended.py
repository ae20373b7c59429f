"""A fix list that came back: its rows take the place of those that wait, and of nothing else."""

import sqlalchemy as sa

from rorf_data.intake.fix_list import REFERENCE, ROW_IN_FILE, WHAT_TO_MEND
from rorf_data.store import tables

LOG = "date,agency,town,kits\n2026-03-04,A,Kent,1\n2026-03-04,A,Canaan,1\n2026-03-04,A,Kent,none\n2026-03-09,A,Kent,1\n"
COLUMNS = f"{WHAT_TO_MEND},{REFERENCE},{ROW_IN_FILE},date,agency,town,kits\n"
CANAAN_IS_KENT = "unsure,{file}-R3,3,2026-03-04,A,Kent,1\n"
ONE_KIT = "no number,{file}-R4,4,2026-03-04,A,Kent,1\n"


def back(load, rows, *, file):
    """Load a fix list with these rows."""
    return load(COLUMNS + rows.format(file=file), name="fix-list.csv")


def counts(report):
    """The five counts of a report, as new, changed, unchanged, held and refused."""
    return report.new, report.changed, report.unchanged, report.held, report.refused


def waiting(workplace):
    """Load and row of every held row that still waits."""
    held = tables.held_rows.c
    with workplace.engine.connect() as connection:
        return [
            tuple(row) for row in connection.execute(sa.select(held.load_id, held.row).where(held.ended_by.is_(None)))
        ]


def kits(workplace):
    """All kits on record now."""
    with workplace.engine.connect() as connection:
        total = tables.daily_totals.c
        return connection.scalar(sa.select(sa.func.sum(total.total)).where(total.measure == "kits"))


def test_a_mended_row_ends_the_one_that_waits_and_is_a_record_of_its_own(load, workplace):
    """Both mended rows say the same as a row that was taken: they are further kits, no correction and no repetition."""
    first = load(LOG)
    assert (counts(first), waiting(workplace)) == ((2, 0, 0, 1, 1), [(first.load_id, 3)])

    report = back(load, CANAAN_IS_KENT + ONE_KIT, file=f"L{first.load_id}")

    assert counts(report) == (2, 0, 0, 0, 0)
    assert (waiting(workplace), kits(workplace)) == ([], 4)


def test_nothing_else_of_the_period_is_withdrawn(load, workplace):
    """A fix list holds one row of a month; the others of that month stay."""
    first = load(LOG)

    report = back(load, ONE_KIT, file=f"L{first.load_id}")

    assert (report.gone, report.asks_about_gone, kits(workplace)) == (0, False, 3)


def test_the_same_row_mended_twice_counts_once(load, workplace):
    """The list comes again with one row more mended: the first is on record, the second is new."""
    first = load(LOG)
    back(load, CANAAN_IS_KENT, file=f"L{first.load_id}")

    again = back(load, CANAAN_IS_KENT + ONE_KIT, file=f"L{first.load_id}")
    assert (counts(again), kits(workplace)) == ((1, 0, 1, 0, 0), 4)

    corrected = back(load, CANAAN_IS_KENT.replace(",1\n", ",5\n"), file=f"L{first.load_id}")
    assert (counts(corrected), kits(workplace)) == ((0, 1, 0, 0, 0), 8)


def test_a_list_made_before_the_file_was_loaded_names_the_same_rows(load, workplace):
    """By the hash of the file and by the number of its load: one row, mended once."""
    tried = load(LOG, dry_run=True)
    first = load(LOG)

    back(load, CANAAN_IS_KENT, file=f"F{tried.sha256[:8]}")
    assert waiting(workplace) == []

    again = back(load, CANAAN_IS_KENT + ONE_KIT, file=f"L{first.load_id}")
    assert counts(again) == (1, 0, 1, 0, 0)


def test_a_row_that_is_still_unsure_waits_in_place_of_the_old_one(load, workplace):
    """One row waits, that of the list."""
    first = load(LOG)

    report = back(load, CANAAN_IS_KENT.replace("Kent", "Canaan"), file=f"L{first.load_id}")

    assert waiting(workplace) == [(report.load_id, 2)]


def test_a_row_that_is_refused_leaves_the_old_one_waiting(load, workplace):
    """Nothing that waits is lost by a bad list."""
    first = load(LOG)

    back(load, CANAAN_IS_KENT.replace("2026-03-04", "soon"), file=f"L{first.load_id}")

    assert waiting(workplace) == [(first.load_id, 3)]


def test_a_reference_to_another_file_ends_nothing(load, workplace):
    """A load of another number, another source or another hash."""
    first = load(LOG)
    other = load("log_id,date,agency,town,kits\n1,2026-04-04,B,Canaan,1\n", name="other.csv")

    back(load, CANAAN_IS_KENT.replace("R3", "R77"), file=f"L{first.load_id}")
    back(load, CANAAN_IS_KENT, file="F00000000")
    back(load, CANAAN_IS_KENT, file="L999999999")

    assert waiting(workplace) == [(first.load_id, 3), (other.load_id, 2)]


def test_with_an_identifier_the_record_is_replaced_by_it(load, workplace):
    """The number of the log says which record it is; the reference lets go of the row that waits."""
    log = "log_id,date,agency,town,kits\n1,2026-03-04,A,Kent,1\n2,2026-03-04,A,Canaan,1\n"
    first = load(log)
    columns = COLUMNS.replace("date", "log_id,date")

    report = load(f"{columns}unsure,L{first.load_id}-R3,3,2,2026-03-04,A,Kent,1\n", name="fix-list.csv")
    again = load(log.replace("Canaan", "Kent"), name="whole.csv")

    assert (counts(report), waiting(workplace)) == ((1, 0, 0, 0, 0), [])
    assert (counts(again), kits(workplace)) == ((0, 0, 2, 0, 0), 2)


def test_undoing_the_list_lets_the_old_rows_wait_again(load, workplace):
    """Nothing of the list is left, and what it answered for is a question once more."""
    first = load(LOG)
    report = back(load, CANAAN_IS_KENT + ONE_KIT, file=f"L{first.load_id}")

    workplace.undo(report.load_id, by="a test")

    with workplace.engine.connect() as connection:
        held = tables.held_rows.c
        rows = list(connection.scalars(sa.select(held.row).where(held.ended_by.is_(None))))
    assert (rows, kits(workplace)) == ([3], 2)


def test_a_file_undone_and_loaded_again_is_answered_by_its_old_list(load, workplace):
    """The list names the first load; the rows that wait are those of the second."""
    first = load(LOG)
    workplace.undo(first.load_id, by="a test")
    load(LOG)

    back(load, CANAAN_IS_KENT, file=f"L{first.load_id}")

    assert (waiting(workplace), kits(workplace)) == ([], 3)


def test_the_first_file_loaded_again_asks_no_more_about_a_row_that_was_mended(load, workplace):
    """The row is known by the fix list; with that undone it waits again."""
    first = load(LOG)
    listed = back(load, CANAAN_IS_KENT, file=f"L{first.load_id}")

    again = load(LOG)
    assert (counts(again), waiting(workplace), kits(workplace)) == ((0, 0, 3, 0, 1), [], 3)
    assert "This row has come in another file since; what that one says stands." in [
        issue.problem for issue in again.issues if issue.row == 3
    ]

    workplace.undo(listed.load_id, by="a test")
    assert counts(load(LOG)) == (0, 0, 2, 1, 1)
