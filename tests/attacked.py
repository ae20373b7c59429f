"""An invented region at this one's scale, loaded as its agencies would send it, and the files that are shared of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
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
from rorf_data.intake.recognise import recognise
from rorf_data.intake.sources import Source, read_sources
from rorf_data.model import Audience, Filters, Grain, Period, add_months, last_of_month
from rorf_data.settings import find_places, read_settings
from rorf_data.store.database import open_store
from rorf_data.store.kept import Memory
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace
from tests.attacker import Attack, Sought, Table, csv_table, xlsx_table

TOWNS = ("Kent", "Litchfield", "Sharon", "Warren")
FIRST = date(2024, 7, 1)
A_MONTH_FOR_1000 = {"calls": 0.35, "requests": 0.5, "kits": 0.6}
"""A little over what the real region may have, so that small and large numbers stand side by side."""

FATAL, AT_OVERDOSE = 0.2, 0.4
A_QUARTER = 3
"""Months."""

MEASURES = (("calls", "fatal_calls", ""), ("requests", "", ""), ("kits_at_overdose", "", "kits"))
"""What is attacked: a measure, the part of it that is told, and what it can't exceed."""

Key = tuple[str, str, date]


@dataclass(frozen=True)
class Ground:
    """One store that an invented region after the other is loaded into, each into an empty one.

    What it takes to open a store, to describe its sources and to put its statements into words is done once.
    """

    workplace: Workplace
    sources: Sequence[Source]
    empty: bytes

    @classmethod
    def on(cls, file: Path) -> Ground:
        """A ground whose store is this file."""
        url = f"sqlite:///{file}"
        places = replace(find_places({"RORF_DATA_DIR": str(file.parent)}, file.parent), database_url=url)
        engine = open_store(url)
        engine.dispose()
        every = read_settings()
        members = [replace(one, member_from=date(2023, 7, 1)) for one in every.members if one.town in TOWNS]
        settings = replace(every, members=tuple(members))
        return cls(Workplace(settings, places, engine), read_sources(), file.read_bytes())

    def region(self, seed: int) -> Region:
        """A new region of this number, without anything on record; the one before it is gone."""
        self.workplace.engine.dispose()
        file = Path(str(self.workplace.engine.url.database))
        for beside in file.parent.glob(f"{file.name}-*"):
            beside.unlink()
        file.write_bytes(self.empty)
        return Region(self.workplace, self.sources, np.random.default_rng(seed))


@dataclass
class Region:
    """The true counts by measure, town and month, and the store that they were loaded into."""

    workplace: Workplace
    sources: Sequence[Source]
    chance: np.random.Generator
    counts: Counter[Key] = field(default_factory=Counter)
    number: int = 0

    @property
    def smallest_shown(self) -> int:
        """The smallest count that may be told of each measure, by the settings that are shipped."""
        return self.workplace.settings.sharing.policy.smallest_shown

    def live(self, months: Sequence[date], *, late_in: Sequence[date] = ()) -> Counter[Key]:
        """Load what happens in these months, and what comes late of others: a tenth as much as happened there. What
        came late is the answer, by measure, town and month.
        """
        rows: dict[str, list[str]] = {"calls": [], "requests": [], "kits": []}
        happened = self._happen(rows, months, times=1)
        late = self._happen(rows, late_in, times=0.1)
        self._load(rows)
        self.counts.update(happened)
        self.counts.update(late)
        return late

    def _happen(self, rows: dict[str, list[str]], months: Sequence[date], *, times: float) -> Counter[Key]:
        added: Counter[Key] = Counter()
        for town in TOWNS:
            residents = gazetteer.population(gazetteer.code_of(town), FIRST).residents
            for month in months:
                for kind in rows:
                    for _ in range(self.chance.poisson(residents * A_MONTH_FOR_1000[kind] * times / 1000)):
                        rows[kind].append(self._row(kind, town, month, added))
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
                self.workplace.load(file, recognise(file, self.sources, name=source), loaded_by="a test")


def pack(reader: Reader, period: Period, *, is_whole: bool = False) -> Iterator[Table]:
    """The tables that are shared of a period, with many filters, read back from their files, some of them workbooks.

    Not ``is_whole`` are those left out that hold no number which the others don't hold, or give at once.
    """
    for number, released in enumerate(_answers(reader, period, is_whole=is_whole)):
        try:
            protected = share(reader, released)
        except DisclosureRefused:
            continue
        yield csv_table(exports.to_csv(protected))
        if number % 8 == 0 or is_whole:
            yield xlsx_table(exports.to_xlsx(protected))


