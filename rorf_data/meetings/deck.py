"""The monthly meeting's deck: eight to twelve slides, each with a finding, a few words and one picture or table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from rorf_data.answers.calls import calls_by_month
from rorf_data.answers.cascade import cascade_steps
from rorf_data.answers.leave_behind import leave_behind_by_month
from rorf_data.answers.month import month_summary, who_has_reported
from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader, towns_in_words
from rorf_data.answers.requests import requests_by_month, requests_summary
from rorf_data.answers.stock import stock_by_lot, stock_by_store
from rorf_data.answers.towns import COUNTED, towns_table
from rorf_data.answers.trends import trend
from rorf_data.charts import (
    calls_by_month_bars,
    kits_by_expiry_bars,
    kits_by_town_bars,
    leave_behind_lines,
    requests_by_month_bars,
    trend_lines,
)
from rorf_data.disclosure.release import Released
from rorf_data.errors import DisclosureRefused
from rorf_data.exports.document import Document, Slide
from rorf_data.maps import towns_map
from rorf_data.measures.comparisons import Answer
from rorf_data.meetings import findings
from rorf_data.meetings.about import about_the_numbers
from rorf_data.meetings.empty import without_empty_pictures
from rorf_data.model import Audience, Filters, Grain, Period, add_months, end_of, in_words, start_of
from rorf_data.plain_words import month_in_words, requests_in_words, stock_in_words
from rorf_data.plain_words.phrases import CALLS, KITS, REQUESTS, Nouns, still_to_come
from rorf_data.plain_words.region import ON_RECORD
from rorf_data.store.kept import Memory

MONTHS_SHOWN, A_YEAR = 24, 12
MOST_SLIDES = 12
MOST_LOTS = 14
"""So many bars can be read on a slide; of more lots the stores are told."""
MOST_HIDDEN = 0.5
"""Of what has a larger share hidden no chart is drawn where there is another way to tell it."""

INSIDE = "These figures stay inside the programme"
MAY_RISE = "A month that not everybody has reported may still rise."
COARSER = "Shorter times can't be shown without giving away small numbers."
NOT_TOLD = "What would stand here is hidden, because it is small or protects a number that is."
KEPT_BACK = "A hidden number is on record, and is kept back so that nobody can be recognised by it."
NOT_NONE = "No record is not the same as none: it may have happened, and nobody has sent it in."
WHO_REPORTS = "Whoever has sent in records once is expected from then on; until this month nobody had."
NOT_DIVIDED = "Kits per overdose call takes twelve months of both on record."
TOO_FEW = "Where it says too few to say, the difference may well be chance; beside it stands what it would take."
EXPECTED = "More records are expected for the months on a shaded ground."
HATCHED = "A hatched ground has no record, which is not the same as none."
CROSSED = "A crossed ground stands where a number is hidden; it is neither none nor missing."

Counted = Literal["kits", "requests", "calls"]

_SPANS = {Grain.MONTH: MONTHS_SHOWN, Grain.QUARTER: MONTHS_SHOWN, Grain.YEAR: 36}
"""How many months of a sensitive count are shown by each length of time."""


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom the slides are, and of which month and towns (none chosen: all members)."""

    reader: Reader
    month: Period
    towns: tuple[str, ...]
    audience: Audience

    @property
    def year(self) -> Filters:
        """The twelve months that end with the month."""
        return Filters(Period.of_months(self.month.last, A_YEAR), self.towns)

    @property
    def places(self) -> tuple[str, ...]:
        """The towns' codes, those of all members where none is chosen."""
        return self.reader.towns_of(Filters(self.month, self.towns))

    def over(self, months: int) -> Filters:
        """So many months that end with the month."""
        return Filters(Period.of_months(self.month.last, months), self.towns)

    def leaving(self, released: Released) -> Released:
        """The frame as the audience may see it; raises :class:`DisclosureRefused` where no form of it may leave."""
        return released if self.audience is Audience.INTERNAL else share(self.reader, released)

    def leaving_or_none(self, released: Released) -> Released | None:
        """The same, or None where no form of it may leave."""
        try:
            return self.leaving(released)
        except DisclosureRefused:
            return None


