"""The sentences that a need statement can be made of, each computed from one shared frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from rorf_data.answers.grant import COLUMN_OF, TITLES, Counted, grant_figures, newest_year_of_deaths
from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader
from rorf_data.answers.watched import before
from rorf_data.disclosure.release import Released
from rorf_data.errors import DisclosureRefused
from rorf_data.measures.comparisons import Answer
from rorf_data.measures.rates import MONTHS_A_YEAR
from rorf_data.meetings.presets import Preset
from rorf_data.model import Filters, Grain, Period, add_months, end_of, start_of
from rorf_data.towns import gazetteer
from rorf_data.wording import Number, plain_number, some_of

Subject = Literal["handed", "calls", "requests", "deaths", "bound"]

BOUND: Final = (
    "These records count what was left, and can't say whether an overdose was survived or a death prevented because of "
    "it."
)
NOT_TOLD: Final = "it, or a number beside it, is too small to be told outside the programme"
NOT_ON_RECORD: Final = "nothing is on record for this time"
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a sentence: the frame of one row that it comes from, and its column there."""

    released: Released
    column: str
    low: str = ""
    high: str = ""

    @property
    def value(self) -> Number:
        """The number; None where it is hidden or missing."""
        return number_in(self.released, self.column)

    @property
    def limits(self) -> tuple[Number, Number] | None:
        """Its interval, where one belongs to it."""
        if not self.low:
            return None
        return number_in(self.released, self.low), number_in(self.released, self.high)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, of what it speaks, how soon it may be dropped (1 last), and the figures in it, all of one frame."""

    key: str
    text: str
    rank: int
    figures: tuple[Figure, ...]

    @property
    def released(self) -> Released | None:
        """The frame that its figures come from; None for the sentence that says what can't be said."""
        return self.figures[0].released if self.figures else None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the statement doesn't say, and why."""

    what: str
    why: str


Said = Sentence | LeftOut


@dataclass(frozen=True)
class Asking:
    """What a statement is asked for: by whom, of which towns and time, and as which funder wants it."""

    reader: Reader
    chosen: Filters
    preset: Preset

    def figures(self, counted: Counted, period: Period | None = None) -> Released:
        """The shared figures of a measure over the period. Raises :class:`DisclosureRefused` where none may be told."""
        asked = Filters(period or self.chosen.period, self.chosen.towns)
        return share(self.reader, grant_figures(self.reader, asked, counted))

    def towns(self) -> tuple[str, ...]:
        """The codes of the towns."""
        return self.reader.towns_of(self.chosen)

    def where(self, *, reached: int | None = None) -> str:
        """``in Kent``, ``in 10 of the 11 member towns of the Northwest Corner``."""
        towns = self.towns()
        names = [gazetteer.area_label(code) for code in towns]
        if len(towns) == 1:
            return f"in {names[0]}"
        if self.chosen.towns:
            named = f" ({some_of(names)})" if len(names) <= _MOST_NAMED else ""
            place = f"{len(towns)} chosen towns{named}"
        else:
            place = f"{len(towns)} member towns of the {self.reader.settings.region}"
        return f"in the {place}" if reached in (None, len(towns)) else f"in {reached} of the {place}"

    def when(self, period: Period) -> str:
        """``In FY 2025-26 (October 2025 to September 2026)``, ``In 2025``, ``From July 2026 to October 2026``."""
        if period == self.preset.year_of(period.first):
            name = self.preset.name_of_year(period.first).partition(" (")[0]
            return f"In {name}" if self.preset.first_month == 1 else f"In {name} ({period})"
        if period == Period.of_month(period.first):
            return f"In {period}"
        return f"From {period}"


def sentences(asking: Asking) -> Iterator[Said]:
    """Every sentence in the order of the statement, and what can't be said."""
    yield from _handed_out(asking)
    yield from _events(asking, "calls", _calls_text, rank=2)
    yield from _events(asking, "requests", _requests_text, rank=6)
    yield from _deaths(asking)
    yield Sentence("bound", BOUND, 3, ())


def number_in(released: Released, column: str) -> Number:
    """The number in a frame of one row; None where it is hidden, missing or not there."""
    return plain_number(released.frame[column].iloc[0]) if column in released.frame else None


