"""A file that is found again tells which data it was made from, whether it was changed, and whether it still holds."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import openpyxl
import pytest
import sqlalchemy as sa

from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader
from rorf_data.charts import calls_by_month_bars
from rorf_data.disclosure.release import Released
from rorf_data.errors import FileRefused
from rorf_data.exports import to_csv, to_png, to_svg, to_xlsx
from rorf_data.exports.browser import PictureBrowser
from rorf_data.exports.check_code import check_code
from rorf_data.exports.fix_files import fix_archive
from rorf_data.exports.found_in_files import find_in_file
from rorf_data.exports.native_pptx import to_pptx
from rorf_data.exports.taking import Wanted, log_taken
from rorf_data.exports.verified_words import said_of, said_of_file
from rorf_data.exports.verifying import verify_code, verify_file
from rorf_data.store import tables
from tests.unit.conftest import Load
from tests.unit.exports.taken_files import NOW, ONE_MORE, PaperBrowser, months, taken
from tests.unit.picture_frames import by_month

BROWSER = cast(PictureBrowser, PaperBrowser())
SHOWN = by_month(total_calls=[8, None, 9], fatal_calls=[1, None, 0], nonfatal_calls=[7, None, 9],
                 unknown_outcome_calls=[0, None, 0])  # fmt: skip
CHART = calls_by_month_bars(SHOWN)
CODE = check_code(SHOWN)


def as_html(code: str) -> bytes:
    """A web page that names a code somewhere in its text."""
    return f"<!DOCTYPE html><html><body><p>Check code: <b>{code}</b></p></body></html>".encode()


def as_pdf(*codes: str) -> bytes:
    """A page of paper with codes among its keywords."""
    import typst

    keywords = ", ".join(f'"{code}"' for code in codes)
    return bytes(typst.compile(f'#set document(title: "T", keywords: ({keywords},))\nText.'.encode()))


FORMS: dict[str, Callable[[], bytes]] = {
    "csv": lambda: to_csv(SHOWN),
    "xlsx": lambda: to_xlsx(SHOWN),
    "png": lambda: to_png(CHART, browser=BROWSER),
    "svg": lambda: to_svg(CHART, browser=BROWSER),
    "pptx": lambda: to_pptx(CHART),
    "html": lambda: as_html(CODE),
    "pdf": lambda: as_pdf(CODE),
    "txt": lambda: f"Kits left: 17 [1].\n\n[1] Kit logs. As of 1 May 2026, check code {CODE}".encode(),
    "zip": lambda: fix_archive({"a.csv": to_csv(SHOWN), "b.png": to_png(CHART, browser=BROWSER), "read.me": b"x"}),
}


@pytest.mark.parametrize(("form", "make"), FORMS.items(), ids=FORMS)
def test_every_form_tells_its_check_code(form: str, make: Callable[[], bytes]) -> None:
    """Once, though it may stand in several places of the file."""
    told, found = find_in_file(make(), "file")

    assert told == form
    assert [one.check_code for one in found] == [CODE]


@pytest.mark.parametrize("form", ["csv", "xlsx", "png", "svg", "pptx", "zip"])
def test_what_stands_beside_the_code_is_read_too(form: str) -> None:
    """The data version, title and audience, so that a file can be traced where no log knows it."""
    [found] = find_in_file(FORMS[form](), "file")[1]

    assert found.facts["Data version"] == "0"
    assert found.facts["Audience"] == "may be passed on"
    assert found.facts["Title"]


def test_a_file_can_hold_several_codes() -> None:
    """A deck, a report or an archive is made of many frames."""
    other = check_code(replace(SHOWN, about=replace(SHOWN.about, data_version=5)))

    assert {one.check_code for one in find_in_file(as_pdf(CODE, other), "a.pdf")[1]} == {CODE, other}
    archive = fix_archive({"a.csv": to_csv(SHOWN), "b.html": as_html(other)})
    assert {one.check_code for one in find_in_file(archive, "a.zip")[1]} == {CODE, other}


BAD = {
    "nothing": b"",
    "some text": b"Good day",
    "a table from elsewhere": b"date,town,kits\n2026-01-01,Kent,1\n",
    "half a picture": FORMS["png"]()[:60],
    "half a workbook": FORMS["xlsx"]()[:900],
    "a workbook of a version to come": re.sub(rb"(?<=PK\x01\x02..).", b"\x77", FORMS["xlsx"](), flags=re.DOTALL),
    "half an SVG": FORMS["svg"]()[:200],
    "an SVG that grows": b'<svg><!DOCTYPE x [<!ENTITY a "aaaa">]><metadata>&a;</metadata></svg>',
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_refused_in_words(content: bytes) -> None:
    """No traceback, and the sentence is fit to show."""
    with pytest.raises(FileRefused, match="none of the forms|in none of|damaged|declarations"):
        find_in_file(content, "file")


def test_a_file_without_a_code_is_said_to_have_none(reader: Reader) -> None:
    """A picture whose properties were stripped, as many programs do."""
    verified = verify_file(reader, BROWSER.draw({}, form="png", scale=1), "picture.png")

    assert verified.verdicts == ()
    assert "no check code" in said_of_file(verified)[0]


@pytest.mark.parametrize("wanted", [Wanted("csv"), Wanted("xlsx"), Wanted("csv", is_internal=True)], ids=str)
def test_an_unchanged_file_of_todays_data_holds(wanted: Wanted, reader: Reader) -> None:
    """The very file is in the log; its figures are those of its data, and today's agree."""
    verified = verify_file(reader, taken(reader, months(reader), wanted), "file")
    [verdict] = verified.verdicts

    assert verified.is_in_log
    assert (verdict.was_so, verdict.changed, verdict.since, verdict.why_not) == (True, (), (), "")
    assert verdict.holds
    assert verdict.origin is not None
    assert verdict.origin.data_version == 1
    said = said_of(verdict, reader)
    assert "Today's figures still agree with them." in said
    assert any("by jd" in sentence for sentence in said)


