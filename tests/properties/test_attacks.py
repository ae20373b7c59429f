"""Nobody who has every shared file of this month, and of last month, can work out a number that was hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from rorf_data.answers.reader import Reader
from rorf_data.exports.browser import PROCESS_BROWSER
from rorf_data.meetings.evidence import evidence_pack
from rorf_data.meetings.presets import read_presets
from rorf_data.model import Filters, Period, add_months, last_of_month
from rorf_data.towns import gazetteer
from tests.attacked import FIRST, TOWNS, Ground, Key, Region, false_figures, given_away, pack, pack_of_each_town
from tests.attacked_files import read_by_turns, read_everything
from tests.attacked_grants import read_pack, unpacked
from tests.attacker import Attack, Figure
from tests.said import Said, told_in_alts, told_in_words, unexplained

MONTHS = [add_months(FIRST, step) for step in range(7)]
HALF_YEAR, LATER = Period(MONTHS[0], last_of_month(MONTHS[5])), Period(MONTHS[0], last_of_month(MONTHS[6]))
IN_EVERY_RUN, IN_MAKE_BENCH = 200, 10_000
WHOLE = 40
"""Of one region in so many the deck, town pages, charts and evidence packs are all read, in every form: that takes far
longer.
"""

Read = Callable[[Attack, Reader, Period], list[str]]
"""Takes in files of a pack; answers with the texts in which a number wasn't understood."""


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A store for one region after the other."""
    found = Ground.on(tmp_path_factory.mktemp("attacked") / "rorf.sqlite")
    yield found
    PROCESS_BROWSER.stop()
    found.workplace.engine.dispose()


@pytest.mark.parametrize("seed", range(IN_EVERY_RUN))
def test_two_packs_a_month_apart_give_nothing_away(ground: Ground, seed: int) -> None:
    """Half a year of calls, requests and kits; then a month more and late rows; the files of both are read back."""
    attack(ground.region(seed), read_everything if not seed % WHOLE else read_tables)


@pytest.mark.many
@pytest.mark.parametrize("seed", range(1_000, 1_000 + IN_MAKE_BENCH))
def test_thousands_of_packs_give_nothing_away(ground: Ground, seed: int) -> None:
    """The same for many more; of those that are not read whole, each in one form beside the tables, by turns."""
    attack(ground.region(seed), read_everything if not seed % WHOLE else partial(read_by_turns, turn=seed))


@pytest.mark.parametrize("policies", [("connecticut", "eleven"), ("eleven", "connecticut")])
@pytest.mark.parametrize("seed", [2, 9, 13, 19])
def test_a_change_of_policy_gives_nothing_away(ground: Ground, seed: int, policies: tuple[str, str]) -> None:
    """The same figures shared under one policy and then under another; both files are set beside each other."""
    region, seen = ground.region(seed), Attack(TOWNS, MONTHS[:6])
    region.live(MONTHS[:6])
    for name in policies:
        share(seen, under(name, region.reader(MONTHS[6])), HALF_YEAR)

    assert len(seen.figures) > 30
    assert given_away(region, seen) == []


@pytest.mark.parametrize("policies", [("connecticut", "eleven"), ("eleven", "connecticut")])
@pytest.mark.parametrize("seed", [2, 6, 9])
def test_a_change_of_policy_with_a_new_month_gives_nothing_away(
    ground: Ground, seed: int, policies: tuple[str, str]
) -> None:
    """A month more and late rows, shared under another policy than the months before."""
    region = ground.region(seed)

    assert shared_twice(region, MONTHS[:6], MONTHS[6], policies) == []


@pytest.mark.parametrize(("seed", "months"), [(31, 5), (0, 11), (3, 11)])
def test_a_quarter_or_year_that_is_over_gives_nothing_away(ground: Ground, seed: int, months: int) -> None:
    """The month that completes a quarter and a half year, or a year: their number was not on show a month ago, and
    doesn't tell what the months before it came to then.
    """
    *first, last = [add_months(FIRST, step) for step in range(months + 1)]

    assert shared_twice(ground.region(seed), first, last, ("connecticut", "connecticut")) == []


def shared_twice(region: Region, months: Sequence[date], month: date, policies: tuple[str, str]) -> list[str]:
    """What can be worked out of two packs, the second with a month more and late rows in the last four before it."""
    region.live(months)
    first, both = Attack(TOWNS, months), Attack(TOWNS, [*months, month])
    share(first, under(policies[0], region.reader(month)), Period(months[0], last_of_month(months[-1])))
    late = region.live([month], late_in=months[-4:])
    both.look_back(first)
    share(both, under(policies[1], region.reader(add_months(month, 1))), Period(months[0], last_of_month(month)))
    assert len(first.figures) > 30
    return given_away(region, both, late=late)


def share(seen: Attack, reader: Reader, period: Period) -> None:
    """Have the tables of a pack read, with those of each town by itself."""
    seen.read(pack(reader, period))
    seen.read(pack_of_each_town(reader, period))


def under(policy: str, reader: Reader) -> Reader:
    """The reader of an installation that shares by another policy."""
    rules = reader.settings.sharing
    sharing = replace(rules, policy=rules.policies[policy])
    return replace(reader, settings=replace(reader.settings, sharing=sharing))


def attack(region: Region, read: Read) -> None:
    """Make both packs of an invented region, have them read and see what can be worked out; every number that is read
    has to be understood.
    """
    region.live(MONTHS[:6])
    first = Attack(TOWNS, MONTHS[:6])
    reader = region.reader(MONTHS[6])
    assert read(first, reader, HALF_YEAR) == []
    assert len(first.figures) > 30
    assert false_figures(region, first) == []
    assert given_away(region, first) == [] or still_given_away(region, first, reader, HALF_YEAR) == []

    late = region.live(MONTHS[6:], late_in=MONTHS[2:6])
    both = Attack(TOWNS, MONTHS)
    both.look_back(first)
    reader = region.reader(add_months(MONTHS[6], 1))
    assert read(both, reader, LATER) == []
    assert false_figures(region, both) == []
    assert given_away(region, both, late=late) == [] or still_given_away(region, both, reader, LATER, late=late) == []


def still_given_away(
    region: Region, seen: Attack, reader: Reader, period: Period, *, late: Counter[Key] | None = None
) -> list[str]:
    """What can be worked out of numbers that no file tells outright: of a pair of towns without any, "none" may be told
    of each, in files that are not among those that were read.
    """
    seen.read(pack_of_each_town(reader, period))
    return given_away(region, seen, late=late)


def read_tables(seen: Attack, reader: Reader, period: Period) -> list[str]:
    """Take in the tables of a pack that give all the others."""
    seen.read(pack(reader, period))
    return []


def test_a_file_that_shows_too_much_is_found_out(ground: Ground) -> None:
    """One small number told, as a program that hid too little would: the attacker has it, and what goes with it."""
    region, seen = first_pack(ground)
    town, month = next(
        (town, month) for town in TOWNS for month in MONTHS[:6] if 1 <= region.counts["calls", town, month] <= 3
    )
    seen.figures.add(Figure("calls", frozenset([town]), (month,), region.counts["calls", town, month]))

    assert any(town in found and f"{month:%Y-%m}" in found for found in given_away(region, seen))


def test_every_number_hidden_for_others_is_needed(ground: Ground) -> None:
    """Each number that is hidden only to protect others, told by itself: the attacker works out one that is small."""
    region, seen = first_pack(ground)
    told = frozenset(seen.figures)
    large = [one for one in every_figure(region, ("calls",)) if one.number >= region.smallest_shown]
    hidden = [one for one in large if one not in told]
    assert hidden
    for one in hidden:
        seen.figures = {*told, one}
        assert given_away(region, seen), f"nothing is given away by {one}"


def test_hiding_small_numbers_alone_does_not_protect_them(ground: Ground) -> None:
    """Every number told but the small ones: the attacker works some of them out from what they add up to."""
    region, seen = first_pack(ground)
    seen.figures |= {
        one
        for one in every_figure(region, ("calls", "requests"))
        if not one.number or one.number >= region.smallest_shown
    }

    assert len(given_away(region, seen)) > 10


def test_a_pack_that_tells_too_much_is_found_out(ground: Ground) -> None:
    """A number more in any of its files is taken in, or named where nothing says what it counts."""
    region = ground.region(seed=1)
    region.live(MONTHS[:6])
    chosen, funder = Filters(HALF_YEAR, (gazetteer.code_of("Kent"),)), read_presets()[0]
    pack = unpacked(evidence_pack(region.reader(MONTHS[6]), chosen, funder, "calls").content)
    assert read_pack(Attack(TOWNS, MONTHS[:6]), pack, chosen, funder) == []

    for name, before, after in (
        ("need-statement.txt", "These records count", "9000 overdose calls were there. These records count"),
        ("README.txt", "Everything here", "9000 overdose calls. Everything here"),
        ("alt.txt", "Hidden in", "FY 2024-25: 9000 overdose calls. Hidden in"),
        (".svg", "</desc>", " Total: 9000 overdose calls.</desc>"),
        (".svg", "</svg>", "<text>9000</text></svg>"),
        ("caption.txt", "Check code", "It was 9000. Check code"),
        ("2024-12.csv", ",hidden", ",9000"),
    ):
        file = next(one for one in pack if one.endswith(name))
        changed = pack[file].replace(before.encode(), after.encode())
        assert changed != pack[file], name
        seen = Attack(TOWNS, MONTHS[:6])
        left = read_pack(seen, {**pack, file: changed}, chosen, funder)
        assert any("9000" in one for one in left) or any(one.number == 9000 for one in seen.figures), name


def first_pack(ground: Ground) -> tuple[Region, Attack]:
    """A region, and what an attacker reads of its first pack."""
    region = ground.region(seed=1)
    region.live(MONTHS[:6])
    seen = Attack(TOWNS, MONTHS[:6])
    seen.read(pack(region.reader(MONTHS[6]), HALF_YEAR))
    return region, seen


def every_figure(region: Region, measures: Sequence[str]) -> Iterator[Figure]:
    """The true number of each town and of all of them, in each month and quarter of the half year."""
    quarters = [tuple(MONTHS[:3]), tuple(MONTHS[3:6])]
    for measure in measures:
        for towns in (*(frozenset([town]) for town in TOWNS), frozenset(TOWNS)):
            for months in (*((month,) for month in MONTHS[:6]), *quarters):
                number = sum(region.counts[measure, town, month] for town in towns for month in months)
                yield Figure(measure, towns, months, number)


def test_counts_in_sentences_are_understood() -> None:
    """What is counted, how many, where and when: named in the sentence, or spoken of before."""
    seen = Attack(TOWNS, MONTHS)
    said = [
        "In January 2025, 9 kits were left in all 4 member towns; 10 overdose calls were on record.",
        "9 overdose calls are on record in Kent from October 2024 to December 2024; those in January 2025 are hidden.",
        "26 requests are on record in 2024; 4 kits are on record in the 12 months to\nJanuary 2025.",
    ]
    alt = (
        "Overdose calls by month, July 2024 to January 2025, Kent: bars. Highest shown: 7 overdose calls (August 2024)."
    )
    kent = frozenset(["Kent"])

    assert {*told_in_words(said, seen, kent, MONTHS[6])} == {
        Figure("kits", frozenset(TOWNS), (MONTHS[6],), 9),
        Figure("calls", kent, (MONTHS[6],), 10),
        Figure("calls", kent, tuple(MONTHS[3:6]), 9),
        Figure("requests", kent, tuple(MONTHS[:6]), 26),
        Figure("kits", kent, tuple(MONTHS), 4),
    }
    assert [*told_in_alts([alt], seen)] == [Figure("calls", kent, (MONTHS[1],), 7)]
    doses = ["18 doses were left and 7 suspected overdose calls were on record in FY 2023-24."]
    assert {*told_in_words(doses, seen, kent, MONTHS[6], fiscal_from=10)} == {
        Figure("kits", kent, tuple(MONTHS[:3]), 9),
        Figure("calls", kent, tuple(MONTHS[:3]), 7),
    }
    assert unexplained(Said(words=[*said, "As of 23 November 2026 there were 3 in Kent."])) == [
        "As of 23 November 2026 there were 3 in Kent."
    ]
