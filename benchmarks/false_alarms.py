"""How often each signal speaks when nothing has changed, and how soon it does when calls double: simulated.

``python -m benchmarks.false_alarms`` simulates every method at this region's scale and writes the table that the page
about the numbers prints. Calls come evenly by chance (Poisson), without seasons and all on time; alarms of one method
that are no more than seven days apart are one. A doubling begins on one day, after a year and a month without change.

What the pages say of towns (up or down) is simulated as somebody sees it who looks each month: every month in which a
town is told counts, and a doubling of one town's calls is told or not at the looks 1 to 6 months after it began.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import scipy

from rorf_data.measures.ears import METHODS, is_above
from rorf_data.measures.false_alarms import TABLE, Simulated, Simulation, as_toml
from rorf_data.measures.looks import FIRST_LOOK, LOOKED_AT, named_each_month
from rorf_data.measures.looks import YEAR as MONTHS_A_YEAR
from rorf_data.measures.signals import Rule, unusual_from
from rorf_data.model import Period
from rorf_data.settings import read_settings
from rorf_data.towns import gazetteer

Days = npt.NDArray[np.int64]
Alarms = npt.NDArray[np.bool_]
Method = Callable[[Days], Alarms]

SEED = 20_260
YEAR = 365
SAME_EPISODE_DAYS = 7
HORIZONS = (28, 90, 180)
DAYS_A_MONTH = 30
LOOKS = 6
COMPARED = "Town up or down, looked at each month: "
REGION = 37.0
"""Calls a year in the eleven towns, at about 1.2 for each 1,000 residents."""

TOWNS = (0.7, 2.0, 3.4, 7.0)
LARGER = (365.0, 3650.0)
"""Calls a year of areas for which EARS is meant: one call a day, and ten."""

SIGMAS = (0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is simulated: ``runs`` of so many ``years`` without change, and ``doublings`` in as many places."""

    runs: int = 10
    years: int = 200
    doublings: int = 2000


def simulated(effort: Effort, *, seed: int = SEED) -> list[Simulated]:
    """One line for each method and scale, as :func:`wanted` lists them; the same seed gives the same lines."""
    daily = [
        simulate(name, method, calls_a_year, effort, np.random.default_rng([seed, number]))
        for number, (name, method, calls_a_year) in enumerate(methods())
    ]
    return daily + simulate_looks(effort, np.random.default_rng([seed, len(daily)]))


def wanted() -> list[tuple[str, float]]:
    """The method and the calls a year of every line, in order."""
    compared = [(COMPARED + name, calls_a_year) for name in LOOKED_AT for _, calls_a_year in told_towns()]
    return [(name, calls_a_year) for name, _, calls_a_year in methods()] + compared


def methods() -> Iterator[tuple[str, Method, float]]:
    """Every method by its name, with its limits as the shipped settings have them, and the calls a year it is tried
    on.
    """
    analysis = read_settings().analysis
    rule = Rule(
        analysis.signal_significance, analysis.signal_fewest, analysis.baseline_months, analysis.baseline_gap_days
    )
    for calls_a_year in (REGION, *LARGER):
        for days in analysis.signal_windows:
            yield f"More than usual in {days} days", exceedance(days, rule), calls_a_year
        if calls_a_year == REGION:
            yield (
                f"County rule: more than {analysis.county_rule_more_than} in 24 hours",
                (at_least(analysis.county_rule_more_than + 1, 1)),
                calls_a_year,
            )
        for name in METHODS:
            for sigma in SIGMAS:
                yield f"EARS {name}, sigma at least {sigma:g}", ears(name, sigma), calls_a_year
    for calls_a_year in TOWNS:
        events, days = analysis.town_signal_events, analysis.town_signal_days
        yield f"Town: {events} or more in {days} days", at_least(events, days), calls_a_year