def _handed_out(asking: Asking) -> Iterator[Said]:
    unit = asking.preset.counted_in
    found = asking.figures(unit)
    total, visits, reached = (
        number_in(found, name) for name in (COLUMN_OF[unit], "total_distributions", "towns_reached")
    )
    if total is None or visits is None:
        yield LeftOut(TITLES[unit], NOT_ON_RECORD)
        return
    when = asking.when(asking.chosen.period)
    if not total:
        text = f"{when}, no {unit} of naloxone are on record as left {asking.where()}."
    else:
        text = (
            f"{when}, {_many(total, unit)} of naloxone {_were(total)} left with people at {_many(visits, 'visits')} "
            f"{asking.where(reached=int(reached or 0))}."
        )
    figures = tuple(Figure(found, name) for name in (COLUMN_OF[unit], "total_distributions", "towns_reached"))
    yield Sentence("handed", text, 1, figures)
    yield _handed_rate(asking, found, total, int(visits))
    yield _change(asking, found, asking.preset.counted_in, rank=5)


def _handed_rate(asking: Asking, found: Released, total: int | float, visits: int) -> Said:
    unit, analysis = asking.preset.counted_in, asking.reader.settings.analysis
    column = f"{unit}_per_1000"
    rate, residents = number_in(found, column), number_in(found, "population")
    if rate is None:
        return LeftOut(f"{unit.capitalize()} per 1,000 residents", f"fewer than {analysis.fewest_for_a_rate} visits")
    unstable = "" if visits >= analysis.fewest_for_a_stable_rate else f", which is unstable, resting on {visits} visits"
    text = (
        f"That is {rate:,.1f} {unit} for each 1,000 residents {_a_year(found)} ({residents:,} residents, "
        f"{found.about.population.partition(' (')[0]}){unstable}."
    )
    return Sentence("handed_rate", text, 4, (Figure(found, column), Figure(found, "population")))


def _events(
    asking: Asking, counted: Counted, text_of: Callable[[Asking, Released, bool], str], *, rank: int
) -> Iterator[Said]:
    """The count of the period, or of the nearest time of which it may be told; and what it says against the time
    before.
    """
    column = COLUMN_OF[counted]
    try:
        found = asking.figures(counted)
    except DisclosureRefused as problem:
        yield LeftOut(TITLES[counted], str(problem))
        return
    if number_in(found, column) is not None:
        yield Sentence(counted, text_of(asking, found, True), rank, _figures(found, column))
        yield _change(asking, found, counted, rank=rank + 5)
        return
    if not found.is_hidden(column)[0]:
        yield LeftOut(TITLES[counted], NOT_ON_RECORD)
        return
    instead = _nearest_told(asking, counted)
    told = f"; the sentence is of {instead.about.period} instead" if instead else ""
    yield LeftOut(f"{TITLES[counted]}, {asking.chosen.period}", f"{NOT_TOLD}{told}")
    if instead:
        yield Sentence(counted, text_of(asking, instead, False), rank, _figures(instead, column))


def _nearest_told(asking: Asking, counted: Counted) -> Released | None:
    """The same count over the newest time beside the one asked for of which it may be told; None without any."""
    period = asking.chosen.period
    newest = asking.reader.newest_full_month().last
    candidates = [Period.of_months(min(period.last, newest), 12), Period.of_months(newest, 12)]
    for grain in (Grain.FISCAL_YEAR, Grain.YEAR):
        start = start_of(grain, period.last)
        whole = start if end_of(grain, start) <= newest else add_months(start, -12)
        candidates.append(Period(whole, end_of(grain, whole)))
    for candidate in dict.fromkeys(candidates):
        found = asking.figures(counted, candidate)
        if candidate != period and number_in(found, COLUMN_OF[counted]) is not None:
            return found
    return None


def _figures(found: Released, column: str) -> tuple[Figure, ...]:
    figures = [Figure(found, column, "count_low", "count_high")]
    if number_in(found, "per_1000") is not None:
        figures.append(Figure(found, "per_1000", "per_1000_low", "per_1000_high"))
    return tuple(figures)


def _calls_text(asking: Asking, found: Released, is_same_time: bool) -> str:
    number = _whole(found, "total_calls")
    start = _start(asking, found, is_same_time)
    said = _many(number, "suspected overdose calls") if number else "no suspected overdose call"
    return f"{start}, {said} {_were(number)} on record ({_interval(asking, found)}){_rate(found)}."


def _requests_text(asking: Asking, found: Released, is_same_time: bool) -> str:
    number = _whole(found, "total_requests")
    start = _start(asking, found, is_same_time)
    said = _many(number, "requests") if number else "no request"
    return f"{start}, {said} for naloxone came in ({_interval(asking, found)})."


