"""The commands of the reporting ledger: what they keep, what they say, and what they refuse."""

import json
from datetime import date

import pytest

from rorf_data.__main__ import main
from rorf_data.workplace import Workplace

LOG = "date,agency,town,kits\n2026-06-03,Kent Ambulance,Kent,2\n2026-08-01,Kent Ambulance,Kent,1\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with one log loaded, of June to August 2026, on 22 November 2026."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Workplace, "today", lambda workplace: date(2026, 11, 22))
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    assert main(["load", "log.csv"]) == 0
    return tmp_path


@pytest.fixture
def run(folder, capsys):
    """One command of the ledger: its exit code, and what it said."""
    capsys.readouterr()

    def run_command(*words):
        code = main(list(words))
        said = capsys.readouterr()
        return code, (said.out + said.err).strip()

    return run_command


def test_what_is_expected_is_kept_and_said(run):
    """What is not said stays as it was: due after 15 days, from the first month on record."""
    code, said = run("expect", "--agency", "kent ambulance", "--every", "quarter", "--until", "2026-12")

    assert code == 0
    assert said == (
        "Expected of “Kent Ambulance”: every quarter, due 15 days after the end, from June 2026 to December 2026."
    )
    _, found = run("reporting", "--months", "3", "--json")
    [expected] = json.loads(found)["expected"]
    assert (expected["agency"], expected["every"], expected["until"]) == (
        "Kent Ambulance",
        "every quarter",
        "December 2026",
    )


def test_a_new_agency_needs_its_first_month(run):
    """An agency that never sent anything can be expected, from a month that somebody names."""
    code, said = run("expect", "--agency", "Sharon Fire", "--every", "month")
    assert (code, "--from" in said) == (1, True)

    code, _ = run("expect", "--agency", "Sharon Fire", "--every", "month", "--from", "2026-09", "--due-days", "10")

    assert code == 0
    assert "Sharon Fire (Kit logs): missing" in run("reporting", "--months", "24")[1]


def test_nothing_to_report_is_kept_once(run):
    """The second time the month is on record already."""
    code, said = run("nothing", "--agency", "Kent Ambulance", "--month", "2026-09")
    assert code == 0
    assert said == "“Kent Ambulance” has nothing to report for September 2026 (load 2)."

    code, said = run("nothing", "--agency", "Kent Ambulance", "--month", "2026-09")
    assert code == 1
    assert "has already reported September 2026" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nothing", "--agency", "Kent Ambulance", "--month", "2026-06"], "has kits on record in June 2026"),
        (["nothing", "--agency", "Kent Ambulanc", "--month", "2026-09"], "Known are “Kent Ambulance”"),
        (["expect", "--agency", "calls", "--feed", "calls", "--every", "month"], "Nobody has reported any yet"),
        (["expect", "--agency", "Kent Ambulance", "--every", "month", "--due-days", "999"], "0 to 366 days"),
        (
            ["expect", "--agency", "call 860-555-0100", "--every", "month", "--from", "2026-09"],
            "can't be kept as the name of an agency",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_line(run, words, told):
    """Exit code 1, a sentence that says what is the matter, and no number repeated that may be a person's."""
    code, said = run(*words)

    assert code == 1
    assert told in said
    assert len(said.splitlines()) == 1
    assert "860-555" not in said


@pytest.mark.parametrize(
    "words",
    [
        ["nothing", "--agency", "A", "--month", "September"],
        ["reporting", "--months", "0"],
        ["expect", "--agency", "A", "--every", "week"],
        ["expect", "--agency", "A", "--every", "month", "--feed", "weather"],
    ],
)
def test_a_wrong_word_ends_with_1(run, words):
    """A month that is none, no months, a rhythm or a kind of records that does not exist."""
    with pytest.raises(SystemExit) as ended:
        run(*words)

    assert ended.value.code == 1


def test_reporting_says_who_is_missing(run):
    """A line for each month, newest first, and under it whoever is missing; with --json the same as values."""
    code, said = run("reporting", "--months", "3")
    _, found = run("reporting", "--months", "3", "--json")

    assert code == 0
    assert said.splitlines() == [
        "October 2026: The one expected report is not in; 1 is 7 days late.",
        "  Kent Ambulance (Kit logs): missing, 7 days late",
        "September 2026: The one expected report is not in; 1 is 38 days late.",
        "  Kent Ambulance (Kit logs): missing, 38 days late",
        "August 2026: The one expected report is in.",
    ]
    [late, *_] = json.loads(found)["reports"]
    assert (late["month"], late["report"], late["due_on"], late["received_on"], late["days_late"]) == (
        "Oct 2026",
        "missing",
        "2026-11-15",
        None,
        7,
    )