def pack_of_each_town(reader: Reader, period: Period) -> Iterator[Table]:
    """The months of each town by itself, so that a number which may be told is read where it stands."""
    for town in TOWNS:
        chosen = Filters(period, (gazetteer.code_of(town),))
        for released in (calls.calls_by_month(reader, chosen), requests.requests_by_month(reader, chosen)):
            with suppress(DisclosureRefused):
                yield csv_table(exports.to_csv(share(reader, released)))


def _answers(reader: Reader, period: Period, *, is_whole: bool) -> Iterator[Released]:
    codes = [gazetteer.code_of(town) for town in TOWNS]
    for chosen in (Filters(period), Filters(period, (codes[0],)), Filters(period, tuple(codes[1:]))):
        yield calls.calls_by_month(reader, chosen)
        if is_whole or not chosen.towns:
            yield requests.requests_by_month(reader, chosen)
    for span in (period, *_spans(period)):
        yield calls.calls_by_town(reader, Filters(span))
        if is_whole or span != period:
            yield towns.towns_table(reader, Filters(span))
        if is_whole or len([*span.months()]) == A_QUARTER:
            yield tables.table(reader, "kits", by=["town"], first=span.first, last=span.last, towns=codes)
    yield tables.table(reader, "kits", by=["town", "month"], first=period.first, last=period.last, towns=codes)
    for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR):
        for by_town in (True, False):
            if is_whole or by_town == (grain is Grain.MONTH):
                yield trends.trend(reader, Filters(period), "calls", grain, by_town=by_town, rolling=False)
                yield trends.trend(reader, Filters(period), "requests", grain, by_town=by_town, rolling=False)


def _spans(period: Period) -> list[Period]:
    """The quarters, and the period without its first and without its last month."""
    months = [*period.months()]
    quarters = [Period(month, last_of_month(add_months(month, 2))) for month in months[::3] if month < months[-2]]
    return [*quarters, Period(months[1], period.last), Period(period.first, last_of_month(months[-2]))]


def given_away(region: Region, seen: Attack, *, late: Counter[Key] | None = None) -> list[str]:
    """Every small count that the attacker can narrow down, of each town and all, in each month, quarter and the half
    year; with ``late``, what came after the earlier pack, those of that pack as well.
    """
    states = [(True, region.counts)] if late is None else [(True, region.counts), (False, _less(region.counts, late))]
    found = []
    for measure, part, ceiling in MEASURES:
        sought = {
            one: true
            for is_now, counts in states
            for name in filter(None, (measure, part))
            for one, true in _small(region.smallest_shown, seen, counts, (name, measure, ceiling), is_now=is_now)
        }
        narrowed = seen.narrowed([*sought], measure, part=part, ceiling=ceiling)
        found += [f"{one}: {sought[one]} within {least} to {most}" for one, (least, most) in narrowed]
    return found


def _small(
    smallest: int, seen: Attack, counts: Counter[Key], measures: tuple[str, str, str], *, is_now: bool
) -> Iterator[tuple[Sought, int]]:
    """The counts too small to be shown, with what each must seem able to be: of a town lately any number, and none.

    ``measures``: the one that is sought, the one that it is a part of or is itself, and its ceiling.
    """
    measure, whole, ceiling = measures
    for places in (*(frozenset([town]) for town in TOWNS), frozenset(TOWNS)):
        for months in _times(seen.months):
            true = _sum(counts, measure, places, months)
            if not true and seen.is_told_none({measure, whole}, places, months):
                continue
            if not _sum(counts, whole, frozenset(TOWNS), months):
                continue  # nothing is on record there, so nothing is hidden
            low, high = 0 if ceiling or len(places) == 1 else 1, smallest - 1
            if ceiling:
                high = min(high, _most(seen, counts, measure, ceiling, places, months))
            if low <= true < smallest and low < high:
                yield Sought(measure, places, months, low, high, is_now), true


def _most(
    seen: Attack, counts: Counter[Key], measure: str, ceiling: str, places: frozenset[str], months: tuple[date, ...]
) -> int:
    """What a sum can't exceed, towns and months left out of which it is told that there was none."""
    return sum(
        counts[ceiling, town, month]
        for town in places
        for month in months
        if not seen.is_told_none({measure}, frozenset([town]), (month,))
    )


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