def _deaths(asking: Asking) -> Iterator[Said]:
    """Of the newest calendar year that is on record whole, or else of the three that end with it."""
    year = newest_year_of_deaths(asking.reader)
    if year is None:
        yield LeftOut(TITLES["deaths"], "no whole calendar year of them is on record")
        return
    for period in (year, Period(add_months(year.first, -24), year.last)):
        try:
            found = asking.figures("deaths", period)
        except DisclosureRefused as problem:
            yield LeftOut(TITLES["deaths"], str(problem))
            return
        if number_in(found, "total_deaths") is not None:
            yield Sentence("deaths", _deaths_text(asking, found, period), 7, _figures(found, "total_deaths"))
            return
        yield LeftOut(f"{TITLES['deaths']}, {_years(period)}", NOT_TOLD)


def _deaths_text(asking: Asking, found: Released, period: Period) -> str:
    number = _whole(found, "total_deaths")
    said = _many(number, "accidental drug deaths") if number else "no accidental drug death"
    return (
        f"For {_years(period)} the state published {said} with the place of injury in these towns "
        f"({_interval(asking, found)})."
    )


def _years(period: Period) -> str:
    first, last = period.first.year, period.last.year
    return str(last) if first == last else f"{first} to {last}"


def _change(asking: Asking, found: Released, counted: Counted, *, rank: int) -> Said:
    """What the count says against the time before; of kits and doses by their visits."""
    what = f"{TITLES[counted]} against the time before"
    earlier = number_in(found, "count_before")
    answer = found.frame["change"].iloc[0] if "change" in found.frame else None
    if found.is_hidden("change")[0] or found.is_hidden("count_before")[0]:
        return LeftOut(what, "the comparison rests on numbers that are not told, or on records still on their way")
    if not isinstance(answer, str) or earlier is None:
        return LeftOut(what, "the time before is not on record")
    noun, now = _NOUNS[counted], _whole(found, COLUMN_OF[counted])
    then = before(asking.chosen.period)
    judged = ", judged by visits" if counted in ("kits", "doses") else ""
    text = f"Against {_many(earlier, noun)} of {then}, {_CHANGES[Answer(answer)].format(noun=noun, now=now)}{judged}."
    key = "handed_change" if counted in ("kits", "doses") else f"{counted}_change"
    return Sentence(key, text, rank, (Figure(found, "count_before"), Figure(found, COLUMN_OF[counted])))


_NOUNS: Final[Mapping[Counted, str]] = {
    "kits": "kits",
    "doses": "doses",
    "calls": "overdose calls",
    "requests": "requests",
}
_CHANGES: Final[Mapping[Answer, str]] = {
    Answer.UP: "{now:,} {noun} are more, by more than chance",
    Answer.DOWN: "{now:,} {noun} are fewer, by more than chance",
    Answer.NO_CLEAR_CHANGE: "{now:,} {noun} are no clear change",
    Answer.TOO_FEW: "{now:,} {noun} are too few to say whether there were more or fewer",
}


def _start(asking: Asking, found: Released, is_same_time: bool) -> str:
    """When, and that the towns are those of the first sentence, which is the last to be dropped."""
    if is_same_time:
        return f"{asking.when(asking.chosen.period).partition(' (')[0]}, in these towns"
    period = found.about.period
    return f"From {period}, in these towns" if " to " in period else f"In {period}, in these towns"


def _interval(asking: Asking, found: Released) -> str:
    low, high = number_in(found, "count_low") or 0, number_in(found, "count_high") or 0
    return f"{100 * asking.reader.settings.analysis.confidence:g} % interval {low:,.0f} to {high:,.0f}"


def _rate(found: Released) -> str:
    rate, low, high = (number_in(found, name) for name in ("per_1000", "per_1000_low", "per_1000_high"))
    if rate is None or low is None or high is None:
        return ""
    unstable = ", which is unstable" if found.frame["bears_rate"].iloc[0] == "unstable" else ""
    return f", or {rate:,.1f} for each 1,000 residents {_a_year(found)} ({low:,.1f} to {high:,.1f}){unstable}"


def _a_year(found: Released) -> str:
    return "a year" if (number_in(found, "months_counted") or 0) >= MONTHS_A_YEAR else "in that time"


def _whole(found: Released, column: str) -> int:
    return int(number_in(found, column) or 0)


def _many(number: int | float, noun: str) -> str:
    """``1 visit``, ``97 visits``."""
    return f"{int(number):,} {noun.removesuffix('s') if number == 1 else noun}"


def _were(number: int | float) -> str:
    return "was" if number in (0, 1) else "were"
