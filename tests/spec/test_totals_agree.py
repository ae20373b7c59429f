"""Totals are equal wherever they appear: on a page, in its table twin, in the data of a chart, in CSV and XLSX files,
in a terminal, and in the words for those who can't see the picture.

Every page of the menu is opened on the sample data, and every choice of it is made once; whatever it shows is looked at
as it leaves the program, and compared.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages._shared import show
from rorf_data.charts import Chart
from rorf_data.disclosure.release import Released
from rorf_data.settings import read_settings
from tests.conftest import copy_sample
from tests.pages.conftest import forget_everything
from tests.pages.visiting import PAGES, ROOT
from tests.spec.appearances import (
    Block,
    Seen,
    chart_specs,
    find_disagreements,
    of_chart,
    of_counts_in_words,
    of_files,
    of_metrics,
    of_table,
    of_words,
)
from tests.spec.totals import TABLES, Terminal, Total, of_totals

# Looking at everything takes a minute and a half, so one worker does it for all tests of this file.
pytestmark = pytest.mark.xdist_group("totals")

KINDS = ("page", "table", "csv", "xlsx", "chart", "alt", "headline", "words", "command line")
EVERYWHERE_SHOWN = ("total_kits", "total_requests", "total_calls", "total_deaths")
FILTERS = ("period", "towns")
NO_CHOICE_OF_FIGURES = ("opened", "place_chosen", "history_kind", "history_source")
"""Widgets that choose a load or a name that waits, and no figures."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of one control of a page."""

    control: str
    key: str
    option: Any

    def made(self, app: AppTest) -> AppTest:
        """The page with it chosen."""
        if self.control == "multiselect":
            return app.multiselect(key=self.key).set_value(self.option).run()
        if self.control == "segmented":
            return app.segmented_control(key=self.key).set_value(self.option).run()
        return app.selectbox(key=self.key).select(self.option).run()


@pytest.fixture(scope="module")
def seen(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Seen]]:
    """Every appearance of every number, on every page with every choice."""
    folder = tmp_path_factory.mktemp("totals")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(ROOT)
        copy_sample(sample_folder, folder)
        patched.setenv("RORF_DATA_DIR", str(folder))
        forget_everything()
        found, totals = looked_at(patched)
        patched.setenv("RORF_DATABASE_URL", f"sqlite:///{folder / 'sample.sqlite'}")
        yield [*found, *answered_in_a_terminal(totals)]
    forget_everything()


def looked_at(patched: pytest.MonkeyPatch) -> tuple[list[Seen], dict[Total, None]]:
    """What all pages show with each of their choices, and the totals that they tell."""
    offered: list[tuple[str, Released, object]] = []
    patched.setattr(
        show, "offer_downloads", lambda released, *, key, picture=None: offered.append((key, released, picture))
    )
    members = read_settings().member_towns()
    found: list[Seen] = []
    totals: dict[Total, None] = {}
    for page in PAGES:
        for app in views(page, offered):
            assert not app.exception, f"{page} fails"
            blocks = [Block(page, key, released) for key, released, _ in offered]
            pictures = [picture for _, _, picture in offered]
            found += shown_on_page(app, page, blocks)
            found += drawn_on_page(app, [(block, one) for block, one in zip(blocks, pictures, strict=True) if one])
            for block in blocks:
                found += [*of_files(block), *of_counts_in_words(block)]
                for total, one in of_totals(block, members):
                    totals[total] = None
                    found.append(one)
    return found, totals


def views(page: str, offered: list[Any]) -> Iterator[AppTest]:
    """The page as it opens, then with each other choice made once, for another time and for two towns."""
    opened = visited(page, offered)
    yield opened
    choices = list(choices_of(opened))
    if page.startswith("pages/see"):
        choices.append(Choice("selectbox", "period", "Last calendar year"))
        choices.append(Choice("multiselect", "towns", ["Kent", "Litchfield"]))
    for choose in choices:
        app = visited(page, offered)
        offered.clear()
        yield choose.made(app)


