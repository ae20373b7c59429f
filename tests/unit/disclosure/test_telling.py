"""Words that somebody typed: those with a number in them stay inside."""

import pytest

from rorf_data.disclosure.telling import tells_a_number


@pytest.mark.parametrize(
    "words",
    [
        "leave 3 kits", "Thirteen calls in Kent", "the second fatal call", "Two fatal calls in Warren in one night",
        "a trio of requests", "no calls in Kent", "no fatal calls this spring", "zero requests", "their first call",
    ],
)  # fmt: skip
def test_a_number_is_found_in_digits_and_spelt_out(words: str) -> None:
    """Nobody can say what it is of."""
    assert tells_a_number(words)


@pytest.mark.parametrize(
    "words", ["bring more kits", "the law begins", "ask the first selectman", "no longer by post", "attend the phones"]
)
def test_other_words_tell_none(words: str) -> None:
    """They may leave."""
    assert not tells_a_number(words)