def meeting_document(
    reader: Reader,
    month: Period,
    *,
    audience: Audience,
    towns: Sequence[str] = (),
    further: Sequence[Slide] = (),
    questions: Sequence[Slide] = (),
    decisions: Sequence[Slide] = (),
    facts: Sequence[tuple[str, str]] = (),
    progress: Callable[[str], None] = lambda said: None,
) -> Document:
    """The deck of a month's meeting, for one audience and some towns (none: all members).

    ``further`` says what changed since the last meeting, in place of the month at a glance; ``questions`` and
    ``decisions`` are those of this and the last meeting. What may not be shown is replaced by a sentence. ``progress``
    is told of every slide. ValueError where more slides are brought than a deck has room for.
    """
    asking = Asking(_remembering(reader), month, tuple(towns), audience)
    made = [*further]
    for subject, slide in [*([] if further else [("the month at a glance", _glance)]), *_SUBJECTS]:
        progress(subject)
        made.append(_made(asking, subject, slide))
    made += [*questions, *decisions]
    if len(made) + 2 > MOST_SLIDES:
        raise ValueError(f"a deck has at most {MOST_SLIDES} slides, and these would be {len(made) + 2}")
    shown = [released for slide in made for released in slide.released]
    document = Document(
        title=f"{reader.settings.programme}: {month}",
        programme=reader.settings.programme,
        period=str(month),
        towns=towns_in_words(reader, asking.places, month),
        as_of=max((one.about.as_of for one in shown), default=reader.today),
        data_version=max((one.about.data_version for one in shown), default=0),
        audience=audience,
        is_sample=reader.is_sample,
        slides=tuple(made),
        facts=tuple(facts),
    )
    return replace(document, slides=(_opening(document), *made, about_the_numbers(document, reader.settings)))


def _remembering(reader: Reader) -> Reader:
    return reader if reader.memory else replace(reader, memory=Memory())


def _made(asking: Asking, subject: str, slide: Callable[[Asking], Slide]) -> Slide:
    """The slide; where its figures may not leave, one that says so in their place."""
    try:
        return without_empty_pictures(slide(asking))
    except DisclosureRefused as problem:
        said = f"{INSIDE}: {subject}"
        return Slide(said, (str(problem),), spoken=("Nothing of this may be shown outside the programme.",))


def _opening(document: Document) -> Slide:
    marks = []
    if document.audience is Audience.INTERNAL:
        marks.append("INTERNAL: not to be passed on outside the programme.")
    if document.is_sample:
        marks.append("These figures are invented sample data.")
    return Slide(
        title=f"Monthly meeting: {document.period}",
        sentences=(
            document.programme,
            "Kits, requests and overdose calls",
            document.towns,
            f"As of {in_words(document.as_of)}",
            *marks,
        ),
        spoken=(f"These are the figures of {document.period} as they stood on {in_words(document.as_of)}.",),
    )


def _glance(asking: Asking) -> Slide:
    summary = asking.leaving(month_summary(asking.reader, asking.month, asking.places))
    return Slide(
        title=findings.month_at_a_glance(summary, asking.month),
        sentences=still_to_come(summary),
        tables=(summary,),
        spoken=(*month_in_words(summary), *([TOO_FEW] if _says_too_few(summary) else [])),
    )


def _kits_by_month(asking: Asking) -> Slide:
    chosen = asking.over(MONTHS_SHOWN)
    kits = asking.leaving(trend(asking.reader, chosen, "kits", Grain.MONTH, by_town=False, rolling=False))
    title = findings.newest_of_trend(kits, "total_kits", KITS, "left")
    if not findings.has_numbers(kits, "total_kits"):
        return _bare(title, kits, "total_kits")
    return Slide(
        title=title,
        sentences=still_to_come(kits),
        pictures=(trend_lines(kits, value="total_kits", is_rolling=False),),
        spoken=(f"{title}.", "Each point is one month.", *_grounds(kits, "total_kits")),
    )


