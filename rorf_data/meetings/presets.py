"""What a funder asks for: how wide a chart is, how long a text, when a year begins, and kits or doses.

As shipped they stand in ``funders.toml`` beside the settings; ``funders.toml`` in the data folder replaces presets of
the same name and adds others.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, Literal, get_args

from rorf_data.errors import SettingsRefused
from rorf_data.model import Grain, Period, add_months, last_of_month, months_of_year, name_of, start_of
from rorf_data.settings import SHIPPED as SHIPPED_SETTINGS
from rorf_data.settings import Places

SHIPPED: Final = SHIPPED_SETTINGS.with_name("funders.toml")

PageWidth = Literal["slide", "page", "half", "square"]
FiscalYear = Literal["July", "October", "calendar"]
CountedIn = Literal["kits", "doses"]

FIRST_MONTHS: Final[dict[FiscalYear, int]] = {"July": 7, "October": 10, "calendar": 1}
FEWEST_CHARACTERS, MOST_CHARACTERS = 200, 20_000
LONGEST_NAME = 60
YEARS_TOGETHER = 3
_ENTRIES: Final = ("page_width", "characters", "fiscal_year", "counted_in")


@dataclass(frozen=True, slots=True)
class Preset:
    """One funder's wishes; ``characters`` is the longest that a statement may be, spaces and line ends counted."""

    name: str
    page_width: PageWidth
    characters: int
    fiscal_year: FiscalYear
    counted_in: CountedIn

    @property
    def first_month(self) -> int:
        """The number of the month that the funder's year begins with."""
        return FIRST_MONTHS[self.fiscal_year]

    @property
    def year_in_words(self) -> str:
        """``fiscal year (October to September)``, or ``calendar year``."""
        if self.first_month == 1:
            return "calendar year"
        return f"fiscal year ({months_of_year(self.first_month)})"

    def year_of(self, day: date) -> Period:
        """The funder's whole year that the day lies in."""
        start = start_of(Grain.FISCAL_YEAR, day, fiscal_from=self.first_month)
        return Period(start, last_of_month(add_months(start, 11)))

    def name_of_year(self, day: date) -> str:
        """``FY 2025-26 (October to September)``, or ``2026``, for the funder's year that the day lies in."""
        return name_of(Grain.FISCAL_YEAR, self.year_of(day).first, fiscal_from=self.first_month)

    def periods(self, newest_month: Period) -> dict[str, Period]:
        """The periods that a grant usually asks about, by name, seen from the newest full month on record.

        All are whole months; the funder's year that is under way ends with that month, and is left out where the
        month ends it. The first is the one to begin with: the newest whole year.
        """
        under_way = self.year_of(newest_month.last)
        is_over = under_way.last == newest_month.last
        whole = under_way if is_over else self.year_of(under_way.first - timedelta(days=1))
        together = Period(add_months(whole.first, -12 * (YEARS_TOGETHER - 1)), whole.last)
        found = {self.name_of_year(whole.first): whole}
        if not is_over:
            found[f"{self.name_of_year(under_way.first)} so far"] = Period(under_way.first, newest_month.last)
        last_12_months = Period.of_months(newest_month.last, 12)
        if last_12_months != whole:
            found["Last 12 months"] = last_12_months
        return found | {f"{YEARS_TOGETHER} years together, {together}": together}


def read_presets(path: Path | None = None) -> tuple[Preset, ...]:
    """The shipped presets, with those of ``path`` (if given) in place of the same names and after them.

    Raises :class:`SettingsRefused` naming the file, the preset and the entry that can't be used.
    """
    found = _read(SHIPPED)
    if path is not None:
        found |= _read(path)
    return tuple(found.values())


def find_presets_file(places: Places) -> Path | None:
    """The file with this installation's own presets, or None."""
    kept = places.data_folder / "funders.toml"
    return kept if kept.exists() else None


def _read(path: Path) -> dict[str, Preset]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise SettingsRefused(f"{path.name}: the file can't be opened") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsRefused(f"{path.name}: this is no TOML ({problem})") from None
    try:
        return {name: _preset(name, entry) for name, entry in tables["presets"].items()}
    except (KeyError, AttributeError):
        raise SettingsRefused(f"{path.name}: there is no table [presets.…] for each funder") from None
    except ValueError as problem:
        raise SettingsRefused(f"{path.name}: {problem}") from None


def _preset(name: str, entry: Any) -> Preset:
    if not name.strip() or len(name) > LONGEST_NAME:
        raise ValueError(f"the name of a preset has from 1 to {LONGEST_NAME} characters")
    if not isinstance(entry, dict) or set(entry) != set(_ENTRIES):
        raise ValueError(f"the preset “{name}” needs {', '.join(_ENTRIES)}, and nothing else")
    for key, allowed in (("page_width", PageWidth), ("fiscal_year", FiscalYear), ("counted_in", CountedIn)):
        if entry[key] not in get_args(allowed):
            raise ValueError(f"{key} of the preset “{name}” is one of {', '.join(get_args(allowed))}")
    characters = entry["characters"]
    if type(characters) is not int or not FEWEST_CHARACTERS <= characters <= MOST_CHARACTERS:
        raise ValueError(
            f"characters of the preset “{name}” is a whole number from {FEWEST_CHARACTERS} to {MOST_CHARACTERS}"
        )
    return Preset(name, **entry)
