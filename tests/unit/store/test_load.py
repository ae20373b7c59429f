"""Loading: each row accounted for, nothing twice, corrections kept beside what they replaced."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from rorf_data.errors import FileRefused
from rorf_data.model import Feed, Outcome
from rorf_data.store import tables
from rorf_data.store.database import data_version
from rorf_data.store.totals import MEASURES, totals_as_of
from rorf_data.workplace import utc_now

HEADER = "log_id,date,agency,town,kits,suspected_overdose\n"
THREE = (
    HEADER + "1,2026-03-04,Agency A,Kent,2,yes\n2,2026-03-04,Agency A,Sharon,1,no\n3,2026-04-01,Agency B,Kent,1,yes\n"
)
WITHOUT_NUMBERS = "date,agency,town,kits\n"


def counts(report):
    """The five counts of a report, as new, changed, unchanged, held and refused."""
    return report.new, report.changed, report.unchanged, report.held, report.refused


def kept(workplace, measure):
    """The daily totals of one measure as the screens read them."""
    daily = tables.daily_totals.c
    with workplace.engine.connect() as connection:
        found = connection.execute(sa.select(daily.day, daily.area, daily.total).where(daily.measure == measure))
        return {(day, area): total for day, area, total in found if total}


def computed(workplace, measure, moment=None):
    """The same sums computed from the versions themselves."""
    with workplace.engine.connect() as connection:
        return totals_as_of(connection, measure, moment or utc_now())


def rows_in(workplace):
    """How many rows every table holds, aside from the history of loads and the mark of the key.

    The months that a load reported are part of its history.
    """
    with workplace.engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for name, table in tables.metadata.tables.items()
            if name not in {"loads", "issues", "facts", "reported_months"}
        }


def test_every_row_is_accounted_for(load):
    """Two good rows, one that waits for a person and one that can't be."""
    report = load(
        HEADER + "1,2026-03-04,A,Kent,2,\n2,2026-03-04,A,Sharon,1,\n3,2026-03-05,A,Canaan,1,\n4,2026-02-30,A,Kent,1,\n"
    )

    assert report.read == 4
    assert counts(report) == (2, 0, 0, 1, 1)
    assert [(issue.row, issue.outcome) for issue in report.issues] == [(4, Outcome.HELD), (5, Outcome.REFUSED)]


def test_the_same_file_twice_changes_nothing(load, workplace):
    """The second time every row is unchanged, and no table but the history of loads has grown."""
    load(THREE)
    before = rows_in(workplace), kept(workplace, "kits")

    again = load(THREE)

    assert counts(again) == (0, 0, 3, 0, 0)
    assert (rows_in(workplace), kept(workplace, "kits")) == before


def test_rows_that_wait_do_not_pile_up_when_the_file_comes_again(load, workplace):
    """The held row of the second load takes the place of that of the first."""
    text = HEADER + "1,2026-03-05,A,Canaan,1,\n"
    load(text)
    again = load(text)

    held = tables.held_rows.c
    with workplace.engine.connect() as connection:
        waiting = connection.scalar(sa.select(sa.func.count()).where(held.ended_by.is_(None)))
    assert counts(again) == (0, 0, 0, 1, 0)
    assert waiting == 1


def test_a_corrected_row_replaces_the_earlier_one_and_both_are_kept(load, workplace):
    """Row 2 now says three kits in Kent: the figures move, and those of before can be rebuilt."""
    load(THREE)
    before = utc_now()
    kits_before = kept(workplace, "kits")

    report = load(THREE.replace("2,2026-03-04,Agency A,Sharon,1", "2,2026-03-04,Agency A,Kent,3"), name="again.csv")

    assert counts(report) == (0, 1, 2, 0, 0)
    assert sum(kits_before.values()) == 4
    assert sum(kept(workplace, "kits").values()) == 6
    assert computed(workplace, "kits", before) == kits_before
    assert computed(workplace, "kits") == kept(workplace, "kits")


def test_an_older_file_does_not_undo_a_later_correction(load, workplace):
    """The first file loaded once more after its correction brings nothing back."""
    load(THREE)
    load(THREE.replace("Sharon,1", "Sharon,5"), name="corrected.csv")

    again = load(THREE)

    assert counts(again) == (0, 0, 3, 0, 0)
    assert sum(kept(workplace, "kits").values()) == 8


def test_alike_rows_without_an_identifier_are_separate_hand_overs(load):
    """Two kits left by one agency in one town on one day in two visits are two rows, now and when sent again."""
    text = WITHOUT_NUMBERS + "2026-03-04,A,Kent,1\n2026-03-04,A,Kent,1\n"

    first, again = load(text), load(text + "2026-03-09,A,Kent,1\n", name="longer.csv")

    assert counts(first) == (2, 0, 0, 0, 0)
    assert counts(again) == (1, 0, 2, 0, 0)


def test_a_corrected_number_of_kits_needs_no_identifier(load, workplace):
    """The same day, agency and town with another number of kits is the same hand-over, corrected."""
    load(WITHOUT_NUMBERS + "2026-03-04,A,Kent,1\n")

    report = load(WITHOUT_NUMBERS + "2026-03-04,A,Kent,4\n", name="corrected.csv")

    assert counts(report) == (0, 1, 0, 0, 0)
    assert sum(kept(workplace, "kits").values()) == 4


