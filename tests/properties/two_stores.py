"""Two stores that differ in hidden numbers alone: the same in all that is shown, and in single records as unlike as can
be. What leaves the programme of the one must be what leaves of the other.
"""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from rorf_data.answers.meeting_settings import settings_written
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.families import MEMBERS
from rorf_data.disclosure.linked import GRAINS, Cell
from rorf_data.disclosure.protection import Decided, Protection
from rorf_data.intake.read import open_bytes
from rorf_data.model import Audience, Period, add_months, end_of, last_of_month, start_of
from rorf_data.policies import Policy
from rorf_data.settings import Settings, find_places, read_settings
from rorf_data.store import decisions
from rorf_data.store.database import open_store, token_key
from rorf_data.store.kept import Memory
from rorf_data.store.load import load_file
from rorf_data.store.meetings import keep_meeting
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace

TODAY = date(2026, 11, 22)
MONTHS = [add_months(date(2024, 1, 1), step) for step in range(35)]
"""January 2024 to November 2026, which isn't over."""
OVER = MONTHS[:-1]
YEARS_OF_DEATHS = MONTHS[:24]
"""Deaths are published late."""

MEASURES = ("calls", "fatal_calls", "requests", "kits_at_overdose", "deaths", "opioid_deaths")
ELSEWHERE = "Torrington"
JOINED_LATE, JOINED_ON, LEFT_EARLY, LEFT_ON = "Kent", date(2025, 3, 15), "Norfolk", date(2025, 12, 31)

RECEIVED = (date(2025, 1, 8), date(2026, 4, 9), date(2026, 11, 12))
REACHED = (date(2024, 12, 31), date(2026, 3, 31), date(2026, 11, 9))
"""The days on which the three files of each source came, and how far they reach."""

LOADS_BEFORE_MEETING = 6

Counts = dict[tuple[str, date], int]
"""Records by town (its name) and month."""


@dataclass(frozen=True)
class Region:
    """What is on record of one store: sensitive records by town and month, and of each kit log's row whether it was at
    an overdose. Everything else about single records follows from ``chance``.
    """

    fatal: Counts
    other: Counts
    requests: Counts
    opioid: Counts
    no_opioid: Counts
    at_overdose: tuple[bool, ...]
    chance: int

    def totals(self, kits: Sequence[tuple[date, str, int]]) -> dict[str, Counts]:
        """Every sensitive measure by town and month."""
        left: Counts = {}
        for (day, town, number), is_one in zip(kits, self.at_overdose, strict=True):
            key = (town, day.replace(day=1))
            left[key] = left.get(key, 0) + number * is_one
        return {
            "calls": _sum(self.fatal, self.other),
            "fatal_calls": self.fatal,
            "requests": self.requests,
            "kits_at_overdose": left,
            "deaths": _sum(self.opioid, self.no_opioid),
            "opioid_deaths": self.opioid,
        }


@dataclass(frozen=True)
class Pair:
    """Two regions with the same kit log, and what may be shown of both."""

    kits: tuple[tuple[date, str, int], ...]
    one: Region
    other: Region
    settings: Settings

    def protection(self) -> Protection:
        """Hidden is just what differs between the two; everything else is shown."""
        policy = Policy("a test", 6, are_zeros_shown=True)
        both = [region.totals(self.kits) for region in (self.one, self.other)]
        decided = {name: _decided(name, both[0][name], both[1][name]) for name in MEASURES}
        never = ("nonfatal_calls", "naloxone_calls", "kit_left_calls", "summary_calls", "summary_requests")
        inside = dict.fromkeys((*never, "kits_requested", "delivered", "closed", "waiting"), "stays inside")
        return Protection(policy, decided, inside)


def members() -> list[str]:
    """The member towns, A to Z."""
    return sorted(shipped().member_towns())


@cache
def shipped() -> Settings:
    """The settings as they are shipped: all towns were members all the time."""
    return read_settings()


@cache
def with_changes() -> Settings:
    """The same, but one town joined in the middle of a month and another left."""
    changed = [
        replace(one, member_from=JOINED_ON)
        if one.town == JOINED_LATE
        else replace(one, member_to=LEFT_ON)
        if one.town == LEFT_EARLY
        else one
        for one in shipped().members
    ]
    return replace(shipped(), members=tuple(changed))


