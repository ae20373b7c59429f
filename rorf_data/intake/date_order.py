"""Whether the dates of a file have the month or the day first, settled from all of them at once.

In this order: what the dates of a column show by themselves (a number above 12 can be no month), what the other columns
of dates show, what a person said of the file, what is known of its source. Nothing is taken from how many dates look
one way: of a column with dates of both orders only what can be one day alone is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rorf_data.intake.canonical import MAIN_DATES, Form, fields_of
from rorf_data.intake.column_cells import columns_below
from rorf_data.intake.columns import Fit
from rorf_data.intake.date_tally import Tally
from rorf_data.intake.dates import DAY_FIRST, MIXED, MONTH_FIRST, OPEN, day_reader_of_own_formats, order_of
from rorf_data.intake.doubted_days import first_day
from rorf_data.intake.far_days import far_days
from rorf_data.intake.headings import shown
from rorf_data.intake.recognise import Recognised
from rorf_data.intake.sources import Source
from rorf_data.intake.written_dates import could_be, days_of, latest_year, month_of
from rorf_data.model import Feed
from rorf_data.settings import Settings

IN_WORDS = {MONTH_FIRST: "month first", DAY_FIRST: "day first"}


@dataclass(frozen=True, slots=True)
class DateOrders:
    """The order of each date field of a file, and in sentences what it was settled by.

    ``orders``: month-first, day-first, mixed or open. ``question``: what to ask a person where the file leaves the
    order open, with examples; rows that hang on it are held with this sentence. ``far``: days, as ordinals, that are
    far from every other day of the file. ``settled``: the one order that the file itself shows or a person said of it,
    to be remembered for the next file with these columns; empty where there is none. ``in_doubt``: the days that are
    far from the others or before the first one that the source may have, with those beside them. ``assumed``: the
    order of earlier files or of the source by which dates are read that could be two days; empty where none is.
    """

    orders: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    question: str = ""
    far: frozenset[int] = frozenset()
    settled: str = ""
    in_doubt: frozenset[date] = frozenset()
    assumed: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a person must say which comes first, the month or the day."""
        return bool(self.question)

    def is_far(self, day: date) -> bool:
        """Whether a day is far from every other day of the file."""
        return day.toordinal() in self.far


@dataclass(frozen=True, slots=True)
class EarlierOrders:
    """The orders that earlier files of a source with the same columns had, each with the newest such file's name."""

    files: Mapping[str, str] = field(default_factory=dict)


NO_EARLIER = EarlierOrders()


def find_date_orders(
    recognised: Recognised, *, settings: Settings, today: date, told: str = "", earlier: EarlierOrders = NO_EARLIER
) -> DateOrders:
    """Look at every date of the file; ``told`` is what a person said, where the file can't settle it: month-first,
    day-first or nothing (empty).

    What neither settles is read as ``earlier`` files with the same columns were, where these agree with each other and
    with what the programme's own source says; else as the source says, and where nothing does a person must say.
    Raises :class:`ValueError` for another word. Of a file that breaks off only what stands before is looked at.
    """
    if told not in ("", *IN_WORDS):
        raise ValueError(f"an order of dates is month-first or day-first, not {told!r}")
    source = recognised.source
    tallies = _tallies(recognised, settings, today)
    reasons = _settle(tallies, _Known(told, source.date_order or order_of(source.date_formats), source.is_own, earlier))
    orders = {name: reason.order for name, reason in reasons.items()}
    question = _question([tallies[name] for name, order in orders.items() if order == OPEN], earlier)
    evidence = [*_own_evidence(tallies, reasons), *_other_evidence(tallies, reasons, earlier), question]
    evidence += [_zones(tally, source, settings) for tally in tallies.values() if tally.marked.rows]
    main = MAIN_DATES[source.feed]
    days = tallies[main].days(orders[main]) if main in tallies else {}
    far = far_days(days)
    return DateOrders(
        orders=orders,
        evidence=tuple(filter(None, evidence)),
        question=question,
        far=far,
        settled=_settled_order(reasons),
        assumed=next((reasons[name].order for name in reasons if _is_assumed(tallies[name], reasons[name])), ""),
        in_doubt=frozenset(map(date.fromordinal, far | _early(days, first_day(source, settings)))),
    )


