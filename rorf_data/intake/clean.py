"""From the texts of a column to clean values, each distinct text read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Any

from rorf_data.intake.canonical import MUST_BE_GIVEN, PRINTED_AS_A_MONTH, TITLES, Form, fields_of
from rorf_data.intake.cells import Column, Objects, as_objects, identifier_column, read_column
from rorf_data.intake.codes import lot_code
from rorf_data.intake.date_order import DateOrders
from rorf_data.intake.dates import date_reader, last_day_reader, month_reader
from rorf_data.intake.money import cents_of
from rorf_data.intake.people import looks_like_a_person, perhaps_a_person
from rorf_data.intake.personal import why_personal
from rorf_data.intake.public_places import degree_reader, help_kinds, opening_hours, public_address
from rorf_data.intake.refusal import Unclean, Withheld, check_no_formula, check_readable, is_in_words, quote_if_harmless
from rorf_data.intake.sources import Source
from rorf_data.intake.words import one_of, reader_of
from rorf_data.intake.written_dates import latest_year, without_times
from rorf_data.model import Feed
from rorf_data.settings import Settings

LONGEST_AGENCY = 100
NAMED = {"agency": "an agency", "store": "a place of storage", "fund": "a fund", "name": "a place of help"}
READERS: Mapping[Form, Callable[[str], Any]] = {
    Form.MONEY: cents_of,
    Form.CODE: lot_code,
    Form.KINDS: help_kinds,
    Form.PUBLIC_ADDRESS: public_address,
    Form.HOURS: opening_hours,
}

PLAIN_NUMBER = re.compile(r"^(\d{1,9})(?:\.0+)?$")
LARGE_NUMBER = re.compile(r"^\d+(?:\.0+)?$")
FRACTION = re.compile(r"^\d*[.,]\d+$")
NEGATIVE = re.compile(r"^[-−]\s*\d+(?:[.,]\d+)?$")


def clean_columns(
    texts: Mapping[str, Objects],
    source: Source,
    *,
    orders: DateOrders,
    settings: Settings,
    today: date,
    agencies: Set[str] = frozenset(),
) -> dict[str, Column]:
    """Every column given but those that place the row, clean; the others of the feed are absent.

    ``agencies``: names in small letters that a person has confirmed to be agencies'.
    """
    forms = fields_of(source.feed)
    columns = {}
    for field, column in texts.items():
        form = forms[field]
        if form is Form.DATE:
            days = column if source.date_formats else _without_times(column)
            columns[field] = read_column(days, _date_reader(field, source, orders, settings, today))
        elif form is Form.HASHED and field != "record_id":
            columns[field] = identifier_column(column)
        elif form not in (Form.PLACING, Form.HASHED):
            columns[field] = read_column(column, _reader(field, form, source, agencies))
    return columns


def whole_number(text: str, *, what: str) -> int:
    """A whole number of at least 0, as ``3`` or ``3.0``; :class:`Unclean` says what else was written."""
    if found := PLAIN_NUMBER.match(text):
        return int(found[1])
    if NEGATIVE.match(text):
        raise Unclean(f"{quote_if_harmless(text, f'This {what}')} is negative; a {what} is 0 or more.")
    check_no_formula(text)
    if FRACTION.match(text):
        raise Unclean(f"{quote_if_harmless(text, f'This {what}')} isn't a whole number.")
    if is_in_words(text):
        raise Unclean(f"“{text}” is a number in words; write it in digits.")
    if LARGE_NUMBER.match(text):
        raise Unclean(f"This is too large for a {what}.")
    raise Unclean(f"This {what} isn't a plain whole number; write digits only.")


def agency_name(text: str, confirmed: Set[str] = frozenset(), *, field: str = "agency") -> str:
    """The name of an agency, or of what else ``field`` holds, as written, at most 100 characters.

    :class:`Unclean` when it holds what may not be kept, :class:`Withheld` when it looks like a person's name and is
    none of those ``confirmed`` (small letters).
    """
    check_no_formula(text)
    if why := why_personal(text):
        raise Unclean(why)
    check_readable(text)
    if not any(map(str.isalpha, text)):
        raise Unclean(f"This isn't the name of {NAMED[field]}.")
    if len(text) > LONGEST_AGENCY:
        raise Unclean(f"This is longer than {LONGEST_AGENCY} characters, which no name of {NAMED[field]} is.")
    if looks_like_a_person(text) and text.casefold() not in confirmed:
        raise Withheld(perhaps_a_person(NAMED[field]), text)
    return text


def _reader(field: str, form: Form, source: Source, agencies: Set[str]) -> Callable[[str], Any]:
    if form is Form.NUMBER:
        return lambda text: whole_number(text, what=TITLES[field])
    if form is Form.AGENCY:
        return lambda text: agency_name(text, agencies, field=field)
    if form is Form.DEGREES:
        return degree_reader(field)
    return READERS.get(form) or _word_reader(field, source)


def _date_reader(
    field: str, source: Source, orders: DateOrders, settings: Settings, today: date
) -> Callable[[str], date]:
    latest = latest_year(today)
    read = date_reader(
        source.date_formats,
        order=orders.orders.get(field, source.date_order),
        question=orders.question,
        time_marks=source.time_marks,
        time_zone=settings.time_zone,
        latest_year=latest,
    )
    if source.feed is Feed.SUMMARIES:
        read = month_reader(read, latest_year=latest)
    if field in PRINTED_AS_A_MONTH:
        read = last_day_reader(read, latest_year=latest)
    return _formula_first(read)


def _without_times(texts: Objects) -> Objects:
    cells: list[str] = texts.tolist()
    alone = without_times(cells)
    return texts if alone is cells else as_objects(list(alone))


def _formula_first(read: Callable[[str], date]) -> Callable[[str], date]:
    def read_unless_formula(text: str) -> date:
        check_no_formula(text)
        return read(text)

    return read_unless_formula


def _word_reader(field: str, source: Source) -> Callable[[str], str | None]:
    read = reader_of(field, source.words.get(field, {}))
    unknown = f"This isn't a known word for the {TITLES[field]}{_then(field, source.feed)}."

    def read_word(text: str) -> str | None:
        try:
            return read(text)
        except KeyError:
            raise Unclean(unknown) from None

    return read_word


def _then(field: str, feed: Feed) -> str:
    """What becomes of a word that isn't known, as the end of a sentence."""
    return f"; write {one_of(field)}" if field in MUST_BE_GIVEN[feed] else ", so it was left out"
