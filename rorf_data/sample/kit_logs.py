"""The kit logs, in the shapes that three offices keep them: a clean CSV, a decorated workbook, an old export."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rorf_data.model import last_of_month
from rorf_data.sample.agencies import BROOK, HILL, POND, VALLEY
from rorf_data.sample.events import Visit, chance_for
from rorf_data.sample.files import Fault, SampleFile, csv_bytes, month_first, span
from rorf_data.sample.places import MEMBERS, Written
from rorf_data.sample.workbook import HEADER_ROWS, workbook_bytes

CLEAN_HEADER = (
    "log_id",
    "date",
    "town",
    "zip",
    "agency",
    "agency_type",
    "channel",
    "incident_ref",
    "suspected_overdose",
    "recipient",
    "kits",
    "doses_per_kit",
    "offered",
    "accepted",
    "not_left_reason",
    "transport",
    "naloxone_before_arrival",
    "lot",
    "expiry",
    "stock_reason",
)
OLD_HEADER = (
    "Log No.",
    "Date Left",
    "Agency",
    "Town",
    "Kits Left",
    "Recipient",
    "Incident No.",
    "Suspected Overdose",
    "Comments",
)
NOTES = ("left at the front desk", "asked for by e-mail", "second kit for the car", "kit shown and explained", "", "")

Row = tuple[object, ...]


def clean_logs(seed: int, months: Sequence[date], visits: Sequence[Visit]) -> list[SampleFile]:
    """Log A, one file for each year."""
    rows = _clean_rows(seed, visits)
    files = []
    for first in range(0, len(months), 12):
        year = months[first : first + 12]
        inside = [row for row in rows if _is_in(row, year[0], year[-1])]
        files.append(
            SampleFile(
                f"sample-kit-log-a-{span(year[0], year[-1])}.csv",
                "kit-log",
                csv_bytes(CLEAN_HEADER, inside),
                len(inside),
                "Log A, clean: its own row numbers, ISO dates, town names, coded words. Lot and expiry are left out.",
            )
        )
    return files


def corrected_month(seed: int, months: Sequence[date], visits: Sequence[Visit]) -> SampleFile:
    """A late month of log A once more: two rows corrected, one added, the others as they were."""
    month, rows = _late_month(_clean_rows(seed, visits), months)
    more, moved = _rows_with_kits(rows)[0], _rows_with_kits(rows)[-1]
    rows[more] = _with(rows[more], "kits", _cell(rows[more], "kits") + 1)
    town, zip_code = ("Goshen", "06756") if _cell(rows[moved], "town") == "Morris" else ("Morris", "06763")
    rows[moved] = _with(_with(rows[moved], "town", town), "zip", zip_code)
    rows.append(_forgotten(month))
    return SampleFile(
        f"sample-kit-log-a-{month:%Y-%m}-corrected.csv",
        "kit-log",
        csv_bytes(CLEAN_HEADER, rows),
        len(rows),
        f"{month:%B %Y} of log A sent again: same log_ids, to be loaded last. Most rows say what they said before.",
        (
            Fault(more + 2, "one kit more than in the first version", "taken as a correction"),
            Fault(moved + 2, "another town than in the first version", "taken as a correction"),
            Fault(len(rows) + 1, "a row that the first version lacked", "taken as new"),
        ),
    )


def nil_return(months: Sequence[date]) -> SampleFile:
    """A month in which an agency had nothing to report and said so."""
    assert POND.empty_month is not None, "the nil return is the agency's that has an empty month"
    month = months[POND.empty_month]
    row = (last_of_month(month).isoformat(), POND.name, "", 0, "nothing to report this month")
    return SampleFile(
        f"sample-kit-log-d-{month:%Y-%m}-nothing-to-report.csv",
        "kit-log",
        csv_bytes(("Date", "Agency", "Town", "Kits", "Notes"), [row]),
        1,
        f"{POND.name} reports {month:%B %Y} with nothing in it: one row with 0 kits, so the month counts as reported.",
    )


def workbook_log(seed: int, months: Sequence[date], visits: Sequence[Visit]) -> SampleFile:
    """Log B: a workbook for people to look at, kept by one office for two agencies."""
    chance = chance_for(seed, "log B")
    rows = [_workbook_row(chance, visit) for visit in visits if visit.agency in (HILL, POND)]
    return SampleFile(
        f"sample-kit-log-b-{span(months[0], months[-1])}.xlsx",
        "kit-log",
        workbook_bytes(rows),
        len(rows),
        "Log B, a workbook: title, blank row, header over two rows with merged cells, villages in place of towns, "
        "real dates, and a column of notes that is left out. "
        f"{POND.name} begins only in {months[POND.first_month]:%B %Y}.",
        (Fault(HEADER_ROWS[0], "the header begins here and goes on in the next row", "read as one header"),),
    )


def old_log(seed: int, months: Sequence[date], visits: Sequence[Visit]) -> SampleFile:
    """Log C: semicolons, Windows-1252, month/day/year, and its header once more in the middle."""
    chance = chance_for(seed, "log C")
    rows = [
        _old_row(chance, number, visit)
        for number, visit in enumerate((visit for visit in visits if visit.agency is BROOK and visit.kits), start=1)
    ]
    middle = len(rows) // 2
    rows.insert(middle, OLD_HEADER)
    return SampleFile(
        f"sample-kit-log-c-{span(months[0], months[BROOK.last_month])}.csv",
        "kit-log",
        csv_bytes(OLD_HEADER, rows, delimiter=";", encoding="cp1252", line_end="\r\n"),
        len(rows),
        f"Log C, an old export: semicolons, Windows-1252, month/day/year. It ends with {months[-3]:%B %Y}: "
        "nothing came for the last two months.",
        (Fault(middle + 2, "the header again, as if two exports were put together", "refused"),),
    )


def _clean_rows(seed: int, visits: Sequence[Visit]) -> list[Row]:
    chance = chance_for(seed, "log A")
    own = [visit for visit in visits if visit.agency is VALLEY]
    return [_clean_row(chance, number, visit) for number, visit in enumerate(own, start=1)]


def _clean_row(chance: random.Random, number: int, visit: Visit) -> Row:
    place = visit.place.official if visit.place else Written("")
    if visit.place is not None and visit.place not in MEMBERS:
        place = visit.place.spoken[0]
    call = visit.call
    return (
        f"A-{number:04d}",
        visit.day.isoformat(),
        place.name,
        place.zip_code,
        visit.agency.name,
        visit.agency.kind,
        visit.channel,
        call.incident if call else "",
        "yes" if call else "no",
        visit.recipient,
        visit.kits,
        2,
        "yes" if call else "",
        ("yes" if visit.kits else "no") if call else "",
        "" if visit.kits else "declined",
        call.transport if call else "",
        chance.choices(("yes", "no", "unknown"), (20, 65, 15))[0] if call else "",
        f"SAMPLE-LOT-{chance.randint(1, 9)}",
        (visit.day.replace(day=1) + timedelta(days=700)).isoformat(),
        "used" if visit.channel == "replacement" else "new",
    )


def _forgotten(month: date) -> Row:
    """The row that the corrected month adds: an event in Goshen that nobody had written down."""
    found: dict[str, object] = {
        "log_id": "A-9001",
        "date": month.replace(day=28).isoformat(),
        "town": "Goshen",
        "zip": "06756",
        "agency": VALLEY.name,
        "agency_type": VALLEY.kind,
        "channel": "event",
        "suspected_overdose": "no",
        "recipient": "other",
        "kits": 2,
        "doses_per_kit": 2,
        "stock_reason": "new",
    }
    return tuple(found.get(column, "") for column in CLEAN_HEADER)


def _workbook_row(chance: random.Random, visit: Visit) -> Row:
    place = chance.choice(visit.place.spoken) if visit.place else Written("")
    return (
        visit.day,
        visit.agency.name,
        place.name,
        place.zip_code,
        visit.kits,
        visit.recipient.capitalize(),
        visit.channel.capitalize(),
        visit.call.incident if visit.call else "",
        chance.choice(NOTES),
    )


def _old_row(chance: random.Random, number: int, visit: Visit) -> Row:
    place = chance.choice(visit.place.spoken) if visit.place else Written("")
    return (
        f"C{number:04d}",
        month_first(visit.day),
        visit.agency.name,
        place.name,
        visit.kits,
        visit.recipient.capitalize(),
        visit.call.incident if visit.call else "",
        "Y" if visit.call else "N",
        chance.choice(NOTES),
    )


def _late_month(rows: Sequence[Row], months: Sequence[date]) -> tuple[date, list[Row]]:
    """The latest month before the last with four hand-overs or more, and its rows."""
    for month in reversed(months[:-1]):
        found = [row for row in rows if _is_in(row, month, month)]
        if len(_rows_with_kits(found)) > 3:
            return month, found
    raise ValueError("log A has no month with four hand-overs")


def _rows_with_kits(rows: Sequence[Row]) -> list[int]:
    return [number for number, row in enumerate(rows) if _cell(row, "kits")]


def _cell(row: Row, column: str) -> Any:
    return row[CLEAN_HEADER.index(column)]


def _is_in(row: Row, first: date, last: date) -> bool:
    return first <= date.fromisoformat(_cell(row, "date")) <= last_of_month(last)


def _with(row: Row, column: str, value: object) -> Row:
    number = CLEAN_HEADER.index(column)
    return (*row[:number], value, *row[number + 1 :])
