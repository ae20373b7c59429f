"""An empty installation on each database, and a short way to load a kit log into it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from rorf_data.intake.read import open_bytes
from rorf_data.settings import find_places, read_settings
from rorf_data.store.database import open_store
from rorf_data.store.load import LoadReport
from rorf_data.workplace import Workplace
from tests.conftest import DATABASES

Load = Callable[..., LoadReport]


@pytest.fixture
def workplace(store_url: str, tmp_path: Path) -> Iterator[Workplace]:
    """An installation in which nothing was ever loaded, once on SQLite and once on PostgreSQL."""
    opened = open_at(store_url, tmp_path)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="module", params=DATABASES)
def common_workplace(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """An installation on each database for all tests of a file that only look at what one fixture loads into it."""
    folder = tmp_path_factory.mktemp("common")
    with ExitStack() as lent:
        if request.param == "sqlite":
            shutil.copy(request.getfixturevalue("migrated_file"), folder / "rorf.sqlite")
            url = f"sqlite:///{folder / 'rorf.sqlite'}"
        else:
            server, name = (request.getfixturevalue(one) for one in ("postgres_server", "migrated_name"))
            url = lent.enter_context(server.database(like=name))
        opened = open_at(url, folder)
        yield opened
        opened.engine.dispose()


def open_at(url: str, folder: Path) -> Workplace:
    """The installation with this database and this data folder."""
    places = find_places({"RORF_DATABASE_URL": url, "RORF_DATA_DIR": str(folder)}, folder)
    return Workplace(read_settings(), places, open_store(url))


@pytest.fixture
def load(workplace: Workplace) -> Load:
    """Load lines of CSV as a file of this name; what became of its rows is the answer."""
    return loading(workplace)


def loading(workplace: Workplace) -> Load:
    """What loads lines of CSV into an installation."""

    def load_text(text: str, *, name: str = "log.csv", source: str = "kit-log", dry_run: bool = False) -> LoadReport:
        file = open_bytes(text.encode(), name)
        return workplace.load(file, workplace.recognise(file, source=source), loaded_by="a test", dry_run=dry_run)

    return load_text
