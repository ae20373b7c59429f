"""The rules that decide of every row whether it is taken, held for a person, or refused; each with one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from rorf_data.intake.canonical import MAIN_DATES, MAY_LIE_AHEAD, MUST_BE_GIVEN, TITLES, Form, forms_of
from rorf_data.intake.cells import Column, Flags, Objects, as_objects, is_there, same
from rorf_data.intake.doubted_days import (
    BEFORE_PROGRAMME,
    BEFORE_SOURCE,
    FAR_FROM_OTHERS,
    NOTHING_ACCEPTED,
    PROGRAMME,
    Accepted,
    first_day,
)
from rorf_data.intake.personal import WHY_PERSONAL
from rorf_data.intake.placing import Placed
from rorf_data.intake.public_places import far_points
from rorf_data.intake.sources import Source
from rorf_data.model import Feed, Outcome, in_words
from rorf_data.settings import Settings

FIRST_DAY = date(1990, 1, 1)

# What may be missing: a row isn't refused for a cell of these that can't be read, it is only noted.
NOTED_NUMBERS = {"doses_per_kit"}
NOTED_FORMS = {Form.WORD, Form.CODE, Form.KINDS, Form.PUBLIC_ADDRESS, Form.DEGREES, Form.HOURS}

# Stock comes by the box: so many times what one row of a log may hold.
TIMES_AS_MANY_IN_STOCK = 10
YEARS_TO_EXPIRY = 10

COUNTS_OF_SUMMARIES = ("kits", "calls", "requests")
NOTHING_COUNTED = "This row gives no number of kits, overdose calls or requests."

PAID_BACK = (
    "This amount of spending is negative, so it counts as money paid back; where money spent is written so, make it a "
    "plain amount."
)
HALF_A_POINT = "Only one of the two coordinates can be read, so both were left out."
DELIVERED_AND_CLOSED = "This request was delivered, so the date on which it was closed was left out."


NOTHING: Objects = as_objects([None])


class Verdicts:
    """What was decided of each row of a chunk. The first decision stays, so every row has one deciding problem.

    ``further``: row, heading, sentence and outcome of what is wrong in other cells of rows that were decided already,
    so that whoever mends a row learns all of it at once. Of a row that is amiss as a whole nothing further is said.
    """

    def __init__(self, rows: int) -> None:
        self.outcome, self.column, self.problem = (np.full(rows, None, dtype=object) for _ in range(3))
        self._is_open = np.ones(rows, dtype=np.bool_)
        self.further: list[tuple[int, str, str, Outcome]] = []

    @property
    def is_open(self) -> Flags:
        """Rows that nothing has been decided of: the ones that are taken."""
        return self._is_open.copy()

    def decide(self, where: Flags, outcome: Outcome, column: str, problem: str | Objects) -> None:
        """Give the rows of ``where`` that are still open this outcome, with the file's heading and a sentence (or one
        for each row).
        """
        if not where.any():
            return
        chosen = where & self._is_open
        for row in np.flatnonzero(where & ~chosen & (self.column != "") & (self.column != column)):
            self.further.append((int(row), column, problem if isinstance(problem, str) else problem[row], outcome))
        if chosen.any():
            self.outcome[chosen], self.column[chosen] = outcome, column
            self.problem[chosen] = problem if isinstance(problem, str) else problem[chosen]
            self._is_open &= ~chosen


@dataclass(frozen=True, slots=True)
class Rules:
    """What the rules need to know beside the rows: ``heading`` gives the file's own heading of a field, ``is_far`` says
    whether a main date is far from every other one of the file, ``accepted`` which days are right all the same.
    """

    source: Source
    settings: Settings
    today: date
    heading: Callable[[str], str]
    is_far: Callable[[date], bool]
    accepted: Accepted = NOTHING_ACCEPTED


def check_rows(verdicts: Verdicts, columns: Mapping[str, Column], placed: Placed, rules: Rules) -> None:
    """Decide of every open row: first what must be refused, then what a person must look at."""
    is_request = rules.source.feed is Feed.REQUESTS
    _refuse_missing(verdicts, columns, rules)
    _refuse_unreadable(verdicts, columns, placed, rules)
    _refuse_impossible_days(verdicts, columns, rules)
    if is_request:
        _refuse_no_kits(verdicts, columns, rules)
    _hold_withheld(verdicts, columns, rules)
    if is_request:
        _hold_unclear_ends(verdicts, columns, rules)
    _hold_future_days(verdicts, columns, rules)
    _hold_early_days(verdicts, columns, rules)
    _hold_far_days(verdicts, columns, rules)
    _hold_many_kits(verdicts, columns, rules)
    _hold_odd_expiry(verdicts, columns, rules)
    _hold_unsure_places(verdicts, placed, rules)
    _hold_far_points(verdicts, columns, placed, rules)


def noted(columns: Mapping[str, Column], placed: Placed, source: Source) -> list[tuple[str, Objects]]:
    """Fields with the sentences on cells that were left out of rows which are otherwise fine."""
    forms = forms_of(source.feed)
    amiss = {field: column for field, column in columns.items() if column.has_any_problem}
    own = [(f, column.problems) for f, column in amiss.items() if _is_only_noted(f, forms[f], source.feed)]
    own += [(field, _blanked(field, column, source)) for field, column in amiss.items()]
    placing = [(f, placed.columns[f]) for f in ("place", "zip", "latitude", "longitude") if f not in columns]
    own += [(field, column.problems) for field, column in placing if column.has_any_problem]
    return [(field, problems) for field, problems in (*own, *_of_feed(columns, source)) if is_there(problems).any()]


def _of_feed(columns: Mapping[str, Column], source: Source) -> list[tuple[str, Objects]]:
    """What only rows of this feed are noted for."""
    if source.feed is Feed.REQUESTS:
        return [("closed_date", _left_out(columns["closed_date"], DELIVERED_AND_CLOSED))]
    if source.feed is Feed.SETTLEMENT:
        is_back = same(columns["kind"].values, "spending") & columns["cents"].where(lambda cents: cents < 0)
        return [("cents", _told_where(is_back, PAID_BACK))]
    if source.feed is Feed.HELP_PLACES:
        return [(field, _left_out(columns[field], HALF_A_POINT)) for field in ("latitude", "longitude")]
    return []


def _is_blanked(field: str, column: Column, source: Source) -> Flags:
    """Rows that are taken without what this cell held, because it is personal and the field needn't be given."""
    return column.has_problem_of(WHY_PERSONAL) & (field not in MUST_BE_GIVEN[source.feed])


