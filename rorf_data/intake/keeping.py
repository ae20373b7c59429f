"""The sources that a programme keeps itself: TOML files in a folder of its own, added, replaced and taken away."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from rorf_data.errors import SettingsRefused
from rorf_data.intake.headings import shown
from rorf_data.intake.sources import Source, read_source, source_to_toml

LARGEST_DESCRIPTION = 200_000
LONGEST_NAME = 40


def name_from(title: str) -> str:
    """A name for a source made of its title: small letters, digits and hyphens, at most forty; empty without any."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:LONGEST_NAME].strip("-")


def source_from(content: bytes, file_name: str) -> Source:
    """The source that an uploaded TOML file describes; raises :class:`SettingsRefused` saying what is wrong with it."""
    name = f"{name_from(Path(file_name).stem) or 'source'}.toml"
    if len(content) > LARGEST_DESCRIPTION:
        raise SettingsRefused(f"“{shown(file_name)}” is too large for the description of a source")
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return read_source(path)


def keep(folder: Path, source: Source, *, may_replace: bool = False) -> Path:
    """Write the source as a TOML file into the folder, whole or not at all, and say where it lies.

    A source of the same name in the folder is replaced only with ``may_replace``; else :class:`SettingsRefused`.
    """
    there = _file_of(folder, source.name)
    if there is not None and not may_replace:
        raise SettingsRefused(f"There is already a source called “{source.name}”. Give this one another name.")
    path = there or folder / f"{source.name}.toml"
    if there is None and path.exists():
        raise SettingsRefused(
            f"The file “{path.name}” in the folder of sources can't be read. Mend it or take it away."
        )
    folder.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    half.write_text(source_to_toml(source), encoding="utf-8")
    half.replace(path)
    return path


def let_go(folder: Path, name: str) -> None:
    """Take the source of this name out of the folder; raises :class:`SettingsRefused` when it isn't there."""
    path = _file_of(folder, name)
    if path is None:
        raise SettingsRefused(f"No source called “{name}” is kept here.")
    path.unlink()


def _file_of(folder: Path, name: str) -> Path | None:
    """The file of the folder that describes the source of this name, whatever the file is called."""
    return next((path for path in sorted(folder.glob("*.toml")) if _name_in(path) == name), None)


def _name_in(path: Path) -> str:
    """The name of the source that a file describes; empty where it describes none."""
    try:
        return read_source(path).name
    except SettingsRefused:
        return ""
