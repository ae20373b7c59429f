"""The deck opened by an office program, as those who get it open it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from rorf_data.exports.deck_pptx import to_deck_pptx
from rorf_data.exports.document import Document
from rorf_data.intake.read import open_bytes
from rorf_data.meetings.deck import meeting_document
from rorf_data.model import Audience
from rorf_data.settings import find_places, read_settings
from rorf_data.store.database import open_store
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace, open_sample, open_workplace
from tests.conftest import copy_sample
from tests.unit.meetings.conftest import reader_of
from tests.unit.meetings.test_deck import CALLS_ELSEWHERE, OCTOBER, ONE_KIT

# One office program at a time: two of them are slower than one after the other.
pytestmark = [pytest.mark.xdist_group("office"), pytest.mark.slow]

ROOT = Path(__file__).parents[3]
EDGE = 0.011
WHITE = 245
BAND = 0.016

Printed = Callable[[Document], tuple[list[str], list[Image.Image]]]


@pytest.fixture
def printed(tmp_path: Path) -> Printed:
    """The text and the picture of each page that an office program makes of a deck."""

    def of(document: Document) -> tuple[list[str], list[Image.Image]]:
        (tmp_path / "deck.pptx").write_bytes(to_deck_pptx(document))
        run("soffice", f"-env:UserInstallation=file://{tmp_path / 'office'}", "--headless", "--convert-to", "pdf",
            "--outdir", str(tmp_path), str(tmp_path / "deck.pptx"))  # fmt: skip
        run("pdftotext", "-layout", str(tmp_path / "deck.pdf"), str(tmp_path / "deck.txt"))
        run("pdftoppm", "-r", "40", "-png", str(tmp_path / "deck.pdf"), str(tmp_path / "page"))
        texts = (tmp_path / "deck.txt").read_text(encoding="utf-8").split("\f")[:-1]
        return texts, [Image.open(path).convert("L") for path in sorted(tmp_path.glob("page-*.png"))]

    return of


def run(program: str, *words: str) -> None:
    """Run a program that must be there."""
    found = shutil.which(program)
    assert found, f"{program} is not installed; .ci/prepare says how"
    subprocess.run([found, *words], check=True, capture_output=True, timeout=180)


def is_clear_at_its_edges(page: Image.Image) -> bool:
    """Whether nothing reaches the edges of a slide, below the band of colour at its top."""
    width, height = page.size
    edge, top = round(width * EDGE), round(height * BAND) + 2
    strips = [(0, top, edge, height), (width - edge, top, width, height), (0, height - edge, width, height)]
    return all(min(page.crop(strip).tobytes()) >= WHITE for strip in strips)


def check(document: Document, printed: Printed) -> None:
    """Each slide is one page on which its title and words stand whole, and nothing runs off it."""
    texts, pages = printed(document)

    assert len(texts) == len(pages) == len(document.slides)
    for text, page, slide in zip(texts, pages, document.slides, strict=True):
        said = "".join(text.split())
        for words in (slide.title, *slide.sentences):
            assert "".join(words.split()) in said, words
        assert is_clear_at_its_edges(page), slide.title


@pytest.mark.parametrize("audience", list(Audience))
def test_the_sample_is_a_deck_of_whole_pages(
    sample_folder: Path, tmp_path: Path, audience: Audience, printed: Printed
) -> None:
    """The busiest data that there are, for all towns and for one."""
    copy_sample(sample_folder, tmp_path)
    sample = open_sample(open_workplace({"RORF_DATA_DIR": str(tmp_path)}, tmp_path), ROOT / "sample_data")
    for towns in ([], [gazetteer.code_of("Litchfield")]):
        check(meeting_document(reader_of(sample), OCTOBER, audience=audience, towns=towns), printed)
    sample.engine.dispose()


@pytest.mark.parametrize("files", [(), (ONE_KIT,), (ONE_KIT, CALLS_ELSEWHERE)])
@pytest.mark.parametrize("audience", list(Audience))
def test_an_almost_empty_deck_is_whole_too(
    migrated_sqlite_url: str, tmp_path: Path, audience: Audience, files: tuple[str, ...], printed: Printed
) -> None:
    """Nothing on record, one kit, and a region without a call."""
    places = find_places({"RORF_DATABASE_URL": migrated_sqlite_url, "RORF_DATA_DIR": str(tmp_path)}, tmp_path)
    own = Workplace(read_settings(), places, open_store(migrated_sqlite_url))
    for place, text in enumerate(files):
        file = open_bytes(text.encode(), f"{place}.csv")
        own.load(file, own.recognise(file, source="calls" if "city" in text else "kit-log"), loaded_by="a test")

    check(meeting_document(reader_of(own), OCTOBER, audience=audience), printed)
    own.engine.dispose()
