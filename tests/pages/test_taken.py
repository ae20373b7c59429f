"""The log of files on the History page, and the box that says where a file comes from."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages._shared import taken as hall
from rorf_data.answers.calls import calls_by_month
from rorf_data.answers.reader import Reader
from rorf_data.exports.check_code import check_code
from rorf_data.exports.taking import Wanted, take
from rorf_data.model import Filters, Period
from rorf_data.workplace import open_sample, open_workplace, utc_now
from tests.pages.visiting import ROOT, notices, table, visit

HISTORY = "pages/manage/history.py"


@pytest.fixture
def reader(data_folder: Path) -> Reader:
    """Who reads the sample data that the page shows."""
    workplace = open_workplace({"RORF_DATA_DIR": str(data_folder)}, data_folder)
    return open_sample(workplace, ROOT / "sample_data").reader()


@pytest.fixture
def file(reader: Reader) -> bytes:
    """An internal table of calls by month, as somebody took it away."""
    year = Filters(Period.of_months(reader.newest_full_month().last, 12))
    return take(reader, calls_by_month(reader, year), None, Wanted("csv", is_internal=True), by="jd", now=utc_now())


def words(app: AppTest) -> str:
    """All running text of the page."""
    return "\n".join(part.value for part in app.markdown)


def code_of(file: bytes) -> str:
    """The check code in the first lines of a table."""
    [line] = [line for line in file.decode().splitlines() if line.startswith("# Check code: ")]
    return line.removeprefix("# Check code: ")


def test_nothing_was_taken_away_yet(app: AppTest) -> None:
    """And the page says so."""
    assert hall.NOTHING_TAKEN in notices(visit(app, HISTORY))


def test_what_was_taken_away_is_listed(file: bytes, app: AppTest) -> None:
    """With who, for whom and in which form."""
    shown = table(visit(app, HISTORY), "Files taken away")

    assert (shown["taken_by"], shown["audience"], shown["form"]) == (["jd"], ["INTERNAL"], ["CSV"])
    assert shown["check_code"] == [code_of(file)]


def test_a_file_tells_where_it_comes_from(file: bytes, app: AppTest) -> None:
    """Given to the page, it is found in the log and its figures are asked for again."""
    page = visit(app, HISTORY)
    page.file_uploader(key="verify_file").upload("calls.csv", file).run()

    assert "This is the very file that was taken away, unchanged." in words(page)
    assert "Today's figures still agree with them." in words(page)
    assert not page.exception


def test_a_code_is_enough(file: bytes, app: AppTest) -> None:
    """Typed in small letters; what can't be a code is told."""
    page = visit(app, HISTORY)
    page.text_input(key="verify_code").input(code_of(file).lower()).run()
    assert "Today's figures still agree with them." in words(page)

    page.text_input(key="verify_code").input("hello").run()
    assert hall.NO_CODE in notices(page)


def test_a_file_of_somebody_else_is_told_so(file: bytes, app: AppTest) -> None:
    """In a sentence, without a traceback."""
    page = visit(app, HISTORY)
    page.file_uploader(key="verify_file").upload("notes.txt", b"Good day").run()

    assert "“notes.txt” is in none of the forms" in notices(page)
    assert not page.exception


def test_the_code_of_a_frame_is_the_same_wherever_it_is_made(file: bytes, reader: Reader) -> None:
    """On a page, by a command or in a test."""
    year = Filters(Period.of_months(reader.newest_full_month().last, 12))

    assert check_code(calls_by_month(reader, year)) == code_of(file)
