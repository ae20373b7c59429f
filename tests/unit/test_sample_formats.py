"""Each format that is known from the start, by its invented example: recognised, and counted as its maker counts."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from rorf_data.errors import FileRefused
from rorf_data.intake.read import open_file
from rorf_data.intake.recognise import recognise
from rorf_data.intake.rules import rules_in_words
from rorf_data.intake.sources import read_sources, variant_of
from rorf_data.sample import LAST_MONTH, SEED
from rorf_data.sample.events import Call, Request
from rorf_data.sample.formats import calls_told, counts_told, requests_told
from rorf_data.sample.published_deaths import deaths_of
from rorf_data.store import tables
from rorf_data.towns.gazetteer import code_of
from rorf_data.workplace import Workplace
from tests.unit.intake.reading import Taken, take_in
from tests.unit.sample_reading import SAMPLE

FORMATS = SAMPLE / "formats"
EDITIONS_WITH_PLACES = ("2012-2018", "current")
EDITIONS = ("2012-2017", *EDITIONS_WITH_PLACES)
SOURCES = {source.name: source for source in read_sources()}


@pytest.mark.parametrize(
    ("name", "source", "variant"),
    [
        ("microsoft-forms.xlsx", "request-form", "Microsoft Forms export"),
        ("google-forms.csv", "request-form", "Google Forms export"),
        ("jotform.csv", "request-form", "Jotform export"),
        ("dispatch-cad.csv", "dispatch", ""),
        ("ambulance-nemsis.csv", "nemsis", ""),
        ("odmap.csv", "odmap", ""),
        ("published-deaths-2012-2017.csv", "ct-deaths-2012-2017", ""),
        ("published-deaths-2012-2018.csv", "ct-deaths", "edition 2012-2018"),
        ("published-deaths-current.csv", "ct-deaths", "current edition"),
        ("monthly-summary-list.csv", "monthly-summary", ""),
        ("monthly-summary-months-across.csv", "monthly-summary", ""),
        ("monthly-summary-towns-across.csv", "monthly-summary", ""),
    ],
)
def test_each_format_is_recognised_by_its_columns(name: str, source: str, variant: str) -> None:
    """Without being told; a form stays one source whatever tool made it, and the tool is only named."""
    found = recognise(open_file(FORMATS / name), read_sources())

    assert (source, variant) == (found.source.name, variant_of(found.source, found.fit.headings))


def test_no_format_lies_in_the_folder_untested() -> None:
    """The list above is whole."""
    assert {path.name for path in FORMATS.iterdir()} == {
        *(f"published-deaths-{edition}.csv" for edition in EDITIONS),
        "microsoft-forms.xlsx",
        "google-forms.csv",
        "jotform.csv",
        "dispatch-cad.csv",
        "ambulance-nemsis.csv",
        "odmap.csv",
        "monthly-summary-list.csv",
        "monthly-summary-months-across.csv",
        "monthly-summary-towns-across.csv",
    }


@pytest.mark.parametrize("name", ["microsoft-forms.xlsx", "google-forms.csv", "jotform.csv"])
def test_every_form_tool_gives_the_requests_that_were_made(name: str) -> None:
    """Day and kits of each; several ways of asking in one cell are noted, and nothing of a person is kept."""
    made = requests_told(SEED, LAST_MONTH)
    taken = _taken(name)
    rows: list[dict[Any, Any]] = [*taken.rows, *map(_values, taken.held)]
    told = [(row["received_date"], row["kits"]) for row in rows]

    assert Counter((request.at.date(), request.kits) for request in made) == Counter(told)
    assert len(made) == taken.read
    assert _towns(made) == _areas(taken)
    assert not {"person", "email", "name", "phone"} & {field for row in taken.rows for field in row}


def test_several_choices_in_one_cell_are_noted() -> None:
    """“Web;” is one way of asking, “Web;Phone;” none that could be counted."""
    taken = _taken("microsoft-forms.xlsx")
    written = Counter(row["How was the request made?"] for row in _rows("google-forms.csv"))

    assert written["Web"] == sum(row["channel"] == "web request" for row in taken.rows)
    assert written["Web, Phone"] == sum("known word" in problem for _, _, problem in taken.noted) > 0


def test_an_incident_counts_once_however_many_units_went() -> None:
    """By hand: rows by incident number, an overdose where the final type says so or, without one, the determinant."""
    incidents: dict[str, list[dict[str, str]]] = defaultdict(list)
    for number, row in enumerate(_rows("dispatch-cad.csv")):
        incidents[row["Incident #"] or f"row {number}"].append(row)
    overdoses = [rows for rows in incidents.values() if any(map(_is_overdose, rows))]
    taken = _taken("dispatch-cad.csv")

    assert len(calls_told(SEED, LAST_MONTH)) == len(overdoses) == len(taken.rows)
    assert sum(map(len, incidents.values())) == taken.read
    assert taken.read == len(taken.rows) + len(taken.refused) + _joined(taken)
    assert sum(map(len, overdoses)) - len(overdoses) == _joined(taken) > 0
    assert Counter(min(map(_dispatched, rows)) for rows in overdoses) == Counter(r["call_date"] for r in taken.rows)
    assert Counter("yes" if any(r["Narcan Given"] == "Yes" for r in rows) else "no" for rows in overdoses) == Counter(
        row["naloxone_given"] for row in taken.rows
    )


def test_some_units_were_sent_after_midnight() -> None:
    """Or the test above would not try what it says."""
    days: dict[str, set[date]] = defaultdict(set)
    for row in _rows("dispatch-cad.csv"):
        days[row["Incident #"]].add(_dispatched(row))

    assert [incident for incident, found in days.items() if incident and len(found) > 1]


def test_ambulance_records_count_by_the_rule_that_is_shown() -> None:
    """The calls that were made and no other record; fatal, transport and kits left as they were invented."""
    made = calls_told(SEED, LAST_MONTH)
    taken = _taken("ambulance-nemsis.csv")
    incidents = {row["eResponse.03 - Incident Number"] for row in _rows("ambulance-nemsis.csv")}

    assert len(made) == len(taken.rows) == sum("OTHER" not in incident for incident in incidents)
    assert len(taken.refused) == sum("OTHER" in incident for incident in incidents)
    assert sum(call.is_fatal for call in made) == sum(row["outcome"] == "fatal" for row in taken.rows)
    assert sum(call.doses in ("single", "multiple") for call in made) == sum(
        row["naloxone_given"] == "yes" for row in taken.rows
    )
    assert sum(call.transport == "transported" for call in made) == sum(
        row["transport"] == "transported" for row in taken.rows
    )
    assert _kits_left_by_hand() == sum(row["kit_left"] == "yes" for row in taken.rows) > 0
    assert _towns(made) == _areas(taken)


def test_the_rules_are_sentences_that_can_be_shown() -> None:
    """What counts, what doesn't, and that units of one incident are one call."""
    said = rules_in_words(SOURCES["nemsis"])

    assert any(sentence.startswith("A row counts as a suspected overdose when") for sentence in said)
    assert any("kit counts as left behind" in sentence for sentence in said)
    assert "one call" in said[-1]
    assert [] == rules_in_words(SOURCES["kit-log"])


