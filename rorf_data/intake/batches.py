"""From a recognised file to batches of rows: taken, held and refused, every one accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.intake.canonical import MAIN_DATES, STORED_FIELDS
from rorf_data.intake.cells import Column
from rorf_data.intake.check import Rules, Verdicts, check_rows, noted
from rorf_data.intake.clean import clean_columns
from rorf_data.intake.complete import complete
from rorf_data.intake.day_first import DayFirst
from rorf_data.intake.frames import Records, find_issues, held_rows, taken_rows
from rorf_data.intake.identify import contents, hash_incidents, record_keys
from rorf_data.intake.placing import Placed, place_rows
from rorf_data.intake.read import SourceFile
from rorf_data.intake.recognise import Recognised
from rorf_data.intake.sheet import Record
from rorf_data.intake.table import Table, refuse_misshapen
from rorf_data.model import Issue, Outcome
from rorf_data.settings import Settings

CHUNK_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of a file's rows: ``read`` is ``len(rows) + len(held)`` and the rows refused.

    ``rows``: ``row``, ``record_key``, ``content``, ``area``, ``place_name``, ``is_own_key`` (whether the key was made
    from the source's own identifier, so that rows alike are one record), then the feed's stored columns.
    ``held``: one row for each that a person must look at. ``issues``: one that decides for each row held or refused,
    and notes on what else was left out.
    """

    read: int
    rows: pd.DataFrame
    held: pd.DataFrame
    issues: list[Issue]


def read_batches(
    file: SourceFile,
    recognised: Recognised,
    *,
    settings: Settings,
    today: date,
    token_key: bytes,
    chunk_rows: int = CHUNK_ROWS,
) -> Iterator[Batch]:
    """The file's rows below its header, ``chunk_rows`` at a time and in order; at least one batch, which may be empty.

    The same file, settings, day and key always give the same batches. Their sum depends on ``chunk_rows`` only where
    the file has dates with the day first: from the chunk with the first of them on, dates that could be two are held.
    Wholly blank rows are no rows. Raises :class:`FileRefused` when the file breaks off further down.
    """
    step = _Step(recognised, settings, today, token_key, file.delimiter)
    below = recognised.sheet.rows_below(recognised.header_row)
    notes = [Issue(recognised.header_row, "", note, Outcome.NOTED) for note in recognised.notes]
    chunk = list(islice(below, chunk_rows))
    yield step.batch(chunk, notes)
    while chunk := list(islice(below, chunk_rows)):
        yield step.batch(chunk, [])


@dataclass(frozen=True, slots=True)
class _Step:
    """Turns one chunk of records into a batch."""

    recognised: Recognised
    settings: Settings
    today: date
    token_key: bytes
    delimiter: str
    day_first: DayFirst = field(default_factory=DayFirst)

    def batch(self, chunk: Sequence[tuple[int, Record]], notes: list[Issue]) -> Batch:
        source, found = self.recognised.source, self.recognised.fit
        table = Table.of([cells for _, cells in chunk], width=len(found.headings), delimiter=self.delimiter)
        texts = table.texts(found)
        columns = complete(clean_columns(texts, source), source, self.settings, rows=len(chunk))
        if "incident" in columns:
            columns["incident"] = hash_incidents(columns["incident"], token_key=self.token_key)
        placed = place_rows(texts, source, rows=len(chunk))
        verdicts = Verdicts(len(chunk))
        refuse_misshapen(verdicts, table, columns[MAIN_DATES[source.feed]], found)
        doubtful_days = self.day_first.doubts(texts, source)
        check_rows(verdicts, columns, placed, Rules(source, self.settings, self.today, found.heading, doubtful_days))
        records = self._records(np.array([row for row, _ in chunk], dtype=np.int64), table, columns, placed)
        return Batch(
            read=len(chunk),
            rows=taken_rows(records, verdicts.is_open),
            held=held_rows(records, verdicts),
            issues=notes + find_issues(records, verdicts, noted(columns, placed, source), found.heading),
        )

    def _records(
        self, numbers: npt.NDArray[np.int64], table: Table, columns: Mapping[str, Column], placed: Placed
    ) -> Records:
        source = self.recognised.source
        stored = {field: columns[field] for field in STORED_FIELDS[source.feed]}
        identity = [table.column(position) for position in self.recognised.fit.positions.get("record_id", ())]
        keys, is_own_key = record_keys(stored, identity, placed, source, token_key=self.token_key)
        return Records(
            numbers=numbers,
            keys=keys,
            is_own_key=is_own_key,
            contents=contents(stored, placed, token_key=self.token_key),
            placed=placed,
            stored=stored,
        )
