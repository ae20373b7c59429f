"""Totals agree across screen, CSV, XLSX, deck, PDF, HTML and alt text: all are read back from the files themselves.

What is shared tells the same everywhere, hidden numbers among them, and every number that it shows is the screen's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import cast

import pytest
from streamlit.testing.v1 import AppTest

from rorf_data.answers.reader import Reader
from rorf_data.charts import Chart
from rorf_data.exports.browser import PictureBrowser
from rorf_data.exports.deck_pptx import to_deck_pptx
from rorf_data.exports.document import Document
from rorf_data.exports.paper import to_pdf
from rorf_data.exports.pictures import to_svg
from rorf_data.exports.tables import to_csv, to_xlsx
from rorf_data.exports.web import to_html
from rorf_data.meetings.whole_deck import whole_deck
from rorf_data.model import Audience
from rorf_data.workplace import open_sample, open_workplace
from tests.conftest import copy_sample
from tests.pages.conftest import forget_everything
from tests.pages.visiting import ROOT
from tests.spec import read_back
from tests.spec.read_back import MEASURES, Fact, Told, find_disagreements, told, with_wholes
from tests.unit.exports.taken_files import PaperBrowser

# The deck is made and read once, by one worker, for all tests of this file.
pytestmark = pytest.mark.xdist_group("totals_across_files")

FORMS = ("CSV", "XLSX", "deck", "PDF", "HTML", "alt of deck", "alt of PDF", "alt of HTML", "alt of SVG")
VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("pages/see/this_month.py", {}),
    ("pages/see/towns.py", {}),
    ("pages/see/trends.py", {}),
    ("pages/see/trends.py", {"period": "Last fiscal year", "span": "Quarters"}),
    ("pages/see/trends.py", {"period": "Last fiscal year", "span": "Quarters", "measure": "Overdose calls"}),
    ("pages/see/trends.py", {"period": "Last fiscal year", "span": "Quarters", "measure": "Requests received"}),
)
"""The pages that tell the same totals, and what is chosen there: whole quarters, as a part of one is another fact."""


@pytest.fixture(scope="module")
def folder(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample, of this file alone."""
    folder = tmp_path_factory.mktemp("across")
    copy_sample(sample_folder, folder)
    return folder


@pytest.fixture(scope="module")
def document(folder: Path) -> Iterator[Document]:
    """The deck of the newest month, as it may be passed on."""
    own = open_workplace({"RORF_DATA_DIR": str(folder)}, folder)
    sample = open_sample(own, ROOT / "sample_data")
    reader: Reader = sample.reader()
    yield whole_deck(reader, reader.newest_full_month(), audience=Audience.SHARED)
    sample.engine.dispose()
    own.engine.dispose()


@pytest.fixture(scope="module")
def forms(document: Document, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """What each form tells, read back from its bytes."""
    frames = [one for slide in document.slides for one in slide.released]
    pictures = [one for slide in document.slides for one in slide.pictures]
    deck, paper, web = to_deck_pptx(document), to_pdf(document), to_html(document)
    browser = cast(PictureBrowser, PaperBrowser())
    drawings = [to_svg(one, browser=browser) for one in pictures if isinstance(one, Chart)]
    return {
        "CSV": told(chain.from_iterable(with_wholes(read_back.of_csv(to_csv(one))) for one in frames)),
        "XLSX": told(chain.from_iterable(with_wholes(read_back.of_xlsx(to_xlsx(one))) for one in frames)),
        "deck": told(with_wholes(read_back.of_deck(deck))),
        "PDF": told(with_wholes(read_back.of_paper(paper, tmp_path_factory.mktemp("paper")))),
        "HTML": told(with_wholes(read_back.of_web(web))),
        "alt of deck": told(read_back.alts_of_deck(deck)),
        "alt of PDF": told(read_back.alts_of_paper(paper)),
        "alt of HTML": told(read_back.alts_of_web(web)),
        "alt of SVG": told(chain.from_iterable(map(read_back.alts_of_svg, drawings))),
    }


@pytest.fixture(scope="module")
def screen(folder: Path, document: Document) -> Iterator[Told]:
    """What the pages tell, which is exact."""
    labels = {
        name: label for slide in document.slides for one in slide.released for name, label in one.about.labels.items()
    }
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(ROOT)
        patched.setenv("RORF_DATA_DIR", str(folder))
        forget_everything()
        yield told(chain.from_iterable(on_screen(page, chosen, labels) for page, chosen in VIEWS))
    forget_everything()


def on_screen(page: str, chosen: dict[str, str], labels: dict[str, str]) -> Iterator[tuple[Fact, float | None]]:
    """The headline figures and the cells of the tables of a page."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    for name, value in chosen.items():
        app.query_params[name] = value
    app.switch_page(page).run()
    assert not app.exception
    for metric in app.metric:
        if metric.label in MEASURES:
            yield (read_back.GLANCE, metric.label, read_back.THIS_MONTH), read_back.as_number(metric.value)
    for frame in app.dataframe:
        headings = [labels.get(str(name), str(name)) for name in frame.value]
        title = read_back.title_in(frame.proto.alt)
        yield from read_back.of_rows(title, headings, frame.value.to_numpy().tolist())


def test_totals_agree_wherever_they_leave(forms: dict[str, Told], screen: Told) -> None:
    """Kits, requests and overdose calls of the month, the year, the quarters and the towns."""
    assert find_disagreements(forms, screen) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_of_kits_calls_and_requests(form: str, forms: dict[str, Told]) -> None:
    """Nothing agrees because nothing was read; what one form alone tells is compared with nothing."""
    others = {fact for name, one in forms.items() if name != form for fact in one}
    compared = {word for fact in forms[form].keys() & others for word in fact}
    assert compared >= {*MEASURES}


def test_the_screen_is_compared_too(forms: dict[str, Told], screen: Told) -> None:
    """Numbers of the month, of towns, of months and of quarters; what is hidden in files is exact there."""
    compared = screen.keys() & forms["CSV"].keys()
    assert {fact[0] for fact in compared} >= {
        read_back.GLANCE, read_back.TOWNS, read_back.KITS_BY_MONTH, read_back.REQUESTS, read_back.CALLS,
    }  # fmt: skip
    assert any(forms["CSV"][fact] == {None} and screen[fact] != {None} for fact in compared)


@pytest.mark.parametrize("form", [*FORMS, "screen"])
def test_one_changed_number_is_found(form: str, forms: dict[str, Told], screen: Told) -> None:
    """Whichever form it stands in."""
    seen = {**forms, "screen": screen}
    others = {fact for name, one in forms.items() if name != form for fact in one if one[fact] != {None}}
    fact = next(fact for fact, values in seen[form].items() if fact in others and values != {None})
    seen[form] = {**seen[form], fact: frozenset(1 + (value or 0) for value in seen[form][fact])}
    assert any(" / ".join(fact) in said for said in find_disagreements(seen, seen.pop("screen")))


@pytest.mark.parametrize("form", ["CSV", "XLSX", "deck", "PDF", "HTML"])
def test_a_hidden_number_that_one_form_tells_is_found(form: str, forms: dict[str, Told]) -> None:
    """The month's overdose calls are hidden, and must be so everywhere."""
    fact = (read_back.GLANCE, "Overdose calls", read_back.THIS_MONTH)
    assert forms[form][fact] == {None}
    seen = {**forms, form: {**forms[form], fact: frozenset({4.0})}}
    assert find_disagreements(seen, {})