def _kits_by_town(asking: Asking) -> Slide:
    totals = asking.leaving(towns_table(asking.reader, asking.year))
    title = findings.kits_by_town(totals)
    if not findings.has_numbers(totals, "total_kits"):
        return _bare(title, totals, "total_kits")
    kits_map = towns_map(totals, shading=None, symbols="total_kits", look="light")
    bars = (kits_by_town_bars(totals),) if len(totals.frame) > 1 else ()
    return Slide(
        title=title,
        sentences=still_to_come(totals),
        pictures=(kits_map, *bars),
        spoken=(
            f"{title}.",
            "A larger circle means more kits. Towns differ in how many people live there, so the counts alone don't "
            "say where more is needed.",
        ),
    )


def _requests(asking: Asking) -> Slide:
    if asking.audience is Audience.SHARED:
        return _finest(asking, "requests", REQUESTS, "received")
    by_month = requests_by_month(asking.reader, asking.year)
    title = findings.requests_of_month(by_month, asking.month)
    if not findings.has_numbers(by_month, "total_requests", "total_delivered", "requests_waiting"):
        return _bare(title, by_month, "total_requests")
    said = requests_in_words(requests_summary(asking.reader, asking.year))
    return Slide(
        title=title,
        sentences=said[:3],
        pictures=(requests_by_month_bars(by_month),),
        spoken=(f"{title}.", *said),
    )


def _calls(asking: Asking) -> Slide:
    if asking.audience is Audience.SHARED:
        return _finest(asking, "calls", CALLS, ON_RECORD)
    return _calls_by_month(asking)


def _finest(asking: Asking, measure: Counted, nouns: Nouns, verb: str) -> Slide:
    """A sensitive count by months, quarters or years, whichever is told with the least hidden; the finest of those."""
    tried = [_trend(asking, measure, grain) for grain in _SPANS]
    column = COUNTED[measure]
    shown = [one for one in tried if findings.has_numbers(one, column)]
    if not shown:
        return _bare(findings.newest_of_trend(tried[0], column, nouns, verb), tried[0], column)
    best = min(shown, key=lambda one: findings.hidden_share(one, column))
    title = findings.newest_of_trend(best, column, nouns, verb)
    finer = () if best is tried[0] else (COARSER,)
    return Slide(
        title=title,
        sentences=(*finer, *still_to_come(best)),
        pictures=(trend_lines(best, value=column, is_rolling=False),),
        spoken=(f"{title}.", *finer, *_grounds(best, column)),
    )


def _trend(asking: Asking, measure: Counted, grain: Grain) -> Released:
    """A count of the region by whole months, quarters or years up to the month."""
    start = start_of(grain, asking.month.last)
    is_whole = end_of(grain, start) <= asking.month.last
    last = asking.month.last if is_whole else end_of(grain, start_of(grain, add_months(start, -1)))
    chosen = Filters(Period.of_months(last, _SPANS[grain]), asking.towns)
    return asking.leaving(trend(asking.reader, chosen, measure, grain, by_town=False, rolling=False))


def _calls_by_month(asking: Asking) -> Slide:
    by_month = calls_by_month(asking.reader, asking.year)
    compared = trend(asking.reader, asking.year, "calls", Grain.MONTH, by_town=False, rolling=False)
    title = findings.newest_of_trend(compared, "total_calls", CALLS, ON_RECORD)
    if not findings.has_numbers(by_month, "total_calls"):
        return _bare(title, by_month, "total_calls")
    return Slide(
        title=title,
        sentences=still_to_come(by_month),
        pictures=(calls_by_month_bars(by_month),),
        spoken=(f"{title}.", "These are suspected overdose calls as the sources recorded them, with how they ended."),
    )


def _kits_and_calls(asking: Asking) -> Slide:
    by_month = asking.leaving(leave_behind_by_month(asking.reader, asking.year, "kits_per_call"))
    title = findings.kits_and_calls(by_month, asking.month)
    steps = asking.leaving_or_none(cascade_steps(asking.reader, asking.year))
    tables = (
        (steps,) if steps and findings.hidden_share(steps, "total_calls") < MOST_HIDDEN and _is_known(steps) else ()
    )
    is_drawn = findings.has_numbers(by_month, "kits_per_call")
    if is_drawn and findings.hidden_share(by_month, "kits_per_call") > MOST_HIDDEN:
        return _kits_beside_calls(asking, title, by_month)
    if not is_drawn and not tables:
        return _bare(title, by_month, "kits_per_call", "total_calls", reason=NOT_DIVIDED)
    return Slide(
        title=title,
        sentences=("Kits per overdose call counts all kits left, at a call or not; it is no share of calls.",),
        pictures=(leave_behind_lines(by_month, rate="kits_per_call"),) if is_drawn else (),
        tables=tables,
        spoken=(
            f"{title}.",
            "Where no kit is recorded at a call, nobody knows whether one was offered; it is kept apart from refused.",
        ),
    )


