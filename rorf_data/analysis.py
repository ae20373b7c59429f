"""How much a figure must rest on before more is said of it: the limits of the analysis, from the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Analysis:
    """The limits in force, one entry each of the table ``analysis`` in the settings.

    Counts are whole events, shares lie between 0 and 1, lengths are days unless the name says otherwise.

    ``fewest_for_a_rate``: under it a count is shown and no rate. ``fewest_for_a_stable_rate``: under it a rate is
    marked as unstable. ``confidence``: of every interval. ``significance``: the largest probability at which a
    comparison says up or down. ``signal_significance``, ``signal_fewest``, ``signal_windows``: the regional signal.
    ``baseline_months``, ``baseline_gap_days``: what is usual is the mean of so many months before, without the window
    and the days of the gap. ``town_signal_events`` in ``town_signal_days``: all that is ever said of a town.
    ``county_rule_more_than``: the task force's own rule, more than so many in 24 hours. ``ears_minimum_sigma``: of C1,
    C2 and C3, which are for areas with ``ears_fewest_calls`` a year or more. ``complete_share``: from this share on a
    month counts as complete. ``fewest_linked_share``: of calls that must be linked to kits before a share of calls is
    given. ``fewest_for_percentiles``: under it ages are listed. ``expiry_days``: how far ahead expiring kits are told.
    ``lead_time_days``: from ordering kits to having them. ``reorder_share``: of lead times whose demand the reorder
    point covers. ``planning_kits_per_1000``: the state's planning figure, two-dose kits for 1,000 residents in a year.
    ``agenda_calls`` in ``agenda_days``: from so many overdose calls in a town without a kit recorded the meeting is
    asked about it. ``long_wait_days``: requests that wait longer are asked about.
    """

    fewest_for_a_rate: int
    fewest_for_a_stable_rate: int
    confidence: float
    significance: float
    signal_significance: float
    signal_fewest: int
    signal_windows: tuple[int, ...]
    baseline_months: int
    baseline_gap_days: int
    town_signal_events: int
    town_signal_days: int
    county_rule_more_than: int
    ears_minimum_sigma: float
    ears_fewest_calls: int
    complete_share: float
    fewest_linked_share: float
    fewest_for_percentiles: int
    expiry_days: tuple[int, ...]
    lead_time_days: int
    reorder_share: float
    planning_kits_per_1000: float
    agenda_calls: int
    agenda_days: int
    long_wait_days: int

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Self:
        """The limits from a table of the settings; ``ValueError`` names the entry that can't be used."""
        known = [field.name for field in fields(cls)]
        if unknown := sorted(set(table) - set(known)):
            raise ValueError(f"the table analysis has the entry {unknown[0]!r}, which is not known")
        return cls(**{name: _checked(name, table[name]) for name in known})


def _checked(name: str, value: Any) -> Any:
    if name in {"signal_windows", "expiry_days"}:
        if not isinstance(value, list) or not value:
            raise ValueError(f"{name} must list whole numbers of days, as [7, 28]")
        return tuple(_number_of_days(name, days) for days in value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise ValueError(f"{name} must be a number that is not negative")
    if name.endswith("_share") or name in {"confidence", "significance", "signal_significance"}:
        return _share(name, float(value))
    if isinstance(value, float) and name not in {"ears_minimum_sigma", "planning_kits_per_1000"}:
        raise ValueError(f"{name} must be a whole number")
    return value


def _share(name: str, value: float) -> float:
    if not 0 < value < 1:
        raise ValueError(f"{name} must lie between 0 and 1")
    return value


def _number_of_days(name: str, days: Any) -> int:
    if type(days) is not int or days < 1:
        raise ValueError(f"{name} must list whole numbers of days, as [7, 28]")
    return days
