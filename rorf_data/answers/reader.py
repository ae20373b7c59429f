"""Who asks, of which store, on which day; and the words that every answer is described with."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.labels import FEED_WORDS, NOTHING_LOADED, labels_for
from rorf_data.answers.received import Calendar, provisional_months
from rorf_data.disclosure.release import DatedEvent, Description, Provisional, Released, release
from rorf_data.disclosure.rests import Later, Rests
from rorf_data.errors import DayRefused
from rorf_data.model import Audience, Feed, Filters, Period, add_months, in_words, last_of_month
from rorf_data.settings import Settings
from rorf_data.store import queries
from rorf_data.store.as_of import as_of, first_loaded_at
from rorf_data.store.dated_events import load_dated_events
from rorf_data.store.kept import OPTION, Memory
from rorf_data.towns import gazetteer

Found = TypeVar("Found")
TIMES = frozenset({"month_start", "period_start", "year"})
"""Columns by which a frame is one over time."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that an answer depends on besides the question itself."""

    engine: sa.Engine
    settings: Settings
    today: date
    audience: Audience
    is_sample: bool
    as_of: datetime | None = None
    """The past moment (UTC without mark) as of which the figures are; those of now without it."""
    newest: int | None = None
    """The last load that counts, where the past moment is that of a meeting's snapshot."""
    may_decide: bool = True
    """Whether it may be decided, for good, what of the figures is shared; else only what was decided is read."""
    memory: Memory | None = field(default=None, repr=False, compare=False)
    """What was read of this very state of the data already."""

    @property
    def calendar(self) -> Calendar:
        """Today, and where days begin, for what is told in days."""
        return Calendar(self.today, self.settings.time_zone)

    def connect(self) -> AbstractContextManager[sa.Connection]:
        """A connection on which the store answers as it does now, or did at the moment that ``as_of`` names."""
        if self.as_of is not None:
            return as_of(self.engine, self.as_of, newest=self.newest, memory=self.memory)
        return self.engine.connect().execution_options(**{OPTION: self.memory})

    def recall(self, question: Hashable, work_out: Callable[[], Found]) -> Found:
        """What was worked out of this very state of the data before, or is now (see :meth:`Memory.recall`)."""
        if self.memory is None:
            return work_out()
        found: Found = self.memory.recall(question, work_out)
        return found

    def at_the_end_of(self, day: date) -> Reader:
        """The same reader at the end of a day on the programme's calendar: figures, and today, are those of then.

        Raises :class:`DayRefused` for a day to come and for one before the first load.
        """
        if day > self.today:
            raise DayRefused(f"{in_words(day)} is still to come; figures can be had as of any day up to today.")
        first = self.first_load_day()
        if first is None:
            raise DayRefused("Nothing has been loaded yet, so there are no earlier figures.")
        if day < first:
            raise DayRefused(
                f"Nothing was on record on {in_words(day)}; the first file was loaded on {in_words(first)}."
            )
        return self.at(end_of_day(day, self))

    def at(self, moment: datetime) -> Reader:
        """The same reader at a past moment (UTC without mark): figures, and today, are those of then."""
        return replace(self, today=local_day(moment, self), as_of=moment, newest=None, memory=None)

    def first_load_day(self) -> date | None:
        """The day of the first load on record; None before it."""
        with self.engine.connect() as connection:
            moment = first_loaded_at(connection)
        return moment and local_day(moment, self)

    def towns_of(self, chosen: Filters) -> tuple[str, ...]:
        """The codes of the chosen towns, or of all that were members in the period (ever, if none was), A to Z."""
        if chosen.towns:
            return chosen.towns
        names = self.settings.member_towns(chosen.period) or self.settings.member_towns()
        return tuple(gazetteer.code_of(name) for name in names)

    def newest_full_month(self) -> Period:
        """The newest month that is over and that a kit log, a request file or a call file reaches.

        With nothing on record it is the month before today's.
        """
        over = add_months(self.today.replace(day=1), -1)
        with self.connect() as connection:
            feeds = (Feed.DISTRIBUTIONS, Feed.REQUESTS, Feed.CALLS)
            reported = [month for feed in feeds for month in queries.load_reported_months(connection, feed)]
        return Period.of_month(max((month for month in reported if month <= over), default=over))


