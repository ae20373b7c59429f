"""From the texts of a column to clean values, each distinct text read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Any

from rorf_data.intake.canonical import TITLES, Form, fields_of
from rorf_data.intake.cells import Column, Objects, as_objects, identifier_column, read_column
from rorf_data.intake.date_order import DateOrders
from rorf_data.intake.dates import date_reader, month_reader
from rorf_data.intake.people import PERHAPS_A_PERSON, looks_like_a_person
from rorf_data.intake.personal import why_personal
from rorf_data.intake.refusal import Unclean, Withheld, is_in_words, quote_if_harmless
from rorf_data.intake.sources import Source
from rorf_data.intake.words import reader_of
from rorf_data.intake.written_dates import latest_year, without_times
from rorf_data.model import Feed
from rorf_data.settings import Settings

LONGEST_AGENCY = 100

UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ud800-\udfff]")
FORMULA = re.compile(r"^(?:[=+@]|-\s*[A-Za-z(])")
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


def agency_name(text: str, confirmed: Set[str] = frozenset()) -> str:
    """An agency's name as written, at most 100 characters; :class:`Unclean` when it holds what may not be kept.

    :class:`Withheld` when it looks like a person's name and is none of those ``confirmed`` (small letters).
    """
    check_no_formula(text)
    if why := why_personal(text):
        raise Unclean(why)
    check_readable(text)
    if not any(map(str.isalpha, text)):
        raise Unclean("This isn't the name of an agency.")
    if len(text) > LONGEST_AGENCY:
        raise Unclean(f"This is longer than {LONGEST_AGENCY} characters, which no agency's name is.")
    if looks_like_a_person(text) and text.casefold() not in confirmed:
        raise Withheld(PERHAPS_A_PERSON, text)
    return text


def check_no_formula(text: str) -> None:
    """Raise :class:`Unclean` for a text that a spreadsheet program would run."""
    if FORMULA.match(text):
        raise Unclean("This is a formula, not a value; write what it comes to.")


def check_readable(text: str) -> None:
    """Raise :class:`Unclean` for a text with characters that can't be read."""
    if UNREADABLE.search(text):
        raise Unclean("This holds characters that can't be read; save the file as UTF-8 and try again.")


def _reader(field: str, form: Form, source: Source, agencies: Set[str]) -> Callable[[str], Any]:
    if form is Form.NUMBER:
        return lambda text: whole_number(text, what=TITLES[field])
    if form is Form.AGENCY:
        return lambda text: agency_name(text, agencies)
    return _word_reader(field, source)


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
    return _formula_first(month_reader(read, latest_year=latest) if source.feed is Feed.SUMMARIES else read)


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

    def read_word(text: str) -> str | None:
        try:
            return read(text)
        except KeyError:
            raise Unclean(f"This isn't a known word for the {TITLES[field]}, so it was left out.") from None

    return read_word
