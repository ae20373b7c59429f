"""From a recognised file to batches of rows: taken, held and refused, every one accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.intake.blocks import Block
from rorf_data.intake.canonical import MAIN_DATES, STORED_FIELDS
from rorf_data.intake.cells import Column, Flags, Objects, is_there, same
from rorf_data.intake.check import Rules, Verdicts, check_rows, noted
from rorf_data.intake.clean import clean_columns
from rorf_data.intake.complete import complete
from rorf_data.intake.crosstab import LongSheet
from rorf_data.intake.date_order import DateOrders, find_date_orders
from rorf_data.intake.decisions import NO_DECISIONS, Decisions, decide_places, written_keys
from rorf_data.intake.doubted_days import NOTHING_ACCEPTED, Accepted
from rorf_data.intake.fix_list import Reference, keys_by_reference, references
from rorf_data.intake.frames import Records, find_issues, held_rows, taken_rows
from rorf_data.intake.headings import shown
from rorf_data.intake.identify import contents, hash_incidents, record_keys
from rorf_data.intake.joining import Units, chunks_of, join_units
from rorf_data.intake.placing import Placed, place_rows
from rorf_data.intake.read import SourceFile
from rorf_data.intake.recognise import Part, Recognised
from rorf_data.intake.rules import apply_rules
from rorf_data.intake.sheet import Record
from rorf_data.intake.table import Table, refuse_misshapen
from rorf_data.model import Issue, Outcome
from rorf_data.settings import Settings

CHUNK_ROWS = 50_000

Numbers = npt.NDArray[np.int64]
NO_ORIGINS: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of a file's rows: ``read`` is ``len(rows) + len(held) + joined`` and the rows refused.

    ``rows``: ``row``, ``record_key``, ``content``, ``area``, ``place_name``, ``decision_id``, ``is_own_key`` (whether
    the key was made from the source's own identifier, so that rows alike are one record), then the feed's stored
    columns; ``number`` besides, unique in the load, where several rows are cells of one ``row``. ``held``: one row
    for each that a person must look at. ``issues``: one that decides for each row held or refused, and notes on what
    else was left out. ``joined``: rows that went into another row of the same incident. ``above``: rows of the sheets
    before this one, which ``row`` in ``rows`` goes on from; ``row`` in ``held`` and in issues is that of the sheet
    itself. ``sheet``: its name where several are read. ``further``: what else is wrong with rows that an issue has
    decided of. ``references``: of a fix list that came back, the row of this sheet and what it stands for, for each
    row that is taken or held.
    """

    read: int
    rows: pd.DataFrame
    held: pd.DataFrame
    issues: list[Issue]
    joined: int = 0
    above: int = 0
    sheet: str = ""
    further: list[Issue] = field(default_factory=list)
    references: list[tuple[int, Reference]] = field(default_factory=list)


def read_batches(
    file: SourceFile,
    recognised: Recognised,
    *,
    settings: Settings,
    today: date,
    token_key: bytes,
    decisions: Decisions = NO_DECISIONS,
    date_orders: DateOrders | None = None,
    accepted: Accepted = NOTHING_ACCEPTED,
    origins: Mapping[int, str] = NO_ORIGINS,
    chunk_rows: int = CHUNK_ROWS,
) -> Iterator[Batch]:
    """The file's rows below its header, ``chunk_rows`` at a time and in order; at least one batch, which may be empty.

    The same file, settings, day and key always give the same rows, however many there are in a batch. ``date_orders``
    is what was found out of the file's dates with what a person said of them; without it the file alone decides.
    Wholly blank rows are no rows. ``accepted``: days that are right although they look amiss. ``origins`` is for fix
    lists that came back: the start of the hash of each earlier load's file. Raises :class:`FileRefused` when the file
    breaks off further down.
    """
    orders = date_orders or find_date_orders(recognised, settings=settings, today=today)
    notes = [Issue(recognised.header_row, "", note, Outcome.NOTED) for note in recognised.notes]
    is_across = any(isinstance(part.sheet, LongSheet) for part in recognised.parts)
    above = counted = 0
    for part in recognised.parts:
        sheet = shown(part.sheet.name) if len(recognised.parts) > 1 else ""
        step = _Step(
            recognised,
            part,
            settings,
            today,
            token_key,
            file.delimiter,
            decisions,
            orders,
            accepted,
            above,
            sheet,
            origins,
        )
        told = notes if part is recognised.parts[0] else []
        last_row = part.header_row
        for numbers, table in step.tables(chunk_rows):
            batch = step.batch(numbers, table, told)
            yield _numbered(batch, counted) if is_across else batch
            counted += len(batch.rows)
            told = []
            last_row = max([last_row, *numbers[-1:].tolist()])
        above += last_row


def _numbered(batch: Batch, counted: int) -> Batch:
    """The batch with a ``number`` for each row taken, counted on over the file; several may be of one ``row`` of it."""
    return replace(batch, rows=batch.rows.assign(number=np.arange(counted, counted + len(batch.rows))))