def describe_and_release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    *,
    title: str,
    period: Period,
    towns: Sequence[str],
    feeds: Iterable[Feed],
    notes: Iterable[str] = (),
    has_rate: bool = False,
    extra_labels: dict[str, str] | None = None,
    is_for_screen_only: bool = False,
    is_over_time: bool | None = None,
    inside_notes: Iterable[str] = (),
    rests: Rests | Callable[[Reader], Rests] | None = None,
) -> Released:
    """The frame with the words that travel with it, through :func:`release`; every answer ends here.

    A frame over time is told with its dated events and the months that are not complete yet; ``is_over_time`` says
    whether it is one where its columns don't (``month_start``, ``period_start`` and ``year`` do). ``inside_notes`` are
    those that tell counts; ``rests`` says what the columns rest on, and none of the others may leave the programme.
    Where that takes time it is a function, which is called with the reader once somebody wants to know.
    """
    wanted = list(feeds)
    is_of_months = not TIMES.isdisjoint(frame.columns) if is_over_time is None else is_over_time
    newest, sources = _as_loaded(connection, wanted, reader)
    own_labels = extra_labels or {}
    about = Description(
        title=title,
        period=str(period),
        towns=towns_in_words(reader, towns, period),
        source=sources,
        as_of=reader.today if reader.as_of else newest or reader.today,
        labels=labels_for(name for name in frame.columns if name not in own_labels) | own_labels,
        population=population_in_words(towns, period) if has_rate else "",
        notes=(*_looking_back(reader), *_unconfirmed(reader, towns), *notes),
        is_sample=reader.is_sample,
        events=_events(reader, connection, period) if is_of_months else (),
        provisional=_provisional(reader, connection, wanted, period) if is_of_months else (),
        is_for_screen_only=is_for_screen_only,
        inside_notes=tuple(inside_notes),
        data_version=queries.load_data_version(connection, reader.as_of),
    )
    if not callable(rests):
        return release(frame, about, rests=rests)
    asked_later = replace(reader, memory=None)  # an answer may outlive what was remembered beside it
    return release(frame, about, rests=Later(lambda: rests(asked_later)))


def _events(reader: Reader, connection: sa.Connection, period: Period) -> tuple[DatedEvent, ...]:
    found = load_dated_events(connection, period, at=reader.as_of)
    return tuple(DatedEvent(event.day, event.words) for event in found)


def _provisional(
    reader: Reader, connection: sa.Connection, feeds: Sequence[Feed], period: Period
) -> tuple[Provisional, ...]:
    share = reader.settings.analysis.complete_share
    return provisional_months(connection, feeds, period, reader.calendar, complete_share=share)


def towns_in_words(reader: Reader, towns: Sequence[str], period: Period) -> str:
    """The towns by name, "All 11 member towns" when they are just those of the period, all places when none is
    named.
    """
    if not towns:
        return "All places on record"
    names = [gazetteer.area_label(code) for code in towns]
    if set(names) == set(reader.settings.member_towns(period)):
        return f"All {len(names)} member towns" if len(names) > 1 else names[0]
    return ", ".join(names)


def population_in_words(towns: Sequence[str], period: Period) -> str:
    """Source and date of the residents that a rate of these towns and this period divides by."""
    used = {gazetteer.population(code, max(month, period.first)) for code in towns for month in period.months()}
    return "; ".join(sorted({f"{population.source}, {in_words(population.as_of)}" for population in used}))


def data_since(period: Period, months: int) -> Period:
    """The period with so many months more at its beginning, from the first of that month."""
    return Period(add_months(period.first.replace(day=1), -months), last_of_month(period.last))


def local_day(moment: datetime, reader: Reader) -> date:
    """The day on the programme's own calendar of a moment kept in UTC."""
    return local_moment(moment, reader).date()


def local_moment(moment: datetime, reader: Reader) -> datetime:
    """A moment kept in UTC, as the programme's own clocks showed it."""
    return moment.replace(tzinfo=UTC).astimezone(reader.settings.time_zone)


def end_of_day(day: date, reader: Reader) -> datetime:
    """The last moment, in UTC without mark, of a day on the programme's own calendar."""
    midnight = datetime.combine(day + timedelta(days=1), time(), reader.settings.time_zone).astimezone(UTC)
    return midnight.replace(tzinfo=None) - timedelta(microseconds=1)


def moment_in_words(moment: datetime, reader: Reader) -> str:
    """A moment kept in UTC, as the programme's calendar and clocks have it; the end of a day is the day alone."""
    local = local_moment(moment, reader)
    return in_words(local.date()) if local.time() == time.max else f"{in_words(local.date())}, {local:%H:%M}"


def _as_loaded(connection: sa.Connection, feeds: Sequence[Feed], reader: Reader) -> tuple[date | None, str]:
    """The day of the newest load of these feeds, and their sources in words."""
    loaded = queries.load_newest_loads(connection)
    words = []
    for feed in feeds:
        names = sorted(source for name, source, _ in loaded if name == feed.value)
        words.append(f"{FEED_WORDS[feed]} ({', '.join(names)})" if names else f"{FEED_WORDS[feed]}: {NOTHING_LOADED}")
    wanted = {feed.value for feed in feeds}
    newest = max((moment for name, _, moment in loaded if name in wanted), default=None)
    return newest and local_day(newest, reader), "; ".join(words)


def _looking_back(reader: Reader) -> tuple[str, ...]:
    """What stands beside every figure of a past day."""
    if reader.as_of is None:
        return ()
    said = moment_in_words(reader.as_of, reader)
    return (f"Figures as they stood on {said}, without what was loaded or put right later.",)


def _unconfirmed(reader: Reader, towns: Sequence[str]) -> tuple[str, ...]:
    return (
        () if reader.settings.is_town_list_confirmed or not towns else ("The list of member towns is not confirmed.",)
    )
