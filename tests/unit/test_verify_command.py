"""``rorf verify`` and ``rorf taken``: where a file comes from, whether it still holds, and what was taken away."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rorf_data.__main__ import main
from rorf_data.answers.tables import table
from rorf_data.exports.taking import Wanted, take
from rorf_data.workplace import open_workplace, utc_now

LOG = "log_id,date,agency,town,kits\n1,2026-03-04,A,Kent,2\n2,2026-04-05,A,Sharon,1\n"
MORE = "log_id,date,agency,town,kits\n1,2026-03-04,A,Kent,5\n"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def rorf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command in an own working folder into which one file is loaded."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    Path("log.csv").write_text(LOG, encoding="utf-8")
    run("load", "log.csv")
    return run


def printed(rorf: Run) -> str:
    """The table of kits by town as it is printed."""
    return rorf("table", "kits", "--by", "town,month")[1]


def test_a_printed_table_can_be_verified(rorf: Run) -> None:
    """By the question and the data version that stand in its first lines."""
    Path("table.csv").write_text(printed(rorf), encoding="utf-8")
    code, said, _ = rorf("verify", "table.csv")

    assert code == 0
    assert "made from the data up to load 1; internal, with exact numbers." in said
    assert "The figures are what the database says of the data of then." in said
    assert "Today's figures still agree with them." in said


def test_what_changed_since_is_named(rorf: Run) -> None:
    """The file holds, of the data of then."""
    Path("table.csv").write_text(printed(rorf), encoding="utf-8")
    Path("more.csv").write_text(MORE, encoding="utf-8")
    rorf("load", "more.csv")
    code, said, _ = rorf("verify", "table.csv")

    assert code == 0
    assert "Kits left: 2 then, 5 now" in said


def test_a_changed_table_does_not_hold(rorf: Run) -> None:
    """The exit code says so too, for scripts."""
    Path("table.csv").write_text(printed(rorf).replace("Kent,2026-03,2,", "Kent,2026-03,3,"), encoding="utf-8")
    code, said, _ = rorf("verify", "table.csv")

    assert code == 1
    assert "2 when it was made, 3 in the file" in said


def test_what_is_neither_a_file_nor_a_code_is_refused(rorf: Run) -> None:
    """With the sentence alone, and the exit code of files that can't be read."""
    assert rorf("verify", "no-such-file.csv")[::2] == (
        2,
        "“no-such-file.csv” is neither a file nor a check code such as K7QF-2MXD-9TPA.\n",
    )
    assert rorf("verify", "log.csv")[0] == 2
    code, said, _ = rorf("verify", "k7qf 2mxd 9tpa")
    assert code == 1
    assert said.startswith("Check code K7QF-2MXD-9TPA\n")


def test_what_was_taken_away_is_listed(rorf: Run) -> None:
    """Newest first, and as JSON; a code of the list can be verified."""
    assert rorf("taken")[1] == "Nothing was taken away yet.\n"
    reader = open_workplace(dict(os.environ), Path.cwd()).reader()
    take(
        reader,
        table(reader, "kits", by=["town"], first=None, last=None, towns=()),
        None,
        Wanted("csv", is_internal=True),
        by="jd",
        now=utc_now(),
    )

    line = rorf("taken")[1]
    [entry] = json.loads(rorf("taken", "--json")[1])
    assert "jd: Kits left" in line
    assert "CSV, INTERNAL" in line
    assert entry["check_code"] in line
    assert rorf("verify", entry["check_code"])[0] == 0
