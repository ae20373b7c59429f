"""The programme's own facts: member towns with dates, kit contents, limits, and where data lie.

As shipped they stand in ``settings.toml`` beside this file; a file named by ``RORF_SETTINGS``, or ``settings.toml``
in the data folder, replaces entries of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from rorf_data.analysis import Analysis
from rorf_data.errors import SettingsRefused
from rorf_data.model import Period
from rorf_data.policies import SharingRules

SHIPPED = Path(__file__).with_name("settings.toml")

_ENTRIES = {
    "programme": ("name", "region", "towns_confirmed_by", "towns_confirmed_on", "time_zone", "began"),
    "kit": ("doses", "contents"),
    "intake": ("largest_upload_mb", "most_kits_in_one_row"),
}
"""What may stand in each of the tables that are read here; an entry that nobody reads is a mistake in writing."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One town's time in the fund: from ``member_from`` to ``member_to``, both days included (None: still in)."""

    town: str
    status: Literal["confirmed", "placeholder"]
    member_from: date
    member_to: date | None = None

    def covers(self, period: Period) -> bool:
        """Whether the town was a member on any day of the period."""
        return self.member_from <= period.last and (self.member_to is None or self.member_to >= period.first)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; ``members`` is in the order of the file and holds any number of towns.

    ``began``: the programme's first day, that on which the first town joined where the settings give none.
    """

    programme: str
    region: str
    towns_confirmed_by: str
    towns_confirmed_on: str
    time_zone: ZoneInfo
    began: date | None
    doses_per_kit: int
    kit_contents: tuple[str, ...]
    largest_upload_mb: int
    most_kits_in_one_row: int
    members: tuple[Membership, ...]
    analysis: Analysis
    sharing: SharingRules

    @property
    def is_town_list_confirmed(self) -> bool:
        """Whether the settings say who confirmed the list of member towns, and when."""
        return bool(self.towns_confirmed_by and self.towns_confirmed_on)

    def member_towns(self, period: Period | None = None) -> tuple[str, ...]:
        """Names of the towns that were members on any day of the period (or ever), A to Z."""
        return tuple(sorted({m.town for m in self.members if period is None or m.covers(period)}))


@dataclass(frozen=True, slots=True)
class Places:
    """Where this installation keeps its files and databases."""

    data_folder: Path
    database_url: str
    sample_database_url: str
    source_folder: Path
    key_file: Path
    token_key: str | None


def read_settings(path: Path | None = None) -> Settings:
    """The shipped settings, with the entries of ``path`` (if given) in place of those of the same name.

    Raises :class:`SettingsRefused` naming the file and the entry that can't be used.
    """
    tables = _read_toml(SHIPPED)
    if path is not None:
        tables = _with_own(tables, _read_toml(path))
    try:
        return _settings_from(tables)
    except SettingsRefused as problem:
        raise SettingsRefused(f"{(path or SHIPPED).name}: {problem}") from None
    except KeyError as problem:
        raise SettingsRefused(f"{(path or SHIPPED).name}: the entry {problem} is missing") from None
    except (AttributeError, TypeError, ValueError) as problem:
        raise SettingsRefused(f"{(path or SHIPPED).name}: an entry can't be used ({problem})") from None


def find_places(environment: Mapping[str, str], working_folder: Path) -> Places:
    """Where data lie, from ``RORF_DATA_DIR``, ``RORF_DATABASE_URL``, ``RORF_SOURCES`` and ``RORF_TOKEN_KEY``.

    Without any of them everything is under ``data`` in the working folder. The key that incident numbers are hashed
    with lies beside an SQLite database and never in it.
    """
    data_folder = Path(environment.get("RORF_DATA_DIR") or working_folder / "data")
    url = environment.get("RORF_DATABASE_URL") or f"sqlite:///{data_folder / 'rorf.sqlite'}"
    beside = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else data_folder / "rorf"
    return Places(
        data_folder=data_folder,
        database_url=url,
        sample_database_url=f"sqlite:///{data_folder / 'sample.sqlite'}",
        source_folder=Path(environment.get("RORF_SOURCES") or data_folder / "sources"),
        key_file=beside.with_suffix(".key"),
        token_key=environment.get("RORF_TOKEN_KEY"),
    )


def find_settings_file(environment: Mapping[str, str], places: Places) -> Path | None:
    """The settings file that replaces the shipped one here, or None."""
    if named := environment.get("RORF_SETTINGS"):
        return Path(named)
    kept = places.data_folder / "settings.toml"
    return kept if kept.exists() else None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise SettingsRefused(f"{path.name}: the settings file can't be opened") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsRefused(f"{path.name}: this is no TOML ({problem})") from None


def _with_own(shipped: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The shipped tables with the programme's own entries in place of theirs; a list of members replaces the list."""
    merged = dict(shipped)
    for name, table in own.items():
        if name not in shipped:
            raise SettingsRefused(f"{name!r} is no table of the settings")
        if type(table) is not type(shipped[name]):
            raise SettingsRefused(f"{name!r} is of another shape than the one that is shipped")
        merged[name] = shipped[name] | table if isinstance(table, dict) else table
    return merged


