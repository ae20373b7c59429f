"""How late records come is measured from when they came, and never guessed from too little."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.measures.lateness import (
    FEWEST_MONTHS,
    FEWEST_RECORDS,
    LONGEST_DELAY,
    TIME_TO_COMPLETE,
    FirstFile,
    expected_completeness,
    usual_delay,
)
from rorf_data.model import add_months, last_of_month

FIRST = {"calls": FirstFile(1, date(2024, 1, 1))}
TRIANGLE = {
    "2024-01": {10: 6, 40: 3, 70: 1},
    "2024-02": {10: 8, 40: 2},
    "2024-03": {10: 5, 40: 4, 70: 1},
    "2024-04": {10: 9, 40: 1},
    "2024-05": {10: 4, 40: 2, 70: 2},
    "2024-06": {10: 6, 40: 4},
    "2024-07": {10: 7, 40: 3},
    "2024-08": {10: 5},
}
"""Records of each month by the days after its end on which they came, as seen on 30 September 2024."""


def by_month(triangle: dict[str, dict[int, int]], *, source: str = "calls", load_id: int = 2) -> pd.DataFrame:
    """The arrivals that such a triangle tells of."""
    rows = [
        (source, month, last_of_month(month) + timedelta(days=lag), load_id, total)
        for name, came in triangle.items()
        for month in [date.fromisoformat(f"{name}-01")]
        for lag, total in came.items()
    ]
    return pd.DataFrame(rows, columns=["source", "month", "received_date", "load_id", "total"])


def by_day(rows: Sequence[tuple[date, int, int]], *, source: str = "calls", load_id: int = 2) -> pd.DataFrame:
    """Arrivals of days: the day, how many days later, how many."""
    return pd.DataFrame(
        [(source, day, day + timedelta(days=delay), load_id, total) for day, delay, total in rows],
        columns=["source", "day", "received_date", "load_id", "total"],
    )


def grown(months: int, came: dict[int, int]) -> dict[str, dict[int, int]]:
    """So many months from January 2024 on, whose records all came alike."""
    return {f"{add_months(date(2024, 1, 1), step):%Y-%m}": came for step in range(months)}


def test_a_triangle_gives_what_is_worked_out_by_hand() -> None:
    """The hazards of the triangle, worked out by hand, multiply to the shares.

    Six months are over for 92 days on 30 September: those up to June (ages 243, 214, 183, 153, 122, 92), so the
    horizon is 92 days. On day 70 came 1, 0, 1, 0, 2 and 0 records of these six months and none of later ones that old,
    4 of the 58 that were in by then: 1 - 4/58 = 54/58. On day 40 July is old enough too (61 days): 19 of 64 that were
    in, which leaves 45/64.
    """
    found = expected_completeness(by_month(TRIANGLE), FIRST, today=date(2024, 9, 30))

    assert found.share(80) == 1.0
    assert found.share(70) == pytest.approx(1.0)
    assert found.share(69) == pytest.approx(54 / 58)
    assert found.share(40) == pytest.approx(54 / 58)
    assert found.share(39) == pytest.approx(54 / 58 * 45 / 64)
    assert found.share(10) == pytest.approx(54 / 58 * 45 / 64)
    assert found.share(9) == 0


def test_where_every_month_is_old_enough_it_is_the_plain_share() -> None:
    """With nothing still to come, the product of the hazards is the share that had come by the day."""
    found = expected_completeness(by_month(TRIANGLE), FIRST, today=date(2026, 9, 30))
    every = {lag: sum(came.get(lag, 0) for came in TRIANGLE.values()) for lag in (10, 40, 70)}

    assert found.share(10) == pytest.approx(every[10] / sum(every.values()))
    assert found.share(40) == pytest.approx((every[10] + every[40]) / sum(every.values()))
    assert found.share(70) == pytest.approx(1.0)


@given(
    st.lists(st.dictionaries(st.integers(-20, 300), st.integers(1, 9), min_size=1, max_size=6), min_size=6, max_size=9),
    st.integers(-30, 400),
)
def test_the_plain_share_of_any_record_that_is_long_over(rows: list[dict[int, int]], days_after: int) -> None:
    """Whatever came and when: long after, the product of the hazards is the share that was in."""
    triangle = {f"{add_months(date(2020, 1, 1), step):%Y-%m}": came for step, came in enumerate(rows)}
    first = {"calls": FirstFile(1, date(2020, 1, 1))}
    found = expected_completeness(by_month(triangle), first, today=date(2025, 1, 1)).share(days_after)
    every = [(lag, total) for came in rows for lag, total in came.items()]
    total = sum(total for _, total in every)

    if total < FEWEST_RECORDS:
        assert found is None
    else:
        assert found == pytest.approx(sum(total for lag, total in every if lag <= days_after) / total, abs=1e-12)


@given(st.dictionaries(st.integers(0, 120), st.integers(2, 5), min_size=1, max_size=5), st.integers(0, 60))
def test_more_is_in_later_and_never_more_than_all(came: dict[int, int], days_after: int) -> None:
    """The share lies between 0 and 1 and doesn't fall as days go by."""
    found = expected_completeness(by_month(grown(12, came)), FIRST, today=date(2025, 3, 31))
    shares = [found.share(days_after + step) for step in range(3)]

    assert all(share is not None and 0 <= share <= 1 for share in shares)
    assert shares == sorted(shares, key=lambda share: share or 0)


