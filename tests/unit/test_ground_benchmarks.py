"""What the benchmarks measure on must be what a load would have made."""

from __future__ import annotations

import sqlalchemy as sa

from benchmarks.filling import filled_store
from benchmarks.measuring import Line, Section, as_text

EVENTS = 4_000


def test_a_filled_store_holds_so_many_events_and_their_sums(engine_url: str) -> None:
    """Half the events are distributions, a quarter each requests and calls; a total is the sum of its events."""
    engine = filled_store(engine_url, EVENTS)

    with engine.connect() as connection:
        counted = [
            connection.scalar(sa.text(f"SELECT count(*) FROM {feed}"))
            for feed in ("distributions", "requests", "calls")
        ]
        kits = connection.execute(
            sa.text("SELECT area, left_date, sum(kits) FROM distributions GROUP BY area, left_date")
        ).all()
        kept = connection.execute(sa.text("SELECT area, day, total FROM daily_totals WHERE measure = 'kits'")).all()
        by_month = connection.scalar(sa.text("SELECT sum(total) FROM monthly_totals WHERE measure = 'kits'"))
    engine.dispose()

    assert [2_000, 1_000, 1_000] == counted
    assert sorted(map(tuple, kits)) == sorted(map(tuple, kept))
    assert by_month == sum(total for _, _, total in kits)


def test_requests_of_the_last_days_wait(engine_url: str) -> None:
    """No invented request is delivered after the last day on record, and those that would be still wait."""
    engine = filled_store(engine_url, EVENTS)

    with engine.connect() as connection:
        late = connection.scalar(sa.text("SELECT count(*) FROM requests WHERE delivered_date > '2026-10-31'"))
        waiting = connection.scalar(sa.text("SELECT count(*) FROM requests WHERE delivered_date IS NULL"))
        early = connection.scalar(
            sa.text("SELECT count(*) FROM requests WHERE delivered_date IS NULL AND received_date < '2026-10-04'")
        )
    engine.dispose()

    assert late == 0
    assert waiting
    assert early == 0


def test_the_table_keeps_its_columns_in_line() -> None:
    """Every line of a section is as long as its head, so that the columns stand under each other."""
    section = Section("Pages", ("first", "again"), (Line("a", ("1 ms", "20 ms")), Line("bcd", ("300 ms", "4 ms"))))

    lengths = {len(line) for line in as_text([section]).splitlines()}

    assert len(lengths) == 1