@dataclass(frozen=True, slots=True)
class _Reason:
    """An order and what settled it: ``own`` dates, ``shared`` by another column, ``told``, ``earlier`` files, its
    ``source``, ``both`` orders being there, or nothing at all (empty).
    """

    order: str
    by: str
    source_order: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a file's dates beside the dates: what was ``told``, what its source says, what was before."""

    told: str
    source_order: str
    is_own: bool
    earlier: EarlierOrders

    @property
    def proposed(self) -> _Reason | None:
        """What earlier files and the source propose; None where they don't agree, or nobody has said anything.

        What a shipped source says is only usual, so that one earlier file weighs more; an own source's was said.
        """
        orders = {*self.earlier.files, *([self.source_order] if self.is_own and self.source_order else [])}
        if len(orders) > 1:
            return None
        if self.earlier.files:
            return _Reason(next(iter(orders)), "earlier")
        return _Reason(self.source_order, "source") if self.source_order else None


def _tallies(recognised: Recognised, settings: Settings, today: date) -> dict[str, Tally]:
    """The dates of each date field that the file has a column for."""
    tallies: dict[str, Tally] = {}
    several = len(recognised.parts) > 1
    for part in recognised.parts:
        positions = _date_positions(part.fit)
        for name in positions.keys() - tallies.keys():
            tallies[name] = _tally(part.fit, name, settings, today)
        for rows, columns in columns_below(part.sheet, part.header_row, list(positions.values())) if positions else ():
            for name, cells in zip(positions, columns, strict=True):
                tallies[name].add(rows, cells, shown(part.sheet.name) if several else "")
    return {name: tallies[name] for name in fields_of(recognised.source.feed) if name in tallies}


def _date_positions(found: Fit) -> dict[str, int]:
    forms = fields_of(found.source.feed)
    return {name: places[0] for name, places in found.positions.items() if forms[name] is Form.DATE}


def _tally(found: Fit, name: str, settings: Settings, today: date) -> Tally:
    latest = latest_year(today)
    known = day_reader_of_own_formats(found.source.date_formats)
    if found.source.feed is Feed.SUMMARIES:
        return Tally(
            found.heading(name), latest, settings.time_zone, lambda text: month_of(text, latest) or known(text)
        )
    return Tally(found.heading(name), latest, settings.time_zone, known if found.source.date_formats else None)


def _settle(tallies: Mapping[str, Tally], known: _Known) -> dict[str, _Reason]:
    shown = {order for tally in tallies.values() for order in tally.orders}
    return {name: _reason(tally, shown, known) for name, tally in tallies.items()}


def _reason(tally: Tally, shown: set[str], known: _Known) -> _Reason:
    own = tally.orders
    if len(own) == 1:
        return _Reason(own[0], "own", known.source_order)
    if not own and len(shown) == 1:
        return _Reason(next(iter(shown)), "shared")
    if known.told:
        return _Reason(known.told, "told")
    if shown:
        return _Reason(MIXED, "both")
    return known.proposed or _Reason(OPEN if tally.needs_order else MIXED, "")


def _is_assumed(tally: Tally, reason: _Reason) -> bool:
    return tally.needs_order and reason.by in ("earlier", "source")


def _early(days: Mapping[date, int], first: date | None) -> frozenset[int]:
    """The days before the first one, and those beside them: a time in another zone may fall on either."""
    early = [day.toordinal() for day in days if first is not None and day < first]
    return frozenset(day + aside for day in early for aside in (-1, 0, 1) if day + aside > 0)


def _settled_order(reasons: Mapping[str, _Reason]) -> str:
    orders = {reason.order for reason in reasons.values() if reason.by in ("own", "told")}
    return next(iter(orders)) if len(orders) == 1 and orders <= IN_WORDS.keys() else ""


