"""What looks like a person's name where an agency's, a column's or a file's is expected."""

from __future__ import annotations

import pytest

from rorf_data.intake.people import (
    file_name_to_keep,
    heading_to_keep,
    looks_like_a_person,
    may_name_a_person,
    sheet_name_to_keep,
)

PEOPLE = """
Jane Doe
JANE DOE
jane doe
Doe, Jane
DOE, JANE
J. Doe
J.R. Doe
Jane Q. Doe
Mary-Ann O'Brien
Dr. Jane Doe
MR DOE
Chief Doe
EMT Jane Doe
Jane Doe 2
Sharon Jones
Warren Kent
Kent Lake
Oliver North
Kent VFD - Jane Doe
Jane Doe (Kent VFD)
Kent VFD / Jane Doe
José Núñez
Jane Doe Kent VFD
Jane Doe Falls Village Volunteer Fire Dept
Jane Q. Doe Kent VFD
EMT Jane Doe Kent Fire
Doe, Jane, Kent VFD
DOE JANE SHARON AMBULANCE
Kent VFD Jane Doe
Jane Doe Waterbury Fire Department
Sharon Jones Kent VFD
J. Doe Kent VFD
Officer Doe Torrington PD
Kent VFD Chief Doe
"""

AGENCIES = """
A
Agency A
LCD
KVFD North
Kent VFD
kent fire
Engine 12
Troop B - CSP
1st Responders of Kent
Kent E.M.S.
Example Valley Ambulance
Trial Rescue
Goshen North
Falls Village Hose
Town of Kent
Rescue at Kent Company
Café “Öl” – EMS
Northwest Regional Harm Reduction
Lakeville Hose Company, Station 2
The Harvest of the Hills
Charlotte Hungerford Hospital
Charlotte Hungerford Hospital Torrington
Hartford HealthCare Charlotte Hungerford Hospital
Charlotte Hungerford EMS
Connecticut State Police Troop L Litchfield
E. Hartford Fire Dept
Susan B. Anthony Project Torrington
Deputy Sheriff Kent
Kent V.F.D.
William W. Backus Hospital, Norwich
Sharon Hospital
Warren Volunteer Fire Company
Washington Depot Ambulance
Kent Memorial Library
McCall Behavioral Health Network
Morris Bantam Fire Company
John Street Ambulance Kent
St. Mary Parish Lakeville
Falls Village Volunteer Fire Department
Ellsworth Fire District Sharon
Doe
A B
"""


@pytest.mark.parametrize("text", PEOPLE.strip().splitlines())
def test_what_may_be_a_persons_name_waits_for_a_person(text: str) -> None:
    """Two to four words, none of which shows an organisation, alone or beside an agency's name."""
    assert looks_like_a_person(text)


@pytest.mark.parametrize("text", AGENCIES.strip().splitlines())
def test_the_name_of_an_agency_passes(text: str) -> None:
    """One word, an abbreviation, a word of organisations or one of our places shows an agency."""
    assert not looks_like_a_person(text)


@pytest.mark.parametrize(
    ("heading", "kept"),
    [
        ("Jane Doe", "column 3"),
        ("Doe, Jane", "column 3"),
        ("Patient Name", "Patient Name"),
        ("Crew", "Crew"),
        ("minSigma_C1_upper", "minSigma_C1_upper"),
        ("Who drove?", "Who drove?"),
        ("Jane Doe (NY)", "column 3"),
        ("Kent VFD - Jane Doe", "column 3"),
    ],
)
def test_a_heading_that_may_be_a_persons_name_is_the_number_of_its_column(heading: str, kept: str) -> None:
    """Where a row of the data was taken for the header, its cells stand where headings should."""
    assert kept == heading_to_keep(heading, 2)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("kit-log-2026-03.csv", "kit-log-2026-03.csv"),
        ("kit log 2026-03-01 to 2026-03-31.xlsx", "kit log 2026-03-01 to 2026-03-31.xlsx"),
        ("log_20260315.csv", "log_20260315.csv"),
        ("Accidental_Drug_Related_Deaths_2012-2022.csv", "Accidental_Drug_Related_Deaths_2012-2022.csv"),
        ("jane.doe@example.org 860-555-0100.csv", "(left out) (left out).csv"),
        ("kit log jane.doe@example.org 860-555-0100.csv", "kit log (left out) (left out).csv"),
        ("kit log 8605550100.csv", "kit log (left out).csv"),
        ("kit log 203-555-2026.csv", "kit log (left out).csv"),
        ("kit log jane (at) example dot org.csv", "kit log (left out).csv"),
        ("kit log jane at example.org/x-joe@example.org.csv", "kit log (left out).csv"),
        ("kit log jane (at) example dot org-joe@example.org.csv", "kit log (left out).csv"),
        ("log 12 Main Street.csv", "log (left out).csv"),
        ("log 41.84512 -73.45123.csv", "log (left out) -(left out).csv"),
        ("jane doe.csv", "(left out).csv"),
        ("doe_jane 2026-03.xlsx", "(left out) 2026-03.xlsx"),
        ("kit-log-jane-doe-2026.csv", "kit-log-(left out)-2026.csv"),
        ("Kit log of Jane Doe, March.csv", "Kit log of (left out), March.csv"),
        ("sample-with-mistakes.csv", "sample-with-mistakes.csv"),
        ("export.8605550100", "export.(left out)"),
        ("log", "log"),
        ("Copy of Leave Behind Kits (2).xlsx", "Copy of Leave Behind Kits (2).xlsx"),
        ("leave-behind kitlog open.csv", "leave-behind kitlog open.csv"),
    ],
)
def test_the_name_of_a_file_keeps_its_dates_and_nothing_personal(name: str, kept: str) -> None:
    """What is stored and shown of a file's name."""
    assert kept == file_name_to_keep(name)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("March", "March"), ("Jane Doe", "sheet 2"), ("Kits Jane Doe", "Kits (left out)"), ("860-555-0100", "sheet 2")],
)
def test_the_name_of_a_sheet_is_its_number_where_it_may_be_a_persons(name: str, kept: str) -> None:
    """Sheets are named after whoever fills them in."""
    assert kept == sheet_name_to_keep(name, 2)


@pytest.mark.parametrize(
    "sentence",
    [
        "Jane Doe starts as coordinator",
        "New coordinator Jane Doe",
        "Coordinator: John Smith",
        "memorial for bobby miller",
        "Maria left the programme",
        "R. Miller retires",
        "Ngozi Okafor starts work",
        "Chief Doe retires",
        "Will Miller joins",
        "Meeting with Kent Miller",
    ],
)
def test_a_sentence_that_may_name_a_person(sentence: str) -> None:
    """A usual first name beside a word, a rank or initial before one, or two unknown words with capitals."""
    assert may_name_a_person(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Kits reach all ambulances",
        "sample: kits reach all ambulances",
        "State mandate begins",
        "Kits will reach every town",
        "Fire chief changes",
        "A new law begins",
        "Phase A begins",
        "June kit drive",
        "Kent begins to report",
        "Kent VFD joins",
        "Overdose Awareness Day",
        "Vending machine in North Canaan",
        "Sharon Hospital closes its unit",
        "Naloxone mandate (PA 23-97)",
    ],
)
def test_a_sentence_that_names_nobody(sentence: str) -> None:
    """Common words that are first names too, towns, agencies, days and laws are no people."""
    assert not may_name_a_person(sentence)
