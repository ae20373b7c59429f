"""The series of native charts: their numbers in the workbook inside, and how each looks."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from rorf_data.exports.native_shapes import fill, line, look, pattern_of
from rorf_data.exports.plain_values import PlainChart, PlainSeries
from rorf_data.wording import Number

TOTAL = "Total"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_NAMESPACES = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
_MOST_LABELLED = 14
_MOST_NAMED = 12
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MARKERS = {"circle": "CIRCLE", "square": "SQUARE", "diamond": "DIAMOND", "ring": "TRIANGLE"}


def harmless(words: str) -> str:
    """Words that no spreadsheet takes for a formula or a link."""
    return f"’{words}" if words.lstrip().startswith(_FORMULA_STARTS) or "://" in words else words


def chart_data(plain: PlainChart) -> Any:
    """The workbook of a chart with categories: a column for each series, empty where nothing is told."""
    from pptx.chart.data import CategoryChartData

    data: Any = _untyped(CategoryChartData)(number_format=_number_format(plain))
    data.categories = plain.days if has_time_axis(plain) else [harmless(name) for name in plain.categories]
    for one in plain.series:
        data.add_series(harmless(one.name), one.values)
    for reference in plain.references:
        data.add_series(harmless(reference.words.split(":")[0]), [reference.value] * len(plain.categories))
    if has_totals(plain):
        data.add_series(TOTAL, plain.total_values)
    return data


def has_time_axis(plain: PlainChart) -> bool:
    """Whether the categories are days to the chart, which then names as many as there is room for."""
    return len(plain.days) > _MOST_NAMED


def point_data(plain: PlainChart) -> Any:
    """The workbook of a chart of points; steps get the corners between them."""
    from pptx.chart.data import XyChartData

    data: Any = _untyped(XyChartData)(number_format=_number_format(plain))
    longest = max(len(points_of(one)) for one in plain.series)
    for one in plain.series:
        series = data.add_series(harmless(one.name))
        points = points_of(one)
        for place, value in _in_steps(*points, count=longest) if _is_straight(one, points) else points:
            series.add_data_point(place, value)
    return data


def _untyped(made: Any) -> Any:
    """A class of which no types are told."""
    return made


def points_of(series: PlainSeries) -> list[tuple[float, float]]:
    """The points that are known, with a corner before each step."""
    known = [(x, y) for x, y in zip(series.places, series.values, strict=True) if y is not None]
    if series.form != "step":
        return known
    corners = [[(later[0], earlier[1]), later] for earlier, later in zip(known, known[1:], strict=False)]
    return [*known[:1], *(point for pair in corners for point in pair)]


def _is_straight(series: PlainSeries, points: Sequence[tuple[float, float]]) -> bool:
    return series.form == "line" and not series.marker and len(points) == 2


def _in_steps(start: tuple[float, float], end: tuple[float, float], *, count: int) -> list[tuple[float, float]]:
    """A straight line by as many points as the longest series has: LibreOffice leaves shorter ones before it out."""
    shares = [place / (count - 1) for place in range(count)]
    return [(start[0] + (end[0] - start[0]) * one, start[1] + (end[1] - start[1]) * one) for one in shares]


def has_totals(plain: PlainChart) -> bool:
    """Whether the ends of stacked bars get their total, for which no single series can stand."""
    return len(plain.series) > 1 and any(value is not None for value in plain.total_values)


def legend_names(plain: PlainChart) -> list[str]:
    """The names in the legend."""
    if not plain.shows_legend or has_hand_key(plain):
        return []
    names = [one.name for one in plain.series if is_told(one)]
    return [*names, *(reference.words.split(":")[0] for reference in plain.references)]


def has_hand_key(plain: PlainChart) -> bool:
    """Whether the key is drawn by hand: among bars across, programs don't agree on which entry of a legend is which."""
    return plain.is_horizontal and has_totals(plain)


def is_told(series: PlainSeries) -> bool:
    """Whether the key names it."""
    return series.is_in_legend and series.has_values


def dress(chart: Any, plain: PlainChart, size: float) -> None:
    """How bars stand to each other, and that what is missing is a gap."""
    from pptx.oxml import parse_xml

    plot = chart.plots[0]
    if plain.kind == "bars":
        plot.gap_width = 45 if plain.is_horizontal else 60
        plot.overlap = 100 if plain.arrangement != "grouped" else 0
        if _is_stacked(plain):
            plot._element.find(f"{_C}grouping").set("val", "stacked")
    blanks = chart._chartSpace.chart.find(f"{_C}dispBlanksAs")
    if blanks is None:
        blanks = parse_xml(f"<c:dispBlanksAs {_NAMESPACES}/>")
        chart._chartSpace.chart.append(blanks)
    blanks.set("val", "gap")


