"""Codes of lots are kept in one spelling; what could be anything else is not."""

import pytest

from rorf_data.intake.codes import lot_code
from rorf_data.intake.refusal import Unclean


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FH2301", "FH2301"),
        ("Lot ex23-212a", "EX23-212A"),
        ("LOT # N24118", "N24118"),
        ("lot no. 24-118", "24-118"),
        ("batch 7", "7"),
        ("A1234567", "A1234567"),
        ("230168A", "230168A"),
        ("240112", "240112"),
        ("SAMPLE-LOT-3", "SAMPLE-LOT-3"),
    ],
)
def test_a_lot_is_kept_in_capitals_without_the_word_before_it(text: str, code: str) -> None:
    """So that one lot is one lot however it was typed."""
    assert code == lot_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe", "Featherstone", "Featherstone1", "12 Main Street", "860-555-0137", "8605550137", "5550137",
        "jane1@example.org", "41.84731", "=A1", "unknown", "A" * 30 + "1", "EX 24 1",
    ],
)  # fmt: skip
def test_no_name_address_or_telephone_number_is_a_lot(text: str) -> None:
    """A lot is short, has a digit and no spaces; seven digits alone could be anybody's telephone."""
    with pytest.raises(Unclean) as problem:
        lot_code(text)

    assert text not in str(problem.value)
