"""Each point of a trend against the same span a year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.judging import Seen, counts_throughout, family_of, seen_each
from rorf_data.answers.reader import Reader
from rorf_data.answers.resting import judged_on, span_within, watched_on
from rorf_data.answers.said import answer_said
from rorf_data.answers.watched import EVENTS_OF, Watched, watched
from rorf_data.disclosure.rests import RestsOn
from rorf_data.measures.comparisons import Answer, answers, p_values
from rorf_data.measures.several import judged_together
from rorf_data.model import Filters, Grain, Period, add_months, last_of_month, start_of
from rorf_data.towns import gazetteer

TOGETHER = "All chosen towns"


@dataclass(frozen=True, slots=True)
class Changes:
    """The comparisons that belong to the points of a trend, as :func:`rorf_data.answers.trends.trend` cuts them."""

    measure: str
    grain: Grain
    by_town: bool
    rolling: bool

    def of(self, reader: Reader, connection: sa.Connection, chosen: Filters, span: Period) -> pd.DataFrame:
        """count_before and change, indexed by period_start and town; ``span`` begins eleven months early if rolling.

        A single town is judged among all member towns, as everywhere.
        """
        towns, family, places = reader.towns_of(chosen), family_of(reader, chosen), self._places(reader, chosen)
        names = [gazetteer.area_label(code) for code in family] if self.by_town else [TOGETHER] * len(places)
        events = EVENTS_OF.get(self.measure, self.measure)
        wanted = list(dict.fromkeys((self.measure, events)))
        now, then = (watched(reader, connection, wanted, family, time) for time in (span, _a_year_before(span)))
        rows = []
        for start, window in self._windows(now[events].starts):
            newer, older = (self._seen(time[events], window, places) for time in (now, then))
            said = _said(newer, older, reader.settings.analysis.significance)
            counts = self._seen(then[self.measure], window, places)
            rows += [
                (start, name, one and one.count, word)
                for name, place, one, word in zip(names, places, counts, said, strict=True)
                if set(place) <= set(towns)
            ]
        frame = pd.DataFrame(rows, columns=["period_start", "town", "count_before", "change"])
        typed = frame.astype({"period_start": "datetime64[s]", "count_before": "Int64"})
        return typed.set_index(["period_start", "town"])

    def window(self, start: date, span: Period) -> Period:
        """The days that the point which begins on ``start`` is the sum of; of a rolling year it is the last month."""
        return Period.of_months(start, 12) if self.rolling else span_within(span, self.grain, start)

    def count_before_rests_on(self, reader: Reader, towns: Sequence[str], window: Period) -> RestsOn:
        """What the count of the same window a year before rests on."""
        return watched_on(reader, self.measure, towns, _a_year_before(window))

    def change_rests_on(self, reader: Reader, chosen: Filters, window: Period) -> RestsOn:
        """What the comparisons of one point rest on, which are judged together."""
        events = EVENTS_OF.get(self.measure, self.measure)
        return judged_on(reader, events, self._places(reader, chosen), window, _a_year_before(window))

    def _places(self, reader: Reader, chosen: Filters) -> list[list[str]]:
        """What is judged together: each of the family by itself, or the chosen towns as one."""
        towns, family = reader.towns_of(chosen), family_of(reader, chosen)
        is_alone = len(towns) == 1 and not self.by_town
        return [[code] for code in family] if self.by_town or is_alone else [list(towns)]

    def _seen(self, one: Watched, window: list[int], places: Sequence[Sequence[str]]) -> list[Seen | None]:
        """What was seen in these months in each place; of a rolling year nothing unless each of its months counts."""
        part = one.rows(window)
        found = seen_each(part, places)
        if not self.rolling:
            return found
        is_whole = counts_throughout(part, places)
        return [told if whole else None for whole, told in zip(is_whole, found, strict=True)]

    def _windows(self, months: Sequence[date]) -> Iterator[tuple[date, list[int]]]:
        """The first day of each point, and the places of its months among ``months``."""
        if self.rolling:
            for end in range(11, len(months)):
                yield months[end], list(range(end - 11, end + 1))
            return
        starts = [start_of(self.grain, month) for month in months]
        for start in dict.fromkeys(starts):
            yield start, [place for place, one in enumerate(starts) if one == start]


def _a_year_before(period: Period) -> Period:
    """The same days a year earlier; the last of February stays the last."""
    last = add_months(period.last, -12)
    is_end = period.last == last_of_month(period.last)
    return Period(add_months(period.first, -12), last_of_month(last) if is_end else last)


def _said(newer: Sequence[Seen | None], older: Sequence[Seen | None], significance: float) -> list[str | None]:
    """The bare words for each place, all of them judged together; None where nothing of the newer time is on record."""
    pairs = {place: (now, then) for place, (now, then) in enumerate(zip(newer, older, strict=True)) if now and then}
    told = dict(zip(pairs, _answers(list(pairs.values()), significance), strict=True))
    return [answer_said(told.get(place), is_open=one.is_open) if one else None for place, one in enumerate(newer)]


def _answers(pairs: Sequence[tuple[Seen, Seen]], significance: float) -> list[Answer]:
    if not pairs:
        return []
    counts = np.array([[one.count for one in pair] for pair in pairs], dtype=np.int64).T
    people = np.array([[one.exposure for one in pair] for pair in pairs], dtype=np.float64).T
    p = judged_together(p_values(counts[0], counts[1], people[0], people[1]).tolist())
    return answers(
        counts[0],
        counts[1],
        people[0],
        people[1],
        significance=significance,
        judged_with=len(pairs),
        adjusted_p=np.array(p, dtype=np.float64),
    )
