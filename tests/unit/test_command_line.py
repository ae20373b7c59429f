"""The command line: what it prints, how it ends, and that it never shows a traceback."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rorf_data.__main__ import main
from rorf_data.settings import read_settings
from rorf_data.towns import gazetteer
from tests.unit.sample_reading import SAMPLE

LOG = """log_id,date,agency,town,kits,phone
1,2026-03-04,A,Kent,2,860-555-0100
2,2026-04-01,A,Torrington,3,
3,2026-04-02,A,,1,
4,2026-04-02,A,"Sharon, MA",5,
5,2026-04-03,A,Canaan,1,
6,2026-04-31,A,Kent,1,
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder: data, key and databases go there."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def log(folder):
    """A small kit log with one row of every kind."""
    path = folder / "log.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


def table_of(text):
    """The rows of a printed CSV table, without its comment lines."""
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def test_a_load_reports_every_row_as_json(log, capsys):
    """The counts add up, held and refused rows are named as in the file, and the phone column was left out."""
    code = main(["load", str(log), "--json"])

    [report] = json.loads(capsys.readouterr().out)
    assert code == 0
    assert {"file", "sha256", "source", "feed"} <= report.keys()
    assert (report["source"], report["feed"]) == ("kit-log", "distributions")
    assert report["read"] == 6
    assert (report["new"], report["changed"], report["unchanged"], report["held"], report["refused"]) == (4, 0, 0, 1, 1)
    assert report["left_out_columns"] == ["phone"]
    assert [(issue["row"], issue["column"]) for issue in report["issues"]] == [(6, "town"), (7, "date")]


def test_a_dry_run_stores_nothing(log, capsys):
    """After a dry run the first real load still finds every row new."""
    main(["load", str(log), "--dry-run"])
    assert "tried only" in capsys.readouterr().out

    main(["load", str(log), "--json"])

    assert json.loads(capsys.readouterr().out)[0]["new"] == 4


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not a table", b"colour,shape\nred,round\n"])
def test_a_file_that_cannot_be_read_ends_with_one_line_and_two(folder, capsys, content):
    """Exit code 2, one clear line that names the file, nothing stored."""
    path = folder / "strange.csv"
    path.write_bytes(content)

    code = main(["load", str(path)])

    said = capsys.readouterr().err.strip()
    assert code == 2
    assert "strange.csv" in said
    assert len(said.splitlines()) == 1


def test_one_bad_file_does_not_stop_the_others(log, folder, capsys):
    """The good file is loaded and reported, and the exit code still tells of the bad one."""
    code = main(["load", str(folder / "absent.csv"), str(log), "--json"])

    out, err = capsys.readouterr()
    assert code == 2
    assert "absent.csv" in err
    assert [report["file"] for report in json.loads(out)] == ["log.csv"]


def test_a_table_has_every_town_and_the_two_other_places(log, capsys):
    """All 21 towns are there, members or not, then what lies outside and what has no place; nothing is lost."""
    main(["load", str(log)])
    capsys.readouterr()

    main(["table", "kits"])

    printed = capsys.readouterr().out
    rows = table_of(printed)
    assert [row["town"] for row in rows] == [
        *(town.name for town in gazetteer.towns()),
        "Outside the area",
        "Place not recorded",
    ]
    assert list(rows[0])[:2] == ["town", "total_kits"]
    assert sum(int(row["total_kits"]) for row in rows) == 2 + 3 + 1 + 5
    kits = {row["town"]: int(row["total_kits"]) for row in rows}
    assert (kits["Kent"], kits["Torrington"], kits["Outside the area"], kits["Place not recorded"]) == (2, 3, 5, 1)
    members = {row["town"] for row in rows if row["is_member"] == "true"}
    assert members == set(read_settings().member_towns())
    assert printed.startswith("# Title: ")


def test_the_columns_asked_for_come_first_and_in_that_order(log, capsys):
    """By month and town, then the measure, then the rest; both ends of the period are included."""
    main(["load", str(log)])
    capsys.readouterr()

    main(["table", "kits", "--by", "month,town", "--from", "2026-03-04", "--to", "2026-04-01", "--town", "Kent"])

    rows = table_of(capsys.readouterr().out)
    assert list(rows[0])[:3] == ["month", "town", "total_kits"]
    assert [(row["month"], row["total_kits"]) for row in rows] == [("2026-03", "2"), ("2026-04", "0")]


