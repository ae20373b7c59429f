"""No kit is lost or invented: whatever files come, in whatever order, every way of counting gives the same."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from rorf_data.answers.tables import table
from rorf_data.intake.read import open_bytes
from rorf_data.settings import find_places, read_settings
from rorf_data.store import tables
from rorf_data.store.database import open_store
from rorf_data.store.load import LoadReport
from rorf_data.store.totals import totals_as_of
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace, utc_now

PLACES = ["Kent", "Sharon", "Torrington", "Falls Village", "New Milford, CT", "Canaan", ""]
Row = tuple[str, date, str, str, int]

rows = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3", "4", "5", "6", ""]),
        st.dates(date(2025, 1, 1), date(2026, 10, 31)),
        st.sampled_from(["Agency A", "Agency B"]),
        st.sampled_from(PLACES),
        st.integers(0, 4),
    ),
    max_size=12,
)
files = st.lists(rows, min_size=1, max_size=4)


@cache
def empty_database() -> bytes:
    """A database without rows; copying it is quicker than making one for every example."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite"
        engine = open_store(f"sqlite:///{path}")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return path.read_bytes()


@contextmanager
def workplace() -> Iterator[Workplace]:
    """An empty installation for one example."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rorf.sqlite"
        path.write_bytes(empty_database())
        url = f"sqlite:///{path}"
        places = find_places({"RORF_DATABASE_URL": url}, Path(folder))
        opened = Workplace(read_settings(), places, open_store(url))
        yield opened
        opened.engine.dispose()


def load(opened: Workplace, log: list[Row], name: str) -> LoadReport:
    """One kit log with these rows."""
    lines = [
        "log_id,date,agency,town,kits",
        *(f'{n},{day},{agency},"{place}",{kits}' for n, day, agency, place, kits in log),
    ]
    file = open_bytes("\n".join(lines).encode(), name)
    return opened.load(file, opened.recognise(file, source="kit-log"), loaded_by="a test")


def kept(opened: Workplace, kind: sa.Table, time: str) -> dict[tuple[date, str], int]:
    """The kept totals of kits by day or month."""
    with opened.engine.connect() as connection:
        found = connection.execute(sa.select(kind.c[time], kind.c.area, kind.c.total).where(kind.c.measure == "kits"))
        return {(day, area): total for day, area, total in found if total}


@settings(max_examples=25)
@given(logs=files)
def test_kept_totals_are_the_sums_of_the_rows_after_any_loads(logs: list[list[Row]]) -> None:
    """New, corrected, repeated and held rows in any order leave the totals equal to what the versions give."""
    with workplace() as opened:
        for number, log in enumerate(logs):
            report = load(opened, log, f"{number}.csv")
            assert report.read == len(log)
        with opened.engine.connect() as connection:
            computed = totals_as_of(connection, "kits", utc_now())
        by_month: dict[tuple[date, str], int] = {}
        for (day, area), total in computed.items():
            by_month[day.replace(day=1), area] = by_month.get((day.replace(day=1), area), 0) + total

        assert kept(opened, tables.daily_totals, "day") == computed
        assert kept(opened, tables.monthly_totals, "month") == by_month


@settings(max_examples=25)
@given(log=rows)
def test_a_file_loaded_twice_changes_nothing(log: list[Row]) -> None:
    """No row is new or changed the second time, and the totals stand still."""
    with workplace() as opened:
        first = load(opened, log, "log.csv")
        before = kept(opened, tables.daily_totals, "day")

        again = load(opened, log, "log.csv")

        assert (again.new, again.changed) == (0, 0)
        assert (again.held, again.refused) == (first.held, first.refused)
        assert kept(opened, tables.daily_totals, "day") == before


@settings(max_examples=15)
@given(log=rows)
def test_no_kit_is_lost_or_invented_by_grouping(log: list[Row]) -> None:
    """By town, month, quarter, fiscal year or all at once, the kits add up to those of the rows taken."""
    with workplace() as opened:
        load(opened, log, "log.csv")
        taken = sum(kept(opened, tables.daily_totals, "day").values())
        reader = opened.reader()
        for by in ([], ["town"], ["month"], ["town", "quarter"], ["fiscal_year", "town"], ["year"]):
            counted = table(reader, "kits", by=by, first=None, last=None, towns=()).frame["total_kits"]
            assert counted.fillna(0).sum() == taken


@settings(max_examples=15)
@given(
    log=rows, first=st.dates(date(2025, 1, 1), date(2025, 12, 31)), last=st.dates(date(2026, 1, 1), date(2026, 10, 31))
)
def test_filtering_then_counting_equals_counting_then_filtering(log: list[Row], first: date, last: date) -> None:
    """The kits of a town in a period that cuts its months are those of its days, both ends included."""
    with workplace() as opened:
        load(opened, log, "log.csv")
        kent = gazetteer.code_of("Kent")
        by_hand = sum(
            total
            for (day, area), total in kept(opened, tables.daily_totals, "day").items()
            if area == kent and first <= day <= last
        )

        asked = table(opened.reader(), "kits", by=["town"], first=first, last=last, towns=[kent]).frame

        assert asked["total_kits"].fillna(0).sum() == by_hand