def _own_evidence(tallies: Mapping[str, Tally], reasons: Mapping[str, _Reason]) -> list[str]:
    """A sentence for each column whose own dates show an order, or both."""
    sentences = []
    for name, tally in tallies.items():
        if len(tally.orders) == 1:
            sentences.append(_settled_by_itself(tally, *tally.orders, reasons[name].source_order))
        elif tally.orders:
            sentences.append(_shows_both(tally, reasons[name]))
    return sentences


def _settled_by_itself(tally: Tally, order: str, source_order: str) -> str:
    example, others = tally.example(order), tally.others(order)
    more = f" (and {others:,} {'other' if others == 1 else 'others'})" if others else ""
    usual = f" Other files of this source have the {IN_WORDS[source_order]}." if source_order not in ("", order) else ""
    return (
        f"Dates in “{tally.heading}” have the {IN_WORDS[order]}: {example.text} in {example.where} can be nothing else"
        f"{more}.{usual}"
    )


def _shows_both(tally: Tally, reason: _Reason) -> str:
    month_first, day_first = tally.example(MONTH_FIRST), tally.example(DAY_FIRST)
    is_told = reason.by == "told"
    what = f"all are read {IN_WORDS[reason.order]}, as was said" if is_told else "those that could be two days are held"
    return (
        f"“{tally.heading}” has dates with the month first ({month_first.text} in {month_first.where}) and dates with "
        f"the day first ({day_first.text} in {day_first.where}); {what}."
    )


def _other_evidence(tallies: Mapping[str, Tally], reasons: Mapping[str, _Reason], earlier: EarlierOrders) -> list[str]:
    """A sentence for each way in which columns were settled whose own dates don't show their order."""
    unsettled = {name: tally for name, tally in tallies.items() if not tally.orders and tally.needs_order}
    shows = _quoted([tally for tally in tallies.values() if tally.orders])
    sentences = []
    for by, why in _WHY.items():
        named = [tally for name, tally in unsettled.items() if reasons[name].by == by]
        if named:
            order = next(reasons[name].order for name in unsettled if reasons[name].by == by)
            because = why.format(IN_WORDS.get(order), shows, earlier.files.get(order, ""))
            sentences.append(f"No date in {_quoted(named)} tells day from month; {because}.")
    return sentences


_WHY = {
    "shared": "they are read {0}, as those in {1} are",
    "told": "they are read {0}, as was said for this file",
    "earlier": "they are read {0}, as those of “{2}” are, a file with the same columns that was loaded before",
    "source": "they are read {0}, as this source's files are",
    "both": "those that could be two days are held, because {1} show both orders",
}


def _question(tallies: Sequence[Tally], earlier: EarlierOrders) -> str:
    if not tallies:
        return ""
    texts = {head: _could_be(head, tally) for tally in tallies for head in tally.either}
    examples = ", and ".join(list(texts.values())[:2])
    before = [f"{IN_WORDS[order]} in “{file}”" for order, file in earlier.files.items()]
    was = f"In files with the same columns loaded before it was the {' and the '.join(before)}. " if before else ""
    return (
        f"No date in {_quoted(tallies)} tells day from month: {examples}. {was}"
        "Please say which comes first in this file, the month or the day."
    )


def _could_be(head: str, tally: Tally) -> str:
    days = days_of(head, tally.latest_year)
    assert days is not None, "only dates are kept as examples"
    return could_be(days, head)


def _zones(tally: Tally, source: Source, settings: Settings) -> str:
    marked = tally.marked
    moved = f"{marked.moved:,}" if marked.moved else "none"
    taken = "the day written" if source.time_marks == "as-written" else "the day in the programme's own time"
    midnight = " All of these times are midnight, as where a program writes a day alone." * marked.is_all_midnight
    return (
        f"Times in “{tally.heading}” are written with a time zone. In the programme's own ({settings.time_zone.key}) "
        f"{moved} of {marked.rows:,} rows would be of another day than the one written; {taken} is taken.{midnight}"
    )


def _quoted(tallies: Sequence[Tally]) -> str:
    return " and ".join(f"“{tally.heading}”" for tally in tallies)
