"""Amounts as sheets write them come to whole cents, or to a sentence."""

import pytest

from rorf_data.intake.money import cents_of, dollars_in_words
from rorf_data.intake.refusal import Unclean


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("$1,234.50", 123_450),
        ("(200)", -20_000),
        ("1234", 123_400),
        ("1234.5", 123_450),
        ("0.30000000000000004", 30),
        (".5", 50),
        ("12.", 1_200),
        ("$ 12.00", 1_200),
        ("US$12", 1_200),
        ("12 USD", 1_200),
        ("usd 12", 1_200),
        ("-$12.34", -1_234),
        ("$-12.34", -1_234),
        ("−12.34", -1_234),
        ("($1,234.56)", -123_456),
        ("$(1,234.56)", -123_456),
        ("+12", 1_200),
        ("$ -", 0),
        ("0", 0),
        ("999,999,999.99", 99_999_999_999),
        ("1,234,567.89", 123_456_789),
    ],
)
def test_an_amount_comes_to_whole_cents(text: str, cents: int) -> None:
    """Signs, brackets, thousands and the word for dollars stand where people put them; nothing else is read."""
    assert cents == cents_of(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.234", "parts of a cent"),
        ("33.333333", "parts of a cent"),
        ("1,23", "isn't an amount that can be read"),
        ("12,34.00", "isn't an amount that can be read"),
        ("1.234,50", "isn't an amount that can be read"),
        ("1 234", "isn't an amount that can be read"),
        ("12..5", "isn't an amount that can be read"),
        ("(12", "isn't an amount that can be read"),
        ("12)", "isn't an amount that can be read"),
        (".", "isn't an amount that can be read"),
        ("$", "isn't an amount that can be read"),
        ("12 kits", "isn't an amount that can be read"),
        ("860-555-0137", "isn't an amount that can be read"),
        ("-(12)", "more than one sign"),
        ("--12", "more than one sign"),
        ("two hundred", "in words"),
        ("=A1*2", "formula"),
        ("1000000000", "too large"),
        ("1" * 5000, "too large"),
    ],
)
def test_what_is_no_amount_is_said_without_quoting_it(text: str, said: str) -> None:
    """A number of a telephone or a word is never repeated."""
    with pytest.raises(Unclean, match=said) as problem:
        cents_of(text)

    assert f"“{text}”" not in str(problem.value)


@pytest.mark.parametrize(
    ("cents", "words"), [(123_450, "$1,234.50"), (-20_000, "-$200.00"), (5, "$0.05"), (0, "$0.00")]
)
def test_cents_are_said_in_dollars(cents: int, words: str) -> None:
    """With two decimals always."""
    assert words == dollars_in_words(cents)
