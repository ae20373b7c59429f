"""What a description of a source says, and what it may not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rorf_data.errors import SettingsRefused
from rorf_data.intake.canonical import MAIN_DATES, MUST_BE_GIVEN, Form, fields_of
from rorf_data.intake.words import words_of
from rorf_data.model import Feed

NAME = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")

# The field of a rule that decides whether a row is one of the source's records at all.
COUNTS = "counts"
# Fields that place a row and that a rule may decide, such as leaving out a code in place of a town's name.
PLACED_BY_RULE = ("place", "zip", "state")

OPEN, INTERNAL = "open", "internal"
"""Whether figures that rest on a source may leave the programme, or only once somebody has cleared it."""

CAN_STAY_INSIDE = (Feed.CALLS, Feed.DEATHS, Feed.REQUESTS)
"""The feeds of which every figure is decided on before it leaves; others leave as they are."""


@dataclass(frozen=True, slots=True)
class RefuseWhen:
    """Rows whose cell under ``column`` is one of ``values`` are refused; ``reason`` goes on from "this row"."""

    column: str
    values: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A published file known by its ``headings``, whose every row lies in one ``place`` and ``state``."""

    headings: tuple[str, ...]
    place: str
    state: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A tool or edition that files of one source come from, known by headings that are all there (``a|b`` either)."""

    title: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that a cell under one of ``columns`` says; ``*`` in a heading stands for any words.

    A cell may hold several values, one after another with ``;``, ``|`` or a line break between them; one that fits is
    enough. Texts are compared without regard to case and needless spaces. ``between`` are the least and the greatest
    number, both included; ``is_given`` asks for any text. A value that holds one of ``but_not`` never fits.
    """

    columns: tuple[str, ...]
    equals: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    between: tuple[float, ...] = ()
    is_given: bool = False
    but_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """How a coded field, or whether a row counts at all (``counts``), is decided from what a row says.

    It holds where every condition of ``all`` and one of ``any`` (if there are any) does; ``side_by_side`` asks that
    those of ``all`` hold of the same entry of cells with several. The first rule of a field that holds decides with
    its ``value``; where none does, the first ``otherwise`` that is given; without one the field's own column stays.
    Where the file has no column of any rule of a field, these are left aside. ``says`` is the rule as a sentence,
    empty where another's says it too; ``reason`` goes on from "This row" where a row doesn't count.
    """

    field: str
    value: str
    says: str
    otherwise: str = ""
    reason: str = ""
    side_by_side: bool = False
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All that it looks at."""
        return self.all + self.any

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that it looks under."""
        return tuple(dict.fromkeys(name for condition in self.conditions for name in condition.columns))


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of file.

    ``required``: fields that must have a column (``a|b`` either, ``a+b`` both). ``signs``: fields of the same form
    that must be there besides for a file to be recognised without being told its source; ``marks``: headings one of
    which must be. ``unless``: headings that show that a file is another thing. ``identity``: headings that together
    tell one record from another; ``record_id`` in ``columns`` is a list of alternatives for a single one.
    ``identity_within``: canonical fields that such a number is unique within, such as the agency that counted; where
    one is blank, the feed's main date stands in for it. ``one_record``: ``incident`` where several rows with the same
    identifier are one record, each telling a part of it. ``date_order``: ``month-first`` or ``day-first``, for dates
    that a file can't settle by itself; empty where nobody has said. ``time_marks``: ``as-written`` keeps each day as
    it is written, ``convert`` moves a time with a UTC or zone mark to the programme's own time zone. ``since``:
    ``programme`` where a day before the programme began can't be right, or such a day as 2023-07-01; empty where any
    day may be. ``release``: ``internal`` where its figures may not leave the programme until somebody has cleared
    them. ``fixed``: values of fields that the file has no column for. ``words``: further words for coded fields.
    ``rules``: what is decided from several columns together. ``layouts``: published files of which it is known where
    all their rows lie. ``variants``: the tools or editions that its files come from. ``is_own``: kept by the
    programme itself rather than shipped.
    """

    name: str
    title: str
    feed: Feed
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    signs: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    identity_within: tuple[str, ...] = ()
    one_record: str = ""
    date_formats: tuple[str, ...] = ()
    date_order: str = ""
    time_marks: str = "as-written"
    since: str = ""
    release: str = OPEN
    default_state: str = "CT"
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    refuse_when: tuple[RefuseWhen, ...] = ()
    rules: tuple[Rule, ...] = ()
    layouts: tuple[Layout, ...] = ()
    variants: tuple[Variant, ...] = ()
    is_own: bool = field(default=True, compare=False)

    def __post_init__(self) -> None:
        _check(self)
        for rule in self.rules:
            _check_rule(rule, self)

    @property
    def has_own_identity(self) -> bool:
        """Whether files of this source may carry an identifier of their own for each record."""
        return bool(self.identity) or "record_id" in self.columns

    @property
    def deciding(self) -> tuple[str, ...]:
        """Headings one of which a file needs for it to be known which of its rows count; none where all do."""
        wanted = [rule for rule in self.rules if rule.field == COUNTS and "yes" in (rule.value, rule.otherwise)]
        return tuple(dict.fromkeys(name for rule in wanted for name in rule.headings))


def _check(source: Source) -> None:
    if not NAME.match(source.name):
        raise SettingsRefused(f"the name “{source.name[:60]}” may hold only small letters, digits and hyphens")
    known = fields_of(source.feed)
    _check_choices(source)
    for key in (*source.columns, *source.fixed, *source.identity_within, *_alternatives(source)):
        if key not in known:
            raise SettingsRefused(f"“{key}” is no field of {source.feed.value}")
    if twice := sorted(set(source.columns) & set(source.fixed)):
        raise SettingsRefused(f"“{twice[0]}” has both a column and a fixed value")
    for key in MUST_BE_GIVEN[source.feed]:
        if key not in source.columns and key not in source.fixed:
            raise SettingsRefused(f"nothing says where “{key}” comes from, which {source.feed.value} need")
    if MAIN_DATES[source.feed] in source.fixed:
        raise SettingsRefused(f"“{MAIN_DATES[source.feed]}” can't be the same for every row")
    for key, lists in source.words.items():
        if known.get(key) is not Form.WORD:
            raise SettingsRefused(f"“{key}” is no field of {source.feed.value} that is told by words")
        if unknown := sorted(set(lists) - set(words_of(key))):
            raise SettingsRefused(f"“{unknown[0]}” is no value of “{key}”")


def _is_day(text: str) -> bool:
    try:
        return bool(DAY.match(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _check_choices(source: Source) -> None:
    if source.date_order not in ("", "month-first", "day-first"):
        raise SettingsRefused("“date_order” is month-first, day-first or empty")
    if source.time_marks not in ("as-written", "convert"):
        raise SettingsRefused("“time_marks” is as-written or convert")
    if source.since not in ("", "programme") and not _is_day(source.since):
        raise SettingsRefused("“since” is programme, a day such as 2023-07-01, or empty")
    if source.release not in (OPEN, INTERNAL):
        raise SettingsRefused("“release” is open or internal")
    if source.release == INTERNAL and source.feed not in CAN_STAY_INSIDE:
        raise SettingsRefused("“release” is internal only for overdose calls, deaths and requests")
    if source.one_record not in ("", "incident"):
        raise SettingsRefused("“one_record” is incident or empty")
    if source.one_record and not (source.feed is Feed.CALLS and source.has_own_identity):
        raise SettingsRefused("“one_record” is for calls with an incident number")


def _check_rule(rule: Rule, source: Source) -> None:
    values = (rule.value, rule.otherwise) if rule.otherwise else (rule.value,)
    for value in values:
        if value not in _values_of(rule.field, source):
            raise SettingsRefused(f"a rule can't make “{value}” of “{rule.field}”")
    if not rule.conditions:
        raise SettingsRefused(f"a rule of “{rule.field}” has no condition")
    for condition in rule.conditions:
        _check_condition(condition, rule)


def _values_of(name: str, source: Source) -> tuple[str, ...]:
    """The values that a rule may give a field: that of a field that places a row can only be left out."""
    if name == COUNTS:
        return ("yes", "no")
    if name in PLACED_BY_RULE:
        return ("",)
    if fields_of(source.feed).get(name) is not Form.WORD:
        raise SettingsRefused(f"“{name}” is no field of {source.feed.value} that a rule may decide")
    return words_of(name)


def _check_condition(condition: Condition, rule: Rule) -> None:
    if not condition.columns:
        raise SettingsRefused(f"a condition of a rule of “{rule.field}” names no columns")
    asks = (condition.equals, condition.starts, condition.contains, condition.between, condition.is_given)
    if not any(asks):
        raise SettingsRefused(f"a condition of a rule of “{rule.field}” asks for nothing")
    if condition.between and not (len(condition.between) == 2 and condition.between[0] <= condition.between[1]):
        raise SettingsRefused("“between” is two numbers, the smaller one first")


def _alternatives(source: Source) -> Iterator[str]:
    return (name for entry in (*source.required, *source.signs) for name in re.split(r"[|+]", entry))
