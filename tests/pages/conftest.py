"""The dashboard without a browser, always entered through its frame, on a data folder of each test's own."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.conftest import copy_sample
from tests.pages.visiting import ROOT


@pytest.fixture
def data_folder(sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test alone, with the sample database in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    copy_sample(sample_folder, folder)
    monkeypatch.setenv("RORF_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def app(data_folder: Path, components_found_once: None) -> Iterator[AppTest]:
    """A visit to the dashboard that has not begun yet; nothing that another test kept is there."""
    forget_everything()
    yield AppTest.from_file(ROOT / "app.py", default_timeout=60)
    forget_everything()


def forget_everything() -> None:
    """Empty Streamlit's caches, and close what the databases in them held open."""
    st.cache_data.clear()
    st.cache_resource.clear()
    gc.collect()


@pytest.fixture(autouse=True)
def project_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit finds its settings where the program is started."""
    monkeypatch.chdir(ROOT)