def _membership(entry: Mapping[str, Any]) -> Membership:
    if unknown := sorted(set(entry) - {"town", "status", "member_from", "member_to"}):
        raise SettingsRefused(f"a member town has the entry {unknown[0]!r}, which is not known")
    member = Membership(**entry)
    for name in ("member_from", "member_to"):
        day = getattr(member, name)
        if not (type(day) is date or (day is None and name == "member_to")):
            raise SettingsRefused(
                f"{name} of {member.town} is no date; write it as 2026-07-01, without quotation marks"
            )
    if member.status not in ("confirmed", "placeholder"):
        raise SettingsRefused(f"the status of {member.town} is confirmed or placeholder")
    if member.member_to is not None and member.member_to < member.member_from:
        raise SettingsRefused(f"{member.town} leaves before it joins")
    return member


def _settings_from(tables: Mapping[str, Any]) -> Settings:
    programme, kit, intake = (_known(name, tables[name], entries) for name, entries in _ENTRIES.items())
    members = tuple(_membership(entry) for entry in tables["members"])
    return Settings(
        programme=programme["name"],
        region=programme["region"],
        towns_confirmed_by=programme["towns_confirmed_by"],
        towns_confirmed_on=str(programme["towns_confirmed_on"]),
        time_zone=ZoneInfo(programme["time_zone"]),
        began=_began(programme.get("began"), members),
        doses_per_kit=_whole("doses", kit),
        kit_contents=_contents(kit),
        largest_upload_mb=_whole("largest_upload_mb", intake),
        most_kits_in_one_row=_whole("most_kits_in_one_row", intake),
        members=members,
        analysis=Analysis.read(tables["analysis"]),
        sharing=SharingRules.read(tables["disclosure"]),
    )


def _known(name: str, table: Mapping[str, Any], entries: Collection[str]) -> Mapping[str, Any]:
    if unknown := sorted(set(table) - set(entries)):
        raise SettingsRefused(f"the table {name} has the entry {unknown[0]!r}, which is not known")
    return table


def _whole(entry: str, table: Mapping[str, Any]) -> int:
    number = table[entry]
    if type(number) is not int or number < 1:
        raise SettingsRefused(f"{entry} is a whole number from 1 on")
    return number


def _contents(kit: Mapping[str, Any]) -> tuple[str, ...]:
    contents = kit["contents"]
    if not isinstance(contents, list) or not all(isinstance(one, str) for one in contents):
        raise SettingsRefused('contents is a list of words, as ["two doses of naloxone", "gloves"]')
    return tuple(contents)


def _began(written: object, members: Sequence[Membership]) -> date | None:
    if written is not None and type(written) is not date:
        raise SettingsRefused("the day on which the programme began is no date; write it as 2023-07-01, without quotes")
    return written or min((member.member_from for member in members), default=None)
