"""Everything that is shared of a month in every form, decks, town pages, charts and evidence packs: attacked as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from rorf_data.answers import calls, requests, trends
from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader
from rorf_data.charts import Chart, calls_by_month_bars, calls_by_town_bars, requests_by_month_bars, trend_lines
from rorf_data.exports.deck_pptx import to_deck_pptx
from rorf_data.exports.document import Document
from rorf_data.exports.drawn import drawn_svg
from rorf_data.exports.native_pptx import to_pptx
from rorf_data.exports.native_xlsx import to_chart_xlsx
from rorf_data.exports.paper import to_pdf
from rorf_data.exports.web import to_html
from rorf_data.meetings.town_pages import town_page
from rorf_data.meetings.whole_deck import whole_deck
from rorf_data.model import Audience, Filters, Grain, Period
from rorf_data.store.kept import Memory
from rorf_data.towns import gazetteer
from tests.attacked import TOWNS, pack
from tests.attacked_grants import asked_packs, read_grant
from tests.attacker import Attack, months_between, xlsx_table
from tests.said import (
    Said,
    drawn_beside,
    html_said,
    pdf_said,
    pptx_said,
    svg_said,
    told_in_alts,
    told_in_words,
    unexplained,
)

FORMS: Mapping[str, tuple[Callable[[Document], bytes], Callable[[bytes], Said]]] = {
    "pptx": (to_deck_pptx, pptx_said),
    "html": (to_html, html_said),
    "pdf": (to_pdf, pdf_said),
}


def read_everything(seen: Attack, reader: Reader, period: Period) -> list[str]:
    """Take in every table and evidence packs of the period, and the last month's deck, town pages and charts in all
    their forms. The answer are the texts with a number that wasn't understood; of the PDF, its numbers that the web
    page doesn't have.
    """
    remembering = replace(reader, memory=Memory())
    seen.read(pack(remembering, period, is_whole=True))
    month = Period.of_month(period.last)
    left = _read_document(seen, _deck(remembering, month), frozenset(TOWNS), FORMS)
    for town in TOWNS:
        # The web page of one town has to stand for all: it takes as long as all their slides and PDFs together.
        forms = FORMS if town == TOWNS[month.first.month % len(TOWNS)] else ("pptx", "pdf")
        left += _read_town(seen, remembering, month, town, forms)
    for chart in _charts(remembering, period):
        left += _read_chart(seen, chart)
    for asked in asked_packs(period):
        left += read_grant(seen, remembering, asked)
    return left


def read_by_turns(seen: Attack, reader: Reader, period: Period, turn: int) -> list[str]:
    """Take in the tables that give all the others, and one thing more that changes with the turn: every table and
    workbook, the deck as slides, or as PDF and web page, a town's page in all forms, the charts, or an evidence pack.
    Answers as :func:`read_everything`.
    """
    remembering = replace(reader, memory=Memory())
    seen.read(pack(remembering, period))
    month = Period.of_month(period.last)
    which, what = divmod(turn, 6)
    if what == 0:
        seen.read(pack(remembering, period, is_whole=True))
        return []
    if what in (1, 2):
        forms = ("pptx",) if what == 1 else ("html", "pdf")
        return _read_document(seen, _deck(remembering, month), frozenset(TOWNS), forms)
    if what == 3:
        return _read_town(seen, remembering, month, TOWNS[which % len(TOWNS)], FORMS)
    if what == 4:
        return [left for chart in _charts(remembering, period) for left in _read_chart(seen, chart)]
    packs = [*asked_packs(period)]
    return read_grant(seen, remembering, packs[which % len(packs)])


def _deck(reader: Reader, month: Period) -> Document:
    return whole_deck(reader, month, audience=Audience.SHARED)


def _read_town(seen: Attack, reader: Reader, month: Period, town: str, forms: Iterable[str]) -> list[str]:
    page = town_page(reader, gazetteer.code_of(town), month)
    return _read_document(seen, page, frozenset([town]), forms)


def _read_document(seen: Attack, document: Document, towns: frozenset[str], forms: Iterable[str]) -> list[str]:
    """Take in a document in these forms; what in it wasn't understood."""
    month = months_between(document.period, seen.months)[-1]
    said = {form: FORMS[form][1](FORMS[form][0](document)) for form in forms}
    for one in said.values():
        seen.read(one.tables)
        seen.figures.update(told_in_words(one.words, seen, towns, month))
        seen.figures.update(told_in_alts(one.alts, seen))
    left = [sentence for form in said if form != "pdf" for sentence in unexplained(said[form])]
    if "html" not in said:
        return left
    return left + [f"only in the PDF: {number}" for number in _numbers(said["pdf"]) - _numbers(said["html"])]


def _charts(reader: Reader, period: Period) -> Iterator[Chart]:
    chosen = Filters(period)
    yield calls_by_month_bars(share(reader, calls.calls_by_month(reader, chosen)))
    yield calls_by_town_bars(share(reader, calls.calls_by_town(reader, chosen)))
    yield requests_by_month_bars(share(reader, requests.requests_by_month(reader, chosen)))
    for measure in ("calls", "requests"):
        for by_town in (True, False):
            answer = trends.trend(reader, chosen, measure, Grain.QUARTER, by_town=by_town, rolling=False)
            yield trend_lines(share(reader, answer), value=f"total_{measure}", is_rolling=False)


def _read_chart(seen: Attack, chart: Chart) -> list[str]:
    """Take in a chart as a slide, as a workbook and as a drawing; the numbers of the drawing that no other has."""
    slide = pptx_said(to_pptx(chart))
    seen.read(slide.tables)
    seen.read([xlsx_table(to_chart_xlsx(chart))])
    seen.figures.update(told_in_alts([*slide.alts, chart.alt], seen))
    drawn = svg_said(drawn_svg(chart, width_in=7, height_in=4, prefix="x"))
    known = {int(cell) for table in slide.tables for row in table.rows for cell in row if cell.isdigit()}
    return [f"only in the drawing: {number}" for number in drawn_beside(drawn.alts, known)] + unexplained(slide)


def _numbers(said: Said) -> set[str]:
    cells = (cell for table in said.tables for row in table.rows for cell in row)
    return {number for text in (*said.words, *said.alts, *cells) for number in re.findall(r"\d+", text)}
