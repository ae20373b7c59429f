"""A real Chromium against the dashboard as a person starts it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Protocol

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.serving import Server, serve
from tests.browser.watching import Watch, find_browser
from tests.conftest import copy_sample
from tests.machine import free_port, missing

PORTS = range(8560, 8600)
LANES = 2


class NewPage(Protocol):
    """Opens one more empty page of this size and colour scheme."""

    def __call__(self, *, width: int = 1440, height: int = 900, scheme: Literal["light", "dark"] = "light") -> Page: ...


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and give their files to two workers: each keeps one server and one browser."""
    here = Path(__file__).parent
    ours = [item for item in items if here in item.path.parents]
    files = sorted({item.path for item in ours})
    for item in ours:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group(f"browser-{files.index(item.path) % LANES}"))


@pytest.fixture(scope="session")
def worker() -> str:
    """The name of this worker of the test run."""
    return os.environ.get("PYTEST_XDIST_WORKER", "gw0")


@pytest.fixture(scope="session")
def server(worker: str, sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard on the sample data, shared by the tests that only look."""
    folder = tmp_path_factory.mktemp("data")
    copy_sample(sample_folder, folder)
    with serve(folder, port=free_port(PORTS, worker=worker)) as running:
        yield running


@pytest.fixture
def fresh_server(worker: str, sample_folder: Path, tmp_path: Path) -> Iterator[Server]:
    """A dashboard of this test's own that nobody has asked for any page yet; the sample database is there."""
    copy_sample(sample_folder, tmp_path)
    with serve(tmp_path, port=free_port(PORTS, worker=worker)) as running:
        yield running


@pytest.fixture
def untouched_server(worker: str, tmp_path: Path) -> Iterator[Server]:
    """A dashboard in a folder that holds nothing, not even the sample database."""
    with serve(tmp_path, port=free_port(PORTS, worker=worker)) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, without a window."""
    program = find_browser()
    if program is None:
        missing("No Chromium, Chrome or Edge was found here: make test installs one or says how")
    with sync_playwright() as playwright:
        # Chromium's own sandbox does not start as root, and these tests visit this machine's pages only.
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens an empty page of a given size and scheme; at the end no error and no outside request may have happened."""
    watch = Watch()
    contexts = []

    def opened(*, width: int = 1440, height: int = 900, scheme: Literal["light", "dark"] = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="en-US",
            timezone_id="America/New_York",
        )
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.outside_requests == []
    assert watch.errors == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """An empty page, 1440 by 900, light, watched as ``new_page`` says."""
    return new_page()
