"""Rates of towns drawn towards that of all of them: for the map on screen, and for nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rorf_data.answers.asking import answer
from rorf_data.answers.compared import COLUMN_OF, EVENTS_IN_WORDS, Word
from rorf_data.answers.judging import Seen, family_of, seen_each
from rorf_data.answers.labels import LABELS
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.series import FEED_OF
from rorf_data.answers.watched import EVENTS_OF, watched
from rorf_data.disclosure.release import Released
from rorf_data.measures.rates import MONTHS_A_YEAR
from rorf_data.measures.smoothing import smoothed_rates
from rorf_data.model import Filters
from rorf_data.towns import gazetteer

_END = " (empirical Bayes, Marshall 1991). It is for looking at only and is in no file."
SMOOTHED_NOTE = (
    "Smoothed: each town's rate is drawn towards that of all member towns, the more the fewer people live there" + _END
)
FLAT_NOTE = (
    "Smoothed: the towns lie no further apart than chance would bring, so each has the rate of all member towns" + _END
)


@answer
def smoothed_by_town(reader: Reader, chosen: Filters, word: Word) -> Released:
    """One row for each chosen town: town_code, town, and smoothed_per_1000, its rate drawn towards that of all members.

    Kits are smoothed by their visits. It is for the screen only: no file is ever made of it.
    """
    measure = EVENTS_OF.get(word, word)
    towns, family = reader.towns_of(chosen), family_of(reader, chosen)
    with reader.connect() as connection:
        found = watched(reader, connection, [measure], family, chosen.period, is_compared=False)[measure]
        per_1000 = _smoothed(seen_each(found, [[code] for code in family]))
        frame = pd.DataFrame({"town_code": list(towns), "town": [gazetteer.area_label(code) for code in towns]})
        frame["smoothed_per_1000"] = pd.array([per_1000[family.index(code)] for code in towns], dtype="Float64")
        is_flat = len({rate for rate in per_1000 if rate is not None}) == 1 < len(family)
        return describe_and_release(
            reader,
            connection,
            frame,
            title=f"{LABELS[COLUMN_OF[measure]]} for 1,000 residents, smoothed",
            period=chosen.period,
            towns=towns,
            feeds=[FEED_OF[measure]],
            notes=[FLAT_NOTE if is_flat else SMOOTHED_NOTE],
            has_rate=True,
            extra_labels={
                "smoothed_per_1000": f"{EVENTS_IN_WORDS[measure].capitalize()} per 1,000 residents, smoothed"
            },
            is_for_screen_only=True,
        )


def _smoothed(towns: Sequence[Seen | None]) -> list[float | None]:
    """For 1,000 residents and a year, or the time itself where it is shorter, as with rates that are not smoothed."""
    known = [town for town in towns if town]
    if not known:
        return [None] * len(towns)
    months = min(MONTHS_A_YEAR, max(town.months for town in known))
    rates = iter(smoothed_rates([town.count for town in known], [town.person_months for town in known]))
    return [round(1000 * months * next(rates), 2) if town else None for town in towns]