def test_later_data_are_told_apart_from_a_wrong_file(reader: Reader, load: Load) -> None:
    """The file still holds, of the data of then; the rows that are others now are named."""
    content = taken(reader, months(reader), Wanted("csv", is_internal=True))
    load(ONE_MORE, name="more.csv", source="calls")
    [verdict] = verify_file(reader, content, "file").verdicts

    assert verdict.holds
    assert verdict.since is not None
    changed = {(one.row, one.column): (one.before, one.after) for one in verdict.since}
    assert changed[("2026-05-01, May 2026", "Overdose calls")] == ("12", "13")
    assert {row for row, _ in changed} == {"2026-05-01, May 2026"}
    assert any("12 then, 13 now" in sentence for sentence in said_of(verdict, reader))


def test_a_shared_file_is_compared_as_it_was_shared(reader: Reader, load: Load) -> None:
    """What was hidden then is hidden in the comparison too, then and now."""
    content = taken(reader, months(reader), Wanted("csv"))
    load(ONE_MORE, name="more.csv", source="calls")
    [verdict] = verify_file(reader, content, "file").verdicts

    assert verdict.holds
    assert verdict.since is not None
    assert not any(one.before == "2" for one in verdict.since)


def edited_csv(content: bytes) -> bytes:
    """The file with one number changed, as by hand."""
    lines = content.decode("utf-8-sig").split("\r\n")
    place = next(number for number, line in enumerate(lines) if line.startswith("2026-05-01"))
    cells = next(csv.reader([lines[place]]))
    lines[place] = ",".join(["17" if cell == "12" else cell for cell in cells])
    return "\r\n".join(lines).encode()


