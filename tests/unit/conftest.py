"""An empty installation on each database, and a short way to load a kit log into it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rorf_data.intake.read import open_bytes
from rorf_data.settings import find_places, read_settings
from rorf_data.store.database import open_store
from rorf_data.store.load import LoadReport
from rorf_data.workplace import Workplace

Load = Callable[..., LoadReport]


@pytest.fixture
def workplace(store_url: str, tmp_path: Path) -> Iterator[Workplace]:
    """An installation in which nothing was ever loaded, once on SQLite and once on PostgreSQL."""
    places = find_places({"RORF_DATABASE_URL": store_url, "RORF_DATA_DIR": str(tmp_path)}, tmp_path)
    opened = Workplace(read_settings(), places, open_store(store_url))
    yield opened
    opened.engine.dispose()


@pytest.fixture
def load(workplace: Workplace) -> Load:
    """Load lines of CSV as a file of this name; what became of its rows is the answer."""

    def load_text(text: str, *, name: str = "log.csv", source: str = "kit-log", dry_run: bool = False) -> LoadReport:
        file = open_bytes(text.encode(), name)
        return workplace.load(file, workplace.recognise(file, source=source), loaded_by="a test", dry_run=dry_run)

    return load_text
