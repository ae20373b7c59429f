"""What the values of a column look like: dates, ZIP codes, towns, agencies, small numbers, coded words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rorf_data.intake.canonical import Form, fields_of
from rorf_data.intake.codes import lot_code
from rorf_data.intake.money import cents_of
from rorf_data.intake.public_places import help_kinds, opening_hours, public_address
from rorf_data.intake.refusal import Unclean, is_in_words
from rorf_data.intake.sheet import Record
from rorf_data.intake.texts import tidy
from rorf_data.intake.words import YES_NO, reader_of
from rorf_data.model import Feed
from rorf_data.towns.gazetteer import zip_shares
from rorf_data.towns.resolve import resolve
from rorf_data.towns.written import is_connecticut, read_state

DIGITS = re.compile(r"^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?!\d)")
NAMED_MONTH = re.compile(
    r"^(?:\w+,?\s+)?(?:\d{1,2}[-/ ]?)?(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?[-/, ]*\d{1,4}",
    re.I,
)
COMPACT = re.compile(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$")
SERIAL = re.compile(r"^[34]\d{4}(?:\.\d+)?$")
MONTH_ONLY = re.compile(
    r"^(?:(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/.](?:19|20)\d{2}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?[-/, ]*(?:(?:19|20)\d{2}|'?\d{2}))$",
    re.IGNORECASE,
)
FIRST_OF_MONTH = re.compile(r"^(?:(?:19|20)\d{2}-\d{2}-01|\d{1,2}/0?1/\d{2,4})(?:[T ]00:00.*)?$")
WHOLE = re.compile(r"^\d{1,4}(?:\.0+)?$")
ZIP = re.compile(r"^\d{4,5}(?:\.0+)?(?:-\d{4})?$")
DEGREES = re.compile(r"^-?\d{1,3}\.\d{2,}$")
MONEY = re.compile(r"^\(?-?\d[\d,]*\.\d\d\)?$")
AGENCY_WORDS = re.compile(
    r"\b(ambulance|ems|fire|rescue|police|pd|fd|vfd|vfc|department|dept|troop|troopers?|health|hospital|district|council"
    r"|coalition|center|agency|services?|company|corps|association|organi[sz]ation|society|network|university|college"
    r"|inc|llc|county)\b",
    re.IGNORECASE,
)
SMALL = 60
MOST = 0.9
HALF = 0.5
# Words of many coded fields; by themselves they tell none of them.
COMMON_WORDS = {text for texts in YES_NO.values() for text in texts} | {"other", "not recorded", "unknown"}


@dataclass(frozen=True, slots=True)
class Look:
    """How well the values fit a field: from -1 (they can't be it) over 0 (they don't say) to 1, and why in words."""

    score: float
    reason: str = ""


SAYS_NOTHING = Look(0.0)
CANT_BE = Look(-1.0)


@dataclass(frozen=True, slots=True)
class Values:
    """The tidy texts of one column with how often each stands there; blank cells are left out."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """Cells that hold anything."""
        return self.counts.total()

    @property
    def are_all_different(self) -> bool:
        """Whether no text comes twice."""
        return bool(self.counts) and self.counts.total() == len(self.counts)

    def share(self, holds: Callable[[str], object]) -> float:
        """The share of the cells for which this holds; 0 of none."""
        return sum(count for text, count in self.counts.items() if holds(text)) / self.rows if self.rows else 0.0


def values_of(records: Sequence[Record], position: int) -> Values:
    """What stands in one column of these records."""
    cells = (tidy(cells[position]) for cells in records if position < len(cells))
    return Values(Counter(filter(None, cells)))


def look_at(values: Values, feed: Feed, name: str) -> Look:
    """How well the values fit this field of the feed."""
    if not values.rows:
        return SAYS_NOTHING
    if name in BY_FIELD:
        return BY_FIELD[name](values)
    form = fields_of(feed)[name]
    if form is Form.WORD:
        return _words(values, name)
    return BY_FORM[form](values)


def is_date(text: str) -> bool:
    """Whether the text has the form of a whole date, in any order, with or without a time."""
    return bool(DIGITS.match(text) or COMPACT.match(text) or (NAMED_MONTH.match(text) and not MONTH_ONLY.match(text)))


def is_number(text: str) -> bool:
    """Whether the text is a number, a date in digits or a code of digits: nothing that could be a heading."""
    return not any(map(str.isalpha, text)) or is_date(text)


def _dates(values: Values) -> Look:
    share = values.share(is_date)
    if share < MOST and values.share(lambda text: is_date(text) or SERIAL.match(text)) >= MOST:
        return Look(0.3, "the values are days as Excel numbers them")
    return _by_share(share, 0.62, "dates")


def _months(values: Values) -> Look:
    months = values.share(MONTH_ONLY.match)
    if months >= MOST:
        return Look(0.85, _told(months, "months"))
    firsts = values.share(FIRST_OF_MONTH.match)
    return Look(0.6, _told(firsts, "first days of a month")) if firsts >= MOST else CANT_BE


def _printed_dates(values: Values) -> Look:
    """Days, or months that stand for their last day."""
    return _by_share(values.share(lambda text: is_date(text) or MONTH_ONLY.match(text)), 0.5, "dates or months")


def _amounts(values: Values) -> Look:
    if values.share(lambda text: _is_clean(text, cents_of)) < MOST:
        return CANT_BE
    marked = values.share(lambda text: "$" in text or MONEY.match(text))
    return Look(0.6, _told(marked, "amounts of money")) if marked >= HALF else SAYS_NOTHING


def _lots(values: Values) -> Look:
    return SAYS_NOTHING if values.share(lambda text: _is_clean(text, lot_code)) >= HALF else CANT_BE


def _kinds(values: Values) -> Look:
    return _by_share(values.share(lambda text: _is_clean(text, help_kinds)), 0.6, "kinds of help")


def _addresses(values: Values) -> Look:
    return SAYS_NOTHING if values.share(lambda text: _is_clean(text, public_address)) >= HALF else CANT_BE


def _hours(values: Values) -> Look:
    return _by_share(values.share(lambda text: _is_clean(text, opening_hours)), 0.5, "opening hours")


def _names(values: Values) -> Look:
    return CANT_BE if values.share(is_number) >= HALF else SAYS_NOTHING


def _whole_numbers(values: Values) -> Look:
    if values.share(WHOLE.match) < HALF:
        return CANT_BE
    small = values.share(lambda text: is_in_words(text) or (WHOLE.match(text) and float(text) <= SMALL))
    if small < MOST or set(values.counts) <= {"0", "1"} or _count_up(values):
        return SAYS_NOTHING
    return Look(0.45, _told(small, "small whole numbers"))


def _count_up(values: Values) -> bool:
    """Whether the values number the rows: each one more than the one before."""
    numbers = [int(float(text)) for text in values.counts if WHOLE.match(text)]
    return len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + values.rows))


def _zips(values: Values) -> Look:
    share = values.share(ZIP.match)
    known = values.share(_is_known_zip)
    return _by_share(share, 0.85, "ZIP codes") if known >= 0.2 else (SAYS_NOTHING if share >= HALF else CANT_BE)


def _places(values: Values) -> Look:
    if values.share(is_number) >= HALF:
        return CANT_BE
    share = values.share(_is_known_place)
    return Look(0.4 + 0.4 * share, _told(share, "names of known places")) if share >= 0.3 else SAYS_NOTHING


def _states(values: Values) -> Look:
    return _by_share(values.share(_is_state), 0.75, "states")


def _agencies(values: Values) -> Look:
    if values.share(is_number) >= HALF:
        return CANT_BE
    share = values.share(AGENCY_WORDS.search)
    return Look(0.75, _told(share, "names of agencies")) if share >= HALF else SAYS_NOTHING


def _latitudes(values: Values) -> Look:
    return _by_share(values.share(lambda text: DEGREES.match(text) and 24 <= float(text) <= 50), 0.6, "latitudes")


def _longitudes(values: Values) -> Look:
    return _by_share(values.share(lambda text: DEGREES.match(text) and -125 <= float(text) <= -66), 0.6, "longitudes")


def _identifiers(values: Values) -> Look:
    return CANT_BE if values.share(is_date) >= HALF else SAYS_NOTHING


def _words(values: Values, name: str) -> Look:
    """Words that are known for the field; those of yes and no tell no field from another."""
    known = reader_of(name, {})
    share = values.share(lambda text: _is_known(text, known))
    telling = {text for text in values.counts if text.casefold() not in COMMON_WORDS and _is_known(text, known)}
    if share >= MOST and len(telling) >= 2:
        return Look(0.7, _told(share, "known words for this"))
    return SAYS_NOTHING if share >= 0.34 or len(values.counts) <= 12 else Look(-0.5)


def _by_share(share: float, score: float, what: str) -> Look:
    if share >= MOST:
        return Look(score, _told(share, what))
    return SAYS_NOTHING if share >= HALF else CANT_BE


def _told(share: float, what: str) -> str:
    if share >= 1:
        return f"all values are {what}"
    return f"{min(int(share * 100), 99)} of 100 values are {what}"


@lru_cache(maxsize=4096)
def _is_known_place(text: str) -> bool:
    return not AGENCY_WORDS.search(text) and resolve(text, state="CT").place_name is not None


def _is_known_zip(text: str) -> bool:
    code = text.split(".")[0].split("-")[0].zfill(5)
    return bool(ZIP.match(text)) and (code in zip_shares() or is_connecticut(code))


def _is_state(text: str) -> bool:
    return text.replace(".", "").replace(" ", "").isalpha() and read_state(text) not in ("", "?")


def _is_clean(text: str, read: Callable[[str], object]) -> bool:
    try:
        read(text)
    except Unclean:
        return False
    return True


def _is_known(text: str, known: Callable[[str], str | None]) -> bool:
    try:
        return known(text) is not None
    except KeyError:
        return False


BY_FIELD: Mapping[str, Callable[[Values], Look]] = {
    "place": _places,
    "zip": _zips,
    "state": _states,
    "latitude": _latitudes,
    "longitude": _longitudes,
    "agency": _agencies,
    "month_date": _months,
    "expiry_date": _printed_dates,
}
BY_FORM: Mapping[Form, Callable[[Values], Look]] = {
    Form.DATE: _dates,
    Form.NUMBER: _whole_numbers,
    Form.HASHED: _identifiers,
    Form.AGENCY: _names,
    Form.MONEY: _amounts,
    Form.CODE: _lots,
    Form.KINDS: _kinds,
    Form.PUBLIC_ADDRESS: _addresses,
    Form.HOURS: _hours,
}


def all_different(records: Sequence[Record], positions: Iterable[int]) -> bool:
    """Whether these columns together differ from one record to the next, and none of their cells is blank."""
    places = list(positions)
    keys = [tuple(tidy(cells[p]) if p < len(cells) else "" for p in places) for cells in records]
    return bool(keys) and all(all(key) for key in keys) and len(set(keys)) == len(keys)
