"""A sheet of settlement money: what the member towns put in, and what was bought with it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rorf_data.model import last_of_month
from rorf_data.sample.events import chance_for
from rorf_data.sample.files import Fault, SampleFile, csv_bytes, month_first, span
from rorf_data.sample.places import MEMBERS

HEADER = (
    "Line No.", "Date", "Contribution or spending", "Fund", "Town", "Category", "Purpose", "Paid to", "Amount",
)  # fmt: skip
FUNDS = ("Example Settlement Fund", "Sample Pharmacy Settlement")
CENTS_OF_A_KIT = 4_350
# Category as the sheet writes it and as it is meant, purpose as it writes it and as it is meant, mean cents a time.
USES = (
    ("Harm Reduction", "harm-reduction", "Naloxone kits", "kits", 0),
    ("harm reduction", "harm-reduction", "Sharps boxes", "other", 30_000),
    ("Prevention", "prevention", "School evening", "other", 45_000),
    ("Recovery supports", "recovery", "Recovery coach hours", "other", 120_000),
    ("Treatment", "treatment", "Rides to treatment", "other", 80_000),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sheet: whole cents, the town that gave or that it was spent for (blank: the whole region)."""

    day: date
    kind: str
    fund: str
    town: str
    use: int | None
    cents: int


def settlement_file(seed: int, months: Sequence[date]) -> SampleFile:
    """The sheet in order of day; its last line gives an amount in words."""
    entries = settlement_entries(seed, months)
    chance = chance_for(seed, "spellings of money")
    rows = [_row(chance, number, entry) for number, entry in enumerate(entries, start=1)]
    day = month_first(last_of_month(months[-1]))
    rows.append((len(rows) + 1, day, "Spending", FUNDS[0], "", "Prevention", "Posters", "INVENTED", "two hundred"))
    return SampleFile(
        f"sample-settlement-{span(months[0], months[-1])}.csv",
        "settlement",
        csv_bytes(HEADER, rows),
        len(rows),
        "Contributions of the member towns and spending from two invented funds, by the state's four words; amounts as "
        "sheets write them, one of them paid back. To whom it was paid is left out.",
        (Fault(len(rows) + 1, "an amount in words", "refused"),),
    )


def settlement_entries(seed: int, months: Sequence[date]) -> list[Entry]:
    """What the sheet tells, in order of day: each town gives once a year; kits are bought every quarter."""
    chance = chance_for(seed, "settlement")
    entries = [*_given(chance, months), *_spent(chance, months)]
    back = months[-5].replace(day=12)
    entries.append(Entry(back, "spending", FUNDS[0], "", 0, -20_000))
    return sorted(entries, key=lambda entry: (entry.day, entry.town))


def _given(chance: random.Random, months: Sequence[date]) -> Iterator[Entry]:
    for month in months[1::12]:
        for place in MEMBERS:
            cents = round(place.weight * 0.55) * 100 + chance.choice((0, 50, 25))
            yield Entry(_day(chance, month), "contribution", FUNDS[0], place.town, None, cents)
    for month in months[6::12]:
        yield Entry(_day(chance, month), "contribution", FUNDS[1], "", None, chance.randint(20, 40) * 10_000)


def _spent(chance: random.Random, months: Sequence[date]) -> Iterator[Entry]:
    for month in months[2::3]:
        yield Entry(_day(chance, month), "spending", FUNDS[0], "", 0, chance.randint(40, 70) * CENTS_OF_A_KIT)
    for month in months[3::2]:
        use = chance.randint(1, len(USES) - 1)
        cents = round(USES[use][4] * (0.6 + 0.8 * chance.random()))
        town = chance.choice(MEMBERS).town if chance.random() < 0.6 else ""
        yield Entry(_day(chance, month), "spending", chance.choice(FUNDS), town, use, cents)


def _day(chance: random.Random, month: date) -> date:
    return month + timedelta(days=chance.randint(0, 27))


def _row(chance: random.Random, number: int, entry: Entry) -> tuple[object, ...]:
    category, _, purpose, _, _ = USES[entry.use] if entry.use is not None else ("",) * 5
    kind = chance.choice({"contribution": ("Contribution", "Received"), "spending": ("Spending", "Spent")}[entry.kind])
    whom = "INVENTED" if entry.kind == "spending" else ""
    # Canaan alone could be either of two towns.
    town = "Canaan (Falls Village)" if entry.town == "Canaan" else entry.town
    return number, month_first(entry.day), kind, entry.fund, town, category, purpose, whom, _amount(chance, entry)


def _amount(chance: random.Random, entry: Entry) -> str:
    dollars = abs(entry.cents) / 100
    if entry.cents < 0:
        return f"({dollars:.0f})"
    plain = f"{dollars:.0f}" if entry.cents % 100 == 0 else f"{dollars:.2f}"
    return chance.choice((f"${dollars:,.2f}", f"{dollars:.2f}", plain))
