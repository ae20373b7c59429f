"""Counts by town and month in place of rows: as a list, with the months across, and with the towns across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rorf_data.sample.agencies import VALLEY
from rorf_data.sample.files import Fault, SampleFile, csv_bytes
from rorf_data.sample.places import MEMBERS


@dataclass(frozen=True, slots=True)
class Count:
    """Something that a summary counts: kits or calls of one town in one month (its first day)."""

    month: date
    town: str
    kits: int
    calls: int


Counts = Mapping[tuple[str, date], int]


def monthly_sheets(counts: Sequence[Count], months: Sequence[date]) -> list[SampleFile]:
    """The same counts three times; towns in which nothing was left or done show a zero."""
    towns = [place.town for place in MEMBERS if place.town in VALLEY.towns]
    kits = {(town, month): _sum(counts, town, month, "kits") for month in months for town in towns}
    calls = {(town, month): _sum(counts, town, month, "calls") for month in months for town in towns}
    return [_list(kits, calls), _months_across(kits, towns, months), _towns_across(calls, towns, months)]


def _list(kits: Counts, calls: Counts) -> SampleFile:
    rows: list[Sequence[object]] = [
        (town, f"{month:%b %Y}", VALLEY.name, kits[town, month], calls[town, month]) for town, month in kits
    ]
    rows.append(("Total", "", "", sum(kits.values()), sum(calls.values())))
    return SampleFile(
        "formats/monthly-summary-list.csv",
        "monthly-summary",
        csv_bytes(("Town", "Month", "Agency", "Kits", "Overdose calls"), rows),
        len(rows),
        "A monthly summary as a list: a row for each town and month. Kept apart from rows of events and never added to "
        "them.",
        (Fault(len(rows) + 1, "a row of totals", "refused"),),
    )


def _months_across(kits: Counts, towns: Sequence[str], months: Sequence[date]) -> SampleFile:
    table = [[kits[town, month] for month in months] for town in towns]
    lines: list[Sequence[object]] = [("Town", *(f"{month:%b %Y}" for month in months), "Total")]
    lines += [(town, *row, sum(row)) for town, row in zip(towns, table, strict=True)]
    lines.append(("Total", *map(sum, zip(*table, strict=True)), sum(kits.values())))
    return SampleFile(
        "formats/monthly-summary-months-across.csv",
        "monthly-summary",
        csv_bytes(("Kits left by town and month (invented)",), lines),
        len(kits),
        "The same kits with a title, towns down and months across; each cell is a row. The totals are left out and "
        "said to be.",
    )


def _towns_across(calls: Counts, towns: Sequence[str], months: Sequence[date]) -> SampleFile:
    table = [[calls[town, month] for town in towns] for month in months]
    lines: list[Sequence[object]] = [("Month", *towns, "All towns, total")]
    lines += [(f"{month:%Y-%m}", *row, sum(row)) for month, row in zip(months, table, strict=True)]
    return SampleFile(
        "formats/monthly-summary-towns-across.csv",
        "monthly-summary",
        csv_bytes(("Overdose calls (invented)",), lines),
        len(calls),
        "The overdose calls of the same summary with months down and towns across.",
    )


def _sum(counts: Sequence[Count], town: str, month: date, name: str) -> int:
    return sum(getattr(count, name) for count in counts if (count.town, count.month) == (town, month))
