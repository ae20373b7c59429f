"""Place names as thousands of real rows have them: the state's file of accidental drug deaths, 2012 to 2022.

The tables were written by hand: every spelling in the file's three columns of cities that belongs to the 21 towns,
found by reading all of them; its town by the census, the post office and what people there say; and how many rows have
exactly this spelling with Connecticut or no state beside it.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from rorf_data.intake.cells import as_objects
from rorf_data.intake.placing import Placed, place_rows
from rorf_data.intake.sources import read_sources
from rorf_data.model import NOT_RECORDED, OUTSIDE
from rorf_data.towns.gazetteer import area_label

FILE = Path(__file__).parents[2].parent / "shared" / "data" / "deaths" / "Accidental_Drug_Related_Deaths_2012-2022.csv"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the state's file of deaths is not here")

COLUMNS = ("Residence", "Injury", "Death")
ROWS = 10_654
NO_STATE = {"", "UNKNOWN", "UK"}
NO_PLACE = {"", "UNKNOWN", "UK", "HOMELESS"}

# Rows by place of residence, of injury and of death.
OURS = """
    written           | town         | residence | injury | death
    BAKERSVILLE       | New Hartford |         0 |      0 |     1
    BANTAM            | Litchfield   |         4 |      4 |     1
    BARKHAMSTED       | Barkhamsted  |         6 |      7 |     5
    BURLINGTON        | Burlington   |        14 |     13 |     9
    COLEBROOK         | Colebrook    |         3 |      3 |     2
    CORNWALL BRIDGE   | Cornwall     |         1 |      1 |     1
    EAST CANAAN       | North Canaan |         3 |      2 |     1
    EAST HARTLAND     | Hartland     |         1 |      1 |     1
    FALLS VILLAGE     | Canaan       |         3 |      1 |     0
    GOSHEN            | Goshen       |         2 |      2 |     1
    HARWINTON         | Harwinton    |         8 |      6 |     3
    KENT              | Kent         |         1 |      1 |     1
    LAKEVILLE         | Salisbury    |         1 |      1 |     1
    LITCHFIELD        | Litchfield   |         6 |      5 |     2
    MORRIS            | Morris       |         6 |      7 |     4
    NEW HARTFORD      | New Hartford |        10 |     12 |     8
    NEW PRESTON       | Washington   |         1 |      1 |     1
    NORFOLK           | Norfolk      |         2 |      2 |     2
    NORTH CANAAN      | North Canaan |        17 |     15 |    14
    PINE MEADOW       | New Hartford |         1 |      0 |     0
    RIVERTON          | Barkhamsted  |         0 |      1 |     0
    ROXBURY           | Roxbury      |         2 |      2 |     1
    SALISBURY         | Salisbury    |         5 |      6 |     5
    SHARON            | Sharon       |         7 |      8 |    17
    TACONIC           | Salisbury    |         1 |      0 |     0
    TORRINGTON        | Torrington   |       196 |    201 |   193
    WARREN            | Warren       |         2 |      3 |     1
    WASHINGTON        | Washington   |         5 |      4 |     3
    WEST CORNWALL     | Cornwall     |         2 |      2 |     1
    WEST HARTLAND     | Hartland     |         1 |      0 |     0
    WINCHESTER        | Winchester   |        14 |     13 |    11
    WINCHESTER CENTER | Winchester   |         1 |      1 |     0
    WINSTED           | Winchester   |        29 |     30 |    19
"""

# Not one of these is decided by the program: the first is in two towns, the others could be slips of the pen.
IN_DOUBT = """
    written           | candidates            | why                      | residence | injury | death
    CANAAN            | Canaan, North Canaan  | could mean Canaan or     |         2 |      5 |     1
    TORINGTON         | Torrington            | misspelling of Torringto |         0 |      1 |     0
    TORRNGTON         | Torrington            | misspelling of Torringto |         0 |      1 |     0
    BAKERSVILE        | New Hartford          | misspelling of Bakersvil |         0 |      1 |     0
    HAMILTON          | Litchfield            | misspelling of Milton    |         1 |      0 |     0
