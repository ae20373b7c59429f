"""Which data the pages read: the programme's own once a file has been loaded, the invented sample until then.

Here, and nowhere else in the pages, the clock and the environment are read.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import streamlit as st

from pages._shared import sample_database
from rorf_data.answers.reader import Reader
from rorf_data.model import Audience
from rorf_data.settings import Places, Settings, find_places, find_settings_file, read_settings
from rorf_data.store.database import data_version, open_store

SAMPLE_FILES = Path(__file__).parents[2] / "sample_data"
SQLITE = "sqlite:///"


def places() -> Places:
    """Where this installation keeps its files and databases."""
    return find_places(os.environ, Path.cwd())


def settings() -> Settings:
    """The settings in force, read again when their file changes."""
    file = find_settings_file(os.environ, places())
    return _settings_of(file, file.stat().st_mtime_ns if file and file.exists() else 0)


def today() -> date:
    """Today on the programme's own calendar."""
    return datetime.now(settings().time_zone).date()


def current() -> Reader:
    """Who reads what, for every answer of this visit."""
    kept = own() if is_own_data() else _sample(places().sample_database_url)
    return replace(kept, settings=settings(), today=today())


def own() -> Reader:
    """The reader of the programme's own database, which is made if it is not there: what the Load page writes to."""
    return _open(places().database_url, is_sample=False)


def is_own_data() -> bool:
    """Whether a file has been loaded into the programme's own database."""
    url = places().database_url
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        return False
    return data_version(own().engine) > 0


def version(reader: Reader) -> str:
    """Changes whenever an answer could: with the database, its newest load, the day and the settings."""
    return f"{reader.engine.url}|{data_version(reader.engine)}|{reader.today}|{reader.settings}"


def newest_full_month() -> date:
    """The first day of the newest month that is over and on record."""
    return current().newest_full_month().first


@st.cache_data(show_spinner=False, max_entries=4)
def _settings_of(file: Path | None, changed_at: int) -> Settings:
    return read_settings(file)


@st.cache_resource(show_spinner="Preparing the invented sample data …", max_entries=4)
def _sample(url: str) -> Reader:
    sample_database.make_if_missing(url, files=SAMPLE_FILES, settings=settings(), today=today())
    return _open(url, is_sample=True)


@st.cache_resource(show_spinner=False, max_entries=8)
def _open(url: str, *, is_sample: bool) -> Reader:
    return Reader(open_store(url), settings(), today(), Audience.INTERNAL, is_sample)
