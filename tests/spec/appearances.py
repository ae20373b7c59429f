"""Where a number appears: on a page, in its table twin, in the data of a chart, in files, in alt text, in a terminal.

Each appearance names the fact that it tells. Facts are of two kinds: a cell of a released frame, which the page, its
files, its chart and its words all tell; and a total of a measure over places and days, which several pages tell and
which the command line can be asked for.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import openpyxl
import pandas as pd

from rorf_data.disclosure.release import Released
from rorf_data.exports import to_csv, to_xlsx

Fact = tuple[str, ...]
Number = float | None

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
NOT_A_MEASURE = re.compile(
    r"No record|Provisional|Dated events|[Ii]nterval|by chance|As the region|All towns together|planning figure"
    r"|Unusual from this day|In the cells|not told"
)
"""Traces that hold no figure of the frame: what is drawn beside the figures, to read them with."""

PICTURES_OF_WORDS = {"Every report"}
"""Charts whose cells hold words and no figures."""

DOLLARS = ", dollars"
"""How the name of a sum of money ends; a headline writes the sign of the dollar instead."""

MOST_EXACT = 4
"""Decimals in files, which is as exact as anything here is compared."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One number in one place, told to so many decimals; None where the place says that there is none."""

    fact: Fact
    value: Number
    kind: str
    where: str
    decimals: int = MOST_EXACT


@dataclass(frozen=True, slots=True)
class Block:
    """What a page shows under one heading: the answer, and where on which page it stands."""

    page: str
    key: str
    released: Released

    @property
    def where(self) -> str:
        """For a message."""
        return f"{self.page}, {self.key}"

    def cell(self, column: str, row: int) -> Fact:
        """The fact that a cell tells, the same wherever the same answer is shown."""
        about = self.released.about
        return ("cell", about.title, about.period, about.towns, column, str(row))

    def whole(self, what: str, column: str) -> Fact:
        """The fact that a sum, a highest or a lowest value of a column tells."""
        about = self.released.about
        return (what, about.title, about.period, about.towns, column)

    @property
    def columns(self) -> list[str]:
        """The columns that hold numbers."""
        frame = self.released.frame
        return [str(name) for name in frame if frame[name].dtype.kind in "iuf"]


def find_disagreements(seen: Iterable[Seen]) -> list[str]:
    """A sentence for each fact that is told in two ways; empty where all agree."""
    by_fact: dict[Fact, list[Seen]] = defaultdict(list)
    for one in seen:
        by_fact[one.fact].append(one)
    return [
        f"{' / '.join(fact)}: {exact.value} in {exact.kind} ({exact.where}), {one.value} in {one.kind} ({one.where})"
        for fact, told in by_fact.items()
        for exact in [max(told, key=lambda one: one.decimals)]
        for one in told
        if not _agree(exact.value, one)
    ]


def of_table(block: Block, frame: pd.DataFrame, kind: str) -> Iterator[Seen]:
    """Every number of a frame, as the cells of the block."""
    for column in block.columns:
        for row, value in enumerate(frame[column]):
            yield Seen(block.cell(column, row), as_number(value), kind, block.where)


def of_files(block: Block) -> Iterator[Seen]:
    """Every number of the CSV and of the XLSX file that the block offers, and the whole of each column."""
    text = to_csv(block.released).decode("utf-8-sig")
    rows = list(csv.reader(line for line in io.StringIO(text) if not line.startswith("#")))[1:]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(block.released)))["Table"]
    sheets = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    names = list(block.released.frame.columns)
    for kind, found in (("csv", rows), ("xlsx", sheets)):
        for column in block.columns:
            place = names.index(column)
            values = [as_number(row[place]) for row in found]
            yield from (Seen(block.cell(column, row), one, kind, block.where) for row, one in enumerate(values))
            yield from _of_whole(block, column, values, kind)


def of_chart(block: Block, spec: Mapping[str, Any]) -> Iterator[Seen]:
    """Every number that a chart draws: as a cell where its place is one of the frame, else as a part of a column.

    Traces of one name, such as those of small charts side by side, are taken together.
    """
    if block.released.about.title in PICTURES_OF_WORDS:
        return
    drawn: dict[str, list[tuple[Mapping[str, Any], list[Any], list[Number]]]] = defaultdict(list)
    for trace in spec["data"]:
        name = trace.get("name") or ""
        along, across = ("y", "x") if trace.get("orientation") == "h" else ("x", "y")
        values = [as_number(value) for value in unpacked(trace.get(across))]
        if name.startswith("Hidden"):
            yield from _of_hatches(block, trace, unpacked(trace.get(along)), values)
            continue
        is_figures = trace.get("type") in ("bar", "scatter") and any(value is not None for value in values)
        if is_figures and not NOT_A_MEASURE.search(name):
            titles = [
                str(spec["layout"].get(f"{axis}axis", {}).get("title", {}).get("text")) for axis in (across, along)
            ]
            drawn[name].append((trace | {"titles": titles}, unpacked(trace.get(along)), values))
    for name, traces in drawn.items():
        places = [place for _, along, _ in traces for place in along]
        yield from _of_trace(block, name, traces[0][0], places, [one for _, _, values in traces for one in values])


