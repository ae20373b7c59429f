"""Nothing personal reaches the database, whichever column, heading, sheet or file name it hides in.

Files of every known kind are made with planted names, telephone numbers, e-mail addresses, street addresses and
coordinates in each of their columns in turn, and loaded; then the whole file of the database is searched for them.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from rorf_data.errors import RorfDataError
from rorf_data.intake.read import open_bytes
from rorf_data.intake.sources import Source, read_sources
from rorf_data.settings import find_places, read_settings
from rorf_data.store.database import open_store
from rorf_data.workplace import Workplace
from tests.unit.intake.reading import workbook

PLANTED = [
    "Quillan Featherstone",
    "Featherstone, Quillan",
    "QUILLAN FEATHERSTONE",
    "Officer Featherstone",
    "Q. Featherstone",
    "Kent Featherstone",
    "Quillan Featherstone (NY)",
    "Kent VFD - Quillan Featherstone",
    "860-555-0137",
    "(860) 555 0137",
    "8605550137",
    "Canaan 860.555.0137",
    "quillan@featherstone.example",
    "quillan (at) featherstone dot org",
    "147 Hollyhock Lane",
    "147 Hollyhock Lane, Canaan",
    "PO Box 147 Hollyhock",
    "41.84731",
    "-73.49273",
    "41.84731, -73.49273",
]
TRACES = ("featherstone", "quillan", "hollyhock", "555-0137", "555 0137", "555.0137", "5550137", "41.847", "73.492")
"""What of the planted texts would tell of a person, in small letters; no hash can hold one of these by chance."""

CLEAN = {
    "place": "Canaan",
    "zip": "06031",
    "state": "CT",
    "latitude": "",
    "longitude": "",
    "agency": "Kent VFD",
    "kits": "2",
    "calls": "1",
    "requests": "1",
    "month_date": "2026-03",
    "move": "issued",
    "store": "Kent Town Hall",
    "kind": "spending",
    "cents": "12.50",
    "name": "Kent Library",
    "kinds": "naloxone",
}
PUBLIC = {"147 Hollyhock Lane", "147 Hollyhock Lane, Canaan"}
"""What a list of public places is there to tell, in the column of their addresses alone."""

UNMAPPED = ("Notes", "Patient Name", "Cell Phone", "Favourite")
SOURCES = read_sources()


@pytest.fixture
def workplace(sqlite_url: str, tmp_path: Path) -> Iterator[Workplace]:
    """An installation in which nothing was ever loaded."""
    places = find_places({"RORF_DATABASE_URL": sqlite_url, "RORF_DATA_DIR": str(tmp_path)}, tmp_path)
    opened = Workplace(read_settings(), places, open_store(sqlite_url))
    yield opened
    opened.engine.dispose()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_no_cell_of_any_column_leaves_a_trace(workplace: Workplace, source: Source, tmp_path: Path) -> None:
    """Mapped or not, wanted or not: a planted text is refused, held without it, or left out.

    Only an address in the column of a public place's address is kept.
    """
    cells = clean_cells(source)
    load(workplace, as_csv([list(cells), *rows_with_plants(cells, source)]), "log.csv", source.name)

    assert rows_kept(workplace) > len(PLANTED)
    assert traces_in(tmp_path) == {}


@pytest.mark.parametrize("planted", PLANTED)
def test_no_heading_file_name_or_sheet_leaves_a_trace(workplace: Workplace, planted: str, tmp_path: Path) -> None:
    """As where a row of the data was taken for the header, or a file was named after whoever sent it."""
    rows = [["Date", "Agency", "Town", "Kits", planted], ["2026-03-04", "Kent VFD", "Canaan", "2", "x"], ["soon"]]
    load(workplace, as_csv(rows), f"{planted.replace('/', ' ')}.csv", "kit-log")
    sheet = planted[:31].replace("/", " ")
    load(workplace, workbook({sheet: rows, "Other": rows, f"{sheet[:29]} 2": [["nothing"]]}), "log.xlsx", "kit-log")

    assert rows_kept(workplace) == 2
    assert traces_in(tmp_path) == {}


def clean_cells(source: Source) -> dict[str, str]:
    """A clean cell under a heading for every field that the source knows, and under further headings.

    These are what its rules look at, where a row counts only by them, its identity's and some that nobody knows.
    """
    cells: dict[str, str] = {}
    for rule in source.rules:
        for condition in rule.conditions if (rule.field, rule.value) == ("counts", "yes") else ():
            cells[plainest(condition.columns)] = (*condition.equals, *condition.contains, *condition.starts, "")[0]
    for field, names in source.columns.items():
        clean = CLEAN.get(field, "2026-03-04" if field.endswith("_date") else "")
        cells.setdefault(plainest(names), clean)
    for name in (*source.identity, *(rule.column for rule in source.refuse_when), *UNMAPPED):
        cells.setdefault(name, "")
    return cells


def plainest(names: Sequence[str]) -> str:
    """One of these headings, preferably one without any words left open."""
    return next((name for name in names if "*" not in name), names[0].strip("*"))


def rows_with_plants(cells: dict[str, str], source: Source) -> Iterator[list[str]]:
    """A clean row, then for every column and planted text a row that is clean but for that cell."""
    yield list(cells.values())
    for heading in cells:
        is_public = heading in source.columns.get("address", ())
        for planted in PLANTED:
            if not (is_public and planted in PUBLIC):
                yield list((cells | {heading: planted}).values())


def as_csv(rows: list[list[str]]) -> bytes:
    """The rows as a file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def load(workplace: Workplace, content: bytes, name: str, source: str) -> None:
    """Load the file as this source; one that is refused whole has left nothing either."""
    file = open_bytes(content, name)
    with contextlib.suppress(RorfDataError):
        workplace.load(file, workplace.recognise(file, source=source), loaded_by="a test")


def rows_kept(workplace: Workplace) -> int:
    """How many rows all loads have stored or held together."""
    with workplace.engine.connect() as connection:
        return connection.scalar(sa.text("SELECT sum(new + held) FROM loads")) or 0


def traces_in(folder: Path) -> dict[str, str]:
    """Which traces stand in which file of the database, or in a number of a table, with what stands round them."""
    found = {}
    for path in sorted(folder.glob("rorf.sqlite*")):
        content = path.read_bytes().decode("latin-1").casefold()
        for trace in TRACES:
            if (at := content.find(trace)) >= 0:
                found[f"{path.name}: {trace}"] = json.dumps(content[max(0, at - 60) : at + 60])
    return found