"""

# Rows of the same names in other states, by place of residence: state and rows.
NAMESAKES = {("NORFOLK", "VA"): 1, ("WARREN", "RI"): 1, ("WARREN", "ME"): 1, ("WASHINGTON", "NC"): 1,
             ("WASHINGTON", "DC"): 1}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_every_row_of_the_21_towns_is_in_its_town_and_no_other_row_is(column: str) -> None:
    """Each spelling with its rows, town by town; nothing from elsewhere is pulled in."""
    expected = Counter({(written, town): count for written, town, count in ours(column) if count})

    assert expected == Counter(
        {
            (written, area_label(area)): count
            for (written, area), count in answers(column).items()
            if area not in (None, OUTSIDE, NOT_RECORDED)
        }
    )


@pytest.mark.parametrize("column", COLUMNS)
def test_what_is_in_doubt_says_why_and_between_which_towns(column: str) -> None:
    """A person reads the sentence and chooses."""
    placed, written = place_column(column)
    doubts = Counter(
        (written[row], ", ".join(placed.candidates[row]), placed.reasons[row])
        for row in range(ROWS)
        if placed.area[row] is None
    )
    expected = {(cells[0], cells[1]): int(cells[3 + COLUMNS.index(column)]) for cells in drawn(IN_DOUBT)}

    assert {key: count for key, count in expected.items() if count} == {
        (place, candidates): count for (place, candidates, _), count in doubts.items()
    }
    for place, _, reason in doubts:
        assert next(cells[2] for cells in drawn(IN_DOUBT) if cells[0] == place) in reason


@pytest.mark.parametrize("column", COLUMNS)
def test_every_other_row_is_outside_or_has_no_place(column: str) -> None:
    """All 10,654 rows are accounted for, and only those without a place have none recorded."""
    found = answers(column)
    of_the_region = sum(count for _, _, count in ours(column))
    in_doubt = sum(int(cells[3 + COLUMNS.index(column)]) for cells in drawn(IN_DOUBT))
    outside = sum(count for (_, area), count in found.items() if area == OUTSIDE)
    without = {written for (written, area) in found if area == NOT_RECORDED}

    assert ROWS == of_the_region + in_doubt + outside + sum(found[(place, NOT_RECORDED)] for place in without)
    assert without <= NO_PLACE


def test_a_namesake_in_another_state_is_outside() -> None:
    """Norfolk in Virginia, Warren in Rhode Island and Maine, Washington in North Carolina and the capital."""
    placed, written = place_column("Residence")
    states = [row["Residence State"] for row in rows_of_the_file()]
    found = Counter((written[row], states[row]) for row in range(ROWS) if (written[row], states[row]) in NAMESAKES)

    assert NAMESAKES == dict(found)
    assert {OUTSIDE} == {placed.area[row] for row in range(ROWS) if (written[row], states[row]) in NAMESAKES}


def ours(column: str) -> list[tuple[str, str, int]]:
    """Spelling, town and rows of one column of the first table."""
    return [(cells[0], cells[1], int(cells[2 + COLUMNS.index(column)])) for cells in drawn(OURS)]


def drawn(table: str) -> list[list[str]]:
    """The cells of a drawn table, without its heading."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


def answers(column: str) -> Counter[tuple[str, str | None]]:
    """How many rows of a column have which spelling and which area."""
    placed, written = place_column(column)
    return Counter(zip(written, placed.area.tolist(), strict=True))


@lru_cache(maxsize=3)
def place_column(column: str) -> tuple[Placed, list[str]]:
    """The rows of the file placed by one of its three columns of cities, as intake places them, and the cities."""
    cities = [row[f"{column} City"].strip() for row in rows_of_the_file()]
    states = [row[f"{column} State"] for row in rows_of_the_file()]
    texts = {"place": as_objects(cities), "state": as_objects(["" if s in NO_STATE else s for s in states])}
    source = next(source for source in read_sources() if source.name == "ct-deaths")
    return place_rows(texts, source, rows=len(cities)), cities


@lru_cache(maxsize=1)
def rows_of_the_file() -> list[dict[str, str]]:
    """The rows of the file, every cell as text."""
    with FILE.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))
