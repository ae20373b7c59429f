"""The texts of an evidence pack: what it holds, caption, source, limits, method and citations."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Final

from rorf_data.charts import Chart
from rorf_data.disclosure.release import Released
from rorf_data.exports.check_code import check_code
from rorf_data.exports.methods import MEASURED_BY
from rorf_data.exports.tables import Cell, as_text
from rorf_data.measures.catalogue import measures_told
from rorf_data.measures.described import Told
from rorf_data.meetings.need_statement import INVENTED, Statement, citation_of, figures_of
from rorf_data.model import in_words
from rorf_data.wording import HIDDEN

_WHAT: Final = {
    "png": "the chart for print, 300 dots to the inch",
    "svg": "the chart as a drawing that scales",
    "pptx": "the chart as a slide that can be edited, in PowerPoint and in LibreOffice",
    "xlsx": "the chart with its data as a workbook that can be edited",
    "csv": "the data of the chart",
}
_NAMED: Final = {
    "need-statement.txt": "the need statement with its sources, limits and what it doesn't say",
    "figures.csv": "every figure of the need statement with its interval, source and check code",
    "caption.txt": "the caption to print under the chart",
    "alt.txt": "the chart in words, for those who can't see it",
    "source-limits-method.txt": "where the numbers come from, how they were counted, and what they can't say",
    "citation.txt": "how to cite the chart and each figure",
}
_FIGURES: Final = (
    "Citation", "Sentence", "Figure", "Value", "Lower limit", "Upper limit", "Period", "Towns", "Residents", "Source",
    "As of", "Check code",
)  # fmt: skip
_OF_STATEMENTS: Final = (
    "The interval of a count",
    "Whether a rate is shown",
    "Up, down, no clear change, or too few to say",
)


def what_is(name: str) -> str:
    """What a file of the pack holds, in a few words."""
    return _NAMED.get(name) or _WHAT[name.rpartition(".")[2]]


def readme(chart: Chart, statement: Statement, files: Mapping[str, str], missing: str) -> str:
    """What the pack holds, what it is of, and how it is found again; ``missing``: why it has no pictures."""
    about = chart.released.about
    parts = [
        f"Evidence pack: {chart.title}",
        *([INVENTED] if about.is_sample else []),
        "\n".join(
            [
                f"Programme: {statement.programme}",
                f"Period: {about.period}",
                f"Towns: {about.towns}",
                f"Made for: {statement.preset.name}; {statement.preset.year_in_words}; in "
                f"{statement.preset.counted_in}",
                f"As of: {in_words(about.as_of)}, data version {about.data_version}",
                f"Check code of the chart: {check_code(chart.released)}",
            ]
        ),
        "\n".join(["Files", *(f"- {name}: {what}." for name, what in files.items())]),
        f"Not in this pack: the chart as PNG and SVG. {missing} The slide and the workbook hold the same chart."
        if missing
        else "",
        f"Everything here may be passed on. {_protection(statement, chart)}".strip(),
        "To find the figures again: rorf verify FILE says which data a file came from, and whether today's figures "
        "still agree.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def caption(chart: Chart) -> str:
    """The line under the chart: what, when, where, from which source, as of which day, and what is hidden."""
    about = chart.released.about
    sentences = [
        f"{chart.title}, {about.period}, {about.towns}.",
        f"Source: {about.source}, as of {in_words(about.as_of)}.",
        *([f"Residents: {about.population}."] if about.population else []),
        *(f"{name}: {line.rstrip('.')}." for name, line in about.said_of_time().items()),
        *([about.protection] if chart.released.hides_anything else []),
        *([INVENTED] if about.is_sample else []),
        f"Check code {check_code(chart.released)}.",
    ]
    return " ".join(sentences) + "\n"


def citations(chart: Chart, statement: Statement) -> str:
    """The chart as it is cited, and each source of the statement by its number there."""
    lines = [f"The chart: {citation_of(chart.released, statement.programme)}"]
    lines += [f"[{place}] {said}" for place, said in enumerate(statement.citations, start=1)]
    return "\n".join(lines) + "\n"


def source_limits_method(chart: Chart, statement: Statement) -> str:
    """Source, limits, and for each measure what is counted, divided by and rested on, as the catalogue says it."""
    frames = [chart.released, *statement.frames]
    sources = dict.fromkeys(f"- {released.about.title}: {released.about.source}" for released in frames)
    residents = dict.fromkeys(f"- Residents: {one.about.population}" for one in frames if one.about.population)
    limits = dict.fromkeys((*chart.released.about.notes, *statement.limits))
    parts = [
        "\n".join(["Source", *sources, *residents]),
        "\n".join(["Limits", *(f"- {limit}" for limit in limits)]),
        "Method",
        *(_method(measure) for measure in _measures(frames)),
    ]
    return "\n\n".join(parts) + "\n"


def figures_csv(statement: Statement) -> bytes:
    """Every figure of the statement on a line of its own, for a spreadsheet."""
    stream = io.StringIO()
    rows = csv.writer(stream)
    if statement.is_sample:
        stream.write(f"# {INVENTED}\r\n")
    rows.writerow(_FIGURES)
    for place, sentence, figure in figures_of(statement):
        released, about = figure.released, figure.released.about
        low, high = figure.limits or (None, None)
        is_hidden = released.is_hidden(figure.column)[0]
        cells: list[Cell] = [
            place, sentence.text, about.labels[figure.column], HIDDEN if is_hidden else figure.value, low, high,
            about.period, about.towns, about.population, about.source, about.as_of, check_code(released),
        ]  # fmt: skip
        rows.writerow([as_text(cell) for cell in cells])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _protection(statement: Statement, chart: Chart) -> str:
    frames = (chart.released, *statement.frames)
    return " ".join(dict.fromkeys(one.about.protection for one in frames if one.about.protection))


def _measures(frames: list[Released]) -> list[Told]:
    """The measures that the frames hold, each once, and the rules of intervals, rates and comparisons."""
    columns = [str(column) for released in frames for column in released.frame.columns]
    named = [MEASURED_BY[column] for column in columns if column in MEASURED_BY]
    wanted = {*named, *_OF_STATEMENTS}
    return [measure for measure in measures_told() if measure.name in wanted]


def _method(measure: Told) -> str:
    return "\n".join(
        [
            f"{measure.name}. {measure.definition}",
            f"  Counted: {measure.numerator}",
            f"  Divided by: {measure.denominator}",
            f"  Source: {measure.source}",
            f"  Limits: {measure.limits}",
        ]
    )