def _is_known(steps: Released) -> bool:
    return findings.has_numbers(steps, "total_calls")


def _kits_beside_calls(asking: Asking, title: str, by_month: Released) -> Slide:
    """Kits and calls by quarter, each on its own scale, where too much of their ratio is hidden."""
    pair = [_trend(asking, measure, Grain.QUARTER) for measure in ("kits", "calls")]
    return Slide(
        title=title,
        sentences=("Most of kits per overdose call is hidden, so the two stand side by side, by quarter.",),
        pictures=tuple(
            trend_lines(one, value=COUNTED[measure], is_rolling=False)
            for one, measure in zip(pair, ("kits", "calls"), strict=True)
            if findings.has_numbers(one, COUNTED[measure])
        ),
        spoken=(f"{title}.", "Kits are also left where there was no call, so the one is no share of the other."),
        told=(by_month,),
    )


def _stock(asking: Asking) -> Slide:
    stores = asking.leaving(stock_by_store(asking.reader))
    if stores.frame.empty:
        return _bare(findings.stock(stores), stores, "kits_on_hand")
    lots = asking.leaving(stock_by_lot(asking.reader))
    is_drawn = 0 < len(lots.frame) <= MOST_LOTS
    soon = asking.reader.settings.analysis.expiry_days[0]
    said = stock_in_words(stores)
    return Slide(
        title=findings.stock(stores),
        sentences=(*said[2:3], f"As the stock ledger stood on {in_words(asking.reader.today)}."),
        pictures=(kits_by_expiry_bars(lots, soon_days=soon),) if is_drawn else (),
        tables=() if is_drawn else (stores,),
        spoken=said,
    )


def _reported(asking: Asking) -> Slide:
    reports = asking.leaving(who_has_reported(asking.reader, asking.month))
    title = findings.reported(reports, asking.month)
    if reports.frame.empty:
        return _bare(title, reports, "has_reported", reason=WHO_REPORTS)
    return Slide(
        title=title,
        sentences=(MAY_RISE,) if findings.NOT_YET in set(reports.frame["has_reported"]) else (),
        tables=(reports,),
        spoken=(f"{title}.", "Whoever is missing can send the log as it is; the figures are then put right."),
    )


def _bare(title: str, released: Released, *columns: str, reason: str = "") -> Slide:
    """A slide in words where nothing of these columns can be drawn: why, and where the figures would come from."""
    is_hidden = any(any(released.is_hidden(column)) for column in columns if column in released.frame)
    why = NOT_TOLD if is_hidden else reason or findings.nothing_of(released)
    return Slide(
        title,
        (why, findings.source_of(released)),
        spoken=(f"{title}.", KEPT_BACK if is_hidden else why if reason else NOT_NONE),
        told=(released,),
    )


def _grounds(trend: Released, column: str) -> tuple[str, ...]:
    """What the grounds of a chart over time mean, as far as it has them."""
    is_hidden = trend.is_hidden(column)
    is_missing = trend.frame[column].isna() & ~pd.Series(is_hidden, index=trend.frame.index, dtype=bool)
    said = ((EXPECTED, bool(trend.about.provisional)), (HATCHED, bool(is_missing.any())), (CROSSED, any(is_hidden)))
    return tuple(sentence for sentence, is_there in said if is_there)


def _says_too_few(summary: Released) -> bool:
    return any(str(cell).startswith(Answer.TOO_FEW) for column in summary.frame for cell in summary.frame[column])


_SUBJECTS: tuple[tuple[str, Callable[[Asking], Slide]], ...] = (
    ("kits left by month", _kits_by_month),
    ("kits left by town", _kits_by_town),
    ("requests", _requests),
    ("overdose calls", _calls),
    ("kits and calls", _kits_and_calls),
    ("stock and expiry", _stock),
    ("who has reported", _reported),
)