def simulate(name: str, method: Method, calls_a_year: float, effort: Effort, chance: np.random.Generator) -> Simulated:
    """The false alarms a year with their standard error (between runs), and how soon a doubling is told."""
    warm = warm_up()
    quiet = chance.poisson(calls_a_year / YEAR, (effort.runs, warm + effort.years * YEAR))
    yearly = episodes(method(quiet))[:, warm:].sum(axis=1) / effort.years
    doubled = chance.poisson(calls_a_year / YEAR, (effort.doublings, warm + HORIZONS[-1]))
    unchanged = first_alarms(method(doubled)[:, warm:])
    doubled[:, warm:] += chance.poisson(calls_a_year / YEAR, (effort.doublings, HORIZONS[-1]))
    first = first_alarms(method(doubled)[:, warm:])
    found = [float((first <= horizon).mean()) for horizon in HORIZONS]
    median = float(np.median(first))
    return Simulated(
        method=name,
        calls_a_year=calls_a_year,
        false_alarms_a_year=float(yearly.mean()),
        standard_error=float(yearly.std(ddof=1) / np.sqrt(effort.runs)),
        median_days=int(median) if median <= HORIZONS[-1] else None,
        found_in_28_days=found[0],
        found_in_90_days=found[1],
        found_in_180_days=found[2],
        unchanged_in_180_days=float((unchanged <= HORIZONS[-1]).mean()),
    )


