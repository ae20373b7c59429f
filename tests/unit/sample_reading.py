"""The sample files read back with nothing but csv and openpyxl, for tests that count in them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

SAMPLE = Path(__file__).parents[2] / "sample_data"

# Who belongs to which member town, from the census places and ZIP lists; written here a second time on purpose.
TOWN_OF = {
    "falls village": "Canaan",
    "falls vlg": "Canaan",
    "canaan (falls village)": "Canaan",
    "cornwall": "Cornwall",
    "cornwall bridge": "Cornwall",
    "w. cornwall": "Cornwall",
    "west cornwall": "Cornwall",
    "goshen": "Goshen",
    "goshen ct": "Goshen",
    "town of goshen": "Goshen",
    "kent": "Kent",
    "kent, ct": "Kent",
    "south kent": "Kent",
    "bantam": "Litchfield",
    "litchfield": "Litchfield",
    "morris": "Morris",
    "town of morris": "Morris",
    "norfolk": "Norfolk",
    "norfolk, ct": "Norfolk",
    "east canaan": "North Canaan",
    "n. canaan": "North Canaan",
    "north canaan": "North Canaan",
    "lakeville": "Salisbury",
    "salisbury": "Salisbury",
    "taconic": "Salisbury",
    "sharon": "Sharon",
    "sharon, ct": "Sharon",
    "town of warren": "Warren",
    "warren": "Warren",
}
CANAAN_BY_ZIP = {"06018": "North Canaan", "06031": "Canaan", "": "either"}
ELSEWHERE = {"torrington", "winsted", "new milford", "sheffield", "sheffield, ma", ""}


@dataclass(frozen=True)
class Call:
    """One overdose call, from either export; ``town`` is a member town, ``either`` (of two) or ``elsewhere``."""

    day: date
    town: str
    place: str
    zip_code: str
    agency: str
    incident: str
    is_fatal: bool
    has_naloxone: bool


def calls(folder: Path) -> list[Call]:
    """The calls of both exports."""
    combined, separate = sorted(folder.glob("sample-calls-*"))
    return [_combined(row) for row in _csv(combined)] + [_separate(row) for row in _csv(separate)]


def clean_log(folder: Path) -> list[dict[str, str]]:
    """Log A with the corrected month in place of its first version."""
    rows = {row["log_id"]: row for path in sorted(folder.glob("*log-a-*")) for row in _csv(path)}
    return list(rows.values())


def old_log(folder: Path) -> list[dict[str, str]]:
    """Log C without the header in its middle."""
    text = (folder / file_name(folder, "log-c")).read_bytes().decode("cp1252")
    return [row for row in csv.DictReader(io.StringIO(text), delimiter=";") if row["Town"] != "Town"]


def kit_rows(folder: Path) -> list[tuple[date, str, int]]:
    """Day, place as written and kits of every row of every log, the mistakes left out."""
    clean = [(date.fromisoformat(row["date"]), row["town"], int(row["kits"])) for row in clean_log(folder)]
    old = [(day_of(row["Date Left"]), row["Town"], int(row["Kits Left"])) for row in old_log(folder)]
    workbook = workbook_rows(folder / file_name(folder, "log-b"))[4:]
    return clean + old + [(row[0].date(), row[2] or "", int(row[4])) for row in workbook]


def request_rows(folder: Path) -> list[dict[str, str]]:
    """The rows of the form export."""
    return rows_of(folder, "request-form")


def rows_of(folder: Path, part: str) -> list[dict[str, str]]:
    """The rows of the one CSV file with ``part`` in its name."""
    return _csv(folder / file_name(folder, part))


def _csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def workbook_rows(path: Path) -> list[tuple[Any, ...]]:
    """Every row of the first sheet, title and header included."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def any_rows(path: Path) -> list[tuple[Any, ...]]:
    """Every row of a file of either kind, header included."""
    if path.suffix == ".xlsx":
        return workbook_rows(path)
    encoding = "cp1252" if "log-c" in path.name else "utf-8-sig"
    return [tuple(row) for row in csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""))]


def file_name(folder: Path, part: str) -> str:
    """The name of the one file with ``part`` in it."""
    (path,) = (path for path in folder.iterdir() if part in path.name)
    return path.name


def question(row: dict[str, str], beginning: str) -> str:
    """The whole question that begins like this."""
    return next(question for question in row if question.startswith(beginning))


def moment_of(text: str) -> datetime:
    """A moment as the form writes it: 10/9/2024 11:02."""
    day, time = text.split(" ")
    return datetime.combine(day_of(day), datetime.strptime(time + "+0000", "%H:%M%z").time())


def day_of(text: str) -> date:
    """A day as an American office writes it: 10/9/2024 is the ninth of October."""
    month, day, year = text.split("/")
    return date(int(year), int(month), int(day))


def sample_year(day: date) -> int:
    """0, 1 or 2: the years of the committed sample run from November to October."""
    return day.year - 2023 - (day.month < 11)


def count_by_year(days: Iterable[date]) -> Counter[int]:
    """How many of the days lie in each year of the sample."""
    return Counter(sample_year(day) for day in days)


def _combined(row: dict[str, str]) -> Call:
    outcome, _, naloxone = row["Overdose Type"].partition(" - ")
    return _call(
        row,
        day=date.fromisoformat(row["Incident Date"][:10]),
        is_fatal={"Fatal": True, "Nonfatal": False}[outcome],
        has_naloxone="Dose" in naloxone,
    )


def _separate(row: dict[str, str]) -> Call:
    return _call(
        row,
        day=day_of(row["Call Date"]),
        is_fatal={"Fatal": True, "Nonfatal": False}[row["Outcome"]],
        has_naloxone=row["Naloxone Given"] == "Yes",
    )


def _call(row: dict[str, str], *, day: date, is_fatal: bool, has_naloxone: bool) -> Call:
    place = row["City"].lower()
    town = CANAAN_BY_ZIP[row["Zip"]] if place == "canaan" else TOWN_OF.get(place, "elsewhere")
    assert town != "elsewhere" or place in ELSEWHERE, f"nobody said where {place} is"
    return Call(day, town, place, row["Zip"], row["Agency"], row["Incident Number"], is_fatal, has_naloxone)
