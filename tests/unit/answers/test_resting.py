"""What the usual shapes of numbers rest on, where towns joined, periods cut months and records are on their way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from rorf_data.answers.reader import Reader
from rorf_data.answers.resting import (
    is_judged_by_arrivals,
    judged_on,
    months_within,
    resting_on,
    telling,
    together,
    watched_on,
    whole_sum,
)
from rorf_data.disclosure.rests import FREE, INSIDE, Sum
from rorf_data.model import Audience, Period
from rorf_data.settings import Membership, read_settings
from rorf_data.towns import gazetteer

KENT, SHARON, WARREN = (gazetteer.code_of(name) for name in ("Kent", "Sharon", "Warren"))
YEAR = Period(date(2024, 7, 1), date(2025, 6, 30))
JOINED = date(2025, 3, 15)


@pytest.fixture
def reader() -> Reader:
    """Kent joined in the middle of March 2025, Sharon and Warren long before; it is 22 November 2026."""
    members = (
        Membership("Kent", "confirmed", JOINED),
        Membership("Sharon", "confirmed", date(2023, 7, 1)),
        Membership("Warren", "confirmed", date(2023, 7, 1)),
    )
    nowhere: Any = sa.create_engine("sqlite://")
    settings = replace(read_settings(), members=members)
    return Reader(nowhere, settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False)


def test_kits_rest_on_nothing_calls_on_their_sum_and_waiting_stays_inside() -> None:
    """By the families of measures that are decided on."""
    assert resting_on("kits", [KENT], YEAR) == FREE
    assert resting_on("calls", [KENT], YEAR) == (Sum("calls", (KENT,), YEAR),)
    assert resting_on("waiting", [KENT], YEAR) is INSIDE


def test_one_part_inside_keeps_the_whole_inside() -> None:
    """And each sum is named once."""
    one = resting_on("calls", [KENT], YEAR)

    assert together(one, FREE, one) == one
    assert together(one, INSIDE) is INSIDE


def test_a_sum_that_is_missing_with_one_of_its_months_rests_on_those_months(reader: Reader) -> None:
    """Before Kent joined a month is missing where it has none, so the year tells of each of the eight months."""
    of_kent, of_both = whole_sum(reader, "calls", [KENT], YEAR), whole_sum(reader, "calls", [KENT, SHARON], YEAR)

    assert of_kent is not None
    assert [one.span for one in of_kent] == [YEAR, *months_within(YEAR)[:8]]
    assert of_both == (Sum("calls", (KENT, SHARON), YEAR),)


def test_rates_rest_on_the_days_of_membership(reader: Reader) -> None:
    """Towns that were members alike are summed together; the days of a cut month can't be known from months."""
    found = watched_on(reader, "requests", [KENT, SHARON, WARREN], YEAR)

    assert found == (
        Sum("requests", (KENT,), Period(JOINED, YEAR.last)),
        Sum("requests", (SHARON, WARREN), YEAR),
    )


@pytest.mark.parametrize(("last", "is_recent"), [(date(2025, 10, 31), False), (date(2025, 11, 30), True)])
def test_a_comparison_of_recent_months_rests_on_how_late_records_come(
    reader: Reader, last: date, is_recent: bool
) -> None:
    """For a year after a month's end; it may be shared from then on, if all that it compares may."""
    span, towns = Period.of_months(last, 12), [[SHARON], [WARREN]]

    assert is_judged_by_arrivals(reader, span) == is_recent
    assert (judged_on(reader, "calls", towns, span) is INSIDE) == is_recent
    assert judged_on(reader, "distributions", towns, span) == FREE
    if not is_recent:
        assert judged_on(reader, "calls", towns, span) == (
            Sum("calls", (SHARON,), span),
            Sum("calls", (WARREN,), span),
        )


def test_notes_are_told_apart_by_what_they_count() -> None:
    """Kits may be told of anywhere; calls and requests may not."""
    assert telling(["kits", "calls", "requests"]) == (["kits"], ["calls", "requests"])