def of_words(block: Block, words: str, drawn: Sequence[str]) -> Iterator[Seen]:
    """What an alt text says is highest, lowest or the total, of the column that it names or that is drawn first."""
    parts = re.split(r"(?<=\.) ", words)
    for place, part in enumerate(parts):
        found = re.match(r"(Highest|Lowest|Total): \$?(-?[\d,]+(?:\.\d+)?) ?(%?)", part)
        if found:
            column = _named_before(block, parts[:place]) or _likeliest(block, drawn, parts[place:])
            value, decimals = written(found[2])
            scale = 100 if found[3] else 1
            yield Seen(block.whole(found[1], column), value / scale, "alt", block.where, decimals + 2 * (scale > 1))


def of_metrics(blocks: Sequence[Block], metrics: Iterable[tuple[str, str]], page: str) -> Iterator[Seen]:
    """Every headline figure of a page, as the cell that it tells; one that tells none is a fact of its own."""
    for label, said in metrics:
        cells = [cell for block in blocks for cell in _cells_under(block, label)]
        number = NUMBER.match(said.removeprefix("$"))
        if not cells:
            yield Seen(("headline without a table", page, label), 0, "page", page)
            yield Seen(("headline without a table", page, label), 1, "table", page)
        elif number:
            value, decimals = written(number[0])
            scale = 100 if said.endswith("%") else 1
            yield Seen(cells[0], value / scale, "headline", page, max(decimals, 1) if scale == 1 else 2)
        else:
            yield Seen(cells[0], None, "headline", page)


def of_counts_in_words(block: Block) -> Iterator[Seen]:
    """Counts that stand in words with their interval, ``95 (77 to 116)``, as the number in the same row."""
    frame = block.released.frame
    totals = [str(name) for name in frame if str(name).startswith("total_")]
    if "count_said" not in frame or len(totals) != 1:
        return
    for row, said in enumerate(frame["count_said"]):
        if found := NUMBER.match(str(said)):
            yield Seen(block.cell(totals[0], row), written(found[0])[0], "words", block.where)


def unpacked(axis: Any) -> list[Any]:
    """The values of an axis as a browser gets them: a list, or numbers packed in base 64."""
    if isinstance(axis, dict):
        return list(np.frombuffer(base64.b64decode(axis["bdata"]), dtype=np.dtype(axis["dtype"])))
    return list(axis or [])


def as_number(value: Any) -> Number:
    """A cell as a number, rounded as in files; None where it is empty or no number."""
    if value is None or value is pd.NA or value is pd.NaT or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return None if number != number else round(number, MOST_EXACT)


def half_a_step(decimals: int) -> float:
    """How far a number may lie from the one that it was rounded from."""
    return float(0.5 * 10.0**-decimals) + 1e-9


def written(text: str) -> tuple[float, int]:
    """A number as people read it, and to how many decimals it is told."""
    return float(text.replace(",", "")), len(text.partition(".")[2])