def test_json_holds_the_same_rows_as_csv(log, capsys):
    """Two forms of one table."""
    main(["load", str(log)])
    capsys.readouterr()
    main(["table", "kits", "--by", "fiscal_year"])
    in_csv = table_of(capsys.readouterr().out)

    main(["table", "kits", "--by", "fiscal_year", "--format", "json"])

    in_json = json.loads(capsys.readouterr().out)
    assert in_json == [{"fiscal_year": "2025-26", "total_kits": 11, "total_doses": 22, "total_distributions": 4,
                        "kits_at_overdose": 0}]  # fmt: skip
    assert [{name: str(value) for name, value in row.items()} for row in in_json] == in_csv


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("kits", "total_kits"),
        ("requests", "total_requests"),
        ("calls", "total_calls"),
        ("deaths", "total_deaths"),
        ("turnaround", "median_days"),
    ],
)
def test_nothing_on_record_is_an_empty_cell_and_not_a_zero(folder, capsys, name, measure):
    """Before the first load every town is there and none has a figure."""
    assert main(["table", name]) == 0

    rows = table_of(capsys.readouterr().out)
    assert len(rows) == 23
    assert {row[measure] for row in rows} == {""}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--by", "colour"],
        ["--by", "month,year"],
        ["--town", "Atlantis"],
        ["--from", "2026-05-01", "--to", "2026-04-01"],
    ],
)
@pytest.mark.parametrize("name", ["kits", "stock"])
def test_a_table_that_cannot_be_is_refused_in_a_sentence(folder, capsys, name, arguments):
    """Exit code 1 and one line, no traceback."""
    assert main(["table", name, *arguments]) == 1

    assert len(capsys.readouterr().err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "status", "town"),
    [
        (["Falls Village"], "town", "Canaan"),
        (["Canaan"], "unsure", None),
        (["Canaan", "--zip", "06018"], "town", "North Canaan"),
        (["Sharon", "--state", "MA"], "outside", None),
    ],
)
def test_a_place_is_resolved_as_json(capsys, arguments, status, town):
    """Status, town, reason and candidates."""
    assert main(["resolve", *arguments, "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["status"], found["town"]) == (status, town)
    assert found["reason"]
    assert bool(found["candidates"]) == (status == "unsure")


def test_the_status_names_what_is_on_record(log, capsys):
    """One load, four records, the newest of them of 2 April 2026, and nobody missing in the newest month."""
    main(["load", str(log)])
    capsys.readouterr()

    main(["status", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert found["loads"] == 1
    assert found["feeds"]["distributions"] == {"rows": 4, "newest_date": "2026-04-02"}
    assert found["feeds"]["deaths"] == {"rows": 0, "newest_date": None}
    assert found["not_reported"] == []


def test_the_sample_is_made_where_it_is_asked_for(folder, capsys):
    """The file names are printed, and the files are there."""
    assert main(["sample", "--out", str(folder / "sample"), "--seed", "7"]) == 0

    named = capsys.readouterr().out.split()
    assert named
    assert all((folder / "sample" / name).exists() for name in named)


def test_the_module_runs_as_a_program_without_streamlit(folder):
    """``python -m rorf_data`` is the same command, and the core never loads the screen."""
    script = (
        "import sys; from rorf_data.__main__ import main; "
        "code = main(['status']); sys.exit(code or 'streamlit' in sys.modules)"
    )
    by_module = subprocess.run(
        [sys.executable, "-m", "rorf_data", "status"], cwd=folder, capture_output=True, text=True
    )
    by_function = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True)

    assert by_module.returncode == by_function.returncode == 0, by_module.stderr + by_function.stderr
    assert by_module.stdout == by_function.stdout == "Nothing has been loaded yet.\n"


def test_a_member_town_that_is_none_of_the_region_ends_in_a_sentence(folder, capsys, monkeypatch):
    """Winsted is a village; the town is Winchester. The settings are refused rather than silently without effect."""
    Path("own.toml").write_text('[[members]]\ntown = "Winsted"\nstatus = "confirmed"\nmember_from = 2025-07-01\n')
    monkeypatch.setenv("RORF_SETTINGS", "own.toml")

    assert main(["status"]) == 1
    assert "Winsted" in capsys.readouterr().err


def test_a_wrong_command_ends_with_one(folder, capsys):
    """Exit code 2 is kept for files that can't be read."""
    with pytest.raises(SystemExit) as end:
        main(["table", "nonsense"])

    assert end.value.code == 1
    assert "nonsense" in capsys.readouterr().err


def test_a_village_is_understood_where_a_town_is_asked_for(log, capsys):
    """``--town`` takes what people write."""
    main(["load", str(log)])
    capsys.readouterr()

    main(["table", "kits", "--town", "falls village", "--town", "kent"])

    assert [row["town"] for row in table_of(capsys.readouterr().out)] == ["Canaan", "Kent"]


def test_an_official_name_is_that_town_where_a_town_is_asked_for(log, capsys):
    """Canaan stands on every screen for the town of that name; nobody is asked which one is meant."""
    main(["load", str(log)])
    capsys.readouterr()

    assert main(["table", "kits", "--town", "canaan"]) == 0
    assert [row["town"] for row in table_of(capsys.readouterr().out)] == ["Canaan"]


def test_stock_money_and_places_are_printed_with_rows_of_their_own(folder, capsys):
    """Each as its page shows it, over the days asked for where it has any."""
    Path("stock.csv").write_text(
        "entry_id,date,movement,store,lot,expiry,agency,kits\n"
        "1,2026-01-05,received,Town hall cupboard,L1,2028-01-31,,40\n"
        "2,2026-02-05,issued,Town hall cupboard,L1,2028-01-31,A,15\n"
    )
    Path("money.csv").write_text(
        "entry_id,date,kind,fund,town,category,item,amount\n"
        "1,2026-01-05,contribution,Regional fund,Kent,,,1000\n"
        "2,2026-02-05,spending,Regional fund,Kent,harm reduction,kits,250.50\n"
    )
    Path("places.csv").write_text(
        "place_id,name,kind,address,town,hours,latitude,longitude\n1,Town library,naloxone,1 Main Street,Kent,,,\n"
    )
    assert main(["load", "stock.csv", "money.csv", "places.csv"]) == 0
    capsys.readouterr()

    printed = {}
    for name, days in (("stock", []), ("help_places", []), ("settlement", ["--from", "2026-02-01", "--town", "Kent"])):
        assert main(["table", name, *days]) == 0
        printed[name] = table_of(capsys.readouterr().out)

    assert [(row["store"], row["kits_on_hand"]) for row in printed["stock"]] == [("Town hall cupboard", "25")]
    assert [row["town"] for row in printed["help_places"]] == ["Kent"]
    [kent, *_] = printed["settlement"]
    assert (kent["town"], kent["contributed_dollars"], kent["spent_dollars"]) == ("Kent", "0", "250.5")


def test_a_console_of_another_code_page_gets_its_report(log):
    """A name that the console can't show is spelled out, after a load that is stored."""
    renamed = log.rename(log.with_name("名.csv"))
    command = [sys.executable, "-m", "rorf_data", "load", renamed.name]

    ended = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "cp1252"}, check=False)

    assert ended.returncode == 0, ended.stderr
    assert b"6 rows read" in ended.stdout


def test_settings_that_cannot_be_used_end_in_a_sentence(folder, capsys, monkeypatch):
    """A broken settings file is named; exit code 1."""
    Path("settings.toml").write_text("[kit\n")
    monkeypatch.setenv("RORF_SETTINGS", "settings.toml")

    assert main(["status"]) == 1
    assert "settings.toml" in capsys.readouterr().err


def test_a_broken_description_of_a_source_is_named_beside_the_report(log, folder, capsys):
    """The file of another source is loaded all the same."""
    (folder / "data" / "sources").mkdir(parents=True)
    (folder / "data" / "sources" / "kent.toml").write_text('name = "kent"\n', encoding="utf-8")

    assert 0 == main(["load", str(log)])
    said = capsys.readouterr()
    assert "kent.toml: the entry 'feed' is missing" in said.err
    assert "6 rows read = 4 new" in said.out


def test_days_that_are_right_although_they_are_early_are_taken_when_that_is_said(folder, capsys):
    """They wait at first; with --accept-dates they count, and the history says so."""
    path = folder / "log.csv"
    path.write_text("date,agency,town,kits\n2019-03-04,A,Kent,2\n2199-03-04,A,Kent,1\n", encoding="utf-8")
    main(["load", str(path)])
    assert "is before the programme began on" in capsys.readouterr().out

    main(["load", str(path), "--accept-dates"])
    assert "2 rows read = 1 new + 0 changed + 0 unchanged + 1 held" in capsys.readouterr().out
    main(["history", "2"])
    assert "were said to be right" in capsys.readouterr().out


RULES = "was closed as something else than an overdose"


def test_a_report_says_the_same_of_many_rows_once(folder, capsys):
    """Units of one incident and rows that are no overdoses are counted, not listed one by one."""
    main(["load", str(SAMPLE / "formats" / "dispatch-cad.csv"), "--dry-run"])

    said = capsys.readouterr().out
    assert "42 rows are of the same incident as another row, and were counted with it." in said
    assert re.search(rf"rows 3 and [0-9]+ more: This row {RULES}. .refused.", said)
    assert said.count(RULES) == 1


def test_a_report_names_what_was_corrected_and_withdrawn_and_cells_that_were_left_out(folder, capsys):
    """Whoever has no page sees it here, before anything is stored."""
    head, rest = "date,agency,town,kits,recipient\n", "2026-05-03,A,Kent,1,friend\n2026-05-04,A,Kent,1,friend\n"
    first, second = folder / "1.csv", folder / "2.csv"
    first.write_text(head + "2026-05-01,A,Kent,2,friend\n2026-05-02,A,Sharon,3,friend\n" + rest, encoding="utf-8")
    second.write_text(head + "2026-05-01,A,Kent,5,call 860-555-0100\n" + rest, encoding="utf-8")
    main(["load", str(first)])
    capsys.readouterr()

    main(["load", str(second), "--dry-run"])

    said = capsys.readouterr().out
    assert "1 May 2026, A, Kent: number of kits 2 → 5, recipient friend → nothing" in said
    assert "2 May 2026, A, Sharon: would be withdrawn" in said
    assert (
        "row 2, recipient: This isn't a known word for the recipient, so it was left out. (taken, but for this)" in said
    )
    assert "860-555" not in said


def test_a_file_that_was_loaded_can_be_said_to_be_whole_afterwards(folder, capsys):
    """The report of the first load says so, and doing it withdraws what is not in the file."""
    head = "date,agency,town,kits\n"
    first, second = folder / "1.csv", folder / "2.csv"
    first.write_text(head + "".join(f"2026-05-0{day},A,Kent,{day}\n" for day in range(1, 7)), encoding="utf-8")
    second.write_text(head + "2026-05-01,A,Kent,1\n2026-05-31,A,Kent,1\n", encoding="utf-8")
    main(["load", str(first), str(second)])
    assert "5 records on file for the months of this file are not in it, and were kept." in capsys.readouterr().out

    main(["load", str(second)])
    assert "withdrawn" not in capsys.readouterr().out
    main(["load", str(second), "--replaces"])
    assert "5 records on file for the months of this file are not in it any more and were withdrawn." in (
        capsys.readouterr().out
    )


def test_what_can_be_done_about_a_file_of_an_unknown_kind_is_said(folder, capsys):
    """And nothing is printed where no file could be read."""
    (folder / "odd.csv").write_text("Day,Where\n2026-05-01,Kent\n", encoding="utf-8")

    assert 2 == main(["load", "odd.csv"])
    said = capsys.readouterr()
    assert "Its columns can be mapped on the page Load data" in said.err
    assert "" == said.out
