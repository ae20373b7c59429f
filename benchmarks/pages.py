"""What the server spends on each page, beside a page that shows one word.

Every page is entered through the frame, as a visitor would, and run in this process without a browser. The first run
finds nothing kept; a rerun is what a click costs once the answers are kept; with the answers forgotten it is what the
first click after a load costs.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from benchmarks.measuring import Line, Section, in_ms, median_seconds, ratio, seconds_of

ROOT = Path(__file__).parents[1]
PAGES = {
    "This month": "pages/see/this_month.py",
    "Towns": "pages/see/towns.py",
    "Trends": "pages/see/trends.py",
    "Requests": "pages/see/requests.py",
    "Need and fair share": "pages/see/need.py",
    "Overdose calls": "pages/see/calls.py",
    "Load data": "pages/manage/load.py",
    "About the numbers": "pages/see/about.py",
}
TIMES = 9
LONGEST_RUN = 60


def time_pages() -> Section:
    """One line for each page and one for the trivial page."""
    trivial_app = AppTest.from_function(_trivial, default_timeout=LONGEST_RUN)
    trivial = median_seconds(trivial_app.run, times=TIMES)
    lines = [Line("a page of one word", ("", in_ms(trivial), "", "1.0 x"))]
    for name, file in PAGES.items():
        lines.append(_time_page(name, file, trivial))
    return Section(
        "Server time of a page", ("first run", "rerun", "answers forgotten", "rerun / trivial"), tuple(lines)
    )


def _time_page(name: str, file: str, trivial: float) -> Line:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=LONGEST_RUN)
    app.run()
    app.switch_page(file)
    first = seconds_of(lambda: _run(app))
    rerun = median_seconds(lambda: _run(app), times=TIMES)
    forgotten = statistics.median(_after(st.cache_resource.clear, lambda: _run(app)) for _ in range(3))
    return Line(name, (in_ms(first), in_ms(rerun), in_ms(forgotten), ratio(rerun, trivial)))


def _run(app: AppTest) -> None:
    app.run()
    if app.exception:
        raise RuntimeError(f"{app.title[0].value if app.title else 'a page'} broke: {app.exception[0].message}")


def _after(prepare: Callable[[], object], act: Callable[[], object]) -> float:
    prepare()
    return seconds_of(act)


def _trivial() -> None:
    import streamlit as st

    st.title("Hello")