def test_a_row_missing_from_a_file_sent_again_takes_no_other_row_with_it(load, workplace):
    """Of two hand-overs of one day the first is no longer in the file: the second is unchanged, nothing is doubled."""
    load(WITHOUT_NUMBERS + "2026-03-04,A,Kent,1\n2026-03-04,A,Kent,2\n")

    again = load(WITHOUT_NUMBERS + "2026-03-04,A,Kent,2\n", name="shorter.csv")

    assert counts(again) == (0, 0, 1, 0, 0)
    assert sum(kept(workplace, "kits").values()) == 3


def test_alike_rows_in_another_order_are_the_same_rows(load):
    """The order of the file decides nothing as long as rows say the same."""
    first, second, third = "2026-03-04,A,Kent,1\n", "2026-03-04,A,Kent,2\n", "2026-03-04,A,Kent,3\n"
    load(WITHOUT_NUMBERS + first + second)

    again = load(WITHOUT_NUMBERS + third + second + first, name="other.csv")

    assert counts(again) == (1, 0, 2, 0, 0)


def test_a_held_row_that_comes_clean_waits_no_more(load, workplace):
    """The next file names the town of the same record, so nobody has to decide."""
    load(HEADER + "1,2026-03-05,A,Canaan,1,\n")
    report = load(HEADER + "1,2026-03-05,A,North Canaan,1,\n", name="mended.csv")

    held = tables.held_rows.c
    with workplace.engine.connect() as connection:
        waiting = connection.scalar(sa.select(sa.func.count()).where(held.ended_by.is_(None)))
    assert counts(report) == (1, 0, 0, 0, 0)
    assert waiting == 0


def test_an_identifier_that_comes_twice_in_a_file_is_counted_once(load):
    """Said again in the same words it changes nothing; with other values it waits for a person."""
    row = "1,2026-03-04,A,Kent,2,\n"

    report = load(HEADER + row + row + "1,2026-03-04,A,Kent,3,\n")

    assert report.read == 3
    assert counts(report) == (1, 0, 1, 1, 0)
    assert [issue.row for issue in report.issues if issue.outcome is Outcome.HELD] == [4]


def test_rows_with_a_blank_identifier_are_not_the_same_row(load):
    """Where the identifier is missing each row stands for itself."""
    report = load(HEADER + ",2026-03-04,A,Kent,2,\n,2026-03-04,A,Kent,2,\n")

    assert counts(report) == (2, 0, 0, 0, 0)


def test_a_dry_run_counts_and_stores_nothing(load, workplace):
    """What would be loaded is said, and the database is as it was."""
    before = rows_in(workplace)

    report = load(THREE, dry_run=True)

    assert counts(report) == (3, 0, 0, 0, 0)
    assert rows_in(workplace) == before
    assert data_version(workplace.engine) == 0


def test_a_load_that_dies_leaves_nothing(workplace, load, monkeypatch):
    """An error after the rows were written takes the whole load back, and the next one works."""

    def die(*_arguments):
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr("rorf_data.store.load.update_totals", die)
        with pytest.raises(RuntimeError, match="power"):
            load(THREE)

    assert data_version(workplace.engine) == 0
    assert counts(load(THREE)) == (3, 0, 0, 0, 0)


@pytest.mark.parametrize("measure", [measure.name for measure in MEASURES if measure.feed is Feed.DISTRIBUTIONS])
def test_totals_by_day_and_by_month_equal_the_sum_of_the_rows(load, workplace, measure):
    """After a load and its correction the kept totals are those that the versions give."""
    load(THREE)
    load(THREE.replace("Sharon,1,no", "Sharon,7,yes").replace("3,2026-04-01", "3,2026-05-02"), name="corrected.csv")

    monthly = tables.monthly_totals.c
    with workplace.engine.connect() as connection:
        in_months = connection.scalar(sa.select(sa.func.sum(monthly.total)).where(monthly.measure == measure))
    daily = kept(workplace, measure)
    assert daily == computed(workplace, measure)
    assert in_months == sum(daily.values()) > 0


def test_a_file_on_record_is_not_counted_again_under_another_source(load, workplace):
    """The very same file as a file of the programme's own source would double every kit; it is refused whole."""
    load(THREE)
    folder = workplace.places.source_folder
    folder.mkdir()
    own = 'name = "own-log"\nfeed = "distributions"\n[columns]\nleft_date = ["date"]\nagency = ["agency"]\n'
    (folder / "own-log.toml").write_text(own + 'place = ["town"]\nkits = ["kits"]\n')

    with pytest.raises(FileRefused, match="kit-log"):
        load(THREE, source="own-log")

    assert sum(kept(workplace, "kits").values()) == 4


def test_figures_of_a_day_before_the_first_load_are_empty(load, workplace):
    """Before anything was loaded nothing was on record."""
    load(THREE)

    assert computed(workplace, "kits", utc_now() - timedelta(days=1)) == {}


def test_an_incident_number_is_kept_only_as_a_keyed_hash(load, workplace):
    """The number of the run sheet stands nowhere in the database."""
    load("date,agency,town,kits,incident_ref\n2026-03-04,A,Kent,1,RUN-2026-00417\n")

    with workplace.engine.connect() as connection:
        stored = connection.execute(sa.select(tables.distributions)).one()._mapping
    assert stored["incident"]
    assert not any("00417" in str(value) for value in stored.values())