@pytest.mark.parametrize(("months", "is_known"), [(FEWEST_MONTHS - 1, False), (FEWEST_MONTHS, True)])
def test_too_few_months_are_not_known_yet(months: int, is_known: bool) -> None:
    """Five earlier months say nothing; six do."""
    found = expected_completeness(by_month(grown(months, {10: 5, 40: 5})), FIRST, today=date(2025, 12, 31))

    assert (found.share(10) is not None) is is_known


@pytest.mark.parametrize(("over_for", "is_known"), [(TIME_TO_COMPLETE - 1, False), (TIME_TO_COMPLETE, True)])
def test_months_need_time_to_complete(over_for: int, is_known: bool) -> None:
    """The sixth month must be over for 90 days before anything is said."""
    today = date(2024, 6, 30) + timedelta(days=over_for)
    found = expected_completeness(by_month(grown(6, {10: 5, 40: 5})), FIRST, today=today)

    assert (found.share(10) is not None) is is_known


@pytest.mark.parametrize(("total", "is_known"), [(FEWEST_RECORDS - 1, False), (FEWEST_RECORDS, True)])
def test_too_few_records_are_not_known_yet(total: int, is_known: bool) -> None:
    """Nine records in six months say nothing; ten do."""
    triangle = grown(6, {10: 1}) | {"2024-01": {10: total - 5}}
    found = expected_completeness(by_month(triangle), FIRST, today=date(2025, 12, 31))

    assert (found.share(5) is not None) is is_known


def test_nothing_more_is_expected_after_a_year_and_nothing_is_said_before_it_was_watched() -> None:
    """A month older than any that was watched is not known; from a year on it counts as complete."""
    young = expected_completeness(by_month(grown(6, {10: 5})), FIRST, today=date(2024, 11, 30))
    old = expected_completeness(by_month(grown(6, {10: 5})), FIRST, today=date(2026, 11, 30))

    assert (young.share(152), young.share(153), young.share(LONGEST_DELAY)) == (1.0, None, None)
    assert old.share(LONGEST_DELAY) == 1.0


def test_what_comes_after_a_year_is_a_correction() -> None:
    """Records that came 400 days after their month don't make the others look incomplete."""
    triangle = grown(6, {10: 5, 400: 50})

    assert expected_completeness(by_month(triangle), FIRST, today=date(2027, 1, 1)).share(10) == 1.0


def test_a_month_under_way_is_partly_in() -> None:
    """Before a month's end the days are negative, and the share is that of months that came in as they went."""
    found = expected_completeness(by_month(grown(8, {-10: 4, 0: 4, 20: 2})), FIRST, today=date(2025, 12, 31))

    assert found.share(-11) == 0
    assert found.share(-10) == pytest.approx(0.4)
    assert found.share(0) == pytest.approx(0.8)


def test_the_first_file_of_a_source_tells_of_no_delay() -> None:
    """Three years loaded at once are left out, and so are the months that had begun before the first file came."""
    first = {"calls": FirstFile(1, date(2024, 1, 15))}
    old = by_month(grown(36, {500: 40}), load_id=1)
    straggler = by_month({"2023-12": {200: 90}, "2024-01": {200: 90}})
    known = by_month({f"{add_months(date(2024, 2, 1), step):%Y-%m}": {10: 3, 40: 1} for step in range(6)})
    found = expected_completeness(pd.concat([old, straggler, known]), first, today=date(2025, 12, 31))

    assert found.share(10) == pytest.approx(0.75)


def test_a_source_without_a_first_file_counts_nowhere() -> None:
    """Arrivals of a source that nothing is known of are left out of both measures."""
    assert expected_completeness(by_month(grown(9, {10: 9})), {}, today=date(2026, 1, 1)).share(10) is None
    assert usual_delay(by_day([(date(2024, 1, 2), 3, 20)]), {}).empty


def test_the_usual_delay_of_each_source() -> None:
    """Median and 90th percentile by source, over records, as numpy finds them in the days written out."""
    calls = by_day([(date(2024, 2, 1), 0, 5), (date(2024, 2, 2), 4, 4), (date(2024, 2, 3), 30, 2)])
    logs = by_day([(date(2024, 3, 1), 12, 10)], source="kit-log")
    first = FIRST | {"kit-log": FirstFile(7, date(2024, 3, 1))}
    found = usual_delay(pd.concat([logs, calls]), first)

    assert found.to_dict("records") == [
        {"source": "calls", "total_records": 11, "median_delay_days": 4.0, "p90_delay_days": 30.0},
        {"source": "kit-log", "total_records": 10, "median_delay_days": 12.0, "p90_delay_days": 12.0},
    ]


def test_the_usual_delay_leaves_out_what_says_nothing() -> None:
    """The first file, and days before it came of which only what was late can follow, are not counted."""
    first = {"calls": FirstFile(1, date(2024, 1, 15))}
    earlier = by_day([(date(2023, 12, 1), 300, 50)])
    at_once = by_day([(date(2024, 1, 15), 0, 50)], load_id=1)
    known = by_day([(date(2024, 1, 15), 2, 10)], load_id=2)
    (row,) = usual_delay(pd.concat([earlier, at_once, known]), first).to_dict("records")

    assert (row["total_records"], row["median_delay_days"]) == (10, 2.0)


@pytest.mark.parametrize("total", [0, FEWEST_RECORDS - 1])
def test_under_ten_records_there_is_no_usual_delay(total: int) -> None:
    """The records are counted, and the figures stay empty."""
    (row,) = usual_delay(by_day([(date(2024, 2, 1), 3, total)]), FIRST).to_dict("records")

    assert row["total_records"] == total
    assert pd.isna(row["median_delay_days"])
    assert pd.isna(row["p90_delay_days"])
