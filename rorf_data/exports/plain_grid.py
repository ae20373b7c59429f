"""The reporting ledger in plain values: a grid of months, each cell of a kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rorf_data import palette
from rorf_data.charts import Chart
from rorf_data.exports.plain_layout import without_markup
from rorf_data.exports.plain_values import KindLook, PlainChart, PlainSeries

Trace = Mapping[str, Any]

_CLEAR = "rgba(0,0,0,0)"


def grid_of(chart: Chart, layout: Trace, traces: Sequence[Trace]) -> PlainChart:
    """The ledger: a row of months for each sender, each cell of a kind and with a few words in it."""
    cells = [trace for trace in traces if "base" in trace]
    written = {
        (row, column): without_markup(text)
        for trace in traces
        if trace.get("mode") == "text"
        for column, row, text in zip(trace["x"], trace["y"], trace["text"], strict=True)
    }
    kinds = {
        (row, round(base + 0.45)): str(trace["name"])
        for trace in cells
        for row, base in zip(trace["y"], trace["base"], strict=True)
    }
    months = sorted({pd.Timestamp(month).date() for month in chart.released.frame["month_start"]})
    names = [without_markup(one["text"]) for one in layout["annotations"]]
    return PlainChart(
        kind="grid",
        title=chart.title,
        alt=chart.alt,
        released=chart.released,
        series=tuple(_row(name, row, len(months), kinds, written) for row, name in enumerate(names)),
        categories=tuple(f"{month:%b %Y}" for month in months),
        category_title="Month",
        is_horizontal=True,
        looks=tuple(_kind_look(trace) for trace in cells),
    )


def _row(
    name: str, row: int, columns: int, kinds: Mapping[tuple[int, int], str], written: Mapping[tuple[int, int], str]
) -> PlainSeries:
    words = [written.get((row, column), "") for column in range(columns)]
    return PlainSeries(
        name=name,
        values=tuple(int(word) if word.isdigit() else None for word in words),
        form="bar",
        colour=palette.REPORTED,
        labels=tuple(words),
        hidden=(False,) * columns,
        kinds=tuple(kinds.get((row, column), "") for column in range(columns)),
    )


def _kind_look(trace: Trace) -> KindLook:
    marker = trace["marker"]
    line, colour = marker.get("line", {}), marker["color"]
    return KindLook(
        name=str(trace["name"]),
        fill="" if colour == _CLEAR else colour,
        hatch=marker.get("pattern", {}).get("shape", ""),
        edge=line.get("color", "") if line.get("width") else "",
        edge_width=float(line.get("width", 0)),
    )
