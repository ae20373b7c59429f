"""The exact interval of a count agrees with published tables, and a rate is said only where its count bears it."""

from __future__ import annotations

import csv
from fractions import Fraction
from math import exp, factorial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.measures.intervals import Reliability, count_limits, rate_limits, reliability
from rorf_data.settings import read_settings

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT.parent / "shared" / "data" / "reference" / "poisson_exact_ci_counts.csv"


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference table is not on this machine")
def test_limits_agree_with_the_reference_table_to_the_ninth_decimal() -> None:
    """Every count of the table, at 90, 95 and 99 percent, lower and upper limit."""
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) > 90
    for row in rows:
        for percent in (90, 95, 99):
            found = count_limits(int(row["count"]), percent / 100)
            assert found.low == pytest.approx(float(row[f"lower{percent}"]), rel=1e-9, abs=1e-9)
            assert found.high == pytest.approx(float(row[f"upper{percent}"]), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0, 3.69),
        (1, 0.03, 5.57),
        (3, 0.62, 8.77),
        (5, 1.62, 11.67),
        (10, 4.80, 18.39),
        (16, 9.15, 25.98),
        (20, 12.22, 30.89),
    ],
)
def test_limits_agree_with_those_printed_in_the_domain_research(count: int, low: float, high: float) -> None:
    """The seven counts that the research lists (Garwood 1936, after DescTools and epitools)."""
    found = count_limits(count, 0.95)

    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


@given(st.integers(min_value=0, max_value=60), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_a_limit_is_where_the_tail_has_half_of_the_rest(count: int, confidence: float) -> None:
    """By the definition itself: sums of Poisson probabilities at both limits come to half of what is left to 1."""
    found, tail = count_limits(count, confidence), (1 - confidence) / 2

    assert up_to(count, found.high) == pytest.approx(tail, rel=1e-9)
    assert count == 0 or 1 - up_to(count - 1, found.low) == pytest.approx(tail, rel=1e-6)


def up_to(count: int, mean: float) -> float:
    """The chance of ``count`` events or fewer, the sum in fractions and rounded once."""
    exact = Fraction(mean)
    return float(sum((exact**k / factorial(k) for k in range(count + 1)), Fraction())) * exp(-mean)


def test_a_rate_is_divided_as_its_count_is() -> None:
    """22 overdoses in Harwinton, 5,484 people, 39 months: 2.5 to 6.1 per 1,000 in that time."""
    found = rate_limits(22, 5484, 0.95, per=1000)

    assert (round(found.low, 2), round(found.high, 2)) == (2.51, 6.07)


@pytest.mark.parametrize(("count", "confidence"), [(-1, 0.95), (3, 0.0), (3, 1.0)])
def test_there_is_no_interval_of_nonsense(count: int, confidence: float) -> None:
    """Fewer than no events, and a confidence that is none."""
    with pytest.raises(ValueError, match="no interval"):
        count_limits(count, confidence)


def test_a_rate_of_nobody_has_no_interval() -> None:
    """Without residents there is no rate."""
    with pytest.raises(ValueError, match="exposure"):
        rate_limits(3, 0, 0.95)


@pytest.mark.parametrize(
    ("beyond", "under", "at"),
    [
        ("fewest_for_a_rate", Reliability.COUNT_ONLY, Reliability.UNSTABLE),
        ("fewest_for_a_stable_rate", Reliability.UNSTABLE, Reliability.SHOWN),
    ],
)
def test_what_may_be_said_turns_at_the_limits_of_the_settings(beyond: str, under: Reliability, at: Reliability) -> None:
    """One event fewer than the limit, the limit, and one more."""
    analysis = read_settings().analysis
    limit = getattr(analysis, beyond)

    said = [
        reliability(
            count,
            fewest_for_a_rate=analysis.fewest_for_a_rate,
            fewest_for_a_stable_rate=analysis.fewest_for_a_stable_rate,
        )
        for count in (limit - 1, limit, limit + 1)
    ]

    assert said == [under, at, at]