def _blanked(field: str, column: Column, source: Source) -> Objects:
    return np.where(_is_blanked(field, column, source), column.problems, NOTHING)


def _left_out(column: Column, sentence: str) -> Objects:
    """The sentence where a cell that could be read was left out all the same."""
    return _told_where(column.is_given & ~column.is_known & ~column.has_problem, sentence)


def _told_where(where: Flags, sentence: str) -> Objects:
    return np.where(where, as_objects([sentence]), NOTHING)


def _refuse_missing(verdicts: Verdicts, columns: Mapping[str, Column], rules: Rules) -> None:
    for field in MUST_BE_GIVEN[rules.source.feed]:
        problem = f"The {TITLES[field]} is missing."
        verdicts.decide(~columns[field].is_given, Outcome.REFUSED, rules.heading(field), problem)
    if rules.source.feed is Feed.SUMMARIES:
        is_given = np.logical_or.reduce([columns[field].is_given for field in COUNTS_OF_SUMMARIES])
        verdicts.decide(~is_given, Outcome.REFUSED, "", NOTHING_COUNTED)


def _refuse_unreadable(verdicts: Verdicts, columns: Mapping[str, Column], placed: Placed, rules: Rules) -> None:
    forms = forms_of(rules.source.feed)
    for field, column in columns.items():
        if not _is_only_noted(field, forms[field], rules.source.feed):
            where = column.has_problem & ~column.is_withheld & ~_is_blanked(field, column, rules.source)
            verdicts.decide(where, Outcome.REFUSED, rules.heading(field), column.problems)
    place = placed.columns["place"]
    where = place.has_problem & ~place.has_problem_of(WHY_PERSONAL)
    verdicts.decide(where, Outcome.REFUSED, rules.heading("place"), place.problems)


def _refuse_impossible_days(verdicts: Verdicts, columns: Mapping[str, Column], rules: Rules) -> None:
    main = MAIN_DATES[rules.source.feed]
    too_early = columns[main].where(lambda day: day < FIRST_DAY)
    problem = f"The {TITLES[main]} is before 1990, so it can't be right."
    verdicts.decide(too_early, Outcome.REFUSED, rules.heading(main), problem)
    for field in ("delivered_date", "closed_date"):
        if rules.source.feed is Feed.REQUESTS:
            _refuse_end_before_start(verdicts, field, columns, rules)


def _refuse_end_before_start(verdicts: Verdicts, field: str, columns: Mapping[str, Column], rules: Rules) -> None:
    word = field.removesuffix("_date").capitalize()

    def say(first: date, last: date) -> str | None:
        return f"{word} on {in_words(last)}, before it was received on {in_words(first)}." if last < first else None

    problems = columns["received_date"].compared(columns[field], say)
    verdicts.decide(is_there(problems), Outcome.REFUSED, _end_heading(field, rules), problems)


def _refuse_no_kits(verdicts: Verdicts, columns: Mapping[str, Column], rules: Rules) -> None:
    too_few = columns["kits"].where(lambda kits: kits < 1)
    verdicts.decide(
        too_few, Outcome.REFUSED, rules.heading("kits"), "A request asks for at least 1 kit; this one says 0."
    )


