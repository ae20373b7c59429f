"""An invented region at this one's scale, loaded as its agencies would send it, and the files that are shared of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from rorf_data import exports
from rorf_data.answers import calls, requests, tables, towns, trends
from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.release import Released
from rorf_data.errors import DisclosureRefused
from rorf_data.intake.read import open_bytes
from rorf_data.model import Audience, Filters, Grain, Period, add_months, last_of_month
from rorf_data.settings import Settings, find_places, read_settings
from rorf_data.store.database import open_store
from rorf_data.store.kept import Memory
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace
from tests.attacker import Attack, Table, csv_table, xlsx_table

TOWNS = ("Kent", "Litchfield", "Sharon", "Warren")
FIRST = date(2024, 7, 1)
A_MONTH_FOR_1000 = {"calls": 0.35, "requests": 0.5, "kits": 0.6}
"""A little over what the real region may have, so that small and large numbers stand side by side."""

FATAL, AT_OVERDOSE = 0.2, 0.4
MEASURES = (("calls", "fatal_calls", ""), ("requests", "", ""), ("kits_at_overdose", "", "kits"))
"""What is attacked: a measure, the part of it that is told, and what it can't exceed."""

Key = tuple[str, str, date]


@dataclass
class Region:
    """The true counts by measure, town and month, and the store that they were loaded into."""

    workplace: Workplace
    chance: np.random.Generator
    counts: Counter[Key] = field(default_factory=Counter)
    number: int = 0

    @classmethod
    def at(cls, url: str, folder: Path, seed: int) -> Region:
        """An empty store at the address ``url``."""
        places = replace(find_places({"RORF_DATA_DIR": str(folder)}, folder), database_url=url)
        return cls(Workplace(_settings(), places, open_store(url)), np.random.default_rng(seed))

    def live(self, months: Sequence[date], *, times: float = 1) -> Counter[Key]:
        """Load what happens in these months, ``times`` as often as usual; what it adds to each count is the answer."""
        added: Counter[Key] = Counter()
        rows: dict[str, list[str]] = {"calls": [], "requests": [], "kits": []}
        for town in TOWNS:
            residents = gazetteer.population(gazetteer.code_of(town), FIRST).residents
            for month in months:
                for kind in rows:
                    for _ in range(self.chance.poisson(residents * A_MONTH_FOR_1000[kind] * times / 1000)):
                        rows[kind].append(self._row(kind, town, month, added))
        self._load(rows)
        self.counts.update(added)
        return added

    def reader(self, today: date) -> Reader:
        """Who asks on this day, of the counts as they stand now."""
        return replace(self.workplace.reader(Audience.INTERNAL), today=today, memory=Memory())

    def _row(self, kind: str, town: str, month: date, added: Counter[Key]) -> str:
        self.number += 1
        day = month + timedelta(days=int(self.chance.integers(28)))
        added[kind, town, month] += 1
        if kind == "calls":
            is_fatal = self.chance.random() < FATAL
            added["fatal_calls", town, month] += is_fatal
            return f"T-{self.number},{day},Trial Ambulance,{town},CT,{'Fatal' if is_fatal else 'Nonfatal'}"
        if kind == "requests":
            return f"R-{self.number},{day},{town},1"
        is_at_overdose = self.chance.random() < AT_OVERDOSE
        added["kits_at_overdose", town, month] += is_at_overdose
        return f"{day},Trial Rescue,{town},1,{'yes' if is_at_overdose else 'no'},K-{self.number}"

    def _load(self, rows: dict[str, list[str]]) -> None:
        heads = {
            "calls": ("calls", "Incident Number,Call Date,Agency,City,State,Outcome"),
            "requests": ("request-form", "Request ID,Date Requested,Town,Kits"),
            "kits": ("kit-log", "date,agency,town,kits,suspected overdose,record id"),
        }
        for kind, (source, head) in heads.items():
            if rows[kind]:
                file = open_bytes("\n".join([head, *rows[kind]]).encode(), f"{kind}-{self.number}.csv")
                self.workplace.load(file, self.workplace.recognise(file, source=source), loaded_by="a test")