def _is_stacked(plain: PlainChart) -> bool:
    """A single series stacks on nothing, and can then carry its numbers at its ends."""
    return plain.arrangement == "stacked" and len(plain.series) > 1


def add_series(chart: Any, plain: PlainChart) -> None:
    """Give each series its look, its numbers and its interval, and lines among bars a plot of lines."""
    lines = [place for place, one in enumerate(plain.series) if one.form != "bar"]
    if plain.kind == "bars" and lines:
        first = list(chart.plots[0].series)
        _in_a_plot_of_lines(chart, [first[place]._element for place in lines])
    drawn = sorted((own for plot in chart.plots for own in plot.series), key=lambda own: own._element.idx.val)
    for own, series in zip(drawn, plain.series, strict=False):
        if plain.kind == "points":
            _as_points(own, series)
        elif series.form == "bar":
            _as_bar(own, series, plain)
        else:
            _as_line(own, series, is_small=bool(plain.panel))
            _add_interval(own._element, series)
    for own, reference in zip(drawn[len(plain.series) :], plain.references, strict=False):
        line(own.format.line, reference.colour, 1.5, "dash")
        _no_marker(own)
    if has_totals(plain):
        _as_total(drawn[-1], plain)


def _as_bar(own: Any, series: PlainSeries, plain: PlainChart) -> None:
    fill(own.format.fill, series.colour, pattern_of(series.colour, series.hatch))
    line(own.format.line, series.colour if series.hatch else "", 0.75)
    own.invert_if_negative = False
    for place, is_pale in enumerate(series.provisional):
        if is_pale and series.values[place] and not series.hatch:
            point = own.points[place]
            fill(point.format.fill, _paler(series.colour))
            line(point.format.line, series.colour, 0.75)
    words = series.labels or (plain.totals if len(plain.series) == 1 else ())
    if any(words) and len(plain.categories) <= _MOST_LABELLED:
        _label(own, series, words, plain)


def _label(own: Any, series: PlainSeries, words: Sequence[str], plain: PlainChart) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION

    labels = own.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _label_format(words, plain), False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    if plain.arrangement == "overlaid" and series is not plain.series[0] and _share_a_place(plain):
        labels.position = XL_LABEL_POSITION.INSIDE_BASE
        look(labels.font, 10, colour="#FFFFFF", bold=True)
        return
    look(labels.font, 10)


def _share_a_place(plain: PlainChart) -> bool:
    """Whether bars really lie upon each other."""
    columns = zip(*(one.values for one in plain.series), strict=True)
    return any(sum(value is not None for value in column) > 1 for column in columns)


def _label_format(words: Sequence[str], plain: PlainChart) -> str:
    first = next(word for word in words if word)
    if first.startswith("$"):
        return '"$"#,##0'
    decimals = max((len(word.partition(".")[2]) for word in words if word.replace(",", "").replace(".", "").isdigit()),
                   default=0)  # fmt: skip
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def _as_total(own: Any, plain: PlainChart) -> None:
    """A clear bar on top of the stack, of which only the number at its foot is seen."""
    from pptx.enum.chart import XL_LABEL_POSITION

    own.format.fill.background()
    own.format.line.fill.background()
    labels = own.data_labels
    labels.show_value = True
    labels.position = XL_LABEL_POSITION.INSIDE_BASE
    labels.number_format, labels.number_format_is_linked = _label_format(plain.totals, plain), False
    look(labels.font, 10)


def _as_line(own: Any, series: PlainSeries, *, is_small: bool = False) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE

    own.smooth = False
    if series.form == "points":
        own.format.line.fill.background()
    else:
        line(own.format.line, series.colour, series.width, series.dash)
    if not series.marker:
        _no_marker(own)
        return
    own.marker.style = getattr(XL_MARKER_STYLE, _MARKERS.get(series.marker, "CIRCLE"))
    usual = 4 if is_small else 7
    own.marker.size = 9 if series.marker in ("ring", "diamond") else usual
    _fill_marker(own.marker, series, is_hollow=False)
    for place, is_pale in enumerate(series.provisional):
        if is_pale and series.values[place] is not None:
            marker = own.points[place].marker
            marker.style, marker.size = own.marker.style, own.marker.size
            _fill_marker(marker, series, is_hollow=True)


def _fill_marker(marker: Any, series: PlainSeries, *, is_hollow: bool) -> None:
    fill(marker.format.fill, _paler(series.colour) if is_hollow else series.colour)
    line(marker.format.line, series.colour, 1.5)


def _no_marker(own: Any) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE

    own.marker.style = XL_MARKER_STYLE.NONE


