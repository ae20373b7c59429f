"""What leaves the programme is the same whatever the hidden numbers are: no column rests on more than it says.

Two stores are the same in all that is shown and differ in hidden cells, and in everything about single records: their
days within the month, how they ended, how late they came. Every file of the one must be that of the other, to the byte.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rorf_data.answers.asking import ask_again
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.asked import read_asked
from rorf_data.disclosure.protection import Protection, for_sharing
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import FREE, Sum
from rorf_data.errors import DisclosureRefused
from rorf_data.exports.tables import to_csv, to_xlsx
from rorf_data.model import Filters, Period
from rorf_data.towns import gazetteer
from tests.properties.every_answer import QUESTIONS
from tests.properties.two_stores import JOINED_LATE, LEFT_EARLY, drawn, members, stored

YEAR = Period(date(2025, 11, 1), date(2026, 10, 31))
ALL_TIME = Period(date(2024, 1, 1), date(2026, 10, 31))
CUT = Period(date(2026, 3, 10), date(2026, 9, 20))
UNTIL_TODAY = Period(date(2026, 7, 1), date(2026, 11, 22))
EARLY = Period(date(2024, 2, 1), date(2025, 4, 30))
KENT, NORFOLK = (gazetteer.code_of(name) for name in (JOINED_LATE, LEFT_EARLY))
THREE = tuple(gazetteer.code_of(name) for name in members()[:3])

FILTERS = (
    Filters(YEAR), Filters(ALL_TIME), Filters(CUT), Filters(UNTIL_TODAY), Filters(EARLY, (KENT,)), Filters(YEAR, THREE),
    Filters(ALL_TIME, (NORFOLK, KENT)), Filters(YEAR, (gazetteer.code_of("Torrington"), KENT)),
)  # fmt: skip

COMPARING = [
    *(f"towns_compared, {word}" for word in ("requests", "calls")),
    *(f"trend of {word} by {span}" for word in ("requests", "calls") for span in ("month", "quarter", "year")),
    *(f"trend of {word} by {span} by town" for word in ("requests", "calls") for span in ("month", "quarter", "year")),
    *(f"trend of {word} by month{by}, rolling" for word in ("requests", "calls") for by in ("", " by town")),
    "month_summary",
    "grant_figures, calls",
]
MANY_COMPARISONS = 100

FALSE_CLAIMS = {
    "calls that ended well tell of nobody": ("calls_by_month", "nonfatal_calls", FREE),
    "calls tell of nobody": ("calls_by_town", "total_calls", FREE),
    "waiting rests on what came in": (
        "requests_by_month", "requests_waiting", (Sum("requests", tuple(map(gazetteer.code_of, members())), YEAR),)
    ),
    "a month's calls are told by the year's": (
        "town_by_month", "total_calls", (Sum("calls", tuple(map(gazetteer.code_of, members())), YEAR),)
    ),
    "kits at an overdose are kits": ("table kits by town", "kits_at_overdose", FREE),
    "a comparison of one town is its own": ("towns_compared, calls", "change", FREE),
}  # fmt: skip


def leaves(released: Released, protection: Protection) -> object:
    """Everything that leaves: both files, the facts and what is hidden; or why nothing does."""
    try:
        shared = for_sharing(released, protection)
    except DisclosureRefused as refused:
        return str(refused)
    return to_csv(shared), to_xlsx(shared), shared.facts(), shared.hidden.to_dict("list"), str(shared.about)


def told_apart(seed: int, questions: list[str], filters: tuple[Filters, ...]) -> list[str]:
    """The questions whose files differ between the two stores."""
    pair = drawn(seed)
    protection, found = pair.protection(), []
    with stored(pair, pair.one) as one, stored(pair, pair.other) as other:
        for name in questions:
            for chosen in filters:
                left, right = (leaves(QUESTIONS[name](reader, chosen), protection) for reader in (one, other))
                if left != right:
                    found.append(f"{name}: {chosen}")
    return found


@pytest.fixture(scope="module")
def two() -> object:
    """One pair of stores for all tests of this file that need no other."""
    pair = drawn(4)
    with stored(pair, pair.one) as one, stored(pair, pair.other) as other:
        yield pair.protection(), one, other


@pytest.mark.parametrize("name", QUESTIONS)
def test_hidden_numbers_are_in_no_file(name: str, two: tuple[Protection, Reader, Reader]) -> None:
    """Whoever has the files of one store can't tell it from the other (every fourth filter, for the time it takes)."""
    protection, one, other = two
    for chosen in FILTERS[list(QUESTIONS).index(name) % 4 :: 4]:
        assert leaves(QUESTIONS[name](one, chosen), protection) == leaves(QUESTIONS[name](other, chosen), protection)


@pytest.mark.many
@pytest.mark.parametrize("seed", range(100, 112))
def test_hidden_numbers_are_in_no_file_of_many_stores(seed: int) -> None:
    """The same for many pairs of stores."""
    assert told_apart(seed, list(QUESTIONS), FILTERS) == []


def test_comparisons_that_are_shown_are_the_same_in_both() -> None:
    """Of times that no record is expected for any more, where all that is judged together is shown, words are too."""
    pair, shown = drawn(6), 0
    protection, long_ago = pair.protection(), Period(date(2025, 1, 1), date(2025, 9, 30))
    with stored(pair, pair.one) as one, stored(pair, pair.other) as other:
        for name in COMPARING:
            for chosen in (Filters(long_ago), Filters(ALL_TIME, THREE)):
                asked = [QUESTIONS[name](reader, chosen) for reader in (one, other)]
                assert leaves(asked[0], protection) == leaves(asked[1], protection)
                told = for_sharing(asked[0], protection).frame
                shown += int(told["change"].notna().sum()) if "change" in told else 0
    assert shown > MANY_COMPARISONS


@pytest.mark.parametrize("claim", FALSE_CLAIMS)
def test_a_false_claim_is_found_out(claim: str, two: tuple[Protection, Reader, Reader]) -> None:
    """A column that is said to rest on less than it does differs in the files of the two stores."""
    name, column, sums = FALSE_CLAIMS[claim]
    protection, *readers = two
    made = [QUESTIONS[name](reader, Filters(YEAR)) for reader in readers]
    false = [replace(one, rests={**one.rests, column: [sums] * len(one.frame)}) for one in made]

    assert leaves(made[0], protection) == leaves(made[1], protection)
    assert leaves(false[0], protection) != leaves(false[1], protection)


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_can_be_asked_again(name: str, two: tuple[Protection, Reader, Reader]) -> None:
    """The line that a file holds asks the very same question."""
    _, reader, _ = two
    released = QUESTIONS[name](reader, FILTERS[5])
    assert released.asked is not None

    again = ask_again(reader, read_asked(released.asked.written()))

    assert again.frame.equals(released.frame)
    assert again.asked is not None
    assert again.asked.written() == released.asked.written()
