"""The database that stands in until the programme has figures of its own: the invented files, loaded as any others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from rorf_data.errors import FileRefused
from rorf_data.intake.read import open_file
from rorf_data.intake.recognise import recognise
from rorf_data.intake.sources import read_sources
from rorf_data.sample import load_order, make_sample
from rorf_data.settings import Settings
from rorf_data.store.database import open_store
from rorf_data.store.load import load_file, utc_now

KEY = b"invented records need no secret"


def make_if_missing(url: str, *, files: Path, settings: Settings, today: date) -> None:
    """Make the sample database at this SQLite address from the invented files, if it is not there.

    It is made aside and then moved to its place, so that nobody reads it half-made.
    """
    place = Path(url.removeprefix("sqlite:///"))
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=place.parent) as folder:
        made = Path(folder) / place.name
        _fill(f"sqlite:///{made}", load_order(files) or make_sample(Path(folder) / "files"), settings, today)
        made.replace(place)


def _fill(url: str, files: list[Path], settings: Settings, today: date) -> None:
    engine, sources = open_store(url), read_sources()
    for path in files:
        try:
            file = open_file(path)
            load_file(
                engine,
                file,
                recognise(file, sources),
                settings=settings,
                token_key=KEY,
                today=today,
                now=utc_now(),
                loaded_by="sample",
            )
        except FileRefused:
            continue  # some of the invented files show what is refused
    engine.dispose()