@dataclass(frozen=True, slots=True)
class _Step:
    """Turns one chunk of records of one sheet into a batch.

    ``above``: the rows of the sheets before this one, which its rows are numbered after.
    """

    recognised: Recognised
    part: Part
    settings: Settings
    today: date
    token_key: bytes
    delimiter: str
    decisions: Decisions
    orders: DateOrders
    accepted: Accepted
    above: int
    sheet: str
    origins: Mapping[int, str]

    def tables(self, size: int) -> Iterator[tuple[Numbers, Table]]:
        """The numbers and cells of the sheet's rows, about ``size`` at a time; at least one table, perhaps empty."""
        part = self.part
        if size == CHUNK_ROWS and part.sheet.read_blocks and not (part.sheet.filled or part.fit.source.one_record):
            return self._by_block(part.sheet.read_blocks())
        identity = part.fit.positions.get("record_id", ())
        chunks = chunks_of(lambda: part.sheet.rows_below(part.header_row), size, identity, part.fit.source)
        return map(self._table, chunks)

    def _by_block(self, blocks: Iterable[Block | list[tuple[int, Record]]]) -> Iterator[tuple[Numbers, Table]]:
        is_first, width = True, len(self.part.fit.headings)
        for block in blocks:
            if isinstance(block, Block):
                below = block.below(self.part.header_row)
                numbers, table = below.numbers, Table.of_block(below, width=width, delimiter=self.delimiter)
            else:
                numbers, table = self._table([entry for entry in block if entry[0] > self.part.header_row])
            if len(numbers) or is_first:
                yield numbers, table
            is_first = False

    def _table(self, chunk: Sequence[tuple[int, Record]]) -> tuple[Numbers, Table]:
        width = len(self.part.fit.headings)
        table = Table.of([cells for _, cells in chunk], width=width, delimiter=self.delimiter)
        return np.array([row for row, _ in chunk], dtype=np.int64), table

    def batch(self, numbers: Numbers, table: Table, notes: list[Issue]) -> Batch:
        source, found = self.part.fit.source, self.part.fit
        texts, not_of_the_source = apply_rules(table.texts(found), table, found)
        clean = clean_columns(
            texts,
            source,
            orders=self.orders,
            settings=self.settings,
            today=self.today,
            agencies=self.decisions.agencies,
        )
        columns = complete(clean, source, self.settings, rows=len(numbers), today=self.today)
        if "incident" in columns:
            columns["incident"] = hash_incidents(columns["incident"], token_key=self.token_key)
        placed = place_rows(texts, source, rows=len(numbers))
        stands_for = references(found.headings, table.columns, self.origins)
        verdicts = Verdicts(len(numbers))
        refuse_misshapen(verdicts, table, columns[MAIN_DATES[source.feed]], found)
        units = self._units(columns, placed, table, verdicts, not_of_the_source, numbers)
        columns, placed = dict(units.columns), units.placed
        records = self._records(numbers, table, columns, placed, stands_for)
        rules = Rules(source, self.settings, self.today, found.heading, self.orders.is_far, self.accepted)
        check_rows(verdicts, columns, records.placed, rules)
        issues = find_issues(records, verdicts, noted(columns, placed, source), found.heading)
        return Batch(
            read=len(numbers),
            rows=taken_rows(records, verdicts.is_open),
            held=held_rows(records, verdicts),
            issues=notes + [replace(issue, sheet=self.sheet) for issue in (*issues, *units.notes)],
            joined=int(same(verdicts.outcome, Outcome.NOTED).sum()),
            above=self.above,
            sheet=self.sheet,
            further=[
                Issue(int(records.numbers[row]), column, problem, outcome, self.sheet)
                for row, column, problem, outcome in verdicts.further
            ],
            references=[
                (int(records.numbers[row]), reference)
                for row, reference in enumerate(stands_for)
                if reference is not None and verdicts.outcome[row] not in (Outcome.REFUSED, Outcome.NOTED)
            ],
        )

    def _records(
        self,
        numbers: npt.NDArray[np.int64],
        table: Table,
        columns: Mapping[str, Column],
        placed: Placed,
        stands_for: Sequence[Reference | None],
    ) -> Records:
        source = self.part.fit.source
        stored = {field: columns[field] for field in STORED_FIELDS[source.feed]}
        identity = self._identity(table)
        written = written_keys(placed, source.name, token_key=self.token_key)
        placed, decision_ids = decide_places(placed, written, self.decisions.by_writing)
        keys, is_own_key = self._keys(stored, identity, placed, stands_for)
        placed, decided_alone = decide_places(placed, keys, self.decisions.by_record)
        if is_there(decided_alone).any():
            keys, is_own_key = self._keys(stored, identity, placed, stands_for)
            decision_ids = np.where(is_there(decided_alone), decided_alone, decision_ids)
        return Records(
            numbers=numbers,
            above=self.above,
            keys=keys,
            is_own_key=is_own_key,
            contents=contents(stored, placed, token_key=self.token_key),
            placed=placed,
            written_keys=written,
            decision_ids=decision_ids,
            stored=stored,
        )

    def _units(
        self,
        columns: Mapping[str, Column],
        placed: Placed,
        table: Table,
        verdicts: Verdicts,
        why_not: Objects | None,
        numbers: npt.NDArray[np.int64],
    ) -> Units:
        """The rows with the units of each incident joined; what becomes of the others is decided."""
        source, is_open = self.part.fit.source, verdicts.is_open
        identity = self._identity(table)
        units = join_units(columns, placed, identity, source, why_not=why_not, is_open=is_open, numbers=numbers)
        units.decide(verdicts, self.part.fit.heading("record_id"))
        return units

    def _identity(self, table: Table) -> list[Objects]:
        return [table.column(position) for position in self.part.fit.positions.get("record_id", ())]

    def _keys(
        self,
        stored: Mapping[str, Column],
        identity: list[Objects],
        placed: Placed,
        stands_for: Sequence[Reference | None],
    ) -> tuple[Objects, Flags]:
        source = self.part.fit.source
        keys, is_own_key = record_keys(stored, identity, placed, source, token_key=self.token_key)
        return keys_by_reference(keys, is_own_key, stands_for, source.name, token_key=self.token_key), is_own_key
