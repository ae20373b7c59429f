"""History as it is shown: every load, what it changed, and what is another figure now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from rorf_data.answers.history import (
    MEASURE_WORDS,
    changed_since,
    load_issues,
    load_restatements,
    loads_table,
    month_then_and_now,
)
from rorf_data.answers.reader import Reader, end_of_day, moment_in_words
from rorf_data.errors import DayRefused, StoreRefused
from rorf_data.model import Audience, Period
from rorf_data.settings import read_settings
from rorf_data.store import tables
from rorf_data.store.totals import MEASURES
from rorf_data.workplace import Workplace, utc_now
from tests.unit.conftest import Load

FIRST = "log_id,date,agency,town,kits\n1,2026-03-04,A,Kent,2\n2,2026-03-05,A,Canaan,1\n"
SECOND = "log_id,date,agency,town,kits\n1,2026-03-04,A,Kent,5\n7,2026-04-02,A,Sharon,1\n"


def reader_of(workplace: Workplace) -> Reader:
    """Whoever asks, on a day after every load."""
    return Reader(workplace.engine, workplace.settings, date(2999, 12, 31), Audience.INTERNAL, is_sample=False)


def moments(workplace: Workplace) -> list[datetime]:
    """When each load was, in their order."""
    with workplace.engine.connect() as connection:
        return list(connection.scalars(sa.select(tables.loads.c.loaded_at).order_by(tables.loads.c.load_id)))


def test_every_load_stands_in_the_table_with_its_counts(workplace: Workplace, load: Load) -> None:
    """Newest first: an undoing, what it undid, and a file; each with what became of its rows."""
    load(FIRST, name="first.csv")
    load(SECOND, name="second.csv")
    workplace.undo(2, by="Anna")

    frame = loads_table(reader_of(workplace)).frame

    assert frame["load_id"].tolist() == [3, 2, 1]
    assert frame["kind"].tolist() == ["Undoing", "File", "File"]
    assert frame["standing"].tolist() == ["undoes load 2", "undone by load 3", "in force"]
    assert frame["loaded_by"].tolist() == ["Anna", "a test", "a test"]
    assert frame[["read", "new", "changed", "held"]].to_numpy().tolist() == [[0, 1, 0, 0], [2, 1, 1, 0], [2, 1, 0, 1]]
    assert frame["issues"].tolist() == [0, 0, 1]
    assert [len(sha256) for sha256 in frame["sha256"]] == [0, 64, 64]


def test_a_history_of_nothing_is_an_empty_table(workplace: Workplace) -> None:
    """No load, no row, and the words are there all the same."""
    released = loads_table(reader_of(workplace))

    assert released.frame.empty
    assert released.about.title == "History of loads"


def test_notes_on_rows_say_what_became_of_them(workplace: Workplace, load: Load) -> None:
    """The row that could be in either Canaan, by its row in the file."""
    load(FIRST)

    [note] = load_issues(reader_of(workplace), 1).frame.to_dict("records")

    assert (note["row"], note["column"], note["outcome"]) == (3, "town", "waits for a person")


def test_restated_figures_are_those_of_months_on_record_before(workplace: Workplace, load: Load) -> None:
    """March was on record and changed; April came with the load and is no restatement."""
    load(FIRST)
    load(SECOND)

    frame = load_restatements(reader_of(workplace), 2).frame

    assert frame.to_dict("records") == [
        {"measure": "Kits left", "month": "Mar 2026", "town": "Kent", "before": 2, "after": 5, "difference": 3},
        {"measure": "Doses in the kits left", "month": "Mar 2026", "town": "Kent", "before": 4, "after": 10,
         "difference": 6},
    ]  # fmt: skip
    assert load_restatements(reader_of(workplace), 1).frame.empty


def test_a_load_that_is_not_on_record_has_no_notes(workplace: Workplace) -> None:
    """A sentence rather than an empty table."""
    with pytest.raises(StoreRefused, match="no load 4"):
        load_issues(reader_of(workplace), 4)


def test_every_measure_has_its_words() -> None:
    """What a load restates can be any sum that is kept."""
    assert [measure.name for measure in MEASURES if measure.name not in MEASURE_WORDS] == []


def test_what_changed_since_a_moment_names_corrections_and_new_months(workplace: Workplace, load: Load) -> None:
    """March went from 2 kits to 5; April was no record then, which is not zero."""
    load(FIRST)
    load(SECOND)
    first, second = moments(workplace)

    changed = changed_since(reader_of(workplace), first, Period(date(2026, 2, 1), date(2026, 5, 31)))
    nothing = changed_since(reader_of(workplace), second, Period(date(2026, 2, 1), date(2026, 5, 31)))

    found = changed.frame[["measure", "month", "before", "now"]].astype(object)
    assert found.where(found.notna(), None).to_numpy().tolist() == [
        ["Kits left", "Apr 2026", None, 1],
        ["Kits left", "Mar 2026", 2, 5],
    ]
    assert nothing.frame.empty
    assert changed.about.labels["before"] == f"On {moment_in_words(first, reader_of(workplace))}"


def test_without_a_period_every_month_on_record_is_compared(workplace: Workplace, load: Load) -> None:
    """A correction of long ago is found as well."""
    load("log_id,date,agency,town,kits\n1,2025-09-04,A,Kent,2\n")
    load("log_id,date,agency,town,kits\n1,2025-09-04,A,Kent,3\n9,2025-10-01,A,Kent,1\n")

    frame = changed_since(reader_of(workplace), moments(workplace)[0]).frame

    assert frame[["month", "now"]].astype(object).to_numpy().tolist() == [["Oct 2025", 1], ["Sep 2025", 3]]


def test_the_newest_month_of_a_past_moment_is_shown_then_and_now(workplace: Workplace, load: Load) -> None:
    """The month is the newest one that was over and on record at that moment."""
    load(FIRST)
    load(SECOND)
    first, _ = moments(workplace)

    released = month_then_and_now(reader_of(workplace), first)

    assert released.about.period == "March 2026"
    [kits] = released.frame[released.frame["measure"] == "Kits left"].to_dict("records")
    assert (kits["before"], kits["now"]) == (2, 5)


def test_the_description_of_a_past_moment_says_so(workplace: Workplace, load: Load) -> None:
    """As-of date and note; the figures of now have neither."""
    load(FIRST)
    reader = reader_of(workplace)
    today = moments(workplace)[0].replace(tzinfo=UTC).astimezone(workplace.settings.time_zone).date()

    looking_back = loads_table(reader.at_the_end_of(today)).about

    assert looking_back.as_of == today
    assert looking_back.notes[0].startswith("Figures as they stood on ")
    assert loads_table(reader).about.notes == ()


def test_a_day_ends_at_midnight_on_the_programmes_clocks(workplace: Workplace) -> None:
    """In winter that is 5 in the morning of the next day in UTC, in summer 4."""
    reader = reader_of(workplace)
    instant = timedelta(microseconds=1)

    assert end_of_day(date(2026, 1, 31), reader) + instant == datetime(2026, 2, 1, 5)  # noqa: DTZ001  # UTC unmarked
    assert end_of_day(date(2026, 3, 8), reader) + instant == datetime(2026, 3, 9, 4)  # noqa: DTZ001  # UTC unmarked
    assert moment_in_words(end_of_day(date(2026, 1, 31), reader), reader) == "31 January 2026"
    assert moment_in_words(datetime(2026, 3, 12, 18, 5), reader) == "12 March 2026, 14:05"  # noqa: DTZ001  # as above


def test_there_are_no_figures_as_of_a_day_to_come(workplace: Workplace, load: Load) -> None:
    """Today is the last day that can be asked for."""
    load(FIRST)
    today = utc_now().replace(tzinfo=UTC).astimezone(workplace.settings.time_zone).date()
    reader = Reader(workplace.engine, read_settings(), today, Audience.INTERNAL, is_sample=False)

    assert reader.at_the_end_of(today).today == today
    with pytest.raises(DayRefused, match="still to come"):
        reader.at_the_end_of(today + timedelta(days=1))
    with pytest.raises(DayRefused, match="Nothing was on record"):
        reader.at_the_end_of(today - timedelta(days=1))