def drawn(seed: int) -> Pair:
    """A pair of regions, by chance; in every third all towns were members all the time."""
    chance = random.Random(seed)
    kits = tuple(
        (_day(chance, chance.choice(MONTHS)), chance.choice([*members(), ELSEWHERE]), chance.choice((1, 1, 1, 2, 4)))
        for _ in range(260)
    )
    one = Region(
        fatal=_few(chance, 0.12, MONTHS),
        other=_few(chance, 0.6, MONTHS),
        requests=_few(chance, 0.7, MONTHS),
        opioid=_few(chance, 0.15, YEARS_OF_DEATHS),
        no_opioid=_few(chance, 0.06, YEARS_OF_DEATHS),
        at_overdose=tuple(chance.random() < 0.4 for _ in kits),
        chance=seed,
    )
    return Pair(kits, one, _moved(chance, one, kits), with_changes() if seed % 3 else shipped())


def _moved(chance: random.Random, one: Region, kits: Sequence[tuple[date, str, int]]) -> Region:
    """The same region with other numbers, whose sums over towns and over months are the same; of every other region
    the sums differ too.
    """
    counted = {
        name: _rearranged(chance, getattr(one, name), YEARS_OF_DEATHS if "opioid" in name else MONTHS)
        for name in ("fatal", "other", "requests", "opioid", "no_opioid")
    }
    if one.chance % 2:
        for counts in counted.values():
            town, month = chance.choice([key for key in counts if key[0] != ELSEWHERE])
            counts[town, month] += chance.randint(1, 3)
    flags = list(one.at_overdose)
    for _ in range(4):
        left, right = chance.sample([place for place, (_, _, number) in enumerate(kits) if number == 1], 2)
        flags[left], flags[right] = flags[right], flags[left]
    return Region(**counted, at_overdose=tuple(flags), chance=one.chance + 1_000_003)


def _rearranged(chance: random.Random, counts: Counts, months: Sequence[date]) -> Counts:
    """Moved within squares of two towns and two months, so that rows and columns keep their sums; what lies elsewhere,
    or in the month that isn't over, is another number altogether.
    """
    moved = dict(counts)
    for left, right, early, late in _squares(chance, months):
        if min(moved[right, early], moved[left, late]) > 0:
            for key, change in (((left, early), 1), ((right, late), 1), ((right, early), -1), ((left, late), -1)):
                moved[key] += change
    for key in moved:
        if key[0] == ELSEWHERE or key[1] == MONTHS[-1]:
            moved[key] = chance.randint(0, 3)
    return moved


def _squares(chance: random.Random, months: Sequence[date]) -> Iterator[tuple[str, str, date, date]]:
    """Two towns and two months not far from each other, a few times."""
    for _ in range(60):
        left, right = chance.sample(members(), 2)
        early = chance.choice(months[:-4])
        yield left, right, early, add_months(early, chance.randint(1, 3))


def _few(chance: random.Random, usual: float, months: Sequence[date]) -> Counts:
    """Small numbers in small towns, larger ones in the first of them."""
    return {
        (town, month): sum(chance.random() < usual / 4 for _ in range(16 if town == members()[5] else 4))
        for town in [*members(), ELSEWHERE]
        for month in months
    }


def _sum(left: Counts, right: Counts) -> Counts:
    return {key: left.get(key, 0) + right.get(key, 0) for key in {*left, *right}}


def _decided(name: str, one: Counts, other: Counts) -> Decided:
    months = YEARS_OF_DEATHS if "deaths" in name else OVER
    towns = {gazetteer.code_of(town): [town] for town in members()}
    three = members()[:3]
    groups = {MEMBERS: members(), "three": three}
    numbers: dict[Cell, int | None] = {}
    for place, names in (towns | groups).items():
        for span in _spans(months):
            sums = [_within(counts, names, span) for counts in (one, other)]
            numbers[Cell(place, span)] = sums[0] if sums[0] == sums[1] else None
    codes = {group: frozenset(gazetteer.code_of(town) for town in names) for group, names in groups.items()}
    return Decided(numbers, codes, frozenset(months), frozenset(MONTHS) - frozenset(OVER))


