"""``rorf events``: adding, listing and removing, and what is refused in one sentence."""

import json
from datetime import date

import pytest

from rorf_data.__main__ import main
from rorf_data.workplace import Workplace


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """One command in an empty folder, on 22 November 2026: its exit code, and what it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Workplace, "today", lambda workplace: date(2026, 11, 22))

    def run_command(*words):
        try:
            code = main(["events", *words])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return code, (said.out + said.err).strip()

    return run_command


def test_events_are_added_listed_and_removed(run):
    """Each answer is a sentence or a line; a removed event is listed no more."""
    assert run("list") == (0, "No event is kept yet.")
    assert run("add", "2026-03-10", "kits reach all ambulances") == (
        0,
        "Event 1 is kept: 10 March 2026, “kits reach all ambulances”.",
    )
    code, said = run("list")
    assert code == 0
    assert said.startswith("1: 2026-03-10, kits reach all ambulances (")
    [event] = json.loads(run("list", "--json")[1])
    assert (event["event_id"], event["event_date"], event["event"]) == (1, "2026-03-10", "kits reach all ambulances")

    assert run("remove", "1") == (0, "Event 1 is removed: 10 March 2026, “kits reach all ambulances”.")
    assert run("list") == (0, "No event is kept yet.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "2026-3-1", "mandate begins"), "2026-3-1 is no day; write it as 2026-11-12"),
        (("add", "2026-03-01", "call 860-555-0123"), "These words can't be kept."),
        (("add", "2099-03-01", "mandate begins"), "An event lies between 1 January 1990 and 22 November 2031."),
        (("remove", "7"), "There is no event 7"),
    ],
)
def test_what_cannot_be_is_refused(run, words, said):
    """The exit code is 1, and a sentence says why."""
    code, told = run(*words)

    assert code == 1
    assert said in told