def _hold_unclear_ends(verdicts: Verdicts, columns: Mapping[str, Column], rules: Rules) -> None:
    """Hold requests whose status and dates don't say together whether they still wait or how they ended."""
    if "status" not in columns:
        return
    status = columns["status"].values
    delivered, closed = _has_day(columns["delivered_date"]), _has_day(columns["closed_date"])
    ended = _has_day(columns["ended_date"]) if "ended_date" in columns else np.zeros(len(status), dtype=np.bool_)
    heading = rules.heading("status")
    says_delivered, says_closed = same(status, "delivered"), same(status, "closed")
    verdicts.decide(
        ended & ~says_delivered & ~says_closed & ~delivered & ~closed,
        Outcome.HELD,
        heading,
        "There is a date on which this request ended, but the status doesn't say whether it was delivered or closed.",
    )
    verdicts.decide(
        says_delivered & ~delivered, Outcome.HELD, heading, "The status says delivered, but no date says when."
    )
    verdicts.decide(
        says_closed & ~delivered & ~closed, Outcome.HELD, heading, "The status says closed, but no date says when."
    )
    says_open = same(status, "open")
    verdicts.decide(
        says_closed & delivered, Outcome.HELD, heading, "The status says closed, but there is a date of delivery."
    )
    verdicts.decide(
        says_open & delivered, Outcome.HELD, heading, "The status says open, but there is a date of delivery."
    )
    verdicts.decide(says_open & closed, Outcome.HELD, heading, "The status says open, but there is a closing date.")


def _has_day(column: Column) -> Flags:
    """Rows with a day, be it one that a person must settle first."""
    return column.is_known | column.is_withheld


def _hold_withheld(verdicts: Verdicts, columns: Mapping[str, Column], rules: Rules) -> None:
    for field, column in columns.items():
        verdicts.decide(column.is_withheld, Outcome.HELD, rules.heading(field), column.problems)


def _hold_future_days(verdicts: Verdicts, columns: Mapping[str, Column], rules: Rules) -> None:
    forms = forms_of(rules.source.feed)
    for field, column in columns.items():
        if forms[field] is Form.DATE and field not in MAY_LIE_AHEAD:
            later = column.where(lambda day: day > rules.today)
            problem = f"The {TITLES[field]} is in the future; please check it."
            verdicts.decide(later, Outcome.HELD, _end_heading(field, rules), problem)


def _hold_early_days(verdicts: Verdicts, columns: Mapping[str, Column], rules: Rules) -> None:
    main, first = MAIN_DATES[rules.source.feed], first_day(rules.source, rules.settings)
    if first is not None:
        what = BEFORE_PROGRAMME if rules.source.since == PROGRAMME else BEFORE_SOURCE
        problem = f"The {TITLES[main]} {what} {in_words(first)}; please check it."
        too_early = columns[main].where(lambda day: day < first and not rules.accepted.holds(day))
        verdicts.decide(too_early, Outcome.HELD, rules.heading(main), problem)


def _hold_far_days(verdicts: Verdicts, columns: Mapping[str, Column], rules: Rules) -> None:
    main = MAIN_DATES[rules.source.feed]
    problem = f"The {TITLES[main]} {FAR_FROM_OTHERS}; please check the year."
    is_far = columns[main].where(lambda day: rules.is_far(day) and not rules.accepted.holds(day))
    verdicts.decide(is_far, Outcome.HELD, rules.heading(main), problem)


def _hold_many_kits(verdicts: Verdicts, columns: Mapping[str, Column], rules: Rules) -> None:
    most = rules.settings.most_kits_in_one_row
    if rules.source.feed is Feed.STOCK:
        most *= TIMES_AS_MANY_IN_STOCK
    if rules.source.feed in (Feed.DISTRIBUTIONS, Feed.STOCK):
        too_many = columns["kits"].where(lambda kits: kits > most)
        problem = f"This is more than {most} kits in one row; please check the number."
        verdicts.decide(too_many, Outcome.HELD, rules.heading("kits"), problem)


def _hold_odd_expiry(verdicts: Verdicts, columns: Mapping[str, Column], rules: Rules) -> None:
    if rules.source.feed is not Feed.STOCK:
        return

    problem = f"The expiry date is more than {YEARS_TO_EXPIRY} years from the movement; please check it."

    def say(moved: date, expiry: date) -> str | None:
        return problem if abs(expiry.year - moved.year) > YEARS_TO_EXPIRY else None

    problems = columns["move_date"].compared(columns["expiry_date"], say)
    verdicts.decide(is_there(problems), Outcome.HELD, rules.heading("expiry_date"), problems)


def _hold_unsure_places(verdicts: Verdicts, placed: Placed, rules: Rules) -> None:
    heading = next((rules.heading(field) for field in ("place", "zip", "latitude") if rules.heading(field)), "")
    verdicts.decide(placed.is_unsure, Outcome.HELD, heading, placed.reasons)


def _hold_far_points(verdicts: Verdicts, columns: Mapping[str, Column], placed: Placed, rules: Rules) -> None:
    if rules.source.feed is Feed.HELP_PLACES:
        problems = far_points(columns["latitude"], columns["longitude"], placed.area)
        verdicts.decide(is_there(problems), Outcome.HELD, rules.heading("latitude"), problems)


def _is_only_noted(field: str, form: Form, feed: Feed) -> bool:
    return (form in NOTED_FORMS and field not in MUST_BE_GIVEN[feed]) or field in NOTED_NUMBERS


def _end_heading(field: str, rules: Rules) -> str:
    return rules.heading(field) or rules.heading("ended_date")
