"""Real input works on day one: three published files that nobody here wrote, each row of them accounted for.

Every expected figure is counted here from the file itself with the csv module, by another way than the program's.
"""

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from rorf_data.__main__ import main

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the real files lie beside the project, not in it")

DEATHS = SHARED / "deaths" / "Accidental_Drug_Related_Deaths_2012-2022.csv"
TEMPE = SHARED / "incidents" / "tempe_az_opioid_ems_calls_2017_2024.csv"
REQUESTS = SHARED / "requests" / "getusppe_all_matches.csv"

VOLUNTEERS = """
name = "volunteer-network"
title = "Volunteer network"
feed = "requests"
required = ["received_date"]
identity = ["matchkey", "enumcode"]

[columns]
received_date = ["matchCreated"]
ended_date = ["closedOrDelivered"]
status = ["matchstatus"]
kits = ["qty"]

[[refuse_when]]
column = "matchsubstatus"
values = ["test_match"]
reason = "is a test"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty installation that knows one source of its own."""
    monkeypatch.chdir(tmp_path)
    sources = tmp_path / "data" / "sources"
    sources.mkdir(parents=True)
    (sources / "volunteer-network.toml").write_text(VOLUNTEERS)
    return tmp_path


def rows_of(path):
    """The rows of a published file as the csv module reads them."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def load(capsys, path, *arguments):
    """The report of one load, after checking that its five counts add up."""
    assert main(["load", str(path), "--json", *arguments]) == 0
    [report] = json.loads(capsys.readouterr().out)
    parts = ("new", "changed", "unchanged", "held", "refused")
    assert report["read"] == sum(report[part] for part in parts) == len(rows_of(path))
    return report


def table(capsys, *arguments):
    """The rows of one table."""
    main(["table", *arguments, "--format", "json"])
    return json.loads(capsys.readouterr().out)


def test_the_states_file_loads_as_published_deaths(capsys):
    """10,654 deaths; only those whose place of injury could be two places wait, and none is lost."""
    published = rows_of(DEATHS)

    report = load(capsys, DEATHS)

    assert (report["source"], report["feed"], report["read"]) == ("ct-deaths", "deaths", 10_654)
    assert (report["new"] + report["held"], report["refused"]) == (10_654, 0)
    canaan = {row for row, death in enumerate(published, 2) if death["Injury City"].strip().upper() == "CANAAN"}
    assert canaan <= {issue["row"] for issue in report["issues"] if issue["outcome"] == "held"}
    assert sum(row["total_deaths"] for row in table(capsys, "deaths")) == report["new"]


def test_deaths_count_where_the_injury_happened_and_never_where_the_death_did(capsys):
    """Sharon has a hospital: twice as many died there as were injured there."""
    published = rows_of(DEATHS)
    injured, died = (
        Counter(death[f"{what} City"].strip().upper() for death in published if death[f"{what} State"] in {"", "CT"})
        for what in ("Injury", "Death")
    )

    load(capsys, DEATHS)

    counted = {row["town"].upper(): row["total_deaths"] for row in table(capsys, "deaths")}
    for town in ("TORRINGTON", "SHARON", "LITCHFIELD", "NEW HARTFORD", "NORTH CANAAN"):
        assert counted[town] >= injured[town] > 0
    assert counted["SHARON"] < died["SHARON"]


def test_nothing_personal_of_the_deceased_is_kept(capsys, folder):
    """Age, sex, race, addresses and causes are named as left out, and no cause of death stands in the database."""
    report = load(capsys, DEATHS)

    assert {"Age", "Sex", "Race", "Cause of Death", "Residence City", "InjuryCityGeo"} <= set(
        report["left_out_columns"]
    )
    stored = (folder / "data" / "rorf.sqlite").read_bytes()
    assert b"ntoxication" not in stored
    assert b"Toxicity" not in stored


def test_the_calls_of_another_state_lie_outside_the_area(capsys):
    """Each of the 3,780 calls of Tempe, Arizona, is outside the area, and no town of ours has one."""
    report = load(capsys, TEMPE)

    assert (report["source"], report["feed"], report["new"]) == ("calls", "calls", 3_780)
    calls = {row["town"]: row["total_calls"] for row in table(capsys, "calls")}
    assert calls["Outside the area"] == 3_780
    assert sum(calls.values()) == 3_780


def test_naloxone_given_is_counted_as_published(capsys):
    """The calls whose Narcan_Given says Yes."""
    given = sum(call["Narcan_Given"] == "Yes" for call in rows_of(TEMPE))

    load(capsys, TEMPE)

    assert sum(row["naloxone_calls"] for row in table(capsys, "calls")) == given > 0


def sound_requests():
    """The requests that can be, by their key: no test, a quantity, not ended before they began; all rows of each."""
    found: dict[tuple[str, str], list[tuple[str, date, date | None, str]]] = {}
    for row in rows_of(REQUESTS):
        began = date.fromisoformat(row["matchCreated"][:10])
        ended = date.fromisoformat(row["closedOrDelivered"][:10]) if row["closedOrDelivered"] else None
        is_sound = row["matchsubstatus"] != "test_match" and int(row["qty"]) > 0 and not (ended and ended < began)
        if is_sound:
            found.setdefault((row["matchkey"], row["enumcode"]), []).append(
                (row["matchstatus"], began, ended, row["qty"])
            )
    return found


def test_the_request_file_loads_through_a_mapping(capsys):
    """Tests, empty quantities and ends before the beginning are refused; every other key is on record once.

    A key that comes again with the same values is unchanged, one with other values waits for a person.
    """
    sound = sound_requests()
    again = [(first, row) for first, *others in sound.values() for row in others]

    report = load(capsys, REQUESTS, "--source", "volunteer-network")

    assert report["new"] == len(sound)
    assert report["unchanged"] == sum(first == row for first, row in again) > 0
    assert report["held"] == sum(first != row for first, row in again) > 0
    requests = {row["town"]: row["total_requests"] for row in table(capsys, "requests")}
    assert requests["Place not recorded"] == len(sound)


def test_the_turnaround_of_the_requests_is_that_of_their_dates(capsys):
    """Median and 90th percentile by year of delivery, as numpy gives them from the single rows."""
    days: dict[str, list[int]] = {}
    for status, began, ended, _ in (rows[0] for rows in sound_requests().values()):
        if status == "delivered":
            days.setdefault(str(ended.year), []).append((ended - began).days)

    load(capsys, REQUESTS, "--source", "volunteer-network")

    turnaround = {row["year"]: row for row in table(capsys, "turnaround", "--by", "year")}
    assert turnaround.keys() == days.keys()
    for year, values in days.items():
        assert turnaround[year]["total_delivered"] == len(values)
        assert turnaround[year]["median_days"] == pytest.approx(np.quantile(values, 0.5))
        assert turnaround[year]["p90_days"] == pytest.approx(np.quantile(values, 0.9), abs=0.05)


@pytest.mark.parametrize("path", [DEATHS, TEMPE, REQUESTS], ids=["deaths", "calls", "requests"])
def test_a_real_file_loaded_again_changes_nothing(capsys, path):
    """The second time every row taken is unchanged."""
    first = load(capsys, path)

    again = load(capsys, path)

    assert (again["new"], again["changed"]) == (0, 0)
    assert again["unchanged"] == first["new"] + first["unchanged"]
    assert (again["held"], again["refused"]) == (first["held"], first["refused"])
