"""What was seen of each place and time, and what the comparisons of several of them say when judged together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rorf_data.analysis import Analysis
from rorf_data.answers.reader import Reader
from rorf_data.answers.watched import Watched
from rorf_data.measures.comparisons import Comparison, compare, p_values
from rorf_data.measures.rates import MONTHS_A_YEAR, Rate, rate_per_1000
from rorf_data.measures.several import findings_by_chance, judged_together
from rorf_data.model import Filters

BARE_NOTE = "Too few to say: even twice as many could hardly be told from chance."
TOO_FEW_NOTE = f"{BARE_NOTE} The counts beside it are what it would take."
SHORT_NOTE = "Rates are for the time counted and not turned into yearly ones, since it is shorter than 12 months."
SOME_SHORT_NOTE = (
    "Annualised: rates are for one year, but where fewer than 12 months count; there they are for the time counted."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Events of one place and time, with the person-months and months they were counted in.

    ``exposure`` is what comparisons weigh with: the person-months, less those whose records should still be on their
    way, by what is usual. ``is_open``: more records are expected.
    """

    count: int
    person_months: float
    months: float
    exposure: float
    is_open: bool


Pair = tuple[Seen | None, Seen | None]
"""What is compared and what with; None where nothing is on record."""


def seen(one: Watched, towns: Sequence[str]) -> Seen | None:
    """These towns together over the whole time; None where no day of it counts."""
    return seen_each(one, [towns])[0]


def seen_each(one: Watched, places: Sequence[Sequence[str]]) -> list[Seen | None]:
    """The same for each of several places, a place being one town or several together."""
    is_in = np.array([[town in place for place in places] for town in one.towns])
    people = one.person_months @ is_in
    months = np.where(is_in, one.months[:, :, np.newaxis], 0.0).max(axis=1)
    exposures = np.nan_to_num(one.complete, nan=1.0) @ people
    opens = (months[~(one.complete >= 1)] > 0).any(axis=0)
    found = zip((one.counts @ is_in).sum(axis=0), people.sum(axis=0), months.sum(axis=0), exposures, opens, strict=True)
    return [
        Seen(int(count), float(all_people), float(time), float(exposure or all_people), bool(is_open))
        if all_people > 0
        else None
        for count, all_people, time, exposure, is_open in found
    ]


def counts_throughout(one: Watched, places: Sequence[Sequence[str]]) -> list[bool]:
    """For each place whether every month counts, in any of its towns."""
    is_in = np.array([[town in place for place in places] for town in one.towns])
    counts: list[bool] = (((one.months > 0) @ is_in).all(axis=0)).tolist()
    return counts


def is_open(one: Watched, towns: Sequence[str]) -> bool:
    """Whether more records of these towns and this time are expected."""
    found = seen(one, towns)
    return found is not None and found.is_open


def compared(pairs: Sequence[Pair], significance: float) -> list[Comparison | None]:
    """The comparison of each pair, all of them judged together; None where there is nothing to compare with."""
    whole = [(now, then) if now and then else None for now, then in pairs]
    raw = [
        float(p_values(pair[0].count, pair[1].count, pair[0].exposure, pair[1].exposure)) if pair else None
        for pair in whole
    ]
    known = sum(p is not None for p in raw)
    return [
        compare(
            pair[0].count,
            pair[1].count,
            exposure_now=pair[0].exposure,
            exposure_before=pair[1].exposure,
            significance=significance,
            judged_with=known,
            adjusted_p=p,
        )
        if pair
        else None
        for pair, p in zip(whole, judged_together(raw), strict=True)
    ]


def rate_of(one: Seen, analysis: Analysis) -> Rate:
    """The rate of what was seen, with the limits of the settings."""
    return rate_per_1000(
        one.count,
        person_months=one.person_months,
        months=one.months,
        confidence=analysis.confidence,
        fewest_for_a_rate=analysis.fewest_for_a_rate,
        fewest_for_a_stable_rate=analysis.fewest_for_a_stable_rate,
    )


def family_of(reader: Reader, chosen: Filters) -> tuple[str, ...]:
    """The towns that are judged together, whichever are chosen, so that a town has the same answer alone and among
    others: all members of the period, and whatever else is chosen.
    """
    return tuple(dict.fromkeys((*reader.towns_of(Filters(chosen.period)), *reader.towns_of(chosen))))


def change_of(
    now: Watched, then: Watched, towns: Sequence[str], family: Sequence[str], significance: float
) -> Comparison | None:
    """The change of these towns together; of a single town the one that it has when all of the family are judged."""
    if len(towns) != 1:
        return compared([(seen(now, towns), seen(then, towns))], significance)[0]
    pairs = list(zip(*(seen_each(time, [[code] for code in family]) for time in (now, then)), strict=True))
    return compared(pairs, significance)[list(family).index(towns[0])]


def notes_on_rates(towns: Iterable[Seen | None], analysis: Analysis) -> list[str]:
    """What the rates of a table are, and how far they bear."""
    known = [town for town in towns if town]
    if not known:
        return []
    low, high = analysis.fewest_for_a_rate, analysis.fewest_for_a_stable_rate
    return [
        f"In brackets: the exact {percent(analysis.confidence)} interval, if events come by chance (Garwood).",
        *time_of_rates(known),
        f"Under {low} events there is no rate; from {low} to {high - 1} it is marked unstable.",
        TOO_FEW_NOTE,
    ]


def time_of_rates(towns: Iterable[Seen | None]) -> list[str]:
    """Whether the rates of these towns are for a year or for the time itself; nothing without any."""
    known = [town for town in towns if town]
    yearly = [town for town in known if town.months >= MONTHS_A_YEAR]
    if not known:
        return []
    if len(yearly) == len(known):
        return ["Annualised: rates are for one year."]
    return [SOME_SHORT_NOTE if yearly else SHORT_NOTE]


def note_on_many(times: Sequence[Pair], places: Sequence[Pair], significance: float) -> list[str]:
    """How many findings chance alone would bring, and that they were judged together; nothing of a single place."""
    (number, changes), (_, differences) = (_by_chance(pairs, significance) for pairs in (times, places))
    if number < 2:
        return []
    return [
        f"{number} towns are compared at once. Judged each by itself, chance alone would name {changes:.1f} of them up "
        f"or down and {differences:.1f} higher or lower; so they are judged together (false-discovery control), and "
        f"of those named no more than {percent(significance)} are expected to be chance."
    ]


def percent(share: float) -> str:
    """``95 %``, ``99.8 %``."""
    return f"{round(100 * share, 1):g} %"


def _by_chance(pairs: Sequence[Pair], significance: float) -> tuple[int, float]:
    known = [(now, then) for now, then in pairs if now and then]
    totals = [now.count + then.count for now, then in known]
    shares = [now.exposure / (now.exposure + then.exposure) for now, then in known]
    return len(known), findings_by_chance(totals, shares, significance) if known else 0.0