def test_the_eight_types_of_odmap_are_read_and_coordinates_only_place() -> None:
    """Outcome and naloxone as invented, town by town, also where only coordinates are given."""
    made = calls_told(SEED, LAST_MONTH)
    taken = _taken("odmap.csv")

    assert len(made) == len(taken.rows)
    assert Counter((_outcome(call), _naloxone(call)) for call in made) == Counter(
        (row["outcome"], row["naloxone_given"]) for row in taken.rows
    )
    assert _towns(made) == _areas(taken)
    assert {"Latitude", "Longitude"} <= set(taken.recognised.left_out_columns)
    assert "internal" == SOURCES["odmap"].release
    assert {"open"} == {source.release for name, source in SOURCES.items() if name != "odmap"}


@pytest.mark.parametrize("first", EDITIONS_WITH_PLACES)
def test_the_editions_with_places_give_the_same_records(workplace: Workplace, first: str) -> None:
    """Whichever was loaded first, the other changes nothing and adds nothing."""
    made = deaths_of(SEED, LAST_MONTH)
    report = _load(workplace, f"published-deaths-{first}.csv")

    assert report.new + report.held == len(made)
    for other in (edition for edition in EDITIONS_WITH_PLACES if edition != first):
        again = _load(workplace, f"published-deaths-{other}.csv")
        assert (0, 0, report.new) == (again.new, again.changed, again.unchanged)


def test_the_deaths_of_the_oldest_edition_have_no_place(workplace: Workplace) -> None:
    """It names no town of injury. Everybody in the example died in Torrington's hospital; nobody counts there."""
    report = _load(workplace, "published-deaths-2012-2017.csv")

    assert len(deaths_of(SEED, LAST_MONTH)) == report.new
    notes = [issue.problem for issue in report.issues]
    assert [
        "No column of this file says where, so all of its rows count as “place not recorded”. "
        "Where somebody lived or died is never taken for the place of injury."
    ] == notes
    with workplace.engine.connect() as connection:
        assert ["not-recorded"] == list(connection.scalars(sa.select(tables.deaths.c.area).distinct()))


