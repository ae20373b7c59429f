"""Taking a file away: made of what may be shared unless asked for as internal, and written down either way."""

from __future__ import annotations

import csv
import hashlib
import html
import io
from dataclasses import replace
from typing import Any
from zipfile import ZipFile

import pytest

from rorf_data.answers.history import loads_table
from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader
from rorf_data.charts import calls_by_month_bars
from rorf_data.errors import DisclosureRefused, ExportRefused
from rorf_data.exports import file_name
from rorf_data.exports.check_code import check_code
from rorf_data.exports.found_in_files import find_in_file
from rorf_data.exports.taking import Wanted, take, why_no_picture
from rorf_data.model import Audience
from rorf_data.store.taken import load_taken
from tests.unit.conftest import Load
from tests.unit.exports.taken_files import NOW, months, taken


def column(content: bytes, heading: str) -> list[str]:
    """One column of a CSV file."""
    lines = [line for line in content.decode("utf-8-sig").splitlines() if not line.startswith("#")]
    return [row[heading] for row in csv.DictReader(io.StringIO("\n".join(lines)))]


def everything(content: bytes) -> str:
    """All text in a file of zip kind."""
    with ZipFile(io.BytesIO(content)) as archive:
        text = " ".join(archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist())
    return html.unescape(text)


def test_a_file_is_made_of_what_may_be_shared(reader: Reader) -> None:
    """A small number is hidden in it though the page shows it, and the file says why."""
    exact = months(reader)
    content = taken(reader, exact, Wanted("csv"))

    assert list(exact.frame["total_calls"])[2] == 2
    assert column(content, "Overdose calls")[2] == "hidden"
    assert "# Audience: may be passed on" in content.decode()
    assert f"# Check code: {check_code(share(reader, exact))}" in content.decode()


def test_an_internal_file_is_exact_and_says_so(reader: Reader) -> None:
    """In itself and in its name."""
    exact, wanted = months(reader), Wanted("csv", is_internal=True)
    content = taken(reader, exact, wanted)

    assert column(content, "Overdose calls")[2] == "2"
    assert "# Audience: INTERNAL" in content.decode()
    assert file_name(exact, "csv", audience=wanted.audience).endswith("_INTERNAL.csv")
    assert file_name(exact, "png", audience=Audience.SHARED, size="slide").endswith("_2026-01_2026-10_slide.png")


@pytest.mark.parametrize("form", ["pptx", "xlsx"])
def test_a_native_chart_is_drawn_again_of_what_may_be_shared(form: Any, reader: Reader) -> None:
    """The number that is hidden is in no part of the file; in the internal one it is."""
    exact = months(reader)
    chart = calls_by_month_bars(exact)
    made = {
        is_internal: take(reader, exact, chart, Wanted(form, is_internal=is_internal), by="jd", now=NOW)
        for is_internal in (False, True)
    }
    codes = {is_internal: find_in_file(content, "file")[1][0].check_code for is_internal, content in made.items()}

    assert codes == {False: check_code(share(reader, exact)), True: check_code(exact)}
    assert chart.alt in everything(made[True])
    assert chart.alt not in everything(made[False])
    assert "INTERNAL" in everything(made[True])
    assert "INTERNAL" not in everything(made[False])


def test_both_are_written_down(reader: Reader) -> None:
    """With the code that stands in the file and the hash of the very file."""
    exact = months(reader)
    contents = [taken(reader, exact, wanted) for wanted in (Wanted("csv"), Wanted("xlsx", is_internal=True))]

    with reader.engine.connect() as connection:
        newest, oldest = load_taken(connection)
    assert (newest.audience, newest.form, oldest.audience, oldest.form) == ("internal", "xlsx", "shared", "csv")
    assert [entry.file_sha256 for entry in (oldest, newest)] == [hashlib.sha256(one).hexdigest() for one in contents]
    assert oldest.check_code in contents[0].decode()
    assert oldest.taken_by == "jd"


def test_a_figure_of_earlier_data_is_not_shared(reader: Reader, load: Load) -> None:
    """What may leave is decided of the data as they stand; what a page showed before a load is no part of it."""
    exact = months(reader)
    load("call_id,call_date,town,outcome\n99,2026-10-30,Kent,nonfatal\n", name="more.csv", source="calls")

    with pytest.raises(ExportRefused, match="Load the page again"):
        taken(reader, exact, Wanted("csv"))
    assert column(taken(reader, exact, Wanted("csv", is_internal=True)), "Overdose calls")[2] == "2"


def test_what_stays_inside_is_refused_in_words(reader: Reader) -> None:
    """And nothing is written down, because nothing was taken away."""
    with pytest.raises(DisclosureRefused, match="stays inside the programme"):
        taken(reader, loads_table(reader), Wanted("csv"))
    with reader.engine.connect() as connection:
        assert load_taken(connection) == []


def test_whether_a_picture_can_be_shared_is_known_without_deciding(reader: Reader) -> None:
    """A chart of which every sensitive number is hidden can be drawn; one of what isn't there can't."""
    exact, policy = months(reader), reader.settings.sharing.policy
    without = replace(exact, rests={name: rests for name, rests in exact.rests.items() if name != "total_calls"})

    assert why_no_picture(calls_by_month_bars(exact), policy) == ""
    assert why_no_picture(calls_by_month_bars(without), policy) != ""
