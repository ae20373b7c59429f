"""Files that nobody here made, where they are present: every row is accounted for as an independent count says."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from rorf_data.intake.batches import Batch, read_batches
from rorf_data.intake.read import open_file
from rorf_data.intake.recognise import Recognised, recognise
from rorf_data.intake.sources import RefuseWhen, Source, source_from_mapping
from rorf_data.model import Feed, Outcome
from rorf_data.towns.gazetteer import code_of
from tests.unit.intake.reading import KEY, SETTINGS, SHIPPED, TODAY

SHARED = Path(__file__).parents[4] / "shared" / "data"
DEATHS = SHARED / "deaths" / "Accidental_Drug_Related_Deaths_2012-2022.csv"
CALLS = SHARED / "incidents" / "tempe_az_opioid_ems_calls_2017_2024.csv"
REQUESTS = SHARED / "requests" / "getusppe_all_matches.csv"

pytestmark = pytest.mark.skipif(
    not SHARED.exists(), reason="the real files lie beside the project only on some machines"
)

MATCHES = source_from_mapping(
    "matches",
    "Matches of a volunteer network",
    Feed.REQUESTS,
    {"received_date": "matchCreated", "ended_date": "closedOrDelivered", "status": "matchstatus", "kits": "qty"},
    identity=["matchkey", "enumcode"],
    words={"status": {"open": ["pre_match"], "delivered": ["delivered"], "closed": ["closed"]}},
    refuse_when=[RefuseWhen("matchsubstatus", ("test_match",), "is a test")],
)


def test_the_states_file_of_deaths_is_placed_by_injury_alone() -> None:
    """10,654 rows; Torrington, which has a hospital, has another number of them by place of death."""
    recognised, batch = _read(DEATHS)
    records = list(_records(DEATHS))
    torrington = sum(record["Injury City"].strip().upper() == "TORRINGTON" for record in records)
    by_death = sum(record["Death City"].strip().upper() == "TORRINGTON" for record in records)

    assert "ct-deaths" == recognised.source.name
    assert 10_654 == len(records) == batch.read
    assert torrington == (batch.rows["area"] == code_of("Torrington")).sum() != by_death
    assert [] == [issue for issue in batch.issues if issue.outcome is Outcome.REFUSED]
    assert {"Death City", "Residence City", "Age", "InjuryCityGeo"} <= set(recognised.left_out_columns)
    assert len(recognised.left_out_columns) == len(records[0]) - 5


def test_the_states_words_for_dates_and_opioids_are_counted_as_written() -> None:
    """A blank is not a no: in this file it stands for both."""
    _, batch = _read(DEATHS)
    kept = {int(row) for row in batch.rows["row"]}
    records = [record for number, record in enumerate(_records(DEATHS), 2) if number in kept]

    assert Counter(record["Date Type"] for record in records) == Counter(
        {"Date of death": (batch.rows["date_basis"] == "death").sum(),
         "Date reported": (batch.rows["date_basis"] == "reported").sum()}
    )  # fmt: skip
    assert sum(record["Any Opioid"] == "Y" for record in records) == (batch.rows["any_opioid"] == "yes").sum()
    assert sum(record["Any Opioid"] == "" for record in records) == batch.rows["any_opioid"].isna().sum()
    assert sorted(datetime.strptime(r["Date"], "%m/%d/%Y").date() for r in records) == sorted(batch.rows["death_date"])  # noqa: DTZ007  # days without an hour


def test_ambulance_calls_of_another_state_are_all_taken_and_none_is_in_the_area() -> None:
    """3,780 rows with a byte-order mark; it is known of the file that all of it happened in its city."""
    recognised, batch = _read(CALLS)
    records = list(_records(CALLS))

    assert "calls" == recognised.source.name
    assert 3_780 == len(records) == batch.read == len(batch.rows)
    assert {"outside"} == set(batch.rows["area"])
    assert sum(record["Narcan_Given"] == "Yes" for record in records) == (batch.rows["naloxone_given"] == "yes").sum()
    assert (
        sum(record["Narcan_Given"] in ("NULL", "") for record in records) == batch.rows["naloxone_given"].isna().sum()
    )
    assert Counter(record["Incident_Date"][:10].replace("/", "-") for record in records) == Counter(
        map(str, batch.rows["call_date"])
    )
    assert {"X", "Y", "Latitude_Random", "Longitude_Random", "Age", "Notes"} <= set(recognised.left_out_columns)


def test_requests_are_taken_in_through_a_mapping_made_by_hand() -> None:
    """6,932 rows without any place: tests, impossible orders of days and quantities below one are refused."""
    recognised, batch = _read(REQUESTS, MATCHES)
    expected = Counter(_expected(record) for record in _records(REQUESTS))
    found = Counter({"taken": len(batch.rows), "refused": batch.read - len(batch.rows)})

    assert 6_932 == batch.read
    assert expected == found
    assert batch.held.empty
    assert {"not-recorded"} == set(batch.rows["area"])
    assert ("matchkey", "enumcode") == recognised.columns["record_id"]
    assert ("donorkey", "facilitykey", "matchsubstatus") == recognised.left_out_columns


def test_each_reason_to_refuse_a_request_is_found_as_often_as_it_is_there() -> None:
    """98 tests, 310 with a quantity of 0 or less, and those that ended before they began."""
    _, batch = _read(REQUESTS, MATCHES)
    records = dict(enumerate(_records(REQUESTS), 2))
    tests = {n for n, record in records.items() if record["matchsubstatus"] == "test_match"}
    early = {n for n, record in records.items() if _ended(record) and _ended(record)[:10] < record["matchCreated"][:10]}
    none = {n for n, record in records.items() if float(record["qty"]) <= 0}
    refused = {issue.row: issue.column for issue in batch.issues if issue.outcome is Outcome.REFUSED}

    assert (98, 310) == (len(tests), len(none))
    assert tests | early | none == set(refused)
    assert tests == {row for row, column in refused.items() if column == "matchsubstatus"}
    assert early - tests - none <= {row for row, column in refused.items() if column == "closedOrDelivered"}


def _read(path: Path, source: Source | None = None) -> tuple[Recognised, Batch]:
    """The file in one batch."""
    file = open_file(path)
    recognised = recognise(file, [source] if source else SHIPPED)
    (batch,) = read_batches(file, recognised, settings=SETTINGS, today=TODAY, token_key=KEY)
    return recognised, batch


def _records(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def _ended(record: dict[str, str]) -> str:
    return record["closedOrDelivered"]


def _expected(record: dict[str, str]) -> str:
    """What should become of a request, worked out from the raw texts."""
    quantity, ended = float(record["qty"]), _ended(record)
    is_early = bool(ended) and date.fromisoformat(ended[:10]) < date.fromisoformat(record["matchCreated"][:10])
    if record["matchsubstatus"] == "test_match" or is_early or quantity <= 0 or quantity != int(quantity):
        return "refused"
    return "taken"
