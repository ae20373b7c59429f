"""The sample's stock ledger, settlement sheet and list of places: counted by hand, and as the store has them."""

from __future__ import annotations

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from rorf_data.intake.read import open_file
from rorf_data.model import NOT_RECORDED
from rorf_data.sample.help_list import TOWNS_WITHOUT
from rorf_data.store.queries_programme import load_help_places, load_settlement, load_stock_moves
from rorf_data.towns.gazetteer import area_label, code_of
from rorf_data.workplace import Workplace
from tests.unit.sample_reading import SAMPLE, TOWN_OF, day_of, file_name, rows_of

MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
CATEGORIES = {"harm reduction": "harm-reduction", "recovery supports": "recovery", "": None}
KINDS = (("naloxone", "narcan"), ("naloxone", "naloxone"), ("treatment", "treatment"), ("disposal", "disposal"),
         ("disposal", "drop box"), ("other help", "other help"), ("other help", "recovery"))  # fmt: skip


@pytest.fixture
def connection(workplace: Workplace) -> Iterator[sa.Connection]:
    """An installation into which the three files were loaded."""
    for part in ("stock", "settlement", "help-places"):
        path = SAMPLE / file_name(SAMPLE, f"sample-{part}")
        file = open_file(path)
        workplace.load(file, workplace.recognise(file), loaded_by="a test")
    with workplace.engine.connect() as opened:
        yield opened


def test_the_ledger_comes_to_what_is_on_hand(connection: sa.Connection) -> None:
    """By store and lot: in and back less out, expired and lost; counted from the text of the file."""
    by_hand: Counter[tuple[str, str, date]] = Counter()
    for row in ledger():
        by_hand[row["Storage location"], lot(row), expiry(row["Expiration"])] += signed(row)
    found: Counter[tuple[str, str, date]] = Counter()
    for move in records(load_stock_moves(connection)):
        sign = 1 if move["move"] in ("received", "returned") else -1
        found[move["store"], move["lot"], move["expiry_date"]] += sign * move["kits"]

    assert by_hand == found
    assert min(by_hand.values()) == 0
    assert sum(by_hand.values()) > 60


def test_the_ledger_has_every_movement_and_kits_that_expire_soon(connection: sa.Connection) -> None:
    """So that the page about stock has all of them to show: also within 90 and within 180 days of the sample's end."""
    moves = load_stock_moves(connection)
    days = [(row["Date"], row["Movement"]) for row in ledger()]
    left = [
        move["expiry_date"] for move in records(moves) if (move["expiry_date"] - date(2026, 10, 31)).days in range(181)
    ]

    assert {"received", "issued", "returned", "expired", "lost"} == set(moves["move"])
    assert sorted(day_of(day) for day, _ in days) == list(moves["move_date"])
    assert {date(2026, 12, 31), date(2027, 3, 31)} <= set(left)


def test_about_as_many_kits_are_issued_as_the_logs_tell_of(connection: sa.Connection) -> None:
    """Over the three years; the two are never added."""
    issued = [move["kits"] for move in records(load_stock_moves(connection)) if move["move"] == "issued"]

    assert 350 <= sum(issued) <= 700


def test_the_sheet_comes_to_the_cent(connection: sa.Connection) -> None:
    """By kind, fund and category, with the money that was paid back."""
    by_hand: Counter[tuple[str, str, str | None]] = Counter()
    for row in sheet():
        kind = "contribution" if row["Contribution or spending"] in ("Contribution", "Received") else "spending"
        category = row["Category"].lower()
        by_hand[kind, row["Fund"], CATEGORIES.get(category, category)] += cents(row["Amount"])
    found: Counter[tuple[str, str, str | None]] = Counter()
    for entry in records(load_settlement(connection)):
        found[entry["kind"], entry["fund"], entry["category"]] += entry["cents"]

    assert by_hand == found
    assert {"treatment", "recovery", "prevention", "harm-reduction", None} == {category for _, _, category in found}
    assert [-20_000] == [entry["cents"] for entry in records(load_settlement(connection)) if entry["cents"] < 0]


