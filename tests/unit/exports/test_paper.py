"""The document as PDF: tagged after PDF/UA-1, with words for every picture, and the same each time."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from rorf_data.exports.check_code import check_code
from rorf_data.exports.document import Document, Slide
from rorf_data.exports.paper import to_pdf
from rorf_data.model import Audience
from tests.unit.exports.every_chart import HIDDEN, LITTLE, a_map
from tests.unit.picture_frames import released


@pytest.fixture(scope="module")
def document() -> Document:
    """Three slides: words with markup signs, a chart with something hidden and its table, a map."""
    chart = HIDDEN["towns"]()
    return Document(
        title="Monthly meeting: March 2026",
        programme="A *programme* #of $signs_",
        period="March 2026",
        towns="All 11 member towns",
        as_of=date(2026, 4, 2),
        data_version=7,
        audience=Audience.SHARED,
        is_sample=True,
        slides=(
            Slide("Words first", sentences=("Costs are $5 #1 *not* bold.",)),
            Slide("A chart and its table", pictures=(chart,), tables=(chart.released,)),
            Slide("A map", pictures=(a_map(),)),
        ),
    )


@pytest.fixture(scope="module")
def made(document: Document) -> bytes:
    """The file."""
    return to_pdf(document)


def tags(content: bytes) -> list[tuple[str, str]]:
    """Every element of the structure."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        open_ones: list[Any] = [pdf.Root.StructTreeRoot]
        found = []
        while open_ones:
            one = open_ones.pop()
            children: Any = one.get("/K", [])
            for child in children if isinstance(children, pikepdf.Array) else [children]:
                if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                    found.append((str(child.S), str(child.get("/Alt", ""))))
                    open_ones.append(child)
        return found


def text(content: bytes, folder: Path) -> str:
    """What another program reads, without spaces."""
    file = folder / "a.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_it_is_tagged_and_says_so(made):
    """Marked, titled, in English, PDF/UA-1, with headings and header cells, and words for every figure."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert b"pdfuaid:part" in bytes(pdf.Root.Metadata.read_bytes())
    found = tags(made)
    kinds = [kind for kind, _ in found]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert all(words for kind, words in found if kind == "/Figure")


def test_another_program_reads_every_word_and_number(made, document, tmp_path):
    """Titles, sentences with their signs as they are, cells, hidden as the word, and the check codes."""
    read = text(made, tmp_path)
    chart = document.slides[1].pictures[0]

    for slide in document.slides:
        assert "".join(slide.title.split()) in read
    assert "Costsare$5#1*not*bold." in read
    assert "Kent" in read
    assert "hidden" in read
    assert check_code(chart.released) in read
    assert "inventedsampledata" in read
    assert "INTERNAL" not in read


def test_an_internal_file_says_so_on_every_page(document, tmp_path):
    """And the same document is the same file."""
    internal = replace(document, audience=Audience.INTERNAL)
    content = to_pdf(internal)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)

    assert text(content, tmp_path).count("INTERNAL") >= pages
    assert content == to_pdf(internal)


def test_a_table_that_would_fill_pages_is_cut_and_says_so(document, tmp_path):
    """What is left out is counted."""
    rows = range(100, 180)
    table = released({"town": [f"Town {number}" for number in rows], "total_kits": [*rows]}, title="A long list")
    read = text(to_pdf(replace(document, slides=(Slide("A long table", tables=(table,)),))), tmp_path)

    assert "Town139" in read
    assert "Town140" not in read
    assert "Thefirst40of80rows;thewebpageholdsthemall." in read


def test_what_is_said_of_sources_begins_a_page_where_it_does_not_fit(document, tmp_path):
    """Its heading stands on the page of the first source, not at the foot of the page before."""
    file = tmp_path / "b.pdf"
    file.write_bytes(to_pdf(replace(document, slides=document.slides[1:])))
    done = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True)
    page = next(page for page in done.stdout.decode().split("\f") if "Where each figure comes from" in page)

    assert "Programme:" in page
    assert "Check code" in page.partition("Where each figure comes from")[2]


@pytest.mark.parametrize("name", list(LITTLE)[::6])
def test_a_document_of_one_chart_is_set(name, document, tmp_path):
    """Whatever the chart."""
    one = replace(document, slides=(Slide("One chart", pictures=(LITTLE[name](),)),))

    assert "Onechart" in text(to_pdf(one), tmp_path)
