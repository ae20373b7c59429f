"""Telling in memory whether a record came in an earlier batch."""

from hypothesis import given
from hypothesis import strategies as st

from rorf_data.store.earlier_keys import EarlierKeys, as_keys

keys = st.lists(st.integers(0, 40).map("{:032x}".format), min_size=1, max_size=8)


@given(batches=st.lists(keys, max_size=6))
def test_a_key_is_met_when_an_earlier_batch_had_it(batches: list[list[str]]) -> None:
    """Not when it only comes twice in its own batch."""
    earlier, seen = EarlierKeys(), set[str]()

    for batch in batches:
        assert earlier.meet(as_keys(batch)) is bool(seen & set(batch))
        seen |= set(batch)


def test_keys_that_differ_in_one_digit_differ() -> None:
    """Wherever the digit stands."""
    earlier = EarlierKeys()
    earlier.meet(as_keys(["0" * 32]))

    assert not any(earlier.meet(as_keys(["0" * place + "1" + "0" * (31 - place)])) for place in range(32))