def _as_points(own: Any, series: PlainSeries) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE

    _as_line(own, series if not series.markers else _with_marker(series, "circle"))
    known = [place for place, value in enumerate(series.values) if value is not None]
    if series.form == "step":
        _add_interval(own._element, series, ends=_at_corners(series))
        return
    for index, place in enumerate(known):
        if series.markers and series.markers[place] != "circle":
            marker = own.points[index].marker
            marker.style, marker.size = getattr(XL_MARKER_STYLE, _MARKERS[series.markers[place]]), 10
            _fill_marker(marker, series, is_hollow=False)
        if series.labels and series.labels[place]:
            _name_point(own.points[index], series.labels[place], series.sides[place])
    _add_interval(own._element, series)


def _with_marker(series: PlainSeries, marker: str) -> PlainSeries:
    from dataclasses import replace

    return replace(series, marker=marker, markers=())


def _name_point(point: Any, words: str, side: str) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION

    frame = point.data_label.text_frame
    frame.text = words
    look(frame.paragraphs[0].runs[0].font, 10)
    point.data_label.position = getattr(XL_LABEL_POSITION, side.upper() if side else "ABOVE")


def _at_corners(series: PlainSeries) -> list[tuple[Number, Number, Number]]:
    """Value, low and high at each point of the staircase; the corners have no interval of their own."""
    known = [row for row in zip(series.values, series.lows or series.values, series.highs or series.values, strict=True)
             if row[0] is not None]  # fmt: skip
    if not series.has_interval:
        return []
    return [*known[:1], *(row for one in known[1:] for row in ((one[0], None, None), one))]


def _add_interval(
    element: Any, series: PlainSeries, *, ends: Sequence[tuple[Number, Number, Number]] | None = None
) -> None:
    """Bars from the low to the high end of each value's interval."""
    from pptx.oxml import parse_xml

    if not series.has_interval:
        return
    rows = ends if ends is not None else list(zip(series.values, series.lows, series.highs, strict=True))
    minus = [None if None in (value, low) else value - low for value, low, _ in rows]  # type: ignore[operator]  # no None left
    plus = [None if None in (value, high) else high - value for value, _, high in rows]  # type: ignore[operator]  # no None left
    bars = (
        f'<c:errBars {_NAMESPACES}><c:errDir val="y"/><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/><c:plus>{_literal(plus)}</c:plus><c:minus>{_literal(minus)}</c:minus><c:spPr>'
        f'<a:ln xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" w="12700"><a:solidFill>'
        f'<a:srgbClr val="{series.colour.lstrip("#")}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    before = next(part for name in ("cat", "xVal", "val", "yVal") if (part := element.find(f"{_C}{name}")) is not None)
    before.addprevious(parse_xml(bars))


def _literal(distances: Sequence[Number]) -> str:
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{round(distance, 10):.10g}</c:v></c:pt>'
        for place, distance in enumerate(distances)
        if distance is not None
    )
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(distances)}"/>{points}</c:numLit>'


def _in_a_plot_of_lines(chart: Any, elements: Sequence[Any]) -> None:
    """Move series out of the bars into lines on the same axes."""
    from pptx.oxml import parse_xml

    bars = chart.plots[0]._element
    lines = parse_xml(
        f'<c:lineChart {_NAMESPACES}><c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/>'
        "</c:lineChart>"
    )
    for element in elements:
        for old in element.findall(f"{_C}invertIfNegative"):
            element.remove(old)
        lines.find(f"{_C}marker").addprevious(element)
    for axis in bars.findall(f"{_C}axId"):
        lines.append(deepcopy(axis))
    bars.addnext(lines)


def keep_in_legend(chart: Any, plain: PlainChart, *, share: float) -> None:
    """The legend below, over the whole width, without what needs no name."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.oxml import parse_xml

    legend = chart.legend
    legend.position, legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    look(legend.font, 10)
    away = [place for place, one in enumerate(plain.series) if not is_told(one)]
    if has_totals(plain):
        away.append(len(plain.series) + len(plain.references))
    position = legend._element.find(f"{_C}legendPos")
    for place in reversed(away):
        entry = f'<c:legendEntry {_NAMESPACES}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'
        position.addnext(parse_xml(entry))
    layout = legend._element.find(f"{_C}layout")
    if layout is not None:
        legend._element.remove(layout)
    below = parse_xml(
        f'<c:layout {_NAMESPACES}><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.01"/>'
        f'<c:y val="{1 - share:.5f}"/><c:w val="0.98"/><c:h val="{share:.5f}"/></c:manualLayout></c:layout>'
    )
    legend._element.find(f"{_C}overlay").addprevious(below)


def _number_format(plain: PlainChart) -> str:
    return plain.up.number_format


def _paler(colour: str) -> str:
    """Half way to white."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{(part + 255) // 2:02X}" for part in parts)