def edited_xlsx(content: bytes) -> bytes:
    """The workbook with one number changed in another program."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Table"]
    for cell in sheet[6]:
        cell.value = 17 if cell.value == 12 else cell.value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("form", "edit"), [("csv", edited_csv), ("xlsx", edited_xlsx)])
def test_a_changed_cell_is_found(form: Any, edit: Callable[[bytes], bytes], reader: Reader) -> None:
    """With what it said when the file was made, and what it says in the file."""
    verified = verify_file(reader, edit(taken(reader, months(reader), Wanted(form, is_internal=True))), "file")
    [verdict] = verified.verdicts

    assert not verified.is_in_log
    assert not verdict.holds
    assert ("Overdose calls", "12", "17") in {(one.column, one.before, one.after) for one in verdict.changed}
    assert any("12 when it was made, 17 in the file" in sentence for sentence in said_of(verdict, reader))
    assert "changed or saved again" in said_of_file(verified)[0]


def test_a_workbook_that_was_only_saved_again_is_no_wrong_file(reader: Reader) -> None:
    """Its bytes are others, its cells are not."""
    book = openpyxl.load_workbook(io.BytesIO(taken(reader, months(reader), Wanted("xlsx"))))
    stream = io.BytesIO()
    book.save(stream)
    verified = verify_file(reader, stream.getvalue(), "file")

    assert not verified.is_in_log
    assert verified.verdicts[0].holds


def test_a_table_that_a_spreadsheet_saved_again_is_no_wrong_file(reader: Reader) -> None:
    """Its comment lines are cut into cells then, and padded with commas."""
    lines = taken(reader, months(reader), Wanted("csv")).decode("utf-8-sig").split("\r\n")
    stream = io.StringIO()
    writer = csv.writer(stream)
    cut = [line.split(",") if line.startswith("#") else next(csv.reader([line]), []) for line in lines]
    width = max(map(len, cut))
    writer.writerows([row + [""] * (width - len(row)) for row in cut if row])
    [verdict] = verify_file(reader, stream.getvalue().encode(), "file").verdicts

    assert verdict.was_so
    assert verdict.origin is not None
    assert {one.column for one in verdict.changed} <= {""}


def test_a_code_alone_is_enough(reader: Reader) -> None:
    """Read off a printed page: what the log knows of it, and whether its figures still agree."""
    exact = months(reader)
    taken(reader, exact, Wanted("csv"))
    verdict = verify_code(reader, check_code(share(reader, exact)))

    assert (len(verdict.taken), verdict.was_so, verdict.since) == (1, True, ())
    assert verify_code(reader, "0000-0000-0000").why_not


def test_a_file_is_traced_without_a_log_too(reader: Reader, load: Load) -> None:
    """By the question and the data version that stand in it, as in an installation that was restored from a copy."""
    content = taken(reader, months(reader), Wanted("csv"))
    load(ONE_MORE, name="more.csv", source="calls")
    with reader.engine.begin() as connection:
        connection.execute(sa.delete(tables.taken_away))
    verified = verify_file(reader, content, "file")
    [verdict] = verified.verdicts

    assert not verified.is_in_log
    assert verdict.holds
    assert verdict.origin is not None
    assert (verdict.origin.policy, verdict.origin.data_version) == (reader.settings.sharing.policy.name, 1)


def test_a_file_that_is_sent_in_decides_nothing(reader: Reader, load: Load) -> None:
    """One that says it is of data which were never shared would else be what the next release is set beside."""
    load(ONE_MORE, name="more.csv", source="calls")
    content = taken(reader, months(reader), Wanted("csv"))
    forged = content.replace(b"Data version: 2", b"Data version: 1")
    assert forged != content
    decided = sa.select(sa.func.count()).select_from(tables.shared_releases)
    with reader.engine.begin() as connection:
        connection.execute(sa.delete(tables.taken_away))
        before = connection.scalar(decided)
    [verdict] = verify_file(reader, forged, "file").verdicts

    assert not verdict.holds
    with reader.engine.connect() as connection:
        assert connection.scalar(decided) == before


def test_a_file_without_codes_is_known_by_its_hash(reader: Reader) -> None:
    """If it is just as it was made; so any form can be traced."""
    exact, content = months(reader), BROWSER.draw({}, form="png", scale=1)
    log_taken(reader, content, [exact], form="png", by="jd", now=NOW, title="A picture")
    verified = verify_file(reader, content, "picture.png")

    assert verified.is_in_log
    assert [verdict.check_code for verdict in verified.verdicts] == [check_code(exact)]
    assert said_of(verified.verdicts[0], reader)[0].startswith(f"“{exact.about.title}” in “A picture” (January 2026")


def test_a_question_that_nobody_knows_is_answered_in_words(reader: Reader) -> None:
    """A file of another version of the program, or one that somebody wrote a question into."""

    def told(shown: Released, question: str) -> str:
        text = to_csv(shown).decode("utf-8-sig")
        lines = [f"# Question: {question}" if line.startswith("# Question") else line for line in text.split("\r\n")]
        [verdict] = verify_file(reader, "\r\n".join(lines).encode(), "file").verdicts
        return " ".join(said_of(verdict, reader))

    for question in ('["os.system", ["true"], {}]', '["calls.calls_by_month", [7], {}]', "nonsense"):
        assert "can't be told" in told(months(reader), question)
