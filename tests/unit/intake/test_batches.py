"""From a file to batches."""

from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from rorf_data.errors import FileRefused
from rorf_data.intake.batches import read_batches
from rorf_data.intake.canonical import STORED_FIELDS
from rorf_data.intake.read import open_bytes, open_file
from rorf_data.intake.recognise import recognise
from rorf_data.intake.sources import source_from_mapping
from rorf_data.model import Feed
from tests.unit.intake.reading import KEY, SETTINGS, SHIPPED, TODAY, take_in

LOG = "Date,Agency,Town,Kits\n"


def test_the_frames_have_the_columns_that_the_store_keeps() -> None:
    """And plain Python values: days, whole numbers, words or None."""
    file = open_bytes((LOG + "3/4/2026,Kent VFD,Kent,1\n3/4/2026,Kent VFD,Canaan,2\n").encode(), "log.csv")
    (batch,) = read_batches(file, recognise(file, SHIPPED), settings=SETTINGS, today=TODAY, token_key=KEY)

    shared = ["row", "record_key", "content", "area", "place_name", "decision_id", "is_own_key"]
    assert [*shared, *STORED_FIELDS[Feed.DISTRIBUTIONS]] == list(batch.rows.columns)
    assert [date(2026, 3, 4)] == batch.rows["left_date"].tolist()
    assert {int} == set(map(type, batch.rows["kits"])) == set(map(type, batch.rows["doses_per_kit"]))
    assert [None] == batch.rows["channel"].tolist()
    assert {"row", "record_key", "column", "problem", "place_name", "candidates", "values"} < set(batch.held.columns)


def test_a_held_row_keeps_what_was_clean_in_it_as_plain_values() -> None:
    """So that it can be stored as JSON and taken up once a person has decided."""
    taken = take_in(LOG + "3/4/2026,Kent VFD,Canaan,2\n3/4/2026,Kent VFD,Kent,501\n")
    place, kits = taken.held

    assert {"left_date": "2026-03-04", "agency": "Kent VFD", "kits": 2, "doses_per_kit": 2} == place["values"]
    assert (["Canaan", "North Canaan"], "Canaan") == (place["candidates"], place["place_name"])
    assert {"left_date": "2026-03-04", "agency": "Kent VFD", "kits": 501, "doses_per_kit": 2, "area": "40290"} == kits[
        "values"
    ]


@pytest.mark.parametrize(("kits", "is_held"), [(499, False), (500, False), (501, True)])
def test_kits_beyond_the_settings_bound_wait_for_a_person(kits: int, is_held: bool) -> None:
    """So many are not left at one door; a wish may be as large as it likes."""
    assert is_held == bool(take_in(f"{LOG}3/4/2026,Kent VFD,Kent,{kits}\n").held)
    assert [] == take_in(f"Timestamp,Town,Kits\n3/4/2026,Kent,{kits}\n").held


@pytest.mark.parametrize(("day", "is_held"), [("2026-11-21", False), ("2026-11-22", False), ("2026-11-23", True)])
def test_a_day_after_today_waits_for_a_person(day: str, is_held: bool) -> None:
    """Today is an argument."""
    assert is_held == bool(take_in(f"{LOG}{day},Kent VFD,Kent,1\n", today=date(2026, 11, 22)).held)


@pytest.mark.parametrize(("day", "is_taken"), [("1989-12-31", False), ("1990-01-01", True), ("1990-01-02", True)])
def test_a_day_before_1990_cannot_be(day: str, is_taken: bool) -> None:
    """Nobody wrote these things down then, in whatever file it is said."""
    source = source_from_mapping("d", "D", Feed.DEATHS, {"death_date": "day"})

    assert is_taken == bool(take_in(f"day\n{day}\n", sources=[source]).rows)


@pytest.mark.parametrize(("kits", "is_taken"), [("-1", False), ("0", False), ("1", True), ("", True)])
def test_a_request_asks_for_at_least_one_kit_or_says_no_number(kits: str, is_taken: bool) -> None:
    """Missing is not zero."""
    assert is_taken == bool(take_in(f"Timestamp,Town,Kits\n3/4/2026,Kent,{kits}\n").rows)


@pytest.mark.parametrize(("doses", "kept"), [("", 2), ("1", 1), ("4", 4), ("12", 12), ("13", 2), ("0", 2), ("two", 2)])
def test_doses_that_cannot_be_are_the_usual_number(doses: str, kept: int) -> None:
    """With a note, for the row itself is good; a blank is no mistake."""
    taken = take_in(f"Date,Agency,Town,Kits,Doses per kit\n3/4/2026,Kent VFD,Kent,1,{doses}\n")

    assert [kept] == [row["doses_per_kit"] for row in taken.rows]
    assert (doses in ("13", "0", "two")) == bool(taken.noted)