@pytest.mark.parametrize(("first", "second"), [("current", "2012-2017"), ("2012-2017", "2012-2018")])
def test_an_edition_without_places_is_not_counted_beside_one_with(
    workplace: Workplace, first: str, second: str
) -> None:
    """Whichever comes second is refused: it tells of the same deaths, and nothing but the day says so."""
    _load(workplace, f"published-deaths-{first}.csv")

    with pytest.raises(FileRefused, match=r"seems to tell of the deaths .* They would count twice"):
        _load(workplace, f"published-deaths-{second}.csv")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("monthly-summary-list.csv", "kits"),
        ("monthly-summary-list.csv", "calls"),
        ("monthly-summary-months-across.csv", "kits"),
        ("monthly-summary-towns-across.csv", "calls"),
    ],
)
def test_a_summary_says_what_was_counted_whichever_way_it_lies(name: str, field: str) -> None:
    """Each town and month, zeros among them, and no totals."""
    expected: Counter[tuple[date, str]] = Counter()
    for count in counts_told(SEED, LAST_MONTH):
        expected[count.month, count.town] += getattr(count, field)
    found = {(row["month_date"], row["area"]): row[field] for row in _taken(name).rows}

    assert {code_of(town) for town in ("Goshen", "Litchfield", "Morris", "Warren")} == {area for _, area in found}
    assert found == {(month, area): expected[month, _TOWN_OF_CODE[area]] for month, area in found}
    assert len({month for month, _ in found}) == 6


def test_summaries_are_in_no_total_of_rows(workplace: Workplace) -> None:
    """They lie in a table of their own."""
    report = _load(workplace, "monthly-summary-months-across.csv")
    with workplace.engine.connect() as connection:
        kept = connection.execute(tables.summaries.select()).all()
        distributions = connection.execute(tables.distributions.select()).all()

    assert (report.new, []) == (len(kept), distributions)


@pytest.mark.parametrize("path", sorted(FORMATS.iterdir()), ids=lambda path: path.name)
def test_every_row_is_accounted_for_and_loading_again_changes_nothing(workplace: Workplace, path: Path) -> None:
    """Units that went into another row count as unchanged; what was held or refused is so again."""
    first, again = _load(workplace, path.name), _load(workplace, path.name)

    for report in (first, again):
        assert report.read == report.new + report.changed + report.unchanged + report.held + report.refused
    assert (0, 0, 0) == (first.changed, again.new, again.changed)
    assert (first.new + first.unchanged, first.held, first.refused) == (again.unchanged, again.held, again.refused)


_TOWN_OF_CODE = {code_of(town): town for town in ("Goshen", "Litchfield", "Morris", "Warren")}


def _taken(name: str) -> Taken:
    return take_in((FORMATS / name).read_bytes(), name=name)


def _load(workplace: Workplace, name: str) -> Any:
    file = open_file(FORMATS / name)
    return workplace.load(file, workplace.recognise(file), loaded_by="a test")


def _rows(name: str) -> list[dict[str, str]]:
    text = (FORMATS / name).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _is_overdose(row: dict[str, str]) -> bool:
    final = row["Final Call Type"].lower()
    return "overdose" in final if final else row["Determinant"].startswith("23-")


def _dispatched(row: dict[str, str]) -> date:
    return datetime.strptime(row["Dispatched"] + " +0000", "%m/%d/%Y %H:%M %z").date()


def _joined(taken: Taken) -> int:
    return sum("same incident as row" in problem for _, _, problem in taken.noted)


def _values(row: dict[Any, Any]) -> dict[str, Any]:
    values = dict(row["values"])
    return values | {"received_date": date.fromisoformat(values["received_date"])}


def _kits_left_by_hand() -> int:
    """Incidents of overdoses one of whose records names the protocol or says yes in the state's own element."""
    left = {
        row["eResponse.03 - Incident Number"]
        for row in _rows("ambulance-nemsis.csv")
        if "Leave-Behind" in row["eProtocols.01 - Protocols Used"]
        or row["itDisposition.045 - Naloxone Kit Left Behind"] == "Yes"
    }
    return len(left)


def _towns(events: Iterable[Call | Request]) -> Counter[str]:
    """How many lie in each of the towns where sample events happen, by code, "outside" or "not-recorded"."""
    return Counter(_area(event) for event in events)


def _area(event: Call | Request) -> str:
    if event.place is None:
        return "not-recorded"
    outside = event.place.town in ("New Milford", "Sheffield")
    return "outside" if outside else code_of(event.place.town)


def _areas(taken: Taken) -> Counter[str]:
    return Counter(row["area"] for row in taken.rows)


def _outcome(call: Call) -> str:
    return "fatal" if call.is_fatal else "nonfatal"


def _naloxone(call: Call) -> str:
    return {"none": "no", "unknown": "unknown"}.get(call.doses, "yes")
