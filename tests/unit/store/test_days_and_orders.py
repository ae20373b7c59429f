"""What is remembered of dates: days that somebody said are right, and the order that files of one kind have."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from rorf_data.intake.read import open_bytes
from rorf_data.intake.sources import source_from_mapping, source_to_toml
from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.store.load import DATES_ACCEPTED, Choices, LoadReport
from rorf_data.workplace import Workplace

HEADER = "date,agency,town,kits\n"
MANY = "".join(f"2026-0{month}-{day:02},Kent VFD,Kent,1\n" for month in (2, 3, 4) for day in range(1, 29))
EARLY = "2023-03-04,Kent VFD,Kent,2\n"
FAR = "2024-09-04,Kent VFD,Kent,2\n"
TO_COME = "2199-01-04,Kent VFD,Kent,2\n"


def load(workplace: Workplace, text: str, *, name: str = "log.csv", source: str = "kit-log", **said: Any) -> LoadReport:
    """Load lines of CSV, with what a person said of them."""
    file = open_bytes(text.encode(), name)
    choices = Choices(**said)
    return workplace.load(file, workplace.recognise(file, source=source), loaded_by="a test", choices=choices)


def test_days_that_a_person_says_are_right_count_and_those_to_come_do_not(workplace: Workplace) -> None:
    """Early and far days wait; said to be right they are taken, on record; a day in the future waits all the same."""
    text = HEADER + MANY + EARLY + FAR + TO_COME
    assert (84, 3) == ((first := load(workplace, text)).new, first.held)

    again = load(workplace, text, accept_dates=True)

    assert (2, 84, 1) == (again.new, again.unchanged, again.held)
    assert ["The date left is in the future; please check it."] == [
        issue.problem for issue in again.issues if issue.outcome == "held"
    ]
    with workplace.engine.connect() as connection:
        notes = list(connection.scalars(sa.select(tables.loads.c.note).order_by(tables.loads.c.load_id)))
    assert ["", DATES_ACCEPTED] == notes


def test_a_day_that_was_said_to_be_right_is_not_asked_about_again(workplace: Workplace) -> None:
    """The log sent again, a row longer, changes nothing of it; another early day waits as ever."""
    load(workplace, HEADER + MANY + EARLY + FAR, accept_dates=True)

    longer = load(
        workplace, HEADER + MANY + EARLY + FAR + "2026-04-29,Kent VFD,Kent,1\n" + "2023-02-01,Kent VFD,Kent,1\n"
    )

    assert (1, 86, 1) == (longer.new, longer.unchanged, longer.held)


def test_with_the_load_undone_its_days_are_asked_about_again(workplace: Workplace) -> None:
    """What somebody said was of that load."""
    loaded = load(workplace, HEADER + MANY + EARLY, accept_dates=True)
    assert loaded.load_id is not None
    workplace.undo(loaded.load_id, by="a test")

    assert 1 == load(workplace, HEADER + MANY + EARLY).held


def open_file_of(workplace: Workplace, text: str, name: str = "next.csv") -> str:
    """How the dates of a file would be read, in sentences."""
    file = open_bytes(text.encode(), name)
    return " ".join(workplace.date_orders(workplace.recognise(file, source="kit-log")).evidence)


def test_the_order_that_a_file_showed_is_proposed_for_the_next_of_its_kind(workplace: Workplace) -> None:
    """25/3 can only be a day; the next file of the same columns, which shows nothing, is read alike, and says why."""
    load(workplace, HEADER + "25/03/2026,Kent VFD,Kent,2\n04/03/2026,Kent VFD,Kent,1\n", name="march.csv")

    april = HEADER + "04/05/2026,Kent VFD,Kent,1\n"
    assert (
        "No date in “date” tells day from month; they are read day first, as those of “march.csv” are, a file with the "
        "same columns that was loaded before."
    ) == open_file_of(workplace, april)
    load(workplace, april, name="april.csv")
    with workplace.engine.connect() as connection:
        days = {str(day) for day in connection.scalars(sa.select(tables.distributions.c.left_date))}
    assert {"2026-03-25", "2026-03-04", "2026-05-04"} == days


def test_the_order_that_a_person_said_is_proposed_for_the_next_file(workplace: Workplace) -> None:
    """Said once of a file that shows nothing, it is evidence from then on."""
    load(workplace, HEADER + "04/03/2026,Kent VFD,Kent,1\n", name="march.csv", date_order="day-first")

    assert "read day first, as those of “march.csv”" in open_file_of(workplace, HEADER + "04/05/2026,Kent VFD,Kent,1\n")


def test_a_person_is_asked_where_earlier_files_disagree(workplace: Workplace) -> None:
    """Two files of one kind, one of each order: the third says so and waits."""
    load(workplace, HEADER + "25/03/2026,Kent VFD,Kent,2\n", name="march.csv")
    load(workplace, HEADER + "04/25/2026,Kent VFD,Kent,2\n", name="april.csv")

    may = HEADER + "04/05/2026,Kent VFD,Kent,1\n"
    assert (
        "In files with the same columns loaded before it was the day first in “march.csv” and the month first in "
        "“april.csv”. Please say which comes first in this file"
    ) in open_file_of(workplace, may)
    assert 1 == load(workplace, may, name="may.csv").held


def test_files_of_other_columns_and_undone_loads_say_nothing_of_the_order(workplace: Workplace) -> None:
    """Another agency's log is another kind of file; a load that was taken back is no evidence."""
    load(workplace, "date,agency,town,kits,zip\n25/03/2026,Kent VFD,Kent,2,\n", name="other.csv")
    loaded = load(workplace, HEADER + "25/03/2026,Sharon VFD,Kent,2\n", name="march.csv")
    assert loaded.load_id is not None
    workplace.undo(loaded.load_id, by="a test")

    assert "read month first, as this source's files are" in open_file_of(workplace, HEADER + "04/05/2026,A,Kent,1\n")


def test_what_an_own_source_says_and_its_files_show_must_agree(workplace: Workplace) -> None:
    """The description says the month first, a file showed the day first: the next one is asked about."""
    own = source_from_mapping(
        "own",
        "Own",
        Feed.DISTRIBUTIONS,
        {"left_date": "Day", "kits": "n"},
        fixed={"agency": "A"},
        date_order="month-first",
    )
    workplace.places.source_folder.mkdir(parents=True, exist_ok=True)
    (workplace.places.source_folder / "own.toml").write_text(source_to_toml(own), encoding="utf-8")
    load(workplace, "Day,n\n25/03/2026,2\n", name="march.csv", source="own")

    file = open_bytes(b"Day,n\n04/05/2026,1\n", "april.csv")
    orders = workplace.date_orders(workplace.recognise(file, source="own"))

    assert orders.is_open
    assert "day first in “march.csv”" in orders.question


@pytest.mark.parametrize("said", ["", "day-first"])
def test_a_load_that_was_only_tried_is_not_remembered(workplace: Workplace, said: str) -> None:
    """Nothing of it is kept, its dates' order neither."""
    file = open_bytes((HEADER + "25/03/2026,Kent VFD,Kent,2\n").encode(), "march.csv")
    choices = Choices(date_order=said)
    workplace.load(file, workplace.recognise(file), loaded_by="a test", choices=choices, dry_run=True)

    assert "as this source's files are" in open_file_of(workplace, HEADER + "04/05/2026,Kent VFD,Kent,1\n")