def pack(reader: Reader, period: Period) -> Iterator[Table]:
    """Every table that is shared of a period, with many filters, read back from its files, some of them workbooks."""
    for number, released in enumerate(_answers(reader, period)):
        try:
            protected = share(reader, released)
        except DisclosureRefused:
            continue
        yield csv_table(exports.to_csv(protected))
        if number % 4 == 0:
            yield xlsx_table(exports.to_xlsx(protected))


def _answers(reader: Reader, period: Period) -> Iterator[Released]:
    codes = [gazetteer.code_of(town) for town in TOWNS]
    for chosen in (Filters(period), Filters(period, (codes[0],)), Filters(period, tuple(codes[1:]))):
        yield calls.calls_by_month(reader, chosen)
        yield requests.requests_by_month(reader, chosen)
    for span in (period, *_spans(period)):
        yield calls.calls_by_town(reader, Filters(span))
        yield towns.towns_table(reader, Filters(span))
        yield tables.table(reader, "kits", by=["town"], first=span.first, last=span.last, towns=codes)
    yield tables.table(reader, "kits", by=["town", "month"], first=period.first, last=period.last, towns=codes)
    for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR):
        for by_town in (True, False):
            yield trends.trend(reader, Filters(period), "calls", grain, by_town=by_town, rolling=False)
            yield trends.trend(reader, Filters(period), "requests", grain, by_town=by_town, rolling=False)


def _spans(period: Period) -> list[Period]:
    """The quarters, and the period without its first and without its last month."""
    months = [*period.months()]
    quarters = [Period(month, last_of_month(add_months(month, 2))) for month in months[::3] if month < months[-2]]
    return [*quarters, Period(months[1], period.last), Period(period.first, last_of_month(months[-2]))]


def given_away(region: Region, seen: Attack, *, late: Counter[Key] | None = None) -> list[str]:
    """Every small count that the attacker can narrow down, of each town and all, in each month, quarter and the year.

    With ``late`` it is the counts of the earlier pack that are asked for: those without what came late.
    """
    smallest = region.workplace.settings.sharing.policy.smallest_shown
    counts = region.counts if late is None else _less(region.counts, late)
    found = []
    for measure, part, ceiling in MEASURES:
        small = []
        for places in (*(frozenset([town]) for town in TOWNS), frozenset(TOWNS)):
            for months in _times(seen.months):
                true, most = (_sum(counts, name, places, months) for name in (measure, ceiling))
                if (0 if ceiling else 1) <= true < smallest and (most or not ceiling):
                    small.append((places, months, true, min(most, smallest - 1) if ceiling else smallest - 1))
        wanted = [(places, months, late is None) for places, months, _, _ in small]
        ranges = seen.ranges(wanted, measure, part=part, ceiling=ceiling)
        for (places, months, true, high), (least, most) in zip(small, ranges, strict=True):
            if least > (0 if ceiling else 1) or most < high:
                where = "all towns" if len(places) > 1 else min(places)
                found.append(f"{measure} {where} {months[0]} ({len(months)}): {true} within {least} to {most}")
    return found


def false_figures(region: Region, seen: Attack) -> list[str]:
    """Figures of the files that are not true."""
    return [
        str(figure)
        for figure in seen.figures
        if sum(region.counts[figure.measure, town, month] for town in figure.towns for month in figure.months)
        != figure.number
    ]


def _times(months: Sequence[date]) -> Iterator[tuple[date, ...]]:
    yield from ((month,) for month in months)
    yield from (tuple(months[place : place + 3]) for place in range(0, len(months) - 2, 3))
    yield tuple(months[:6])


def _less(counts: Counter[Key], late: Counter[Key]) -> Counter[Key]:
    return Counter({key: total - late[key] for key, total in counts.items()})


def _sum(counts: Counter[Key], measure: str, towns: frozenset[str], months: tuple[date, ...]) -> int:
    return sum(counts[measure, town, month] for town in towns for month in months)


def _settings() -> Settings:
    every = read_settings()
    members = tuple(replace(member, member_from=date(2023, 7, 1)) for member in every.members if member.town in TOWNS)
    return replace(every, members=members)