def visited(page: str, offered: list[Any]) -> AppTest:
    """The page of a new visitor."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120).switch_page(page)
    offered.clear()
    return app.run()


def choices_of(app: AppTest) -> Iterator[Choice]:
    """Each option of the page's own controls that isn't chosen yet."""
    for control in app.segmented_control:
        for option in control.options:
            if option != control.value:
                yield Choice("segmented", str(control.key), option)
    for box in app.selectbox:
        if box.key not in FILTERS + NO_CHOICE_OF_FIGURES:
            for option in box.options[-4:]:
                yield Choice("selectbox", str(box.key), option)


def shown_on_page(app: AppTest, page: str, blocks: list[Block]) -> Iterator[Seen]:
    """The tables and the headline figures, as the browser gets them."""
    for block in blocks:
        about, rows = block.released.about, len(block.released.frame)
        words = f"{about.title}, {about.period}, {about.towns}: a table of {rows} rows."
        for frame in app.dataframe:
            if frame.proto.alt == words:
                yield from of_table(block, frame.value, "table")
    yield from of_metrics(blocks, [(metric.label, str(metric.value)) for metric in app.metric], page)


def drawn_on_page(app: AppTest, pictures: list[tuple[Block, Any]]) -> Iterator[Seen]:
    """The charts as the browser gets them, each beside the answer that it was drawn from; of maps the words."""
    specs = dict(chart_specs(app.get("plotly_chart")))
    for block, picture in pictures:
        spec = specs[picture.alt] if isinstance(picture, Chart) else {"data": [], "layout": {}}
        yield from of_chart(block, spec)
        by_label = {label: column for column, label in block.released.about.labels.items()}
        drawn = [by_label[trace["name"]] for trace in spec["data"] if trace.get("name") in by_label]
        totals = [column for column in block.columns if column.startswith("total_")]
        yield from of_words(block, picture.alt, [*(column for column in drawn if column in block.columns), *totals])


def answered_in_a_terminal(totals: dict[Total, None]) -> Iterator[Seen]:
    """Each total as ``rorf table`` prints it."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        terminal = Terminal(lambda: taken(printed))
        for total in totals:
            decimals = 1 if total.column in {"median_days", "p90_days"} else 4
            yield Seen(total.fact, terminal.total(total), "command line", "rorf table", decimals)


def taken(printed: io.StringIO) -> str:
    """What was printed, which is then gone."""
    text = printed.getvalue()
    printed.seek(0)
    printed.truncate()
    return text


@pytest.mark.slow
def test_every_number_is_the_same_wherever_it_appears(seen: list[Seen]) -> None:
    """Cells, sums and extremes of every answer, and totals of every measure by place and time."""
    assert find_disagreements(seen) == []


@pytest.mark.slow
def test_every_measure_is_looked_at_in_every_kind_of_place(seen: list[Seen]) -> None:
    """No kind of place is left out, and whatever a page tells of a measure the command line was asked for too."""
    by_kind = {kind: [one for one in seen if one.kind == kind] for kind in KINDS}
    assert [kind for kind, found in by_kind.items() if not found] == []

    told = {one.fact[1] for one in by_kind["command line"]}
    assert told >= TABLES.keys() - {"total_doses", "kits_at_overdose"}
    for kind in ("table", "csv", "xlsx", "chart"):
        assert {one.fact[4] for one in by_kind[kind] if one.fact[0] == "cell"} >= set(EVERYWHERE_SHOWN)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_number_that_was_tampered_with_is_found(seen: list[Seen], kind: str) -> None:
    """One more in a single place of any kind, and the disagreement names it."""
    place = next(place for place, one in enumerate(seen) if one.kind == kind and one.value is not None)
    changed = replace(seen[place], value=(seen[place].value or 0) + 1, where="tampered with")

    found = find_disagreements([*seen[:place], changed, *seen[place + 1 :]])

    assert any("tampered with" in sentence for sentence in found)
