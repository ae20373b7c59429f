"""The evidence pack: one zip with a chart in every form, its data, and all that a reader of it has to know.

It is for passing on, so everything in it is shared; there is no internal form of it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from rorf_data.answers.audited import check_pack
from rorf_data.answers.grant import TITLES, Counted, first_month_on_record, grant_by_town, grant_over_time
from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader
from rorf_data.charts import Chart, by_town_bars, trend_lines
from rorf_data.disclosure.release import Released
from rorf_data.errors import ExportRefused
from rorf_data.exports.browser import PROCESS_BROWSER, PictureBrowser
from rorf_data.exports.names import file_name
from rorf_data.exports.native_pptx import to_pptx
from rorf_data.exports.native_xlsx import to_chart_xlsx
from rorf_data.exports.pictures import SIZES, to_png, to_svg
from rorf_data.exports.tables import to_csv
from rorf_data.meetings import evidence_texts as texts
from rorf_data.meetings.need_statement import Statement, need_statement
from rorf_data.meetings.presets import Preset
from rorf_data.model import Audience, Filters, Grain, Period

ChartKind = Literal["towns", "months", "years", "calls", "requests"]
CHART_KINDS: Final[tuple[ChartKind, ...]] = ("towns", "months", "years", "calls", "requests")

Check = Callable[[Reader, Sequence[Released]], None]
"""Looks at every frame that a pack publishes, and raises :class:`DisclosureRefused` where a hidden number could be
worked out from them together.
"""


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """The zip, what it is called, and the shared frames that it publishes."""

    content: bytes
    name: str
    frames: tuple[Released, ...]


def chart_names(preset: Preset) -> dict[ChartKind, str]:
    """The charts that can be had, by what they are called for this funder."""
    unit, year = TITLES[preset.counted_in], preset.year_in_words
    return {
        "towns": f"{unit} by town",
        "months": f"{unit} by month",
        "years": f"{unit} by {year}",
        "calls": f"Overdose calls by {year}",
        "requests": f"Requests received by {year}",
    }


def evidence_chart(reader: Reader, chosen: Filters, preset: Preset, kind: ChartKind) -> Chart:
    """The chart of the chosen towns, drawn of a shared frame; in the funder's unit and by the funder's year.

    By month it is of the period; by year from the first year on record to the end of the period.
    """
    counted: Counted = kind if kind in ("calls", "requests") else preset.counted_in
    column = f"total_{counted}"
    if kind == "towns":
        return by_town_bars(share(reader, grant_by_town(reader, chosen, counted)), value=column)
    if kind == "months":
        found = grant_over_time(reader, chosen, counted, Grain.MONTH)
    else:
        years = Filters(_every_year(reader, chosen.period, preset, counted), chosen.towns)
        found = grant_over_time(reader, years, counted, Grain.FISCAL_YEAR, preset.first_month)
    return trend_lines(share(reader, found), value=column, is_rolling=False)


def evidence_pack(
    reader: Reader,
    chosen: Filters,
    preset: Preset,
    kind: ChartKind,
    *,
    check: Check = check_pack,
    browser: PictureBrowser = PROCESS_BROWSER,
) -> EvidencePack:
    """The pack of this chart with the need statement, for this funder; the same question of the same data has the same
    bytes.

    ``check`` is asked before anything is written, and its refusal is raised. Where no browser can draw pictures, the
    pack is made without PNG and SVG and says so. Raises :class:`ExportRefused` if anything in it were internal.
    """
    chart = evidence_chart(reader, chosen, preset, kind)
    statement = need_statement(reader, chosen, preset)
    frames = (chart.released, *statement.frames)
    if any(released.audience is not Audience.SHARED for released in frames):
        raise ExportRefused("An evidence pack holds nothing but what may be shared.")
    check(reader, frames)
    files, missing = _files(chart, statement, browser)
    readme = texts.readme(chart, statement, {name: texts.what_is(name) for name in files}, missing)
    written = {"README.txt": readme.encode()} | files
    return EvidencePack(_zipped(written, chart.released.about.as_of), _name(chart), frames)


def _every_year(reader: Reader, period: Period, preset: Preset, counted: Counted) -> Period:
    first = first_month_on_record(reader, counted) or period.first
    return Period(min(preset.year_of(first).first, period.first), period.last)


def _files(chart: Chart, statement: Statement, browser: PictureBrowser) -> tuple[dict[str, bytes], str]:
    """The files by name, and why there are no pictures where there are none."""
    size = statement.preset.page_width
    pictures: dict[str, bytes] = {}
    missing = ""
    try:
        pictures = {
            _called(chart, "png", size): to_png(chart, SIZES[size], browser=browser),
            _called(chart, "svg", size): to_svg(chart, SIZES[size], browser=browser),
        }
    except ExportRefused as problem:
        missing = str(problem)
    plain = {
        "need-statement.txt": statement.whole(),
        "caption.txt": texts.caption(chart),
        "alt.txt": chart.alt + "\n",
        "source-limits-method.txt": texts.source_limits_method(chart, statement),
        "citation.txt": texts.citations(chart, statement),
    }
    return (
        pictures
        | {
            _called(chart, "pptx"): to_pptx(chart),
            _called(chart, "xlsx"): to_chart_xlsx(chart),
            _called(chart, "csv"): to_csv(chart.released),
            "figures.csv": texts.figures_csv(statement),
        }
        | {name: text.encode() for name, text in plain.items()}
    ), missing


def _called(chart: Chart, form: str, size: str = "") -> str:
    return file_name(chart.released, form, title=chart.title, size=size)


def _name(chart: Chart) -> str:
    return file_name(chart.released, "zip", title=f"evidence {chart.title}")


def _zipped(files: dict[str, bytes], day: date) -> bytes:
    """A zip whose entries are all of this day, in the order of the files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every machine
            packed.writestr(entry, content)
    return stream.getvalue()