def simulate_looks(effort: Effort, chance: np.random.Generator) -> list[Simulated]:
    """What is said of the smallest, the middle and the largest town at monthly looks, for each comparison."""
    people = residents()
    yearly = REGION * people / people.sum()
    months = chance.poisson(
        yearly / MONTHS_A_YEAR, (effort.runs, FIRST_LOOK + effort.years * MONTHS_A_YEAR, len(people))
    )
    quiet = [named(run) for run in months]
    waits = [[looks_until_told(town, factor, effort, chance) for factor in (1, 2)] for town, _ in told_towns()]
    lines = []
    for name in LOOKED_AT:
        for (town, calls_a_year), (unchanged, first) in zip(told_towns(), waits, strict=True):
            rates = np.array([run[name][-effort.years * MONTHS_A_YEAR :, town].sum() for run in quiet]) / effort.years
            found = [float((first[name] <= max(1, horizon // DAYS_A_MONTH)).mean()) for horizon in HORIZONS]
            median = float(np.median(first[name]))
            lines.append(
                Simulated(
                    method=COMPARED + name,
                    calls_a_year=calls_a_year,
                    false_alarms_a_year=float(rates.mean()),
                    standard_error=float(rates.std(ddof=1) / np.sqrt(effort.runs)),
                    median_days=int(median) * DAYS_A_MONTH if median <= LOOKS else None,
                    found_in_28_days=found[0],
                    found_in_90_days=found[1],
                    found_in_180_days=found[2],
                    unchanged_in_180_days=float((unchanged[name] <= LOOKS).mean()),
                )
            )
    return lines


def looks_until_told(
    town: int, factor: int, effort: Effort, chance: np.random.Generator
) -> dict[str, npt.NDArray[np.float64]]:
    """For each of many regions the number of monthly looks until a comparison tells of the town, whose calls become
    ``factor`` times as many after the first two years; infinity where none of the looks does. By comparison.
    """
    people = residents()
    rates = np.tile(REGION * people / people.sum() / MONTHS_A_YEAR, (FIRST_LOOK + 1 + LOOKS, 1))
    rates[FIRST_LOOK + 1 :, town] *= factor
    months = chance.poisson(rates, (effort.doublings, *rates.shape))
    # One region after the other: the rows of a look and of the two years before it lie in one region.
    looks = named(months.reshape(-1, len(people)))
    views = {name: np.lib.stride_tricks.sliding_window_view(found[:, town], LOOKS) for name, found in looks.items()}
    return {name: first_alarms(view[1 :: len(rates)]) for name, view in views.items()}


def named(months: Days) -> dict[str, Alarms]:
    """Which towns are told at each look, with the limit that the settings ship with."""
    return named_each_month(months, residents(), significance=read_settings().analysis.significance)


def residents() -> npt.NDArray[np.float64]:
    """The people of the member towns as shipped."""
    settings = read_settings()
    newest = max(member.member_from for member in settings.members)
    codes = [gazetteer.code_of(name) for name in settings.member_towns(Period(newest, newest))]
    return np.array([gazetteer.population(code, newest).residents for code in codes], dtype=np.float64)


def told_towns() -> list[tuple[int, float]]:
    """The place and the calls a year of the smallest, the middle and the largest town."""
    people = residents()
    order = np.argsort(people, kind="stable")
    chosen = (order[0], order[len(order) // 2], order[-1])
    return [(int(town), round(float(REGION * people[town] / people.sum()), 1)) for town in chosen]


def exceedance(days: int, rule: Rule) -> Method:
    """The regional rule on a rolling window, compared with the year before as :func:`judge_window` does."""

    def alarms(daily: Days) -> Alarms:
        sums = np.concatenate([np.zeros((len(daily), 1), dtype=np.int64), daily.cumsum(axis=1)], axis=1)
        gap, warm = max(days, rule.gap_days), warm_up()
        ends = np.arange(warm, daily.shape[1]) + 1
        window = sums[:, ends] - sums[:, ends - days]
        baseline = sums[:, ends - gap] - sums[:, ends - gap - YEAR]
        limits = unusual_from(np.arange(baseline.max() + 1) * days / YEAR, rule)
        found = np.zeros(daily.shape, dtype=np.bool_)
        found[:, warm:] = window >= limits[baseline]
        return found

    return alarms


def at_least(events: int, days: int) -> Method:
    """So many calls or more in the newest ``days`` days."""

    def alarms(daily: Days) -> Alarms:
        sums = np.concatenate([np.zeros((len(daily), days), dtype=np.int64), daily.cumsum(axis=1)], axis=1)
        found: Alarms = sums[:, days:] - sums[:, :-days] >= events
        return found

    return alarms


def ears(name: str, minimum_sigma: float) -> Method:
    """One of the EARS methods with a minimum sigma."""

    def alarms(daily: Days) -> Alarms:
        # One series after the other: the first days of each are no part of what is counted.
        flat = daily.ravel()
        return is_above(flat, METHODS[name](flat, minimum_sigma)).reshape(daily.shape)

    return alarms


def episodes(alarms: Alarms) -> Alarms:
    """The first day of each episode: an alarm without another in the seven days before it."""
    before = np.pad(alarms.cumsum(axis=1)[:, :-1], ((0, 0), (1, 0)))
    earlier = np.pad(before, ((0, 0), (SAME_EPISODE_DAYS, 0)))[:, : alarms.shape[1]]
    first: Alarms = alarms & (before == earlier)
    return first


def first_alarms(alarms: Alarms) -> npt.NDArray[np.float64]:
    """For each series the day of its first alarm, 1 for the first day; infinity without one."""
    return np.where(alarms.any(axis=1), alarms.argmax(axis=1) + 1.0, np.inf)


def warm_up() -> int:
    """Days before the first that counts: the year that is compared with, the gap, and a week for episodes."""
    analysis = read_settings().analysis
    return YEAR + max(analysis.baseline_gap_days, *analysis.signal_windows) + SAME_EPISODE_DAYS


def main() -> None:
    """Simulate with the shipped settings and write the table."""
    effort = Effort()
    simulation = Simulation(
        made_on=datetime.now(tz=UTC).date(),
        seed=SEED,
        runs=effort.runs,
        years=effort.years,
        doublings=effort.doublings,
        versions=f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}",
        lines=tuple(simulated(effort)),
    )
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(as_toml(simulation), encoding="utf-8", newline="\n")
    print(f"{TABLE.name}: {len(simulation.lines)} lines")


if __name__ == "__main__":
    main()