def _spans(months: Sequence[date]) -> list[Period]:
    """Months, quarters, years and the newest twelve months, as far as they lie within the months."""
    found = {
        Period(start_of(grain, month), end_of(grain, start_of(grain, month))) for grain in GRAINS for month in months
    }
    whole = Period(months[0], last_of_month(months[-1]))
    inside = [span for span in found if whole.first <= span.first and span.last <= whole.last]
    return sorted({*inside, Period.of_months(whole.last, 12)})


def _within(counts: Counts, towns: Sequence[str], span: Period) -> int:
    return sum(counts.get((town, month), 0) for town in towns for month in span.months())


@contextmanager
def stored(pair: Pair, region: Region) -> Iterator[Reader]:
    """Staff before a store in which the region's files were loaded, each on its day."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rorf.sqlite"
        path.write_bytes(_empty())
        places = find_places({"RORF_DATABASE_URL": f"sqlite:///{path}", "RORF_DATA_DIR": folder}, Path(folder))
        opened = Workplace(pair.settings, places, open_store(f"sqlite:///{path}"))
        try:
            for number, (day, source, lines) in enumerate(_files(pair, region), start=1):
                _load(opened, day, source, lines)
                if number == LOADS_BEFORE_MEETING:
                    _meet(opened)
            yield Reader(opened.engine, pair.settings, TODAY, Audience.INTERNAL, is_sample=False, memory=Memory())
        finally:
            opened.engine.dispose()


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite"
        engine = open_store(f"sqlite:///{path}")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return path.read_bytes()


def _load(opened: Workplace, day: date, source: str, lines: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    file = open_bytes(text.getvalue().encode(), f"{source}-{day}.csv")
    report = load_file(
        opened.engine, file, opened.recognise(file, source=source), settings=opened.settings,
        token_key=token_key(opened.engine, opened.places), today=TODAY, loaded_by="a test",
        now=datetime(day.year, day.month, day.day, 15, tzinfo=UTC).replace(tzinfo=None),
    )  # fmt: skip
    assert [(issue.row, issue.problem) for issue in report.issues] == [], source
    assert not report.held + report.refused + report.gone


def _meet(opened: Workplace) -> None:
    """Take a snapshot for a meeting on March 2026, and keep a decision for each measure that one can be seen by."""
    held_on = date(2026, 4, 20)
    now = datetime(2026, 4, 20, 15, tzinfo=UTC).replace(tzinfo=None)
    written = settings_written(opened.settings)
    keep_meeting(opened.engine, held_on=held_on, month=date(2026, 3, 1), settings=written, now=now, by="a test")
    for name in decisions.MEASURES:
        decisions.add_decision(
            opened.engine, "Ask the squads for their logs.", meeting=1, measure=name, owner_role="Coordinator", now=now,
            by="a test",
        )  # fmt: skip


Line = tuple[date, list[str]]
HEADS: Mapping[str, list[str]] = {
    "kit-log": ["log_id", "date", "agency", "town", "kits", "suspected_overdose"],
    "calls": ["Incident Number", "Call Date", "Agency", "City", "State", "Outcome", "Naloxone given", "Transport"],
    "request-form": ["request_id", "received", "town", "kits", "delivered on", "closed on"],
}
SENTINEL = {
    "kit-log": lambda day, name: [name, day, "Agency A", "Albany, NY", "1", "no"],
    "calls": lambda day, name: [name, day, "Agency A", "Albany", "NY", "nonfatal", "yes", "Transported"],
    "request-form": lambda day, name: [name, day, "Albany, NY", "1", "", ""],
}
"""Rows at both ends of each file, so that the months on record are the same whatever else is in it."""


def _files(pair: Pair, region: Region) -> Iterator[tuple[date, str, list[list[str]]]]:
    """Three files of each source as they came, and one each of deaths and of summaries."""
    chance = random.Random(region.chance)
    same = random.Random(7)
    rows = {
        "kit-log": [(_came(same, line[0]), line) for line in _kit_lines(pair, region)],
        "calls": [(_came(chance, line[0]), line) for line in _call_lines(chance, region)],
        "request-form": [(_came(chance, line[0]), line) for line in _request_lines(chance, region)],
    }
    for number, day in enumerate(RECEIVED):
        for source, lines in rows.items():
            ends = (MONTHS[0], REACHED[number])
            marks = [SENTINEL[source](end.isoformat(), f"S{number}-{place}") for place, end in enumerate(ends)]
            own = [line for came, (_, line) in lines if came == number]
            yield day, source, [HEADS[source], marks[0], *own, marks[1]]
    yield RECEIVED[2], "ct-deaths", _death_lines(chance, region)
    yield RECEIVED[2], "monthly-summary", _summary_lines(chance)


def _came(chance: random.Random, day: date) -> int:
    """The file that a record came with: mostly the first after its day, else a later one."""
    first = next(place for place, reached in enumerate(REACHED) if day <= reached)
    return min(2, first + (chance.random() < 0.25))


def _kit_lines(pair: Pair, region: Region) -> Iterator[Line]:
    for number, ((day, town, kits), is_one) in enumerate(zip(pair.kits, region.at_overdose, strict=True)):
        agency = "Agency B" if number % 3 else "Agency A"
        yield day, [f"K{number}", day.isoformat(), agency, _written(town), str(kits), "yes" if is_one else "no"]


def _call_lines(chance: random.Random, region: Region) -> Iterator[Line]:
    every = [(key, True) for key, count in region.fatal.items() for _ in range(count)]
    every += [(key, False) for key, count in region.other.items() for _ in range(count)]
    chance.shuffle(every)
    for number, ((town, month), is_fatal) in enumerate(every):
        day = _day(chance, month)
        outcome = "fatal" if is_fatal else chance.choice(("nonfatal", "unknown"))
        transport = chance.choice(("Transported", "Refused", ""))
        given = chance.choice(("yes", "no", "unknown"))
        agency = chance.choice(("Agency A", "Agency B"))
        yield day, [f"C{number}", day.isoformat(), agency, _written(town), "CT", outcome, given, transport]


def _request_lines(chance: random.Random, region: Region) -> Iterator[Line]:
    every = [key for key, count in region.requests.items() for _ in range(count)]
    chance.shuffle(every)
    for number, (town, month) in enumerate(every):
        day = _day(chance, month)
        last = next(reached for reached in REACHED if day <= reached)  # a later end would cover more months
        ended = min(day + timedelta(chance.randint(0, 40)), last).isoformat()
        ends = chance.choice(((ended, ""), (ended, ""), ("", ended), ("", "")))
        yield day, [f"R{number}", day.isoformat(), _written(town), str(chance.randint(1, 3)), *ends]


def _death_lines(chance: random.Random, region: Region) -> list[list[str]]:
    lines = [["01/01/2024", "HARTFORD", "CT", "Y"], ["12/31/2025", "HARTFORD", "CT", ""]]
    for counts, flag in ((region.opioid, "Y"), (region.no_opioid, "")):
        for (town, month), count in counts.items():
            lines += [[f"{_day(chance, month):%m/%d/%Y}", _written(town).upper(), "CT", flag] for _ in range(count)]
    return [["Date", "Injury City", "Injury State", "Any Opioid"], *lines]


def _summary_lines(chance: random.Random) -> list[list[str]]:
    lines = [["Month", "Town", "Agency", "Kits", "Overdose calls", "Requests"]]
    for month in OVER[-3:]:
        for place, town in enumerate(members()[3:6]):
            said = [str(chance.randint(0, 3)) for _ in range(2)]
            lines.append([f"{month:%b %Y}", _written(town), "Agency C", str(place), *said])
    return lines


def _written(town: str) -> str:
    return "Falls Village" if town == "Canaan" else town


def _day(chance: random.Random, month: date) -> date:
    last = REACHED[-1].day if month == MONTHS[-1] else last_of_month(month).day
    return month.replace(day=chance.randint(1, last))
