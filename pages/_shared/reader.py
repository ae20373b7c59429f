"""Which data the pages read: the programme's own once a file has been loaded, the invented sample until then.

Here, and nowhere else in the pages, the environment is read.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import streamlit as st

from rorf_data.answers.reader import Reader
from rorf_data.settings import Settings, find_places, find_settings_file
from rorf_data.store.database import data_version
from rorf_data.store.dated_events import events_version
from rorf_data.store.ledger import ledger_version
from rorf_data.store.meetings import meetings_version
from rorf_data.store.sharing import sharing_version
from rorf_data.workplace import Workplace, open_sample, open_workplace

Place = tuple[tuple[tuple[str, str], ...], str, int]
SAMPLE_FILES = Path(__file__).parents[2] / "sample_data"


def own() -> Workplace:
    """The programme's own installation, whose database is made if it is not there: what the Load page writes to."""
    return _own(_place())


def current() -> Reader:
    """Who reads what, for every answer of this visit."""
    place = _place()
    workplace = _own(place)
    return workplace.reader() if workplace.has_loads() else _sample(place).reader()


def settings() -> Settings:
    """The settings in force, read again when their file changes."""
    return own().settings


def today() -> date:
    """Today on the programme's own calendar."""
    return own().today()


def newest_full_month() -> date:
    """The first day of the newest month that is over and on record."""
    return current().newest_full_month().first


def version(reader: Reader) -> str:
    """Changes whenever an answer could: with the database, its newest load, what is expected, events, what may leave,
    meetings, day, settings.
    """
    stored = f"{data_version(reader.engine)}|{ledger_version(reader.engine)}|{events_version(reader.engine)}"
    decided = f"{sharing_version(reader.engine)}|{meetings_version(reader.engine)}"
    return f"{reader.engine.url}|{stored}|{decided}|{reader.today}|{reader.settings}"


def _place() -> Place:
    """What an installation depends on: its environment, its folder, and when its settings were last changed."""
    environment = {name: value for name, value in os.environ.items() if name.startswith("RORF_")}
    file = find_settings_file(environment, find_places(environment, Path.cwd()))
    changed_at = file.stat().st_mtime_ns if file and file.exists() else 0
    return tuple(sorted(environment.items())), str(Path.cwd()), changed_at


@st.cache_resource(show_spinner=False, max_entries=8)
def _own(place: Place) -> Workplace:
    environment, folder, _ = place
    return open_workplace(dict(environment), Path(folder))


@st.cache_resource(show_spinner="Preparing the invented sample data …", max_entries=8)
def _sample(place: Place) -> Workplace:
    return open_sample(_own(place), SAMPLE_FILES)