def chart_specs(elements: Iterable[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The charts of a page: the words for those who can't see them, and what the browser draws."""
    for element in elements:
        yield element.proto.alt, json.loads(element.proto.spec)


def _agree(exact: Number, other: Seen) -> bool:
    if exact is None or other.value is None:
        return exact is None and other.value is None
    return abs(exact - other.value) <= half_a_step(other.decimals)


def _of_whole(block: Block, column: str, values: Sequence[Number], kind: str) -> Iterator[Seen]:
    known = [value for value in values if value is not None]
    if known:
        for what, value in (("Highest", max(known)), ("Lowest", min(known)), ("Total", sum(known))):
            yield Seen(block.whole(what, column), round(value, MOST_EXACT), kind, block.where)


def _of_hatches(
    block: Block, trace: Mapping[str, Any], places: Sequence[Any], values: Sequence[Number]
) -> Iterator[Seen]:
    """A hatched mark says that there is no number, which is so where the row that it stands at tells none at all."""
    marked = [place for place, value in zip(places, values, strict=True) if value is not None]
    for row in _rows_named(block.released.frame, trace, marked):
        if row is not None:
            numbers = [as_number(block.released.frame[column].iloc[row]) for column in block.columns]
            yield Seen(("hatched", block.where, str(row)), None, "chart", block.where)
            yield Seen(
                ("hatched", block.where, str(row)), next((n for n in numbers if n is None), 0), "table", block.where
            )


def _of_trace(
    block: Block, name: str, trace: Mapping[str, Any], places: Sequence[Any], values: Sequence[Number]
) -> Iterator[Seen]:
    rows = _rows_named(block.released.frame, trace, places)
    column = _column_of(block, name, trace["titles"][0], values)
    where = f"{block.where}, {name}"
    if column is None:
        yield Seen(("drawn but not in the table", where), 0, "table", where)
        yield Seen(("drawn but not in the table", where), 1, "chart", where)
    elif all(row is not None for row in rows):
        for row, value in zip(rows, values, strict=True):
            yield Seen(block.cell(column, row or 0), value, "chart", where)
    elif not _is_part(values, _known(block.released.frame[column])):
        total = sum(value for value in values if value is not None)
        yield Seen(block.whole("Total", column), round(total, MOST_EXACT), "chart", where)


def _column_of(block: Block, name: str, title: str, values: Sequence[Number]) -> str | None:
    """The column that a trace draws: the one of its name, that of the axis, or one that holds all of its values."""
    labels = block.released.about.labels.items()
    for wanted in (name, title):
        for column, label in labels:
            if label == wanted and column in block.columns:
                return column
    for column in block.columns:
        if _is_part(values, _known(block.released.frame[column])):
            return column
    return None


def _rows_named(frame: pd.DataFrame, trace: Mapping[str, Any], places: Sequence[Any]) -> list[int | None]:
    """The row that each place of an axis (or the text at a point) names; None where none, or more than one, does."""
    texts = trace.get("text")
    names = texts if isinstance(texts, list) and "markers" in (trace.get("mode") or "") else places
    keys: dict[str, set[int]] = defaultdict(set)
    for column in frame:
        if frame[column].dtype.kind not in "iufb":
            for row, value in enumerate(frame[column]):
                keys[_place_in_words(value)].add(row)
    of_trace = keys.get(str(trace.get("name")), set())
    found = [keys.get(_place_in_words(name), set()) for name in names]
    found = [rows & of_trace if of_trace and len(rows) > 1 else rows for rows in found]
    return [next(iter(rows)) if len(rows) == 1 else None for rows in found]


def _place_in_words(value: Any) -> str:
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value).strip()


def _known(values: Iterable[Any]) -> list[float]:
    return [number for value in values if (number := as_number(value)) is not None]


def _is_part(values: Sequence[Number], column: Sequence[float]) -> bool:
    drawn = Counter(value for value in values if value is not None)
    return not drawn - Counter(column)


def _named_before(block: Block, parts: Sequence[str]) -> str | None:
    """The column that the sentence before the figures names, such as "Median days to delivery."."""
    by_label = {label: column for column, label in block.released.about.labels.items()}
    for part in reversed(parts):
        name = part.rstrip(".")
        if name in by_label:
            return by_label[name]
        if not re.match(r"Highest|Lowest|Total", part):
            return None
    return None


def _likeliest(block: Block, drawn: Sequence[str], parts: Sequence[str]) -> str:
    """The column whose values the figures are, among those drawn and then all; the first of them where none is."""
    word, _, figures = parts[0].partition(":")
    found = NUMBER.search(figures)
    said, decimals = written(found[0]) if found else (0.0, 0)
    extreme = {"Highest": max, "Lowest": min}.get(word, sum)
    columns = [*drawn, *block.columns]
    for column in columns:
        known = _known(block.released.frame[column])
        scale = 100 if "%" in parts[0] else 1
        if known and abs(scale * float(extreme(known)) - said) <= half_a_step(decimals):
            return column
    return columns[0]


def _cells_under(block: Block, label: str) -> Iterator[Fact]:
    """The cells that a headline of this label can tell: the first number of the row of that name, or the only row."""
    frame = block.released.frame
    if "measure" in frame:
        numbers = [column for column in block.columns if frame[column].dtype.kind in "iuf"]
        preferred = [column for column in ("value", "this_month") if column in numbers] or numbers
        for row, name in enumerate(frame["measure"]):
            if name.removesuffix(DOLLARS) == label and preferred:
                yield block.cell(preferred[0], row)
                return
    for column in block.columns:
        if block.released.about.labels[column] == label and len(frame) == 1:
            yield block.cell(column, 0)