def test_the_towns_of_the_sheet_are_those_written(connection: sa.Connection) -> None:
    """Every member town gives once a year; what was bought for the whole region names none."""
    by_hand = Counter(TOWN_OF.get(row["Town"].lower(), "") for row in sheet())
    found = Counter(
        "" if entry["area"] == NOT_RECORDED else area_label(entry["area"])
        for entry in records(load_settlement(connection))
    )

    assert by_hand == found
    assert {town for town in found if town} == set(TOWN_OF.values())


def test_the_list_has_its_places_town_by_town(connection: sa.Connection) -> None:
    """With their kinds of help; three towns have none, and the place with a point far away waits."""
    *good, wrong = rows_of(SAMPLE, "help-places")
    by_hand = Counter((row["Name"], row["City"], row["Address"], row["Hours"], kinds(row["Services"])) for row in good)
    places = load_help_places(connection)
    found = Counter(
        (place["name"], place["town"], place["address"], place["hours"], frozenset(place["kinds"]))
        for place in records(places)
    )

    assert by_hand == found
    assert wrong["Name"] not in set(places["name"])
    assert set(TOWNS_WITHOUT) == set(TOWN_OF.values()) - set(places["town"])
    assert code_of("Torrington") in set(places["area"])
    assert {float(row["Latitude"]) for row in good} == set(places["latitude"])


def test_no_way_to_reach_anybody_is_kept_of_a_place(workplace: Workplace, connection: sa.Connection) -> None:
    """The list has telephone numbers and e-mail addresses; the database has none of them."""
    assert len(load_help_places(connection))
    written = [row["Phone"] for row in rows_of(SAMPLE, "help-places")]
    content = "".join(
        str(row) for name in sa.inspect(connection).get_table_names()
        for row in connection.execute(sa.text(f'SELECT * FROM "{name}"'))
    )  # fmt: skip

    assert all(re.fullmatch(r"860-555-01\d\d", phone) for phone in written)
    assert "860-555" not in content
    assert "example.org" not in content


def test_the_purpose_and_the_word_for_it_are_told_apart(connection: sa.Connection) -> None:
    """Kits are kits, all else is other, and a contribution has no purpose."""
    by_hand = defaultdict(set)
    for row in sheet():
        by_hand[row["Purpose"]].add(day_of(row["Date"]))
    entries = load_settlement(connection)

    assert by_hand["Naloxone kits"] == set(entries["entry_date"][entries["purpose"] == "kits"])
    assert {None} == set(entries["purpose"][entries["kind"] == "contribution"])


def records(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """The rows of a frame."""
    return frame.to_dict("records")


def ledger() -> list[dict[str, str]]:
    """The movements of the ledger, without the count at its end."""
    return rows_of(SAMPLE, "sample-stock")[:-1]


def sheet() -> list[dict[str, str]]:
    """The lines of the sheet, without the amount in words at its end."""
    return rows_of(SAMPLE, "sample-settlement")[:-1]


def signed(row: dict[str, str]) -> int:
    """The kits of a line, above zero where they come in."""
    is_in = row["Movement"].split()[0].lower() in ("received", "in", "shipment", "returned")
    return int(row["Kits"]) * (1 if is_in else -1)


def lot(row: dict[str, str]) -> str:
    """The code of a lot as it is printed."""
    return row["Lot"].upper().removeprefix("LOT ")


def expiry(text: str) -> date:
    """The last day of the month that is printed, in any of its four spellings."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)", text):
        year, month = int(found[1]), int(found[2])
    elif found := re.fullmatch(r"(\d\d)/(\d\d)", text):
        year, month = 2000 + int(found[2]), int(found[1])
    elif found := re.fullmatch(r"(\w{3}) (\d{4})", text):
        year, month = int(found[2]), MONTHS[found[1]]
    else:
        return day_of(text)
    return date(year, month, calendar.monthrange(year, month)[1])


def cents(text: str) -> int:
    """Dollars as the sheet writes them, in cents."""
    plain = text.replace("$", "").replace(",", "")
    return -cents(plain.strip("()")) if plain.startswith("(") else int(Decimal(plain) * 100)


def kinds(text: str) -> frozenset[str]:
    """The kinds of help that the list names."""
    return frozenset(kind for kind, word in KINDS if word in text.lower())