def test_a_row_is_set_aside_for_one_reason() -> None:
    """However much is wrong with it, refusal before question."""
    taken = take_in(LOG + "3/4/2027,Kent VFD,Canaan,three\n3/4/2027,Kent VFD,Canaan,501\n")

    assert [(2, "Kits", "refused"), (3, "Date", "held")] == [(i.row, i.column, i.outcome.value) for i in taken.issues]


def test_fixed_values_stand_in_for_columns() -> None:
    """A source whose rows are all in one place and by one agency."""
    source = source_from_mapping(
        "tempe", "Tempe", Feed.DISTRIBUTIONS, {"left_date": "when", "kits": "n"},
        fixed={"place": "Sharon", "state": "MA", "agency": "Sharon Fire", "channel": "event"},
    )  # fmt: skip
    (row,) = take_in("when,n\n2026-03-04,1\n", sources=[source]).rows

    assert ("outside", "Sharon Fire", "event") == (row["area"], row["agency"], row["channel"])


@pytest.mark.parametrize(
    "lines",
    [
        '3/4/2026,"Kent VFD,Kent,1\n3/5/2026,Kent" VFD,Kent,1',
        '3/4/2026,Kent VFD,Kent,"1\n3/5/2026,Kent VFD,Kent,1\n3/6/2026,Kent VFD,Kent,1"',
        '3/4/2026,Kent VFD,"Kent,1\n3/5/2026,Kent VFD,Kent,1"',
        '"3/4/2026,Kent VFD,Kent,1\n3/5/2026",Kent VFD,Kent,1',
    ],
)
def test_rows_that_stray_quotation_marks_run_together_are_refused(lines: str) -> None:
    """Else one row would be taken and the others be gone without a word."""
    taken = take_in(f"{LOG}{lines}\n3/7/2026,Kent VFD,Kent,1\n")

    assert [date(2026, 3, 7)] == [row["left_date"] for row in taken.rows]
    where = f"Lines 2 to {2 + lines.count(chr(10))} of the file"
    assert [(2, "", f"{where} seem to be several rows run together; a quotation mark is missing or one too many.")] == (
        taken.refused
    )


def test_a_cell_of_several_lines_is_no_reason_to_refuse_a_row() -> None:
    """Notes and places on a map are written so."""
    taken = take_in('Date,Agency,Town,Kits,Notes\n3/4/2026,Kent VFD,"Kent\n",1,"KENT, CT\n(41.7, -73.5)"\n')

    assert [1] == [row["kits"] for row in taken.rows]


def test_a_file_without_rows_is_one_empty_batch() -> None:
    """So that there is something to report on."""
    file = open_bytes(LOG.encode(), "log.csv")
    (batch,) = read_batches(file, recognise(file, SHIPPED), settings=SETTINGS, today=TODAY, token_key=KEY)

    assert (0, 0, 0, []) == (batch.read, len(batch.rows), len(batch.held), batch.issues)


@pytest.mark.parametrize("chunk_rows", [1, 2, 3, 4, 5])
def test_batches_hold_at_most_the_rows_asked_for_and_together_the_whole_file(chunk_rows: int) -> None:
    """In the file's order."""
    lines = [f"3/{day}/2026,Kent VFD,Kent,{day}" for day in range(1, 5)]
    file = open_bytes((LOG + "\n".join(lines)).encode(), "log.csv")
    batches = list(
        read_batches(
            file, recognise(file, SHIPPED), settings=SETTINGS, today=TODAY, token_key=KEY, chunk_rows=chunk_rows
        )
    )

    assert all(batch.read <= chunk_rows for batch in batches)
    assert [1, 2, 3, 4] == pd.concat([batch.rows for batch in batches])["kits"].tolist()


def test_a_large_file_is_never_held_in_memory(tmp_path: Path) -> None:
    """Reading 20 MB a thousand rows at a time takes far less room than the file."""
    path = tmp_path / "log.csv"
    notes = "words that nobody keeps " * 20
    with path.open("w", encoding="utf-8") as lines:
        lines.write("Date,Agency,Town,Kits,Notes\n")
        lines.writelines(f"3/4/2026,Kent VFD,Kent,{number % 9},{notes}\n" for number in range(40_000))
    file = open_file(path)
    recognised = recognise(file, SHIPPED)
    tracemalloc.start()
    read = sum(
        batch.read
        for batch in read_batches(file, recognised, settings=SETTINGS, today=TODAY, token_key=KEY, chunk_rows=1_000)
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert 40_000 == read
    assert file.size > 20_000_000
    assert peak < file.size / 4


def test_a_file_that_breaks_off_further_down_is_refused_when_that_is_reached() -> None:
    """The load's transaction then leaves nothing of it."""
    text = LOG + "3/4/2026,Kent VFD,Kent,1\n" * 100 + '3/4/2026,"Kent VFD,Kent,1\n'
    file = open_bytes(text.encode(), "log.csv")
    batches = read_batches(file, recognise(file, SHIPPED), settings=SETTINGS, today=TODAY, token_key=KEY, chunk_rows=50)

    assert 50 == next(batches).read
    with pytest.raises(FileRefused, match="opens in row 102"):
        list(batches)
